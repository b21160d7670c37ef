//! `GET /tlds/{id}` and `GET /v2/tlds/{id}`.

use super::{FORMS, NO_ID, path, path2, refused, rule, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn one_rule_is_read_with_its_etag_as_it_was_told_at_its_birth(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let answer = admin.get(&path(&tld)).expect(200);
        assert_eq!(answer.json(), json!({ "tlds": tld }));
        assert_eq!(answer.etag(), "\"1\"");
        let other = admin.get(&path2(&tld)).expect(200);
        assert_eq!(other.etag(), "\"1\"");
        assert_eq!(other.json()["links"]["self"], format!("{}{}", server.url(), path2(&tld)));
    }

    fn the_etag_follows_the_version_in_both_forms(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        admin.patch(&path2(&tld), &json!({"description": "x"})).expect(200);
        for path in [path(&tld), path2(&tld)] {
            assert_eq!(admin.get(&path).expect(200).etag(), "\"2\"");
        }
    }

    fn an_id_may_be_written_in_any_case_and_without_dashes(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let id = text(&tld, "id");
        for form in FORMS {
            for written in [id.to_uppercase(), id.replace('-', ""), id.replace('-', "").to_uppercase()] {
                let answer = admin.get(&format!("{form}/{written}")).expect(200);
                assert!(answer.text().contains(id), "told in its one form: {answer}");
            }
        }
    }

    fn what_is_no_id_is_refused_and_named(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for id in ["foo", "1", "0198c5f2-6b1e-7c3a-9d52-1f0a7be4c00", "0198c5f2-6b1e-7c3a-9d52-1f0a7be4c00g", "com", "%C3%A5"]
            {
                let message = refused(&admin.get(&format!("{form}/{id}")).send(), 400, "invalid_uuid");
                let told = id.replace("%C3%A5", "å");
                assert_eq!(message, format!("Invalid UUID tld_id: {told}"));
            }
        }
    }

    fn an_id_that_nothing_has_is_not_found(server: &Server) {
        let admin = server.admin();
        let gone = rule(&admin, "com");
        admin.delete(&path(&gone)).expect(204);
        for form in FORMS {
            for id in [NO_ID, text(&gone, "id"), "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"] {
                let message = refused(&admin.get(&format!("{form}/{id}")).send(), 404, "tld_not_found");
                assert_eq!(message, "Could not find Tld");
            }
        }
    }

    fn asking_for_the_head_is_asking_for_it(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let item = (path(&tld), path2(&tld));
        for path in [
            "/tlds",
            "/v2/tlds",
            "/tlds?limit=1",
            &item.0,
            &item.1,
            "/tlds/explain?name=a.com",
            "/blocklist",
            "/v2/blacklists",
            "/v2/quotas",
        ] {
            let (got, head) = (admin.get(path).expect(200), admin.head(path).expect(200));
            assert!(head.body.is_empty(), "{head}");
            for name in ["content-type", "etag"] {
                assert_eq!(head.header(name), got.header(name), "{name} of {path}");
            }
        }
        server.nobody().head("/tlds").expect(401);
        admin.head(&format!("/tlds/{NO_ID}")).expect(404);
    }

    fn a_final_slash_is_accepted_on_every_route(server: &Server) {
        let admin = server.admin();
        let tld = admin.post("/tlds/", &json!({"name": "com"})).expect(201).json()["tlds"].clone();
        admin.post("/v2/tlds/", &json!({"name": "net"})).expect(201);
        let item = (format!("{}/", path(&tld)), format!("{}/", path2(&tld)));
        for path in [
            "/tlds/",
            "/v2/tlds/",
            &item.0,
            &item.1,
            "/tlds/explain/?name=a.com",
            "/v2/tlds/explain/?name=a.com",
            "/blocklist/",
            "/v2/blacklists/",
            "/v2/quotas/",
            "/v2/quotas/registry/",
        ] {
            admin.get(path).expect(200);
        }
        admin.get("/v2/").header("Accept", "application/json").expect(200);
        admin.post("/tlds/import/", &json!({"source": "private-use"})).expect(200);
        admin.patch(&item.1, &json!({"description": "x"})).expect(200);
        admin.delete(&item.0).expect(204);
    }
}
