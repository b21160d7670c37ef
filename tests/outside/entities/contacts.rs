//! Verified contacts (N1–N3): who attests them, and what a change through their own face does to that.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{attest, attested, attested_by, declare, done, make, names, path, read, refused, said, text, vouch};
use super::proof::{Parts, active_key, good};
use super::registrants::{Registry, change};

/// The schema of contacts with another policy for their e-mail address.
fn mail_by(admin: &Client, policy: &Value, private: bool) -> Value {
    let mut schema = read(admin, "/api/contacts");
    let claims = schema["claims"].as_array_mut().expect("claims");
    let email = claims.iter_mut().find(|claim| claim["subject"] == "email").expect("the address");
    (email["attestationPolicy"], email["private"]) = (policy.clone(), json!(private));
    schema
}

/// Has acme register a name with this contact, and gives the domain's code.
fn registered(registry: &Registry, name: &str, registrant: &str) -> String {
    let made = registry.register(name, registrant).expect(201).json();
    text(&made["creData"]["authInfo"]["pw"])
}

/// Has zeta take a domain over at once, and tells what became of its registrant: `(old, new)`, if it was copied.
fn taken(registry: &Registry, name: &str, code: &str) -> Option<(String, String)> {
    let body = json!({"op": "request", "authInfo": {"pw": code}});
    let told = registry.zeta.post(&format!("/domains/{name}/transfer"), &body).expect(200).json();
    let pair = told["trnData"]["contacts"].get(0).map(|pair| (text(&pair["old"]), text(&pair["new"])));
    pair.filter(|(old, new)| old != new)
}

/// A policy under which transfers are done when they are asked for.
fn immediate() -> Value {
    json!({"transfer_model": "immediate", "transfer_lock": "P0D"})
}

both! {
    fn n2_a_contact_is_attested_by_its_own_sponsor_at_first(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        registry.contact("AA1");
        let mail = "/api/contacts/AA1/email";
        // He does not see it, and the attestor is not his.
        refused(attest(&registry.zeta, mail, &registry.client("acme"), &json!("jo@example.org")), 404, "not_found");
        refused(attest(&registry.zeta, mail, &registry.client("zeta"), &json!("jo@example.org")), 403, "condition_false");
        refused(attest(&registry.acme, mail, &registry.client("zeta"), &json!("jo@example.org")), 403, "attestor_not_yours");
        refused(attest(&registry.admin, mail, &registry.client("zeta"), &json!("jo@example.org")), 403, "condition_false");
        refused(attest(&registry.acme, mail, &registry.client("acme"), &json!("jim@example.org")), 409, "value_differs");
        refused(attest(&registry.acme, "/api/contacts/AA1/fax", &registry.client("acme"), &json!("+49.1")), 404, "claim_missing");
        registry.attests("AA1", "email");
        let entity = read(&registry.acme, "/api/contacts/AA1");
        assert_eq!(attested(&entity), ["email"]);
        assert_eq!(entity["attestations"][0]["attestor"], registry.client("acme"));
        let policy = json!({"attestorKind": format!("{}/api/clients", registry.url), "condition": "{ENTITY}.sponsor == {ATTESTOR}.@id"});
        assert_eq!(Parts::of(&entity["attestations"][0]).signed()["policy"], policy);
        good(server, &registry.url, &[&active_key(server)], &entity);
    }

    fn n1_a_name_an_organisation_and_an_address_are_attested_as_a_whole(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        registry.contact("AA1");
        let value = said(&read(&registry.acme, "/api/contacts/AA1"));
        let of = |claim: &str| value.iter().find(|(name, _)| name == claim).map(|(_, value)| value.clone());
        assert_eq!(of("name"), Some(json!({"int": "Jo Doe"})));
        let addr = of("addr").expect("an address");
        assert_eq!((&addr["int"]["city"], &addr["int"]["cc"], addr.get("loc")), (&json!("Ulm"), &json!("DE"), None), "{addr}");
        for claim in ["name", "addr"] {
            registry.attests("AA1", claim);
        }
        change(&registry.acme, "/contacts/AA1", &json!({"chg": {"postalInfo": {"loc": {"name": "Jö", "addr": {"cc": "DE"}}}}}));
        assert!(attested(&read(&registry.acme, "/api/contacts/AA1")).is_empty(), "both are other ones now");
        registry.attests("AA1", "name");
        change(&registry.acme, "/contacts/AA1", &json!({"chg": {"postalInfo": {"int": {"addr": {"city": "Bonn", "cc": "DE"}}}}}));
        assert_eq!(attested(&read(&registry.acme, "/api/contacts/AA1")), ["name"]);
    }

    fn n2_k7_an_admin_decides_who_attests_instead(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        registry.contact("AA1");
        registry.attests("AA1", "email");
        let roles = json!({"create": ["registrar"]});
        declare(&registry.admin, "verifier", &json!({"ids": "client", "roles": roles, "claims": [{"subject": "name", "value": "string"}]}));
        let verifier = format!("{}{}", registry.url, make(&registry.zeta, "verifier", "v1", &[("name", json!("Zeta"))]));
        let mail = "/api/contacts/AA1/email";
        refused(registry.acme.put("/api/contacts", &mail_by(&registry.admin, &json!({"attestorKind": "verifier"}), true)), 403, "forbidden");
        done(registry.admin.put("/api/contacts", &mail_by(&registry.admin, &json!({"attestorKind": "verifier"}), true)), 200);
        assert_eq!(attested(&read(&registry.acme, "/api/contacts/AA1")), ["email"], "what was attested stays so");
        refused(registry.attest("AA1", "email"), 403, "attestor_kind");
        let seen = read(&registry.zeta, "/api/contacts/AA1");
        assert_eq!((names(&seen), attested(&seen)), (vec!["email".to_owned()], vec!["email".to_owned()]), "who may attest it sees it, and it alone");
        attested_by(attest(&registry.zeta, mail, &verifier, &json!("jo@example.org")));
        assert_eq!(attested(&read(&registry.acme, "/api/contacts/AA1")), ["email", "email"]);
        registry.attests("AA1", "voice");
        for refused_change in [json!({"public": true}), json!({"ids": "client"}), json!({"roles": roles}), json!({"claims": []})] {
            let schema = crate::given::with(read(&registry.admin, "/api/contacts"), &refused_change);
            registry.admin.put("/api/contacts", &schema).expect(400);
        }
        let mut kept = read(&registry.admin, "/api/contacts");
        let claims = kept["claims"].as_array_mut().expect("claims");
        claims.iter_mut().find(|claim| claim["subject"] == "sponsor").expect("the sponsor")["private"] = json!(true);
        registry.admin.put("/api/contacts", &kept).expect(400);
    }

    fn n3_a_change_through_the_registrars_face_voids_exactly_what_it_touches(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        registry.contact("AA1");
        let old = registry.attests("AA1", "email");
        let voice = registry.attests("AA1", "voice");
        registry.mail("AA1", "jo@example.org");
        change(&registry.acme, "/contacts/AA1", &json!({"add": {"status": ["clientDeleteProhibited"]}}));
        assert_eq!(attested(&read(&registry.acme, "/api/contacts/AA1")), ["email", "voice"], "the same value voids nothing");
        let refused = registry.acme.post("/contacts/AA1", &json!({"chg": {"email": "new@example.org", "voice": "nonsense"}})).send();
        assert_eq!((refused.status, attested(&read(&registry.acme, "/api/contacts/AA1")).len()), (400, 2), "together or not at all");
        registry.mail("AA1", "new@example.org");
        let entity = read(&registry.acme, "/api/contacts/AA1");
        assert!(said(&entity).contains(&("email".to_owned(), json!("new@example.org"))) && attested(&entity) == ["voice"], "{entity}");
        let status = read(&registry.acme, &path(&old));
        assert_eq!((&status["status"], &status["reason"]), (&json!("superseded"), &json!("value_changed")));
        change(&registry.acme, "/contacts/AA1", &json!({"chg": {"voice": ""}}));
        let status = read(&registry.acme, &path(&voice));
        assert_eq!((&status["status"], &status["reason"]), (&json!("superseded"), &json!("claim_removed")));
        assert!(!names(&read(&registry.acme, "/api/contacts/AA1")).contains(&"voice".to_owned()));
        registry.mail("AA1", "jo@example.org");
        assert!(attested(&read(&registry.acme, "/api/contacts/AA1")).is_empty(), "the old value does not bring the old attestation back");
    }

    fn n3_a_contact_made_again_starts_without_attestations(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        registry.contact("AA1");
        let old = registry.attests("AA1", "email");
        registry.acme.delete("/contacts/AA1").expect(200);
        refused(registry.acme.get("/api/contacts/AA1"), 404, "not_found");
        let status = read(&server.nobody(), &path(&old));
        assert_eq!((&status["status"], &status["reason"]), (&json!("superseded"), &json!("entity_deleted")));
        registry.contact("AA1");
        let entity = read(&registry.acme, "/api/contacts/AA1");
        assert!(attested(&entity).is_empty(), "{entity}");
        assert_eq!(read(&registry.acme, "/api/contacts/AA1/attestations")["attestations"], json!([]));
    }

    fn n3_a_contact_that_moves_keeps_them_and_a_copy_has_none(server: &Server) {
        let registry = Registry::of(server, &immediate());
        for id in ["AA1", "BB2"] {
            registry.contact(id);
            registry.attests(id, "email");
        }
        let (alone, shared) = (registered(&registry, "alone.st", "AA1"), registered(&registry, "shared.st", "BB2"));
        registered(&registry, "stays.st", "BB2");
        assert_eq!(taken(&registry, "alone.st", &alone), None);
        let moved = read(&registry.zeta, "/api/contacts/AA1");
        assert_eq!((attested(&moved), &moved["metadata"]["owner"]), (vec!["email".to_owned()], &json!(registry.client("zeta"))));
        assert_eq!(moved["attestations"][0]["attestor"], registry.client("acme"), "it states what was so on its date");
        refused(registry.acme.get("/api/contacts/AA1"), 404, "not_found");
        let (old, new) = taken(&registry, "shared.st", &shared).expect("a copy");
        assert_eq!(old, "BB2");
        let copy = read(&registry.zeta, &format!("/api/contacts/{new}"));
        assert!(attested(&copy).is_empty() && said(&copy).contains(&("email".to_owned(), json!("jo@example.org"))), "{copy}");
        assert_eq!(attested(&read(&registry.acme, "/api/contacts/BB2")), ["email"]);
    }

    fn n2_the_registry_attests_contacts_too_and_nobody_what_it_keeps(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        registry.contact("AA1");
        vouch(&registry.admin, &registry.url, "/api/contacts/AA1", "email");
        assert_eq!(read(&registry.acme, "/api/contacts/AA1")["attestations"][0]["attestor"], registry.url);
        let entity = read(&registry.admin, "/api/contacts/AA1");
        for claim in ["sponsor", "verification", "created"] {
            let value = said(&entity).into_iter().find(|(name, _)| name == claim).map(|(_, value)| value).expect("a value");
            let at = format!("/api/contacts/AA1/{claim}");
            refused(attest(&registry.admin, &at, &registry.url, &value), 403, "registry_kept");
            refused(attest(&registry.acme, &at, &registry.client("acme"), &value), 403, "registry_kept");
        }
    }
}
