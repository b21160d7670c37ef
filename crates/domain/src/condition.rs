//! Conditions: who may attest a claim, as an attestation policy says it (`attestations.md` section 8).
//!
//! A policy is data. Its text is read once, into a tree of comparisons between what two entities are known to be and literals; a value
//! is never read as text of the language, so a claim that looks like code is only a value. What is not attested is ABSENT, and an
//! ABSENT value makes a comparison neither true nor false but UNKNOWN. Evaluating cannot fail, and costs what the compared values cost.
//!
//! ```
//! use std::borrow::Cow;
//!
//! use domesday_domain::condition::{Condition, Facts, Side, Truth};
//! use serde_json::{Value, json};
//!
//! /// A teacher whose school is attested, and a student who says that he goes there.
//! struct School(Value);
//!
//! impl Facts for School {
//!     fn value(&self, _: Side, name: &str) -> Option<Cow<'_, Value>> {
//!         (name == "school").then_some(Cow::Borrowed(&self.0))
//!     }
//!     fn id(&self, side: Side) -> &str {
//!         match side {
//!             Side::Attestor => "https://registry.example/api/teacher/t1",
//!             Side::Entity => "https://registry.example/api/student/s1",
//!         }
//!     }
//!     fn kind(&self, _: Side) -> &str {
//!         "https://registry.example/api/teacher"
//!     }
//! }
//!
//! let facts = School(json!("UP Public School"));
//! let condition = Condition::parse("{ATTESTOR}.school == {ENTITY}.school && !({ENTITY}.@id == {ATTESTOR}.@id)").unwrap();
//! assert_eq!(condition.evaluate(&facts), Truth::True);
//!
//! let condition = Condition::parse("{ENTITY}.home in {ATTESTOR}.countries").unwrap();
//! assert_eq!(condition.evaluate(&facts), Truth::Unknown);
//! assert_eq!(condition.absent(&facts), ["{ENTITY}.home", "{ATTESTOR}.countries"]);
//!
//! let error = Condition::parse("{ATTESTOR}.school = {ENTITY}.school").unwrap_err();
//! assert_eq!((error.code(), error.offset), ("condition_syntax", 18));
//! ```

mod equality;
mod error;
mod evaluate;
mod expression;
mod grammar;
mod limits;
mod literal;
mod reference;
#[cfg(test)]
mod tests;
mod token;

use std::hash::{Hash, Hasher};

pub use equality::{Equality, Other};
pub use error::{ConditionError, ConditionErrorKind};
pub use evaluate::{Facts, Truth};
pub use reference::{Path, Reference, Side};

use crate::fault::excerpt;
use expression::Expression;
use reference::Occurrence;

/// The condition of an attestation policy, of valid form and within the limits.
///
/// Two of the same text are equal; conditions that only mean the same are not.
#[derive(Clone, Debug)]
pub struct Condition {
    text: String,
    expression: Expression,
    /// The different references, in text order; the expression names them by their places here.
    references: Vec<Reference>,
    /// Where each of them first stands.
    offsets: Vec<usize>,
}

impl Condition {
    /// Reads a condition and keeps its text byte for byte (rules C1, C7, C8).
    ///
    /// # Errors
    /// [`ConditionError`] of kind [`Syntax`](ConditionErrorKind::Syntax) or [`Limit`](ConditionErrorKind::Limit): the first fault in the
    /// text. An empty or blank text is none: a policy without a condition leaves it out.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let (expression, occurrences) = grammar::parse(text)?;
        let (references, offsets) =
            occurrences.into_iter().map(|Occurrence { reference, offset }| (reference, offset)).unzip();
        Ok(Self { text: text.to_owned(), expression, references, offsets })
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The different references, in text order: what has to be known of the two entities, 8 at most.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Checks that every reference begins with a claim that its side's kind has (rule K3). Deeper names are not checked.
    ///
    /// # Errors
    /// [`ConditionError`] of kind [`Claim`](ConditionErrorKind::Claim) for the first in the text that does not.
    pub fn check_claims(
        &self,
        attestor_has: impl Fn(&str) -> bool,
        entity_has: impl Fn(&str) -> bool,
    ) -> Result<(), ConditionError> {
        for (reference, offset) in self.references.iter().zip(&self.offsets) {
            let (has, whose): (&dyn Fn(&str) -> bool, _) = match reference.side {
                Side::Attestor => (&attestor_has, "the attestor's kind"),
                Side::Entity => (&entity_has, "this kind"),
            };
            if let Some(name) = reference.claim().filter(|name| !has(name)) {
                let detail = format!("{whose} has no claim `{}`", excerpt(name));
                return Err(ConditionError { kind: ConditionErrorKind::Claim, offset: *offset, detail });
            }
        }
        Ok(())
    }

    /// What the condition is of these two entities (rules C2 to C6). Attesting is allowed on [`Truth::True`] only.
    pub fn evaluate(&self, facts: &(impl Facts + ?Sized)) -> Truth {
        let values: Vec<_> = self.references.iter().map(|reference| reference.value(facts)).collect();
        self.expression.evaluate(&values)
    }

    /// The references that are ABSENT, as they are shown, such as `{ENTITY}.home`, in text order, none twice (rule A11).
    pub fn absent(&self, facts: &(impl Facts + ?Sized)) -> Vec<String> {
        let absent = self.references.iter().filter(|reference| reference.value(facts).is_none());
        absent.map(ToString::to_string).collect()
    }

    /// The `==` comparisons of the top `&&` chain between a claim of the entity, as a whole, and an attestor's reference or a literal, in
    /// text order. Each must hold for the condition to be TRUE, so an index over any of these claims answers which entities may be
    /// attested (rule Q8).
    pub fn equalities(&self) -> Vec<Equality> {
        equality::of_chain(&self.expression, &self.references)
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Condition {}

impl Hash for Condition {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
