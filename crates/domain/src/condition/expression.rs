//! What a condition is once it is read: comparisons, joined and negated. Parentheses are gone, their nesting is the tree's.

use serde_json::Value;

/// A condition or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// Two or more joined by `||`, in text order.
    Any(Vec<Expression>),
    /// Two or more joined by `&&`, in text order.
    All(Vec<Expression>),
    /// `!` before one.
    Not(Box<Expression>),
    /// Two operands and what is asked of them.
    Comparison(Comparison),
}

/// Two operands and what is asked of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison {
    /// What stands left.
    pub(super) left: Operand,
    /// What is asked.
    pub(super) relation: Relation,
    /// What stands right.
    pub(super) right: Operand,
}

/// What a comparison asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// `==`
    Equal,
    /// `!=`
    Different,
    /// `in`: whether the array on the right has an element equal to the left.
    Member,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    /// The place of a reference among the condition's different ones.
    Reference(usize),
    /// A string, a number, `true` or `false`.
    Literal(Value),
}
