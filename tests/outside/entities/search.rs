//! Search (`docs/spec/attestations.md` section 12: Q1 to Q5).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    World, attest, attested_by, claims, declare, done, kind, last, make, members, names, path, read, refused, roles,
    said, text, told, vouch, wrong,
};

/// The ids of what a query finds, sorted, asked in a body of POST.
fn found(client: &Client, query: &Value) -> Vec<String> {
    ids(&done(client.post("/api/student/search", &json!({ "query": query })), 200))
}

/// The ids of the entities of a page, sorted.
fn ids(page: &Value) -> Vec<String> {
    let mut ids: Vec<String> = page["entities"].as_array().unwrap().iter().map(|entity| last(&entity["id"])).collect();
    ids.sort();
    ids
}

/// Students of acme: `ann` at Hill, attested; `bob` at Hill; `cid` at Dale; `dan` without a school; and `zoe` of zeta at Hill.
fn students(world: &World) {
    for (id, school, extra) in [
        ("ann", Some("Hill"), json!(1)),
        ("bob", Some("Hill"), json!({"a": [1]})),
        ("cid", Some("Dale"), json!("1")),
        ("dan", None, json!(true)),
    ] {
        let mut said = vec![("name", json!(id)), ("extra", extra), ("email", json!(format!("{id}@example.org")))];
        said.extend(school.map(|school| ("school", json!(school))));
        make(&world.acme, "student", id, &said);
    }
    make(&world.zeta, "student", "zoe", &[("name", json!("zoe")), ("school", json!("Hill"))]);
}

both! {
    fn q1_a_query_comes_in_three_ways(server: &Server) {
        let world = World::of(server);
        students(&world);
        vouch(&world.admin, &world.url, "/api/student/ann", "school");
        let query = json!({"query": {"claims": [{"id": "school", "value": "Hill", "attested": false}]}, "limit": 10});
        let by_post = done(world.acme.post("/api/student/search", &query), 200);
        let by_get = done(world.acme.request("GET", "/api/student/search").json(&query), 200);
        let by_string = read(&world.acme, "/api/student/search?claim.school=Hill&attested.school=false&limit=10");
        assert_eq!((ids(&by_post), &by_post), (vec!["bob".to_owned()], &by_get));
        assert_eq!(by_post, by_string);
        for (string, expected) in [
            ("claim.extra=1", vec!["ann"]), ("claim.extra=%221%22", vec!["cid"]), ("claim.extra=true", vec!["dan"]), ("claim.extra=%7B%22a%22%3A%5B1.0%5D%7D", vec!["bob"]),
            ("claim.email=bob%40example.org", vec!["bob"]), ("claim.school=%22Hill%22", vec![]), ("attested.school=true", vec!["ann"]), ("claim.school=Hill&claim.extra=1", vec!["ann"]),
            ("attestor=student/ann", vec![]), (&format!("attestor={}", world.url), vec!["ann"]), ("claim.school=", vec![]), ("", vec!["ann", "bob", "cid", "dan"]), ("attested.school=false", vec!["bob", "cid", "dan"]),
        ] {
            assert_eq!(ids(&read(&world.acme, &format!("/api/student/search?{string}"))), expected, "{string}");
        }
        for (path, field) in [("?claim.extra=nope", "claim.extra"), ("?attested.school=1", "attested.school"), ("?attested.school=", "attested.school"), ("?claim.none=1", "claim.none"), ("?attestor=https://evil.example/x", "attestor"), ("?who=1", "who"), ("?limit=0", "limit")] {
            let answer = world.acme.get(&format!("/api/student/search{path}")).expect(400);
            told(&answer);
            assert!(answer.errors().iter().any(|(place, _)| place.contains(field)), "{path}: {answer}");
        }
        refused(world.acme.post("/api/student/search?claim.school=Hill", &query), 400, "two_queries");
    }

    fn q1_bodies_are_read_strictly(server: &Server) {
        let world = World::of(server);
        let post = |body: Value| world.acme.post("/api/student/search", &body);
        wrong(post(json!({"query": {"claims": [{"id": "school", "values": 1}, {"value": 1}, 7], "attestations": [{"who": 1}], "x": 1}, "y": 1, "limit": "5"})), &[
            ("query.claims[0].values", "unknown_member"), ("query.claims[1].id", "required"), ("query.claims[2]", "wrong_type"), ("query.attestations[0].who", "unknown_member"),
            ("query.x", "unknown_member"), ("y", "unknown_member"), ("limit", "bad_limit"),
        ]);
        for body in [json!({"query": 7}), json!({"query": {"claims": {}}}), json!({"query": {"claims": [{"id": 7}]}}), json!({"query": {"claims": [{"id": "school", "attested": "true"}]}}),
            json!({"query": {"attestations": [{"attestor": 7}]}}), json!({"marker": 7})] {
            refused(post(body), 400, "wrong_type");
        }
        for (body, code) in [("{", "bad_json"), ("{\"query\":{},\"query\":{}}", "duplicate_member")] {
            for method in ["POST", "GET"] {
                refused(world.acme.request(method, "/api/student/search").body("application/json", body), 400, code);
            }
        }
        refused(world.acme.request("POST", "/api/student/search").body("text/plain", "{}"), 415, "unsupported_media_type");
        for body in [json!({}), json!({"query": {}}), json!({"query": {"claims": [], "attestations": []}})] {
            assert_eq!(done(post(body), 200)["entities"], json!([]));
        }
        done(world.acme.get("/api/student/search").header("Content-Type", "text/plain"), 200);
    }

    fn q2_all_members_must_hold(server: &Server) {
        let world = World::of(server);
        students(&world);
        let teacher = world.teacher("tea");
        let other = world.teacher("tom");
        attested_by(attest(&world.zeta, "/api/student/ann/school", &teacher, &json!("Hill")));
        vouch(&world.admin, &world.url, "/api/student/ann", "name");
        vouch(&world.admin, &world.url, "/api/student/bob", "name");
        for (query, expected) in [
            (json!({"claims": [{"id": "school"}]}), vec!["ann", "bob", "cid"]), (json!({"claims": [{"id": "school"}, {"id": "extra", "value": 1.0}]}), vec!["ann"]),
            (json!({"claims": [{"id": "school", "attested": true}]}), vec!["ann"]), (json!({"claims": [{"id": "name", "attested": true}, {"id": "school", "attested": false}]}), vec!["bob"]),
            (json!({"claims": [{"id": "school", "value": "Hill"}, {"id": "school", "value": "Dale"}]}), vec![]), (json!({"claims": [{"id": "phone"}]}), vec![]),
            (json!({"claims": [{"id": "/api/student/bob/school", "value": "Hill"}]}), vec!["bob"]), (json!({"claims": [{"id": "https://any.example/x/{entity-id}/school", "value": "Hill"}]}), vec!["ann", "bob"]),
            (json!({"claims": [{"id": "student/*/school"}, {"id": "x/-/name"}]}), vec!["ann", "bob", "cid"]), (json!({"claims": [{"id": "x/bob/school"}, {"id": "x/ann/school"}]}), vec![]),
            (json!({"claims": [{"id": "x/none/school"}]}), vec![]), (json!({"attestations": [{"attestor": teacher}]}), vec!["ann"]), (json!({"attestations": [{"attestor": other}]}), vec![]),
            (json!({"attestations": [{"attestor": world.url}]}), vec!["ann", "bob"]), (json!({"attestations": [{"attestor": world.url, "claim": "school"}]}), vec![]),
            (json!({"attestations": [{"attestor": world.url, "claim": "x/{entity-id}/name"}]}), vec!["ann", "bob"]), (json!({"attestations": [{"claim": "school"}]}), vec!["ann"]),
            (json!({"attestations": [{}]}), vec!["ann", "bob"]), (json!({"attestations": [{"attestor": world.url}, {"attestor": teacher}]}), vec!["ann"]),
            (json!({"attestations": [{"attestor": "teacher/none"}]}), vec![]), (json!({"claims": [{"id": "school", "value": "Hill"}], "attestations": [{"attestor": world.url}]}), vec!["ann", "bob"]),
            (json!({"claims": [{"id": "extra", "value": true}]}), vec!["dan"]), (json!({"claims": [{"id": "extra", "value": "true"}]}), vec![]), (json!({"claims": [{"id": "extra", "value": {"a": [1]}}]}), vec!["bob"]),
        ] {
            assert_eq!(found(&world.acme, &query), expected, "{query}");
        }
        done(world.acme.patch("/api/student/ann", &claims(&[("school", json!("Dale"))])), 200);
        assert_eq!(found(&world.acme, &json!({"attestations": [{"attestor": teacher}]})), Vec::<String>::new(), "valid ones only");
        told(&world.acme.delete("/api/student/bob").expect(204));
        assert_eq!(found(&world.acme, &json!({"attestations": [{"attestor": world.url}]})), ["ann"]);
        assert_eq!(found(&world.acme, &json!({"claims": [{"id": "school", "value": "Hill"}]})), Vec::<String>::new());
    }

    fn q3_by_value_only_what_is_indexed_is_found(server: &Server) {
        let world = World::of(server);
        students(&world);
        let query = json!({"query": {"claims": [{"id": "name", "value": "ann"}, {"id": "marks", "value": [1]}, {"id": "none", "value": 1}, {"id": "nil"}, {"id": "school", "value": "Hill"}], "attestations": [{"claim": "nix"}]}});
        let answer = world.acme.post("/api/student/search", &query).expect(400);
        told(&answer);
        let errors = answer.errors();
        for (place, code) in [("query.claims[0]", "claim_not_indexed"), ("query.claims[1]", "claim_not_indexed"), ("query.claims[2]", "unknown_claim"), ("query.claims[3]", "unknown_claim"), ("query.attestations[0].claim", "unknown_claim")] {
            assert!(errors.iter().any(|(field, found)| field.starts_with(place) && found == code), "{code} at {place}: {answer}");
        }
        assert_eq!(errors.len(), 5, "all are named, and nothing else: {answer}");
        assert_eq!(found(&world.acme, &json!({"claims": [{"id": "email", "value": "ann@example.org"}]})), ["ann"], "what is unique is indexed");
        refused(world.acme.get("/api/student/search?claim.name=ann"), 400, "claim_not_indexed");
        let claims_of = json!([{"subject": "a", "value": "string"}]);
        declare(&world.admin, "late", &kind(&claims_of, &json!({"roles": roles(), "ids": "client"})));
        make(&world.acme, "late", "x", &[("a", json!("y"))]);
        done(world.admin.put("/api/late", &kind(&json!([{"subject": "a", "value": "string", "indexed": true}]), &json!({"roles": roles(), "ids": "client"}))), 200);
        assert_eq!(ids(&read(&world.acme, "/api/late/search?claim.a=y")), ["x"], "what was there before is found too");
    }

    fn q4_only_what_the_caller_may_read_is_found(server: &Server) {
        let world = World::of(server);
        students(&world);
        let reader = server.user("rita", "press", &["reader"]);
        let hill = json!({"claims": [{"id": "school", "value": "Hill"}]});
        for (client, expected) in [(&world.acme, vec!["ann", "bob"]), (&world.zeta, vec!["zoe"]), (&world.admin, vec!["ann", "bob", "zoe"]), (&reader, vec!["ann", "bob", "zoe"]), (&server.user("olga", "other", &["registrar", "attestor"]), vec![])] {
            assert_eq!(found(client, &hill), expected);
        }
        world.teacher("tea");
        assert_eq!(found(&world.zeta, &hill), ["zoe"], "what he may attest is on the worklist");
        refused(server.nobody().get("/api/student/search"), 401, "not_authenticated");
        refused(server.nobody().get("/api/none/search"), 401, "not_authenticated");
        refused(world.acme.get("/api/none/search"), 404, "unknown_kind");
        refused(server.nobody().get("/api/student/search?claim.none=1"), 401, "not_authenticated");
    }

    fn q5_the_answer_shows_claims_and_whole_entities(server: &Server) {
        let world = World::of(server);
        students(&world);
        let page = done(world.acme.post("/api/student/search", &json!({"query": {"claims": [{"id": "school", "value": "Hill"}, {"id": "name"}]}})), 200);
        assert_eq!(members(&page), ["claims", "context", "entities", "kind"]);
        assert_eq!((&page["context"]["schemas"], &page["kind"]), (&json!(["https://registries/schemas/schema.json"]), &json!(format!("{}/api/student", world.url))));
        let all: Vec<String> = page["claims"].as_array().unwrap().iter().map(|claim| text(&claim["id"]).replace(&world.url, "")).collect();
        for claim in ["/api/student/ann/name", "/api/student/ann/school", "/api/student/bob/name", "/api/student/bob/school"] {
            assert!(all.contains(&claim.to_owned()), "{page}");
        }
        assert_eq!(all.len(), 4, "the claims that are named, of all hits: {page}");
        for entity in page["entities"].as_array().unwrap() {
            assert_eq!(*entity, read(&world.acme, &path(&text(&entity["id"]))), "a full document");
        }
        let everything = read(&world.acme, "/api/student/search");
        let entities = everything["entities"].as_array().unwrap();
        assert_eq!(everything["claims"].as_array().unwrap().len(), entities.iter().map(|entity| said(entity).len()).sum::<usize>(), "all visible ones");
        let nothing = read(&world.acme, "/api/student/search?claim.school=Moor");
        assert_eq!((&nothing["claims"], &nothing["entities"], nothing.get("next")), (&json!([]), &json!([]), None));
        let reader = server.user("rita", "press", &["reader"]);
        done(world.acme.patch("/api/student/ann", &claims(&[("pin", json!("1"))])), 200);
        assert!(!read(&reader, "/api/student/search").to_string().contains("/pin"), "P2");
        assert_eq!(names(&read(&reader, "/api/student/ann")).len(), 4);
    }
}
