//! Pages of a search (`docs/spec/attestations.md` Q6).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

use super::given::{World, done, last, make, path, read, refused, text, told};

both! {
    fn q6_pages_neither_skip_nor_repeat(server: &Server) {
        let world = World::of(server);
        for index in 0..25 {
            make(&world.acme, "student", &format!("s{index:02}"), &[("name", json!("S")), ("school", json!("Hill"))]);
        }
        let mut seen: Vec<String> = Vec::new();
        let mut page = world.acme.get("/api/student/search?claim.school=Hill&limit=10").expect(200);
        let mut pages = 1;
        loop {
            let body = told(&page);
            let these: Vec<String> = body["entities"].as_array().unwrap().iter().map(|entity| last(&entity["id"])).collect();
            assert!(these.iter().all(|id| !seen.contains(id)), "{these:?} after {seen:?}");
            seen.extend(these);
            let Some(next) = body.get("next") else { break };
            let link = page.header("link").unwrap_or_else(|| panic!("no link: {page}"));
            let url = link.strip_prefix('<').and_then(|rest| rest.strip_suffix(">; rel=\"next\"")).unwrap_or_else(|| panic!("{link}")).to_owned();
            assert!(url.starts_with(&world.url) && url.contains("claim.school=Hill") && url.contains("limit=10"), "{link}");
            let by_body = done(world.acme.post("/api/student/search", &json!({"query": {"claims": [{"id": "school", "value": "Hill"}]}, "limit": 10, "marker": next})), 200);
            page = world.acme.get(&path(&url)).expect(200);
            assert_eq!(by_body["entities"], page.json()["entities"], "a marker is of the query, however it is asked");
            if pages == 1 {
                // What comes and goes in between moves nothing else.
                told(&world.acme.delete(&format!("/api/student/{}", seen[0])).expect(204));
                make(&world.acme, "student", "late", &[("name", json!("L")), ("school", json!("Hill"))]);
                page = world.acme.get(&path(&url)).expect(200);
            }
            pages += 1;
        }
        assert!(page.header("link").is_none(), "{page}");
        for index in 0..25 {
            assert!(seen.contains(&format!("s{index:02}")), "{index} is skipped: {seen:?}");
        }
        let first = read(&world.acme, "/api/student/search?limit=1");
        let marker = text(&first["next"]);
        for bad in [format!("{marker}x"), "x".to_owned(), String::new(), "%00".to_owned(), "9".to_owned(), marker[1..].to_owned()] {
            refused(world.acme.get(&format!("/api/student/search?limit=1&marker={bad}")), 400, "bad_marker");
        }
        refused(world.acme.get(&format!("/api/student/search?claim.school=Hill&limit=1&marker={marker}")), 400, "bad_marker");
        refused(world.acme.get(&format!("/api/teacher/search?marker={marker}")), 400, "bad_marker");
        refused(world.acme.get(&format!("/api/student/s01/history?marker={marker}")), 400, "bad_marker");
        for limit in ["0", "1001", "-1", "x", "", "1.0", "99999999999999999999"] {
            for path in ["/api/student/search", "/api/student/s01/history", "/api/student/s01/attestations"] {
                refused(world.acme.get(&format!("{path}?limit={limit}")), 400, "bad_limit");
            }
        }
        for limit in ["1", "1000"] {
            done(world.acme.get(&format!("/api/student/search?limit={limit}")), 200);
        }
    }
}
