//! Exactly one step of every zone whose published data differ, and none of any other (rules S3, S4).

use super::{DS, all, change, delegate, one, put, server, set, stepped, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// A grandparent, a parent, a child, the child's sibling, and somebody else.
const FAMILY: [&str; 5] = ["org", "example.org", "sub.example.org", "sister.example.org", "example.net"];

fn family(admin: &Client) {
    admin.post("/zones", &given::with(given::zone("org"), &json!({"registry_zone": true}))).expect(201);
    for name in ["example.org", "sister.example.org", "example.net"] {
        given::created(admin, name);
    }
    zone(admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
}

laws! {
    fn s4_each_change_moves_whom_it_concerns(server_: &Server) {
        let admin = server_.admin();
        family(&admin);
        let nobody: [&str; 0] = [];
        let law = |expected: &[&str], act: &dyn Fn()| assert_eq!(stepped(&admin, &FAMILY, act), expected);
        let sub = |body| drop(change(&admin, "sub.example.org", &body).expect(204));
        law(&["sub.example.org"], &|| sub(json!({"retry": 1800})));
        law(&["sub.example.org"], &|| sub(json!({"default_ttl": 1800})));
        law(&["sub.example.org"], &|| sub(json!({"ns_ttl": 1800})));
        law(&["example.org", "sub.example.org"], &|| sub(json!({"ns": ["ns.provider.net", "ns.sub.example.org"]})));
        law(&["sub.example.org"], &|| sub(json!({"primary_ns": "ns.sub.example.org"})));
        law(&nobody, &|| sub(json!({"owner": "registry"})));
        law(&["sub.example.org"], &|| drop(put(&admin, "sub.example.org", "www.sub.example.org", "A", &["192.0.2.1"])));
        law(&["example.org", "sub.example.org"], &|| drop(put(&admin, "sub.example.org", "ns.sub.example.org", "AAAA", &["2001:db8::1"])));
        law(&["sub.example.org"], &|| drop(put(&admin, "sub.example.org", "ns.sub.example.org", "TXT", &["no address"])));
        law(&["example.org"], &|| drop(put(&admin, "example.org", "sub.example.org", "DS", &[DS])));
        law(&["example.org"], &|| drop(delegate(&admin, "example.org", "cut.example.org", &json!(["ns.sub.example.org"])).expect(201)));
        law(&["example.org"], &|| drop(zone(&admin, "new.example.org", &json!(["ns.provider.net"])).expect(201)));
        law(&["example.org"], &|| drop(admin.delete("/zones/new.example.org").expect(204)));
        law(&["org", "example.org"], &|| drop(change(&admin, "example.org", &json!({"ns": ["ns.sub.example.org"]})).expect(204)));
        law(&["org", "example.org", "sub.example.org"], &|| {
            admin.delete(&set("sub.example.org", "ns.sub.example.org", "AAAA")).expect(204);
        });
        law(&["org", "example.org", "sub.example.org"], &|| sub(json!({"ns": [server("ns.sub.example.org", &["192.0.2.77"])], "force": true})));
        law(&["example.net"], &|| drop(change(&admin, "example.net", &json!({"ns": ["ns.sub.example.org"]})).expect(204)));
        law(&["org", "example.org"], &|| drop(admin.delete("/zones/sub.example.org?force=true").expect(204)));
    }

    fn s4_addresses_that_go_elsewhere_move_that_zone_too(server_: &Server) {
        let admin = server_.admin();
        family(&admin);
        let moved = stepped(&admin, &FAMILY, || {
            let ns = json!([server("ns1.example.net", &["192.0.2.1"]), server("ns2.sub.example.org", &["192.0.2.2"])]);
            delegate(&admin, "sister.example.org", "cut.sister.example.org", &ns).expect(201);
        });
        assert_eq!(moved, ["sub.example.org", "sister.example.org", "example.net"]);
    }

    fn s4_a_comment_is_not_published(server_: &Server) {
        let admin = server_.admin();
        family(&admin);
        let etag = delegate(&admin, "example.org", "cut.example.org", &json!(["ns.provider.net"])).expect(201).etag();
        let before = given::read(&admin, "example.org");
        let mut answer = None;
        let moved = stepped(&admin, &FAMILY, || {
            answer = Some(admin.patch(&one("example.org", "cut.example.org"), &json!({"comment": "remember"})).if_match(&etag).expect(204));
        });
        assert_eq!(moved, Vec::<String>::new());
        let (after, answer) = (given::read(&admin, "example.org"), answer.unwrap());
        assert_eq!(after["revision"].as_u64(), before["revision"].as_u64().map(|number| number + 1));
        assert_ne!(after["updated"], before["updated"]);
        assert_ne!(answer.etag(), etag);
        assert_eq!(answer.header("domesday-serial"), Some(after["serial"].to_string().as_str()));
    }

    fn s3_one_request_is_one_step_whatever_it_does(server_: &Server) {
        let admin = server_.admin();
        family(&admin);
        let moved = stepped(&admin, &FAMILY, || {
            let ns = json!([server("ns1.cut.example.org", &["192.0.2.1"]), server("ns2.cut.example.org", &["2001:db8::2"]), server("ns.example.org", &["192.0.2.3"])]);
            admin.post(&all("example.org"), &json!({"name": "cut.example.org", "ns": ns, "ttl": 5})).expect(201);
        });
        assert_eq!(moved, ["example.org"]);
        assert_eq!(given::read(&admin, "org")["revision"], 2, "made, and example.org delegated");
    }

    fn c3_a_childs_ns_change_and_a_write_in_its_parent_both_happen(server_: &Server) {
        let admin = server_.admin();
        family(&admin);
        let serial = given::serial(&admin, "example.org");
        let etag = admin.get("/zones/sub.example.org").expect(200).etag();
        std::thread::scope(|scope| {
            scope.spawn(|| admin.patch("/zones/sub.example.org", &json!({"ns": ["ns9.provider.net"]})).if_match(&etag).expect(204));
            scope.spawn(|| put(&admin, "example.org", "www.example.org", "A", &["192.0.2.1"]));
        });
        assert_eq!(given::serial(&admin, "example.org"), serial + 2);
    }
}
