//! Glue: which there is, kept right through any change, withdrawn when nobody needs it (rules D4–D7).

use super::{all, change, delegate, found, glued, holds, lacks, one, published, put, server, set, stepped, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn d4_servers_below_a_cut_have_glue_whether_or_not_it_is_their_own(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "b.example.org", &json!([server("ns.b.example.org", &["192.0.2.2"])])).expect(201);
        let sibling = delegate(&admin, "example.org", "a.example.org", &json!(["ns.b.example.org", "ns.example.net"])).expect(201);
        assert_eq!(sibling.json()["ns"], json!([glued("ns.b.example.org", &["192.0.2.2"]), glued("ns.example.net", &[])]));
        // Nobody but the sibling uses it.
        let b = one("example.org", "b.example.org");
        admin.patch(&b, &json!({"ns": ["ns.example.net"]})).if_match("*").expect(204);
        holds(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.2"], "glue");
        assert_eq!(published(&admin, "example.org").iter().filter(|line| line.starts_with("ns.b.example.org.")).count(), 1, "once a name");
        admin.delete(&one("example.org", "a.example.org")).expect(204);
        lacks(&admin, "example.org", "ns.b.example.org", "A");
    }

    fn d4_the_cuts_own_name_may_be_a_server(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "b.example.org", &json!([server("b.example.org", &["192.0.2.2"])])).expect(201);
        holds(&admin, "example.org", "b.example.org", "A", &["192.0.2.2"], "glue");
        zone(&admin, "c.example.org", &json!([server("c.example.org", &["192.0.2.3"])])).expect(201);
        holds(&admin, "example.org", "c.example.org", "A", &["192.0.2.3"], "glue");
        holds(&admin, "c.example.org", "c.example.org", "A", &["192.0.2.3"], "user");
    }

    fn d4_servers_of_the_apex_below_a_cut_have_glue_too(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        put(&admin, "sub.example.org", "ns9.sub.example.org", "A", &["192.0.2.9"]);
        lacks(&admin, "example.org", "ns9.sub.example.org", "A");
        change(&admin, "example.org", &json!({"ns": ["ns9.sub.example.org", "ns1.provider.net"]})).expect(204);
        holds(&admin, "example.org", "ns9.sub.example.org", "A", &["192.0.2.9"], "glue");
        let moved = stepped(&admin, &["example.org", "sub.example.org"], || drop(change(&admin, "example.org", &json!({"ns": ["ns1.provider.net"]})).expect(204)));
        assert_eq!(moved, ["example.org"]);
        lacks(&admin, "example.org", "ns9.sub.example.org", "A");
        holds(&admin, "sub.example.org", "ns9.sub.example.org", "A", &["192.0.2.9"], "user");
    }

    fn d4_what_is_above_every_cut_is_no_glue(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"]);
        let made = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.org"])).expect(201);
        assert_eq!(made.json()["ns"], json!([glued("ns.example.org", &[])]));
        holds(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"], "user");
        given::created(&admin, "sub2.example.org");
        change(&admin, "sub2.example.org", &json!({"ns": ["ns.example.org"]})).expect(204);
        assert_eq!(published(&admin, "example.org").iter().filter(|line| line.contains(" A ")).count(), 1);
        assert!(!published(&admin, "sub2.example.org").iter().any(|line| line.contains(" A ")));
    }

    fn d5_grandparents_have_glue_and_follow(server_: &Server) {
        let admin = server_.admin();
        let names = ["org", "example.org", "sub.example.org", "other.org", "example.net"];
        admin.post("/zones", &given::with(given::zone("org"), &json!({"registry_zone": true}))).expect(201);
        for name in ["other.org", "example.net", "example.org"] {
            given::created(&admin, name);
        }
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        let moved = stepped(&admin, &names, || drop(change(&admin, "example.org", &json!({"ns": ["ns.sub.example.org"]})).expect(204)));
        assert_eq!(moved, ["org", "example.org"]);
        for parent in ["org", "example.org"] {
            holds(&admin, parent, "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        }
        let path = set("sub.example.org", "ns.sub.example.org", "A");
        let moved = stepped(&admin, &names, || {
            admin.put(&path, &json!({"ttl": 90, "records": ["192.0.2.7", "192.0.2.1"]})).if_match("*").expect(200);
        });
        assert_eq!(moved, ["org", "example.org", "sub.example.org"]);
        for parent in ["org", "example.org"] {
            holds(&admin, parent, "ns.sub.example.org", "A", &["192.0.2.1", "192.0.2.7"], "glue");
            assert_eq!(admin.get(&set(parent, "ns.sub.example.org", "A")).expect(200).json()["ttl"], 90);
        }
        let moved = stepped(&admin, &names, || drop(put(&admin, "sub.example.org", "ns.sub.example.org", "AAAA", &["2001:db8::1"])));
        assert_eq!(moved, ["org", "example.org", "sub.example.org"]);
        let moved = stepped(&admin, &names, || drop(put(&admin, "sub.example.org", "www.sub.example.org", "A", &["192.0.2.1"])));
        assert_eq!(moved, ["sub.example.org"]);
        let moved = stepped(&admin, &names, || drop(admin.delete(&path).expect(204)));
        assert_eq!(moved, ["org", "example.org", "sub.example.org"]);
        lacks(&admin, "org", "ns.sub.example.org", "A");
        holds(&admin, "org", "ns.sub.example.org", "AAAA", &["2001:db8::1"], "glue");
    }

    fn d5_glue_in_every_zone_that_uses_a_name_and_in_no_other(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "a.example.org", &json!([server("ns.a.example.org", &["192.0.2.1"])])).expect(201);
        // Used from elsewhere, where it lies below nothing.
        zone(&admin, "example.net", &json!(["ns.a.example.org"])).expect(201);
        delegate(&admin, "example.net", "sub.example.net", &json!(["ns.a.example.org"])).expect(201);
        assert!(!published(&admin, "example.net").iter().any(|line| line.contains(" A ")));
        let moved = stepped(&admin, &["example.org", "a.example.org", "example.net"], || {
            admin.put(&set("a.example.org", "ns.a.example.org", "A"), &json!({"records": ["192.0.2.2"]})).if_match("*").expect(200);
        });
        assert_eq!(moved, ["example.org", "a.example.org"]);
    }

    fn d5_a_bulk_is_one_step_of_the_parent_too(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns1.sub.example.org", &["192.0.2.1"]), server("ns2.sub.example.org", &["192.0.2.2"])])).expect(201);
        let moved = stepped(&admin, &["example.org", "sub.example.org"], || {
            let put = |name: &str, kind: &str, value: &str| json!({"op": "add", "name": name, "type": kind, "records": [value]});
            let changes = json!({"changes": [
                put("ns1.sub.example.org", "A", "192.0.2.11"), put("ns2.sub.example.org", "AAAA", "2001:db8::2"),
                put("w.sub.example.org", "A", "192.0.2.3"),
            ]});
            admin.patch("/zones/sub.example.org/recordsets", &changes).expect(200);
        });
        assert_eq!(moved, ["example.org", "sub.example.org"]);
        holds(&admin, "example.org", "ns1.sub.example.org", "A", &["192.0.2.1", "192.0.2.11"], "glue");
        holds(&admin, "example.org", "ns2.sub.example.org", "AAAA", &["2001:db8::2"], "glue");
    }

    fn d6_glue_of_a_row_has_no_ttl(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let body = json!({"name": "sub.example.org", "ns": [server("ns.sub.example.org", &["192.0.2.1"])], "ttl": 60});
        admin.post(&all("example.org"), &body).expect(201);
        assert_eq!(admin.get(&set("example.org", "ns.sub.example.org", "A")).expect(200).json()["ttl"], json!(null));
        assert_eq!(admin.get(&set("example.org", "sub.example.org", "NS")).expect(200).json()["ttl"], 60);
    }

    fn d7_glue_that_nobody_needs_goes_and_its_address_stays(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = json!([server("ns.sub.example.org", &["192.0.2.1", "2001:db8::1"]), "ns.example.net"]);
        delegate(&admin, "example.org", "sub.example.org", &ns).expect(201);
        let path = one("example.org", "sub.example.org");
        admin.patch(&path, &json!({"ns": ["ns.example.net"]})).if_match("*").expect(204);
        assert_eq!(found(&admin, "example.org", "ns.sub.example.org", "A"), None);
        let back = admin.patch(&path, &json!({"ns": ["ns.sub.example.org"]})).if_match("*").expect(204);
        assert_eq!(back.header("domesday-warning"), None, "its address was not forgotten");
        holds(&admin, "example.org", "ns.sub.example.org", "AAAA", &["2001:db8::1"], "glue");
    }

    fn r16_glue_and_cuts_are_not_written_as_record_sets(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        for (owner, kind, value) in [("ns.sub.example.org", "A", "192.0.2.2"), ("sub.example.org", "NS", "ns.example.net.")] {
            let path = format!("{}?force=true", set("example.org", owner, kind));
            for answer in [
                admin.put(&path, &json!({"records": [value]})).if_match("*").send(), admin.patch(&path, &json!({"add": [value]})).send(),
                admin.delete(&path).send(),
            ] {
                given::conflict(&answer, "managed", false);
                assert_eq!(answer.json()["managed_by"], "/zones/example.org/delegations/sub.example.org");
            }
        }
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
    }

    fn f6_glue_is_never_left_out(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["10.0.0.1", "fd00::1"])])).expect(201);
        put(&admin, "example.org", "www.example.org", "A", &["10.0.0.2"]);
        let file = admin.get("/zones/example.org/zonefile?exclude_private=true").expect(200).text();
        assert!(file.contains("ns.sub.example.org. IN A 10.0.0.1\n") && file.contains("ns.sub.example.org. IN AAAA fd00::1\n"), "{file}");
        assert!(!file.contains("10.0.0.2"), "{file}");
    }
}
