//! How many requests an account may send the registrar face in a minute (`registrar.md` A9).
//!
//! Each server counts for itself, in memory: an account that spreads its requests over several servers has its limit on each of them. A
//! minute begins with the first request that is counted in it. Who has no limit is remembered for some seconds, and then costs a look into a
//! table in memory; so a limit that another server sets for who had none holds that much later. Nothing else about a caller is remembered,
//! and whether a credential is good is asked where it is used.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::account::AccountId;
use domesday_domain::actor::Permission;

use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Caller, Context, Proof, Query, Registry};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// For how long it is remembered that somebody has no limit.
const REMEMBERED: TimeDelta = TimeDelta::seconds(5);

/// How many of them are remembered at most.
const MOST_REMEMBERED: usize = 10_000;

/// What has been counted on this server.
#[derive(Debug, Default)]
pub(crate) struct RateLimits {
    /// Credentials without a limit on a kind of requests, by their hash, and until when that is believed.
    free: RwLock<HashMap<u64, DateTime<Utc>>>,
    hasher: RandomState,
    /// The minute that runs for an account and a kind of requests.
    minutes: Mutex<HashMap<(AccountId, bool), Minute>>,
}

#[derive(Clone, Copy, Debug)]
struct Minute {
    since: DateTime<Utc>,
    requests: u32,
}

/// Asks for the limit of the caller's account, 0 for none.
struct OwnLimit {
    mutation: bool,
}

impl Query for OwnLimit {
    const NEEDS: Permission = Permission::UseSession;
    const EXTENT: Extent = Extent::Point;
    type Answer = (AccountId, u32);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let account = context.actor.account;
        let client = snapshot.client(account)?;
        Ok((account, if self.mutation { client.mutations_per_minute } else { client.reads_per_minute }))
    }
}

impl Registry {
    /// Counts a request of the registrar face, a mutation or a question, on the account of whoever sends it. The command line has no limit.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] beyond the account's limit; [`Refusal::Unauthenticated`] without a good credential, as far as that is looked at:
    /// the request itself has to be admitted all the same.
    pub async fn throttle(&self, caller: &Caller, mutation: bool) -> Result<(), Refusal> {
        let token = match &caller.proof {
            Proof::Nothing => return Err(Refusal::unauthenticated()),
            Proof::Trusted(_) => return Ok(()),
            Proof::Token(token) => token,
        };
        let (limits, now) = (self.rate_limits(), self.clock().now());
        if limits.is_free(token, mutation, now) {
            return Ok(());
        }
        match self.ask(caller, OwnLimit { mutation }).await? {
            (_, 0) => {
                limits.remember_free(token, mutation, now);
                Ok(())
            }
            (account, most) => limits.count(account, mutation, most, now),
        }
    }
}

impl RateLimits {
    /// Whether this credential is remembered as one without a limit.
    fn is_free(&self, token: &str, mutation: bool, now: DateTime<Utc>) -> bool {
        let free = self.free.read().unwrap_or_else(PoisonError::into_inner);
        free.get(&self.hasher.hash_one((token, mutation))).is_some_and(|until| now < *until)
    }

    fn remember_free(&self, token: &str, mutation: bool, now: DateTime<Utc>) {
        let mut free = self.free.write().unwrap_or_else(PoisonError::into_inner);
        if free.len() >= MOST_REMEMBERED {
            free.retain(|_, until| now < *until);
        }
        if free.len() >= MOST_REMEMBERED {
            free.clear();
        }
        free.insert(self.hasher.hash_one((token, mutation)), now + REMEMBERED);
    }

    /// Forgets who has no limit: limits are being changed.
    pub(crate) fn forget(&self) {
        self.free.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Counts a request, unless it is one too many: what is refused is not counted.
    fn count(&self, account: AccountId, mutation: bool, most: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = minutes.entry((account, mutation)).or_insert(Minute { since: now, requests: 0 });
        if !(minute.since..minute.since + MINUTE).contains(&now) {
            *minute = Minute { since: now, requests: 0 };
        }
        if minute.requests >= most {
            let left = (minute.since + MINUTE - now).num_milliseconds();
            let retry_after = u64::try_from(left).unwrap_or_default().div_ceil(1000).max(1);
            return Err(Refusal::TooMany { retry_after });
        }
        minute.requests += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(milliseconds)
    }

    fn wait(result: Result<(), Refusal>) -> Option<u64> {
        match result {
            Ok(()) => None,
            Err(Refusal::TooMany { retry_after }) => Some(retry_after),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a9_beyond_the_limit_a_request_waits_for_the_next_minute() {
        let limits = RateLimits::default();
        let count = |milliseconds| wait(limits.count(AccountId(1), true, 2, at(milliseconds)));
        assert_eq!([count(500), count(1000)], [None, None]);
        assert_eq!([count(1000), count(60_499)], [Some(60), Some(1)], "what was refused was not counted");
        assert_eq!([count(60_500), count(100_000), count(110_500)], [None, None, Some(10)]);
    }

    #[test]
    fn a9_accounts_and_kinds_are_counted_apart() {
        let limits = RateLimits::default();
        let count = |account, mutation| wait(limits.count(AccountId(account), mutation, 1, at(0)));
        assert_eq!([count(1, true), count(1, false), count(2, true)], [None, None, None]);
        assert_eq!([count(1, true), count(1, false), count(2, true)], [Some(60), Some(60), Some(60)]);
    }

    #[test]
    fn who_has_no_limit_is_remembered_for_some_seconds() {
        let limits = RateLimits::default();
        assert!(!limits.is_free("t", true, at(0)));
        limits.remember_free("t", true, at(0));
        assert!(limits.is_free("t", true, at(4999)));
        assert!(!limits.is_free("t", false, at(0)) && !limits.is_free("u", true, at(0)));
        assert!(!limits.is_free("t", true, at(5000)));
        limits.forget();
        assert!(!limits.is_free("t", true, at(0)));
    }

    #[test]
    fn only_so_many_are_remembered() {
        let limits = RateLimits::default();
        for number in 0..=2 * MOST_REMEMBERED {
            limits.remember_free(&number.to_string(), false, at(0));
        }
        let remembered = limits.free.read().unwrap().len();
        assert!((1..=MOST_REMEMBERED).contains(&remembered), "{remembered}");
        assert!(limits.is_free(&(2 * MOST_REMEMBERED).to_string(), false, at(0)));
    }
}
