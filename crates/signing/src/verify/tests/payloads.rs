//! Step 5: statements that the right key signed and that are none of this registry, or of this time.

use super::*;

/// An honest envelope around another payload, signed with the right key.
fn around(payload: impl ToString) -> Value {
    envelope(&signed(header(&given::RSA), payload, &given::RSA), &given::RSA)
}

fn changed(pointer: &str, value: impl Into<Value>) -> Value {
    around(with(&payload(), pointer, value))
}

/// Whether an honest attestation passes so many seconds after it was signed.
fn step_at(document: &Value, seconds: i64) -> Option<u8> {
    verify_document(R, &KEYS, document, at(seconds)).err().map(|refusal| refusal.step)
}

#[test]
fn repeated_members_of_the_payload() {
    let text = payload().to_string();
    for again in [r#""exp":99999999999,"#, r#""iss":"x","#, r#""new":1,"new":1,"#] {
        assert_eq!(step(&around(text.replacen('{', &format!("{{{again}"), 1))), 5, "{again}");
    }
    let inner = text.replacen(r#""claims":[{"#, r#""claims":[{"value":"Another School","#, 1);
    assert_ne!(inner, text);
    assert_eq!(step(&around(inner)), 5);
    for other in ["null", "[]", "\"\"", "{", "{}", "payload", "\u{feff}{}"] {
        assert_eq!(step(&around(other)), 5, "{other}");
    }
}

#[test]
fn a_claim_signed_twice() {
    let claim = |value| json!({"id": CLAIM, "value": value});
    for second in ["UP Public School", "Another School"] {
        let forged = changed("/claims", json!([claim("UP Public School"), claim(second)]));
        assert_eq!(step(&forged), 5, "{second}");
        assert_eq!(step(&with(&forged, "/claims", json!([CLAIM, CLAIM]))), 5, "{second}");
    }
}

#[test]
fn several_claims_are_all_compared() {
    let name = format!("{ENTITY}/name");
    let both = |value: &str| {
        let claims = json!([{"id": CLAIM, "value": "UP Public School"}, {"id": name, "value": value}]);
        with(&changed("/claims", claims), "/claims", json!([name, CLAIM]))
    };
    assert_eq!(verified(&entity(&[both("Ann")])).unwrap()[0].claims.len(), 2, "a set has no order");
    assert_eq!(refusal(&entity(&[both("Bob")])).0, 6);
    assert_eq!(step(&with(&both("Ann"), "/claims", json!([CLAIM]))), 6);
    assert_eq!(step(&with(&both("Ann"), "/claims", json!([CLAIM, CLAIM]))), 6);
}

#[test]
fn statements_of_another_registry_or_about_something_else() {
    assert_eq!(step(&changed("/iss", format!("{R}.evil.example"))), 5);
    assert_eq!(step(&changed("/iss", format!("{R}/"))), 5);
    assert_eq!(step(&changed("/sub", format!("{R}/api/student/another"))), 5);
}

#[test]
fn kinds_and_entities_are_one_segment_below_their_own() {
    // All of it agrees with itself, the claim too: nothing but the place is wrong.
    let at = |kind: &str, id: &str| {
        let payload = with(&with(&with(&payload(), "/kind", kind), "/id", id), "/sub", id);
        refusal(&around(with(&payload, "/claims/0/id", format!("{id}/school"))))
    };
    let evil = format!("{R}.evil.example");
    for kind in [
        format!("{evil}/api/student"),
        format!("{R}/api/"),
        format!("{R}/api/a/b"),
        format!("{R}/meta/student"),
        R.into(),
    ] {
        let (step, detail) = at(&kind, &format!("{kind}/GcivYPrwdeIOREu4UqCpOg"));
        assert!(step == 5 && detail.contains("`kind`"), "{kind}: {detail}");
    }
    let student = format!("{R}/api/student");
    for id in [
        format!("{student}/"),
        format!("{student}/a/b"),
        format!("{student}/.."),
        format!("{R}/api/teacher/x"),
        student.clone(),
    ] {
        let (step, detail) = at(&student, &id);
        assert!(step == 5 && detail.contains("`id`"), "{id}: {detail}");
    }
}

#[test]
fn claims_that_are_missing_or_not_the_entitys() {
    assert_eq!(step(&changed("/claims", json!([]))), 5);
    assert_eq!(step(&with(&changed("/claims", json!([])), "/claims", json!([]))), 5);
    for id in [ENTITY.to_owned(), format!("{ENTITY}/"), format!("{CLAIM}/x"), format!("{R}/api/student/another/school")]
    {
        assert_eq!(step(&changed("/claims/0/id", id.as_str())), 5, "{id}");
    }
    assert_eq!(step(&around(without(&payload(), "/claims/0/value"))), 5);
    assert_eq!(step(&around(without(&payload(), "/claims/0/id"))), 5);
    assert_eq!(step(&changed("/claims/0", CLAIM)), 5);
    assert_eq!(step(&changed("/claims", json!({"id": CLAIM, "value": "UP Public School"}))), 5);
}

#[test]
fn members_that_are_missing_or_of_another_type() {
    for name in ["/iss", "/sub", "/jti", "/iat", "/id", "/kind", "/claims", "/attestor", "/date"] {
        assert_eq!(step(&around(without(&payload(), name))), 5, "no {name}");
        for other in [json!(null), json!(true), json!([R]), json!("")] {
            let step = step(&changed(name, other.clone()));
            // An empty text is a text; it is not what the envelope shows.
            assert!(step == 5 || (step == 6 && other == ""), "{name} {other}");
        }
    }
    for other in [json!(null), json!("1798859045"), json!(1_798_859_045.5), json!(true), json!(9e15), json!(-9e15)] {
        assert_eq!(step(&changed("/exp", other.clone())), 5, "{other}");
    }
}

#[test]
fn an_expired_one() {
    let honest = honest(&given::RSA);
    for document in [&honest, &entity(std::slice::from_ref(&honest))] {
        assert_eq!([LIFE - 1, LIFE, LIFE + 1].map(|seconds| step_at(document, seconds)), [None, Some(5), Some(5)]);
    }
}

#[test]
fn one_that_never_expires() {
    let jws = signed(header(&given::RSA), without(&payload(), "/exp"), &given::RSA);
    let lasting = without(&envelope(&jws, &given::RSA), "/expires");
    assert_eq!(step_at(&entity(std::slice::from_ref(&lasting)), 100 * LIFE), None);
    assert_eq!(step(&envelope(&jws, &given::RSA)), 6, "an end that was not signed");
    assert_eq!(step(&with(&lasting, "/expires", Value::Null)), 6);
    assert_eq!(step(&without(&honest(&given::RSA), "/expires")), 6, "an end that is not shown");
}

#[test]
fn one_issued_too_far_ahead() {
    let document = entity(&[honest(&given::RSA)]);
    assert_eq!([-301, -300, 0].map(|seconds| step_at(&document, seconds)), [Some(5), None, None]);
}

#[test]
fn one_signed_anew_keeps_its_date() {
    let mut later = payload();
    later["iat"] = (ISSUED + 1000).into();
    let anew = around(later);
    assert_eq!(step_at(&entity(&[anew]), 1000), None);
}
