//! The plain filter that searches are held against: the fields of each collection, and whether a row's values satisfy a condition.

use crate::registrar::given::{encoded, text};
use domesday_tests::client::{Answer, Client};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a field holds, for the plain filter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text that has an order.
    Ordered,
    /// The same, whatever the case.
    Id,
    /// A text, or texts, without an order.
    Plain,
    /// The same, whatever the case.
    Ids,
    /// A date.
    Date,
    /// A number.
    Number,
}

use Kind::{Date, Id, Ids, Number, Ordered, Plain};

/// The fields of each collection, and a value that no row has.
pub(super) type Field = (&'static str, Kind, &'static str);

pub(super) const DOMAINS: [Field; 11] = [
    ("name", Ordered, "nothing.st"),
    ("crDate", Date, "2001-01-01T00:00:00Z"),
    ("upDate", Date, "2001-01-01T00:00:00Z"),
    ("exDate", Date, "2001-01-01T00:00:00Z"),
    ("crId", Plain, "nobody"),
    ("registrant", Id, "NOBODY"),
    ("contacts", Ids, "NOBODY"),
    ("ns", Plain, "ns9.nothing.st"),
    ("status", Plain, "pendingTransfer"),
    ("rgpStatus", Plain, "autoRenewPeriod"),
    ("claim", Plain, "overdue"),
];
pub(super) const CONTACTS: [Field; 15] = [
    ("id", Id, "NOBODY"),
    ("name", Ordered, "Nobody"),
    ("crDate", Date, "2001-01-01T00:00:00Z"),
    ("upDate", Date, "2001-01-01T00:00:00Z"),
    ("voice", Ordered, "+1.1"),
    ("fax", Ordered, "+1.1"),
    ("email", Ordered, "nobody@example.org"),
    ("org", Ordered, "Nothing"),
    ("street", Plain, "Nowhere"),
    ("city", Ordered, "Nowhere"),
    ("pc", Ordered, "0"),
    ("cc", Plain, "FR"),
    ("sp", Ordered, "Nowhere"),
    ("status", Plain, "serverUpdateProhibited"),
    ("assignedTo", Plain, "nothing.st"),
];
pub(super) const HOSTS: [Field; 7] = [
    ("name", Ordered, "ns9.nothing.st"),
    ("crDate", Date, "2001-01-01T00:00:00Z"),
    ("upDate", Date, "2001-01-01T00:00:00Z"),
    ("v4", Plain, "192.0.2.250"),
    ("v6", Plain, "2001:db8::250"),
    ("status", Plain, "serverUpdateProhibited"),
    ("assignedTo", Plain, "nothing.st"),
];
pub(super) const MESSAGES: [Field; 5] = [
    ("id", Number, "999999"),
    ("type", Plain, "TRANSFER_REJECT"),
    ("crDate", Date, "2001-01-01T00:00:00Z"),
    ("ntDate", Date, "2001-01-01T00:00:00Z"),
    ("group", Plain, "lifecycle"),
];

/// A row as the plain filter sees it: its key, and of each field the values that are set.
pub(super) type Row = (String, Values);

/// Of each field of a row the values that are set.
pub(super) type Values = BTreeMap<&'static str, Vec<String>>;

/// Asks for rows with these conditions.
pub(super) fn ask(client: &Client, collection: &str, conditions: &[(&str, &str, &str)], more: &str) -> Answer {
    let one = |(field, op, value): &(&str, &str, &str)| format!("&field[{field}][{op}]={}", encoded(value));
    let conditions: String = conditions.iter().map(one).collect();
    client.get(&format!("/{collection}/?do=search{conditions}{more}")).header("Api-Version", "2.0").send()
}

/// The rows of an answer.
pub(super) fn rows(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()["searchRes"].as_array().unwrap_or_else(|| panic!("no rows: {answer}")).clone()
}

/// The key of a row: its name or id.
pub(super) fn key(row: &Value) -> String {
    match &row["id"] {
        Value::Null => text(&row["name"]),
        Value::Number(number) => number.to_string(),
        id => text(id),
    }
}

pub(super) fn keys(answer: &Answer) -> Vec<String> {
    rows(answer).iter().map(key).collect()
}

/// Whether a text fits a pattern: `%` is any run of characters, case is ignored.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let parts: Vec<&str> = pattern.split('%').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Whether a row's values satisfy a condition: a list does if one of its items does, and what is negated does if none does.
pub(super) fn holds(kind: Kind, values: &[String], op: &str, sought: &str) -> bool {
    let order = |value: &String| match kind {
        Id | Ids => value.to_lowercase().cmp(&sought.to_lowercase()),
        Number => value.parse::<i64>().unwrap().cmp(&sought.parse().unwrap()),
        _ => value.as_str().cmp(sought),
    };
    let any = |test: &dyn Fn(&String) -> bool| values.iter().any(test);
    match (op, sought) {
        ("eq", "null") => values.is_empty(),
        ("neq" | "not", "null") => !values.is_empty(),
        ("eq", _) => any(&|value| order(value).is_eq()),
        ("neq" | "not", _) => !any(&|value| order(value).is_eq()),
        ("like", _) => any(&|value| fits(sought, value)),
        ("nlike", _) => !any(&|value| fits(sought, value)),
        ("lt", _) => any(&|value| order(value).is_lt()),
        ("lte", _) => any(&|value| order(value).is_le()),
        ("gt", _) => any(&|value| order(value).is_gt()),
        ("gte", _) => any(&|value| order(value).is_ge()),
        _ => panic!("no operator {op}"),
    }
}

/// Panics unless a search by every field, every operator and values of all sorts finds what the plain filter does.
pub(super) fn agrees(client: &Client, collection: &str, fields: &[Field], all: &[Row]) {
    let mut wrong = Vec::new();
    for (field, kind, other) in fields {
        let known: BTreeSet<&String> = all.iter().flat_map(|(_, row)| &row[field]).collect();
        let known: Vec<&String> = known.into_iter().collect();
        let mut sought: Vec<String> = vec![(*other).to_owned()];
        sought.extend(
            [0, known.len() / 2, known.len().saturating_sub(1)]
                .into_iter()
                .filter_map(|at| known.get(at).map(|value| (*value).clone())),
        );
        sought.dedup();
        let mut conditions: Vec<(&str, String)> = ["eq", "neq", "not"].map(|op| (op, "null".to_owned())).to_vec();
        for value in &sought {
            conditions.extend(["eq", "neq", "not"].map(|op| (op, value.clone())));
            if !matches!(kind, Plain | Ids) {
                conditions.extend(["lt", "lte", "gt", "gte"].map(|op| (op, value.clone())));
            }
            if !matches!(kind, Date | Number) {
                let letters: Vec<char> = value.chars().collect();
                let (half, end): (String, String) =
                    (letters[..letters.len() / 2].iter().collect(), letters[letters.len() / 2..].iter().collect());
                let inner: String = letters.iter().skip(1).take(letters.len().saturating_sub(2)).collect();
                for pattern in [
                    value.to_uppercase(),
                    format!("{half}%"),
                    format!("%{end}"),
                    format!("%{inner}%"),
                    format!("{half}%%{end}"),
                    "%".into(),
                    value.replace('2', "_"),
                ] {
                    conditions.extend(["like", "nlike"].map(|op| (op, pattern.clone())));
                }
            }
        }
        for (op, value) in conditions {
            let expected: BTreeSet<&String> =
                all.iter().filter(|(_, row)| holds(*kind, &row[field], op, &value)).map(|(key, _)| key).collect();
            let answer = ask(client, collection, &[(field, op, &value)], "&limit=1000");
            let found = if answer.status == 200 { keys(&answer) } else { vec![answer.text()] };
            let (count, found): (usize, BTreeSet<&String>) = (found.len(), found.iter().collect());
            if found != expected || count != expected.len() {
                wrong.push(format!("{field} {op} {value}: {found:?}\n    and not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{collection}: {} searches differ:\n{}", wrong.len(), wrong.join("\n"));
}
