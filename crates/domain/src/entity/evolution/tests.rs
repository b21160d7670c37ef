//! Laws of changes, and of what kinds say of one another.

use serde_json::{Value, json};

use super::*;
use crate::entity::KindName;

fn kind(name: &str, claims: &Value) -> Kind {
    Kind::from_stored(&json!({"kind": name, "claims": claims})).unwrap()
}

fn student(claims: &Value) -> Kind {
    kind("student", claims)
}

fn refused(before: &Value, after: &Value) -> Vec<(String, &'static str)> {
    let changes = student(before).changes_refused(&student(after));
    changes
        .into_iter()
        .map(|change| (change.claim.map(|claim| claim.to_string()).unwrap_or_default(), change.change))
        .collect()
}

#[test]
fn k4_what_only_adds_is_accepted() {
    let before = json!([{"subject": "a", "value": "integer", "required": true}, {"subject": "b", "value": ["date"], "unique": true}]);
    let policy = json!({"attestorKind": "teacher", "condition": "{ENTITY}.a == 1"});
    for after in [
        before.clone(),
        json!([{"subject": "a", "value": "number"}, {"subject": "b", "value": ["string"], "private": true}]),
        json!([
            {"subject": "b", "value": ["date"], "indexed": true, "attestationPolicy": policy},
            {"subject": "a", "value": "integer", "required": true, "unique": true},
            {"subject": "c", "value": "any"},
        ]),
    ] {
        assert_eq!(refused(&before, &after), [], "{after}");
    }
    let mut open = student(&before);
    open.public = true;
    open.ids = crate::entity::IdSource::Client;
    open.roles.read = crate::actor::Roles::all();
    assert_eq!(student(&before).changes_refused(&open), []);
    assert_eq!(open.changes_refused(&student(&before)), []);
}

#[test]
fn k4_every_change_that_takes_something_away_is_told() {
    let before = json!([
        {"subject": "gone", "value": "any"},
        {"subject": "both", "value": "string"},
        {"subject": "fine", "value": "string"},
    ]);
    let after = json!([
        {"subject": "new", "value": "any", "required": true},
        {"subject": "both", "value": "email", "required": true},
        {"subject": "fine", "value": "any"},
    ]);
    let expected = [("gone", "removed"), ("both", "required"), ("both", "value"), ("new", "required")];
    let expected: Vec<_> = expected.iter().map(|(claim, change)| ((*claim).to_owned(), *change)).collect();
    assert_eq!(refused(&before, &after), expected);
}

fn with_condition(attestor_kind: &str, condition: &str) -> Value {
    let policy = json!({"attestorKind": attestor_kind, "condition": condition});
    json!([{"subject": "plain", "value": "any"}, {"subject": "school", "value": "any", "attestationPolicy": policy}])
}

#[test]
fn k3_a_policy_names_kinds_and_claims_that_there_are() {
    let teacher = kind("teacher", &json!([{"subject": "class", "value": "any"}]));
    let find = |name: &KindName| (*name == teacher.name).then(|| teacher.clone());
    let at = "claims[1].attestationPolicy";
    for (attestor_kind, condition, expected) in [
        ("teacher", "{ATTESTOR}.class == {ENTITY}.school", None),
        ("teacher", "{ATTESTOR}.@id == {ENTITY}.school.deeper.names", None),
        ("student", "{ATTESTOR}.plain == {ENTITY}.plain", None),
        ("Teacher", "{ATTESTOR}.class == 1", Some(("attestorKind", "unknown_kind", None))),
        ("teacher", "{ATTESTOR}.school == 1", Some(("condition", "condition_claim", Some(0)))),
        ("teacher", "1 == {ENTITY}.class", Some(("condition", "condition_claim", Some(5)))),
        ("student", "1 == 1 && {ATTESTOR}.class == 1", Some(("condition", "condition_claim", Some(10)))),
    ] {
        let findings = student(&with_condition(attestor_kind, condition)).check_policies(&find);
        let told: Vec<_> = findings.errors().iter().map(|e| (e.field.clone(), e.code, e.offset)).collect();
        let expected = expected.map(|(member, code, offset)| (format!("{at}.{member}"), code, offset));
        assert_eq!(told, expected.into_iter().collect::<Vec<_>>(), "{condition}");
    }
}

#[test]
fn k5_references_to_a_claim_that_goes_are_found() {
    let teacher = kind("teacher", &json!([{"subject": "class", "value": "any"}]));
    let condition =
        "{ATTESTOR}.class == {ENTITY}.plain || {ATTESTOR}.home == 1 || {ATTESTOR}.@id == 1 || {ATTESTOR}.home == 2";
    let student = student(&with_condition("teacher", condition));
    let school = ClaimName::parse("school").unwrap();
    assert_eq!(student.references_gone(&teacher), [(&school, "home")]);
    let bare = kind("teacher", &json!([]));
    assert_eq!(student.references_gone(&bare), [(&school, "class"), (&school, "home")]);
    let other = kind("pupil", &json!([]));
    assert_eq!(student.references_gone(&other), [], "of another kind nothing is named");
    assert_eq!(student.references_gone(&kind("student", &json!([]))), [(&school, "plain")]);
}
