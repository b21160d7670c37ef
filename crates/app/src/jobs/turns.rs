//! One request of a session at a time, in order of arrival (`dynect.md` Q1, Q2).
//!
//! The queue of a session is in memory, and only its first waits at the gate that servers have in common. Nothing waits on a thread.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domesday_domain::account::SessionId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::{Instant, timeout_at};

use super::lock;
use crate::ports::{Gate, Latch, Taking};
use crate::refusal::Refusal;

/// How many requests of a session wait at most, beside the one that runs.
const WAITING: usize = 4;

/// How long a gate may be away before it is said so.
const AWAY: Duration = Duration::from_secs(1);

/// The queues of this server's sessions.
pub(super) struct Turns {
    gate: Arc<dyn Gate>,
    present: Mutex<HashMap<SessionId, Queue>>,
}

/// The queue of one session; gone when nobody is in it.
struct Queue {
    /// How many run or wait.
    present: usize,
    turn: Arc<Semaphore>,
}

/// The right to run a request of a session; its turn ends when this is dropped, also while panicking.
#[must_use = "the turn ends when the pass is dropped"]
pub struct Pass {
    // In the order in which they are given back: the lock before the next one of this server asks for it.
    _latch: Latch,
    _turn: OwnedSemaphorePermit,
    _place: Place,
}

impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pass")
    }
}

/// A place in a session's queue.
struct Place {
    turns: Arc<Turns>,
    holder: SessionId,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut queue) = lock(&self.turns.present).entry(self.holder) {
            queue.get_mut().present -= 1;
            if queue.get().present == 0 {
                queue.remove();
            }
        }
    }
}

impl Turns {
    /// Nobody, before this gate.
    pub(super) fn new(gate: Arc<dyn Gate>) -> Self {
        Self { gate, present: Mutex::default() }
    }

    /// Waits for a session's turn, for so long: see [`crate::registry::Registry::enter`].
    pub(super) async fn enter(self: &Arc<Self>, holder: SessionId, waits: Duration) -> Result<Pass, Refusal> {
        let until = Instant::now() + waits;
        let (place, turn) = self.line_up(holder, !waits.is_zero()).ok_or(Refusal::SessionBusy)?;
        let turn = match turn.clone().try_acquire_owned() {
            Ok(turn) => turn,
            Err(_) => match timeout_at(until, turn.acquire_owned()).await {
                Ok(Ok(turn)) => turn,
                Ok(Err(_)) | Err(_) => return Err(Refusal::SessionBusy),
            },
        };
        let latch = self.pass_gate(holder, until).await?;
        Ok(Pass { _latch: latch, _turn: turn, _place: place })
    }

    /// Takes a place in the queue, if there is one for those who wait or nobody is before them.
    fn line_up(self: &Arc<Self>, holder: SessionId, waits: bool) -> Option<(Place, Arc<Semaphore>)> {
        let mut present = lock(&self.present);
        let most = if waits { WAITING } else { 0 };
        if present.get(&holder).is_some_and(|queue| queue.present > most) {
            return None;
        }
        let queue = present.entry(holder).or_insert_with(|| Queue { present: 0, turn: Arc::new(Semaphore::new(1)) });
        queue.present += 1;
        Some((Place { turns: self.clone(), holder }, queue.turn.clone()))
    }

    async fn pass_gate(&self, holder: SessionId, until: Instant) -> Result<Latch, Refusal> {
        let (answer, mut taking) = oneshot::channel();
        self.gate.take(holder, until.into_std(), answer);
        let mut patience = Instant::now() + AWAY;
        loop {
            match timeout_at(patience, &mut taking).await {
                Ok(Ok(Taking::Taken(latch))) => return Ok(latch),
                Ok(Ok(Taking::Held)) => return Err(Refusal::SessionBusy),
                // The gate is closed: the server stops.
                Ok(Err(_)) => return Err(Refusal::Busy),
                Err(_) if self.gate.is_away() || Instant::now() > until + AWAY => return Err(Refusal::Busy),
                Err(_) => patience += AWAY,
            }
        }
    }
}

#[cfg(test)]
mod tests;
