//! Values as a field is compared with them: read by what the field holds, and canonical (rules F1, F2).
//!
//! Instants are kept finer than they are shown. Whoever compares with a whole second means what they saw, so that one is the whole of that
//! second: what is shown as it is equal to it, and not greater.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::contact::{ContactId, Country};
use domesday_domain::message::MessageKind;

use super::kind::Kind;
use crate::ports::{Comparison, Sought};

/// The most characters of a text or a pattern.
const LONGEST: usize = 1000;

/// What stands for "not set".
pub(super) const UNSET: &str = "null";

/// Which side of a value is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Less.
    Less,
    /// Greater.
    Greater,
    /// Less or equal.
    AtMost,
    /// Greater or equal.
    AtLeast,
}

/// An instant as it was given.
enum Moment {
    /// A whole second.
    Second(DateTime<Utc>),
    /// A part of a second.
    Instant(DateTime<Utc>),
    /// A day, by its first instant.
    Day(DateTime<Utc>),
}

/// A value to be equal to; none if it is not of the field's form.
pub(super) fn equal(kind: Kind, text: &str) -> Option<Sought> {
    if text == UNSET {
        return Some(Sought::Unset);
    }
    let value = || tidy(text);
    let plain = |text: String| Some(Sought::Text(text));
    match kind {
        Kind::Text => plain(clean(text)?.to_owned()),
        Kind::ContactId => plain(ContactId::parse(value()).ok()?.folded()),
        Kind::Account => plain(AccountName::parse(value()).ok()?.folded()),
        Kind::Name => plain(name(value())?),
        Kind::V4 => plain(value().parse::<Ipv4Addr>().ok()?.to_string()),
        Kind::V6 => plain(value().parse::<Ipv6Addr>().ok()?.to_string()),
        Kind::Country => plain(Country::parse(value()).ok()?.to_string()),
        Kind::Word(words) => plain((*words.iter().find(|word| **word == value())?).to_owned()),
        Kind::MessageType => plain(MessageKind::parse(value())?.word()),
        Kind::Number => number(value()).map(Sought::Number),
        Kind::Date => Some(match moment(value())? {
            Moment::Second(at) => Sought::Day(at, at + TimeDelta::seconds(1)),
            Moment::Instant(at) => Sought::At(at),
            Moment::Day(first) => Sought::Day(first, first + TimeDelta::days(1)),
        }),
    }
}

/// A comparison by order; none if the value is not of the field's form. A day is its first second.
pub(super) fn ordered(kind: Kind, side: Side, text: &str) -> Option<Comparison> {
    if text == UNSET {
        return None;
    }
    let compare = |side: Side, sought: Sought| match side {
        Side::Less => Comparison::Less(sought),
        Side::Greater => Comparison::Greater(sought),
        Side::AtMost => Comparison::AtMost(sought),
        Side::AtLeast => Comparison::AtLeast(sought),
    };
    if kind != Kind::Date {
        return Some(compare(side, equal(kind, text)?));
    }
    let (at, whole) = match moment(tidy(text))? {
        Moment::Second(at) | Moment::Day(at) => (at, true),
        Moment::Instant(at) => (at, false),
    };
    let next = at + TimeDelta::seconds(1);
    Some(match side {
        Side::Greater if whole => compare(Side::AtLeast, Sought::At(next)),
        Side::AtMost if whole => compare(Side::Less, Sought::At(next)),
        side => compare(side, Sought::At(at)),
    })
}

/// A pattern to fit; none if it cannot be one.
pub(super) fn pattern(kind: Kind, text: &str) -> Option<String> {
    let text = clean(text)?;
    if kind != Kind::Name {
        return Some(text.to_owned());
    }
    let text = tidy(text);
    Some(text.strip_suffix('.').unwrap_or(text).to_owned())
}

/// A text without the blanks around it, as names are taken (rule U6).
fn tidy(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// A text that can stand in a store: no more characters than any that stands there, and none that does not.
fn clean(text: &str) -> Option<&str> {
    let fits = text.chars().nth(LONGEST).is_none() && !text.chars().any(char::is_control);
    fits.then_some(text)
}

/// The canonical form of a name.
fn name(text: &str) -> Option<String> {
    let name = Name::parse(text).ok()?;
    name.is_host_name().then(|| name.to_string())
}

fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// An instant of the years 0 to 9999, which is what can be shown.
fn moment(text: &str) -> Option<Moment> {
    let moment = seconds(text).or_else(|| day(text)).or_else(|| instant(text))?;
    let (Moment::Second(at) | Moment::Instant(at) | Moment::Day(at)) = moment;
    (0..=9999).contains(&at.year()).then_some(moment)
}

fn seconds(text: &str) -> Option<Moment> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let seconds = number(text.strip_prefix('-').unwrap_or(text))?;
    DateTime::from_timestamp(sign * seconds, 0).map(Moment::Second)
}

fn day(text: &str) -> Option<Moment> {
    let shape = text.bytes().map(|octet| if octet.is_ascii_digit() { b'0' } else { octet });
    if !shape.eq(*b"0000-00-00") {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(Moment::Day(day.and_time(NaiveTime::MIN).and_utc()))
}

fn instant(text: &str) -> Option<Moment> {
    // A `+` that was not encoded came as a blank.
    let offset = text
        .rfind(' ')
        .map(|at| format!("{}+{}", text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()));
    let read = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let at = read(text).or_else(|| offset.as_deref().and_then(read))?;
    // The sixtieth second of a minute is the first of the next.
    let at = DateTime::from_timestamp_micros(at.timestamp_micros())?;
    Some(if at.timestamp_subsec_micros() == 0 { Moment::Second(at) } else { Moment::Instant(at) })
}
