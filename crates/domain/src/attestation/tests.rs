//! What is signed of a claim, how it is shown, and what becomes of an attestation (`attestations.md` sections 9, 10).

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::entity::{EntityId, RegistryUrl};
use crate::finding::Findings;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_767_323_045 + seconds)
}

fn attestation() -> Attestation {
    Attestation {
        id: AttestationId([7; 16]),
        subject: SubjectKey { kind: KindName::parse("student").unwrap(), number: 1 },
        claim: ClaimName::parse("school").unwrap(),
        attestor: None,
        date: at(0),
        issued: at(0),
        expires: Some(at(3600)),
        state: State::Valid,
        since: at(0),
        key: String::new(),
        jws: String::new(),
    }
}

fn statement() -> Statement {
    let name = |text: &str| KindName::parse(text).unwrap();
    Statement {
        id: AttestationId([0xff; 16]),
        kind: name("student"),
        entity: EntityId::parse("s1").unwrap(),
        claim: ClaimName::parse("school").unwrap(),
        value: json!("UP Public School"),
        attestor: Attestor::Entity(name("teacher"), EntityId::parse("t1").unwrap()),
        date: at(0),
        issued: at(0),
        expires: Some(at(31_536_000)),
        policy: PolicyInForce {
            attestor_kind: Some(name("teacher")),
            condition: Some("{ATTESTOR}.school == {ENTITY}.school".to_owned()),
            valid_for: Some(31_536_000),
        },
        verification: None,
    }
}

fn registry() -> RegistryUrl {
    RegistryUrl::parse("https://registry.example").unwrap()
}

/// What a signature over a payload looks like.
fn signed(payload: &str, algorithm: &str) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header =
        json!({"alg": algorithm, "kid": "https://registry.example/meta/signing-keys/k", "typ": "attestation+jwt"});
    [header.to_string().as_str(), payload, "sig"].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

#[test]
fn section_9_the_payload_holds_all_that_matters() {
    let payload: Value = serde_json::from_str(&statement().payload(&registry())).unwrap();
    let url = |path: &str| format!("https://registry.example{path}");
    let jti = url("/meta/attestations/_____________________w");
    assert_eq!(
        payload,
        json!({
            "context": {"baseUrl": url(""), "schemas": ["https://registries/schemas/entity.json"]},
            "iss": url(""), "sub": url("/api/student/s1"), "jti": jti, "iat": 1_767_323_045, "exp": 1_798_859_045,
            "id": url("/api/student/s1"), "kind": url("/api/student"),
            "claims": [{"id": url("/api/student/s1/school"), "value": "UP Public School"}],
            "attestor": url("/api/teacher/t1"), "date": "2026-01-02T03:04:05Z", "status": {"uri": jti},
            "policy": {"attestorKind": url("/api/teacher"), "condition": "{ATTESTOR}.school == {ENTITY}.school", "validFor": 31_536_000},
        })
    );
}

#[test]
fn j1_what_is_not_set_is_left_out() {
    let bare =
        Statement { attestor: Attestor::Registry, expires: None, policy: PolicyInForce::default(), ..statement() };
    let payload: Value = serde_json::from_str(&bare.payload(&registry())).unwrap();
    assert!(["exp", "policy", "verification"].iter().all(|member| payload.get(member).is_none()));
    assert_eq!(payload["attestor"], "https://registry.example");
    let kind_alone =
        PolicyInForce { attestor_kind: Some(KindName::parse("teacher").unwrap()), ..PolicyInForce::default() };
    let shown = kind_alone.to_json(&registry()).unwrap();
    assert_eq!(shown, json!({"attestorKind": "https://registry.example/api/teacher"}));
}

#[test]
fn j3_the_envelope_is_what_was_signed() {
    let statement = statement();
    let jws = signed(&statement.payload(&registry()), "ES256");
    let envelope = Envelope::of(&jws).unwrap();
    let shown = serde_json::to_value(envelope.shown()).unwrap();
    assert_eq!(
        shown,
        json!({
            "id": "https://registry.example/meta/attestations/_____________________w",
            "attestor": "https://registry.example/api/teacher/t1",
            "date": "2026-01-02T03:04:05Z", "expires": "2027-01-02T03:04:05Z",
            "claims": ["https://registry.example/api/student/s1/school"],
            "signature": {
                "type": "https://registries/signature-types/jws-es256", "value": jws,
                "keyId": "https://registry.example/meta/signing-keys/k",
            },
        })
    );
    assert_eq!(envelope.value(), &statement.value);
}

#[test]
fn s6_a_statement_signed_anew_is_the_one_that_was_signed() {
    let mut findings = Findings::new();
    let verification = Verification::read(&json!({"method": "letter"}), "verification", &mut findings);
    for attestor in [Attestor::Registry, statement().attestor] {
        let statement = Statement { attestor, verification: verification.clone(), ..statement() };
        let envelope = Envelope::of(&signed(&statement.payload(&registry()), "RS256")).unwrap();
        assert_eq!(envelope.statement(statement.id, &statement.claim), Ok(statement));
    }
    assert_eq!(Envelope::of("no.signature"), Err(Unsigned));
}

#[test]
fn section_10_the_life_of_an_attestation() {
    let mut valid = attestation();
    assert_eq!((valid.status(at(3599)), valid.since(at(3599)), valid.reason(at(3599))), (Status::Valid, at(0), None));
    assert_eq!(valid.status(at(3600)), Status::Expired);
    assert_eq!((valid.since(at(9999)), valid.reason(at(9999))), (at(3600), Some("expired")));
    assert!(!valid.supersede(Superseding::Renewed, None, at(3600)), "what ran out is not superseded");
    assert!(valid.supersede(Superseding::Renewed, Some(AttestationId([1; 16])), at(10)));
    assert_eq!((valid.status(at(9999)), valid.since(at(9999))), (Status::Superseded, at(10)));
    assert_eq!((valid.reason(at(11)), valid.superseded_by()), (Some("renewed"), Some(AttestationId([1; 16]))));
    assert!(!valid.supersede(Superseding::ValueChanged, None, at(20)), "once is enough");
    assert!(valid.revoke(Revocation::Fraud, None, at(30)));
    assert_eq!(
        (valid.status(at(31)), valid.reason(at(31)), valid.superseded_by()),
        (Status::Revoked, Some("fraud"), None)
    );
    assert!(!valid.revoke(Revocation::Error, None, at(40)), "revoked is final");
    assert_eq!((valid.since(at(50)), valid.reason(at(50))), (at(30), Some("fraud")));
    let mut expired = attestation();
    assert!(expired.revoke(Revocation::Withdrawn, Some("n".to_owned()), at(5000)));
}

#[test]
fn section_7_evidence_is_named_in_256_characters_and_never_enclosed() {
    let told = |value: Value| {
        let mut findings = Findings::new();
        let read = Verification::read(&value, "verification", &mut findings).is_some();
        let errors = findings.errors().iter().map(|error| format!("{}:{}", error.field, error.code));
        (read, errors.collect::<Vec<_>>())
    };
    let full =
        json!({"method": "video", "evidence": "passport", "reference": "x".repeat(256), "trustFramework": "eidas"});
    assert_eq!(told(full), (true, vec![]));
    assert_eq!(told(json!({})), (false, vec![]));
    assert_eq!(told(json!({"method": "x".repeat(257)})).1, ["verification.method:too_long"]);
    assert_eq!(told(json!({"method": ""})).1, ["verification.method:required"]);
    assert_eq!(
        told(json!({"method": 1, "scan": "…"})).1,
        ["verification.method:wrong_type", "verification.scan:unknown_member"]
    );
    assert_eq!(told(json!("letter")).1, ["verification:wrong_type"]);
}

proptest! {
    #[test]
    fn ids_are_read_as_they_are_shown(bytes in any::<[u8; 16]>(), text in "\\PC{0,30}") {
        let id = AttestationId(bytes);
        prop_assert_eq!(AttestationId::parse(&id.to_string()), Some(id));
        prop_assert_eq!(id.to_string().len(), 22);
        if let Some(read) = AttestationId::parse(&text) {
            prop_assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_signature_is_told_so(text in "\\PC{0,80}") {
        prop_assert!(Envelope::of(&text).is_ok() || Envelope::of(&text) == Err(Unsigned));
    }
}
