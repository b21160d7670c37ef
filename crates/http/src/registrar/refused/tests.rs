//! How refusals are told.

use std::time::Instant;

use actix_web::body::to_bytes;
use domesday_app::objection::{Ground, Objections};
use domesday_domain::account::AccountName;
use domesday_domain::finding::FieldError;
use domesday_domain::precondition::Tag;

use super::super::version::Version;
use super::*;

async fn answered(refusal: Refusal, version: Version) -> (u16, Value, Option<String>) {
    let stamp = Stamp { version, client: None, server: "0192".into(), since: Instant::now() };
    let refused = Refused::new(&refusal, &stamp, |place| (place.to_owned(), json!("v")));
    let response = refused.error_response();
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let extra = ["retry-after", "etag", "www-authenticate"].into_iter().find_map(header);
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body()).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap(), extra)
}

fn objection(ground: Ground, place: &str, reason: &'static str) -> domesday_app::objection::Objection {
    domesday_app::objection::Objection::new(ground, place, reason, "d")
}

fn objected(list: Vec<domesday_app::objection::Objection>) -> Refusal {
    Refusal::Objected(Box::new(Objections { list, blockers: Vec::new(), blockers_total: 0 }))
}

#[actix_web::test]
async fn e2_e3_every_fault_is_told_and_the_lowest_code_is_the_answers() {
    let list = vec![
        objection(Ground::Malformed, "/ns/1", "name"),
        objection(Ground::Missing, "/name", "required"),
        objection(Ground::Denied, "", "none"),
    ];
    let (status, body, _) = answered(objected(list), Version::One).await;
    assert_eq!((status, &body["code"]), (400, &json!(2003)));
    assert_eq!(body["message"], "Required parameter missing; d");
    let expected = json!([
        {"code": 2005, "reason": "name", "field": "/ns/1", "value": "v", "message": "d"},
        {"code": 2003, "reason": "required", "field": "/name", "value": "v", "message": "d"},
        {"code": 2201, "reason": "none", "field": null, "value": null, "message": "d"},
    ]);
    assert_eq!(body["errors"], expected);
    assert!(body.get("blockers").is_none(), "{body}");
}

#[actix_web::test]
async fn section_1_what_depends_on_more_than_the_code_has_its_own_status() {
    let one = |ground, reason| objected(vec![objection(ground, "path:name", reason)]);
    let stale = Refusal::Stale { current: Some(Tag::Version(4)) };
    let too_large = Refusal::Unreadable { how: Unreadable::TooLarge, detail: "d".into() };
    for (refusal, code, status, header) in [
        (stale, 2304, 412, Some("\"4\"")),
        (one(Ground::Prohibited, "clientHold"), 2304, 409, None),
        (one(Ground::BadCode, "too-many-attempts"), 2202, 429, Some("3600")),
        (one(Ground::BadCode, "wrong-code"), 2202, 403, None),
        (too_large, 2001, 413, None),
        (Refusal::TooMany { retry_after: 7 }, 2502, 429, Some("7")),
        (Refusal::Busy, 2400, 503, Some("1")),
        (Refusal::Unknown, 2400, 500, None),
        (Refusal::Failed("secret".into()), 2400, 500, None),
        (Refusal::unauthenticated(), 2200, 401, Some("Bearer realm=\"domesday\"")),
        (Refusal::forbidden("suspended", "d"), 2201, 403, None),
        (Refusal::missing("message 7"), 2303, 404, None),
    ] {
        let (told, body, extra) = answered(refusal, Version::Two).await;
        assert_eq!((told, &body["code"], extra.as_deref()), (status, &json!(code), header), "{body}");
        assert!(!body.to_string().contains("secret"));
    }
}

#[actix_web::test]
async fn section_1_a_foreign_object_has_another_code_in_each_version() {
    let foreign = || objected(vec![objection(Ground::NoCode, "path:name", "foreign")]);
    for (version, code) in [(Version::One, 2203), (Version::Two, 2201)] {
        let (status, body, _) = answered(foreign(), version).await;
        assert_eq!((status, &body["code"]), (403, &json!(code)));
    }
}

#[actix_web::test]
async fn a8_who_may_not_log_in_is_told_the_same_whatever_was_wrong() {
    let wrong = Refusal::Unauthenticated { code: "bad_credentials", detail: "no such user".into() };
    let (_, one, _) = answered(wrong, Version::One).await;
    let (_, other, _) = answered(Refusal::unauthenticated(), Version::One).await;
    assert_eq!((&one["message"], &one["errors"]), (&other["message"], &other["errors"]));
}

#[actix_web::test]
async fn e4_what_is_in_the_way_is_named_and_counted() {
    let sponsor = AccountName::parse("zeta").ok();
    let blockers = vec![Blocker { kind: "domain", name: "red.st".into(), sponsor }];
    let list = vec![objection(Ground::InUse, "path:name", "linked")];
    let refusal = Refusal::Objected(Box::new(Objections { list, blockers, blockers_total: 7 }));
    let (status, body, _) = answered(refusal, Version::One).await;
    assert_eq!((status, &body["code"], &body["blockersTotal"]), (409, &json!(2305), &json!(7)));
    assert_eq!(body["blockers"], json!([{"type": "domain", "name": "red.st", "sponsor": "zeta"}]));
    let (_, body, _) = answered(objected(vec![objection(Ground::Exists, "/name", "in-use")]), Version::One).await;
    assert_eq!((&body["blockers"], &body["blockersTotal"]), (&json!([]), &json!(0)));
}

#[actix_web::test]
async fn section_1_members_that_nobody_knows_are_2001_and_shared_rules_2306_or_2302() {
    let error = |code| FieldError::new("/x", code, "d");
    for (code, expected) in [(UNKNOWN_MEMBER, 2001), ("bad_address", 2306), ("host_exists", 2302)] {
        let refusal = Refusal::Invalid { errors: vec![error(code)], forcible: false };
        assert_eq!(answered(refusal, Version::Two).await.1["code"], json!(expected), "{code}");
    }
}
