//! The server is killed while names are registered (X3): what was answered stands, with its delegation; what was not is whole or absent, and
//! is asked for again safely. On SQLite, where durability is ours to get right.

use std::collections::BTreeSet;
use std::time::Duration;

use super::given::served;
use crate::given::exported;
use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

const THREADS: usize = 8;
const ROUNDS: usize = 3;

fn body(name: &str) -> serde_json::Value {
    json!({"name": name, "ns": [{"name": format!("ns1.{name}"), "addr": ["192.0.2.1"]}, "ns2.provider.net"]})
}

/// Registers names until the server does not answer any more: those that were answered, and the one that was not.
fn load(client: &Client, round: usize, thread: usize) -> (Vec<String>, String) {
    let mut answered = Vec::new();
    loop {
        let name = format!("d{round}-{thread}-{}.st", answered.len());
        match client.put("/domains", &body(&name)).header("Idempotency-Key", &name).try_send() {
            Ok(answer) => {
                assert_eq!(answer.status, 201, "{name}: {answer}");
                answered.push(name);
            }
            Err(_) => return (answered, name),
        }
    }
}

#[test]
fn x3_what_was_answered_stands_with_its_delegation_and_glue_when_the_server_is_killed() {
    let server = Server::start(Database::sqlite());
    served(&server, &json!({"ns_parent": "any", "contacts": {"registrant": "optional"}}));
    let mut promised = BTreeSet::new();
    for round in 0..ROUNDS {
        let before = server.log_in("acme");
        let acme = &before;
        let done: Vec<(Vec<String>, String)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || load(acme, round, thread))).collect();
            // The moment is the test's chance, not a wait for something.
            std::thread::sleep(Duration::from_millis(200 + chance::below(1000)));
            server.kill();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        server.start_again();
        let (admin, acme) = (server.admin(), server.log_in("acme"));
        for (answered, open) in done {
            promised.extend(answered);
            // Whether it happened or not: asked for again under its key it is there once.
            let again = acme.put("/domains", &body(&open)).header("Idempotency-Key", &open).expect(201);
            assert_eq!(again.json()["creData"]["name"], open.as_str());
            promised.insert(open);
        }
        let file = exported(&admin, "st");
        let cuts: BTreeSet<String> = file
            .lines()
            .filter_map(|line| line.strip_suffix(" IN NS ns2.provider.net."))
            .map(|owner| owner.trim_end_matches('.').to_owned())
            .filter(|owner| owner != "st")
            .collect();
        assert_eq!(cuts, promised, "round {round}");
        let glue = file.lines().filter(|line| line.ends_with(" IN A 192.0.2.1")).count();
        assert_eq!(glue, promised.len(), "round {round}");
        let count = acme.get("/domains?limit=0").expect(200).json()["searchInf"]["rows_count"].clone();
        assert_eq!(count, promised.len(), "round {round}");
    }
    assert!(promised.len() > 50, "only {} names: no load", promised.len());
}
