//! The grammar: from tokens to an expression, by recursive descent no deeper than conditions may be nested.
//!
//! Everything is checked before the token after it is looked at, so the first fault in the text is the one that is told (rule C8).

use super::error::{ConditionError, Flaw};
use super::expression::{Comparison, Expression, Operand, Relation};
use super::limits;
use super::reference::{Occurrence, Reference};
use super::token::{Token, TokenKind, Tokens};

/// Reads a whole text: its expression, and its different references in text order.
///
/// # Errors
/// The first fault in the text. That it is too long is checked before anything else.
pub(super) fn parse(text: &str) -> Result<(Expression, Vec<Occurrence>), ConditionError> {
    if text.len() > limits::BYTES {
        return Err(Flaw::limit(format!("a condition has at most {} bytes", limits::BYTES)).at(limits::BYTES));
    }
    let mut tokens = Tokens::new(text);
    let next = tokens.next()?;
    let mut parser = Parser { tokens, next, depth: 0, references: Vec::new() };
    let expression = parser.or()?;
    match parser.next.kind {
        TokenKind::End => Ok((expression, parser.references)),
        _ => Err(parser.expected("`&&`, `||` or the end")),
    }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    /// The token that is looked at.
    next: Token,
    /// How many `!` and `(` are open.
    depth: usize,
    references: Vec<Occurrence>,
}

impl Parser<'_> {
    fn or(&mut self) -> Result<Expression, ConditionError> {
        self.chain(&TokenKind::Or, Self::and, Expression::Any)
    }

    fn and(&mut self) -> Result<Expression, ConditionError> {
        self.chain(&TokenKind::And, Self::unary, Expression::All)
    }

    /// One part, or several with `link` between them, `joined`.
    fn chain(
        &mut self,
        link: &TokenKind,
        part: fn(&mut Self) -> Result<Expression, ConditionError>,
        joined: fn(Vec<Expression>) -> Expression,
    ) -> Result<Expression, ConditionError> {
        let first = part(self)?;
        if self.next.kind != *link {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.next.kind == *link {
            self.advance()?;
            parts.push(part(self)?);
        }
        Ok(joined(parts))
    }

    fn unary(&mut self) -> Result<Expression, ConditionError> {
        match self.next.kind {
            TokenKind::Not => {
                self.open()?;
                let negated = self.unary()?;
                self.depth -= 1;
                Ok(Expression::Not(Box::new(negated)))
            }
            TokenKind::Open => {
                self.open()?;
                let inner = self.or()?;
                if self.next.kind != TokenKind::Close {
                    return Err(self.expected("`&&`, `||` or `)`"));
                }
                self.advance()?;
                self.depth -= 1;
                Ok(inner)
            }
            _ => self.comparison().map(Expression::Comparison),
        }
    }

    fn comparison(&mut self) -> Result<Comparison, ConditionError> {
        let left = self.operand("a comparison")?;
        let relation = self.relation()?;
        let right = self.operand("a reference, a string, a number, `true` or `false`")?;
        Ok(Comparison { left, relation, right })
    }

    fn relation(&mut self) -> Result<Relation, ConditionError> {
        let TokenKind::Relation(relation) = self.next.kind else {
            return Err(self.expected("`==`, `!=` or `in`"));
        };
        self.advance()?;
        Ok(relation)
    }

    /// An operand; `what` says what there should be if there is none.
    fn operand(&mut self, what: &str) -> Result<Operand, ConditionError> {
        let operand = match &self.next.kind {
            TokenKind::Literal(value) => Operand::Literal(value.clone()),
            TokenKind::Reference(reference) => {
                let reference = reference.clone();
                Operand::Reference(self.place(reference)?)
            }
            _ => return Err(self.expected(what)),
        };
        self.advance()?;
        Ok(operand)
    }

    /// The place of the looked-at reference among the different ones.
    fn place(&mut self, reference: Reference) -> Result<usize, ConditionError> {
        if let Some(place) = self.references.iter().position(|known| known.reference == reference) {
            return Ok(place);
        }
        if self.references.len() == limits::REFERENCES {
            return Err(self.beyond(format!("a condition has at most {} different references", limits::REFERENCES)));
        }
        self.references.push(Occurrence { reference, offset: self.next.offset });
        Ok(self.references.len() - 1)
    }

    /// Takes a `!` or a `(`.
    fn open(&mut self) -> Result<(), ConditionError> {
        if self.depth == limits::DEPTH {
            return Err(self.beyond(format!("at most {} `!` and `(` stand within each other", limits::DEPTH)));
        }
        self.depth += 1;
        self.advance()
    }

    fn advance(&mut self) -> Result<(), ConditionError> {
        self.next = self.tokens.next()?;
        Ok(())
    }

    fn expected(&self, what: &str) -> ConditionError {
        let detail = match self.next.kind {
            TokenKind::End => format!("the text ends where {what} is needed"),
            _ => format!("expected {what}"),
        };
        Flaw::syntax(detail).at(self.next.offset)
    }

    fn beyond(&self, detail: String) -> ConditionError {
        Flaw::limit(detail).at(self.next.offset)
    }
}
