//! What the face does before a use case is asked.

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use actix_web::{App, dev::ServiceResponse};
use serde_json::{Value, json};

use super::*;
use crate::{configure, outside, watch};

async fn answered(request: TestRequest) -> (u16, Value) {
    let response = responded(request).await;
    (response.status().as_u16(), read_body_json(response).await)
}

async fn responded(request: TestRequest) -> ServiceResponse {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    call_service(&app, request.to_request()).await.map_into_boxed_body()
}

#[actix_web::test]
async fn e6_every_path_refuses_other_methods_before_credentials_and_credentials_before_bodies() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for path in PATHS {
        let uri = path.pattern.replace(['{', '}'], "");
        for method in [Method::OPTIONS, Method::PATCH] {
            let refused = call_service(&app, TestRequest::with_uri(&uri).method(method).to_request()).await;
            let allow = refused.headers().get("allow").unwrap().to_str().unwrap().to_owned();
            assert_eq!((refused.status().as_u16(), allow.as_str()), (405, path.allow), "{uri}");
            let body: Value = read_body_json(refused).await;
            assert_eq!(body["code"], 2000, "{uri}");
        }
        for method in path.allow.split(", ").filter(|_| *path != AUTH) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let call = |uri: &str| TestRequest::with_uri(uri).method(method.clone()).set_payload("{");
            let nobody = call_service(&app, call(&uri).to_request()).await;
            assert_eq!(nobody.status(), 401, "{method} {uri}");
            let slash = call(&format!("{uri}/")).insert_header(("Api-ClientToken", "t")).to_request();
            assert_eq!(call_service(&app, slash).await.status(), 503, "{method} {uri}/");
        }
    }
}

#[actix_web::test]
async fn e1_every_error_has_the_envelope_with_a_transaction_id_of_the_servers_own() {
    let request = TestRequest::with_uri("/domains/blue.st")
        .insert_header(("Api-ClientTransactionId", "acme-17"))
        .insert_header(("X-Request-ID", "mine"));
    let response = responded(request).await;
    assert_eq!(response.headers().get("www-authenticate").unwrap(), "Bearer realm=\"domesday\"");
    let told = response.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
    let body: Value = read_body_json(response).await;
    assert_eq!((&body["code"], &body["cltrid"], &body["svtrid"]), (&json!(2200), &json!("acme-17"), &json!(told)));
    assert_ne!(told, "mine");
    assert!(body["message"].as_str().unwrap().starts_with("Authentication error; ") && body["time"].is_f64(), "{body}");
    assert_eq!(body["errors"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn e6_unknown_paths_are_2000_and_billing_is_left_out() {
    for (path, status, code) in [
        ("/domains/blue.st/nothing", 404, 2000),
        ("/notifications/1/2/3", 404, 2000),
        ("/billing/", 501, 2101),
        ("/billing/invoices/7", 501, 2101),
    ] {
        let (told, body) = answered(TestRequest::with_uri(path)).await;
        assert_eq!((told, &body["code"]), (status, &json!(code)), "{path}");
    }
    assert!(!is_here("/authority") && !is_here("/hosts.txt") && is_here("/hosts/"));
}

#[actix_web::test]
async fn u1_a_part_before_validate_may_be_empty() {
    for path in ["/contacts//validate", "/contacts/validate/", "/domains//validate/", "/domains/validate"] {
        let (status, body) = answered(TestRequest::post().uri(path)).await;
        assert_eq!((status, &body["code"]), (401, &json!(2200)), "{path}");
        let (status, _) = answered(TestRequest::get().uri(path)).await;
        assert_eq!(status, 405, "{path}");
    }
}

#[actix_web::test]
async fn section_1_what_a_log_in_cannot_be_read_of_is_told_in_classes() {
    let log_in = |payload: &str| {
        TestRequest::put()
            .uri("/auth")
            .insert_header(("content-type", "application/json; charset=utf-8"))
            .set_payload(payload.to_owned())
    };
    for (request, status, code, field) in [
        (log_in("{"), 400, 2001, Value::Null),
        (log_in("7"), 400, 2001, Value::Null),
        (log_in(&format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000))), 400, 2001, Value::Null),
        (log_in(&" ".repeat(300_000)), 413, 2001, Value::Null),
        (log_in("{}").insert_header(("content-type", "text/plain")), 400, 2001, Value::Null),
        (log_in("{").insert_header(("api-version", "3.0")), 400, 2100, json!("header:Api-Version")),
        (TestRequest::put().uri("/auth"), 400, 2003, json!("/login")),
        (log_in("[]"), 400, 2003, json!("/login")),
        (log_in(r#"{"login":"","password":null}"#), 400, 2003, json!("/login")),
        (log_in(r#"{"login":{"a":1},"password":"p"}"#), 400, 2005, json!("/login")),
        (log_in(r#"{"login":"a","password":"p","x":1}"#).insert_header(("api-version", "2.0")), 400, 2001, json!("/x")),
        (
            log_in(r#"{"login":"a","password":"p"}"#).insert_header(("api-clienttransactionid", "")),
            400,
            2005,
            json!("header:Api-ClientTransactionId"),
        ),
        (log_in(r#"{"login":"a","password":"p","x":1}"#), 503, 2400, Value::Null),
    ] {
        let (told, body) = answered(request).await;
        assert_eq!((told, &body["code"], &body["errors"][0]["field"]), (status, &json!(code), &field), "{body}");
    }
}
