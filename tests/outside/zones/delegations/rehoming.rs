//! Zones that come and go between others, and above them (rules D2, D12).

use super::{DS, change, cuts, delegate, holds, lacks, one, pairs, published, put, server, set, stepped, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

const FAMILY: [&str; 5] = ["example.org", "b.example.org", "a.b.example.org", "c.example.org", "example.net"];

laws! {
    fn d12_a_zone_between_takes_the_delegation_over_and_gives_it_back(server_: &Server) {
        let admin = server_.admin();
        for name in ["example.org", "c.example.org", "example.net"] {
            given::created(&admin, name);
        }
        zone(&admin, "a.b.example.org", &json!([server("ns.a.b.example.org", &["192.0.2.1"])])).expect(201);
        put(&admin, "example.org", "a.b.example.org", "DS", &[DS]);
        let before = published(&admin, "example.org");
        let moved = stepped(&admin, &FAMILY, || {
            let made = zone(&admin, "b.example.org", &json!(["ns.example.net"]));
            assert_eq!(made.status, 409, "its name server is in a served zone: {made}");
            let made = zone(&admin, "b.example.org", &json!(["ns.provider.net"])).expect(201);
            assert_eq!(made.header("domesday-warning"), None, "no force, no warning");
            assert_eq!(made.json()["revision"], 1);
        });
        assert_eq!(moved, ["example.org"]);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("b.example.org", "zone"), ("c.example.org", "zone")]));
        assert_eq!(cuts(&admin, "b.example.org"), pairs(&[("a.b.example.org", "zone")]));
        holds(&admin, "b.example.org", "a.b.example.org", "DS", &[DS], "user");
        lacks(&admin, "example.org", "a.b.example.org", "DS");
        holds(&admin, "b.example.org", "ns.a.b.example.org", "A", &["192.0.2.1"], "glue");
        lacks(&admin, "example.org", "ns.a.b.example.org", "A");
        // What the child says goes to its new parent only.
        let moved = stepped(&admin, &FAMILY, || drop(change(&admin, "a.b.example.org", &json!({"ns": ["ns2.provider.net", "ns.a.b.example.org"]})).expect(204)));
        assert_eq!(moved, ["b.example.org", "a.b.example.org"]);
        change(&admin, "a.b.example.org", &json!({"ns": ["ns.a.b.example.org"]})).expect(204);
        given::conflict(&admin.delete("/zones/b.example.org").send(), "zone_not_empty", true);
        let moved = stepped(&admin, &FAMILY, || drop(admin.delete("/zones/b.example.org?force=true").expect(204)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(published(&admin, "example.org"), before, "as it was");
    }

    fn d12_ds_ttls_are_kept_on_the_way(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "a.b.example.org");
        put(&admin, "example.org", "a.b.example.org", "DS", &[DS]);
        let between = given::with(given::zone("b.example.org"), &json!({"default_ttl": 60}));
        admin.post("/zones", &between).expect(201);
        assert_eq!(admin.get(&set("b.example.org", "a.b.example.org", "DS")).expect(200).json()["ttl"], 3600);
    }

    fn d12_only_the_nearest_are_children(server_: &Server) {
        let admin = server_.admin();
        for name in ["example.org", "x.b.example.org", "w.x.b.example.org", "y.b.example.org", "z.example.org"] {
            given::created(&admin, name);
        }
        given::created(&admin, "b.example.org");
        assert_eq!(cuts(&admin, "b.example.org"), pairs(&[("x.b.example.org", "zone"), ("y.b.example.org", "zone")]));
        assert_eq!(cuts(&admin, "x.b.example.org"), pairs(&[("w.x.b.example.org", "zone")]));
        admin.delete("/zones/x.b.example.org?force=true").expect(204);
        assert_eq!(cuts(&admin, "b.example.org"), pairs(&[("w.x.b.example.org", "zone"), ("y.b.example.org", "zone")]));
    }

    fn d12_a_zone_above_others_gets_their_delegations(server_: &Server) {
        let admin = server_.admin();
        zone(&admin, "a.example.org", &json!([server("ns.a.example.org", &["192.0.2.1"])])).expect(201);
        given::created(&admin, "x.a.example.org");
        let moved = stepped(&admin, &["a.example.org", "x.a.example.org"], || drop(given::created(&admin, "example.org")));
        assert_eq!(moved, Vec::<String>::new());
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("a.example.org", "zone")]));
        holds(&admin, "example.org", "ns.a.example.org", "A", &["192.0.2.1"], "glue");
        let org = given::with(given::zone("org"), &json!({"registry_zone": true}));
        admin.post("/zones", &org).expect(201);
        assert_eq!(cuts(&admin, "org"), pairs(&[("example.org", "zone")]));
        admin.delete("/zones/example.org?force=true").expect(204);
        assert_eq!(cuts(&admin, "org"), pairs(&[("a.example.org", "zone")]));
        holds(&admin, "org", "ns.a.example.org", "A", &["192.0.2.1"], "glue");
        admin.delete("/zones/org?force=true").expect(204);
        admin.get("/zones/a.example.org").expect(200);
    }

    fn d12_a_delegation_made_above_a_child_zone_hides_it_until_it_goes(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "a.b.example.org", &json!([server("ns.a.b.example.org", &["192.0.2.1"])])).expect(201);
        let before = published(&admin, "example.org");
        let names = ["example.org", "a.b.example.org"];
        let moved = stepped(&admin, &names, || drop(delegate(&admin, "example.org", "b.example.org", &json!(["ns.example.net"])).expect(201)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("b.example.org", "explicit")]));
        lacks(&admin, "example.org", "ns.a.b.example.org", "A");
        let moved = stepped(&admin, &names, || drop(change(&admin, "a.b.example.org", &json!({"ttl": 600})).expect(204)));
        assert_eq!(moved, ["a.b.example.org"]);
        let moved = stepped(&admin, &names, || drop(admin.delete(&one("example.org", "b.example.org")).expect(204)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(published(&admin, "example.org"), before, "deleting it gives the child zone back");
    }

    fn d12_a_zone_at_an_explicit_cut_gets_the_zones_below_it(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "b.example.org", &json!(["ns1.provider.net", "ns2.provider.net"])).expect(201);
        given::created(&admin, "a.b.example.org");
        let moved = stepped(&admin, &["example.org", "a.b.example.org"], || drop(given::created(&admin, "b.example.org")));
        assert_eq!(moved, Vec::<String>::new(), "what it publishes is the same");
        assert_eq!(cuts(&admin, "b.example.org"), pairs(&[("a.b.example.org", "zone")]));
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("b.example.org", "zone")]));
    }
}
