//! Searches done by looking at every row: what the stores' answers are held against.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use domesday_app::ports::{Comparison, Condition, Search, Sought};
use domesday_domain::account::AccountId;

use crate::chance::Chance;
use crate::samples::instant;

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    /// A text that is compared as it is.
    Exact(String),
    /// A text that is compared whatever the case.
    Folded(String),
    /// A number.
    Number(i64),
    /// An instant.
    At(DateTime<Utc>),
}

/// What kind of values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Instants.
    Moment,
}

/// A field, its kind, and whether rows are put in order by it.
pub(crate) type Field<F> = (F, Kind, bool);

/// A row.
pub(crate) struct Row<F> {
    /// Its number.
    pub(crate) id: i64,
    /// Whose it is, for searches within a scope.
    pub(crate) sponsor: Option<AccountId>,
    /// What decides between equals.
    pub(crate) tie: Value,
    /// The values of its fields; none where nothing is set.
    pub(crate) fields: Vec<(F, Vec<Value>)>,
    /// What it is put in order by, where that is not the first value of the field.
    pub(crate) sorted: Vec<(F, Option<Value>)>,
}

fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

fn likes(pattern: &[char], text: &[char]) -> bool {
    // Whether the first so many characters of the pattern fit the first so many of the text.
    let mut fit = vec![false; text.len() + 1];
    fit[0] = true;
    for mark in pattern {
        let before = fit.clone();
        for end in 0..=text.len() {
            fit[end] = match mark {
                '%' => before[..=end].contains(&true),
                mark => end > 0 && before[end - 1] && text[end - 1] == *mark,
            };
        }
    }
    fit[text.len()]
}

fn text_order(one: &Value, other: &str) -> Option<Ordering> {
    match one {
        Value::Exact(text) => Some(text.as_str().cmp(other)),
        Value::Folded(text) => Some(String::from_iter(fold(text)).cmp(&String::from_iter(fold(other)))),
        Value::Number(_) | Value::At(_) => None,
    }
}

/// How a value stands to what is sought: before, at, or after it.
fn order(value: &Value, sought: &Sought) -> Option<Ordering> {
    match (value, sought) {
        (value, Sought::Text(text)) => text_order(value, text),
        (Value::Number(one), Sought::Number(other)) => Some(one.cmp(other)),
        (Value::At(one), Sought::At(other)) => Some(one.cmp(other)),
        (Value::At(one), Sought::Day(from, _)) if one < from => Some(Ordering::Less),
        (Value::At(one), Sought::Day(_, to)) if one < to => Some(Ordering::Equal),
        (Value::At(_), Sought::Day(..)) => Some(Ordering::Greater),
        _ => None,
    }
}

fn holds(values: &[Value], comparison: &Comparison) -> bool {
    let any = |wanted: &[Ordering], sought: &Sought| {
        values.iter().any(|value| order(value, sought).is_some_and(|order| wanted.contains(&order)))
    };
    let among = |sought: &[Sought]| {
        sought.iter().any(|sought| match sought {
            Sought::Unset => values.is_empty(),
            sought => any(&[Ordering::Equal], sought),
        })
    };
    let like = |pattern: &str| {
        values.iter().any(|value| match value {
            Value::Exact(text) | Value::Folded(text) => likes(&fold(pattern), &fold(text)),
            Value::Number(_) | Value::At(_) => false,
        })
    };
    match comparison {
        Comparison::In(sought) => among(sought),
        Comparison::NotIn(sought) => !among(sought),
        Comparison::Like(pattern) => like(pattern),
        Comparison::NotLike(pattern) => !like(pattern),
        Comparison::Less(sought) => any(&[Ordering::Less], sought),
        Comparison::Greater(sought) => any(&[Ordering::Greater], sought),
        Comparison::AtMost(sought) => any(&[Ordering::Less, Ordering::Equal], sought),
        Comparison::AtLeast(sought) => any(&[Ordering::Greater, Ordering::Equal], sought),
    }
}

impl<F: Copy + PartialEq> Row<F> {
    fn values(&self, field: F) -> &[Value] {
        self.fields.iter().find(|(known, _)| *known == field).map_or(&[], |(_, values)| values)
    }

    fn place(&self, sort: Option<F>) -> (Option<Value>, Value) {
        let field = sort.map(|field| {
            let own = self.sorted.iter().find(|(known, _)| *known == field).map(|(_, value)| value.clone());
            own.unwrap_or_else(|| self.values(field).first().cloned())
        });
        (field.flatten(), self.tie.clone())
    }
}

/// The numbers of the rows of a page, and how many rows fit.
pub(crate) fn found<F: Copy + PartialEq>(rows: &[Row<F>], search: &Search<F>) -> (Vec<i64>, u64) {
    let fits = |row: &&Row<F>| {
        let mut conditions = search.conditions.iter();
        let holds = |one: &Condition<F>| holds(row.values(one.field), &one.comparison);
        let is_in_scope = search.scope.is_none() || row.sponsor == search.scope;
        is_in_scope
            && if search.any { search.conditions.is_empty() || conditions.any(holds) } else { conditions.all(holds) }
    };
    let mut fitting: Vec<&Row<F>> = rows.iter().filter(fits).collect();
    fitting.sort_by_key(|row| row.place(search.sort));
    if search.descending {
        fitting.reverse();
    }
    let count = fitting.len() as u64;
    let offset = usize::try_from(search.offset).unwrap_or(usize::MAX);
    (fitting.into_iter().skip(offset).take(search.limit).map(|row| row.id).collect(), count)
}

fn pattern(chance: &mut Chance, text: &str) -> String {
    let mut marks: Vec<char> = text.chars().collect();
    let cut = |chance: &mut Chance, marks: &[char]| chance.below(marks.len() + 1);
    match chance.below(8) {
        0 => {
            let end = cut(chance, &marks);
            marks.truncate(end);
            marks.push('%');
        }
        1 => {
            let start = cut(chance, &marks);
            marks.splice(..start, ['%']);
        }
        2 => {
            let (one, other) = (cut(chance, &marks), cut(chance, &marks));
            marks.splice(one.min(other)..one.max(other), ['%']);
        }
        3 => {
            let start = cut(chance, &marks);
            marks.splice(..start, ['%', '%']);
            let end = cut(chance, &marks);
            marks.truncate(end);
            marks.push('%');
        }
        4 if !marks.is_empty() => {
            let place = chance.below(marks.len());
            marks[place] = '_';
            marks.push('%');
        }
        5 => marks = vec!['%'],
        6 => marks.push('\\'),
        _ => {}
    }
    let swap = chance.once_in(2);
    marks.iter().map(|mark| if swap { mark.to_ascii_uppercase() } else { *mark }).collect()
}

fn sought(chance: &mut Chance, kind: Kind, known: &[Value]) -> Sought {
    let known = if known.is_empty() || chance.once_in(6) { None } else { Some(chance.one_of(known)) };
    match (kind, known) {
        (_, Some(Value::Exact(text) | Value::Folded(text))) => {
            let text = if chance.once_in(4) { text.to_ascii_uppercase() } else { text };
            Sought::Text(text)
        }
        (_, Some(Value::Number(number))) => Sought::Number(number),
        (_, Some(Value::At(at))) if chance.once_in(2) => Sought::At(at),
        (Kind::Moment, _) if chance.once_in(3) => {
            Sought::At(chance.one_of(&[DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH]))
        }
        (Kind::Moment, _) => {
            let (one, other) = (instant(chance), instant(chance));
            Sought::Day(one.min(other), one.max(other))
        }
        (Kind::Number, _) => Sought::Number(4711),
        (Kind::Text, _) => {
            Sought::Text(chance.one_of(&["", "m", "Zeta", "a\0b", "ß\u{10ffff}", &"x".repeat(60_000)]).to_owned())
        }
    }
}

/// Some condition on a field that some rows may fit.
pub(crate) fn condition<F: Copy + PartialEq>(
    chance: &mut Chance,
    rows: &[Row<F>],
    fields: &[Field<F>],
) -> Condition<F> {
    let (field, kind, _) = chance.one_of(fields);
    let known: Vec<Value> = rows.iter().flat_map(|row| row.values(field)).cloned().collect();
    let several = |chance: &mut Chance| {
        let one = |chance: &mut Chance| if chance.once_in(5) { Sought::Unset } else { sought(chance, kind, &known) };
        (0..chance.below(4)).map(|_| one(chance)).collect::<Vec<_>>()
    };
    let comparison = match chance.below(if kind == Kind::Text { 10 } else { 8 }) {
        0 | 1 => Comparison::In(several(chance)),
        2 | 3 => Comparison::NotIn(several(chance)),
        4 => Comparison::Less(sought(chance, kind, &known)),
        5 => Comparison::Greater(sought(chance, kind, &known)),
        6 => Comparison::AtMost(sought(chance, kind, &known)),
        7 => Comparison::AtLeast(sought(chance, kind, &known)),
        like => {
            let text = match sought(chance, kind, &known) {
                Sought::Text(text) => pattern(chance, &text),
                _ => String::new(),
            };
            if like == 8 { Comparison::Like(text) } else { Comparison::NotLike(text) }
        }
    };
    Condition { field, comparison }
}
