//! Strings of a format: dates, instants, mail addresses, URLs. They are judged, and kept as they were sent (section 1).

use chrono::{DateTime, NaiveDate};

use crate::contact::ContactEmail;
use crate::entity::url;

/// Whether a text is `full-date` of RFC 3339, of a day that there is.
pub(super) fn is_date(text: &str) -> bool {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, octet)| match at {
            4 | 7 => octet == b'-',
            _ => octet.is_ascii_digit(),
        });
    shaped && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// Whether a text is `date-time` of RFC 3339; the colon of the offset may be missing (section 1).
pub(super) fn is_date_time(text: &str) -> bool {
    let separated = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    let starts_with_date = || text.get(..10).is_some_and(is_date);
    let with_colon = || {
        let (head, offset) = text.split_at_checked(text.len().checked_sub(5)?)?;
        let digits = offset.strip_prefix(['+', '-'])?;
        let (hours, minutes) =
            digits.split_at_checked(2).filter(|_| digits.bytes().all(|octet| octet.is_ascii_digit()))?;
        let sign = offset.get(..1)?;
        Some(format!("{head}{sign}{hours}:{minutes}"))
    };
    let is_instant = |text: &str| DateTime::parse_from_rfc3339(text).is_ok();
    separated && starts_with_date() && (is_instant(text) || with_colon().is_some_and(|text| is_instant(&text)))
}

/// Whether a text is a mail address, by the rules for a contact's.
pub(super) fn is_email(text: &str) -> bool {
    ContactEmail::parse(text).is_ok()
}

/// Whether a text is an absolute URL with a host.
pub(super) fn is_url(text: &str) -> bool {
    url::split(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k1_a_date_is_a_day_of_the_calendar() {
        for good in ["2026-01-02", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "2026-1-2",
            "2026-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-32",
            "20260102",
            "+2026-01-2",
            "2026-01-02Z",
            "2026-01-02T00:00:00Z",
            " 026-01-02",
            "2026-01-0\u{661}",
            "２０26-01-02",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn k1_an_instant_has_an_offset() {
        for good in [
            "2026-01-02T03:04:05Z",
            "2026-01-02t03:04:05z",
            "2026-01-02T03:04:05.123456789012+12:00",
            "2026-01-02T03:04:05+1200",
            "2026-01-02T03:04:05-0330",
            "2026-01-02T03:04:05-00:00",
            "1990-12-31T23:59:60Z",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-01-02",
            "2026-01-02T03:04:05",
            "2026-01-02 03:04:05Z",
            "2026-01-02T03:04Z",
            "2026-01-02T24:00:00Z",
            "2026-02-30T03:04:05Z",
            "2026-01-02T03:04:05+12",
            "2026-01-02T03:04:05+1260",
            "2026-01-02T03:04:05+2500",
            "2026-01-02T03:04:05 +1200",
            "2026-01-02T03:04:05Z\n",
            "2026-01-02T03:04:05é",
            "2026-01-02T03:04:05+é1",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn k1_mail_addresses_and_urls_are_judged() {
        assert!(is_email("ann@example.org") && !is_email("ann") && !is_email("a b@c"));
        assert!(
            is_url("https://example.org/a") && is_url("ftp://h") && !is_url("example.org") && !is_url("mailto:a@b")
        );
    }
}
