//! Durations of a policy: `P<n>D`, or `PT<n>H<n>M<n>S` for rehearsals, from zero to `P3650D`.
//!
//! A day is 86 400 seconds, whatever a calendar says: what is counted here ends at the same instant everywhere. Years are not
//! durations; they belong to the calendar (rule L3).

use std::fmt;

use chrono::TimeDelta;

/// The longest duration, in seconds.
const LONGEST: u32 = 3650 * DAY;

const DAY: u32 = 86_400;

/// Why a text is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyDurationProblem {
    /// Not of the form.
    #[error("a duration is P<n>D, or PT<n>H<n>M<n>S with at least one part, such as P5D or PT1M30S")]
    Form,
    /// Beyond ten years of days.
    #[error("a duration is at most P3650D")]
    TooLong,
}

/// A duration in whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyDuration(u32);

impl PolicyDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many days; more than 3650 are 3650.
    pub const fn days(days: u16) -> Self {
        let seconds = days as u32 * DAY;
        Self(if seconds > LONGEST { LONGEST } else { seconds })
    }

    /// So many seconds, if they are not too many.
    pub fn from_seconds(seconds: u32) -> Option<Self> {
        (seconds <= LONGEST).then_some(Self(seconds))
    }

    /// Reads a duration. Parts may have leading zeros and be larger than the next unit (`PT90S`).
    ///
    /// # Errors
    /// [`PolicyDurationProblem`].
    pub fn parse(text: &str) -> Result<Self, PolicyDurationProblem> {
        let rest = text.strip_prefix('P').ok_or(PolicyDurationProblem::Form)?;
        let seconds = match rest.strip_prefix('T') {
            Some("") => return Err(PolicyDurationProblem::Form),
            Some(rest) => parts(rest, &[(b'H', 3600), (b'M', 60), (b'S', 1)])?,
            None if rest.is_empty() => return Err(PolicyDurationProblem::Form),
            None => parts(rest, &[(b'D', DAY)])?,
        };
        Self::from_seconds(seconds).ok_or(PolicyDurationProblem::TooLong)
    }

    /// The seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }

    /// Whether it is no time at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The duration as something to add to an instant.
    pub fn as_delta(self) -> TimeDelta {
        TimeDelta::seconds(self.0.into())
    }
}

/// The sum of numbers with units, each unit at most once and in order.
fn parts(text: &str, units: &[(u8, u32)]) -> Result<u32, PolicyDurationProblem> {
    let mut units = units.iter();
    let mut total = 0_u32;
    let mut number = None;
    for octet in text.bytes() {
        if octet.is_ascii_digit() {
            // What no longer fits is too long anyway: it stays so.
            number = Some(number.unwrap_or(0_u32).saturating_mul(10).saturating_add(u32::from(octet - b'0')));
            continue;
        }
        let (_, seconds) = units.find(|(unit, _)| *unit == octet).ok_or(PolicyDurationProblem::Form)?;
        let count = number.take().ok_or(PolicyDurationProblem::Form)?;
        total = total.saturating_add(count.saturating_mul(*seconds));
    }
    if number.is_some() { Err(PolicyDurationProblem::Form) } else { Ok(total) }
}

impl fmt::Display for PolicyDuration {
    /// The canonical form: days if they are whole, else hours, minutes and seconds, without those that are zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(DAY) {
            return write!(f, "P{}D", self.0 / DAY);
        }
        f.write_str("PT")?;
        for (count, unit) in [(self.0 / 3600, 'H'), (self.0 / 60 % 60, 'M'), (self.0 % 60, 'S')] {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn section_7_durations_are_days_or_hours_minutes_and_seconds() {
        for (given, canonical) in [
            ("P0D", "P0D"),
            ("PT0S", "P0D"),
            ("P5D", "P5D"),
            ("P005D", "P5D"),
            ("P3650D", "P3650D"),
            ("PT87600H", "P3650D"),
            ("PT24H", "P1D"),
            ("PT36H", "PT36H"),
            ("PT90S", "PT1M30S"),
            ("PT1H30M", "PT1H30M"),
            ("PT1H0M5S", "PT1H5S"),
            ("PT0H0M6S", "PT6S"),
        ] {
            assert_eq!(PolicyDuration::parse(given).unwrap().to_string(), canonical, "{given}");
        }
    }

    #[test]
    fn section_7_nothing_else_is_a_duration() {
        for bad in [
            "", "P", "PT", "P5", "5D", "PD", "P-5D", "P+5D", "P5d", "p5D", "P1W", "P1M", "P1Y", "P1DT1H", "PT5D",
            "PT1M1H", "PT1S1S", "PT1H2", "PTS", "P5D ", " P5D", "P5D\0", "P1.5D", "PT1,5S", "P٥D", "P５D", "P5D5D",
            "TP5D", "PP5D",
        ] {
            assert_eq!(PolicyDuration::parse(bad), Err(PolicyDurationProblem::Form), "{bad:?}");
        }
        for long in
            ["P3651D", "PT87600H1S", "P4294967296D", "PT4294967295H4294967295M", &format!("P{}D", "9".repeat(100_000))]
        {
            assert_eq!(PolicyDuration::parse(long), Err(PolicyDurationProblem::TooLong));
        }
    }

    proptest! {
        #[test]
        fn section_7_what_is_printed_reads_back(seconds in 0..=LONGEST) {
            let duration = PolicyDuration::from_seconds(seconds).unwrap();
            prop_assert_eq!(PolicyDuration::parse(&duration.to_string()), Ok(duration));
            prop_assert_eq!(PolicyDuration::parse(&format!("PT{seconds}S")), Ok(duration));
            prop_assert_eq!(duration.as_delta().num_seconds(), i64::from(seconds));
        }

        #[test]
        fn section_7_no_text_is_too_odd_to_be_judged(text in "[PTDHMS0-9]{0,12}") {
            if let Ok(duration) = PolicyDuration::parse(&text) {
                prop_assert_eq!(PolicyDuration::parse(&duration.to_string()), Ok(duration));
            }
        }
    }
}
