//! What may be delegated by hand, and over what (rules D1, D11, D15, D17, and the column `POST delegation` of §6's table).

use super::{
    DS, all, cuts, delegate, delegate_by_force, glued, holds, lacks, named, one, pairs, put, server, set, warned,
};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn d17_any_name_strictly_below_the_zone(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        for child in ["sub.example.org", "a.b.c.d.example.org", "_tcp.example.org", "a_b.example.org"] {
            delegate(&admin, "example.org", child, &json!(["ns.example.net"])).expect(201);
        }
        for child in ["example.org", "@", "sub", "org", "sub.example.net", "subexample.org", "."] {
            given::error(&delegate(&admin, "example.org", child, &json!(["ns.example.net"])), "name", "outside_zone");
        }
        for child in ["*.example.org", "a.*.example.org", "a*.example.org", "a..example.org", "", "xn--zz--zz.example.org"] {
            given::error(&delegate(&admin, "example.org", child, &json!(["ns.example.net"])), "name", "bad_name");
        }
    }

    fn d17_what_a_deeper_zone_owns_is_refused_naming_it(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "sub.example.org");
        let ns = json!(["ns.example.net"]);
        for refused in [delegate(&admin, "example.org", "a.sub.example.org", &ns), delegate_by_force(&admin, "example.org", "a.sub.example.org", &ns)] {
            given::conflict(&refused, "belongs_to_zone", false);
            assert_eq!(named(&refused, "belongs_to_zone"), ["sub.example.org"]);
        }
        delegate(&admin, "sub.example.org", "a.sub.example.org", &json!(["ns.example.net"])).expect(201);
    }

    fn d17_below_a_cut_nothing_is_ours(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        let refused = delegate_by_force(&admin, "example.org", "a.b.sub.example.org", &json!(["ns.example.net"]));
        given::conflict(&refused, "below_delegation", false);
        assert_eq!(named(&refused, "below_delegation"), ["sub.example.org"]);
    }

    fn table_a_delegation_that_is_there_is_not_made_again(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        given::created(&admin, "child.example.org");
        for child in ["SUB.example.org", "child.example.org"] {
            given::conflict(&delegate(&admin, "example.org", child, &json!(["ns.example.net"])), "delegation_exists", false);
            given::conflict(&delegate_by_force(&admin, "example.org", child, &json!(["ns.example.net"])), "delegation_exists", false);
        }
    }

    fn table_the_delegation_of_a_child_zone_is_managed_by_the_zone(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "sub.example.org");
        let path = one("example.org", "sub.example.org");
        let read = admin.get(&path).expect(200);
        assert_eq!(read.json()["origin"], "zone");
        for (method, body) in [("PUT", json!({"ns": ["x.example.net"]})), ("PATCH", json!({"ttl": 60})), ("PATCH", json!({"comment": "x"}))] {
            let refused = admin.request(method, &format!("{path}?force=true")).json(&body).if_match(&read.etag()).send();
            given::conflict(&refused, "managed", false);
            assert_eq!(refused.json()["managed_by"], "/zones/sub.example.org");
        }
        let refused = admin.delete(&format!("{path}?force=true")).send();
        given::conflict(&refused, "managed", false);
        assert_eq!(refused.json()["managed_by"], "/zones/sub.example.org");
        assert_eq!(admin.get(&path).expect(200).etag(), read.etag());
    }

    fn d11_records_that_would_lie_below_are_listed(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "sub.example.org", "MX", &["10 m.example.net"]);
        put(&admin, "example.org", "www.sub.example.org", "CNAME", &["a.example.net"]);
        put(&admin, "example.org", "*.sub.example.org", "TXT", &["any"]);
        delegate(&admin, "example.org", "a.b.sub.example.org", &json!(["ns.example.net"])).expect(201);
        put(&admin, "example.org", "mysub.example.org", "A", &["192.0.2.1"]);
        put(&admin, "example.org", "*.example.org", "A", &["192.0.2.1"]);
        let refused = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"]));
        given::conflict(&refused, "records_below_cut", true);
        let mut found = named(&refused, "records_below_cut");
        found.sort();
        assert_eq!(found, ["*.sub.example.org", "a.b.sub.example.org", "sub.example.org", "www.sub.example.org"]);
        assert_eq!(refused.json()["conflicts_total"], 4);
        let conflicts = refused.json()["conflicts"].as_array().unwrap().clone();
        for (kind, rtype) in [("delegation", "NS"), ("record_set", "MX"), ("record_set", "CNAME"), ("record_set", "TXT")] {
            let is_it = |item: &serde_json::Value| item["kind"] == kind && item["type"] == rtype && item["zone"] == "example.org";
            assert!(conflicts.iter().any(is_it), "{kind} {rtype}: {refused}");
        }
    }

    fn d11_forced_they_are_deleted_in_one_step(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "sub.example.org", "CNAME", &["a.example.net"]);
        put(&admin, "example.org", "www.sub.example.org", "A", &["192.0.2.1"]);
        delegate(&admin, "example.org", "a.b.sub.example.org", &json!(["ns.example.net"])).expect(201);
        put(&admin, "example.org", "a.b.sub.example.org", "DS", &[DS]);
        let serial = given::serial(&admin, "example.org");
        let made = delegate_by_force(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        warned(&made, &["records_below_cut"]);
        let subjects: Vec<_> = made.json()["warnings"].as_array().unwrap().iter().map(|item| item["subject"].clone()).collect();
        for name in ["sub.example.org", "www.sub.example.org", "a.b.sub.example.org"] {
            assert!(subjects.contains(&json!(name)), "{name}: {made}");
        }
        for (owner, kind) in [("sub.example.org", "CNAME"), ("www.sub.example.org", "A"), ("a.b.sub.example.org", "NS"), ("a.b.sub.example.org", "DS")] {
            lacks(&admin, "example.org", owner, kind);
        }
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "explicit")]));
        assert_eq!(given::serial(&admin, "example.org"), serial + 1);
    }

    fn d11_a_ds_of_a_child_zone_is_not_lost_unasked(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "a.sub.example.org");
        put(&admin, "example.org", "a.sub.example.org", "DS", &[DS]);
        let refused = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"]));
        given::conflict(&refused, "records_below_cut", true);
        assert_eq!(refused.json()["conflicts"][0]["type"], "DS");
        delegate_by_force(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        lacks(&admin, "example.org", "a.sub.example.org", "DS");
    }

    fn d11_addresses_that_become_glue_are_kept(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns1.sub.example.org", "AAAA", &["2001:db8::1"]);
        admin.put(&set("example.org", "ns1.sub.example.org", "A"), &json!({"ttl": 60, "records": ["192.0.2.1"]})).expect(201);
        put(&admin, "example.org", "www.sub.example.org", "A", &["192.0.2.9"]);
        given::conflict(&delegate(&admin, "example.org", "sub.example.org", &json!(["ns1.sub.example.org"])), "records_below_cut", true);
        let made = delegate_by_force(&admin, "example.org", "sub.example.org", &json!(["ns1.sub.example.org"])).expect(201);
        warned(&made, &["records_below_cut"]);
        assert_eq!(made.json()["ns"], json!([glued("ns1.sub.example.org", &["192.0.2.1", "2001:db8::1"])]));
        holds(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.1"], "glue");
        assert_eq!(admin.get(&set("example.org", "ns1.sub.example.org", "A")).expect(200).json()["ttl"], json!(null));
        lacks(&admin, "example.org", "www.sub.example.org", "A");
        // Withdrawn, but not forgotten (rule D7).
        admin.delete(&one("example.org", "sub.example.org")).expect(204);
        lacks(&admin, "example.org", "ns1.sub.example.org", "A");
        let again = delegate(&admin, "example.org", "sub.example.org", &json!(["ns1.sub.example.org"])).expect(201);
        assert_eq!(again.json()["ns"], made.json()["ns"]);
    }

    fn d11_addresses_given_along_take_the_place_of_those_below(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.1"]);
        let ns = json!([server("ns1.sub.example.org", &["192.0.2.2"])]);
        let refused = delegate(&admin, "example.org", "sub.example.org", &ns);
        assert_eq!(named(&refused, "address_differs"), ["ns1.sub.example.org"]);
        assert_eq!(named(&refused, "records_below_cut"), ["ns1.sub.example.org"]);
        let made = delegate_by_force(&admin, "example.org", "sub.example.org", &ns).expect(201);
        warned(&made, &["address_differs", "records_below_cut"]);
        holds(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.2"], "glue");
    }

    fn d15_ds_stands_at_a_cut_and_nowhere_else(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        given::created(&admin, "child.example.org");
        let try_put = |zone: &str, owner: &str, kind: &str, value: &str| admin.put(&set(zone, owner, kind), &json!({"records": [value]})).send();
        try_put("example.org", "sub.example.org", "DS", DS).expect(201);
        try_put("example.org", "child.example.org", "DS", DS).expect(201);
        for (zone, owner) in [("example.org", "www.example.org"), ("example.org", "example.org"), ("child.example.org", "child.example.org")] {
            given::conflict(&try_put(zone, owner, "DS", DS), "not_a_cut", false);
        }
        given::conflict(&try_put("example.org", "a.sub.example.org", "DS", DS), "below_delegation", false);
        for (kind, value) in [("A", "192.0.2.1"), ("TXT", "x"), ("CNAME", "a.example.net"), ("DNAME", "a.example.net")] {
            let refused = try_put("example.org", "sub.example.org", kind, value);
            given::conflict(&refused, "below_delegation", false);
        }
        admin.delete(&set("example.org", "sub.example.org", "DS")).expect(204);
        let from_child = admin.get(&format!("{}?type=DS", "/zones/child.example.org/recordsets")).expect(200).json();
        assert_eq!(from_child, json!([]));
    }

    fn r7_a_dname_and_a_cut_below_it_refuse_one_another(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "d.example.org", "DNAME", &["d.example.net"]);
        given::conflict(&delegate_by_force(&admin, "example.org", "a.b.d.example.org", &json!(["ns.example.net"])), "dname_conflict", false);
        let forced = given::with(given::zone("a.d.example.org"), &json!({"force": true}));
        given::conflict(&admin.post("/zones", &forced).send(), "dname_conflict", false);
        given::conflict(&delegate(&admin, "example.org", "d.example.org", &json!(["ns.example.net"])), "records_below_cut", true);
        delegate(&admin, "example.org", "a.e.example.org", &json!(["ns.example.net"])).expect(201);
        let dname = admin.put(&set("example.org", "e.example.org", "DNAME"), &json!({"records": ["e.example.net"]})).send();
        given::conflict(&dname, "dname_conflict", false);
    }

    fn z13_delegations_are_among_what_is_left_of_a_zone(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        let refused = admin.delete("/zones/example.org").send();
        given::conflict(&refused, "zone_not_empty", true);
        assert_eq!(named(&refused, "zone_not_empty"), ["sub.example.org"], "glue goes with its delegation");
        assert_eq!(refused.json()["conflicts"][0]["kind"], "delegation");
        admin.delete("/zones/example.org?force=true").expect(204);
        admin.get(&all("example.org")).expect(404);
    }
}
