//! The published vectors of the condition language, all of them. `condition_vectors.json` beside this file says how they are meant.

#![expect(clippy::unwrap_used, reason = "tests; the compiler's exception for tests does not reach their helpers")]

use std::borrow::Cow;

use domesday_domain::condition::{Condition, Facts, Side, Truth};
use serde_json::Value;

const VECTORS: &str = include_str!("condition_vectors.json");

/// The two entities of the vectors, with one of the entity's claims under attestation.
struct Binding<'v> {
    attestor: &'v Value,
    entity: &'v Value,
    claim: &'v str,
    proposed: &'v Value,
}

impl<'v> Binding<'v> {
    fn of(&self, side: Side) -> &'v Value {
        match side {
            Side::Attestor => self.attestor,
            Side::Entity => self.entity,
        }
    }
}

impl Facts for Binding<'_> {
    fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>> {
        if side == Side::Entity && name == self.claim {
            return Some(Cow::Borrowed(self.proposed));
        }
        let claim = self.of(side)["claims"].as_array().unwrap().iter().find(|claim| claim["name"] == name)?;
        let is_visible = match claim["standing"].as_str().unwrap() {
            "attested" | "registry" => true,
            "unattested" => false,
            other => unreachable!("an unknown standing: {other}"),
        };
        is_visible.then_some(Cow::Borrowed(&claim["value"]))
    }

    fn id(&self, side: Side) -> &str {
        self.of(side)["id"].as_str().unwrap()
    }

    fn kind(&self, side: Side) -> &str {
        self.of(side)["kind"].as_str().unwrap()
    }
}

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

#[test]
fn every_vector_evaluates_as_expected() {
    let vectors = vectors();
    let cases = vectors["evaluate"].as_array().unwrap();
    assert_eq!(cases.len(), 13);
    for case in cases {
        let condition = Condition::parse(case["condition"].as_str().unwrap()).unwrap();
        let binding = Binding {
            attestor: &vectors["attestor"],
            entity: &vectors["entity"],
            claim: case["claim"].as_str().unwrap(),
            proposed: &case["proposed"],
        };
        let expected = match case["expect"].as_str().unwrap() {
            "TRUE" => Truth::True,
            "FALSE" => Truth::False,
            "UNKNOWN" => Truth::Unknown,
            other => unreachable!("an unknown truth: {other}"),
        };
        assert_eq!(condition.evaluate(&binding), expected, "{}: {}", condition.text(), case["why"]);
    }
}

#[test]
fn every_vector_is_refused_as_expected() {
    let vectors = vectors();
    let cases = vectors["refuse"].as_array().unwrap();
    assert_eq!(cases.len(), 13);
    for case in cases {
        let error = Condition::parse(case["condition"].as_str().unwrap()).unwrap_err();
        let expected = (case["code"].as_str().unwrap(), case["offset"].as_u64().unwrap());
        assert_eq!((error.code(), error.offset as u64), expected, "{}: {}", case["condition"], case["why"]);
    }
}
