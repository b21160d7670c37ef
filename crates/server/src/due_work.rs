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

/// How many of each at a time.
const SWEPT: usize = 500;

/// Works until the server stops; not at all if `every` is zero.
pub(crate) async fn work(registry: Arc<Registry>, every: Duration) {
    if every.is_zero() {
        return;
    }
    let mut swept: Option<Instant> = None;
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
        actix_web::rt::time::sleep(every).await;
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
