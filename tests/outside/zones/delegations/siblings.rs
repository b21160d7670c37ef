//! A cut comes over names that others use, and their addresses stay known (rules D4–D6, D8, D11, D14).

use super::{
    change, checked, cuts, delegate, delegate_by_force, holds, lacks, named, one, pairs, put, server, stepped, warned,
    zone,
};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn d11_addresses_of_siblings_servers_become_their_glue(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        put(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"]);
        delegate(&admin, "example.org", "a.example.org", &json!(["ns.b.example.org"])).expect(201);
        change(&admin, "example.net", &json!({"ns": ["ns.b.example.org"]})).expect(204);
        let moved = stepped(&admin, &["example.org", "example.net"], || {
            warned(&delegate_by_force(&admin, "example.org", "b.example.org", &json!(["ns.provider.net"])).expect(201), &["records_below_cut"]);
        });
        assert_eq!(moved, ["example.org"]);
        holds(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"], "glue");
        for place in ["example.org", "example.net"] {
            assert_eq!(checked(&admin, place), vec![], "{place}");
        }
    }

    fn d11_addresses_that_move_into_a_child_stay_its_siblings_glue(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"]);
        delegate(&admin, "example.org", "a.example.org", &json!(["ns.b.example.org"])).expect(201);
        let body = given::with(given::zone("b.example.org"), &json!({"force": true}));
        warned(&admin.post("/zones", &body).expect(201), &["records_below_cut"]);
        holds(&admin, "b.example.org", "ns.b.example.org", "A", &["192.0.2.1"], "user");
        holds(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"], "glue");
        let refused = admin.delete("/zones/b.example.org").send();
        assert_eq!(named(&refused, "ns_in_use"), ["a.example.org"]);
    }

    fn d14_a_zone_whose_child_zones_use_its_names(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"]);
        zone(&admin, "sub.example.org", &json!(["ns.example.org"])).expect(201);
        let refused = admin.delete("/zones/example.org").send();
        assert_eq!(named(&refused, "ns_in_use"), ["sub.example.org"], "the child zone stays: {refused}");
    }

    fn d5_glue_from_a_zone_that_is_hidden_by_a_cut(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "a.b.example.org", &json!([server("ns.a.b.example.org", &["192.0.2.1"])])).expect(201);
        delegate(&admin, "example.org", "b.example.org", &json!(["ns.a.b.example.org"])).expect(201);
        holds(&admin, "example.org", "ns.a.b.example.org", "A", &["192.0.2.1"], "glue");
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("b.example.org", "explicit")]));
        let moved = stepped(&admin, &["example.org", "a.b.example.org"], || {
            put(&admin, "a.b.example.org", "ns.a.b.example.org", "AAAA", &["2001:db8::1"]);
        });
        assert_eq!(moved, ["example.org", "a.b.example.org"]);
        holds(&admin, "example.org", "ns.a.b.example.org", "AAAA", &["2001:db8::1"], "glue");
    }

    fn d8_where_the_parent_publishes_nothing_it_wants_nothing(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.provider.net"])).expect(201);
        let made = zone(&admin, "a.sub.example.org", &json!(["ns.sub.example.org"])).expect(201);
        assert_eq!(made.header("domesday-warning"), None, "{made}");
        change(&admin, "a.sub.example.org", &json!({"ns": ["ns2.sub.example.org"]})).expect(204);
        lacks(&admin, "example.org", "ns2.sub.example.org", "A");
        assert_eq!(checked(&admin, "a.sub.example.org"), vec![]);
        assert_eq!(checked(&admin, "example.org"), vec![]);
    }

    fn d9_a_childs_server_in_its_parent_brings_its_address(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let moved = stepped(&admin, &["example.org"], || drop(zone(&admin, "sub.example.org", &json!([server("ns.example.org", &["192.0.2.1"])])).expect(201)));
        assert_eq!(moved, ["example.org"]);
        holds(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"], "user");
        let history = admin.get("/zones/example.org/history").expect(200).json();
        assert_eq!(history.as_array().unwrap().len(), 2, "one step: {history}");
    }

    fn d6_a_new_zone_above_uses_what_its_child_knows(server_: &Server) {
        let admin = server_.admin();
        zone(&admin, "a.example.org", &json!([server("ns.a.example.org", &["192.0.2.1"])])).expect(201);
        let above = zone(&admin, "example.org", &json!(["ns.a.example.org"])).expect(201);
        assert_eq!(above.header("domesday-warning"), None);
        holds(&admin, "example.org", "ns.a.example.org", "A", &["192.0.2.1"], "glue");
        let refused = zone(&admin, "org.example", &json!(["ns2.a.example.org"]));
        given::conflict(&refused, "ns_address_missing", true);
        assert_eq!(refused.json()["conflicts"][0]["zone"], "a.example.org");
    }

    fn d5_a_cut_that_goes_takes_siblings_glue_that_is_no_glue_any_more(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "b.example.org", &json!([server("ns.b.example.org", &["192.0.2.1"])])).expect(201);
        delegate(&admin, "example.org", "a.example.org", &json!(["ns.b.example.org"])).expect(201);
        admin.delete(&format!("{}?force=true", one("example.org", "b.example.org"))).expect(204);
        // The name is the zone's own again: its address is a set like any other.
        put(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.8"]);
        assert_eq!(checked(&admin, "example.org"), vec![]);
        let refused = delegate(&admin, "example.org", "b.example.org", &json!(["ns.b.example.org"]));
        given::conflict(&refused, "records_below_cut", true);
        delegate_by_force(&admin, "example.org", "b.example.org", &json!(["ns.b.example.org"])).expect(201);
        holds(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.8"], "glue");
    }
}
