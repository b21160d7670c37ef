//! Searches that chance makes, held against a look at every entity (`docs/spec/attestations.md` Q2 to Q4, P3).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{Dice, World, attest, done, last, make, said, text};

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

both! {
    fn q2_a_search_finds_what_a_look_at_every_entity_finds(server: &Server) {
        let world = World::of(server);
        let reader = server.user("rita", "press", &["reader"]);
        let teacher = world.teacher("tea");
        let mut dice = Dice(11);
        let extras = [json!(1), json!("1"), json!({"a": [1]}), json!(true)];
        let ids: Vec<String> = (0..18).map(|index| format!("s{index:02}")).collect();
        for id in &ids {
            let mut said = vec![("name", json!("N"))];
            said.extend((!dice.once_in(3)).then(|| ("school", json!(dice.one_of(&["Hill", "Dale"])))));
            said.extend((!dice.once_in(3)).then(|| ("extra", dice.one_of(&extras))));
            said.extend((!dice.once_in(2)).then(|| ("pin", json!("1"))));
            let owner = if dice.once_in(2) { &world.acme } else { &world.zeta };
            let at = make(owner, "student", id, &said);
            for (claim, value) in said {
                if dice.once_in(3) {
                    done(attest(&world.admin, &format!("{at}/{claim}"), &world.url, &value), 200);
                }
                if claim == "pin" && dice.once_in(3) || claim == "school" && value == "Hill" && dice.once_in(2) {
                    done(attest(&world.admin, &format!("{at}/{claim}"), &teacher, &value), 200);
                }
            }
        }
        let mine = |client: &Client, owner: &str| -> Vec<Value> {
            let seen = ids.iter().filter_map(|id| {
                let answer = client.get(&format!("/api/student/{id}")).send();
                (answer.status == 200).then(|| answer.json())
            });
            seen.filter(|entity| owner.is_empty() || last(&entity["metadata"]["owner"]) == owner).collect()
        };
        let callers = [(&world.admin, mine(&world.admin, "")), (&world.acme, mine(&world.acme, "acme")), (&reader, mine(&reader, ""))];
        let is_attested = |entity: &Value, claim: Option<&str>, by: Option<&str>| {
            let list = entity["attestations"].as_array().unwrap().iter();
            list.into_iter().any(|one| claim.is_none_or(|claim| last(&one["claims"][0]) == claim) && by.is_none_or(|by| one["attestor"] == by))
        };
        let by = [world.url.clone(), format!("{}{teacher}", world.url)];
        for _ in 0..60 {
            let (mut claims, mut attestations): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
            for _ in 0..dice.below(3) {
                claims.push(match dice.below(6) {
                    0 => json!({"id": "school", "value": dice.one_of(&["Hill", "Dale"])}), 1 => json!({"id": "extra", "value": dice.one_of(&extras)}),
                    2 => json!({"id": dice.one_of(&["school", "extra", "name", "pin"])}), 3 => json!({"id": dice.one_of(&["school", "extra", "name", "pin"]), "attested": true}),
                    4 => json!({"id": dice.one_of(&["school", "extra", "name"]), "attested": false}), _ => json!({"id": "school", "value": "Hill", "attested": dice.once_in(2)}),
                });
            }
            for _ in 0..dice.below(2) {
                attestations.push(match dice.below(3) {
                    0 => json!({"attestor": dice.one_of(&by)}), 1 => json!({"claim": dice.one_of(&["school", "pin"])}), _ => json!({"attestor": dice.one_of(&by), "claim": dice.one_of(&["school", "pin", "name"])}),
                });
            }
            let query = json!({"claims": claims, "attestations": attestations});
            for (client, entities) in &callers {
                let fits = |entity: &&Value| {
                    let has = |name: &str| said(entity).into_iter().find(|(held, _)| held == name).map(|(_, value)| value);
                    let claim = |wanted: &Value| {
                        let (name, attested) = (text(&wanted["id"]), wanted["attested"].as_bool());
                        let says = wanted.get("value").is_none_or(|value| has(&name).as_ref() == Some(value));
                        says && match attested {
                            Some(attested) => is_attested(entity, Some(&name), None) == attested,
                            None => has(&name).is_some(),
                        }
                    };
                    let attestation = |wanted: &Value| is_attested(entity, wanted["claim"].as_str(), wanted["attestor"].as_str());
                    claims.iter().all(claim) && attestations.iter().all(attestation)
                };
                let mut expected: Vec<String> = entities.iter().filter(fits).map(|entity| last(&entity["id"])).collect();
                expected.sort();
                assert_eq!(found(client, &query), expected, "{query}");
            }
        }
    }
}
