//! Nobody who stays loses a name server's last address unawares (rule D14).

use super::{change, checked, delegate, holds, lacks, named, one, put, server, set, warned, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// `example.org` with `ns.example.org`, which its delegation `sub.example.org` and the zone `example.net` use.
fn used(admin: &Client) {
    given::created(admin, "example.org");
    put(admin, "example.org", "ns.example.org", "A", &["192.0.2.1"]);
    delegate(admin, "example.org", "sub.example.org", &json!(["ns.example.org"])).expect(201);
    zone(admin, "example.net", &json!(["ns.example.org"])).expect(201);
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

laws! {
    fn d14_the_last_address_set_of_a_used_name(server_: &Server) {
        let admin = server_.admin();
        used(&admin);
        let path = set("example.org", "ns.example.org", "A");
        let refused = admin.delete(&path).send();
        given::conflict(&refused, "ns_in_use", true);
        assert_eq!(sorted(named(&refused, "ns_in_use")), ["example.net", "sub.example.org"]);
        let kinds: Vec<_> = refused.json()["conflicts"].as_array().unwrap().iter().map(|item| (item["kind"].clone(), item["zone"].clone())).collect();
        assert!(kinds.contains(&(json!("zone"), json!("example.net"))) && kinds.contains(&(json!("delegation"), json!("example.org"))), "{refused}");
        given::conflict(&admin.patch(&path, &json!({"remove": ["192.0.2.1"]})).send(), "ns_in_use", true);
        let bulk = json!({"changes": [{"op": "delete", "name": "ns.example.org", "type": "A"}]});
        given::conflict(&admin.patch("/zones/example.org/recordsets", &bulk).send(), "ns_in_use", true);
        let gone = admin.delete(&format!("{path}?force=true")).expect(204);
        warned(&gone, &["ns_in_use"]);
        assert_eq!(checked(&admin, "example.org"), [("ns_address_missing".to_owned(), "ns.example.org".to_owned())]);
        assert_eq!(checked(&admin, "example.net"), [("ns_address_missing".to_owned(), "ns.example.org".to_owned())]);
    }

    fn d14_another_address_is_enough(server_: &Server) {
        let admin = server_.admin();
        used(&admin);
        let swap = json!({"changes": [
            {"op": "delete", "name": "ns.example.org", "type": "A"}, {"op": "add", "name": "ns.example.org", "type": "AAAA", "records": ["2001:db8::1"]},
        ]});
        admin.patch("/zones/example.org/recordsets", &swap).expect(200);
        put(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"]);
        admin.delete(&set("example.org", "ns.example.org", "AAAA")).expect(204);
        put(&admin, "example.org", "www.example.org", "A", &["192.0.2.1"]);
        admin.delete(&set("example.org", "www.example.org", "A")).expect(204);
    }

    fn d14_without_users_nobody_is_asked(server_: &Server) {
        let admin = server_.admin();
        used(&admin);
        change(&admin, "example.net", &json!({"ns": ["ns.provider.net"]})).expect(204);
        admin.delete(&one("example.org", "sub.example.org")).expect(204);
        admin.delete(&set("example.org", "ns.example.org", "A")).expect(204);
    }

    fn d14_a_zone_whose_names_others_use(server_: &Server) {
        let admin = server_.admin();
        used(&admin);
        zone(&admin, "other.net", &json!(["ns.provider.net", "ns.example.org"])).expect(201);
        let refused = admin.delete("/zones/example.org").send();
        assert_eq!(sorted(named(&refused, "ns_in_use")), ["example.net", "other.net"], "the delegation goes too: {refused}");
        assert_eq!(refused.json()["forcible"], true);
        let gone = admin.delete("/zones/example.org?force=true").expect(204);
        warned(&gone, &["ns_in_use", "zone_not_empty"]);
        // Nobody serves the name any more: no address is wanted here.
        assert_eq!(checked(&admin, "example.net"), vec![]);
    }

    fn d14_the_zone_itself_and_its_own_cut_are_no_users(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        let refused = admin.delete("/zones/sub.example.org").send();
        assert_eq!(named(&refused, "ns_in_use"), Vec::<String>::new());
        given::conflict(&refused, "zone_not_empty", true);
        delegate(&admin, "example.org", "b.example.org", &json!(["ns.sub.example.org"])).expect(201);
        let refused = admin.delete("/zones/sub.example.org").send();
        assert_eq!(named(&refused, "ns_in_use"), ["b.example.org"]);
        let gone = admin.delete("/zones/sub.example.org?force=true").expect(204);
        warned(&gone, &["ns_in_use", "zone_not_empty"]);
        lacks(&admin, "example.org", "ns.sub.example.org", "A");
        assert_eq!(checked(&admin, "example.org"), [("ns_address_missing".to_owned(), "ns.sub.example.org".to_owned())]);
    }

    fn d14_the_cut_above_a_used_name(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "b.example.org", &json!([server("ns.b.example.org", &["192.0.2.1"])])).expect(201);
        delegate(&admin, "example.org", "a.example.org", &json!(["ns.b.example.org"])).expect(201);
        let b = one("example.org", "b.example.org");
        let refused = admin.delete(&b).send();
        given::conflict(&refused, "ns_in_use", true);
        assert_eq!(named(&refused, "ns_in_use"), ["a.example.org"]);
        let gone = admin.delete(&format!("{b}?force=true")).expect(204);
        warned(&gone, &["ns_in_use"]);
        lacks(&admin, "example.org", "ns.b.example.org", "A");
        assert_eq!(checked(&admin, "example.org"), [("ns_address_missing".to_owned(), "ns.b.example.org".to_owned())]);
        put(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"]);
        assert_eq!(checked(&admin, "example.org"), vec![]);
    }

    fn d14_a_cut_above_only_its_own_servers_goes_unasked(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "b.example.org", &json!([server("ns.b.example.org", &["192.0.2.1"])])).expect(201);
        let gone = admin.delete(&one("example.org", "b.example.org")).expect(204);
        assert_eq!(gone.header("domesday-warning"), None);
    }

    fn d14_the_apex_may_be_the_user(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        change(&admin, "example.org", &json!({"ns": ["ns.sub.example.org"]})).expect(204);
        let refused = admin.delete(&set("sub.example.org", "ns.sub.example.org", "A")).send();
        given::conflict(&refused, "ns_in_use", true);
        let mut users = named(&refused, "ns_in_use");
        users.sort();
        users.dedup();
        assert_eq!(users, ["example.org", "sub.example.org"]);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
    }
}
