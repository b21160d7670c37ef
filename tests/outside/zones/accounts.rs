//! Whose zone it is, and who may do what (Z2, Z21, and the roles of §2).

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn readers_read_and_hostmasters_write(server: &Server) {
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        let reader = server.user("reader1", "acme", &["reader"]);
        let registrar = server.user("registrar1", "acme", &["registrar"]);
        let etag = given::created(&hostmaster, "example.org").etag();
        for path in ["/zones", "/zones/example.org", "/zones/example.org/recordsets", "/zones/example.org/zonefile", "/zones/example.org/history"] {
            hostmaster.get(path).expect(200);
            reader.get(path).expect(200);
            registrar.get(path).expect(403);
        }
        for caller in [&reader, &registrar] {
            caller.post("/zones", &given::zone("b.org")).expect(403);
            caller.patch("/zones/example.org", &json!({"retry": 1800})).if_match(&etag).expect(403);
            caller.delete("/zones/example.org").expect(403);
            caller.put(&given::set("www.example.org", "A"), &json!({"records": ["192.0.2.1"]})).expect(403);
            caller.request("POST", "/zones/import").body("text/dns", "x").expect(403);
        }
        hostmaster.delete("/zones/example.org").expect(204);
    }

    fn z2_a_zone_belongs_to_its_makers_account(server: &Server) {
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        assert_eq!(given::created(&hostmaster, "example.org").json()["owner"], "acme");
        let for_acme = given::with(given::zone("b.org"), &json!({"owner": "acme"}));
        assert_eq!(server.admin().post("/zones", &for_acme).expect(201).json()["owner"], "acme");
        given::read(&hostmaster, "b.org");
        let nobodys = given::with(given::zone("c.org"), &json!({"owner": "nobodys"}));
        given::fields(&server.admin().post("/zones", &nobodys).send(), &["owner"]);
        let others = given::with(given::zone("c.org"), &json!({"owner": "registry"}));
        hostmaster.post("/zones", &others).expect(403);
    }

    fn z2_anothers_zone_is_missing_at_its_path_and_taken_on_post(server: &Server) {
        let acme = server.user("hostmaster1", "acme", &["hostmaster"]);
        let other = server.user("hostmaster2", "other", &["hostmaster"]);
        let etag = given::created(&acme, "example.org").etag();
        for path in ["/zones/example.org", "/zones/example.org/recordsets", "/zones/example.org/zonefile", "/zones/example.org/history"] {
            other.get(path).expect(404);
        }
        other.patch("/zones/example.org", &json!({"retry": 1800})).if_match(&etag).expect(404);
        other.delete("/zones/example.org").expect(404);
        other.put(&given::set("www.example.org", "A"), &json!({"records": ["192.0.2.1"]})).expect(404);
        assert_eq!(other.get("/zones").expect(200).json(), json!([]));
        assert_eq!(other.get("/zones?covering=www.example.org").expect(200).json(), json!([]));
        given::conflict(&other.post("/zones", &given::zone("example.org")).send(), "zone_exists", false);
        given::read(&server.admin(), "example.org");
    }

    fn z2_a_zone_moves_between_accounts_by_an_admin_only(server: &Server) {
        let acme = server.user("hostmaster1", "acme", &["hostmaster"]);
        let other = server.user("hostmaster2", "other", &["hostmaster"]);
        let etag = given::created(&acme, "example.org").etag();
        for owner in ["other", "nobody"] {
            // Which accounts there are is not told to those who may not name them.
            acme.patch("/zones/example.org", &json!({"owner": owner})).if_match(&etag).expect(403);
            acme.post("/zones", &given::with(given::zone("a.org"), &json!({"owner": owner}))).expect(403);
        }
        given::error(&server.admin().patch("/zones/example.org", &json!({"owner": "nobody"})).if_match(&etag).send(), "owner", "no_such_account");
        server.admin().patch("/zones/example.org", &json!({"owner": "other"})).if_match(&etag).expect(204);
        acme.get("/zones/example.org").expect(404);
        assert_eq!(given::read(&other, "example.org")["owner"], "other");
    }

    fn z21_nobody_slips_below_or_above_anothers_zone(server: &Server) {
        let admin = server.admin();
        let acme = server.user("hostmaster1", "acme", &["hostmaster"]);
        let other = server.user("hostmaster2", "other", &["hostmaster"]);
        given::created(&acme, "a.example.org");
        let below = other.post("/zones", &given::zone("b.a.example.org")).expect(403);
        assert_eq!(below.code(), "parent_owned");
        let above = other.post("/zones", &given::zone("example.org")).expect(403);
        assert_eq!(above.code(), "child_owned");
        given::created(&other, "xa.example.org");
        given::created(&acme, "b.a.example.org");
        admin.post("/zones", &given::with(given::zone("c.a.example.org"), &json!({"owner": "other"}))).expect(201);
    }
}
