//! What servers of one database have in common beside it: who is being served (`dynect.md` Q2).
//!
//! A server queues its own requests; the gate only tells servers apart. So a store that one process uses needs no more than [`OneServer`].

use std::fmt;
use std::hash::Hasher;
use std::time::Instant;

use domesday_domain::account::SessionId;
use tokio::sync::oneshot;

use crate::stable_hash::StableHasher;

/// Locks that no two servers hold at once, one for each holder.
///
/// It is a courtesy: with its connection lost the locks of a server are gone until it has a new one. Nothing may rest on them that is not
/// safe by its own transaction.
pub trait Gate: Send + Sync {
    /// Takes a holder's lock as soon as no other server has it, and answers then; at the latest at `until`, when it answers
    /// [`Taking::Held`]. A server asks once at a time for each holder. Whoever no longer listens is not waited for. Blocks nobody. While
    /// the gate is away nothing is answered; dropped unanswered, it is closed.
    fn take(&self, holder: SessionId, until: Instant, answer: oneshot::Sender<Taking>);
    /// Whether no lock can be taken or seen just now.
    fn is_away(&self) -> bool;
}

/// How taking a lock ended.
#[derive(Debug)]
pub enum Taking {
    /// It is taken.
    Taken(Latch),
    /// Another server has it.
    Held,
}

/// A lock that is held; given back when this is dropped, also while panicking and when nobody listened any more.
pub struct Latch(Option<Box<dyn FnOnce() + Send>>);

impl Latch {
    /// A lock that is given back so.
    pub fn new(give_back: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(give_back)))
    }
}

impl Drop for Latch {
    fn drop(&mut self) {
        if let Some(give_back) = self.0.take() {
            give_back();
        }
    }
}

impl fmt::Debug for Latch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Latch")
    }
}

/// The gate of a database that one server uses: every lock is free.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneServer;

impl Gate for OneServer {
    fn take(&self, _: SessionId, _: Instant, answer: oneshot::Sender<Taking>) {
        // Who no longer listens has given up.
        let _ = answer.send(Taking::Taken(Latch(None)));
    }

    fn is_away(&self) -> bool {
        false
    }
}

/// The two numbers of a holder's lock, the same on every server. Two holders may have the same: then one waits for the other.
pub fn lock_numbers(holder: SessionId) -> (i32, i32) {
    let mut hasher = StableHasher::default();
    hasher.write(holder.0.as_bytes());
    let [a, b, c, d, e, f, g, h] = hasher.finish().to_be_bytes();
    (i32::from_be_bytes([a, b, c, d]), i32::from_be_bytes([e, f, g, h]))
}
