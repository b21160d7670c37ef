//! Years and months of registration, added and taken off (rule L3), and ends of periods (rule L1).
//!
//! Surprising: n years are n steps of one year, each clamped to the month's last day, so that renewing for four years gives what four
//! renewals give: 2024-02-29 and four years is 2028-02-28. Hence taking off does not always undo adding. Everything is UTC and periods
//! are half-open: at its end a period is over. What lies beyond the last instant that can be written down is that instant.

use chrono::{DateTime, Months, TimeDelta, Utc};

/// A length of registration as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// So many years.
    Years(u16),
    /// So many months.
    Months(u16),
}

impl Period {
    /// The number, whatever it counts.
    pub fn value(self) -> u16 {
        match self {
            Self::Years(value) | Self::Months(value) => value,
        }
    }
}

/// What a year is under a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// A year of the calendar.
    Calendar,
    /// A duration that stands for one, so that a ten-year life can be rehearsed in a minute (rule P2).
    Sandbox(SandboxYear),
}

/// A duration that stands for a year; a second or longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SandboxYear(TimeDelta);

impl SandboxYear {
    /// A year of this length; none if it is shorter than a second.
    pub fn new(length: TimeDelta) -> Option<Self> {
        (length >= TimeDelta::seconds(1)).then_some(Self(length))
    }

    /// Its length.
    pub fn length(self) -> TimeDelta {
        self.0
    }

    /// A twelfth of it, in whole microseconds, which is what is stored of an instant.
    fn month(self) -> TimeDelta {
        TimeDelta::microseconds(self.0.num_microseconds().map_or(i64::MAX, |length| length / 12))
    }
}

impl Year {
    /// An instant so much later.
    pub fn add(self, at: DateTime<Utc>, period: Period) -> DateTime<Utc> {
        (0..period.value()).fold(at, |at, _| self.one_later(at, period))
    }

    /// An instant so much earlier.
    pub fn take_off(self, at: DateTime<Utc>, period: Period) -> DateTime<Utc> {
        (0..period.value()).fold(at, |at, _| self.one_earlier(at, period))
    }

    /// The instant after `now` that the fewest years added lead to: `at` itself if it is future already.
    pub fn made_future(self, at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut future = at;
        while is_over(future, now) && future < DateTime::<Utc>::MAX_UTC {
            future = self.one_later(future, Period::Years(1));
        }
        future
    }

    fn one_later(self, at: DateTime<Utc>, unit: Period) -> DateTime<Utc> {
        match (self, unit) {
            (Self::Calendar, unit) => at.checked_add_months(calendar_months(unit)).unwrap_or(DateTime::<Utc>::MAX_UTC),
            (Self::Sandbox(year), Period::Years(_)) => later(at, year.length()),
            (Self::Sandbox(year), Period::Months(_)) => later(at, year.month()),
        }
    }

    fn one_earlier(self, at: DateTime<Utc>, unit: Period) -> DateTime<Utc> {
        match (self, unit) {
            (Self::Calendar, unit) => at.checked_sub_months(calendar_months(unit)).unwrap_or(DateTime::<Utc>::MIN_UTC),
            (Self::Sandbox(year), Period::Years(_)) => earlier(at, year.length()),
            (Self::Sandbox(year), Period::Months(_)) => earlier(at, year.month()),
        }
    }
}

/// How many months of the calendar one of a unit is.
fn calendar_months(unit: Period) -> Months {
    match unit {
        Period::Years(_) => Months::new(12),
        Period::Months(_) => Months::new(1),
    }
}

/// An instant a duration later.
pub fn later(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// An instant a duration earlier.
pub fn earlier(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// Whether a state that ends at `end` is over: at `end` it is.
pub fn is_over(end: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    end <= now
}
