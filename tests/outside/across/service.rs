//! What is said to everybody, and how one face says what the others say in their own words.

use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

const FORWARD: &str = "/api/v1/zones/forward/";

/// A zone as mreg's clients want it.
fn zone(name: &str) -> Value {
    json!({"name": name, "email": "hostmaster@example.org", "primary_ns": ["ns1.provider.net"]})
}

/// The status, and the code and member of the first error.
fn told(answer: &Answer) -> (u16, String, Value) {
    let error = &answer.json()["errors"][0];
    (answer.status, error["code"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned(), error["attr"].clone())
}

/// The code of the first reason in a problem document.
fn reason(client: &Client, name: &str) -> String {
    let refused = client.post("/zones", &given::zone(name)).send().json();
    let first = refused["errors"][0]["code"].as_str().unwrap_or_default().to_owned();
    if first.is_empty() { refused["code"].as_str().unwrap_or_default().to_owned() } else { first }
}

both! {
    fn api_v1_says_what_the_registry_refuses_with_its_own_statuses(server: &Server) {
        let admin = server.admin();
        let rule = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json();
        let id = rule["tlds"]["id"].as_str().unwrap().to_owned();
        admin.put(&format!("/tlds/{id}/policy"), &json!({"preset": "default"})).expect(201);
        admin.post("/blocklist", &json!({"pattern": "bad"})).expect(201);
        let caller = server.user("caller1", "acme", &["hostmaster", "registrar"]);
        // TLD refusals are 400 at `name`, by the very codes of the zones face.
        for (name, code) in [("a.nowhere", "no_tld"), ("reg", "single_label"), ("bad.reg", "blocked")] {
            assert_eq!(told(&caller.post(FORWARD, &zone(name)).send()), (400, code.to_owned(), json!("name")), "{name}");
            assert_eq!(reason(&caller, name), code, "{name}");
        }
        admin.post("/zones", &given::with(given::zone("reg"), &json!({"registry_zone": true}))).expect(201);
        caller.put("/domains", &json!({"name": "blue.reg", "ns": ["ns1.provider.net"]})).expect(201);
        let has_domains = told(&admin.delete(&format!("{FORWARD}reg")).send());
        assert_eq!(has_domains, (403, "zone_has_domains".to_owned(), Value::Null));
        let patch = admin.patch("/v2/quotas/acme", &json!({"zones": 1})).send();
        assert!(patch.is_success(), "{patch}");
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        caller.post(FORWARD, &zone("a.org")).expect(201);
        assert_eq!(told(&caller.post(FORWARD, &zone("b.org")).send()), (403, "over_quota".to_owned(), Value::Null));
        caller.put("/REST/Zone/a.org/", &json!({"freeze": true})).expect(200);
        assert_eq!(told(&caller.patch(&format!("{FORWARD}a.org"), &json!({"refresh": 20000})).send()), (409, "zone_frozen".to_owned(), Value::Null));
        caller.put("/REST/Zone/a.org/", &json!({"thaw": true})).expect(200);
        admin.patch("/accounts/acme", &json!({"suspended": true})).if_match("*").expect(204);
        assert_eq!(told(&caller.patch(&format!("{FORWARD}a.org"), &json!({"refresh": 20000})).send()), (403, "suspended".to_owned(), Value::Null));
        caller.get(&format!("{FORWARD}a.org")).expect(200);
    }

    fn health_says_the_same_to_everybody_and_nothing_else(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let (open, known) = (server.nobody().get("/health").expect(200), admin.get("/health?verbose=true").send());
        let members: Vec<String> = open.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["since", "status"]);
        assert!(known.status == 400 || known.json() == open.json(), "{known}");
        assert_eq!(admin.get("/health").expect(200).json(), open.json());
        for name in ["server", "x-powered-by", "via"] {
            assert_eq!(open.header(name), None, "{open}");
        }
    }

    fn what_is_open_is_open_and_everything_else_is_refused_to_nobody_in_each_faces_form(server: &Server) {
        for path in ["/health", "/openapi.json", "/docs/", "/rdap/help", "/v2", "/meta/signing-keys"] {
            assert_eq!(server.nobody().get(path).send().status, 200, "{path}");
        }
        let admin = server.admin();
        given::created(&admin, "example.org");
        for there in ["/zones/example.org", "/zones/nowhere.org", "/tlds", "/v2/tlds", "/accounts", "/history?subject=zone/example.org", "/api/v1/zones/forward/example.org", "/domains/blue.reg", "/api/zones/example.org"] {
            let refused = server.nobody().get(there).send();
            assert!(refused.status == 401 || refused.status == 404 && there.starts_with("/api/zones"), "{refused}");
            assert!(!refused.text().contains("provider.net"), "{refused}");
        }
        let dynect = server.nobody().get("/REST/Zone/example.org/").header("Content-Type", "application/json").send();
        assert_eq!((dynect.status, &dynect.json()["msgs"][0]["ERR_CD"]), (404, &json!("MISSING_DATA")), "{dynect}");
    }
}
