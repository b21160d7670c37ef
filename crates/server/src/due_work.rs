//! The worker of a server: what falls due is written when it does (`registrar.md` L13), and what is kept no longer is swept away.
//!
//! Any number of servers may do so at once. What a worker has not yet written is true all the same: every reader computes it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domesday_app::messages::SweepMessages;
use domesday_app::registry::{Caller, Registry};
use domesday_domain::history::Face;

/// How often old messages and kept answers are swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// How often is cleared away what hung on sessions that have ended: all of it goes within a minute (`dynect.md` J10).
const CLEAR_EVERY: Duration = Duration::from_secs(15);

/// How often is looked whether last uses of sessions are to be noted.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long a server that stops waits for the last uses to be noted.
const LAST_NOTED_IN: Duration = Duration::from_secs(5);

/// How many of each at a time.
const SWEPT: usize = 500;

/// Works until the server stops; not at all if `every` is zero.
pub(crate) async fn work(registry: Arc<Registry>, every: Duration) {
    if every.is_zero() {
        return;
    }
    let (mut swept, mut cleared): (Option<Instant>, Option<Instant>) = (None, None);
    loop {
        if let Err(refusal) = registry.do_due_work().await {
            tracing::warn!(?refusal, "due work could not be done, and is tried again");
        }
        if let Err(refusal) = registry.resign_revoked().await {
            tracing::warn!(?refusal, "what a revoked key signed could not be signed anew, and is tried again");
        }
        if swept.is_none_or(|swept| swept.elapsed() >= SWEEP_EVERY) {
            swept = Some(Instant::now());
            sweep(&registry).await;
        }
        if cleared.is_none_or(|cleared| cleared.elapsed() >= CLEAR_EVERY) {
            cleared = Some(Instant::now());
            if let Err(refusal) = registry.sweep_jobs().await {
                tracing::warn!(?refusal, "old jobs could not be swept away, and are tried again");
            }
            if let Err(refusal) = registry.sweep_ended_sessions().await {
                tracing::warn!(?refusal, "what hung on ended sessions could not be cleared away, and is tried again");
            }
        }
        actix_web::rt::time::sleep(every).await;
    }
}

/// Notes when sessions were used last until the server stops: each server its own (`dynect.md` S4).
pub(crate) async fn note_uses(registry: Arc<Registry>) {
    loop {
        actix_web::rt::time::sleep(LOOK_EVERY).await;
        if let Err(refusal) = registry.note_uses().await {
            tracing::warn!(?refusal, "last uses of sessions could not be noted, and are tried again");
        }
    }
}

/// Notes what was not noted yet: the server stops.
pub(crate) async fn note_last_uses(registry: &Registry) {
    let noted = actix_web::rt::time::timeout(LAST_NOTED_IN, registry.note_uses_now()).await;
    if !matches!(noted, Ok(Ok(()))) {
        tracing::warn!(?noted, "the last uses of sessions could not be noted: some may idle out a minute early");
    }
}

async fn sweep(registry: &Registry) {
    loop {
        let system = Caller::system(Face::System, registry.ids().uuid().to_string());
        match registry.run(&system, SweepMessages { limit: SWEPT }).await {
            Ok(swept) if swept.messages < SWEPT && swept.answers < SWEPT => return,
            Ok(_) => {}
            Err(refusal) => {
                tracing::warn!(?refusal, "old messages could not be swept away");
                return;
            }
        }
    }
}
