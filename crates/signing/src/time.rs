//! The clock on the wall: the one place of the program that asks the system for the time.

use chrono::{DateTime, SubsecRound, Utc};
use domesday_app::ports::Clock;

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        system_time()
    }
}

/// Now, cut to whole microseconds, which is what both databases keep: what was written compares equal when it is read.
#[expect(clippy::disallowed_methods, reason = "this is what stands behind the Clock port")]
pub(crate) fn system_time() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_knows_nothing_below_a_microsecond() {
        for _ in 0..1000 {
            assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1000, 0);
        }
    }
}
