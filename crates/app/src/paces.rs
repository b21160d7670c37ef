//! How many requests may come in a minute: a bucket of that size for each of whoever is counted, evenly refilled, on each server by itself.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::refusal::Refusal;

/// A minute, in microseconds.
const MINUTE: u64 = 60_000_000;

/// How many are remembered at most: those beyond it are given a full bucket again.
const MOST: usize = 100_000;

/// The buckets of whoever is counted, by `K`; one that is full need not be there.
#[derive(Debug)]
pub struct Paces<K>(Mutex<HashMap<K, Bucket>>);

impl<K> Default for Paces<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// How many requests are left, each counted as a minute's microseconds: so a bucket gains its size in requests each microsecond.
    level: u64,
    at: DateTime<Utc>,
}

impl<K: Eq + Hash> Paces<K> {
    /// Counts a request of somebody who may send `most` a minute, 1 or more.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] beyond that, with the seconds until there is room for one; what is refused is not counted.
    pub fn take(&self, holder: K, most: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        let most = u64::from(most);
        let full = most * MINUTE;
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&holder) {
            buckets.retain(|_, bucket| now < bucket.at + TimeDelta::minutes(1));
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(holder).or_insert(Bucket { level: full, at: now });
        let passed = u64::try_from((now - bucket.at).num_microseconds().unwrap_or(i64::MAX)).unwrap_or_default();
        let level = bucket.level.saturating_add(passed.saturating_mul(most)).min(full);
        *bucket = Bucket { level, at: bucket.at.max(now) };
        match bucket.level.checked_sub(MINUTE) {
            Some(left) => {
                bucket.level = left;
                Ok(())
            }
            None => {
                let microseconds = (MINUTE - bucket.level).div_ceil(most);
                Err(Refusal::TooMany { retry_after: microseconds.div_ceil(1_000_000).max(1) })
            }
        }
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
    fn s9_a_bucket_of_that_size_is_evenly_refilled() {
        let paces = Paces::default();
        let take = |milliseconds| wait(paces.take(1, 3, at(milliseconds)));
        assert_eq!([take(0), take(0), take(0), take(0)], [None, None, None, Some(20)]);
        assert_eq!([take(1), take(19_999)], [Some(20), Some(1)], "what is refused is not counted");
        assert_eq!([take(20_000), take(20_000)], [None, Some(20)], "one each twenty seconds");
        let later = 20_000 + 3_600_000;
        assert_eq!([take(later), take(later), take(later), take(later)], [None, None, None, Some(20)], "never more");
        assert_eq!(take(0), Some(20), "a clock that was put back gives nothing");
    }

    #[test]
    fn s9_sizes_that_do_not_divide_a_minute_are_kept_exactly() {
        for most in [1, 7, 11, 997, u32::MAX] {
            let paces = Paces::default();
            let taken = (0..1000).filter(|_| paces.take(1, most, at(0)).is_ok()).count();
            assert_eq!(taken, usize::try_from(most).unwrap().min(1000), "{most}");
        }
    }

    #[test]
    fn s9_everybody_is_counted_apart_and_memory_is_bounded() {
        let paces = Paces::default();
        let take = |key: i64| wait(paces.take(key, 1, at(0)));
        assert_eq!([take(1), take(2), take(1), take(2)], [None, None, Some(60), Some(60)]);
        for key in 0..=2 * i64::try_from(MOST).unwrap() {
            let _ = take(key);
        }
        assert!(paces.0.lock().unwrap().len() <= MOST);
    }
}
