//! A zone with delegations replaced by a file (rule F8).

use super::import::HEAD;
use super::{
    DS, checked, cuts, delegate, holds, lacks, named, one, pairs, published, put, server, set, stepped, warned, zone,
};
use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::json;

fn replace(client: &Client, query: &str, file: &str) -> Answer {
    let etag = client.get("/zones/example.org").expect(200).etag();
    client.request("POST", &format!("/zones/import?replace=true{query}")).body("text/dns", file).if_match(&etag).send()
}

laws! {
    fn f8_cuts_come_go_and_change_in_one_step(server_: &Server) {
        let admin = server_.admin();
        let old = format!("{HEAD}stays IN NS ns.stays\nns.stays IN A 192.0.2.1\ngoes IN NS ns.goes\nns.goes IN A 192.0.2.2\nturns IN NS ns.provider.net.\n");
        given::import(&admin, "", &old).expect(201);
        admin.patch(&one("example.org", "stays.example.org"), &json!({"comment": "kept"})).if_match("*").expect(204);
        let kept = admin.get(&one("example.org", "stays.example.org")).expect(200).etag();
        put(&admin, "example.org", "goes.example.org", "DS", &[DS]);
        let new = format!("{HEAD}\
            stays IN NS ns.stays\nns.stays IN A 192.0.2.1\nturns IN A 192.0.2.7\nwww.goes IN A 192.0.2.8\n\
            comes IN NS ns.comes\nns.comes IN AAAA 2001:db8::3\n");
        let before = given::serial(&admin, "example.org");
        let moved = stepped(&admin, &["example.org"], || drop(replace(&admin, "", &new).expect(200)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(given::serial(&admin, "example.org"), before + 1, "the file's is behind");
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("comes.example.org", "explicit"), ("stays.example.org", "explicit")]));
        let stays = admin.get(&one("example.org", "stays.example.org")).expect(200);
        assert_eq!((stays.etag(), &stays.json()["comment"]), (kept, &json!("kept")), "what is equal is not touched");
        holds(&admin, "example.org", "ns.comes.example.org", "AAAA", &["2001:db8::3"], "glue");
        holds(&admin, "example.org", "turns.example.org", "A", &["192.0.2.7"], "user");
        holds(&admin, "example.org", "www.goes.example.org", "A", &["192.0.2.8"], "user");
        for (owner, kind) in [("ns.goes.example.org", "A"), ("goes.example.org", "DS"), ("goes.example.org", "NS")] {
            lacks(&admin, "example.org", owner, kind);
        }
    }

    fn f8_its_own_file_changes_nothing(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        delegate(&admin, "example.org", "cut.example.org", &json!([server("ns.cut.example.org", &["192.0.2.2"]), "ns.sub.example.org"])).expect(201);
        put(&admin, "example.org", "sub.example.org", "DS", &[DS]);
        let file = given::exported(&admin, "example.org");
        let before = (given::read(&admin, "example.org"), given::read(&admin, "sub.example.org"));
        let answer = replace(&admin, "", &file).expect(200);
        assert_eq!(answer.header("domesday-warning"), None, "{answer}");
        assert_eq!(given::exported(&admin, "example.org"), file);
        assert_eq!((given::read(&admin, "example.org"), given::read(&admin, "sub.example.org")), before, "nothing differs, so nothing steps");
    }

    fn f8_cuts_of_child_zones_stay(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        put(&admin, "example.org", "sub.example.org", "DS", &[DS]);
        let differs = format!("{HEAD}sub IN NS ns.provider.net.\n");
        let refused = replace(&admin, "&force=true", &differs);
        given::conflict(&refused, "delegation_differs", false);
        assert_eq!(named(&refused, "delegation_differs"), ["sub.example.org"]);
        replace(&admin, "", HEAD).expect(200);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone")]));
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        lacks(&admin, "example.org", "sub.example.org", "DS");
        // A cut of the file above it hides it, and gives it back when it goes.
        let above = format!("{HEAD}x IN NS ns.provider.net.\n");
        zone(&admin, "a.x.example.org", &json!(["ns.provider.net"])).expect(201);
        replace(&admin, "", &above).expect(200);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone"), ("x.example.org", "explicit")]));
        replace(&admin, "", HEAD).expect(200);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone"), ("a.x.example.org", "zone")]));
    }

    fn d3_a_replaced_zone_is_delegated_as_the_file_says(server_: &Server) {
        let admin = server_.admin();
        let org = given::with(given::zone("org"), &json!({"registry_zone": true}));
        admin.post("/zones", &org).expect(201);
        given::created(&admin, "example.org");
        let file = HEAD.replace("3000000077", "1").replace("@ IN NS ns1.provider.net.", "@ IN NS ns.sub\nsub IN NS ns.provider.net.\nns.sub IN A 192.0.2.1");
        let moved = stepped(&admin, &["org", "example.org"], || drop(replace(&admin, "&force=true", &file).expect(200)));
        assert_eq!(moved, ["org", "example.org"]);
        holds(&admin, "org", "example.org", "NS", &["ns.sub.example.org."], "delegation");
        for place in ["org", "example.org"] {
            holds(&admin, place, "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        }
    }

    fn d14_addresses_that_a_file_leaves_out(server_: &Server) {
        let admin = server_.admin();
        let file = format!("{HEAD}ns IN A 192.0.2.1\n");
        given::import(&admin, "", &file).expect(201);
        zone(&admin, "example.net", &json!(["ns.example.org"])).expect(201);
        let refused = replace(&admin, "", HEAD);
        given::conflict(&refused, "ns_in_use", true);
        assert_eq!(named(&refused, "ns_in_use"), ["example.net"]);
        warned(&replace(&admin, "&force=true", HEAD).expect(200), &["ns_in_use"]);
        assert_eq!(checked(&admin, "example.net"), [("ns_address_missing".to_owned(), "ns.example.org".to_owned())]);
    }

    fn d14_a_cut_that_a_file_leaves_out(server_: &Server) {
        let admin = server_.admin();
        let file = format!("{HEAD}sub IN NS ns.sub\nns.sub IN A 192.0.2.1\nother IN NS ns.sub\n");
        given::import(&admin, "", &file).expect(201);
        let without = format!("{HEAD}other IN NS ns.sub\nns.sub IN A 192.0.2.1\n");
        replace(&admin, "", &without).expect(200);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "user");
        assert_eq!(published(&admin, "example.org").iter().filter(|line| line.starts_with("ns.sub")).count(), 1);
        let neither = format!("{HEAD}other IN NS ns.sub\n");
        given::conflict(&replace(&admin, "", &neither), "ns_address_missing", true);
    }

    fn d11_addresses_of_the_zone_become_glue_by_the_file(server_: &Server) {
        let admin = server_.admin();
        given::import(&admin, "", &format!("{HEAD}ns.sub IN A 192.0.2.1\nwww IN A 192.0.2.5\n")).expect(201);
        zone(&admin, "example.net", &json!(["ns.sub.example.org"])).expect(201);
        let moved = stepped(&admin, &["example.org", "example.net"], || {
            replace(&admin, "", &format!("{HEAD}sub IN NS ns.sub\nns.sub IN A 192.0.2.1\nwww IN A 192.0.2.5\n")).expect(200);
        });
        assert_eq!(moved, ["example.org"]);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        admin.get(&set("example.org", "www.example.org", "A")).expect(200);
    }
}
