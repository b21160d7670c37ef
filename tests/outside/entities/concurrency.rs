//! Many callers on one entity (X1): whatever they do at once, nothing is lost, and nothing is attested that is not said.

use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::Answer;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::given::{
    World, at_once, attest, claims, declare, done, make, path, read, revision, roles, said, text, told,
};
use super::proof::{Parts, active_key, good};
use super::registrants::Registry;

/// How many calls are made at once.
const CALLS: u64 = 32;

/// Declares the kind `note`, whose claim `word` any teacher attests, and makes one of acme's; gives its path.
fn note(world: &World) -> String {
    let policy = json!({"attestorKind": "teacher"});
    declare(
        &world.admin,
        "note",
        &json!({"ids": "client", "roles": roles(), "claims": [
            {"subject": "word", "value": "string", "attestationPolicy": policy}, {"subject": "other", "value": "string"}
        ]}),
    );
    make(&world.acme, "note", "n1", &[("word", json!("w0"))])
}

/// Panics if an entity shows an attestation of another value than it shows; gives how many attestations it shows.
fn agrees(entity: &Value) -> usize {
    let word = said(entity).into_iter().find(|(name, _)| name == "word" || name == "email").map(|(_, value)| value);
    let list = entity["attestations"].as_array().expect("attestations");
    let mut attestors: Vec<String> = Vec::new();
    for envelope in list {
        let signed = Parts::of(envelope).signed();
        assert_eq!(Some(&signed["claims"][0]["value"]), word.as_ref(), "an attestation of another value: {entity}");
        attestors.push(text(&envelope["attestor"]));
    }
    attestors.sort();
    attestors.dedup();
    assert_eq!(attestors.len(), list.len(), "an attestor has two: {entity}");
    list.len()
}

/// The answer is one of these, or that the server was too busy.
fn one_of(answer: &Answer, expected: &[u16]) {
    told(answer);
    assert!(answer.status == 503 || expected.contains(&answer.status), "{answer}");
}

/// What one caller does to the note, as chance has it.
fn meddle(world: &World, note: &str, attestors: &[String]) -> Answer {
    let word = format!("{note}/word");
    match chance::below(4) {
        0 => {
            let answer = world.acme.patch(note, &claims(&[("word", json!(format!("w{}", chance::below(3))))])).send();
            one_of(&answer, &[200]);
            answer
        }
        1 => {
            let shown = read(&world.acme, note)["attestations"].clone();
            let Some(id) = shown.get(0).map(|envelope| text(&envelope["id"])) else {
                return world.acme.get(note).expect(200);
            };
            let answer = world.admin.post(&format!("{}/revoke", path(&id)), &json!({"reason": "other"})).send();
            one_of(&answer, &[200]);
            answer
        }
        _ => {
            let (client, attestor) = match chance::below(3) {
                0 => (&world.admin, world.url.clone()),
                at => (&world.zeta, attestors[at as usize - 1].clone()),
            };
            loop {
                let value = read(&world.acme, &word)["value"].clone();
                let answer = attest(client, &word, &attestor, &value).send();
                one_of(&answer, &[200, 409]);
                // Somebody changed it in between: as often as there are callers that do, and no more.
                if answer.status != 409 {
                    return answer;
                }
                assert_eq!(answer.code(), "value_differs");
            }
        }
    }
}

both! {
    fn x1_no_valid_attestation_ever_covers_another_value_than_the_present_one(server: &Server) {
        let world = World::of(server);
        let note = note(&world);
        let attestors: Vec<String> = ["t1", "t2"].map(|id| world.at(&world.teacher(id))).into();
        let (stop, seen) = (AtomicBool::new(false), AtomicU64::new(0));
        std::thread::scope(|scope| {
            let readers: Vec<_> = (0..2)
                .map(|_| {
                    scope.spawn(|| {
                        while !stop.load(Ordering::Relaxed) {
                            seen.fetch_add(agrees(&read(&world.acme, &note)) as u64, Ordering::Relaxed);
                        }
                    })
                })
                .collect();
            let calls: Vec<u64> = (0..CALLS).collect();
            for _ in 0..4 {
                for answer in at_once(&calls, |_| meddle(&world, &note, &attestors)) {
                    // What attests shows it at once, and it too shows nothing else.
                    if answer.status == 200 && answer.json().get("claims").is_some() {
                        seen.fetch_add(agrees(&answer.json()) as u64, Ordering::Relaxed);
                    }
                }
            }
            stop.store(true, Ordering::Relaxed);
            for reader in readers {
                reader.join().expect("what it read agrees");
            }
        });
        assert!(seen.load(Ordering::Relaxed) > 0, "nothing was attested: this run has tested nothing");
        let entity = read(&world.acme, &note);
        let valid = read(&world.acme, &format!("{note}/attestations?status=valid"))["attestations"].clone();
        let ids = |list: &Value, of: fn(&Value) -> &Value| {
            let mut ids: Vec<String> = list.as_array().expect("a list").iter().map(|one| text(of(one))).collect();
            ids.sort();
            ids
        };
        assert_eq!(ids(&entity["attestations"], |envelope| &envelope["id"]), ids(&valid, |status| &status["id"]));
        if agrees(&entity) > 0 {
            good(server, &world.url, &[&active_key(server)], &entity);
        }
    }

    fn x1_parallel_attests_of_one_attestor_leave_one_valid(server: &Server) {
        let world = World::of(server);
        let note = note(&world);
        let attestor = world.at(&world.teacher("t1"));
        let calls: Vec<u64> = (0..CALLS).collect();
        let word = format!("{note}/word");
        let answers = at_once(&calls, |_| attest(&world.zeta, &word, &attestor, &json!("w0")).send());
        let made = answers.iter().inspect(|answer| one_of(answer, &[200])).filter(|answer| answer.status == 200).count();
        let count = |status: &str| {
            let listed = read(&world.acme, &format!("{note}/attestations?status={status}&limit=1000"))["attestations"].clone();
            listed.as_array().expect("a list").len()
        };
        assert!(made > 0);
        assert_eq!((count("valid"), count("superseded"), agrees(&read(&world.acme, &note))), (1, made - 1, 1));
    }

    fn x1_patches_of_different_claims_never_lose_each_other(server: &Server) {
        let admin = server.admin();
        let names: Vec<String> = (0..8).map(|at| format!("c{at}")).collect();
        let declared: Vec<Value> = names.iter().map(|name| json!({"subject": name, "value": "integer"})).collect();
        declare(&admin, "board", &json!({"ids": "client", "claims": declared}));
        let board = make(&admin, "board", "b1", &[("c0", json!(0))]);
        at_once(&names, |name| {
            for number in 1..=8 {
                let entity = done(admin.patch(&board, &claims(&[(name, json!(number))])), 200);
                assert!(said(&entity).contains(&(name.clone(), json!(number))), "{entity}");
            }
        });
        let entity = read(&admin, &board);
        assert_eq!(said(&entity), names.iter().map(|name| (name.clone(), json!(8))).collect::<Vec<_>>());
        assert_eq!(revision(&entity), 1 + 64);
        let events = read(&admin, &format!("{board}/history?limit=1000"))["events"].clone();
        assert_eq!(events.as_array().map(Vec::len), Some(65), "each is told of");
    }

    fn x1_of_conditional_patches_of_one_revision_one_succeeds(server: &Server) {
        let world = World::of(server);
        let note = note(&world);
        let etag = world.acme.get(&note).expect(200).etag();
        let calls: Vec<u64> = (0..16).collect();
        let answers = at_once(&calls, |number| {
            world.acme.patch(&note, &claims(&[("word", json!(format!("w{number}!")))])).if_match(&etag).send().status
        });
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|status| [200, 412].contains(status)), "{answers:?}");
    }

    fn e8_of_concurrent_creates_with_one_unique_value_one_succeeds(server: &Server) {
        let world = World::of(server);
        for round in 0..4 {
            let ids: Vec<String> = (0..16).map(|at| format!("r{round}-{at}")).collect();
            let statuses = at_once(&ids, |id| {
                let body = json!({"claims": [
                    {"id": format!("student/{id}/name"), "value": "Ann"}, {"id": "email", "value": format!("ann{round}@example.org")}
                ]});
                let answer = world.acme.post("/api/student", &body).send();
                told(&answer);
                assert!(answer.status == 201 || answer.code() == "claim_not_unique", "{answer}");
                answer.status
            });
            assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        }
    }

    fn x1_an_entity_that_is_deleted_meanwhile_leaves_nothing_valid(server: &Server) {
        let world = World::of(server);
        let first = note(&world);
        let attestor = world.at(&world.teacher("t1"));
        for round in 0..6 {
            let note = if round == 0 { first.clone() } else { make(&world.acme, "note", &format!("d{round}"), &[("word", json!("w0"))]) };
            let calls: Vec<u64> = (0..8).collect();
            let statuses = at_once(&calls, |call| {
                let answer = match call {
                    4 => world.acme.delete(&note).send(),
                    _ => attest(&world.zeta, &format!("{note}/word"), &attestor, &json!("w0")).send(),
                };
                one_of(&answer, &[200, 204, 404]);
                answer.status
            });
            assert!(statuses.contains(&204), "{statuses:?}");
            let left = read(&world.acme, &format!("{note}/attestations?status=valid"))["attestations"].clone();
            assert_eq!(left, json!([]), "{statuses:?}");
        }
    }

    fn x1_n3_contacts_that_change_on_their_own_face_meanwhile_are_attested_as_they_are(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "P15D")]);
        registry.contact("AA1");
        for name in ["a.st", "b.st"] {
            registry.register(name, "AA1").expect(201);
        }
        let contact = "/api/contacts/AA1";
        let calls: Vec<u64> = (0..CALLS / 2).collect();
        for _ in 0..3 {
            at_once(&calls, |call| {
                if call % 4 == 0 {
                    let change = json!({"chg": {"email": format!("m{}@example.org", chance::below(3))}});
                    let answer = registry.acme.post("/contacts/AA1", &change).send();
                    assert!(answer.status == 200, "{answer}");
                } else {
                    one_of(&registry.attest("AA1", "email").send(), &[200, 409]);
                }
                agrees(&read(&registry.acme, contact));
            });
            // What is told of the domains is what is so.
            let attested = agrees(&read(&registry.acme, contact)) > 0;
            let expected = if attested { ("verified", "email met") } else { ("pending", "email pending") };
            assert_eq!(registry.standing("AA1").0, expected.0);
            assert_eq!([registry.claims("a.st"), registry.claims("b.st")], [[expected.1], [expected.1]]);
        }
        let mut opened = 0;
        for (kind, _) in registry.told().iter().filter(|(_, data)| data["name"] == "a.st") {
            opened += if kind == "CLAIM_REQUIRED" { 1 } else { -1 };
            assert!([0, 1].contains(&opened), "opened and met by turns: {:?}", registry.told());
        }
        assert_eq!(opened == 0, registry.standing("AA1").0 == "verified");
        registry.mail("AA1", "last@example.org");
        registry.attests("AA1", "email");
        let entity = read(&registry.acme, contact);
        assert_eq!(agrees(&entity), 1);
        good(server, &registry.url, &[&active_key(server)], &entity);
    }
}
