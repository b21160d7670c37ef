//! What the history says of delegations, in the zone asked for and in those that follow (rules H1, H2).

use super::{all, change, delegate, newest, one, put, server, set, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn cut(ttl: &Value, records: &[&str], comment: &Value, origin: &str) -> Value {
    json!({"ttl": ttl, "records": records, "comment": comment, "origin": origin})
}

laws! {
    fn h2_a_delegation_is_told_before_and_after(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let body = json!({"name": "sub.example.org", "ns": [server("ns.sub.example.org", &["192.0.2.1"])], "comment": "old"});
        let etag = admin.post(&all("example.org"), &body).header("X-Request-ID", "made").expect(201).etag();
        let first = cut(&json!(null), &["ns.sub.example.org."], &json!("old"), "explicit");
        let entry = newest(&admin, "example.org");
        let serial = given::serial(&admin, "example.org");
        for (member, value) in [
            ("action", json!("delegation.create")), ("face", json!("zones")), ("request_id", json!("made")), ("revision", json!(2)),
            ("serial_before", json!(serial - 1)), ("serial_after", json!(serial)), ("user", json!("admin")),
        ] {
            assert_eq!(entry[member], value, "{member}: {entry}");
        }
        let glue = json!({"what": "recordset", "name": "ns.sub.example.org", "type": "A", "from": null, "to": {"ttl": null, "records": ["192.0.2.1"]}});
        assert_eq!(entry["changes"], json!([{"what": "delegation", "name": "sub.example.org", "from": null, "to": first}, glue]));
        admin.patch(&one("example.org", "sub.example.org"), &json!({"comment": "new", "ttl": 60})).if_match(&etag).expect(204);
        let second = cut(&json!(60), &["ns.sub.example.org."], &json!("new"), "explicit");
        let entry = newest(&admin, "example.org");
        assert_eq!(entry["action"], "delegation.update");
        assert_eq!(entry["changes"], json!([{"what": "delegation", "name": "sub.example.org", "from": first, "to": second}]));
        admin.delete(&one("example.org", "sub.example.org")).expect(204);
        let entry = newest(&admin, "example.org");
        assert_eq!((&entry["action"], &entry["changes"][0]["to"]), (&json!("delegation.delete"), &json!(null)));
        assert_eq!(entry["changes"].as_array().unwrap().len(), 2, "its glue is told too");
    }

    fn h1_zones_that_follow_tell_what_led_to_it(server_: &Server) {
        let admin = server_.admin();
        let acme = server_.user("jane", "acme", &["hostmaster"]);
        given::created(&admin, "example.org");
        let follows = |action: &str, account: &str| {
            let entry = newest(&admin, "example.org");
            assert_eq!((&entry["action"], &entry["cause"]), (&json!("zone.follow"), &json!(format!("{action} sub.example.org"))), "{entry}");
            assert_eq!((&entry["account"], &entry["face"]), (&json!(account), &json!("zones")));
            assert_eq!(entry["serial_after"], given::serial(&admin, "example.org"));
            assert_eq!(entry["revision"], given::read(&admin, "example.org")["revision"]);
            entry
        };
        let body = given::with(given::zone("sub.example.org"), &json!({"owner": "acme", "ns": [server("ns.sub.example.org", &["192.0.2.1"])]}));
        admin.post("/zones", &body).expect(201);
        let entry = follows("zone.create", "registry");
        let made = cut(&json!(null), &["ns.sub.example.org."], &json!(null), "zone");
        assert_eq!(entry["changes"][0], json!({"what": "delegation", "name": "sub.example.org", "from": null, "to": made}));
        assert_eq!(newest(&admin, "sub.example.org")["cause"], json!(null));
        change(&acme, "sub.example.org", &json!({"ns": ["ns.provider.net", "ns.sub.example.org"]})).expect(204);
        follows("zone.update", "acme");
        acme.put(&set("sub.example.org", "ns.sub.example.org", "A"), &json!({"records": ["192.0.2.2"]})).if_match("*").expect(200);
        follows("recordsets.change", "acme");
        acme.delete("/zones/sub.example.org?force=true").expect(204);
        let entry = follows("zone.delete", "acme");
        assert_eq!(entry["changes"].as_array().unwrap().len(), 2);
    }

    fn h2_a_delegation_that_becomes_the_zones_is_told_although_it_says_the_same(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = ["ns1.provider.net.", "ns2.provider.net."];
        delegate(&admin, "example.org", "sub.example.org", &json!(ns)).expect(201);
        given::created(&admin, "sub.example.org");
        let entry = newest(&admin, "example.org");
        let told = |origin: &str| cut(&json!(null), &ns, &json!(null), origin);
        assert_eq!(entry["changes"], json!([{"what": "delegation", "name": "sub.example.org", "from": told("explicit"), "to": told("zone")}]));
        assert_eq!(entry["serial_before"], entry["serial_after"], "nothing published differs");
    }

    fn h1_a_new_zone_tells_once_what_became_of_its_surroundings(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "a.b.example.org");
        put(&admin, "example.org", "www.b.example.org", "A", &["192.0.2.1"]);
        let body = given::with(given::zone("b.example.org"), &json!({"force": true}));
        admin.post("/zones", &body).expect(201);
        let entries = admin.get("/zones/b.example.org/history").expect(200).json();
        assert_eq!(entries.as_array().unwrap().len(), 1, "made in one step");
        let told: Vec<_> = entries[0]["changes"].as_array().unwrap().iter().filter(|change| change["what"] != "zone").collect();
        assert_eq!(told.len(), 2, "what moved, and the child: {told:?}");
        assert!(entries[0]["forced"].to_string().contains("records_below_cut"));
        let parent = newest(&admin, "example.org");
        assert_eq!(parent["changes"].as_array().unwrap().len(), 3, "a set and a cut went, a cut came: {parent}");
        assert_eq!(parent["cause"], "zone.create b.example.org");
    }

    fn h1_a_refused_delegation_leaves_no_entry(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.sub.example.org"])).expect(409);
        zone(&admin, "sub.example.org", &json!(["ns.sub.example.org"])).expect(409);
        let entries = admin.get("/zones/example.org/history").expect(200).json();
        assert_eq!(entries.as_array().unwrap().len(), 1);
    }
}
