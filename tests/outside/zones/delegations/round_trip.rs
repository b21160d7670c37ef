//! The file of a zone with delegations, read into an empty registry, is written again as it was (rule F14).

use super::{DS, all, delegate, one, put, server, set, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A zone with every kind of delegation and glue that there is.
fn parent(admin: &Client) {
    given::created(admin, "example.org");
    put(admin, "example.org", "ns.example.org", "A", &["192.0.2.53"]);
    zone(
        admin,
        "child.example.org",
        &json!([server("ns.child.example.org", &["192.0.2.1", "2001:db8::1"]), "ns.example.org"]),
    )
    .expect(201);
    let cut = json!({"name": "cut.example.org", "ns": [server("ns.cut.example.org", &["192.0.2.2"]), "ns.child.example.org"], "ttl": 600, "comment": "not told"});
    admin.post(&all("example.org"), &cut).expect(201);
    delegate(admin, "example.org", r"a\032b.example.org", &json!([server("x.y.cut.example.org", &["2001:db8::2"])]))
        .expect(201);
    delegate(admin, "example.org", "outside.example.org", &json!(["ns.provider.net"])).expect(201);
    put(admin, "example.org", "cut.example.org", "DS", &[DS]);
    put(admin, "example.org", "child.example.org", "DS", &[DS]);
    put(admin, "example.org", "*.example.org", "TXT", &["any"]);
}

/// Name servers of all delegations with their glue.
fn shown(client: &Client) -> Vec<Value> {
    let list = client.get(&all("example.org")).expect(200).json();
    list.as_array().unwrap().iter().map(|cut| json!([cut["name"], cut["ns"], cut["ttl"]])).collect()
}

laws! {
    fn f14_delegations_and_glue_go_round(server_: &Server) {
        let admin = server_.admin();
        parent(&admin);
        let file = given::exported(&admin, "example.org");
        for line in ["ns.cut.example.org. IN A 192.0.2.2", "ns.child.example.org. IN AAAA 2001:db8::1", "cut.example.org. 600 IN NS ns.child.example.org."] {
            assert!(file.lines().any(|found| found == line), "{line}\n{file}");
        }
        let other = Server::start(if server_.database().is_postgres() { Database::postgres() } else { Database::sqlite() });
        let there = other.admin();
        let answer = given::import(&there, "", &file).expect(201);
        assert_eq!(answer.header("domesday-warning"), None, "{answer}");
        assert_eq!(given::exported(&there, "example.org"), file);
        assert_eq!(shown(&there), shown(&admin));
        assert_eq!(there.get(&one("example.org", "child.example.org")).expect(200).json()["origin"], "explicit");
    }

    fn f14_beside_its_child_zones_too(server_: &Server) {
        let admin = server_.admin();
        parent(&admin);
        let file = given::exported(&admin, "example.org");
        let cuts = shown(&admin);
        admin.delete("/zones/example.org?force=true").expect(204);
        let answer = given::import(&admin, "", &file).expect(201);
        assert_eq!(answer.header("domesday-warning"), None, "{answer}");
        assert_eq!(given::exported(&admin, "example.org"), file);
        assert_eq!(shown(&admin), cuts);
        assert_eq!(admin.get(&one("example.org", "child.example.org")).expect(200).json()["origin"], "zone");
    }

    fn f14_glue_with_a_ttl_of_its_childs_goes_round_beside_the_child(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "child.example.org", &json!([server("ns.child.example.org", &["192.0.2.1"])])).expect(201);
        let path = set("child.example.org", "ns.child.example.org", "A");
        admin.put(&path, &json!({"ttl": 20, "records": ["192.0.2.1"]})).if_match("*").expect(200);
        let file = given::exported(&admin, "example.org");
        assert!(file.contains("ns.child.example.org. 20 IN A 192.0.2.1\n"), "{file}");
        admin.delete("/zones/example.org?force=true").expect(204);
        given::import(&admin, "", &file).expect(201);
        assert_eq!(given::exported(&admin, "example.org"), file);
    }
}
