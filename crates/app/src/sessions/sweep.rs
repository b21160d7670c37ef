//! Clears away what hung on sessions that have ended (`dynect.md` J10), then the sessions themselves; those that idled out are remembered for
//! some days, so that their users are told why (S6).

use chrono::TimeDelta;
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Face;

use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

/// How many sessions a step looks at.
const SESSIONS: usize = 100;

/// How many rows of what hung on them it clears away at most.
const ROWS: usize = 1000;

/// How long a session that idled out is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(7);

/// The queue of those who sweep: on several servers one after the other.
const SWEEPERS: u64 = 0x656e_6465_6400;

/// A step.
struct ClearEnded;

/// What a step did.
struct Cleared {
    /// Sessions of which nothing is left.
    settled: Vec<SessionId>,
    /// There may be more to do.
    is_more: bool,
}

impl Command for ClearEnded {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Cleared;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(SWEEPERS)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Cleared, Refusal> {
        let ended = tx.ended_sessions(context.now, SESSIONS)?;
        let ids: Vec<SessionId> = ended.iter().map(|session| session.id).collect();
        let mut left = ROWS;
        for session in ended.iter().filter(|session| session.has_staged) {
            if left > 0 {
                left -= tx.clear_staged(session.id, left)?.min(left);
            }
        }
        if left > 0 && !ids.is_empty() {
            left -= tx.clear_jobs(&ids, left)?.min(left);
        }
        // Fewer than might have been: nothing is left of any of them.
        if left > 0 && !ids.is_empty() {
            tx.settle_ended(&ids)?;
        }
        let forgotten = tx.forget_idled_out(context.now - REMEMBERED, ROWS)?;
        let is_more = left == 0 || ids.len() == SESSIONS || forgotten == ROWS;
        Ok(Cleared { settled: if left > 0 { ids } else { Vec::new() }, is_more })
    }
}

impl Registry {
    /// Clears away what hung on sessions that have ended, and the sessions, a thousand rows a transaction. To be called every few seconds, so
    /// that all is gone within a minute; any number of servers may.
    ///
    /// # Errors
    /// [`Refusal::Busy`] and the like: what is left goes the next time.
    pub async fn sweep_ended_sessions(&self) -> Result<(), Refusal> {
        loop {
            let system = Caller::system(Face::System, self.ids().uuid().to_string());
            let cleared = self.run(&system, ClearEnded).await?;
            self.forget_jobs(&cleared.settled).await;
            if !cleared.is_more {
                return Ok(());
            }
        }
    }
}
