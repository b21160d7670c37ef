//! `DELETE /api/v1/zones/…/{name}`: what may be left, and what may not (rule M3).

use super::{FORWARD, created, let_through, log_in, names, refused, zone};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const ZONE: &str = "/api/v1/zones/forward/example.org";

both! {
    fn an_empty_zone_is_deleted_with_its_name_servers(server: &Server) {
        let admin = log_in(server, "admin");
        let before = created(&admin, "example.org").json();
        assert!(admin.delete(ZONE).expect(204).body.is_empty());
        refused(&admin.get(ZONE).send(), 404, "not_found", None);
        refused(&admin.delete(ZONE).send(), 404, "not_found", None);
        assert_eq!(names(&admin.get("/api/v1/nameservers/").expect(200).json()), Vec::<String>::new(), "M1: gone with their last use");
        assert_ne!(created(&admin, "example.org").json()["id"], before["id"]);
    }

    fn m3_delegations_and_child_zones_do_not_keep_a_zone(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        created(&admin, "sub.example.org");
        let delegation = json!({"name": "far.example.org", "nameservers": ["ns1.provider.net"]});
        admin.post(&format!("{ZONE}/delegations/"), &delegation).expect(201);
        let deleted = admin.delete(ZONE).expect(204);
        let codes = let_through(&deleted);
        assert!(!codes.is_empty() && codes.iter().all(|code| code == "zone_not_empty"), "{deleted}");
        admin.get(&format!("{FORWARD}sub.example.org")).expect(200);
    }

    fn m3_record_sets_do_and_are_counted(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let changes: Vec<_> = (0..150)
            .map(|number| json!({"op": "add", "name": format!("h{number}.example.org"), "type": "A", "records": ["192.0.2.1"]}))
            .collect();
        admin.patch("/zones/example.org/recordsets", &json!({"changes": changes})).expect(200);
        let answer = admin.delete(ZONE).send();
        refused(&answer, 403, "zone_not_empty", None);
        assert!(answer.text().contains("150 record sets"), "{answer}");
        admin.get(ZONE).expect(200);
    }

    fn seen_in_mreg_a_zone_that_holds_only_a_cname_or_srv_cannot_be_deleted(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for (owner, kind, value) in [
            ("www.example.org", "CNAME", "www.provider.net."),
            ("_sip._tcp.example.org", "SRV", "0 0 5060 sip.provider.net."),
        ] {
            given::put(&admin, owner, kind, &[value]);
            let answer = admin.delete(ZONE).send();
            refused(&answer, 403, "zone_not_empty", None);
            assert!(answer.text().contains("1 record set"), "it says what is in the way: {answer}");
            admin.delete(&given::set(owner, kind)).expect(204);
        }
        admin.delete(ZONE).expect(204);
    }

    fn m3_name_servers_that_others_use_do_not_keep_a_delegation(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let mut child = zone("sub.example.org");
        child["primary_ns"] = json!(["ns1.sub.example.org"]);
        admin.post(FORWARD, &child).expect(201);
        admin.put("/zones/sub.example.org/recordsets/ns1.sub.example.org/A", &json!({"records": ["192.0.2.1"]})).expect(201);
        let mut user = zone("user.org");
        user["primary_ns"] = json!(["ns1.sub.example.org"]);
        admin.post(FORWARD, &user).expect(201);
        refused(&admin.delete(&format!("{FORWARD}sub.example.org")).send(), 403, "zone_not_empty", None);
        admin.get(&format!("{FORWARD}sub.example.org")).expect(200);
    }
}
