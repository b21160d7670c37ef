//! Conditions once more, simply: a tree that prints itself, a recogniser that rewrites, an evaluator over texts. Nothing is shared with
//! what they check but the types of its results.

use serde_json::Value;

use super::facts::Pair;
use crate::condition::expression::{Comparison, Expression, Operand, Relation};
use crate::condition::{Facts, Reference, Side};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Any(Vec<Node>),
    All(Vec<Node>),
    Not(Box<Node>),
    Compare(Term, &'static str, Term),
}

#[derive(Clone, Debug)]
pub(super) enum Term {
    /// A reference, such as `{ENTITY}.a.b`.
    Named(String),
    Fixed(Value),
}

impl Node {
    /// The tree that was read.
    pub(super) fn of(expression: &Expression, references: &[Reference]) -> Self {
        let all = |parts: &[Expression]| parts.iter().map(|part| Self::of(part, references)).collect();
        let term = |operand: &Operand| match operand {
            Operand::Reference(place) => Term::Named(references[*place].to_string()),
            Operand::Literal(value) => Term::Fixed(value.clone()),
        };
        match expression {
            Expression::Any(parts) => Self::Any(all(parts)),
            Expression::All(parts) => Self::All(all(parts)),
            Expression::Not(negated) => Self::Not(Box::new(Self::of(negated, references))),
            Expression::Comparison(Comparison { left, relation, right }) => {
                let relation = match relation {
                    Relation::Equal => "==",
                    Relation::Different => "!=",
                    Relation::Member => "in",
                };
                Self::Compare(term(left), relation, term(right))
            }
        }
    }

    /// As text, with `space` between any two tokens and every chain within another in parentheses.
    pub(super) fn print(&self, space: &str) -> String {
        let chain = |parts: &[Self], link: &str| {
            let parts: Vec<_> = parts.iter().map(|part| part.print_within(space)).collect();
            parts.join(&format!("{space}{link}{space}"))
        };
        match self {
            Self::Any(parts) => chain(parts, "||"),
            Self::All(parts) => chain(parts, "&&"),
            Self::Not(negated) => format!("!{space}{}", negated.print_within(space)),
            // `in` needs no space around it after a quotation mark only: here it always has some.
            Self::Compare(left, "in", right) => format!("{} in {}", left.print(), right.print()),
            Self::Compare(left, relation, right) => {
                format!("{}{space}{relation}{space}{}", left.print(), right.print())
            }
        }
    }

    fn print_within(&self, space: &str) -> String {
        match self {
            Self::Any(_) | Self::All(_) => format!("({space}{}{space})", self.print(space)),
            Self::Not(_) | Self::Compare(..) => self.print(space),
        }
    }

    /// Whether it holds, or nothing where that is unknown.
    pub(super) fn holds(&self, pair: &Pair) -> Option<bool> {
        match self {
            Self::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| part.holds(pair)).collect();
                if parts.contains(&Some(true)) { Some(true) } else { (!parts.contains(&None)).then_some(false) }
            }
            Self::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| part.holds(pair)).collect();
                if parts.contains(&Some(false)) { Some(false) } else { (!parts.contains(&None)).then_some(true) }
            }
            Self::Not(negated) => negated.holds(pair).map(|holds| !holds),
            Self::Compare(left, relation, right) => {
                let (left, right) = (left.value(pair)?, right.value(pair)?);
                match (*relation, right) {
                    ("==", right) => Some(plain(&left) == plain(&right)),
                    ("!=", right) => Some(plain(&left) != plain(&right)),
                    ("in", Value::Array(elements)) => {
                        Some(elements.iter().map(plain).any(|element| element == plain(&left)))
                    }
                    _ => None,
                }
            }
        }
    }
}

/// Values are the same if they are equal as JSON, however they are written.
impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Named(one), Self::Named(another)) => one == another,
            (Self::Fixed(one), Self::Fixed(another)) => plain(one) == plain(another),
            _ => false,
        }
    }
}

impl Term {
    fn print(&self) -> String {
        match self {
            Self::Named(name) => name.clone(),
            Self::Fixed(value) => value.to_string(),
        }
    }

    fn value(&self, pair: &Pair) -> Option<Value> {
        let name = match self {
            Self::Named(name) => name,
            Self::Fixed(value) => return Some(value.clone()),
        };
        let mut names = name.split('.');
        let (side, claims) = match names.next().unwrap() {
            "{ATTESTOR}" => (Side::Attestor, &pair.attestor),
            _ => (Side::Entity, &pair.entity),
        };
        match name.split_once('.').unwrap().1 {
            "@id" => return Some(Value::from(pair.id(side))),
            "@kind" => return Some(Value::from(pair.kind(side))),
            _ => {}
        }
        let pointer: String = names.map(|name| format!("/{name}")).collect();
        // A pointer also steps into arrays, by numbers, which names are not.
        claims.pointer(&pointer).filter(|value| !value.is_null()).cloned()
    }
}

/// A value as text in which equal values are the same: every number as a double, members in order.
fn plain(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{:e}", number.as_f64().unwrap() + 0.0),
        Value::Array(elements) => format!("[{}]", elements.iter().map(plain).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<_> =
                members.iter().map(|(name, value)| format!("{name:?}:{}", plain(value))).collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        Value::String(text) => format!("{text:?}"),
        Value::Bool(_) | Value::Null => value.to_string(),
    }
}

/// Whether tokens are a condition, each a letter: `o` an operand, `=` a relation, `!&|()` themselves. Rewrites until nothing changes.
pub(super) fn recognises(tokens: &str) -> bool {
    let mut rest = tokens.replace("o=o", "c");
    loop {
        let shorter = rest.replace("!c", "c").replace("(c)", "c").replace("c&c", "c").replace("c|c", "c");
        if shorter == rest {
            return rest == "c";
        }
        rest = shorter;
    }
}
