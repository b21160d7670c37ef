//! Pages by number: rows chosen by number or by text of the name, counted, and put in order.

use domesday_app::ports::TextFilter;

/// Longer than any name is written.
const TOO_LONG: usize = 2048;

/// Whether a filter can fit no row, so that there is nothing to ask: it has an empty list of names, or a text that no name has in it and
/// that the databases do not take.
pub(super) fn fits_nothing(filter: &TextFilter) -> bool {
    let unfit = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > TOO_LONG || text.contains('\0'));
    filter.names.as_ref().is_some_and(Vec::is_empty)
        || [&filter.starts_with, &filter.ends_with, &filter.contains].into_iter().any(unfit)
}

/// The end of the range of texts that begin so.
pub(super) fn end_of_prefix(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

/// A text as a pattern for LIKE that means nothing but itself.
pub(super) fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// How many rows to pass over, as the database takes it.
pub(super) fn passed_over(offset: u64) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}

/// A boxed query with the conditions of a filter.
macro_rules! filtered {
    ($query:expr, $filter:expr, $table:ident, $key:ident) => {{
        let (mut query, filter) = ($query, $filter);
        if let Some(id) = filter.id {
            query = query.filter($table::id.eq(id));
        }
        if let Some(names) = &filter.names {
            query = query.filter(Among::new($table::$key, Names::of(names)));
        }
        if let Some(prefix) = &filter.starts_with {
            query = query.filter($table::name.ge(prefix.clone()).and($table::name.lt(end_of_prefix(prefix))));
        }
        if let Some(suffix) = &filter.ends_with {
            query = query.filter($table::name.like(format!("%{}", literal(suffix))).escape('\\'));
        }
        if let Some(part) = &filter.contains {
            query = query.filter($table::name.like(format!("%{}%", literal(part))).escape('\\'));
        }
        query
    }};
}
pub(super) use filtered;

/// A boxed query in an order.
macro_rules! ordered {
    ($query:expr, $order:expr, $table:ident) => {
        match $order {
            Order::Id => $query.order($table::id.asc()),
            Order::IdDescending => $query.order($table::id.desc()),
            Order::Name => $query.order($table::name.asc()),
            Order::NameDescending => $query.order($table::name.desc()),
        }
    };
}
pub(super) use ordered;
