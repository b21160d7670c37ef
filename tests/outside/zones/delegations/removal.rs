//! A zone or a delegation goes, and what belongs to it with it (rules D13, Z13, the columns `delete zone` and `DELETE delegation`).

use super::{DS, all, cuts, delegate, holds, lacks, named, one, pairs, published, put, server, stepped, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn d13_a_deleted_child_zone_leaves_nothing_in_its_parent(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let before = published(&admin, "example.org");
        let ns = json!([server("ns.sub.example.org", &["192.0.2.1", "2001:db8::1"])]);
        zone(&admin, "sub.example.org", &ns).expect(201);
        put(&admin, "example.org", "sub.example.org", "DS", &[DS]);
        let moved = stepped(&admin, &["example.org"], || drop(admin.delete("/zones/sub.example.org?force=true").expect(204)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(published(&admin, "example.org"), before);
        put(&admin, "example.org", "www.sub.example.org", "A", &["192.0.2.1"]);
    }

    fn d13_a_deleted_delegation_takes_its_ds_and_glue_along(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let before = published(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        put(&admin, "example.org", "sub.example.org", "DS", &[DS]);
        let moved = stepped(&admin, &["example.org"], || drop(admin.delete(&one("example.org", "sub.example.org")).expect(204)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(published(&admin, "example.org"), before);
        put(&admin, "example.org", "sub.example.org", "A", &["192.0.2.1"]);
    }

    fn d13_needed_glue_stays(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "b.example.org", &json!([server("ns.b.example.org", &["192.0.2.1"])])).expect(201);
        delegate(&admin, "example.org", "a.example.org", &json!(["ns.b.example.org"])).expect(201);
        delegate(&admin, "example.org", "c.example.org", &json!(["ns.b.example.org"])).expect(201);
        admin.delete(&one("example.org", "a.example.org")).expect(204);
        holds(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"], "glue");
        admin.delete(&one("example.org", "c.example.org")).expect(204);
        holds(&admin, "example.org", "ns.b.example.org", "A", &["192.0.2.1"], "glue");
    }

    fn z13_child_zones_are_among_what_is_left_and_stay(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        let refused = admin.delete("/zones/example.org").send();
        given::conflict(&refused, "zone_not_empty", true);
        assert_eq!(named(&refused, "zone_not_empty"), ["sub.example.org"]);
        assert_eq!(refused.json()["conflicts"][0]["kind"], "zone");
        let moved = stepped(&admin, &["sub.example.org"], || drop(admin.delete("/zones/example.org?force=true").expect(204)));
        assert_eq!(moved, Vec::<String>::new());
        holds(&admin, "sub.example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "user");
    }

    fn table_deleting_what_is_not_there(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        admin.delete("/zones/sub.example.org").expect(404);
        admin.delete(&one("example.org", "sub.example.org")).expect(404);
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.provider.net"])).expect(201);
        admin.delete("/zones/sub.example.org").expect(404);
        // Glue and the apex are no delegations.
        for child in ["example.org", "www.example.org"] {
            admin.delete(&one("example.org", child)).expect(404);
        }
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "explicit")]));
    }

    fn table_a_deleted_zone_leaves_nothing_of_the_delegation_it_took_over(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns1.provider.net", "ns2.provider.net"])).expect(201);
        given::created(&admin, "sub.example.org");
        admin.delete("/zones/sub.example.org").expect(204);
        assert_eq!(admin.get(&all("example.org")).expect(200).json(), json!([]));
        lacks(&admin, "example.org", "sub.example.org", "NS");
    }

    fn d13_a_deleted_child_of_a_hidden_family_moves_nothing(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "b.example.org");
        given::created(&admin, "a.b.example.org");
        let moved = stepped(&admin, &["example.org", "b.example.org"], || drop(admin.delete("/zones/a.b.example.org").expect(204)));
        assert_eq!(moved, ["b.example.org"]);
    }
}
