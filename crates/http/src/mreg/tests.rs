//! What the face itself does, in front of a registry whose database is away.

use actix_web::App;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use serde_json::Value;

use super::*;
use crate::{configure, outside, watch};

#[actix_web::test]
async fn m7_every_path_refuses_methods_before_credentials_and_credentials_before_bodies() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    let open = [&TOKEN_AUTH];
    for path in [
        &TOKEN_AUTH,
        &TOKEN_LOGOUT,
        &TOKEN_IS_VALID,
        &LOOK_UP,
        &ZONE_LIST,
        &ZONE,
        &ZONE_SERVERS,
        &DELEGATION_LIST,
        &DELEGATION,
        &ZONE_FILE,
        &NAME_SERVERS,
        &NAME_SERVER,
        &HOSTS,
        &HOST,
        &ALIAS,
    ] {
        let uri = path.pattern.replace("{kind}", "forward").replace(['{', '}'], "");
        let trace = TestRequest::with_uri(&uri).method(Method::TRACE).to_request();
        let refused = call_service(&app, trace).await;
        let allow = refused.headers().get("allow").map(|allow| allow.to_str().unwrap().to_owned());
        assert_eq!((refused.status().as_u16(), allow.as_deref()), (405, Some(path.allow)), "{uri}");
        let body: Value = read_body_json(refused).await;
        assert_eq!((&body["type"], &body["errors"][0]["code"]), (&"client_error".into(), &"method_not_allowed".into()));
        for method in path.allow.split(", ").filter(|_| !open.contains(&path)) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let call = |uri: &str| TestRequest::with_uri(uri).method(method.clone()).set_payload("{");
            let nobody = call_service(&app, call(&uri).to_request()).await;
            assert_eq!(nobody.status(), 401, "{method} {uri}");
            assert!(nobody.headers().contains_key("www-authenticate"), "{method} {uri}");
            let slash = call(&format!("{uri}/")).insert_header(("Authorization", "Token t")).to_request();
            assert_eq!(call_service(&app, slash).await.status(), 503, "{method} {uri}/");
        }
    }
}

#[actix_web::test]
async fn m7_what_is_not_served_is_told_in_this_form() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for path in ["/api/v1", "/api/v1/", "/api/v1/networks/", "/api/token-auth/x", "/api/v1/hosts/a/b/c"] {
        let answer = call_service(&app, TestRequest::with_uri(path).to_request()).await;
        assert_eq!(answer.status(), 404, "{path}");
        let body: Value = read_body_json(answer).await;
        assert_eq!(body["errors"][0]["code"], "not_found", "{path}: {body}");
    }
    let elsewhere = call_service(&app, TestRequest::with_uri("/api/v11/x").to_request()).await;
    let body: Value = read_body_json(elsewhere).await;
    assert!(body["code"].is_string() && body.get("errors").is_none(), "not this face's: {body}");
}

#[test]
fn m6_slashes_of_names_are_kept_where_things_stand() {
    let name = ZoneName::parse("0/25.2.0.192.in-addr.arpa").unwrap();
    assert_eq!(zone_path(&name), "/api/v1/zones/reverse/0/25.2.0.192.in-addr.arpa");
}
