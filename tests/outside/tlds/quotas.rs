//! `/v2/quotas` (B4, Z11): how many zones an account may have.

use super::{explained, refused};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

/// A server whose accounts have two zones each, unless something else is said of one.
struct Sparing(Server);

impl Sparing {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__QUOTAS__ZONES", "2")]))
    }
}

fn set(admin: &Client, zones: i64) {
    let answer = admin.patch("/v2/quotas/acme", &json!({ "zones": zones })).expect(200);
    assert_eq!(answer.json(), json!({ "zones": zones }));
}

/// Panics unless one more zone is refused for the quota.
fn full(client: &Client, name: &str) {
    let answer = client.post("/zones", &given::zone(name)).expect(403);
    assert_eq!(answer.code(), "over_quota", "{answer}");
}

both! {
    fn anybody_reads_their_own_and_an_admin_every_quota(server: &Server) {
        let admin = server.admin();
        let reader = server.user("reader1", "acme", &["reader"]);
        for path in ["/v2/quotas", "/v2/quotas/acme", "/v2/quotas/registry"] {
            assert_eq!(admin.get(path).expect(200).json(), json!({"zones": -1}), "unlimited, if nothing else is configured");
        }
        set(&admin, 5);
        assert_eq!(reader.get("/v2/quotas").expect(200).json(), json!({"zones": 5}));
        assert_eq!(reader.get("/v2/quotas/acme").expect(200).json(), json!({"zones": 5}));
        refused(&reader.get("/v2/quotas/registry").send(), 403, "forbidden");
        refused(&reader.get("/v2/quotas/nobodys").send(), 403, "forbidden");
        refused(&admin.get("/v2/quotas/nobodys").send(), 404, "account_not_found");
    }

    fn an_admin_sets_a_quota_and_gives_it_back(server: &Server) {
        let admin = server.admin();
        let _ = server.user("hostmaster1", "acme", &["hostmaster"]);
        for zones in [0, 1, -1, 1_000_000] {
            set(&admin, zones);
            assert_eq!(admin.get("/v2/quotas/acme").expect(200).json(), json!({"zones": zones}));
        }
        for _ in 0..2 {
            assert!(admin.delete("/v2/quotas/acme").expect(204).body.is_empty());
            assert_eq!(admin.get("/v2/quotas/acme").expect(200).json(), json!({"zones": -1}));
        }
    }

    fn what_is_no_quota_is_refused(server: &Server) {
        let admin = server.admin();
        let other = server.user("hostmaster1", "acme", &["hostmaster"]);
        set(&admin, 3);
        for value in [
            json!(-2),
            json!("5"),
            json!(1.5),
            json!(true),
            json!([]),
            json!({}),
            json!(1e30),
            json!(9_223_372_036_854_775_808u64),
        ] {
            refused(&admin.patch("/v2/quotas/acme", &json!({ "zones": value })).send(), 400, "invalid_object");
        }
        for resource in ["recordset_records", "zone_records", "api_export_size", "Zones"] {
            refused(&admin.patch("/v2/quotas/acme", &json!({ resource: 5 })).send(), 400, "quota_resource_unknown");
            refused(&admin.patch("/v2/quotas/acme", &json!({"zones": 7, resource: 5})).send(), 400, "quota_resource_unknown");
        }
        for (body, kind) in [
            ("", "empty_request_body"),
            ("{", "invalid_json"),
            ("[]", "invalid_object"),
            ("{\"zones\": 1, \"zones\": 2}", "invalid_json"),
        ] {
            refused(&admin.request("PATCH", "/v2/quotas/acme").body("application/json", body).send(), 400, kind);
        }
        refused(&admin.patch("/v2/quotas/nobodys", &json!({"zones": 1})).send(), 404, "account_not_found");
        refused(&admin.delete("/v2/quotas/nobodys").send(), 404, "account_not_found");
        refused(&other.patch("/v2/quotas/acme", &json!({"zones": 9})).send(), 403, "forbidden");
        refused(&other.delete("/v2/quotas/acme").send(), 403, "forbidden");
        refused(&server.nobody().get("/v2/quotas").send(), 401, "unauthorized");
        refused(&admin.put("/v2/quotas/acme", &json!({"zones": 1})).send(), 405, "method_not_allowed");
        assert_eq!(other.get("/v2/quotas").expect(200).json(), json!({"zones": 3}));
    }

    fn z11_an_account_has_at_most_as_many_zones_as_its_quota(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        set(&admin, 2);
        given::created(&host, "a.org");
        given::created(&host, "b.org");
        full(&host, "c.org");
        assert_eq!(explained(&host, "c.org", "")["reasons"][0]["code"], "over_quota");
        host.get("/zones/c.org").expect(404);
        given::created(&admin, "registrys.org");
        host.delete("/zones/a.org").expect(204);
        given::created(&host, "c.org");
        full(&host, "d.org");
        set(&admin, -1);
        given::created(&host, "d.org");
        set(&admin, 0);
        full(&host, "e.org");
    }

    fn z11_a_bad_name_is_reported_before_a_full_quota(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        given::created(&host, "a.org");
        set(&admin, 0);
        given::error(&host.post("/zones", &given::zone("com")).send(), "name", "single_label");
        given::conflict(&host.post("/zones", &given::zone("a.org")).send(), "zone_exists", false);
        full(&host, "b.org");
        let codes = explained(&host, "com", "")["reasons"].clone();
        assert_eq!((&codes[0]["code"], &codes[1]["code"]), (&json!("single_label"), &json!("over_quota")));
    }

    fn b4_a_quota_below_what_is_in_use_takes_nothing_away(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        for name in ["a.org", "b.org", "c.org"] {
            given::created(&host, name);
        }
        set(&admin, 1);
        assert_eq!(host.get("/zones").expect(200).json(), json!(["a.org", "b.org", "c.org"]));
        let etag = host.get("/zones/a.org").expect(200).etag();
        host.patch("/zones/a.org", &json!({"email": "other@example.org"})).if_match(&etag).expect(204);
        for name in ["a.org", "b.org"] {
            full(&host, "d.org");
            host.delete(&format!("/zones/{name}")).expect(204);
        }
        full(&host, "d.org");
        host.delete("/zones/c.org").expect(204);
        given::created(&host, "d.org");
    }

    fn the_configured_quota_holds_where_an_account_has_none_of_its_own(server: &Sparing) {
        let server = &server.0;
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        assert_eq!(host.get("/v2/quotas").expect(200).json(), json!({"zones": 2}));
        given::created(&host, "a.org");
        given::created(&host, "b.org");
        full(&host, "c.org");
        set(&admin, 3);
        given::created(&host, "c.org");
        admin.delete("/v2/quotas/acme").expect(204);
        full(&host, "d.org");
        set(&admin, -1);
        given::created(&host, "d.org");
        given::created(&admin, "a.net");
        given::created(&admin, "b.net");
        full(&admin, "c.net");
    }
}
