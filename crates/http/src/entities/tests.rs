//! What the face itself does, in front of a registry whose database is away.

use actix_web::App;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use serde_json::Value;

use super::place::Subject;
use super::*;
use crate::state::HttpSettings;
use crate::{configure, outside, watch};

/// Paths that are open to everybody, or may be: their kind may be public.
fn is_open(place: &Place) -> bool {
    !place.needs_session() && place.subject != Subject::History
}

fn header<'a>(answer: &'a ServiceResponse, name: &str) -> Option<&'a str> {
    answer.headers().get(name).map(|value| value.to_str().unwrap())
}

fn uri(place: &Place) -> String {
    place.path.pattern.replace(['{', '}'], "").replace("/key", &format!("/{}", "k".repeat(43)))
}

#[actix_web::test]
async fn h9_credentials_come_before_everything_where_they_are_needed() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for place in PLACES {
        for method in place.path.allow.split(", ").chain(["TRACE"]) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let writes =
                ![Method::GET, Method::HEAD, Method::TRACE].contains(&method) && place.subject != Subject::Search;
            let call = |uri: &str| {
                TestRequest::with_uri(uri)
                    .method(method.clone())
                    .set_payload("{")
                    .insert_header(("Accept", "text/html"))
            };
            let nobody = call_service(&app, call(&uri(place)).to_request()).await;
            let open = is_open(place) && !writes;
            let expected = match (open, place.subject) {
                (false, _) => 401,
                // Served from the list of keys, which nobody needs to look at to refuse a method.
                (true, Subject::Keys) if method == Method::TRACE => 405,
                (true, _) => 503,
            };
            assert_eq!(nobody.status(), expected, "{method} {}", place.path.pattern);
            let challenge = (expected == 401).then_some("Bearer");
            assert_eq!(header(&nobody, "www-authenticate"), challenge, "{method} {}", place.path.pattern);
            let slash = call(&format!("{}/", uri(place))).insert_header(("Authorization", "Bearer t")).to_request();
            let away = call_service(&app, slash).await;
            assert_eq!(away.status(), if expected == 405 { 405 } else { 503 }, "{method} {}/", place.path.pattern);
        }
    }
}

#[actix_web::test]
async fn h5_every_answer_says_in_which_form_it_is_and_whose() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for (method, path, status) in [
        ("GET", "/meta/kinds", 401),
        ("GET", "/api/student/x", 503),
        ("TRACE", "/meta/signing-keys", 405),
        ("GET", "/meta/signing-keys/short", 404),
        ("GET", "/meta", 404),
        ("GET", "/meta/nothing", 404),
        ("GET", "/api", 404),
        ("GET", "/api/", 404),
        ("GET", "/api//x", 404),
        ("GET", "/api/a/b/c/d/e", 404),
        ("GET", "/%61pi/a/b/c/d/e", 404),
    ] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answer = call_service(&app, TestRequest::with_uri(path).method(method).to_request()).await;
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(header(&answer, "x-registry-media-type"), Some("registry.v1; format=json"), "{path}");
        assert_eq!(header(&answer, "server"), Some("https://registry.example"), "{path}");
        assert_eq!(header(&answer, "content-type"), Some("application/problem+json"), "{path}");
        let body: Value = read_body_json(answer).await;
        assert_eq!(body["status"], status, "{body}");
    }
}

#[test]
fn h5_what_the_header_server_says_is_a_setting() {
    let settings = HttpSettings { server_header: Some("Registry".into()), ..HttpSettings::default() };
    let state = State::new(outside::state().registry.clone(), settings);
    let mut headers = HeaderMap::new();
    tell_form(&mut headers, &state);
    assert_eq!(headers.get("server").unwrap(), "Registry");
}

#[actix_web::test]
async fn section_1_what_serves_other_clients_is_never_matched() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for path in ["/api/v1", "/api/v1/nothing", "/api/v1/a/b/c", "/api/token-auth/x", "/zones/x/y"] {
        let answer = call_service(&app, TestRequest::with_uri(path).to_request()).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "x-registry-media-type")), (404, None), "{path}");
    }
    // Reserved names are kinds that are not there.
    for path in ["/api/v2", "/api/token-x"] {
        let answer = call_service(&app, TestRequest::with_uri(path).to_request()).await;
        assert_eq!(
            (answer.status().as_u16(), header(&answer, "x-registry-media-type").is_some()),
            (503, true),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn s3_a_key_of_another_form_is_not_looked_for() {
    let app = init_service(App::new().configure(configure(outside::state())).wrap(watch())).await;
    for id in ["x", "../../etc", "%2e%2e%2fetc", "%00", &"k".repeat(44)] {
        let path = format!("/meta/signing-keys/{}", id.replace('/', "%2F"));
        let answer = call_service(&app, TestRequest::with_uri(&path).to_request()).await;
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[actix_web::test]
async fn section_1_ids_in_paths_are_decoded_once() {
    let kept = web::resource("/api/{kind}/{id}").to(async |call: Call| call.entity().as_str().to_owned());
    let app = init_service(App::new().app_data(outside::state()).service(kept)).await;
    for (segment, id) in [
        ("a", "a"),
        ("%41", "A"),
        ("%2541", "%41"),
        ("0%2F25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"),
        ("a%252Fb", "a%2Fb"),
        ("a+b%2B", "a+b+"),
        ("%C3%BC", "ü"),
        ("%00", ""),
    ] {
        let answer = call_service(&app, TestRequest::with_uri(&format!("/api/x/{segment}")).to_request()).await;
        assert_eq!(actix_web::test::read_body(answer).await, id.as_bytes(), "{segment}");
    }
}

#[test]
fn this_face_has_its_own_paths_and_no_others() {
    for path in
        ["/api", "/api/", "/api/student", "/api/v2", "/api/v1x", "/api/token-x", "/meta", "/meta/kinds", "/%61pi/x"]
    {
        assert!(is_here(path), "{path}");
    }
    for path in
        ["/", "/apix", "/metadata", "/api/v1", "/api/v1/zones", "/api/token-auth", "/zones", "/contacts", "/%61pi/v1/x"]
    {
        assert!(!is_here(path), "{path}");
    }
}
