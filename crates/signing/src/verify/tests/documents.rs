//! Step 6: an honest signature in a document that shows something else; and what is a document at all.

use super::*;

#[test]
fn attestor_date_end_and_claims_swapped_in_the_envelope() {
    let honest = honest(&given::RSA);
    for (pointer, value) in [
        ("/attestor", json!(format!("{R}/api/teacher/another"))),
        ("/attestor", json!(R)),
        ("/date", json!("2026-01-02T03:04:06Z")),
        ("/date", json!("2026-01-02T03:04:05+00:00")),
        ("/expires", json!("2028-01-02T03:04:05Z")),
        ("/expires", json!("2027-01-02T03:04:05+00:00")),
        ("/claims", json!([format!("{ENTITY}/name")])),
        ("/claims", json!([CLAIM, format!("{ENTITY}/name")])),
        ("/claims", json!([CLAIM, CLAIM])),
        ("/claims", json!([])),
        ("/claims", json!(CLAIM)),
        ("/id", json!(format!("{R}/meta/attestations/another"))),
    ] {
        assert_eq!(step(&with(&honest, pointer, value.clone())), 6, "{pointer} {value}");
    }
}

#[test]
fn moved_to_another_entity() {
    let document = entity(&[honest(&given::RSA)]);
    let other = format!("{R}/api/student/another");
    assert_eq!(refusal(&with(&document, "/id", other.as_str())).0, 6);
    assert_eq!(refusal(&with(&document, "/kind", format!("{R}/api/teacher"))).0, 6);
    let text = document.to_string().replacen(&format!("\"id\":\"{ENTITY}"), &format!("\"id\":\"{other}"), 10);
    assert_eq!(refusal(&serde_json::from_str(&text).unwrap()).0, 6, "with its claims");
    for member in ["/id", "/kind", "/claims"] {
        assert_eq!(refusal(&without(&document, member)).0, 6, "{member}");
    }
}

#[test]
fn an_old_value_in_the_entity() {
    let document = entity(&[honest(&given::RSA)]);
    for value in [
        json!("Another School"),
        json!("UP public School"),
        json!("UP Public School "),
        json!(["UP Public School"]),
        json!(null),
    ] {
        assert_eq!(refusal(&with(&document, "/claims/1/value", value.clone())).0, 6, "{value}");
    }
    assert_eq!(refusal(&without(&document, "/claims/1/value")).0, 6);
    assert_eq!(
        refusal(&with(&document, "/claims", json!([{"id": CLAIM.to_uppercase(), "value": "UP Public School"}]))).0,
        6
    );
}

#[test]
fn a_claim_twice_in_the_entity() {
    let claim = |value| json!({"id": CLAIM, "value": value});
    for (first, second) in [("UP Public School", "Another School"), ("Another School", "UP Public School")] {
        let document = with(&entity(&[honest(&given::RSA)]), "/claims", json!([claim(first), claim(second)]));
        assert_eq!(refusal(&document).0, 6);
    }
}

#[test]
fn values_are_compared_as_json() {
    let about = |signed_text: &str, shown: &str| {
        let payload = payload().to_string().replace("\"UP Public School\"", signed_text);
        let jws = signed(header(&given::RSA), payload, &given::RSA);
        let document = entity(&[envelope(&jws, &given::RSA)]).to_string().replace("\"UP Public School\"", shown);
        verified(&domesday_domain::json::read(document.as_bytes()).unwrap()).err().map(|refusal| refusal.step)
    };
    for (signed, shown) in [("1", "1.0"), (r#"{"a":1,"b":[2]}"#, r#"{"b":[2e0],"a":1}"#), (r#""\u0041""#, r#""A""#)] {
        assert_eq!(about(signed, shown), None, "{signed} {shown}");
    }
    for (signed, shown) in
        [("1", "\"1\""), ("1", "true"), ("0", "false"), ("[1,2]", "[2,1]"), ("{}", "[]"), ("\"é\"", "\"e\u{301}\"")]
    {
        assert_eq!(about(signed, shown), Some(6), "{signed} {shown}");
    }
    assert_eq!(about(r#"{"a":1}"#, r#"{"a":1,"b":2}"#), Some(6), "a member more");
}

#[test]
fn every_attestation_of_an_entity_has_to_pass() {
    let (good, bad) = (honest(&given::RSA), with(&honest(&given::EC), "/date", "2026-01-02T03:04:06Z"));
    assert_eq!(verified(&entity(&[good.clone(), honest(&given::EC)])).unwrap().len(), 2);
    let bad = with(&bad, "/id", "the second");
    for order in [[good.clone(), bad.clone()], [bad, good.clone()]] {
        let refusal = verified(&entity(&order)).unwrap_err();
        assert_eq!((refusal.step, refusal.attestation.as_deref()), (6, Some("the second")));
    }
    for broken in [json!(null), json!({}), json!("x"), json!([])] {
        assert_eq!(refusal(&entity(&[good.clone(), broken])).0, 1);
    }
}

#[test]
fn without_an_attestation_nothing_is_verified() {
    assert_eq!(refusal(&entity(&[])).0, 1);
    for attestations in [json!(null), json!({}), json!("x")] {
        assert_eq!(refusal(&with(&entity(&[]), "/attestations", attestations)).0, 1);
    }
    for other in [json!(null), json!([]), json!("x"), json!({}), json!([honest(&given::RSA)]), payload()] {
        assert_eq!(refusal(&other).0, 1);
    }
}

#[test]
fn an_entity_document_does_not_pass_as_an_envelope() {
    let mut document = with(&entity(&[honest(&given::RSA)]), "/claims/1/value", "Another School");
    let honest = honest(&given::RSA);
    for (name, value) in honest.as_object().unwrap() {
        document[format!("x{name}")] = value.clone();
    }
    document["signature"] = honest["signature"].clone();
    assert_eq!(refusal(&document).0, 1);
}
