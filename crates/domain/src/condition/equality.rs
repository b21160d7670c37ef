//! What a condition demands of single claims, so that an index can find the entities it may be TRUE for (rule Q8).

use serde_json::Value;

use super::expression::{Comparison, Expression, Operand, Relation};
use super::reference::{Path, Reference, Side};

/// A claim of the entity that has to equal something else. For that, and no more, an index can be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Equality {
    /// The name of the entity's claim, all of whose value is compared.
    pub claim: String,
    /// What it has to equal.
    pub other: Other,
}

/// What a claim has to equal.
#[derive(Clone, Debug, PartialEq)]
pub enum Other {
    /// A value of the attestor.
    Reference(Reference),
    /// A string, a number, `true` or `false`; numbers as values have them: `1.0` is `1`.
    Literal(Value),
}

/// The equalities of the chain of `&&` that an expression is, in text order. A chain in parentheses within the chain is part of it.
pub(super) fn of_chain(expression: &Expression, references: &[Reference]) -> Vec<Equality> {
    match expression {
        Expression::All(parts) => parts.iter().flat_map(|part| of_chain(part, references)).collect(),
        Expression::Comparison(comparison) => of_comparison(comparison, references).into_iter().collect(),
        Expression::Any(_) | Expression::Not(_) => Vec::new(),
    }
}

fn of_comparison(comparison: &Comparison, references: &[Reference]) -> Option<Equality> {
    let Comparison { left, relation: Relation::Equal, right } = comparison else {
        return None;
    };
    let either_way = [(left, right), (right, left)];
    either_way.into_iter().find_map(|(one, another)| {
        Some(Equality { claim: whole_claim(one, references)?, other: other(another, references)? })
    })
}

/// The name of the entity's claim that an operand is.
fn whole_claim(operand: &Operand, references: &[Reference]) -> Option<String> {
    let Operand::Reference(place) = operand else {
        return None;
    };
    match references.get(*place)? {
        Reference { side: Side::Entity, path: Path::Names(names) } if names.len() == 1 => names.first().cloned(),
        _ => None,
    }
}

fn other(operand: &Operand, references: &[Reference]) -> Option<Other> {
    match operand {
        Operand::Literal(value) => Some(Other::Literal(value.clone())),
        Operand::Reference(place) => {
            let reference = references.get(*place).filter(|reference| reference.side == Side::Attestor)?;
            Some(Other::Reference(reference.clone()))
        }
    }
}
