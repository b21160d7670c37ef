//! Who is behind the names: made by registrars, read and vouched for as entities, public as far as they say so.

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

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
}
