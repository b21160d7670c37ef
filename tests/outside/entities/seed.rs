//! The requests and answers that this interface was first described with, as they stand there: methods, paths, headers, bodies, and every member
//! of every answer (`docs/spec/attestations.md` sections 3 and 16 say where more is sent, and that the `{}` after a 204 is not).

use domesday_tests::both;
use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, FORM, World, claims, text, vouch};

/// A request with the headers that are recommended; a body, where there is one, as it stands.
fn request(client: &Client, method: &str, path: &str, body: Option<String>) -> Call {
    let call = client.request(method, path).header("accept", "application/vnd.registry.v1+json");
    match body {
        None => call.header("content-type", "application/json"),
        Some(body) => call.body("application/json", body),
    }
}

/// Panics unless an answer has this status and the three headers that all have.
fn headed(answer: &Answer, status: u16, registry: &str) -> Value {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(
        (answer.header("server"), answer.header("x-registry-media-type")),
        (Some(registry), Some(FORM)),
        "{answer}"
    );
    if status == 204 {
        assert!(answer.body.is_empty() && answer.header("content-type").is_none(), "{answer}");
        return Value::Null;
    }
    assert_eq!(answer.header("content-type"), Some("application/json"), "{answer}");
    answer.json()
}

/// Panics unless all members that are shown are there with these values; `"..."` stands for any text.
fn shows(found: &Value, shown: &Value) {
    match shown {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, shown)| shows(found.get(name).unwrap_or_else(|| panic!("no {name}: {found}")), shown)),
        Value::Array(elements) => {
            assert_eq!(found.as_array().map(Vec::len), Some(elements.len()), "{found}");
            elements.iter().enumerate().for_each(|(index, shown)| shows(&found[index], shown));
        }
        Value::String(any) if any == "..." => assert!(found.as_str().is_some_and(|text| !text.is_empty()), "{found}"),
        other => assert_eq!(found, other),
    }
}

/// An entity as the answers show it.
fn entity(registry: &str, id: &str, value: &str, attestations: &Value) -> Value {
    let at = format!("{registry}/api/student/{id}");
    json!({
        "context": {"baseUrl": registry, "schemas": ["https://registries/schemas/entity.json"]},
        "id": at, "kind": format!("{registry}/api/student"),
        "claims": [{"id": format!("{at}/name"), "value": "Ann"}, {"id": format!("{at}/school"), "value": value}],
        "attestations": attestations, "metadata": {"created": "...", "lastUpdated": "..."}
    })
}

both! {
    fn the_seeds_requests_are_answered_as_it_shows(server: &Server) {
        let world = World::of(server);
        let url = world.url.as_str();
        let teacher = world.teacher("tea");
        // Create an entity.
        let any = |claim: &str| format!("{url}/api/student/{{entity-id}}/{claim}");
        let body = format!("{{\n  \"claims\": [\n    {{\n      \"id\": \"{}\",\n      \"value\": \"Ann\"\n    }},\n    {{\"id\": \"{}\", \"value\": \"Hill\"}}\n  ]\n}}", any("name"), any("school"));
        let answer = request(&world.acme, "POST", "/api/student/", Some(body)).send();
        let made = headed(&answer, 201, url);
        let id = given::last(&made["id"]);
        let at = format!("/api/student/{id}");
        shows(&made, &entity(url, &id, "Hill", &json!([])));
        assert_eq!(answer.header("location"), made["id"].as_str());
        // Retrieve an entity.
        let read = headed(&request(&world.acme, "GET", &at, None).send(), 200, url);
        assert_eq!(read, made);
        // Update an entity.
        let body = json!({"claims": [{"id": format!("{url}{at}/school"), "value": "Dale"}]}).to_string();
        let updated = headed(&request(&world.acme, "PATCH", &at, Some(body)).send(), 200, url);
        shows(&updated, &entity(url, &id, "Dale", &json!([])));
        let body = json!({"claims": [{"id": format!("{url}{at}/school"), "value": "Hill"}]}).to_string();
        headed(&request(&world.acme, "PATCH", &at, Some(body)).send(), 200, url);
        // Attest a claim.
        let body = json!({"attestor": format!("{url}{teacher}"), "value": "Hill"}).to_string();
        let answer = request(&world.zeta, "POST", &format!("{at}/school/attest"), Some(body)).send();
        headed(&answer, 200, url);
        let attestation = json!([{
            "attestor": format!("{url}{teacher}"), "date": "...", "claims": [format!("{url}{at}/school")],
            "signature": {"type": "https://registries/signature-types/jws-rsa256", "keyId": "...", "value": "..."}
        }]);
        assert_eq!(answer.json()["attestations"].as_array().map(Vec::len), Some(1), "{answer}");
        let read = headed(&request(&world.acme, "GET", &at, None).send(), 200, url);
        shows(&read, &entity(url, &id, "Hill", &attestation));
        let key = text(&read["attestations"][0]["signature"]["keyId"]);
        assert!(key.starts_with(&format!("{url}/meta/signing-keys/")), "{key}");
        // Retrieve an entity's schema.
        let schema = headed(&request(&world.acme, "GET", "/api/student", None).send(), 200, url);
        shows(&schema, &json!({"context": {"baseUrl": url, "schemas": ["https://registries/schemas/schema.json"]}, "kind": format!("{url}/api/student")}));
        shows(&schema["claims"][2], &json!({"id": any("school"), "value": "string",
            "attestationPolicy": {"attestorKind": format!("{url}/api/teacher"), "condition": "{ATTESTOR}.school == {ENTITY}.school"}}));
        // Search for an entity.
        let query = json!({"query": {"claims": [{"id": any("school"), "value": "Hill"}], "attestations": [{"attestor": format!("{url}{teacher}")}]}}).to_string();
        for method in ["GET", "POST"] {
            let found = headed(&request(&world.acme, method, "/api/student/search", Some(query.clone())).send(), 200, url);
            shows(&found, &json!({"context": {"baseUrl": url, "schemas": ["https://registries/schemas/schema.json"]}, "kind": format!("{url}/api/student"),
                "claims": [{"id": format!("{url}{at}/school"), "value": "Hill"}]}));
        }
        // Retrieve signing keys.
        let answer = request(&server.nobody(), "GET", &given::path(&key), None).send();
        shows(&headed(&answer, 200, url), &json!({"context": {"baseUrl": url, "schemas": ["https://registries/schemas/signing-key.json"]}, "id": key,
            "kind": "https://registries/key-types/rsa", "publicKey": "..."}));
        // Delete an entity.
        headed(&request(&world.acme, "DELETE", &at, None).send(), 204, url);
        assert_eq!(request(&world.acme, "GET", &at, None).send().status, 404);
    }

    fn the_seeds_placeholders_are_taken_as_they_stand(server: &Server) {
        let world = World::of(server);
        for id in ["{registry-url}/api/{entity-kind}/{entity-id}/name", "https://{registry-url}/api/student/{entity-id}/name", "%7Bregistry-url%7D/api/student/%7Bentity-id%7D/name"] {
            let body = json!({"claims": [{"id": id, "value": "..."}]});
            let answer = request(&world.acme, "POST", "/api/student", Some(body.to_string())).send();
            let made = headed(&answer, 201, &world.url);
            assert_eq!(given::said(&made), [("name".to_owned(), json!("..."))]);
            let at = given::path(&text(&made["id"]));
            vouch(&world.admin, &world.url, &at, "name");
            headed(&request(&world.acme, "PATCH", &at, Some(claims(&[("name", json!("other"))]).to_string())).send(), 200, &world.url);
        }
    }
}
