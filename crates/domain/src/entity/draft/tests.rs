//! Laws of declarations: how they are read, stored, and sent back.

use serde_json::json;

use super::*;
use crate::entity::RegistryUrl;

fn name(text: &str) -> KindName {
    KindName::parse(text).unwrap()
}

fn read_as(kind: &str, body: &Value) -> (Option<Kind>, Findings) {
    let registry = RegistryUrl::parse("https://registry.example").unwrap();
    KindDraft::read(&name(kind), body.as_object().unwrap(), &|text| registry.kind_reference(text))
}

fn read(body: &Value) -> Kind {
    let (kind, findings) = read_as("student", body);
    kind.unwrap_or_else(|| panic!("{:?}", findings.errors()))
}

fn told(body: &Value) -> Vec<(String, &'static str)> {
    let (kind, findings) = read_as("student", body);
    assert!(kind.is_none() != findings.is_clean(), "{body}");
    findings.errors().iter().map(|error| (error.field.clone(), error.code)).collect()
}

/// What is told of one claim.
fn told_of(claim: &Value) -> Vec<(String, &'static str)> {
    told(&json!({"claims": [claim]}))
}

fn expected(list: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    list.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
}

fn example() -> Value {
    json!({
        "public": false, "ids": "server",
        "roles": {"create": ["registrar"], "update": ["registrar"], "read": ["reader"]},
        "claims": [
            {"subject": "name", "value": "string", "required": true},
            {"subject": "phoneNumber", "value": {"country": "string", "number": "integer", "ext?": "string"}, "private": true},
            {"subject": "school", "value": "string", "indexed": true, "attestationPolicy": {
                "attestorKind": "teacher", "condition": "{ATTESTOR}.school == {ENTITY}.school", "validFor": 31536000}},
        ],
    })
}

#[test]
fn section_4_the_example_is_a_kind() {
    let kind = read(&example());
    assert_eq!((kind.public, kind.ids, kind.claims.len()), (false, IdSource::Server, 3));
    assert_eq!(kind.roles.create.iter().collect::<Vec<_>>(), [Role::Registrar]);
    assert_eq!(kind.roles.read.iter().collect::<Vec<_>>(), [Role::Reader]);
    let [first, phone, school] = kind.claims.as_slice() else { unreachable!() };
    assert!(first.required && !first.private && !first.indexed && first.policy.is_none());
    assert!(phone.private && !phone.required);
    let policy = school.policy.as_ref().unwrap();
    assert!(school.indexed && !school.unique);
    assert_eq!((policy.attestor_kind.as_str(), policy.valid_for), ("teacher", Some(31_536_000)));
    assert_eq!(policy.condition.as_ref().unwrap().text(), "{ATTESTOR}.school == {ENTITY}.school");
}

#[test]
fn section_4_what_is_left_out_is_denied() {
    let kind = read(&json!({"claims": []}));
    assert_eq!((kind.public, kind.ids, kind.roles), (false, IdSource::Server, KindRoles::default()));
    assert_eq!(told(&json!({})), expected(&[("claims", "required")]));
}

#[test]
fn k6_what_the_schema_answer_shows_can_be_sent_back() {
    let registry = "https://registry.example";
    let mut body = example();
    body["context"] = json!({"baseUrl": registry, "schemas": ["https://registries/schemas/schema.json"]});
    body["kind"] = json!(format!("{registry}/api/student"));
    body["id"] = json!("/api/student/");
    body["metadata"] = json!({"revision": 1});
    body["attestations"] = json!([]);
    for (at, claim) in ["name", "phoneNumber", "school"].iter().enumerate() {
        body["claims"][at]["id"] = json!(format!("{registry}/api/student/{{entity-id}}/{claim}"));
    }
    body["claims"][2]["attestationPolicy"]["attestorKind"] = json!(format!("{registry}/api/teacher"));
    assert_eq!(read(&body), read(&example()));
}

#[test]
fn h6_what_names_another_kind_and_what_nobody_knows_is_refused() {
    let mut body = example();
    body["kind"] = json!("https://registry.example/api/teacher");
    body["id"] = json!("https://evil.example/api/student");
    body["colour"] = json!(1);
    body["roles"]["delete"] = json!([]);
    body["claims"][0]["Required"] = json!(true);
    body["claims"][2]["attestationPolicy"]["valid_for"] = json!(1);
    let all = expected(&[
        ("colour", "unknown_member"),
        ("id", "foreign_url"),
        ("kind", "bad_id"),
        ("roles.delete", "unknown_member"),
        ("claims[0].Required", "unknown_member"),
        ("claims[2].attestationPolicy.valid_for", "unknown_member"),
    ]);
    assert_eq!(told(&body), all);
    assert_eq!(told(&json!({"claims": [], "kind": 1})), expected(&[("kind", "wrong_type")]));
}

#[test]
fn h7_all_wrong_members_are_told_at_once() {
    let body = json!({
        "public": "yes", "ids": "both", "roles": {"create": ["boss", 1], "read": "reader"},
        "claims": [
            7,
            {"value": "text"},
            {"subject": "1st", "value": {"a": "int"}, "required": 1, "unique": true, "private": true},
            {"subject": "ok"},
            {"subject": "p", "value": "any", "attestationPolicy": {
                "condition": "{ENTITY}.a = 1", "validFor": 3599}},
        ],
    });
    let all = expected(&[
        ("public", "wrong_type"),
        ("ids", "wrong_type"),
        ("roles.create[0]", "unknown_role"),
        ("roles.create[1]", "wrong_type"),
        ("roles.read", "wrong_type"),
        ("claims[0]", "wrong_type"),
        ("claims[1].subject", "required"),
        ("claims[1].value", "unknown_type"),
        ("claims[2].subject", "bad_name"),
        ("claims[2].value.a", "unknown_type"),
        ("claims[2].required", "wrong_type"),
        ("claims[2].private", "private_unique"),
        ("claims[3].value", "required"),
        ("claims[4].attestationPolicy.attestorKind", "required"),
        ("claims[4].attestationPolicy.condition", "condition_syntax"),
        ("claims[4].attestationPolicy.validFor", "out_of_range"),
    ]);
    let found = told(&body);
    let sorted = |mut list: Vec<(String, &'static str)>| {
        list.sort_unstable();
        list
    };
    assert_eq!(sorted(found), sorted(all));
}

#[test]
fn section_4_a_claim_is_named_by_subject_or_id() {
    for (claim, called) in [
        (json!({"subject": "school", "value": "any"}), "school"),
        (json!({"id": "school", "value": "any"}), "school"),
        (json!({"id": "{registry-url}/api/student/{entity-id}/school", "value": "any"}), "school"),
        (json!({"id": "http://old.example/x/school/", "subject": "school", "value": "any"}), "school"),
    ] {
        assert_eq!(read(&json!({"claims": [claim]})).claims[0].name.as_str(), called);
    }
    for (claim, list) in [
        (json!({"id": "/x/school", "subject": "home", "value": "any"}), [("claims[0].id", "bad_id")]),
        (json!({"subject": "/x/school", "value": "any"}), [("claims[0].subject", "bad_name")]),
        (json!({"subject": "history", "value": "any"}), [("claims[0].subject", "bad_name")]),
        (json!({"id": "https://x/", "value": "any"}), [("claims[0].id", "bad_id")]),
        (json!({"id": null, "value": "any"}), [("claims[0].id", "wrong_type")]),
    ] {
        assert_eq!(told_of(&claim), expected(&list), "{claim}");
    }
}

#[test]
fn section_4_a_kind_has_64_claims_at_most_and_none_twice() {
    let claims = |count: usize| {
        let claims: Vec<_> = (0..count).map(|at| json!({"subject": format!("c{at}"), "value": "any"})).collect();
        json!({"claims": claims})
    };
    assert_eq!(read(&claims(64)).claims.len(), 64);
    assert_eq!(told(&claims(65)), expected(&[("claims", "too_long")]));
    let claim = |name: &str| json!({"subject": name, "value": "any"});
    let twice = json!({"claims": [claim("a"), claim("A"), claim("a")]});
    assert_eq!(told(&twice), expected(&[("claims[2]", "duplicate_claim")]));
}

#[test]
fn section_4_unique_implies_indexed() {
    let kind = read(&json!({"claims": [{"subject": "a", "value": "any", "unique": true, "indexed": false}]}));
    assert!(kind.claims[0].indexed);
}

#[test]
fn k3_a_condition_is_judged_and_its_text_kept() {
    let claim = |policy: Value| json!({"subject": "a", "value": "any", "attestationPolicy": policy});
    let policy = |condition: Value| claim(json!({"attestorKind": "teacher", "condition": condition}));
    let text = "  {ENTITY}.a==\t1.0 ";
    let kind = read(&json!({"claims": [policy(json!(text))]}));
    assert_eq!(kind.claims[0].policy.as_ref().unwrap().condition.as_ref().unwrap().text(), text);
    for absent in [claim(json!({"attestorKind": "teacher"})), policy(json!(null))] {
        let kind = read(&json!({"claims": [absent]}));
        assert_eq!(kind.claims[0].policy.as_ref().unwrap().condition, None);
    }
    assert_eq!(read(&json!({"claims": [claim(json!(null))]})).claims[0].policy, None);
    let at = "claims[0].attestationPolicy.condition";
    for (wrong, offset) in [("", 0), (" \n", 2), ("{ENTITY}.a = 1", 11), ("{ENTITY}.a ==", 13)] {
        let (_, findings) = read_as("student", &json!({"claims": [policy(json!(wrong))]}));
        let [error] = findings.errors() else { panic!("{wrong:?}: {:?}", findings.errors()) };
        let found = (error.field.as_str(), error.code, error.offset);
        assert_eq!(found, (at, "condition_syntax", Some(offset)), "{wrong:?}");
    }
    assert_eq!(told_of(&policy(json!(true))), expected(&[(at, "wrong_type")]));
}

#[test]
fn section_4_attestations_count_for_an_hour_to_ten_years() {
    let policy = |seconds: Value| {
        let policy = json!({"attestorKind": "teacher", "validFor": seconds});
        json!({"subject": "a", "value": "any", "attestationPolicy": policy})
    };
    for (good, kept) in [(json!(3600), Some(3600)), (json!(315_360_000), Some(315_360_000)), (json!(null), None)] {
        let kind = read(&json!({"claims": [policy(good)]}));
        assert_eq!(kind.claims[0].policy.as_ref().unwrap().valid_for, kept);
    }
    let at = "claims[0].attestationPolicy.validFor";
    for bad in [json!(3599), json!(315_360_001), json!(0), json!(-3600), json!(i64::MAX)] {
        assert_eq!(told_of(&policy(bad.clone())), expected(&[(at, "out_of_range")]), "{bad}");
    }
    for bad in [json!("3600"), json!(3600.5), json!(true)] {
        assert_eq!(told_of(&policy(bad.clone())), expected(&[(at, "wrong_type")]), "{bad}");
    }
}

#[test]
fn k3_an_attestors_kind_is_of_this_registry() {
    let claim = |kind: &str| json!({"subject": "a", "value": "any", "attestationPolicy": {"attestorKind": kind}});
    let at = "claims[0].attestationPolicy.attestorKind";
    assert_eq!(told_of(&claim("https://evil.example/api/teacher")), expected(&[(at, "foreign_url")]));
    assert_eq!(told_of(&claim("1")), expected(&[(at, "bad_id")]));
}

#[test]
fn a_kind_survives_being_stored() {
    for body in [example(), json!({"public": true, "ids": "client", "claims": []})] {
        let kind = read(&body);
        assert_eq!(Kind::from_stored(&kind.to_json()), Ok(kind));
    }
    for damaged in [json!(1), json!({}), json!({"kind": "a"}), json!({"kind": "a", "claims": [{"subject": "b"}]})] {
        assert!(Kind::from_stored(&damaged).is_err(), "{damaged}");
    }
}
