//! Laws of the program: the published vectors, what it prints, and its status.

use serde_json::json;

use super::*;

const VECTORS: &str = include_str!("../../tests/condition_vectors.json");
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/condition/entities.json");

/// Status, standard output and standard error.
fn ran(arguments: &[&str], input: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let status = run(&arguments, input.as_bytes(), &mut out, &mut err).unwrap();
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn vectors(part: &str) -> (Value, Vec<Value>) {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = vectors[part].as_array().unwrap().clone();
    (vectors, cases)
}

#[test]
fn every_published_vector_is_evaluated_as_it_says() {
    let (vectors, cases) = vectors("evaluate");
    assert_eq!(cases.len(), 13);
    for case in cases {
        let claim = case["claim"].as_str().unwrap();
        let entities = json!({
            "attestor": vectors["attestor"], "entity": vectors["entity"], "proposed": {claim: case["proposed"]},
        });
        let (status, out, err) = ran(&[case["condition"].as_str().unwrap()], &entities.to_string());
        assert_eq!((out.lines().next(), err.as_str()), (case["expect"].as_str(), ""), "{case}");
        assert_eq!(status, u8::from(case["expect"] != "TRUE"), "{case}");
    }
}

#[test]
fn every_published_fault_is_told_with_its_place() {
    let (_, cases) = vectors("refuse");
    assert_eq!(cases.len(), 13);
    for case in cases {
        let (status, out, err) = ran(&[case["condition"].as_str().unwrap()], "");
        let told = format!("{} at byte {}: ", case["code"].as_str().unwrap(), case["offset"]);
        assert_eq!((status, out.as_str()), (2, ""), "{case}");
        assert!(err.starts_with(&told), "{case}: {err}");
    }
}

#[test]
fn a_fault_is_pointed_at_in_its_line() {
    for (text, expected) in [
        ("{ENTITY}.é == 1", "  {ENTITY}.é == 1\n  ^\n"),
        ("\"é\" = 1", "  \"é\" = 1\n      ^\n"),
        ("1 == 1 &&\n\t2 = 3\n", "   2 = 3\n     ^\n"),
        ("1 ==", "  1 ==\n      ^\n"),
        ("", "  \n  ^\n"),
    ] {
        let err = ran(&[text], "").2;
        assert_eq!(err.split_once('\n').unwrap().1, expected, "{err}");
    }
    let long = format!("1 == \"{}\"", "é".repeat(1000));
    assert!(ran(&[&long], "").2.starts_with("condition_limit at byte 1024: "));
}

#[test]
fn truth_and_what_is_absent_are_printed() {
    for (text, status, expected) in [
        ("{ATTESTOR}.school == {ENTITY}.school && {ENTITY}.home.country in {ATTESTOR}.countries", 0, "TRUE\n"),
        ("{ATTESTOR}.@kind == {ENTITY}.@kind", 1, "FALSE\n"),
        ("{ATTESTOR}.nick == {ENTITY}.nick", 1, "UNKNOWN\nabsent: {ATTESTOR}.nick\n"),
        ("{ENTITY}.nick in {ATTESTOR}.school", 1, "UNKNOWN\n"),
    ] {
        let (told, out, err) = ran(&[text, FILE], "");
        assert_eq!((told, out.as_str(), err.as_str()), (status, expected, ""), "{text}");
    }
}

#[test]
fn input_that_is_not_two_entities_is_told_with_its_place_and_evaluates_to_nothing() {
    for (input, told) in [
        ("{", "bad_json at byte 1"),
        (r#"{"entity": 1, "entity": 2}"#, "duplicate_member at byte 14"),
        (r#"{"entity": 9007199254740993}"#, "inexact_number at byte 11"),
        ("{}", "missing field `attestor`"),
        (r#"{"attestor": {"id": "", "kind": "", "claims": [], "x": 1}}"#, "unknown field `x`"),
    ] {
        let (status, out, err) = ran(&["1 == 1"], input);
        assert_eq!((status, out.as_str()), (2, ""), "{input}");
        assert!(err.starts_with("condition: -: ") && err.contains(told), "{err}");
    }
    for arguments in [&[][..], &["1 == 1", FILE, FILE], &["1 == 1", "/there/is/no/such.json"]] {
        let (status, out, err) = ran(arguments, "");
        assert_eq!((status, out.is_empty(), err.is_empty()), (2, true, false), "{arguments:?}");
    }
}
