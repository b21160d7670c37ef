//! Conditions, and in which order refusals come (`docs/spec/attestations.md` H8, H9).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

use super::given::{World, attest, claims, done, make, read, refused, said, student, told};
use crate::given::with;

both! {
    fn h8_tags_tell_the_revision_and_conditions_are_honoured(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let first = world.acme.get(&path).expect(200);
        assert!(first.etag().starts_with("\"1-") && first.etag().len() > 5, "{first}");
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        let name = |name: &str| claims(&[("name", json!(name))]);
        let changed = world.acme.patch(&path, &name("Bea")).if_match(&first.etag()).expect(200);
        assert!(changed.etag().starts_with("\"2-"), "{changed}");
        assert_eq!(changed.etag(), world.acme.get(&path).expect(200).etag());
        let other = world.admin.get(&path).expect(200).etag();
        for stale in [first.etag(), "\"1\"".to_owned(), "\"22-x\"".to_owned(), format!("W/{}", changed.etag()), "\"\"".to_owned(), "nonsense".to_owned(), "\"1\", \"3\"".to_owned()] {
            for call in [world.acme.patch(&path, &name("Cid")), world.acme.put(&path, &name("Cid")), world.acme.delete(&path)] {
                let answer = call.if_match(&stale).expect(412);
                assert_eq!(told(&answer)["code"], "stale", "{answer}");
            }
        }
        assert_eq!(said(&read(&world.acme, &path))[0].1, "Bea");
        for (tag, next) in [(changed.etag(), "C1"), ("\"3-whatever\"".to_owned(), "C2"), ("4".to_owned(), "C3"), ("*".to_owned(), "C4"), ("\"1\", \"6-x\"".to_owned(), "C5")] {
            done(world.acme.patch(&path, &name(next)).if_match(&tag), 200);
        }
        assert_eq!(first.etag().split('-').count(), other.split('-').count());
        let tag = world.acme.get(&path).expect(200).etag();
        for (sent, status) in [(tag.clone(), 304), ("*".to_owned(), 304), (format!("\"x\", {tag}"), 304), ("\"7-x\"".to_owned(), 200), ("\"7\"".to_owned(), 200), (first.etag(), 200)] {
            let answer = world.acme.get(&path).header("If-None-Match", &sent).expect(status);
            assert_eq!(answer.etag(), tag, "{sent}");
        }
        let kind = world.admin.get("/api/student").expect(200).etag();
        told(&world.admin.get("/api/student").header("If-None-Match", &kind).expect(304));
        let more = with(student(), &json!({"public": true}));
        assert_eq!(world.admin.put("/api/student", &more).if_match("\"7-x\"").expect(412).code(), "stale");
        let put = world.admin.put("/api/student", &more).if_match(&kind).expect(200);
        assert!(kind.starts_with("\"1-") && put.etag().starts_with("\"2-"), "{put}");
        refused(world.admin.put("/api/student", &more).header("If-None-Match", "*"), 412, "stale");
        told(&world.admin.put("/api/fresh", &json!({"claims": []})).header("If-None-Match", "*").expect(201));
        refused(world.admin.put("/api/newer", &json!({"claims": []})).if_match("*"), 412, "stale");
        refused(world.acme.delete(&path).if_match(&first.etag()), 412, "stale");
        told(&world.acme.delete(&path).if_match(&tag).expect(204));
    }

    fn h9_refusals_come_in_one_order(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let other = make(&world.zeta, "student", "zoe", &[("name", json!("Zoe"))]);
        done(world.acme.patch(&path, &claims(&[("email", json!("ann@example.org"))])), 200);
        let (nobody, reader) = (server.nobody(), server.user("rita", "press", &["reader"]));
        let large = "x".repeat(300 << 10);
        let bad = |client: &Client, method: &str, path: &str| client.request(method, path).header("Accept", "text/html").header("If-Match", "\"9\"").body("text/plain", large.clone());
        // 401, then 404, 405, 406, 403, 415, 413, 400, 412, 409.
        refused(bad(&nobody, "TRACE", &path), 401, "not_authenticated");
        refused(bad(&nobody, "PATCH", "/api/none/x"), 401, "not_authenticated");
        refused(bad(&world.acme, "TRACE", "/api/student/none"), 404, "not_found");
        refused(bad(&world.acme, "TRACE", &other), 404, "not_found");
        refused(bad(&world.acme, "TRACE", "/api/none"), 404, "unknown_kind");
        refused(bad(&reader, "TRACE", &path), 405, "method_not_allowed");
        refused(bad(&reader, "PATCH", &path), 406, "not_acceptable");
        let typed = |client: &Client| client.request("PATCH", &path).header("If-Match", "\"9\"").body("text/plain", large.clone());
        refused(typed(&reader), 403, "forbidden");
        refused(typed(&world.acme), 415, "unsupported_media_type");
        let sized = |body: String| world.acme.request("PATCH", &path).header("If-Match", "\"9\"").body("application/json", body);
        refused(sized(large.clone()), 413, "body_too_large");
        refused(sized("{".to_owned()), 400, "bad_json");
        refused(sized("{\"x\":1}".to_owned()), 400, "unknown_member");
        let taken = claims(&[("email", json!("ann@example.org"))]);
        refused(world.zeta.patch(&other, &taken).if_match("\"9\""), 412, "stale");
        refused(world.zeta.patch(&other, &taken), 409, "claim_not_unique");
        refused(world.acme.put("/api/new", &json!({"x": 1})), 403, "forbidden");
        refused(reader.post("/api/student", &json!({"x": 1})), 403, "forbidden");
        refused(world.acme.get("/api/student/search?limit=0").header("Accept", "text/html"), 406, "not_acceptable");
        refused(nobody.get("/meta/kinds"), 401, "not_authenticated");
        refused(nobody.get("/meta/worklist"), 401, "not_authenticated");
        refused(server.nobody().with_token("no.such.token").get("/meta/kinds"), 401, "not_authenticated");
    }

    fn h9_who_is_suspended_reads_and_changes_nothing(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let before = read(&world.acme, &path);
        world.admin.post("/clients/acme", &json!({"suspended": true})).expect(200);
        assert_eq!(read(&world.acme, &path), before);
        done(world.acme.get(&format!("{path}/history")), 200);
        assert_eq!(done(world.acme.post("/api/student/search", &json!({})), 200)["entities"][0], before);
        let sent = claims(&[("name", json!("Bea"))]);
        for call in [world.acme.post("/api/student", &sent), world.acme.patch(&path, &sent), world.acme.put(&path, &sent), world.acme.delete(&path),
            attest(&world.acme, &format!("{path}/school"), "clients/acme", &json!("Hill"))] {
            refused(call, 403, "suspended");
        }
        world.admin.post("/clients/acme", &json!({"suspended": false})).expect(200);
        assert_eq!(said(&done(world.acme.patch(&path, &sent), 200))[0].1, "Bea");
    }
}
