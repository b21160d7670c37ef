//! The limit per address, and errors, with a database that is away: a request that is not refused for its number is answered 503.

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use actix_web::{App, web};
use serde_json::Value;

use super::*;
use crate::state::{HttpSettings, State};
use crate::{configure, outside, watch};

fn state(rdap: RdapSettings) -> web::Data<State> {
    let registry = outside::state().registry.clone();
    web::Data::new(State::new(registry, HttpSettings { rdap, ..HttpSettings::default() }))
}

#[actix_web::test]
async fn each_address_has_a_limit_of_its_own_and_loopback_has_none() {
    let rdap = RdapSettings { requests_per_minute: 2, ..RdapSettings::default() };
    let app = init_service(App::new().configure(configure(state(rdap))).wrap(watch())).await;
    let ask = async |peer: &str, path: &str| {
        let peer = format!("{peer}:4000").parse().unwrap();
        let answer = call_service(&app, TestRequest::with_uri(path).peer_addr(peer).to_request()).await;
        let retry = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), retry)
    };
    let busy = (503, Some("1".to_owned()));
    for path in ["/rdap/domain/blue.st", "/rdap/nameserver/ns.blue.st"] {
        assert_eq!(ask("192.0.2.1", path).await, busy, "{path}");
    }
    for path in ["/rdap/entity/acme", "/rdap/help", "/rdap/domains", "/rdap/ip/192.0.2.0/24", "/rdap/domain/blue.st"] {
        assert_eq!(ask("192.0.2.1", path).await, (429, Some("30".to_owned())), "{path}");
    }
    assert_eq!(ask("192.0.2.2", "/rdap/entity/acme").await, busy);
    for peer in ["[2001:db8::1]", "[2001:db8::2]"] {
        assert_eq!(ask(peer, "/rdap/domain/blue.st").await, busy, "{peer}");
    }
    assert_eq!(ask("[2001:db8::3]", "/rdap/domain/blue.st").await.0, 429);
    for _ in 0..5 {
        assert_eq!(ask("127.0.0.1", "/rdap/domain/blue.st").await, busy);
        assert_eq!(ask("[::1]", "/rdap/domain/blue.st").await, busy);
    }
}

#[actix_web::test]
async fn a_limit_of_none_is_none() {
    let rdap = RdapSettings { requests_per_minute: 0, ..RdapSettings::default() };
    let app = init_service(App::new().configure(configure(state(rdap))).wrap(watch())).await;
    for _ in 0..1000 {
        let request = TestRequest::with_uri("/rdap/help").peer_addr("192.0.2.1:1".parse().unwrap());
        assert_eq!(call_service(&app, request.to_request()).await.status(), 200);
    }
}

#[actix_web::test]
async fn r1_r2_every_error_is_an_rdap_object_for_any_origin() {
    let app = init_service(App::new().configure(configure(state(RdapSettings::default()))).wrap(watch())).await;
    for (method, path, status) in [
        (Method::GET, "/rdap/domain/blue.st", 503),
        (Method::POST, "/rdap/domain/blue.st", 405),
        (Method::DELETE, "/rdap/help", 405),
        (Method::GET, "/rdap", 404),
        (Method::GET, "/rdap/nothing", 404),
        (Method::GET, "/rdap/domains?name=a*", 501),
    ] {
        let request = TestRequest::with_uri(path).method(method.clone());
        let answer = call_service(&app, request.to_request()).await;
        assert_eq!(answer.status().as_u16(), status, "{method} {path}");
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("content-type").as_deref(), Some("application/rdap+json"), "{path}");
        assert_eq!(header("access-control-allow-origin").as_deref(), Some("*"), "{path}");
        assert_eq!(header("allow").as_deref(), (status == 405).then_some("GET, HEAD"), "{path}");
        let body: Value = read_body_json(answer).await;
        assert_eq!(body["errorCode"], status, "{path}");
        assert_eq!(body["rdapConformance"][0], "rdap_level_0");
    }
}
