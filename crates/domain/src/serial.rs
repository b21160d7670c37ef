//! SOA serials: how they compare, and the one rule by which they rise (`zones.md` section 5).
//!
//! A serial always rises by RFC 1982, also past 99 changes a day and past 2^32, and is never 0.

use std::fmt;

use chrono::{DateTime, Datelike, Utc};

/// A zone's SOA serial: 1 to 4294967295.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Serial(u32);

/// How a zone's next serial is chosen (the candidate that is taken when it is greater).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SerialStyle {
    /// `YYYYMMDD00` of the UTC day.
    #[default]
    Day,
    /// No candidate: always one more.
    Increment,
    /// Seconds since 1970.
    Epoch,
    /// Minutes since 1970.
    Minute,
}

impl SerialStyle {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Increment => "increment",
            Self::Epoch => "epoch",
            Self::Minute => "minute",
        }
    }

    fn candidate(self, now: DateTime<Utc>) -> Option<u32> {
        match self {
            Self::Day => u32::try_from(now.year())
                .ok()?
                .checked_mul(10_000)?
                .checked_add(now.month() * 100 + now.day())?
                .checked_mul(100),
            Self::Increment => None,
            Self::Epoch => u32::try_from(now.timestamp()).ok(),
            Self::Minute => u32::try_from(now.timestamp() / 60).ok(),
        }
    }
}

impl Serial {
    /// A serial from a number; 0 is none.
    pub fn new(value: u32) -> Option<Self> {
        (value != 0).then_some(Self(value))
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// The first serial of a zone (rule S1): `YYYYMMDD00` of the UTC day.
    pub fn first(now: DateTime<Utc>) -> Self {
        Self(SerialStyle::Day.candidate(now).unwrap_or(1).max(1))
    }

    /// Whether this one is later than `other` by RFC 1982 section 3.2 (half the number space counts as later).
    pub fn is_after(self, other: Self) -> bool {
        let distance = self.0.wrapping_sub(other.0);
        distance != 0 && distance < 1 << 31
    }

    /// The serial after one committed change (rule S2): the style's candidate if it is later, else one more, never 0.
    #[must_use]
    pub fn next(self, style: SerialStyle, now: DateTime<Utc>) -> Self {
        let candidate = style.candidate(now).and_then(Self::new).filter(|candidate| candidate.is_after(self));
        candidate.unwrap_or(Self(self.0.checked_add(1).unwrap_or(1)))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use proptest::prelude::*;

    fn day() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 21, 16, 0, 0).unwrap()
    }

    #[test]
    fn s1_a_new_zone_starts_with_the_utc_day() {
        assert_eq!(Serial::first(day()).get(), 2026112100);
        let late = Utc.with_ymd_and_hms(2026, 1, 2, 23, 59, 59).unwrap();
        assert_eq!(Serial::first(late).get(), 2026010200);
    }

    #[test]
    fn s2_the_examples_of_the_page() {
        for (from, to) in [
            (2026112100, 2026112101),
            (2026112199, 2026112200),
            (2026112005, 2026112100),
            (2026112203, 2026112204),
            (3261121000, 3261121001),
            (4294967295, 2026112100),
        ] {
            assert_eq!(Serial(from).next(SerialStyle::Day, day()).get(), to, "after {from}");
        }
    }

    #[test]
    fn s2_increment_skips_zero() {
        assert_eq!(Serial(u32::MAX).next(SerialStyle::Increment, day()).get(), 1);
    }

    proptest! {
        #[test]
        fn s2_the_next_serial_is_always_later(value in 1u32.., seconds in 0i64..4_000_000_000) {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            for style in [SerialStyle::Day, SerialStyle::Increment, SerialStyle::Epoch, SerialStyle::Minute] {
                let next = Serial(value).next(style, now);
                prop_assert!(next.is_after(Serial(value)));
                prop_assert!(next.get() != 0);
            }
        }
    }
}
