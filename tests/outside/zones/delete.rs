//! `DELETE /zones/{name}` (Z13).

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const PATH: &str = "/zones/example.org";

both! {
    fn z13_a_zone_with_nothing_but_its_apex_goes(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        admin.delete(PATH).expect(204);
        admin.get(PATH).expect(404);
        assert_eq!(admin.get("/zones").expect(200).json(), json!([]));
        admin.delete(PATH).expect(404);
    }

    fn z13_a_zone_with_record_sets_needs_force(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        given::put(&admin, "example.org", "MX", &["10 mail.example.net."]);
        let answer = admin.delete(PATH).send();
        given::conflict(&answer, "zone_not_empty", true);
        assert_eq!(answer.json()["conflicts_total"], 2);
        let named: Vec<_> = answer.json()["conflicts"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
        assert_eq!(named, ["example.org", "www.example.org"]);
        admin.get(PATH).expect(200);
        let dry = admin.delete("/zones/example.org?dry_run=true&force=true").expect(200);
        assert_eq!(dry.json()["would"], 204);
        let gone = admin.delete("/zones/example.org?force=true").expect(204);
        assert!(gone.header("domesday-warning").unwrap().starts_with("zone_not_empty"), "{gone}");
        admin.get(PATH).expect(404);
    }

    fn z13_a_zone_of_a_lone_cname_or_srv_can_be_deleted(server: &Server) {
        let admin = server.admin();
        for (owner, kind, record) in [("a.example.org", "CNAME", "b.example.net."), ("_x._tcp.example.org", "SRV", "1 2 3 a.example.net.")] {
            given::created(&admin, "example.org");
            given::put(&admin, owner, kind, &[record]);
            admin.delete("/zones/example.org?force=true").expect(204);
        }
    }

    fn z3_a_delete_honours_if_match_but_does_not_need_it(server: &Server) {
        let admin = server.admin();
        let first = given::created(&admin, "example.org").etag();
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        admin.delete(&given::set("www.example.org", "A")).expect(204);
        assert_eq!(admin.delete(PATH).if_match(&first).expect(412).code(), "stale");
        let current = admin.get(PATH).expect(200).etag();
        admin.delete(PATH).if_match(&current).expect(204);
    }

    fn an_id_is_never_used_again(server: &Server) {
        let admin = server.admin();
        let first = given::created(&admin, "example.org").json();
        admin.delete(PATH).expect(204);
        let second = given::created(&admin, "example.org").json();
        assert!(second["id"].as_u64() > first["id"].as_u64());
        assert_eq!(second["revision"], 1);
        assert_eq!(admin.get("/zones/example.org/recordsets").expect(200).json().as_array().unwrap().len(), 2);
    }

    fn what_was_deleted_leaves_nothing_to_the_next_of_its_name(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        admin.delete("/zones/example.org?force=true").expect(204);
        given::created(&admin, "example.org");
        admin.get(&given::set("www.example.org", "A")).expect(404);
    }
}
