//! Fields that are a number or an instant of the row.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::{Comparison, Sought};

use super::Numbers;
use super::fields::{always, by_order, never};
use crate::types::At;

/// The half-open range of instants that something sought stands for; none for what is no time. PostgreSQL takes none of before 4714 BC, and
/// nothing that is stored is older than this registry.
fn range(sought: &Sought) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    let taken = |at: &DateTime<Utc>| (*at).max(DateTime::UNIX_EPOCH - TimeDelta::days(366));
    match sought {
        Sought::At(at) => Some((taken(at), None)),
        Sought::Day(from, to) => Some((taken(from), Some(taken(to)))),
        Sought::Text(_) | Sought::Number(_) | Sought::Unset => None,
    }
}

fn is_one(mut out: Numbers, column: &str, sought: &[Sought]) -> Numbers {
    let mut is_first = true;
    for (from, to) in sought.iter().filter_map(range) {
        out = if std::mem::take(&mut is_first) { out } else { out.sql(" OR ") };
        out = match to {
            None => out.sql(column).sql(" = ").moment(At(from)),
            Some(to) => {
                let out = out.sql("(").sql(column).sql(" >= ").moment(At(from));
                out.sql(" AND ").sql(column).sql(" < ").moment(At(to)).sql(")")
            }
        };
    }
    if is_first { never(out) } else { out }
}

/// An instant of the row.
pub(super) fn moment(out: Numbers, column: &'static str, comparison: &Comparison) -> Numbers {
    if let Some((sign, sought)) = by_order(comparison) {
        let Some((from, to)) = range(sought) else { return never(out) };
        // A day is less than what is not before its end, and so on.
        let (sign, at) = match (comparison, to) {
            (Comparison::Greater(_), Some(to)) => (" >= ", to),
            (Comparison::AtMost(_), Some(to)) => (" < ", to),
            _ => (sign, from),
        };
        return out.sql(column).sql(sign).moment(At(at));
    }
    one_of(out, column, comparison, is_one)
}

fn numbers(sought: &[Sought]) -> Vec<i64> {
    let number = |sought: &Sought| match sought {
        Sought::Number(number) => Some(*number),
        Sought::Text(text) => text.parse().ok(),
        Sought::At(_) | Sought::Day(..) | Sought::Unset => None,
    };
    sought.iter().filter_map(number).collect()
}

/// A number of the row.
pub(super) fn number(out: Numbers, column: &'static str, comparison: &Comparison) -> Numbers {
    if let Some((sign, sought)) = by_order(comparison) {
        return match numbers(std::slice::from_ref(sought)).first() {
            Some(number) => out.sql(column).sql(sign).number(*number),
            None => never(out),
        };
    }
    one_of(out, column, comparison, |out, column, sought| out.among_numbers(column, numbers(sought)))
}

/// Whether a column is, or is not, one of what is sought; what is not set is not one of them, unless "unset" is. Patterns fit nothing.
fn one_of(
    out: Numbers,
    column: &str,
    comparison: &Comparison,
    is_one: impl FnOnce(Numbers, &str, &[Sought]) -> Numbers,
) -> Numbers {
    match comparison {
        Comparison::In(sought) => {
            let out = is_one(out, column, sought);
            if sought.contains(&Sought::Unset) { out.sql(" OR ").sql(column).sql(" IS NULL") } else { out }
        }
        Comparison::NotIn(sought) => {
            let out = is_one(out.sql(column).sql(" IS NOT NULL AND NOT ("), column, sought).sql(")");
            if sought.contains(&Sought::Unset) { out } else { out.sql(" OR ").sql(column).sql(" IS NULL") }
        }
        Comparison::NotLike(_) => always(out),
        _ => never(out),
    }
}
