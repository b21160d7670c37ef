//! What requests cost (X2, X3): as many statements of a kind with many entities as of one with few. Counted on PostgreSQL, where they can be
//! seen; the statements are the same on SQLite.

#[path = "../delegation_chain/statements.rs"]
#[expect(clippy::duplicate_mod, reason = "statements are counted in places that do not know of one another")]
mod statements;

use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::given::{World, attested_by, claims, done, kinds};
use super::registrants::{Registry, contact};
use statements::Counted;

const FEW: usize = 12;
const MANY: usize = 400;

/// How often each request is sent: the first may find something to be read that later ones know, so the least is taken.
const ROUNDS: usize = 5;

/// A request that is measured: what it is called, and what sends it.
type Request<'a> = (&'static str, Box<dyn Fn() + 'a>);

/// The statements of each request: the least of some.
fn costs(counted: &Counted, requests: &[Request<'_>]) -> Vec<(&'static str, usize)> {
    let cost = |(what, send): &Request<'_>| {
        let once = |_| {
            let before = counted.statements();
            send();
            counted.statements() - before
        };
        (*what, (0..ROUNDS).map(once).min().expect("a round"))
    };
    requests.iter().map(cost).collect()
}

/// Reads a path.
fn get<'a>(what: &'static str, client: &'a Client, path: impl Into<String>) -> Request<'a> {
    let path = path.into();
    (what, Box::new(move || drop(done(client.get(&path), 200))))
}

#[test]
fn x2_x3_requests_take_as_many_statements_of_a_large_kind_as_of_a_small_one() {
    let database = Database::postgres();
    let counted = Counted::in_front_of(database.url());
    // With one connection, it is in use all the time: one that was idle is first asked whether it is still there.
    let settings = [
        ("DOMESDAY__DATABASE__URL", counted.url()),
        ("DOMESDAY__DATABASE__CONNECTIONS", "1"),
        ("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0"),
    ];
    let server = Server::start_with(database, &settings);
    let registry = Registry::of(&server, &json!({}));
    kinds(&server);
    let Registry { admin, acme, zeta, url, policy: _ } = registry;
    let world = World { admin, acme, zeta, url };
    let (teacher, reader) = (world.teacher("t1"), server.user("reader", "other", &["reader"]));
    let fill = |numbers: std::ops::Range<usize>| {
        for number in numbers {
            let student = world.student(&format!("s{number}"));
            if number < FEW || number % 10 == 0 {
                attested_by(world.attests(&teacher, &student));
            }
            world.acme.put("/contacts", &contact(&format!("AA{number}"))).expect(201);
        }
    };
    let (s1, word) = ("/api/student/s1", AtomicUsize::new(0));
    let requests = |limit: usize| -> Vec<Request<'_>> {
        let search = |claims: &str| format!("/api/student/search?{claims}&limit={limit}");
        vec![
            get("an entity", &world.acme, s1),
            get("an entity that a reader sees", &reader, s1),
            get("an entity that an attestor sees", &world.zeta, s1),
            get("a claim", &world.acme, format!("{s1}/school")),
            get("a contact", &world.acme, "/api/contacts/AA1"),
            get("an entity's attestations", &world.acme, format!("{s1}/attestations")),
            get("an entity's history", &world.acme, format!("{s1}/history")),
            get("a search", &world.acme, search("claim.school=Hill")),
            get("a search for what is attested", &reader, search("claim.school=Hill&attested.school=true")),
            get("a search for an attestor", &reader, search(&format!("attestor={}", world.at(&teacher)))),
            get(
                "a search of contacts",
                &world.acme,
                format!("/api/contacts/search?claim.email=jo@example.org&limit={limit}"),
            ),
            get("a search for all", &world.admin, search("")),
            (
                "a change",
                Box::new(|| {
                    let name = format!("Ann {}", word.fetch_add(1, Ordering::Relaxed));
                    drop(done(world.acme.patch(s1, &claims(&[("name", json!(name))])), 200));
                }),
            ),
            ("an attestation", Box::new(|| drop(attested_by(world.attests(&teacher, s1))))),
        ]
    };
    fill(0..FEW);
    let few = costs(&counted, &requests(5));
    fill(FEW..MANY);
    let many = costs(&counted, &requests(50));
    assert!(few.iter().all(|(_, count)| *count > 0), "the statements do not pass where they are counted: {few:#?}");
    assert_eq!(few, many, "statements with {FEW} and pages of 5, and with {MANY} and pages of 50");
}
