//! The same search put in three ways, and what is wrong with others.

use actix_web::test::TestRequest;
use domesday_domain::entity::KindDraft;

use super::*;

fn student() -> Kind {
    let (url, name) = (url(), KindName::parse("student").unwrap());
    let body = json!({"claims": [
        {"subject": "school", "value": "string"}, {"subject": "age", "value": "integer"}, {"subject": "born", "value": "date"},
    ]});
    KindDraft::read(&name, body.as_object().unwrap(), &|text| url.kind_reference(text)).0.unwrap()
}

fn url() -> RegistryUrl {
    RegistryUrl::parse("https://r.example").unwrap()
}

fn read(query: &str, body: Option<Value>) -> (EntityQuery, Vec<(String, &'static str)>, List) {
    let request = TestRequest::with_uri(&format!("/api/student/search?{query}")).to_http_request();
    let body = body.and_then(|body| body.as_object().cloned());
    let kind = student();
    let read = Asked::of(&request).read(body, &url(), Some(&kind.name), Some(&kind));
    let (query, findings) = read.query.well_formed().unwrap();
    let errors = findings.errors().iter().map(|error| (error.field.clone(), error.code)).collect();
    (query.clone(), errors, read.list)
}

fn codes(query: &str, body: Option<Value>) -> Vec<(String, &'static str)> {
    read(query, body).1
}

#[test]
fn q1_texts_stand_as_they_are_and_other_values_as_json() {
    let (query, errors, _) =
        read("claim.school=5&claim.age=7&claim.born=2026-01-02&attested.age=false&attestor=teacher/t&limit=5", None);
    assert!(errors.is_empty(), "{errors:?}");
    let claims: Vec<_> = query.claims.iter().map(|one| (one.id.as_str(), one.value.clone(), one.attested)).collect();
    let expected = [
        ("school", Some(json!("5")), None),
        ("age", Some(json!(7)), None),
        ("born", Some(json!("2026-01-02")), None),
        ("age", None, Some(false)),
    ];
    assert_eq!(claims, expected);
    assert_eq!((query.attestations[0].attestor.as_deref(), query.limit), (Some("teacher/t"), 5));
    assert_eq!(codes("claim.age=x", None), [("claim.age".to_owned(), "bad_json")]);
    assert_eq!(codes("attested.age=1", None), [("attested.age".to_owned(), "bad_value")]);
    assert_eq!(codes("colour=red", None), [("colour".to_owned(), "unknown_parameter")]);
    assert_eq!(codes("claim.age=1&claim.age=2", None), [("claim.age".to_owned(), "repeated")]);
}

#[test]
fn q1_a_body_says_the_same_with_places() {
    let body = json!({"kind": "student", "query": {
        "claims": [{"id": "{entity-id}/school", "value": "5"}, {"id": "age", "attested": true}],
        "attestations": [{"attestor": "teacher/t", "claim": "age"}, {}],
    }, "limit": 1000});
    let (query, errors, _) = read("", Some(body));
    assert!(errors.is_empty(), "{errors:?}");
    let places: Vec<_> = query.claims.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(places, ["query.claims[0].id", "query.claims[1].id"]);
    assert_eq!((query.attestations[1].place.as_str(), query.limit), ("query.attestations[1]", 1000));
}

#[test]
fn h7_every_wrong_criterion_is_told() {
    let body = json!({"query": {"claims": [{"value": 1}, 7, {"id": "age", "value": null, "attested": 1}], "x": 1},
        "limit": 0, "marker": 5, "claims": []});
    let mut told = codes("", Some(body));
    told.sort();
    let expected = [
        ("claims", "unknown_member"),
        ("limit", "bad_limit"),
        ("marker", "wrong_type"),
        ("query.claims[0].id", "required"),
        ("query.claims[1]", "wrong_type"),
        ("query.claims[2].attested", "wrong_type"),
        ("query.claims[2].value", "wrong_type"),
        ("query.x", "unknown_member"),
    ];
    assert_eq!(told, expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn q1_criteria_in_both_places_are_refused() {
    for query in ["claim.school=x", "attested.age=true", "attestor=teacher/t"] {
        assert_eq!(codes(query, Some(json!({"query": {}}))), [("query".to_owned(), "two_queries")], "{query}");
    }
    assert!(codes("limit=5", Some(json!({"query": {}}))).is_empty(), "no criterion");
    assert!(codes("claim.school=x", Some(json!({"limit": 5}))).is_empty());
}

#[test]
fn q6_a_marker_goes_on_in_the_same_search_however_it_is_put() {
    let body = || json!({"query": {"claims": [{"id": "school", "value": "UP"}]}});
    let (_, _, list) = read("claim.school=UP", None);
    let marker = list.number_marker(9);
    assert_eq!(read("", Some(body())).2.number(&marker), Some(9));
    let (query, errors, _) = read(&format!("marker={marker}&limit=7"), Some(body()));
    assert_eq!((query.after, query.limit, errors.len()), (Some(9), 7, 0));
    let mut older = body();
    older["marker"] = json!("older");
    assert_eq!(read(&format!("marker={marker}"), Some(older)).0.after, Some(9), "the link's goes first");
    let wrong = codes(&format!("claim.school=DOWN&marker={marker}"), None);
    assert_eq!(wrong, [("marker".to_owned(), "bad_marker")]);
}
