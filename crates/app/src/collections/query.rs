//! A query as a search: its parameters read one by one, and everything that is wrong with them told at once (rule F5).

use domesday_domain::account::AccountId;

use super::fields::{Field, Searchable};
use super::span::Span;
use super::values::{Side, equal, ordered, pattern};
use super::{given, shown, wrong};
use crate::objection::Objection;
use crate::ports::{Comparison, Condition, Search};

/// The most conditions of one search.
pub const MOST_CONDITIONS: usize = 100;

/// The most values that all conditions of one search have together.
pub const MOST_VALUES: usize = 1000;

/// How a field is compared, with the words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    /// It is, or is not.
    Equal { not: bool },
    /// It fits a pattern, or does not.
    Like { not: bool },
    /// It is on this side.
    Ordered(Side),
}

const OPERATORS: [(&str, Operator); 9] = [
    ("eq", Operator::Equal { not: false }),
    ("neq", Operator::Equal { not: true }),
    ("not", Operator::Equal { not: true }),
    ("like", Operator::Like { not: false }),
    ("nlike", Operator::Like { not: true }),
    ("lt", Operator::Ordered(Side::Less)),
    ("gt", Operator::Ordered(Side::Greater)),
    ("lte", Operator::Ordered(Side::AtMost)),
    ("gte", Operator::Ordered(Side::AtLeast)),
];

/// A condition as it was sent.
struct Asked<'a> {
    /// The parameter, of a list the first of them.
    parameter: &'a str,
    field: &'a str,
    operator: &'a str,
    values: Vec<&'a str>,
    list: bool,
}

/// Whether a query asks for a search, be it for one that there is not.
pub fn is_search(pairs: &[(String, String)]) -> bool {
    given(pairs, "do").is_some()
}

/// Reads a search from a query's names and values. `scope` is the account whose objects are searched; none for an admin, who sees all
/// and may search by `clID`.
///
/// # Errors
/// Everything that is wrong: an unknown field, operator or sort field, a value that is not of its form, a pattern for a date, a limit out
/// of range.
pub fn read<F: Searchable>(pairs: &[(String, String)], scope: Option<AccountId>) -> Result<Search<F>, Vec<Objection>> {
    let mut faults = Vec::new();
    if given(pairs, "do").is_some_and(|what| what != "search") {
        faults.push(wrong("do", "unknown-do", "`do` is `search`"));
    }
    let asked = asked(pairs, &mut faults);
    let by_admin = scope.is_none();
    let conditions: Vec<_> = asked.iter().filter_map(|asked| condition(asked, by_admin, &mut faults)).collect();
    let any = choice(pairs, "op", ["and", "or"], &mut faults);
    let descending = choice(pairs, "sort_direction", ["asc", "desc"], &mut faults);
    let sort = given(pairs, "sort_field").and_then(|word| sort_field(word, &mut faults));
    let span = Span::read(pairs).unwrap_or_else(|wrong| {
        faults.extend(wrong);
        Span { limit: 0, offset: 0 }
    });
    if faults.is_empty() {
        Ok(Search { scope, conditions, any, sort, descending, offset: span.offset, limit: span.limit })
    } else {
        Err(faults)
    }
}

/// Whether the second of two words was given; the first holds if none was.
fn choice(
    pairs: &[(String, String)],
    parameter: &str,
    [first, second]: [&str; 2],
    faults: &mut Vec<Objection>,
) -> bool {
    let Some(word) = given(pairs, parameter) else { return false };
    if !word.eq_ignore_ascii_case(first) && !word.eq_ignore_ascii_case(second) {
        faults.push(wrong(parameter, "unknown-word", format!("`{parameter}` is `{first}` or `{second}`")));
    }
    word.eq_ignore_ascii_case(second)
}

fn sort_field<F: Searchable>(word: &str, faults: &mut Vec<Objection>) -> Option<F> {
    let sortable = |field: &&Field<F>| field.sortable;
    let found = F::FIELDS.iter().filter(sortable).find(|field| field.word == word);
    if found.is_none() {
        let known: Vec<_> = F::FIELDS.iter().filter(sortable).map(|field| field.word).collect();
        let detail = format!("{:?} is no field to sort by; those are {}", shown(word), known.join(", "));
        faults.push(wrong("sort_field", "unknown-field", detail));
    }
    found.map(|field| field.field)
}

/// The conditions of a query, the values of each list together.
fn asked<'a>(pairs: &'a [(String, String)], faults: &mut Vec<Objection>) -> Vec<Asked<'a>> {
    let mut all: Vec<Asked<'a>> = Vec::new();
    let conditions = pairs.iter().filter_map(|(name, value)| Some((name, name.strip_prefix("field")?, value)));
    for (count, (parameter, brackets, value)) in conditions.enumerate() {
        if count >= MOST_VALUES || all.len() > MOST_CONDITIONS {
            let detail = format!("a search has at most {MOST_CONDITIONS} conditions with {MOST_VALUES} values in all");
            faults.push(wrong(parameter, "too-many", detail));
            return Vec::new();
        }
        let Some((field, operator, list)) = parts(brackets) else {
            let detail = "a condition is `field[name][operator]=value`, one of a list `field[name][operator][]=value`";
            faults.push(wrong(parameter, "unknown-field", detail));
            continue;
        };
        let same = |asked: &&mut Asked<'_>| asked.list && asked.field == field && asked.operator == operator;
        match all.iter_mut().find(same).filter(|_| list) {
            Some(asked) => asked.values.push(value),
            None => all.push(Asked { parameter, field, operator, values: vec![value], list }),
        }
    }
    all
}

/// The parts of `[name][operator]`, and whether a third pair of brackets, empty or with an index, makes it one of a list.
fn parts(brackets: &str) -> Option<(&str, &str, bool)> {
    let (field, rest) = bracket(brackets)?;
    let (operator, rest) = bracket(rest)?;
    if rest.is_empty() {
        return Some((field, operator, false));
    }
    let (index, rest) = bracket(rest)?;
    let is_index = index.bytes().all(|octet| octet.is_ascii_digit());
    (is_index && rest.is_empty()).then_some((field, operator, true))
}

/// What stands in the first pair of brackets, and what follows them.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let (inner, rest) = text.strip_prefix('[')?.split_once(']')?;
    (!inner.contains('[')).then_some((inner, rest))
}

fn condition<F: Searchable>(asked: &Asked<'_>, by_admin: bool, faults: &mut Vec<Objection>) -> Option<Condition<F>> {
    let known = |field: &&Field<F>| by_admin || !field.for_admins;
    let field = F::FIELDS.iter().filter(known).find(|field| field.word == asked.field);
    let operator = OPERATORS.iter().find(|(word, _)| *word == asked.operator);
    if field.is_none() {
        let words: Vec<_> = F::FIELDS.iter().filter(known).map(|field| field.word).collect();
        let detail = format!("{:?} is no field here; those are {}", shown(asked.field), words.join(", "));
        faults.push(wrong(asked.parameter, "unknown-field", detail));
    }
    if operator.is_none() {
        let words: Vec<_> = OPERATORS.iter().map(|(word, _)| *word).collect();
        let detail = format!("{:?} is no operator; those are {}", shown(asked.operator), words.join(", "));
        faults.push(wrong(asked.parameter, "unknown-operator", detail));
    }
    let (field, (_, operator)) = (field?, operator?);
    match comparison(field, *operator, asked) {
        Ok(comparison) => Some(Condition { field: field.field, comparison }),
        Err((reason, detail)) => {
            faults.push(wrong(asked.parameter, reason, detail));
            None
        }
    }
}

type Wrong = (&'static str, String);

fn comparison<F>(field: &Field<F>, operator: Operator, asked: &Asked<'_>) -> Result<Comparison, Wrong> {
    let (word, kind) = (field.word, field.kind);
    let bad = |value: &str| ("bad-value", format!("{:?} is not what `{word}` holds: {}", shown(value), kind.form()));
    match operator {
        Operator::Equal { not } => {
            let values = asked.values.iter().map(|value| equal(kind, value).ok_or_else(|| bad(value)));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            Ok(if not { Comparison::NotIn(values) } else { Comparison::In(values) })
        }
        Operator::Like { .. } if !kind.takes_patterns() => {
            Err(("no-pattern", format!("`{word}` fits no pattern: it holds {}", kind.form())))
        }
        Operator::Like { not } => {
            let pattern = pattern(kind, asked.single()?).ok_or_else(|| {
                ("bad-value", "a pattern has at most 1000 characters, and no control characters".to_owned())
            })?;
            Ok(if not { Comparison::NotLike(pattern) } else { Comparison::Like(pattern) })
        }
        Operator::Ordered(_) if field.list || !kind.has_order() => {
            Err(("no-order", format!("`{word}` has no order: compare it by eq, neq, like or nlike")))
        }
        Operator::Ordered(side) => {
            let value = asked.single()?;
            ordered(kind, side, value).ok_or_else(|| bad(value))
        }
    }
}

impl Asked<'_> {
    /// The one value that it has.
    fn single(&self) -> Result<&str, Wrong> {
        match self.values.as_slice() {
            [value] if !self.list => Ok(value),
            _ => Err(("no-list", "several values are for `eq` and `neq`: in, and not in".to_owned())),
        }
    }
}
