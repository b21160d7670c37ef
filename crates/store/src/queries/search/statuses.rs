//! Statuses of contacts and hosts: those that are stored, `ok` where none is, and `linked` where a domain uses it.

use domesday_app::ports::{Comparison, Sought};
use domesday_domain::prohibition::Prohibition;
use domesday_domain::word::Word;

use super::fields::{List, list, never};
use super::{Numbers, Scope};
use crate::folding::Wildcards;

/// How the statuses of a collection's rows are found.
pub(super) struct Statuses {
    /// Those that are stored.
    pub(super) stored: List,
    /// The condition that none is.
    pub(super) none: &'static str,
    /// The condition that a domain uses it.
    pub(super) linked: &'static str,
}

const OK: &str = "ok";
const LINKED: &str = "linked";

/// Goes on with whether a row has one of the words that are chosen.
fn has_one(mut out: Numbers, statuses: &Statuses, scope: Scope, chosen: impl Fn(&str) -> bool) -> Numbers {
    let stored = Prohibition::ALL.iter().map(|word| word.as_str()).filter(|word| chosen(word));
    let stored: Vec<Sought> = stored.map(|word| Sought::Text(word.to_owned())).collect();
    out = if stored.is_empty() { never(out) } else { list(out, &statuses.stored, scope, &Comparison::In(stored)) };
    for (word, condition) in [(OK, statuses.none), (LINKED, statuses.linked)] {
        if chosen(word) {
            out = out.sql(" OR ").sql(condition);
        }
    }
    out
}

/// A status of a contact or a host. No row is without any.
pub(super) fn status(out: Numbers, statuses: &Statuses, scope: Scope, comparison: &Comparison) -> Numbers {
    let among = |sought: &[Sought], word: &str| sought.iter().any(|one| *one == Sought::Text(word.to_owned()));
    let compared = |word: &str| match comparison {
        Comparison::In(sought) | Comparison::NotIn(sought) => among(sought, word),
        Comparison::Like(pattern) | Comparison::NotLike(pattern) => Wildcards::of(pattern).fit(word),
        Comparison::Less(Sought::Text(text)) => word < text.as_str(),
        Comparison::Greater(Sought::Text(text)) => word > text.as_str(),
        Comparison::AtMost(Sought::Text(text)) => word <= text.as_str(),
        Comparison::AtLeast(Sought::Text(text)) => word >= text.as_str(),
        _ => false,
    };
    let is_negative = matches!(comparison, Comparison::NotIn(_) | Comparison::NotLike(_));
    let out = if is_negative { out.sql("NOT (") } else { out.sql("(") };
    has_one(out, statuses, scope, compared).sql(")")
}
