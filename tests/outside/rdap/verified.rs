//! What of contacts is verified (README.md: `domesday_verified`; `attestations.md` N1–N3, P2): told only of what is shown, and only as long as
//! it is so.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{World, contact, items, members, register, text, texts, with_role};

const ALL: [&str; 6] = ["name", "org", "addr", "voice", "fax", "email"];

/// Has somebody attest what a contact says; gives the attestation as entities show it.
fn attested(world: &World, client: &Client, handle: &str, id: &str, claim: &str) -> Value {
    let path = format!("/api/contacts/{id}/{claim}");
    let value = world.acme.get(&path).expect(200).json()["value"].clone();
    let body = json!({"attestor": format!("{}/api/clients/{handle}", world.url), "value": value});
    client.post(&format!("{path}/attest"), &body).expect(200);
    let now = world.acme.get(&path).expect(200).json()["attestations"].clone();
    items(&now).last().expect("an attestation").clone()
}

/// The same by the contact's own sponsor.
fn vouch(world: &World, id: &str, claim: &str) -> Value {
    attested(world, &world.acme, "acme", id, claim)
}

/// What a domain's registrant is verified in: `claim date`, sorted; and that it is announced, if it is.
fn verified(body: &Value, entity: &Value) -> Vec<String> {
    let list = entity.get("domesday_verified").map_or_else(Vec::new, |list| items(list).to_vec());
    assert_eq!(entity.get("domesday_verified").is_some(), !list.is_empty(), "{entity}");
    let row = |entry: &Value| {
        assert_eq!(members(entry), ["claim", "date"]);
        format!("{} {}", text(&entry["claim"]), text(&entry["date"]))
    };
    let mut rows: Vec<String> = list.iter().map(row).collect();
    rows.sort();
    let is_announced = texts(&body["rdapConformance"]).iter().any(|known| known == "domesday_0");
    assert_eq!(is_announced, !rows.is_empty(), "{body}");
    rows
}

/// Of the registrant of `blue.st`, after a look at whether by itself it is verified in the same.
fn of_blue(world: &World) -> Vec<String> {
    let body = world.domain("blue.st");
    let rows = verified(&body, with_role(&body, "registrant"));
    let alone = world.shown(&format!("entity/{}", world.roid("AA1")));
    assert_eq!(verified(&alone, &alone), rows);
    rows
}

/// A registry with the domain `blue.st` of the contact `AA1`, of whom everything is shown.
fn world(server: &Server, disclose: &[&str]) -> World {
    let world = World::of(server, &json!({ "disclose": disclose }));
    contact(&world.acme, "AA1", &json!({}));
    register(&world.acme, "blue.st", &json!({"contacts": {"registrant": "AA1"}}));
    world
}

/// A row of [`verified`].
fn row(claim: &str, attestation: &Value) -> String {
    format!("{claim} {}", text(&attestation["date"]))
}

/// The names of the claims of rows.
fn names(rows: &[String]) -> Vec<&str> {
    rows.iter().filter_map(|row| row.split(' ').next()).collect()
}

both! {
    fn p2_what_is_attested_and_shown_is_verified_since_its_date(server: &Server) {
        let world = world(server, &ALL);
        assert_eq!(of_blue(&world), Vec::<String>::new());
        let mut expected = Vec::new();
        for claim in ALL {
            expected.push(row(claim, &vouch(&world, "AA1", claim)));
            expected.sort();
            assert_eq!(of_blue(&world), expected);
        }
        let again = vouch(&world, "AA1", "email");
        assert_eq!(of_blue(&world).iter().find(|known| known.starts_with("email ")), Some(&row("email", &again)), "the last one counts");
    }

    fn p2_nothing_is_told_of_what_is_hidden(server: &Server) {
        let world = world(server, &[]);
        for claim in ALL {
            vouch(&world, "AA1", claim);
        }
        let body = world.domain("blue.st");
        assert_eq!(verified(&body, with_role(&body, "registrant")), Vec::<String>::new());
        assert!(!body.to_string().contains("domesday_"), "{body}");
        for claim in ALL {
            world.set_policy(&json!({"disclose": [claim]}));
            assert_eq!(names(&of_blue(&world)), [claim], "by policy");
            world.set_policy(&json!({"disclose": []}));
            world.acme.post("/contacts/AA1", &json!({"chg": {"disclose": [claim]}})).expect(200);
            assert_eq!(names(&of_blue(&world)), [claim], "by the contact");
            world.acme.post("/contacts/AA1", &json!({"chg": {"disclose": []}})).expect(200);
        }
        world.set_policy(&json!({"disclose": ["addr.city", "addr.sp", "addr.street"]}));
        assert_eq!(of_blue(&world), Vec::<String>::new(), "who sees a part of the address is not told of the whole");
        world.set_policy(&json!({"disclose": ["addr.city", "addr.sp", "addr.street", "addr.pc", "addr.cc"]}));
        assert_eq!(names(&of_blue(&world)), ["addr"]);
    }

    fn n3_it_is_gone_when_the_value_changes_or_the_attestation_is_revoked(server: &Server) {
        let world = world(server, &ALL);
        let (email, voice) = (vouch(&world, "AA1", "email"), vouch(&world, "AA1", "voice"));
        assert_eq!(of_blue(&world), [row("email", &email), row("voice", &voice)]);
        world.acme.post("/contacts/AA1", &json!({"chg": {"email": "secretmail@example.org"}})).expect(200);
        assert_eq!(names(&of_blue(&world)), ["email", "voice"], "the same value");
        world.acme.post("/contacts/AA1", &json!({"chg": {"email": "other@example.org"}})).expect(200);
        assert_eq!(names(&of_blue(&world)), ["voice"]);
        let id = text(&voice["id"]);
        let path = id.strip_prefix(&world.url).expect("a path");
        world.acme.post(&format!("{path}/revoke"), &json!({"reason": "withdrawn"})).expect(200);
        assert_eq!(of_blue(&world), Vec::<String>::new());
        world.acme.post("/contacts/AA1", &json!({"chg": {"email": "secretmail@example.org"}})).expect(200);
        assert_eq!(of_blue(&world), Vec::<String>::new(), "the old value does not bring it back");
    }

    fn p2_neither_signature_nor_attestor_is_told_to_the_public(server: &Server) {
        let world = world(server, &ALL);
        let envelope = vouch(&world, "AA1", "email");
        for path in ["domain/blue.st".to_owned(), format!("entity/{}", world.roid("AA1"))] {
            let whole = world.ask(&path).expect(200).text();
            assert!(whole.contains("domesday_verified"), "{whole}");
            let signature = text(&envelope["signature"]["value"]);
            for secret in signature.split('.').chain(["eyJ", "attestor", "signature", "/api/", text(&envelope["id"]).as_str()]) {
                assert!(!whole.contains(secret), "{secret}: {whole}");
            }
        }
    }

    fn r8_only_of_who_is_shown_and_each_of_its_own(server: &Server) {
        let world = world(server, &["email", "name"]);
        for id in ["BB2", "PP1"] {
            contact(&world.acme, id, &json!({}));
        }
        register(&world.acme, "red.st", &json!({"contacts": {"registrant": "AA1", "registrant_privacy": "PP1", "tech": "BB2"}}));
        let email = vouch(&world, "AA1", "email");
        let body = world.domain("red.st");
        assert!(!body.to_string().contains("domesday_"), "who is stood in for is not told of: {body}");
        let name = vouch(&world, "BB2", "name");
        let body = world.domain("red.st");
        assert_eq!(verified(&body, with_role(&body, "technical")), [row("name", &name)]);
        assert_eq!(with_role(&body, "registrant").get("domesday_verified"), None);
        assert_eq!(of_blue(&world), [row("email", &email)]);
    }
}
