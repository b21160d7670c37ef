//! Pages of rules and of the block list: rows chosen by text, put in order, and begun after a row that was seen.
//!
//! "Never changed" is stored as 1970-01-01, so that both databases put it first.

use chrono::{DateTime, Utc};
use domesday_app::ports::TextMatch;

use crate::types::{At, Key};

/// Longer than any stored text, in octets.
const TOO_LONG: usize = 2048;

/// Where a row stands in every order.
pub(super) struct Place {
    /// When it was made.
    pub(super) created: At,
    /// When it was changed, as it is stored.
    pub(super) updated: At,
    /// Its text.
    pub(super) text: String,
    /// Its id.
    pub(super) id: Key,
}

/// When a row was changed, as it is stored.
pub(super) fn stored_change(updated: Option<DateTime<Utc>>) -> At {
    At(updated.unwrap_or(DateTime::UNIX_EPOCH))
}

/// When a row was changed, if it ever was.
pub(super) fn told_change(updated: At) -> Option<DateTime<Utc>> {
    Some(updated.0).filter(|updated| *updated != DateTime::UNIX_EPOCH)
}

/// Whether no row can have such a text, so that there is nothing to ask; the databases do not take it, either.
pub(super) fn fits_no_text(text: Option<&TextMatch>) -> bool {
    match text {
        Some(TextMatch::Exact(text)) => text.len() > TOO_LONG || text.contains('\0'),
        Some(TextMatch::Pattern(text)) => {
            text.bytes().filter(|octet| *octet != b'*').count() > TOO_LONG || text.contains('\0')
        }
        None => false,
    }
}

/// A boxed query with a page's conditions and order. Ties of instants are in the order of ids; of texts and ids there are none.
macro_rules! listed {
    ($query:expr, $order:expr, $place:expr, $table:ident, $text:ident) => {{
        let (mut query, order) = ($query, $order);
        match &order.text {
            Some(TextMatch::Exact(text)) => query = query.filter($table::$text.eq(text.clone())),
            Some(TextMatch::Pattern(text)) => query = query.filter(Matching::new($table::$text, Pattern::of(text))),
            None => (),
        }
        if let Some(Place { created, updated, text, id }) = $place {
            let (made, changed) = (($table::created, $table::id), ($table::updated, $table::id));
            query = match (order.key, order.descending) {
                (SortKey::Created, _) => query.filter(Beyond::new(made, (created, id), order.descending)),
                (SortKey::Updated, _) => query.filter(Beyond::new(changed, (updated, id), order.descending)),
                (SortKey::Text, false) => query.filter($table::$text.gt(text)),
                (SortKey::Text, true) => query.filter($table::$text.lt(text)),
                (SortKey::Id, false) => query.filter($table::id.gt(id)),
                (SortKey::Id, true) => query.filter($table::id.lt(id)),
            };
        }
        match (order.key, order.descending) {
            (SortKey::Created, false) => query.order(($table::created.asc(), $table::id.asc())),
            (SortKey::Created, true) => query.order(($table::created.desc(), $table::id.desc())),
            (SortKey::Updated, false) => query.order(($table::updated.asc(), $table::id.asc())),
            (SortKey::Updated, true) => query.order(($table::updated.desc(), $table::id.desc())),
            (SortKey::Text, false) => query.order($table::$text.asc()),
            (SortKey::Text, true) => query.order($table::$text.desc()),
            (SortKey::Id, false) => query.order($table::id.asc()),
            (SortKey::Id, true) => query.order($table::id.desc()),
        }
    }};
}
pub(super) use listed;
