//! A zone created over what its parent holds: records move into it (rule D11).

use super::{DS, cuts, delegate, holds, lacks, named, one, pairs, put, server, set, stepped, warned, zone};
use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn forced(client: &Client, changes: &Value) -> Answer {
    let body = given::with(given::zone("sub.example.org"), &json!({"force": true}));
    client.post("/zones", &given::with(body, changes)).send()
}

laws! {
    fn d11_records_at_or_below_the_new_zone_need_force(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "sub.example.org", "MX", &["10 m.example.net"]);
        put(&admin, "example.org", "www.sub.example.org", "A", &["192.0.2.1"]);
        put(&admin, "example.org", "mysub.example.org", "A", &["192.0.2.1"]);
        delegate(&admin, "example.org", "a.sub.example.org", &json!(["ns.example.net"])).expect(201);
        let before = given::read(&admin, "example.org");
        let refused = zone(&admin, "sub.example.org", &json!(["ns.example.net"]));
        given::conflict(&refused, "records_below_cut", true);
        let mut found = named(&refused, "records_below_cut");
        found.sort();
        assert_eq!(found, ["a.sub.example.org", "sub.example.org", "www.sub.example.org"]);
        assert_eq!(given::read(&admin, "example.org"), before);
    }

    fn d11_forced_they_move_into_it(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "sub.example.org", "MX", &["10 m.example.net", "20 n.example.net"]);
        put(&admin, "example.org", "alias.sub.example.org", "CNAME", &["a.example.net"]);
        put(&admin, "example.org", "*.sub.example.org", "TXT", &["any"]);
        let cut = json!({"name": "a.b.sub.example.org", "ns": [server("ns.a.b.sub.example.org", &["192.0.2.5"])], "ttl": 77, "comment": "comes along"});
        admin.post("/zones/example.org/delegations", &cut).expect(201);
        put(&admin, "example.org", "a.b.sub.example.org", "DS", &[DS]);
        let moved = stepped(&admin, &["example.org"], || {
            let made = forced(&admin, &json!({})).expect(201);
            warned(&made, &["records_below_cut"]);
            assert_eq!(given::warnings(&made).len(), 4);
            assert_eq!(made.json()["revision"], 1);
        });
        assert_eq!(moved, ["example.org"]);
        holds(&admin, "sub.example.org", "sub.example.org", "MX", &["10 m.example.net.", "20 n.example.net."], "user");
        holds(&admin, "sub.example.org", "alias.sub.example.org", "CNAME", &["a.example.net."], "user");
        holds(&admin, "sub.example.org", "*.sub.example.org", "TXT", &["\"any\""], "user");
        holds(&admin, "sub.example.org", "a.b.sub.example.org", "DS", &[DS], "user");
        holds(&admin, "sub.example.org", "ns.a.b.sub.example.org", "A", &["192.0.2.5"], "glue");
        let cut = admin.get(&one("sub.example.org", "a.b.sub.example.org")).expect(200).json();
        assert_eq!((&cut["origin"], &cut["comment"], &cut["ttl"]), (&json!("explicit"), &json!("comes along"), &json!(77)));
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone")]));
        for (owner, kind) in [("sub.example.org", "MX"), ("alias.sub.example.org", "CNAME"), ("a.b.sub.example.org", "DS"), ("ns.a.b.sub.example.org", "A")] {
            lacks(&admin, "example.org", owner, kind);
        }
    }

    fn d11_ttls_are_kept(server_: &Server) {
        let admin = server_.admin();
        for (child_default, expected) in [(3600, json!(null)), (600, json!(3600))] {
            given::created(&admin, "example.org");
            put(&admin, "example.org", "null.sub.example.org", "A", &["192.0.2.1"]);
            admin.put(&set("example.org", "own.sub.example.org", "A"), &json!({"ttl": 60, "records": ["192.0.2.1"]})).expect(201);
            delegate(&admin, "example.org", "cut.sub.example.org", &json!(["ns.example.net"])).expect(201);
            put(&admin, "example.org", "cut.sub.example.org", "DS", &[DS]);
            forced(&admin, &json!({"default_ttl": child_default})).expect(201);
            let ttl = |owner: &str, kind: &str| admin.get(&set("sub.example.org", owner, kind)).expect(200).json()["ttl"].clone();
            assert_eq!(ttl("null.sub.example.org", "A"), expected);
            assert_eq!(ttl("own.sub.example.org", "A"), 60);
            assert_eq!(ttl("cut.sub.example.org", "DS"), expected);
            assert_eq!(ttl("cut.sub.example.org", "NS"), expected, "a delegation's TTL is kept like any other");
            admin.delete("/zones/sub.example.org?force=true").expect(204);
            admin.delete("/zones/example.org?force=true").expect(204);
        }
    }

    fn d11_an_alias_cannot_become_an_apex(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "sub.example.org", "CNAME", &["a.example.net"]);
        given::conflict(&forced(&admin, &json!({})), "records_below_cut", false);
        admin.get("/zones/sub.example.org").expect(404);
        holds(&admin, "example.org", "sub.example.org", "CNAME", &["a.example.net."], "user");
    }

    fn d11_a_ds_at_the_cut_stays_in_the_parent(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns1.provider.net", "ns2.provider.net"])).expect(201);
        put(&admin, "example.org", "sub.example.org", "DS", &[DS]);
        given::created(&admin, "sub.example.org");
        holds(&admin, "example.org", "sub.example.org", "DS", &[DS], "user");
    }

    fn d11_addresses_of_its_name_servers_move_too(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        admin.put(&set("example.org", "ns.sub.example.org", "A"), &json!({"ttl": 60, "records": ["192.0.2.1"]})).expect(201);
        let made = forced(&admin, &json!({"ns": ["ns.sub.example.org"]})).expect(201);
        warned(&made, &["records_below_cut"]);
        holds(&admin, "sub.example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "user");
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        for zone in ["sub.example.org", "example.org"] {
            assert_eq!(admin.get(&set(zone, "ns.sub.example.org", "A")).expect(200).json()["ttl"], 60, "glue has its TTL (rule D6)");
        }
    }

    fn d11_equal_addresses_given_along_keep_the_ttl_too(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        admin.put(&set("example.org", "ns.sub.example.org", "A"), &json!({"ttl": 60, "records": ["192.0.2.1"]})).expect(201);
        let made = forced(&admin, &json!({"ns": [server("ns.sub.example.org", &["192.0.2.1"])]})).expect(201);
        warned(&made, &["records_below_cut"]);
        assert_eq!(admin.get(&set("sub.example.org", "ns.sub.example.org", "A")).expect(200).json()["ttl"], 60);
    }

    fn d11_other_addresses_given_along_win(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"]);
        put(&admin, "example.org", "ns.sub.example.org", "AAAA", &["2001:db8::1"]);
        let made = forced(&admin, &json!({"ns": [server("ns.sub.example.org", &["192.0.2.2"])]})).expect(201);
        warned(&made, &["address_differs", "records_below_cut"]);
        holds(&admin, "sub.example.org", "ns.sub.example.org", "A", &["192.0.2.2"], "user");
        lacks(&admin, "sub.example.org", "ns.sub.example.org", "AAAA");
        lacks(&admin, "example.org", "ns.sub.example.org", "AAAA");
    }
}
