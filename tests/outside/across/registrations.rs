//! Registered names beside what other faces delegate: each is refused where the other is, and nobody but the sponsor changes them.

use super::{actions, published};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The TLD `reg` with its zone; who runs it, and a registrar who also keeps zones.
fn registry(server: &Server) -> (Client, Client) {
    let admin = server.admin();
    let id = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].clone();
    admin.put(&format!("/tlds/{}/policy", id.as_str().unwrap()), &json!({"preset": "default"})).expect(201);
    admin.post("/zones", &given::with(given::zone("reg"), &json!({"registry_zone": true}))).expect(201);
    (admin, server.user("acme", "acme", &["registrar", "hostmaster"]))
}

/// Tries to delegate a name of `reg` through each face that delegates.
fn delegate(admin: &Client, name: &str) -> [(&'static str, Answer); 4] {
    let servers = json!(["ns1.provider.net"]);
    let record = json!({"rdata": {"nsdname": "ns9.provider.net."}});
    let file = given::exported(admin, "reg") + &format!("{name}. IN NS ns9.provider.net.\n");
    [
        ("zones", admin.post("/zones/reg/delegations", &json!({"name": name, "ns": servers})).send()),
        (
            "mreg",
            admin.post("/api/v1/zones/forward/reg/delegations/", &json!({"name": name, "nameservers": servers})).send(),
        ),
        ("dynect", admin.post(&format!("/REST/NSRecord/reg/{name}/"), &record).send()),
        (
            "file",
            admin.request("POST", "/zones/import?replace=true&force=true").body("text/dns", file).if_match("*").send(),
        ),
    ]
}

both! {
    fn a_registered_name_is_refused_as_a_duplicate_through_every_face(server: &Server) {
        let (admin, registrar) = registry(server);
        let other = server.user("zeta", "zeta", &["registrar", "hostmaster"]);
        registrar.put("/domains", &json!({"name": "blue.reg", "ns": ["ns1.provider.net"]})).expect(201);
        let before = (registrar.get("/domains/blue.reg").expect(200).json()["info"].clone(), given::exported(&admin, "reg"));
        for (face, refused) in delegate(&admin, "blue.reg") {
            assert!((400..500).contains(&refused.status), "{face}: {refused}");
            assert!(refused.text().contains("registered") || refused.text().contains("/domains/blue.reg"), "{face}: {refused}");
        }
        for caller in [&registrar, &other] {
            let again = caller.put("/domains", &json!({"name": "BLUE.reg."})).expect(409);
            assert_eq!(again.json()["code"], 2302, "{again}");
        }
        assert_eq!(admin.post("/api/domains", &json!({"claims": []})).send().status, 405);
        // Nor does another face end what it did not begin.
        given::conflict(&admin.delete("/zones/reg/delegations/blue.reg").send(), "managed", false);
        let gone = admin.delete("/api/v1/zones/forward/reg/delegations/blue.reg").expect(409).json();
        assert_eq!(gone["errors"][0]["code"], "managed", "{gone}");
        let gone = admin.delete("/REST/NSRecord/reg/blue.reg/").header("Content-Type", "application/json").send();
        assert_eq!(gone.json()["msgs"][0]["ERR_CD"], "ILLEGAL_OPERATION", "{gone}");
        assert_eq!(admin.delete("/api/domains/blue.reg").send().status, 405);
        let after = (registrar.get("/domains/blue.reg").expect(200).json()["info"].clone(), given::exported(&admin, "reg"));
        assert_eq!(before, after);
    }

    fn a_name_that_another_face_delegated_is_not_registered_over_it(server: &Server) {
        let (admin, registrar) = registry(server);
        for (number, face) in ["zones", "mreg", "dynect"].into_iter().enumerate() {
            let name = format!("blue{number}.reg");
            let made = delegate_one(&admin, face, &name);
            assert!(made.is_success(), "{face}: {made}");
            assert_eq!(registrar.get(&format!("/domains/{name}/check")).expect(200).json()["avail"], 0, "{face}");
            let refused = registrar.put("/domains", &json!({ "name": name })).send();
            assert!((400..500).contains(&refused.status), "{face}: {refused}");
            let blocker = &refused.json()["blockers"][0];
            assert_eq!((&blocker["type"], &blocker["name"]), (&json!("delegation"), &json!(name)), "{face}: {refused}");
            admin.delete(&format!("/zones/reg/delegations/{name}")).expect(204);
            assert_eq!(registrar.get(&format!("/domains/{name}/check")).expect(200).json()["avail"], 1, "{face}");
            registrar.put("/domains", &json!({ "name": name })).expect(201);
        }
    }

    fn a_domains_history_is_one_and_the_zones_tells_what_followed(server: &Server) {
        let (admin, registrar) = registry(server);
        registrar.put("/domains", &json!({"name": "blue.reg", "ns": ["ns1.provider.net"]})).expect(201);
        registrar.post("/domains/blue.reg", &json!({"add": {"status": ["clientHold"]}})).expect(200);
        let told = registrar.get("/history?subject=domain/blue.reg").expect(200).json();
        assert_eq!(actions(&told), ["domain.update", "domain.create"]);
        for subject in ["domain/BLUE.reg.", "entity/domains/blue.reg"] {
            assert_eq!(admin.get(&format!("/history?subject={subject}")).expect(200).json(), told, "{subject}");
        }
        let events = registrar.get("/api/domains/blue.reg/history").expect(200).json()["events"].clone();
        let ids = |list: &Value| -> Vec<Value> { list.as_array().unwrap().iter().map(|entry| entry["request_id"].clone()).collect() };
        assert_eq!((actions(&events), ids(&events)), (actions(&told), ids(&told)));
        let zone = admin.get("/zones/reg/history?limit=2").expect(200).json();
        assert_eq!(ids(&zone), ids(&told), "of the same requests");
        for entry in zone.as_array().unwrap() {
            assert_eq!((&entry["face"], &entry["user"]), (&json!("registrar"), &json!("acme")), "{entry}");
        }
    }
}

/// Delegates a name of `reg` through one face, and publishes it where that is another step.
fn delegate_one(admin: &Client, face: &str, name: &str) -> Answer {
    let servers = json!(["ns1.provider.net"]);
    match face {
        "zones" => admin.post("/zones/reg/delegations", &json!({"name": name, "ns": servers})).send(),
        "mreg" => {
            admin.post("/api/v1/zones/forward/reg/delegations/", &json!({"name": name, "nameservers": servers})).send()
        }
        _ => {
            admin
                .post(&format!("/REST/NSRecord/reg/{name}/"), &json!({"rdata": {"nsdname": "ns1.provider.net."}}))
                .expect(200);
            published(admin, "reg")
        }
    }
}
