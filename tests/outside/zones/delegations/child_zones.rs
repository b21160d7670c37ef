//! Zones served below a zone served here: their delegation follows them (rules D2, D3, the column `create zone` of §6's table).

use super::{
    DS, change, cuts, delegate, found, glued, holds, lacks, named, one, pairs, put, server, set, stepped, warned, zone,
};
use crate::given;
use domesday_tests::server::Server;
use serde_json::{Value, json};

laws! {
    fn section_6_example(server_: &Server) {
        let admin = server_.admin();
        let parent = given::created(&admin, "example.org").json();
        let body: Value = serde_json::from_str(r#"
            {"name":"sub.example.org","ns":[{"name":"ns1.sub.example.org","addresses":["192.0.2.1","2001:db8::1"]},"ns.example.net"],
             "email":"hostmaster@example.org","refresh":10800,"retry":3600,"expire":1814400,"ttl":3600}"#).unwrap();
        let without = given::with(body.clone(), &json!({"ns": ["ns1.sub.example.org", "ns.example.net"]}));
        let mut refused = admin.post("/zones", &without).expect(409).json();
        let id = refused.as_object_mut().unwrap().remove("request_id");
        assert!(id.is_some_and(|id| id.is_string()));
        assert!(refused.as_object_mut().unwrap().remove("detail").is_some_and(|detail| detail.is_string()));
        let conflict = refused["conflicts"][0].as_object_mut().unwrap();
        assert!(conflict.remove("detail").is_some_and(|detail| detail.is_string()));
        assert_eq!(conflict.remove("code"), Some(json!("ns_address_missing")));
        let expected: Value = serde_json::from_str(r#"
            {"type":"/problems/conflict","title":"Conflict","status":409,"code":"ns_address_missing","forcible":true,"conflicts_total":1,
             "conflicts":[{"kind":"name_server","name":"ns1.sub.example.org","zone":"example.org"}]}"#).unwrap();
        assert_eq!(refused, expected);
        let made = admin.post("/zones", &body).expect(201);
        assert_eq!(made.header("location"), Some("/zones/sub.example.org"));
        assert_eq!(made.etag(), format!("\"{}.1\"", made.json()["id"]));
        assert_eq!(made.header("domesday-warning"), None);
        holds(&admin, "sub.example.org", "ns1.sub.example.org", "A", &["192.0.2.1"], "user");
        holds(&admin, "sub.example.org", "ns1.sub.example.org", "AAAA", &["2001:db8::1"], "user");
        holds(&admin, "example.org", "sub.example.org", "NS", &["ns.example.net.", "ns1.sub.example.org."], "delegation");
        holds(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.1"], "glue");
        holds(&admin, "example.org", "ns1.sub.example.org", "AAAA", &["2001:db8::1"], "glue");
        assert_eq!(given::serial(&admin, "example.org"), parent["serial"].as_u64().unwrap() + 1);
        assert_eq!(given::read(&admin, "sub.example.org")["revision"], 1);
    }

    fn d3_what_the_child_says_the_parent_says(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = json!(["ns.example.net", server("ns1.sub.example.org", &["192.0.2.1"])]);
        let body = given::with(given::zone("sub.example.org"), &json!({"ns": ns, "ns_ttl": 60, "default_ttl": 60}));
        admin.post("/zones", &body).expect(201);
        let path = one("example.org", "sub.example.org");
        let read = admin.get(&path).expect(200).json();
        assert_eq!(read["ttl"], json!(null), "the TTL is the parent's own");
        assert_eq!((&read["origin"], &read["comment"]), (&json!("zone"), &json!(null)));
        change(&admin, "sub.example.org", &json!({"ns": ["ns3.example.net", "ns2.example.net"]})).expect(204);
        let read = admin.get(&path).expect(200).json();
        assert_eq!(read["ns"], json!([glued("ns2.example.net", &[]), glued("ns3.example.net", &[])]));
        lacks(&admin, "example.org", "ns1.sub.example.org", "A");
        holds(&admin, "sub.example.org", "ns1.sub.example.org", "A", &["192.0.2.1"], "user");
        change(&admin, "sub.example.org", &json!({"primary_ns": "ns2.example.net", "ns_ttl": 61})).expect(204);
        assert_eq!(admin.get(&path).expect(200).json(), read, "order and TTL are the child's own");
    }

    fn d2_below_another_cut_the_parent_gets_nothing(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        let moved = stepped(&admin, &["example.org"], || {
            zone(&admin, "a.sub.example.org", &json!(["ns.example.net"])).expect(201);
            change(&admin, "a.sub.example.org", &json!({"ns": ["ns2.example.net"]})).expect(204);
        });
        assert_eq!(moved, Vec::<String>::new());
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "explicit")]));
        assert_eq!(stepped(&admin, &["example.org"], || drop(admin.delete("/zones/a.sub.example.org").expect(204))), Vec::<String>::new());
    }

    fn d2_the_nearest_zone_is_the_parent(server_: &Server) {
        let admin = server_.admin();
        for name in ["example.org", "b.example.org", "a.b.example.org", "x.y.example.org"] {
            given::created(&admin, name);
        }
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("b.example.org", "zone"), ("x.y.example.org", "zone")]));
        assert_eq!(cuts(&admin, "b.example.org"), pairs(&[("a.b.example.org", "zone")]));
        assert!(!given::exported(&admin, "example.org").contains("a.b.example.org"), "no grandchild in the grandparent");
    }

    fn table_a_zone_over_an_explicit_delegation_of_the_same_servers(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let body = json!({"name": "sub.example.org", "ns": ["ns2.example.net", "ns1.example.net"], "comment": "kept"});
        let explicit = admin.post("/zones/example.org/delegations", &body).expect(201);
        put(&admin, "example.org", "sub.example.org", "DS", &[DS]);
        let before = given::read(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!(["NS1.example.net.", "ns2.example.net"])).expect(201);
        let read = admin.get(&one("example.org", "sub.example.org")).expect(200);
        assert_eq!(read.json()["origin"], "zone");
        holds(&admin, "example.org", "sub.example.org", "DS", &[&DS.to_lowercase()], "user");
        let after = given::read(&admin, "example.org");
        assert_eq!(after["serial"], before["serial"], "nothing published differs (rule S4)");
        assert_eq!(after["revision"].as_u64(), before["revision"].as_u64().map(|number| number + 1));
        assert_ne!(read.etag(), explicit.etag());
        assert_eq!(read.etag(), format!("\"{}.{}\"", after["id"], after["revision"]), "the tag of its last change (rule Z4)");
    }

    fn table_a_zone_over_an_explicit_delegation_loses_its_ttl(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let body = json!({"name": "sub.example.org", "ns": ["ns.example.net"], "ttl": 60});
        admin.post("/zones/example.org/delegations", &body).expect(201);
        let moved = stepped(&admin, &["example.org"], || drop(zone(&admin, "sub.example.org", &json!(["ns.example.net"])).expect(201)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(admin.get(&one("example.org", "sub.example.org")).expect(200).json()["ttl"], json!(null));
    }

    fn table_a_zone_over_an_explicit_delegation_of_other_servers(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        let refused = zone(&admin, "sub.example.org", &json!(["ns.example.net", "ns2.example.net"]));
        given::conflict(&refused, "delegation_exists", true);
        assert_eq!(named(&refused, "delegation_exists"), ["sub.example.org"]);
        admin.get("/zones/sub.example.org").expect(404);
        let forced = given::with(given::zone("sub.example.org"), &json!({"ns": ["ns2.example.net"], "force": true}));
        let made = admin.post("/zones", &forced).expect(201);
        warned(&made, &["delegation_exists"]);
        assert_eq!(given::warnings(&made), ["delegation_exists"]);
        holds(&admin, "example.org", "sub.example.org", "NS", &["ns2.example.net."], "delegation");
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone")]));
    }

    fn table_addresses_on_the_row_become_the_zones_own(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = json!(["ns1.sub.example.org"]);
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns1.sub.example.org", &["192.0.2.1"])])).expect(201);
        let made = zone(&admin, "sub.example.org", &ns).expect(201);
        assert_eq!(made.header("domesday-warning"), None, "its address is known");
        holds(&admin, "sub.example.org", "ns1.sub.example.org", "A", &["192.0.2.1"], "user");
        holds(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.1"], "glue");
        // It lives in the zone now: what is on the row is no second truth (rule D6).
        admin.put(&set("sub.example.org", "ns1.sub.example.org", "A"), &json!({"records": ["192.0.2.2"]})).if_match("*").expect(200);
        holds(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.2"], "glue");
        assert_eq!(found(&admin, "example.org", "ns1.sub.example.org", "AAAA"), None);
    }

    fn table_a_zone_that_exists_is_not_made_again(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "sub.example.org");
        let again = given::with(given::zone("sub.example.org"), &json!({"force": true}));
        given::conflict(&admin.post("/zones", &again).send(), "zone_exists", false);
    }

    fn z21_the_childs_owner_needs_no_right_on_the_parent(server_: &Server) {
        let admin = server_.admin();
        let acme = server_.user("jane", "acme", &["hostmaster"]);
        given::created(&admin, "example.org");
        let body = given::with(given::zone("sub.example.org"), &json!({"owner": "acme"}));
        admin.post("/zones", &body).expect(201);
        let moved = stepped(&admin, &["example.org"], || {
            change(&acme, "sub.example.org", &json!({"ns": [server("ns.sub.example.org", &["192.0.2.1"])]})).expect(204);
        });
        assert_eq!(moved, ["example.org"]);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        let moved = stepped(&admin, &["example.org"], || drop(acme.delete("/zones/sub.example.org?force=true").expect(204)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(cuts(&admin, "example.org"), vec![]);
    }
}
