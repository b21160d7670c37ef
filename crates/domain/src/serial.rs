//! SOA serials: how they compare, and the one rule by which they rise (`zones.md` section 5, `dynect.md` Z3).
//!
//! A serial always rises by RFC 1982, also past 99 changes a day and past 2^32, and is never 0. Of which style a zone's are decides only
//! which candidate may take the place of one more.

use std::fmt;

use chrono::{DateTime, Datelike, Timelike, Utc};

/// A zone's SOA serial: 1 to 4294967295.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Serial(u32);

/// How a zone's next serial is chosen: which candidate is taken when it is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SerialStyle {
    /// `YYYYMMDD00` of the UTC day.
    #[default]
    Day,
    /// No candidate: always one more.
    Increment,
    /// Seconds since 1970; none from 2106 on, when they are over 2^32.
    Epoch,
    /// `YYMMDDHHMM` in UTC; none from 2043 on, when it is over 2^32.
    Minute,
}

impl SerialStyle {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Day, Self::Increment, Self::Epoch, Self::Minute];

    /// The style of a word, as clients see it; none if no style is called so.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.as_str() == word)
    }

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
            Self::Minute => u32::try_from(now.year())
                .ok()?
                .checked_sub(2000)?
                .checked_mul(100_000_000)?
                .checked_add(now.month() * 1_000_000 + now.day() * 10_000 + now.hour() * 100 + now.minute()),
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

    /// The first serial of a zone of a style (rules S1, Z3): its candidate, or 1 where it has none.
    pub fn first_of(style: SerialStyle, now: DateTime<Utc>) -> Self {
        Self(style.candidate(now).unwrap_or(1).max(1))
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

    /// Whether it is later than the style's candidate, so that it counts by one until time has overtaken it (rule Z3).
    pub fn is_ahead_of(self, style: SerialStyle, now: DateTime<Utc>) -> bool {
        style.candidate(now).and_then(Self::new).is_some_and(|candidate| self.is_after(candidate))
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

    fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(year, month, day, hour, minute, second).unwrap()
    }

    #[test]
    fn s1_z3_a_new_zone_starts_with_its_styles_candidate() {
        for (now, first) in [
            (day(), [2026112100, 1, 1795276800, 2611211600]),
            (at(2026, 1, 2, 23, 59, 59), [2026010200, 1, 1767398399, 2601022359]),
            (at(2042, 12, 31, 23, 59, 59), [2042123100, 1, 2303683199, 4212312359]),
            (at(2043, 1, 1, 0, 0, 0), [2043010100, 1, 2303683200, 1]),
            (at(2106, 2, 7, 6, 28, 15), [2106020700, 1, u32::MAX, 1]),
            (at(2106, 2, 7, 6, 28, 16), [2106020700, 1, 1, 1]),
            (at(2143, 5, 6, 7, 8, 9), [2143050600, 1, 1, 1]),
            (at(1970, 1, 1, 0, 0, 0), [1970010100, 1, 1, 1]),
            (at(1999, 12, 31, 23, 59, 59), [1999123100, 1, 946684799, 1]),
        ] {
            assert_eq!(SerialStyle::ALL.map(|style| Serial::first_of(style, now).get()), first, "at {now}");
        }
    }

    #[test]
    fn z3_the_next_is_the_styles_candidate_if_it_is_greater() {
        use SerialStyle::{Day, Epoch, Increment, Minute};
        for (style, from, to) in [
            (Increment, 1, 2),
            (Increment, 2026112100, 2026112101),
            (Epoch, 1795276799, 1795276800),
            (Epoch, 1795276800, 1795276801),
            (Epoch, 2026112100, 2026112101),
            (Epoch, 4000000000, 1795276800),
            (Minute, 2611211559, 2611211600),
            (Minute, 2611211600, 2611211601),
            (Minute, 2611211612, 2611211613),
            (Minute, 1, 2),
            (Minute, 1000000000, 2611211600),
            (Day, 2611211600, 2611211601),
        ] {
            assert_eq!(Serial(from).next(style, day()).get(), to, "{style:?} after {from}");
        }
        let too_late = at(2043, 1, 1, 0, 0, 0);
        assert_eq!(Serial(4212312359).next(Minute, too_late).get(), 4212312360, "there is no candidate any more");
    }

    #[test]
    fn z3_a_serial_ahead_of_its_style_is_told_apart() {
        use SerialStyle::{Day, Epoch, Increment, Minute};
        for (style, serial, ahead) in [
            (Day, 2026112100, false),
            (Day, 2026112101, true),
            (Day, 2026112099, false),
            (Increment, u32::MAX, false),
            (Epoch, 2026112100, true),
            (Epoch, 1795276800, false),
            (Minute, 2026112100, false),
            (Minute, 2611211601, true),
        ] {
            assert_eq!(Serial(serial).is_ahead_of(style, day()), ahead, "{style:?} {serial}");
        }
    }

    #[test]
    fn z3_styles_are_known_by_their_words() {
        assert_eq!(SerialStyle::ALL.map(|style| SerialStyle::parse(style.as_str())), SerialStyle::ALL.map(Some));
        assert_eq!(["weekly", "Day", ""].map(SerialStyle::parse), [None; 3]);
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
        fn s2_z3_the_next_serial_is_always_later(value in 1u32.., seconds in 0i64..8_000_000_000) {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            for style in SerialStyle::ALL {
                let next = Serial(value).next(style, now);
                prop_assert!(next.is_after(Serial(value)));
                prop_assert!(next.get() != 0);
                let by_one = next.get() == value.checked_add(1).unwrap_or(1);
                prop_assert!(by_one || !Serial(value).is_ahead_of(style, now));
            }
        }
    }
}
