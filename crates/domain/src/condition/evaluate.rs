//! Evaluation: three truths, and what is asked for about the two entities (rules C2 to C6).

use std::borrow::Cow;
use std::fmt;
use std::ops::Not;

use serde_json::Value;

use super::expression::{Comparison, Expression, Operand, Relation};
use super::reference::Side;
use crate::json::equal;

/// What a condition is of two entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds: the only one that allows anything.
    True,
    /// It does not.
    False,
    /// It may or may not, for a value is ABSENT, or no array where one is needed.
    Unknown,
}

/// What is known of the two entities.
pub trait Facts {
    /// The present value of a claim that is attested now or kept by the registry; for the entity's claim under attestation, the proposed
    /// value. Nothing, or a JSON null, for ABSENT: no such claim, no value, or not attested.
    fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>>;

    /// The entity's URL.
    fn id(&self, side: Side) -> &str;

    /// The URL of its kind.
    fn kind(&self, side: Side) -> &str;
}

impl Truth {
    /// As the specification writes it: `TRUE`, `FALSE`, `UNKNOWN`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::True => "TRUE",
            Self::False => "FALSE",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// Both: FALSE decides, then UNKNOWN.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Either: TRUE decides, then UNKNOWN.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Expression {
    /// What it is, where `values` has the value of each reference, or nothing if it is ABSENT.
    pub(super) fn evaluate(&self, values: &[Option<Cow<'_, Value>>]) -> Truth {
        match self {
            Self::Any(parts) => parts.iter().fold(Truth::False, |truth, part| truth.or(part.evaluate(values))),
            Self::All(parts) => parts.iter().fold(Truth::True, |truth, part| truth.and(part.evaluate(values))),
            Self::Not(negated) => !negated.evaluate(values),
            Self::Comparison(comparison) => comparison.holds(values).map_or(Truth::Unknown, Truth::from),
        }
    }
}

impl Comparison {
    /// Whether it holds; nothing if that cannot be known (rules C3, C4).
    fn holds(&self, values: &[Option<Cow<'_, Value>>]) -> Option<bool> {
        let (left, right) = (self.left.value(values)?, self.right.value(values)?);
        match self.relation {
            Relation::Equal => Some(equal(left, right)),
            Relation::Different => Some(!equal(left, right)),
            Relation::Member => Some(right.as_array()?.iter().any(|element| equal(element, left))),
        }
    }
}

impl Operand {
    fn value<'v>(&'v self, values: &'v [Option<Cow<'_, Value>>]) -> Option<&'v Value> {
        match self {
            Self::Reference(place) => values.get(*place)?.as_deref(),
            Self::Literal(value) => Some(value),
        }
    }
}
