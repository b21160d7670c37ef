//! Where addresses live, which are wanted, and which are taken (rules D6, D8, D9, D10).

use super::{
    all, change, checked, delegate, delegate_by_force, holds, lacks, named, newest, one, put, server, set, stepped,
    warned, zone,
};
use crate::given;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A list as [`checked`] gives it: name servers without address.
fn missing(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ("ns_address_missing".to_owned(), (*name).to_owned())).collect()
}

laws! {
    fn d6_an_authoritative_names_addresses_live_in_its_zone(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        let moved = stepped(&admin, &["example.org", "example.net"], || {
            let ns = json!([server("ns.example.org", &["192.0.2.1"]), server("ns.example.net", &["192.0.2.2"])]);
            delegate(&admin, "example.org", "sub.example.org", &ns).expect(201);
        });
        assert_eq!(moved, ["example.org", "example.net"]);
        holds(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"], "user");
        holds(&admin, "example.net", "ns.example.net", "A", &["192.0.2.2"], "user");
    }

    fn d6_the_row_of_a_name_below_a_cut_is_one_for_all_zones(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        let same = json!([server("ns.sub.example.org", &["192.0.2.1"])]);
        delegate(&admin, "example.net", "x.example.net", &same).expect(201);
        let other = json!([server("ns.sub.example.org", &["192.0.2.9"])]);
        given::conflict(&delegate(&admin, "example.net", "y.example.net", &other), "address_differs", true);
        let moved = stepped(&admin, &["example.org", "example.net"], || {
            warned(&delegate_by_force(&admin, "example.net", "y.example.net", &other).expect(201), &["address_differs"]);
        });
        assert_eq!(moved, ["example.org", "example.net"], "glue follows wherever it is needed (rule D5)");
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.9"], "glue");
    }

    fn d8_glue_without_address_is_refused_unless_forced_and_told_until_mended(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = json!(["ns1.sub.example.org", "ns2.sub.example.org", "ns.provider.net"]);
        let refused = delegate(&admin, "example.org", "sub.example.org", &ns);
        given::conflict(&refused, "ns_address_missing", true);
        assert_eq!(named(&refused, "ns_address_missing"), ["ns1.sub.example.org", "ns2.sub.example.org"]);
        let item = &refused.json()["conflicts"][0];
        assert_eq!((&item["kind"], &item["zone"]), (&json!("name_server"), &json!("example.org")));
        let made = delegate_by_force(&admin, "example.org", "sub.example.org", &ns).expect(201);
        let expected = "ns_address_missing;subject=\"ns1.sub.example.org\", ns_address_missing;subject=\"ns2.sub.example.org\"";
        assert_eq!(made.header("domesday-warning"), Some(expected));
        assert_eq!(given::warnings(&made), ["ns_address_missing", "ns_address_missing"]);
        assert_eq!(newest(&admin, "example.org")["forced"].as_array().unwrap().len(), 2);
        assert_eq!(checked(&admin, "example.org"), missing(&["ns1.sub.example.org", "ns2.sub.example.org"]));
        let path = one("example.org", "sub.example.org");
        let mend = json!({"ns": [server("ns1.sub.example.org", &["192.0.2.1"]), "ns2.sub.example.org", "ns.provider.net"]});
        admin.patch(&path, &mend).if_match("*").expect(409);
        admin.patch(&format!("{path}?force=true"), &mend).if_match("*").expect(204);
        assert_eq!(checked(&admin, "example.org"), missing(&["ns2.sub.example.org"]));
        admin.patch(&path, &json!({"ns": ["ns1.sub.example.org", "ns.provider.net"]})).if_match("*").expect(204);
        assert_eq!(checked(&admin, "example.org"), vec![]);
    }

    fn d8_a_sibling_or_a_served_name_needs_its_address_too(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        delegate(&admin, "example.org", "b.example.org", &json!(["ns.provider.net"])).expect(201);
        for (host, place) in [("ns.b.example.org", "example.org"), ("ns.example.net", "example.net"), ("ns.example.org", "example.org")] {
            let refused = delegate(&admin, "example.org", "a.example.org", &json!([host]));
            given::conflict(&refused, "ns_address_missing", true);
            assert_eq!(refused.json()["conflicts"][0]["zone"], place, "{host}");
            let refused = zone(&admin, "z.example.org", &json!([host]));
            given::conflict(&refused, "ns_address_missing", true);
            let refused = change(&admin, "example.org", &json!({"ns": [host]}));
            given::conflict(&refused, "ns_address_missing", true);
        }
        // Below somebody else's cut the address is not ours to know, unless it must be published here.
        let refused = delegate(&admin, "example.net", "a.example.net", &json!(["ns.b.example.org"])).expect(201);
        assert_eq!(refused.header("domesday-warning"), None);
    }

    fn d8_a_child_zone_and_its_check(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let body = given::with(given::zone("sub.example.org"), &json!({"ns": ["ns.sub.example.org"], "force": true}));
        warned(&admin.post("/zones", &body).expect(201), &["ns_address_missing"]);
        for place in ["example.org", "sub.example.org"] {
            assert_eq!(checked(&admin, place), missing(&["ns.sub.example.org"]), "{place}");
        }
        let file = admin.get("/zones/example.org/zonefile").expect(200);
        assert!(file.header("domesday-warning").unwrap().starts_with("ns_address_missing"), "{file}");
        admin.get("/zones/example.org/zonefile?strict=true").expect(409);
        put(&admin, "sub.example.org", "ns.sub.example.org", "AAAA", &["2001:db8::1"]);
        for place in ["example.org", "sub.example.org"] {
            assert_eq!(checked(&admin, place), vec![], "{place}");
        }
        holds(&admin, "example.org", "ns.sub.example.org", "AAAA", &["2001:db8::1"], "glue");
        admin.get("/zones/example.org/zonefile?strict=true").expect(200);
    }

    fn d9_names_of_nobody_here_bring_no_addresses(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = json!(["ns.example.net", server("ns.provider.net", &["192.0.2.1"])]);
        given::error(&delegate_by_force(&admin, "example.org", "sub.example.org", &ns), "ns[1].addresses", "address_not_taken");
    }

    fn d9_addresses_are_stored_only_where_the_caller_may_write(server_: &Server) {
        let admin = server_.admin();
        let acme = server_.user("jane", "acme", &["hostmaster"]);
        given::created(&admin, "example.net");
        put(&admin, "example.net", "known.example.net", "A", &["192.0.2.1"]);
        delegate(&admin, "example.net", "cut.example.net", &json!([server("ns.cut.example.net", &["192.0.2.2"])])).expect(201);
        given::created(&acme, "example.org");
        for host in ["new.example.net", "known.example.net", "ns.cut.example.net", "ns2.cut.example.net"] {
            let ns = json!([server(host, &["192.0.2.5"])]);
            let refused = delegate_by_force(&acme, "example.org", "sub.example.org", &ns).expect(403);
            assert_eq!(refused.code(), "address_denied", "{host}");
            let refused = change(&acme, "example.org", &json!({"ns": ns, "force": true})).expect(403);
            assert_eq!(refused.code(), "address_denied", "{host}");
        }
        lacks(&admin, "example.net", "new.example.net", "A");
        let equal = json!([server("known.example.net", &["192.0.2.1"]), server("ns.cut.example.net", &["192.0.2.2"])]);
        assert_eq!(stepped(&admin, &["example.net"], || drop(delegate(&acme, "example.org", "sub.example.org", &equal).expect(201))), Vec::<String>::new());
    }

    fn d9_other_addresses_than_stored_need_force_and_replace_both_types(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.example.org", "AAAA", &["2001:db8::1"]);
        let ns = json!([server("ns.example.org", &["192.0.2.1"])]);
        let refused = delegate(&admin, "example.org", "sub.example.org", &ns);
        given::conflict(&refused, "address_differs", true);
        assert_eq!(named(&refused, "address_differs"), ["ns.example.org"]);
        let made = delegate_by_force(&admin, "example.org", "sub.example.org", &ns).expect(201);
        warned(&made, &["address_differs"]);
        holds(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"], "user");
        lacks(&admin, "example.org", "ns.example.org", "AAAA");
        // In a row.
        let path = one("example.org", "sub.example.org");
        admin.patch(&path, &json!({"ns": [server("x.sub.example.org", &["192.0.2.1"])]})).if_match("*").expect(204);
        let other = json!({"ns": [server("x.sub.example.org", &["2001:db8::9"])]});
        given::conflict(&admin.patch(&path, &other).if_match("*").send(), "address_differs", true);
        let changed = admin.patch(&format!("{path}?force=yes"), &other).if_match("*").expect(204);
        warned(&changed, &["address_differs"]);
        assert_eq!(changed.etag(), admin.get(&path).expect(200).etag());
        lacks(&admin, "example.org", "x.sub.example.org", "A");
        holds(&admin, "example.org", "x.sub.example.org", "AAAA", &["2001:db8::9"], "glue");
    }

    fn d9_a_set_keeps_its_ttl_when_its_addresses_are_replaced(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let path = set("example.org", "ns.example.org", "A");
        admin.put(&path, &json!({"ttl": 60, "records": ["192.0.2.1"]})).expect(201);
        delegate_by_force(&admin, "example.org", "sub.example.org", &json!([server("ns.example.org", &["192.0.2.2"])])).expect(201);
        let set = admin.get(&path).expect(200).json();
        assert_eq!((&set["ttl"], &set["records"]), (&json!(60), &json!(["192.0.2.2"])));
    }

    fn d10_a_name_server_is_no_alias_from_either_side(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        put(&admin, "example.net", "alias.example.net", "CNAME", &["a.example.com"]);
        given::conflict(&delegate_by_force(&admin, "example.org", "sub.example.org", &json!(["alias.example.net"])), "target_is_cname", false);
        let zone_: Value = given::with(given::zone("sub.example.org"), &json!({"ns": ["alias.example.net"], "force": true}));
        given::conflict(&admin.post("/zones", &zone_).send(), "target_is_cname", false);
        given::conflict(&change(&admin, "example.org", &json!({"ns": ["alias.example.net"], "force": true})), "target_is_cname", false);
        put(&admin, "example.net", "ns.example.net", "A", &["192.0.2.1"]);
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        let swap = json!({"force": true, "changes": [
            {"op": "delete", "name": "ns.example.net", "type": "A"}, {"op": "put", "name": "ns.example.net", "type": "CNAME", "records": ["a.example.com"]},
        ]});
        let refused = admin.patch("/zones/example.net/recordsets", &swap).send();
        given::conflict(&refused, "target_is_cname", false);
        assert_eq!(named(&refused, "target_is_cname"), ["sub.example.org"]);
        let path = one("example.org", "sub.example.org");
        given::conflict(&admin.patch(&path, &json!({"ns": ["alias.example.net"]})).if_match("*").send(), "target_is_cname", false);
    }

    fn d8_d10_what_goes_below_the_new_cut_counts_no_more(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.sub.example.org", "CNAME", &["a.example.com"]);
        let made = admin.post(&all("example.org"), &json!({"name": "sub.example.org", "ns": [server("ns.sub.example.org", &["192.0.2.1"])], "force": true})).expect(201);
        warned(&made, &["records_below_cut"]);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
    }
}
