//! Who is behind the names: made by registrars, read and vouched for as entities, public as far as they say so.

use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn a_contact_changed_through_one_face_is_another_on_every_face_and_loses_what_was_attested(server: &Server) {
        let admin = server.admin();
        let id = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].as_str().unwrap().to_owned();
        admin.put(&format!("/tlds/{id}/policy"), &json!({"preset": "default"})).expect(201);
        let zone = given::with(given::zone("reg"), &json!({"registry_zone": true}));
        admin.post("/zones", &zone).expect(201);
        let registrar = server.user("registrar1", "acme", &["registrar"]);
        let contact = json!({"id": "ANN1", "email": "ann@example.org", "disclose": ["email"], "postalInfo": {"int": {"name": "Ann"}}});
        registrar.put("/contacts", &contact).expect(201);
        registrar.put("/domains", &json!({"name": "blue.reg", "contacts": {"registrant": "ANN1"}})).expect(201);
        let attestation = json!({"attestor": "/api/clients/acme", "value": "ann@example.org"});
        let attested = admin.post("/api/contacts/ANN1/email/attest", &attestation).send();
        assert!(attested.is_success(), "{attested}");
        let public = || server.nobody().get("/rdap/domain/blue.reg").expect(200).json()["entities"][1].clone();
        assert_eq!(public()["domesday_verified"][0]["claim"], "email", "{}", public());
        registrar.post("/contacts/ANN1", &json!({"chg": {"email": "eve@example.org"}})).expect(200);
        let claim = registrar.get("/api/contacts/ANN1/email").expect(200).json();
        assert!(claim.to_string().contains("eve@example.org"), "{claim}");
        assert!(public()["domesday_verified"].is_null(), "{}", public());
        assert!(public()["vcardArray"].to_string().contains("eve@example.org"));
        let whois = registrar.get("/whois/blue.reg").expect(200).json();
        assert_eq!(whois["info"]["contacts"]["registrant"]["email"], "eve@example.org");
        let again = json!({"id": "ann1", "email": "x@example.org", "postalInfo": {"int": {"name": "X"}}});
        assert_eq!(registrar.put("/contacts", &again).send().status, 409, "C1");
    }

    fn a_disabled_user_is_refused_at_once_on_every_face(server: &Server) {
        let user = server.user("many1", "acme", &["hostmaster", "registrar", "reader"]);
        let paths = ["/zones", "/api/v1/zones/forward/", "/tlds/explain?name=a.org", "/v2/quotas", "/domains", "/REST/Zone/", "/sessions/current", "/api/zones/search"];
        for path in paths {
            assert_eq!(user.get(path).send().status, 200, "{path}");
        }
        let disabled = server.command(&["user", "disable", "many1", "--account", "acme"], b"");
        assert_eq!(disabled.status, 0, "{disabled:?}");
        for path in paths {
            let refused = user.get(path).send();
            assert!(!refused.is_success(), "{path}: {refused}");
        }
        assert_eq!(user.get("/rdap/help").send().status, 200, "what is public stays public");
    }

    fn a_contact_is_refused_as_a_duplicate_on_every_face_and_its_history_is_one(server: &Server) {
        let admin = server.admin();
        let registrar = server.user("registrar1", "acme", &["registrar"]);
        let contact = |id: &str| json!({"id": id, "email": "ann@example.org", "postalInfo": {"int": {"name": "Ann"}}});
        registrar.put("/contacts", &contact("ANN1")).expect(201);
        for caller in [&registrar, &server.user("registrar2", "zeta", &["registrar"])] {
            assert_eq!(caller.put("/contacts", &contact("ann1")).expect(409).json()["code"], 2302);
        }
        assert_eq!(admin.post("/api/contacts", &json!({"claims": []})).send().status, 405);
        let made = admin.post("/REST/Contact/ANN1/", &json!({"first_name": "Ann"})).send();
        assert_eq!(made.json()["msgs"][0]["ERR_CD"], "ILLEGAL_OPERATION", "{made}");
        let nickname = registrar.get("/REST/Contact/ann1/").expect(200).json()["data"]["nickname"].clone();
        assert_eq!(nickname, "ANN1");
        let attestation = json!({"attestor": "/api/clients/acme", "value": "ann@example.org"});
        admin.post("/api/contacts/ANN1/email/attest", &attestation).expect(200);
        registrar.post("/contacts/ANN1", &json!({"chg": {"email": "eve@example.org"}})).expect(200);
        let told = registrar.get("/history?subject=contact/ANN1").expect(200).json();
        assert_eq!(admin.get("/history?subject=entity/contacts/ANN1").expect(200).json(), told);
        let events = registrar.get("/api/contacts/ANN1/history").expect(200).json()["events"].clone();
        let rows = |list: &Value| -> Vec<(Value, Value, Value)> { list.as_array().unwrap().iter().map(|entry| (entry["id"].clone(), entry["face"].clone(), entry["action"].clone())).collect() };
        assert_eq!(rows(&events), rows(&told));
        let of = |face: &str, action: &str| told.as_array().unwrap().iter().any(|entry| entry["face"] == face && entry["action"] == action);
        assert!(of("registrar", "contact.create") && of("registrar", "contact.update") && of("entities", "claim.attest"), "{told}");
        assert!(of("registrar", "claim.supersede"), "{told}");
    }

    fn messages_tell_a_registrar_what_is_done_through_other_faces(server: &Server) {
        let admin = server.admin();
        let id = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].as_str().unwrap().to_owned();
        admin.put(&format!("/tlds/{id}/policy"), &json!({"preset": "default"})).expect(201);
        let registrar = server.user("registrar1", "acme", &["registrar"]);
        let contact = json!({"id": "ANN1", "email": "ann@example.org", "postalInfo": {"int": {"name": "Ann"}}});
        registrar.put("/contacts", &contact).expect(201);
        registrar.put("/domains", &json!({"name": "blue.reg", "contacts": {"registrant": "ANN1"}})).expect(201);
        let messages = |client: &Client| client.get("/notifications").header("Api-Version", "2.0").expect(200).json()["searchRes"].as_array().cloned().unwrap_or_default();
        let unread = || messages(&registrar);
        assert_eq!(unread().len(), 0);
        // Through the policies' face: a claim is required from now on.
        admin.patch("/policies/reg", &json!({"required_claims": [{"claim": "email", "within": "P30D"}]})).expect(200);
        for _ in 0..200 {
            // A job brings it to the names that are there.
            if !unread().is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!((unread().len(), &unread()[0]["type"]), (1, &json!("CLAIM_REQUIRED")));
        // Through the entities': it is attested, and then the attestation is revoked.
        let attestation = json!({"attestor": "/api/clients/acme", "value": "ann@example.org"});
        let made = admin.post("/api/contacts/ANN1/email/attest", &attestation).expect(200).json();
        let url = made["attestations"][0]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let path = url[url.find("/meta/").expect("a path")..].to_owned();
        let before = unread().len();
        let revoked = admin.post(&format!("{path}/revoke"), &json!({"reason": "withdrawn"})).send();
        assert!(revoked.is_success(), "{revoked}");
        let after = unread();
        assert_eq!((after.len(), &after[before]["type"]), (before + 1, &json!("CLAIM_REQUIRED")), "{after:?}");
        let claim = registrar.get("/domains/blue.reg").expect(200).json()["info"]["claims"][0].clone();
        assert_eq!(claim["state"], "pending", "{claim}");
        // Nobody else's, and gone once read.
        let stranger = server.user("registrar2", "zeta", &["registrar"]);
        assert_eq!(messages(&stranger).len(), 0);
        for message in &after {
            let path = format!("/notifications/{}", message["id"].to_string().trim_matches('"'));
            registrar.get(&path).expect(200);
            assert_eq!(stranger.get(&path).send().status, 404);
            let read = registrar.post(&format!("{path}/read"), &json!({})).send();
            assert!(read.is_success(), "{read}");
        }
        assert_eq!(unread().len(), 0);
    }
}
