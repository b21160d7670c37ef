//! What a condition names: claims that a kind must have (rule K3), what is absent (A11), what an index can be asked for (Q8).

use serde_json::{Value, json};

use super::condition;
use super::facts::Pair;
use crate::condition::{ConditionError, ConditionErrorKind, Equality, Other, Reference, Side};

/// Checks against an attestor's kind with `school` and `addr`, and an entity's with `school` and `home`.
fn check(text: &str) -> Result<(), ConditionError> {
    condition(text).check_claims(|name| ["school", "addr"].contains(&name), |name| ["school", "home"].contains(&name))
}

#[test]
fn k3_the_first_name_of_a_path_is_a_claim_of_its_side() {
    for good in [
        "{ATTESTOR}.school == {ENTITY}.school",
        "{ATTESTOR}.addr.planet.any == {ENTITY}.home.thing",
        "{ATTESTOR}.@id == {ENTITY}.@kind",
        "1 == 1",
    ] {
        assert_eq!(check(good), Ok(()), "{good}");
    }
    for (bad, offset, named) in [
        ("{ATTESTOR}.home == 1", 0, "the attestor's kind has no claim `home`"),
        ("\"é\" == {ENTITY}.addr.cc", 8, "this kind has no claim `addr`"),
        ("{ENTITY}.home == 1 && {ENTITY}.School == {ATTESTOR}.x", 22, "this kind has no claim `School`"),
        ("{ENTITY}.x.b == 1 || {ENTITY}.x.a == 1", 0, "this kind has no claim `x`"),
        ("{ENTITY}.home == 1 || {ENTITY}.x == 1 && {ENTITY}.x == 2", 22, "this kind has no claim `x`"),
    ] {
        let error = check(bad).unwrap_err();
        assert_eq!((error.kind, error.code()), (ConditionErrorKind::Claim, "condition_claim"));
        assert_eq!((error.offset, error.detail.as_str()), (offset, named), "{bad}");
        assert_eq!(error.to_string(), format!("{named} (at byte {offset})"));
    }
    let long = format!("1 == {{ENTITY}}.{}", "x".repeat(900));
    assert!(check(&long).unwrap_err().detail.chars().count() < 100, "a sentence stays short");
}

#[test]
fn a11_absent_references_are_named_once_in_text_order() {
    let pair = Pair::new(json!({"addr": {"cc": "IN", "zip": null}, "gone": null}), json!({"home": "IN"}));
    let absent = |text: &str| condition(text).absent(&pair);
    assert_eq!(absent("{ENTITY}.home == {ATTESTOR}.addr.cc || {ENTITY}.@id == {ATTESTOR}.@kind"), [""; 0]);
    assert_eq!(
        absent("{ENTITY}.x == {ATTESTOR}.addr.zip || {ENTITY}.home.deeper == 1 || {ATTESTOR}.gone == {ENTITY}.x"),
        ["{ENTITY}.x", "{ATTESTOR}.addr.zip", "{ENTITY}.home.deeper", "{ATTESTOR}.gone"]
    );
    assert_eq!(absent("1 == 1 || {ENTITY}.x == 1"), ["{ENTITY}.x"], "whatever decides");
}

fn literal(claim: &str, value: Value) -> Equality {
    Equality { claim: claim.to_owned(), other: Other::Literal(value) }
}

fn reference(claim: &str, shown: &str) -> Equality {
    let (reference, _) = Reference::read(shown).unwrap();
    assert_eq!(reference.side, Side::Attestor);
    Equality { claim: claim.to_owned(), other: Other::Reference(reference) }
}

#[test]
fn q8_equalities_of_the_top_chain_can_be_asked_of_an_index() {
    for (text, equalities) in [
        ("{ENTITY}.sponsor == {ATTESTOR}.@id", vec![reference("sponsor", "{ATTESTOR}.@id")]),
        ("{ATTESTOR}.a.b == {ENTITY}.c", vec![reference("c", "{ATTESTOR}.a.b")]),
        ("{ENTITY}.home == \"IN\"", vec![literal("home", json!("IN"))]),
        ("41.0 == {ENTITY}.age", vec![literal("age", json!(41))]),
        (
            "{ENTITY}.a == true && ({ENTITY}.b == 1 && {ENTITY}.c == {ATTESTOR}.c) && {ENTITY}.d != 1",
            vec![literal("a", json!(true)), literal("b", json!(1)), reference("c", "{ATTESTOR}.c")],
        ),
        ("({ENTITY}.a == 1 || {ENTITY}.a == 2) && {ENTITY}.b == 3", vec![literal("b", json!(3))]),
        ("{ENTITY}.a == 1 || {ENTITY}.b == 2", vec![]),
        ("{ENTITY}.a == 1 && {ENTITY}.b == 2 || {ENTITY}.c == 3", vec![]),
        ("!({ENTITY}.a == 1) && !!{ENTITY}.b == 2", vec![]),
        ("{ENTITY}.a in {ATTESTOR}.list && {ENTITY}.a != 1", vec![]),
        ("{ENTITY}.a.b == 1 && {ENTITY}.@id == \"x\" && {ENTITY}.@kind == {ATTESTOR}.x", vec![]),
        ("{ENTITY}.a == {ENTITY}.b && {ATTESTOR}.a == 1 && {ATTESTOR}.a == {ATTESTOR}.b && 1 == 1", vec![]),
    ] {
        assert_eq!(condition(text).equalities(), equalities, "{text}");
    }
}
