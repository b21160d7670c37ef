//! Fields that are a text of the row, or a list of texts beside it.
//!
//! Each function goes on with one condition that is true or false, or unknown where a single value is not set; none is ever negated as a
//! whole, so unknown is as good as false.

use domesday_app::ports::{Comparison, Sought};
use domesday_dns::Name;

use super::super::keys::end_of_subtree;
use super::{Numbers, Scope, sponsored};
use crate::folding::{Wildcards, after_prefix, folded, is_fit, reversed};

/// How endings of a text are found.
#[derive(Clone, Copy)]
pub(super) enum Endings {
    /// Only by looking at each.
    Nowhere,
    /// In this column, which has the text from its end.
    Reversed(&'static str),
    /// In this column, which has the sort keys of names: only whole labels.
    Keys(&'static str),
}

/// A text's columns, or expressions.
#[derive(Clone, Copy)]
pub(super) struct Text {
    /// The text as it is.
    pub(super) exact: &'static str,
    /// The text whatever the case.
    pub(super) folded: &'static str,
    /// How its endings are found.
    pub(super) endings: Endings,
}

impl Text {
    /// A text that is stored folded, and sought whatever the case.
    pub(super) const fn folded(column: &'static str) -> Self {
        Self { exact: column, folded: column, endings: Endings::Nowhere }
    }

    /// A text that is found by the ending, too.
    pub(super) const fn ending(self, endings: Endings) -> Self {
        Self { endings, ..self }
    }
}

/// Rows beside the table, one for each item of a list.
pub(super) struct List {
    /// The column of the table that they are of.
    pub(super) of: &'static str,
    /// What they are read from.
    pub(super) from: &'static str,
    /// The column that says of which row they are.
    pub(super) link: &'static str,
    /// Which of them count.
    pub(super) kind: &'static str,
    /// The column of the sponsor, if their index begins with it.
    pub(super) sponsor: Option<&'static str>,
    /// The item.
    pub(super) text: Text,
}

/// Goes on with what never holds.
pub(super) fn never(out: Numbers) -> Numbers {
    out.sql("1 = 0")
}

/// Goes on with what always holds.
pub(super) fn always(out: Numbers) -> Numbers {
    out.sql("1 = 1")
}

/// Texts among what is sought, and whether "unset" is.
fn texts(sought: &[Sought], text: Text) -> (Vec<String>, bool) {
    let mut texts = Vec::new();
    for one in sought {
        let one = match one {
            Sought::Text(text) => text.clone(),
            Sought::Number(number) => number.to_string(),
            Sought::At(_) | Sought::Day(..) | Sought::Unset => continue,
        };
        if is_fit(&one) {
            texts.push(if text.exact == text.folded { folded(&one) } else { one });
        }
    }
    (texts, sought.contains(&Sought::Unset))
}

/// Goes on with whether a text is one of these.
fn is_one(out: Numbers, text: Text, texts: Vec<String>) -> Numbers {
    if text.exact == text.folded {
        return out.among_texts(text.exact, texts);
    }
    // By the folded text first: it is the one that has an index.
    let both = out.among_texts(text.folded, texts.iter().map(|text| folded(text)).collect::<Vec<_>>());
    both.sql(" AND ").among_texts(text.exact, texts)
}

/// Whether an index serves a pattern.
fn has_index(text: Text, pattern: &Wildcards) -> bool {
    let by_ending = matches!(text.endings, Endings::Reversed(_)) && !pattern.ending().is_empty();
    pattern.only().is_some() || !pattern.beginning().is_empty() || by_ending
}

/// Goes on with whether a column begins so.
fn begins(out: Numbers, column: &str, prefix: &str) -> Numbers {
    let out = out.sql(column).sql(" >= ").text(prefix);
    match after_prefix(prefix) {
        Some(end) => out.sql(" AND ").sql(column).sql(" < ").text(end),
        None => out,
    }
}

/// Goes on with whether a text fits a pattern: by a range, where one is known, and by the pattern, where the range does not say all.
fn fits(mut out: Numbers, text: Text, pattern: &Wildcards) -> Numbers {
    if let Some(only) = pattern.only() {
        return out.sql(text.folded).sql(" = ").text(only);
    }
    let (beginning, ending) = (pattern.beginning(), pattern.ending());
    if !beginning.is_empty() {
        out = begins(out, text.folded, beginning).sql(" AND ");
        if pattern.is_beginning() {
            return always(out);
        }
    }
    match text.endings {
        Endings::Reversed(column) if !ending.is_empty() => {
            out = begins(out, column, &reversed(ending)).sql(" AND ");
            if pattern.is_ending() {
                return always(out);
            }
        }
        Endings::Keys(column) => {
            let labels = ending.split_once('.').and_then(|(_, labels)| Name::parse(labels).ok());
            if let Some(key) = labels.filter(|name| !name.is_root()).map(|name| name.sort_key()) {
                let end = end_of_subtree(&key);
                out = out.sql(column).sql(" >= ").octets(key).sql(" AND ");
                out = out.sql(column).sql(" < ").octets(end).sql(" AND ");
            }
        }
        _ => {}
    }
    out.sql(text.folded).sql(" LIKE ").text(pattern.like()).sql(" ESCAPE '\\'")
}

/// The sign of a comparison by order, and what is compared with.
pub(super) fn by_order(comparison: &Comparison) -> Option<(&'static str, &Sought)> {
    match comparison {
        Comparison::Less(sought) => Some((" < ", sought)),
        Comparison::Greater(sought) => Some((" > ", sought)),
        Comparison::AtMost(sought) => Some((" <= ", sought)),
        Comparison::AtLeast(sought) => Some((" >= ", sought)),
        Comparison::In(_) | Comparison::NotIn(_) | Comparison::Like(_) | Comparison::NotLike(_) => None,
    }
}

/// Goes on with how a text compares by order. No stored text has U+0000, so what begins as a text that has it comes after it as soon as it
/// is longer than what stands before.
fn text_by_order(out: Numbers, text: Text, comparison: &Comparison) -> Numbers {
    let Some((sign, sought)) = by_order(comparison) else { return never(out) };
    let sought = match sought {
        Sought::Text(sought) if text.exact == text.folded => folded(sought),
        Sought::Text(sought) => sought.clone(),
        Sought::Number(number) => number.to_string(),
        Sought::At(_) | Sought::Day(..) | Sought::Unset => return never(out),
    };
    let before = sought.split_once('\0').map(|(before, _)| before.to_owned());
    let is_less = matches!(comparison, Comparison::Less(_) | Comparison::AtMost(_));
    let sign = match (&before, is_less) {
        (None, _) => sign,
        (Some(_), true) => " <= ",
        (Some(_), false) => " > ",
    };
    out.sql(text.exact).sql(sign).text(before.unwrap_or(sought))
}

/// A text of the row.
pub(super) fn text(out: Numbers, field: Text, comparison: &Comparison) -> Numbers {
    match comparison {
        Comparison::In(sought) => {
            let (texts, unset) = texts(sought, field);
            let out = is_one(out.sql("("), field, texts).sql(")");
            if unset { out.sql(" OR ").sql(field.exact).sql(" IS NULL") } else { out }
        }
        Comparison::NotIn(sought) => {
            let (texts, unset) = texts(sought, field);
            let out = is_one(out.sql(field.exact).sql(" IS NOT NULL AND NOT ("), field, texts).sql(")");
            if unset { out } else { out.sql(" OR ").sql(field.exact).sql(" IS NULL") }
        }
        Comparison::Like(pattern) if is_fit(pattern) => fits(out, field, &Wildcards::of(pattern)),
        Comparison::Like(_) => never(out),
        Comparison::NotLike(pattern) if is_fit(pattern) => {
            let out = fits(out.sql(field.exact).sql(" IS NULL OR NOT ("), field, &Wildcards::of(pattern));
            out.sql(")")
        }
        Comparison::NotLike(_) => always(out),
        _ => text_by_order(out, field, comparison),
    }
}

impl List {
    /// Goes on with whether the list has an item of which this holds: asked from the item's side if that is `indexed`, else row by row.
    fn has(&self, out: Numbers, indexed: bool, scope: Scope, item: impl FnOnce(Numbers) -> Numbers) -> Numbers {
        let Self { of, from, link, kind, .. } = self;
        let out = if indexed {
            out.sql(&format!("{of} IN (SELECT {link} FROM {from} WHERE {kind} AND "))
        } else {
            out.sql(&format!("EXISTS (SELECT 1 FROM {from} WHERE {link} = {of} AND {kind} AND "))
        };
        let out = match self.sponsor {
            Some(sponsor) if indexed || scope.is_some() => sponsored(out, sponsor, scope).sql(" AND "),
            _ => out,
        };
        item(out.sql("(")).sql("))")
    }

    /// Goes on with whether the list has nothing.
    fn is_empty(&self, out: Numbers) -> Numbers {
        self.has(out.sql("NOT "), false, None, always)
    }
}

/// A list beside the row.
pub(super) fn list(out: Numbers, list: &List, scope: Scope, comparison: &Comparison) -> Numbers {
    let field = list.text;
    match comparison {
        Comparison::In(sought) => {
            let (texts, unset) = texts(sought, field);
            let out = list.has(out, true, scope, |out| is_one(out, field, texts));
            if unset { list.is_empty(out.sql(" OR ")) } else { out }
        }
        Comparison::NotIn(sought) => {
            let (texts, unset) = texts(sought, field);
            let out = list.has(out.sql("NOT "), false, scope, |out| is_one(out, field, texts));
            if unset { list.has(out.sql(" AND "), false, None, always) } else { out }
        }
        Comparison::Like(pattern) if is_fit(pattern) => {
            let pattern = Wildcards::of(pattern);
            list.has(out, has_index(field, &pattern), scope, |out| fits(out, field, &pattern))
        }
        Comparison::Like(_) => never(out),
        Comparison::NotLike(pattern) if is_fit(pattern) => {
            let pattern = Wildcards::of(pattern);
            list.has(out.sql("NOT "), false, scope, |out| fits(out, field, &pattern))
        }
        Comparison::NotLike(_) => always(out),
        _ => list.has(out, false, scope, |out| text_by_order(out, field, comparison)),
    }
}
