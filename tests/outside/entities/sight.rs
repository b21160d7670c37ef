//! Who reads what (`docs/spec/attestations.md` section 6: P1 to P3).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    self, World, attest, attested, attested_by, claims, declare, done, kind, make, names, read, refused, roles,
    student, told, vouch,
};
use crate::given::with;

/// A value that nobody may be told by accident.
const SECRET: &str = "s3cr3t-value";

/// A student of acme with a private pin and phone.
fn ann(world: &World) -> String {
    let phone = json!({"country": "GB", "number": 5});
    make(
        &world.acme,
        "student",
        "ann",
        &[("name", json!("Ann")), ("phone", phone), ("school", json!("Hill")), ("pin", json!(SECRET))],
    )
}

/// The ids of the attestations that are shown.
fn shown(client: &Client, path: &str) -> Vec<Value> {
    read(client, path)["attestations"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
}

both! {
    fn section_6_each_caller_sees_his_part(server: &Server) {
        let world = World::of(server);
        let at = ann(&world);
        let colleague = server.user("cara", "acme", &["reader"]);
        let [reader, hostmaster, lone] = [("rita", "reader"), ("holly", "hostmaster"), ("lone", "attestor")].map(|(name, role)| server.user(name, name, &[role]));
        for claim in ["name", "phone", "school", "pin"] {
            vouch(&world.admin, &world.url, &at, claim);
        }
        for client in [&world.acme, &world.admin, &colleague] {
            let entity = read(client, &at);
            assert_eq!((names(&entity), attested(&entity)), (vec!["name".into(), "phone".into(), "school".into(), "pin".into()], vec!["name".into(), "phone".into(), "school".into(), "pin".into()]));
        }
        let part = read(&reader, &at);
        assert_eq!((names(&part), attested(&part)), (vec!["name".into(), "school".into()], vec!["name".into(), "school".into()]), "P2: an attestation only with its claim");
        for claim in ["phone", "pin"] {
            refused(reader.get(&format!("{at}/{claim}")), 404, "not_found");
        }
        assert_eq!(shown(&reader, &format!("{at}/school")).len(), 1);
        let listed = read(&reader, &format!("{at}/attestations"));
        assert_eq!(listed["attestations"].as_array().unwrap().len(), 2, "{listed}");
        assert_eq!(read(&reader, &format!("{at}/attestations?claim=pin"))["attestations"], json!([]));
        refused(reader.get(&format!("{at}/history")), 403, "forbidden");
        for client in [&world.zeta, &hostmaster, &lone] {
            for below in ["", "/name", "/history", "/attestations"] {
                refused(client.get(&format!("{at}{below}")), 404, "not_found");
            }
        }
        for below in ["", "/name", "/history", "/attestations"] {
            refused(server.nobody().get(&format!("{at}{below}")), 401, "not_authenticated");
            refused(server.nobody().get(&format!("/api/student/none{below}")), 401, "not_authenticated");
        }
    }

    fn section_6_of_a_public_kind_anybody_sees_what_is_not_private(server: &Server) {
        let world = World::of(server);
        let at = ann(&world);
        for claim in ["school", "pin"] {
            vouch(&world.admin, &world.url, &at, claim);
        }
        done(world.admin.put("/api/student", &with(student(), &json!({"public": true}))), 200);
        for client in [&server.nobody(), &world.zeta] {
            let entity = read(client, &at);
            assert_eq!((names(&entity), attested(&entity)), (vec!["name".into(), "school".into()], vec!["school".into()]));
            let found = read(client, "/api/student/search");
            assert_eq!(names(&found["entities"][0]), ["name", "school"]);
            assert!(!found.to_string().contains(SECRET), "{found}");
        }
        for claim in ["pin", "none"] {
            refused(server.nobody().get(&format!("{at}/{claim}")), 404, "not_found");
        }
        refused(server.nobody().get(&format!("{at}/history")), 401, "not_authenticated");
        refused(server.nobody().patch(&at, &claims(&[])), 401, "not_authenticated");
        refused(server.nobody().post("/api/student", &claims(&[])), 401, "not_authenticated");
        refused(world.zeta.patch(&at, &claims(&[])), 403, "forbidden");
        refused(world.zeta.delete(&at), 403, "forbidden");
        assert_eq!(read(&server.nobody(), &format!("{at}/attestations"))["attestations"].as_array().unwrap().len(), 1);
    }

    fn p1_an_attestor_sees_what_he_may_attest_now(server: &Server) {
        let world = World::of(server);
        let at = ann(&world);
        refused(world.zeta.get(&at), 404, "not_found");
        let teacher = make(&world.zeta, "teacher", "tea", &[("name", json!("Tea")), ("school", json!("Hill"))]);
        let sees = || names(&read(&world.zeta, &at));
        assert_eq!(sees(), ["pin"], "of the kind he is, but his school is not attested yet");
        vouch(&world.admin, &world.url, &teacher, "school");
        assert_eq!(sees(), ["school", "pin"], "private or not");
        assert_eq!(read(&world.zeta, &format!("{at}/pin"))["value"], SECRET);
        for below in ["name", "phone"] {
            refused(world.zeta.get(&format!("{at}/{below}")), 404, "not_found");
        }
        let mine = attested_by(attest(&world.zeta, &format!("{at}/pin"), &teacher, &json!(SECRET)));
        vouch(&world.admin, &world.url, &at, "name");
        assert_eq!(shown(&world.zeta, &at), [json!(mine)], "P2");
        assert_eq!(read(&world.zeta, "/api/student/search")["entities"], json!([]), "Q4: the worklist is for that");
        refused(world.zeta.patch(&at, &claims(&[("pin", json!("0"))])), 403, "forbidden");
        let mate = server.user("zack", "zeta", &["registrar"]);
        refused(mate.get(&at), 404, "not_found");
        done(world.acme.patch(&at, &claims(&[("school", json!("Dale"))])), 200);
        assert_eq!(sees(), ["pin"], "his condition does not hold any more");
        done(world.acme.patch(&at, &claims(&[("school", json!("Hill"))])), 200);
        done(world.zeta.patch(&teacher, &claims(&[("school", json!("Dale"))])), 200);
        assert_eq!(sees(), ["pin"], "nor is his own school attested");
        done(world.acme.patch(&at, &claims(&[("pin", json!(null))])), 200);
        refused(world.zeta.get(&at), 404, "not_found");
        refused(world.acme.get(&teacher), 404, "not_found");
    }

    fn p2_rows_add_up(server: &Server) {
        let world = World::of(server);
        let at = ann(&world);
        let both = server.user("bo", "press", &["reader", "attestor", "registrar"]);
        make(&both, "teacher", "bo", &[("name", json!("Bo"))]);
        assert_eq!(names(&read(&both, &at)), ["name", "school", "pin"]);
        let found = done(both.post("/api/student/search", &json!({"query": {"claims": [{"id": "school", "value": "Hill"}]}})), 200);
        assert_eq!(names(&found["entities"][0]), ["name", "school"], "Q4: his attestor row aside");
    }

    fn p3_values_are_found_by_owners_only_and_told_by_accident_to_nobody(server: &Server) {
        let world = World::of(server);
        let private = json!([{"subject": "name", "value": "string"}, {"subject": "key", "value": "string", "private": true, "indexed": true}, {"subject": "n", "value": "integer"}]);
        declare(&world.admin, "safe", &kind(&private, &json!({"roles": roles(), "ids": "client", "public": true})));
        make(&world.acme, "safe", "a", &[("name", json!("A")), ("key", json!(SECRET))]);
        make(&world.zeta, "safe", "z", &[("name", json!("Z")), ("key", json!(SECRET))]);
        let reader = server.user("rita", "press", &["reader"]);
        let found = |client: &Client, query: &str| {
            let answer = read(client, &format!("/api/safe/search?{query}"));
            let mut ids: Vec<String> = answer["entities"].as_array().unwrap().iter().map(|one| given::last(&one["id"])).collect();
            ids.sort();
            ids
        };
        for (query, own) in [(format!("claim.key={SECRET}"), true), ("attested.key=false".to_owned(), true), ("claim.key=other".to_owned(), false)] {
            let hits = |ids: &[&str]| if own { ids.iter().map(|id| (*id).to_owned()).collect() } else { Vec::new() };
            assert_eq!(found(&world.admin, &query), hits(&["a", "z"]), "{query}");
            assert_eq!((found(&world.acme, &query), found(&world.zeta, &query)), (hits(&["a"]), hits(&["z"])), "{query}");
            assert_eq!((found(&reader, &query), found(&server.nobody(), &query)), (vec![], vec![]), "{query}");
        }
        let said = claims(&[("n", json!(SECRET)), ("key", json!([SECRET])), ("name", json!({SECRET: SECRET}))]);
        let mut told_ = String::new();
        for call in [
            world.acme.patch("/api/safe/a", &said), world.acme.post("/api/safe", &claims(&[(SECRET, json!(1))])), world.acme.put("/api/safe/a", &said),
            world.acme.request("PATCH", "/api/safe/a").body("application/json", format!("{{\"claims\":[{{\"id\":\"key\",\"value\":\"{SECRET}\"}}],}}")),
            world.acme.request("PATCH", "/api/safe/a").body("application/json", format!("{{\"claims\":[{{\"id\":\"key\",\"value\":\"{SECRET}\",\"value\":\"{SECRET}\"}}]}}")),
            attest(&world.admin, "/api/safe/a/key", &world.url, &json!("not it")), attest(&world.admin, "/api/safe/a/n", &world.url, &json!(SECRET)),
            attest(&world.acme, "/api/safe/a/key", "safe/a", &json!(SECRET)), world.acme.post("/api/safe/search", &json!({"query": {"claims": [{"id": "n", "value": SECRET}]}})),
        ] {
            let answer = call.send();
            told(&answer);
            assert!(answer.status >= 400, "{answer}");
            told_.push_str(&answer.text().replace(&format!("has no claim {SECRET}"), ""));
        }
        done(attest(&world.admin, "/api/safe/a/key", &world.url, &json!(SECRET)), 200);
        assert!(!told_.contains(SECRET), "{told_}");
        assert!(!server.log().contains(SECRET), "no log line holds a value");
    }
}
