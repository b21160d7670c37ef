//! Entities as they are shown (`docs/spec/attestations.md` E1).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    self, World, attest, attested_by, claims, declare, is_instant, kind, members, path, read, roles, said, text, told,
    vouch,
};

both! {
    fn e1_an_entity_is_told_whole_and_its_ids_lead_back_to_it(server: &Server) {
        let world = World::of(server);
        let made = world.acme.post("/api/student", &claims(&[("school", json!("Hill")), ("name", json!("Ann")), ("marks", json!([1.0, 2.5]))])).expect(201);
        let entity = told(&made);
        assert_eq!(members(&entity), ["attestations", "claims", "context", "id", "kind", "metadata"]);
        assert_eq!(entity["context"], json!({"baseUrl": world.url, "schemas": ["https://registries/schemas/entity.json"]}));
        assert_eq!((entity["id"].as_str(), &entity["kind"]), (made.header("location"), &json!(format!("{}/api/student", world.url))));
        let id = given::last(&entity["id"]);
        assert!(id.len() == 22 && id.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet)), "{id}");
        let metadata = &entity["metadata"];
        assert!(is_instant(&metadata["created"]) && metadata["created"] == metadata["lastUpdated"], "{metadata}");
        assert_eq!((&metadata["owner"], &metadata["revision"]), (&json!(format!("{}/api/clients/acme", world.url)), &json!(1)));
        let order = [("name".to_owned(), json!("Ann")), ("school".to_owned(), json!("Hill")), ("marks".to_owned(), json!([1, 2.5]))];
        assert_eq!(said(&entity), order, "in the kind's order, in canonical form");
        let again = world.acme.get(&path(&text(&entity["id"]))).expect(200);
        assert_eq!((told(&again), again.etag()), (entity.clone(), made.etag()));
        for claim in entity["claims"].as_array().unwrap() {
            let one = read(&world.acme, &path(&text(&claim["id"])));
            assert_eq!(members(&one), ["attestations", "context", "id", "value"]);
            assert_eq!((&one["id"], &one["value"], &one["attestations"]), (&claim["id"], &claim["value"], &json!([])));
        }
        let at = path(&text(&entity["id"]));
        let mut ids = vec![vouch(&world.admin, &world.url, &at, "school")];
        for (claim, teacher) in [("school", "t1"), ("school", "t2")] {
            let teacher = world.teacher(teacher);
            ids.push(attested_by(attest(&world.zeta, &format!("{at}/{claim}"), &teacher, &json!("Hill"))));
        }
        ids.push(vouch(&world.admin, &world.url, &at, "name"));
        let shown = |entity: &Value| entity["attestations"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect::<Vec<_>>();
        assert_eq!(shown(&read(&world.acme, &at)), ids, "oldest first");
        assert_eq!(shown(&read(&world.acme, &format!("{at}/school"))), ids[..3]);
        assert_eq!(shown(&read(&world.acme, &format!("{at}/marks"))), Vec::<String>::new());
    }

    fn e1_the_owner_is_told_to_whoever_is_logged_in(server: &Server) {
        let world = World::of(server);
        declare(&world.admin, "open", &kind(&json!([{"subject": "a", "value": "string"}]), &json!({"public": true, "roles": roles()})));
        let made = told(&world.acme.post("/api/open", &claims(&[("a", json!("x"))])).expect(201));
        let at = path(&text(&made["id"]));
        let seen = read(&server.nobody(), &at);
        assert_eq!(members(&seen["metadata"]), ["created", "lastUpdated", "revision"]);
        assert_eq!(said(&seen), said(&made));
        assert_eq!(read(&world.zeta, &at)["metadata"]["owner"], format!("{}/api/clients/acme", world.url));
        let tags = [&world.acme, &server.nobody()].map(|client| client.get(&at).expect(200).etag());
        assert_ne!(tags[0], tags[1], "a tag is of what is shown");
    }
}
