//! What the face itself does, in front of a registry whose database is away.

use actix_web::App;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use serde_json::Value;

use super::*;
use crate::{configure, outside, watch};

#[actix_web::test]
async fn section_3_credentials_come_before_everything() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    let mut asked: Vec<(Method, String)> = Vec::new();
    for place in PLACES.iter().filter(|place| ![&&VERSIONS, &&VERSION].contains(place)) {
        let uri = place.path.pattern.replace(['{', '}'], "");
        for method in place.path.allow.split(", ").chain(["TRACE", "PUT"]) {
            asked.push((Method::from_bytes(method.as_bytes()).unwrap(), uri.clone()));
        }
    }
    asked.extend(
        ["/tlds.json", "/tlds/a/b", "/blocklist/a/b", "/v2/zones", "/v2/blocklist"]
            .map(|uri| (Method::GET, uri.to_owned())),
    );
    for (method, uri) in asked {
        let call = |uri: &str| TestRequest::with_uri(uri).method(method.clone()).set_payload("{");
        let nobody = call_service(&app, call(&uri).to_request()).await;
        assert_eq!(nobody.status(), 401, "{method} {uri}");
        let id = nobody.headers().get("x-openstack-request-id").unwrap().to_str().unwrap().to_owned();
        if method != Method::HEAD {
            let body: Value = read_body_json(nobody).await;
            assert_eq!((&body["type"], &body["request_id"]), (&"unauthorized".into(), &id.as_str().into()), "{body}");
        }
        let slash = call(&format!("{uri}/")).insert_header(("X-Auth-Token", "t")).to_request();
        let away = call_service(&app, slash).await;
        assert_eq!(
            (away.status().as_u16(), away.headers().contains_key("retry-after")),
            (503, true),
            "{method} {uri}/"
        );
    }
}

#[actix_web::test]
async fn q6_the_version_document_needs_no_token() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for uri in ["/", "/v2", "/v2/"] {
        let request = TestRequest::with_uri(uri).insert_header(("Host", "dns.example")).to_request();
        let answer = call_service(&app, request).await;
        assert!(answer.headers().contains_key("x-openstack-request-id"));
        let body: Value = read_body_json(answer).await;
        assert_eq!(body["versions"][0]["links"][0]["href"], "http://dns.example/v2", "{uri}");
        let browser = TestRequest::with_uri(uri).insert_header(("Accept", "text/html,*/*;q=0.8")).to_request();
        let answer = call_service(&app, browser).await;
        assert_eq!(
            (answer.status().as_u16(), answer.headers().get("location").unwrap().to_str().unwrap()),
            (303, "/docs")
        );
        let refused = call_service(&app, TestRequest::with_uri(uri).method(Method::POST).to_request()).await;
        assert_eq!((refused.status().as_u16(), refused.headers().get("allow").unwrap().to_str().unwrap()), (405, READ));
    }
}

#[test]
fn this_face_has_its_own_paths_and_no_others() {
    for path in [
        "/",
        "/v2",
        "/v2/",
        "/v2/zones",
        "/tlds",
        "/tlds.json",
        "/tlds/x",
        "/blocklist",
        "/blocklist/x",
        "/policies/st",
    ] {
        assert!(is_here(path), "{path}");
    }
    for path in ["/zones", "/v2x", "/v1", "/docs", "/api/v1/tlds"] {
        assert!(!is_here(path), "{path}");
    }
}

#[test]
fn section_9_every_request_id_is_a_uuid() {
    let own = "01a20125-ade7-724f-b440-d572bbe9690f";
    assert_eq!(openstack_id(own), format!("req-{own}"));
    let made = openstack_id("abc-123");
    assert!(made.strip_prefix("req-").is_some_and(|id| form::id(id).is_some()), "{made}");
    assert_eq!((&made, made == openstack_id("abc-124")), (&openstack_id("abc-123"), false));
}
