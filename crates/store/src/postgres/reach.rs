//! Whether the database can be reached, as far as somebody has tried.
//!
//! Trying may take long, and many may wait for a thread meanwhile. Each of them would try again, one after the other; so whoever came before
//! an attempt that failed is told of it instead, and nobody waits for more than the attempt under way and one of their own.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// When the last attempt to connect that failed was begun.
#[derive(Debug, Default)]
pub(super) struct Reach(Mutex<Option<Instant>>);

impl Reach {
    /// An attempt that was begun then has failed.
    pub(super) fn failed(&self, begun: Instant) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *last = (*last).max(Some(begun));
    }

    /// Has an attempt failed that was begun at this instant or later?
    pub(super) fn has_failed_since(&self, instant: Instant) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|begun| begun >= instant)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_came_before_an_attempt_that_failed_need_not_try() {
        let (reach, begun) = (Reach::default(), Instant::now());
        let (before, after) = (begun.checked_sub(Duration::from_secs(1)).unwrap(), begun + Duration::from_secs(1));
        assert!(!reach.has_failed_since(before));
        reach.failed(begun);
        assert!(reach.has_failed_since(before) && reach.has_failed_since(begun) && !reach.has_failed_since(after));
        reach.failed(before);
        assert!(reach.has_failed_since(begun), "a later one counts, whichever is heard of first");
    }
}
