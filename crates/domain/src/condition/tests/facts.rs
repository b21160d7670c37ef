//! Two entities to evaluate conditions of.

use std::borrow::Cow;

use serde_json::Value;

use crate::condition::{Condition, Facts, Side, Truth};

pub(super) const ATTESTOR: &str = "https://registry.example/api/teacher/t1";
pub(super) const ENTITY: &str = "https://registry.example/api/student/s1";

/// The visible claims of attestor and entity, each an object.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) attestor: Value,
    pub(super) entity: Value,
    /// Whether values are given away instead of lent.
    pub(super) gives: bool,
}

impl Pair {
    pub(super) fn new(attestor: Value, entity: Value) -> Self {
        Self { attestor, entity, gives: false }
    }

    /// What a condition is of the two, which is the same whether values are lent or given.
    pub(super) fn truth(&self, text: &str) -> Truth {
        let condition = Condition::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let lent = condition.evaluate(self);
        let giving = Self { gives: true, ..self.clone() };
        assert_eq!(condition.evaluate(&giving), lent, "{text}");
        assert_eq!(condition.absent(&giving), condition.absent(self), "{text}");
        lent
    }
}

impl Facts for Pair {
    fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>> {
        let claims = match side {
            Side::Attestor => &self.attestor,
            Side::Entity => &self.entity,
        };
        let value = claims.get(name)?;
        Some(if self.gives { Cow::Owned(value.clone()) } else { Cow::Borrowed(value) })
    }

    fn id(&self, side: Side) -> &str {
        match side {
            Side::Attestor => ATTESTOR,
            Side::Entity => ENTITY,
        }
    }

    fn kind(&self, side: Side) -> &str {
        match side {
            Side::Attestor => "https://registry.example/api/teacher",
            Side::Entity => "https://registry.example/api/student",
        }
    }
}
