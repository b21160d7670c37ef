//! The way of a request as far as it goes while the database is away: what needs none is told in the order of rule W7.

use actix_web::App;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use serde_json::{Value, json};

use crate::outside;
use crate::watch::watch;

async fn responded(request: TestRequest) -> ServiceResponse<impl MessageBody> {
    let app = init_service(App::new().configure(crate::configure(outside::state())).wrap(watch())).await;
    call_service(&app, request.to_request()).await
}

async fn answered(request: TestRequest) -> (u16, Value) {
    let response = responded(request).await;
    let status = response.status().as_u16();
    let body = read_body(response).await;
    (status, serde_json::from_slice(&body).expect("an envelope in JSON"))
}

async fn refused(request: TestRequest) -> (u16, String, String) {
    let (status, body) = answered(request).await;
    assert_eq!(body["status"], "failure", "{body}");
    assert!(body["job_id"].is_i64(), "{body}");
    let first = &body["msgs"][0];
    let text = |name: &str| first[name].as_str().unwrap_or_default().to_owned();
    (status, text("ERR_CD"), text("INFO"))
}

fn told(status: u16, code: &str, info: &str) -> (u16, String, String) {
    (status, code.to_owned(), info.to_owned())
}

#[actix_web::test]
async fn w7_the_first_that_fails_answers() {
    let bad = || TestRequest::default().method(Method::PATCH).uri("/REST/Zone/x.org").set_payload("{");
    let json = ("content-type", "application/json");
    let version = bad().insert_header(("api-version", "9.9.9")).insert_header(("content-type", "text/csv"));
    assert_eq!(refused(version).await, told(400, "INVALID_VERSION", "version: Unknown API version, 9.9.9"));
    let form = TestRequest::post().uri("/REST/Foo").insert_header(("content-type", "text/csv")).set_payload("a,b");
    assert_eq!(refused(form).await.1, "INVALID_REQUEST");
    let (status, code, info) = refused(bad().insert_header(json)).await;
    assert!(status == 400 && code == "INVALID_DATA" && info.contains("line 1 column 1"), "{info}");
    let method = TestRequest::default().method(Method::PATCH).uri("/REST/Zone/x.org").insert_header(json);
    let told_method = told(400, "INVALID_REQUEST", "Resource does not support PATCH requests");
    assert_eq!(refused(method).await, told_method);
    let token = TestRequest::get().uri("/REST/Zone/x.org");
    assert_eq!(refused(token).await, told(404, "MISSING_DATA", "token: required field missing"));
    let away = TestRequest::get().uri("/REST/Zone/x.org").insert_header(("auth-token", "t"));
    assert_eq!(refused(away).await.1, "SERVICE_UNAVAILABLE");
}

#[actix_web::test]
async fn w2_a_method_that_is_not_there_is_told_with_those_that_are() {
    for (uri, allow) in [
        ("/REST/Zone", "GET, HEAD"),
        ("/REST/zone/x.org/", "GET, HEAD, POST, PUT, DELETE"),
        ("/REST/SESSION/", "POST, GET, HEAD, PUT, DELETE"),
        ("/REST/ZoneNoteReport/", "POST"),
    ] {
        let response = responded(TestRequest::default().method(Method::PATCH).uri(uri)).await;
        assert_eq!(response.status(), 400, "{uri}");
        assert_eq!(response.headers().get("allow").unwrap(), allow, "{uri}");
    }
}

#[actix_web::test]
async fn w9_no_path_gives_an_empty_body_or_a_bare_404() {
    for uri in ["/REST", "/REST/", "/REST//", "/REST/Foo/", "/REST/Zone/a/b/c", "/REST/Job", "/REST/%ff"] {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let (status, code, _) = refused(TestRequest::default().method(method.clone()).uri(uri)).await;
            assert_eq!((status, code.as_str()), (400, "INVALID_REQUEST"), "{method} {uri}");
        }
    }
    let outside = responded(TestRequest::get().uri("/rest/Zone")).await;
    assert_eq!((outside.status().as_u16(), outside.headers().contains_key("x-content-type-options")), (404, false));
}

#[actix_web::test]
async fn w6_a_body_beyond_the_limit_has_an_envelope() {
    let large = TestRequest::post()
        .uri("/REST/Session")
        .insert_header(("content-type", "application/json"))
        .set_payload(" ".repeat((2 << 20) + 1));
    assert_eq!(refused(large).await, told(400, "INVALID_DATA", "body: a body has at most 2048 KiB here"));
    let small = TestRequest::post()
        .uri("/REST/Session")
        .insert_header(("content-type", "application/json"))
        .set_payload(" ".repeat(2 << 20));
    assert_ne!(refused(small).await.1, "INVALID_DATA");
}

#[actix_web::test]
async fn w15_answers_have_the_bare_type_and_nosniff() {
    for (sent, told) in [
        ("application/json; charset=utf-8", "application/json"),
        ("text/xml", "text/xml"),
        ("application/yaml", "application/yaml"),
        ("text/html", "text/html"),
        ("application/x-www-form-urlencoded", "text/html"),
        ("image/png", "application/json"),
    ] {
        let response = responded(TestRequest::get().uri("/REST/Foo").insert_header(("content-type", sent))).await;
        assert_eq!(response.headers().get("content-type").unwrap(), told, "{sent}");
        assert_eq!(response.headers().get("x-content-type-options").unwrap(), "nosniff");
        let length = response.headers().get("content-length").map(|length| length.to_str().unwrap().to_owned());
        let body = read_body(response).await;
        assert!(!body.is_empty());
        assert!(length.is_none_or(|length| length == body.len().to_string()));
    }
}

#[actix_web::test]
async fn u5_services_left_out_are_told_only_to_who_is_logged_in() {
    for method in [Method::GET, Method::PATCH] {
        let service = TestRequest::default().method(method).uri("/REST/DSF/7/x");
        assert_eq!(refused(service).await.1, "MISSING_DATA");
    }
    let deprecated = refused(TestRequest::get().uri("/REST/LoadBalance/")).await;
    assert_eq!((deprecated.0, deprecated.1.as_str()), (400, "DEPRECATED_REQUEST"));
    assert_eq!(
        refused(TestRequest::get().uri("/REST/Foo")).await,
        told(400, "INVALID_REQUEST", "request: No such resource, Foo")
    );
}

#[actix_web::test]
async fn j2_any_method_on_a_job_asks_for_it() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE, Method::PATCH] {
        let response = responded(TestRequest::default().method(method.clone()).uri("/REST/Job/1000017/")).await;
        assert_eq!(response.status(), 404, "{method}: no token comes before no such job");
    }
    let (_, body) = answered(TestRequest::get().uri("/REST/Job/1000017")).await;
    assert_eq!((&body["data"], &body["job_id"]), (&Value::Null, &json!(1_000_017)));
    assert_eq!(body["msgs"][0]["ERR_CD"], "MISSING_DATA");
}

#[actix_web::test]
async fn s6_an_empty_token_is_none() {
    let empty = TestRequest::get().uri("/REST/Session/").insert_header(("auth-token", " "));
    assert_eq!(refused(empty).await, told(404, "MISSING_DATA", "token: required field missing"));
    let differing = TestRequest::get()
        .uri("/REST/Session/")
        .insert_header(("auth-token", "a"))
        .insert_header(("x-auth-token", "b"));
    assert_eq!(refused(differing).await, told(400, "INVALID_DATA", "login: Bad or expired credentials"));
}

#[actix_web::test]
async fn w9_clients_that_do_not_notice_a_closed_connection_are_told_to_close_it() {
    for (agent, closes) in [("dyn-py v1.1", true), ("curl/8.0", false), ("my dyn-py", false)] {
        let response = responded(TestRequest::get().uri("/REST/Session").insert_header(("user-agent", agent))).await;
        let head = response.response().head();
        assert_eq!(head.connection_type() == actix_web::http::ConnectionType::Close, closes, "{agent}");
    }
}
