//! The zone that a sponsor makes at a registered name (Z3, D16, and the table of section 6).

use super::{cuts, hold, lines, pair, register, served, set, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The codes of a zone's standing warnings.
fn standing(client: &Client, name: &str) -> Vec<Value> {
    let check = client.get(&format!("/zones/{name}/check")).expect(200).json();
    check["warnings"].as_array().expect("warnings").iter().map(|warning| warning["code"].clone()).collect()
}

laws! {
    fn d16_the_sponsor_makes_it_and_the_cut_stays_as_registered(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net", "ns2.example.net"]));
        let before = given::serial(&registry.admin, "st");
        let made = zone(&registry.acme, "blue.st", &json!(["ns1.example.net", "ns3.example.net"])).expect(201);
        assert_eq!(given::warnings(&made), ["delegation_differs"], "{made}");
        assert!(made.header("domesday-warning").unwrap().starts_with("delegation_differs;subject=\"blue.st\""), "{made}");
        assert_eq!(given::serial(&registry.admin, "st"), before, "nothing of st differs");
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar")]);
        assert_eq!(standing(&registry.acme, "blue.st"), [json!("delegation_differs")]);
        registry.acme.put(&set("blue.st", "www.blue.st", "A"), &json!({"records": ["192.0.2.1"]})).expect(201);
        zone(&registry.acme, "sub.blue.st", &json!(["ns1.example.net"])).expect(201);

        let change = |ns: Value| {
            let etag = registry.acme.get("/zones/blue.st").expect(200).etag();
            registry.acme.patch("/zones/blue.st", &json!({ "ns": ns })).if_match(&etag).expect(204)
        };
        let equal = change(json!(["ns2.example.net", "ns1.example.net"]));
        assert_eq!(equal.header("domesday-warning"), None, "{equal}");
        assert!(standing(&registry.acme, "blue.st").is_empty());
        let differing = change(json!(["ns4.example.net"]));
        assert!(differing.header("domesday-warning").unwrap().starts_with("delegation_differs"), "{differing}");
        assert_eq!(lines(&registry.admin, "st", "blue.st"), ["IN NS ns1.example.net.", "IN NS ns2.example.net."]);

        registry.acme.delete("/zones/blue.st?force=true").expect(204);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar")], "the zone goes, the cut stays");
        assert_eq!(given::serial(&registry.admin, "st"), before);
    }

    fn d16_an_admin_makes_it_for_anybody(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.provider.net", "ns2.provider.net"]));
        let theirs = given::with(given::zone("blue.st"), &json!({"owner": "other"}));
        let made = registry.admin.post("/zones", &theirs).expect(201);
        assert_eq!(made.header("domesday-warning"), None, "the same name servers: {made}");
        assert_eq!(given::read(&registry.other, "blue.st")["owner"], "other");
    }

    fn d16_a_zone_at_a_name_that_is_held_back_is_not_delegated(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net"]));
        hold(&registry.acme, "blue.st");
        let before = given::serial(&registry.admin, "st");
        zone(&registry.acme, "blue.st", &json!(["ns1.example.net"])).expect(201);
        assert_eq!((cuts(&registry.admin), given::serial(&registry.admin, "st")), (Vec::new(), before));
        let etag = registry.acme.get("/zones/blue.st").expect(200).etag();
        registry.acme.patch("/zones/blue.st", &json!({"ns": ["ns2.example.net"]})).if_match(&etag).expect(204);
        assert_eq!(cuts(&registry.admin), []);
        zone(&registry.acme, "a.blue.st", &json!(["ns1.example.net"])).expect(201);
        registry.acme.delete("/zones/blue.st?force=true").expect(204);
        assert_eq!(cuts(&registry.admin), [], "nor is what lies below it");
        registry.acme.post("/domains/blue.st", &json!({"rem": {"status": ["clientHold"]}})).expect(200);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar")]);
    }

    fn d3_a_zone_that_outlives_its_registration_is_delegated_like_any_other(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net"]));
        zone(&registry.acme, "blue.st", &json!(["ns7.example.net"])).expect(201);
        // In the add grace a deleted name is free at once.
        registry.acme.delete("/domains/blue.st").expect(200);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "zone")]);
        assert_eq!(lines(&registry.admin, "st", "blue.st"), ["IN NS ns7.example.net."]);
        assert!(standing(&registry.acme, "blue.st").is_empty());
    }
}
