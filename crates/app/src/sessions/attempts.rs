//! Log-in throttling: failed log-ins are counted by login and address, and by address alone.
//!
//! By login alone would let anybody lock a user out. Addresses are counted as a subscriber has them: IPv6 by its /64.

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, Utc};
use domesday_domain::actor::{Actor, Permission};

use super::rules::LoginLimits;
use crate::ports::{Attempts, Locks, SessionReads, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Log-ins write beside one another (the youngest sessions, the oldest sessions), so on PostgreSQL each would make the others run again.
/// They wait for one another instead, which costs nothing: hashing is what limits them.
pub(super) const LOG_INS: u64 = 0x6c6f_675f_696e_7300;

/// What failed log-ins are counted under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subjects {
    login: String,
    address: String,
}

impl Subjects {
    /// The login is empty where none was given that could exist.
    pub(super) fn new(login: &str, remote: IpAddr) -> Self {
        let address = match remote.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from(u128::from(address) >> 64 << 64)),
        };
        Self { login: format!("{login}|{address}"), address }
    }

    /// The login from this address, forgiven by a log-in that succeeds.
    pub(super) fn login(&self) -> &str {
        &self.login
    }

    fn with_limits(&self, limits: &LoginLimits) -> [(&str, u32); 2] {
        [(&self.login, limits.of_login), (&self.address, limits.of_address)]
    }

    /// Refuses when either subject has failed too often.
    ///
    /// # Errors
    /// [`Refusal::TooMany`], with the time until both may try again.
    pub(super) fn check(
        &self,
        limits: &LoginLimits,
        now: DateTime<Utc>,
        reads: &mut dyn SessionReads,
    ) -> Result<(), Refusal> {
        let mut wait = None;
        for (subject, limit) in self.with_limits(limits) {
            let attempts = reads.attempts(subject)?;
            wait = wait.max(attempts.and_then(|attempts| seconds_to_wait(attempts, limit, limits, now)));
        }
        wait.map_or(Ok(()), |retry_after| Err(Refusal::TooMany { retry_after }))
    }

    /// Whether either subject has failed so often that other faces would refuse it.
    pub(super) fn are_spent(
        &self,
        limits: &LoginLimits,
        now: DateTime<Utc>,
        reads: &mut dyn SessionReads,
    ) -> Result<bool, Refusal> {
        match self.check(limits, now, reads) {
            Ok(()) => Ok(false),
            Err(Refusal::TooMany { .. }) => Ok(true),
            Err(other) => Err(other),
        }
    }
}

fn seconds_to_wait(attempts: Attempts, limit: u32, limits: &LoginLimits, now: DateTime<Utc>) -> Option<u64> {
    let left = attempts.since + limits.window - now;
    let throttled = attempts.failures >= limit && left.num_milliseconds() > 0;
    throttled.then(|| u64::try_from(left.num_seconds()).unwrap_or_default() + 1)
}

/// Counts a failed log-in. A command of its own, since it must outlive the refusal.
pub(super) struct CountFailure {
    pub(super) subjects: Subjects,
    pub(super) limits: LoginLimits,
}

impl Command for CountFailure {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(LOG_INS)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        for (subject, _) in self.subjects.with_limits(&self.limits) {
            let running = tx.attempts(subject)?.filter(|attempts| context.now < attempts.since + self.limits.window);
            let attempts = running.unwrap_or(Attempts { failures: 0, since: context.now });
            tx.put_attempts(subject, Attempts { failures: attempts.failures.saturating_add(1), ..attempts })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn attempts(failures: u32) -> Attempts {
        Attempts { failures, since: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn a_limit_holds_until_its_window_ends() {
        let limits = LoginLimits::default();
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        assert_eq!(seconds_to_wait(attempts(9), 10, &limits, at(0)), None);
        assert_eq!(seconds_to_wait(attempts(10), 10, &limits, at(0)), Some(301));
        assert_eq!(seconds_to_wait(attempts(10), 10, &limits, at(299)), Some(2));
        assert_eq!(seconds_to_wait(attempts(10), 10, &limits, at(300)), None);
    }

    #[test]
    fn addresses_are_counted_as_a_subscriber_has_them() {
        let subjects = |text: &str| Subjects::new("jane", text.parse().unwrap());
        assert_eq!(subjects("192.0.2.1").login(), "jane|192.0.2.1");
        assert_eq!(subjects("::ffff:192.0.2.1"), subjects("192.0.2.1"));
        assert_eq!(subjects("2001:db8:1:2::1"), subjects("2001:db8:1:2:ffff::7"));
        assert_ne!(subjects("2001:db8:1:2::1"), subjects("2001:db8:1:3::1"));
    }
}
