//! Several servers on one PostgreSQL database: what one decides, the others obey at the very next request.

mod away;
mod callers;
mod doors;
mod due;
mod faces;
mod log_out;
mod restart;
mod rules;

use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::given;

#[test]
fn a_session_closed_on_one_node_is_refused_on_the_other() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let session =
        server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    let token = session["token"].as_str().unwrap();
    let (here, there) = (server.nobody().with_token(token), node.nobody().with_token(token));
    assert_eq!(there.get("/sessions/current").expect(200).json()["id"], session["id"]);
    here.delete("/sessions/current").expect(204);
    there.get("/sessions/current").expect(401);
}

#[test]
fn a_disabled_user_is_refused_on_every_node_at_once() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let reader = server.user("reader1", "acme", &["reader"]);
    let session =
        node.nobody().post("/sessions", &json!({"login": "reader1", "password": PASSWORD})).expect(201).json();
    let there = node.nobody().with_token(session["token"].as_str().unwrap());
    there.get("/zones").expect(200);
    assert_eq!(server.command(&["user", "disable", "reader1", "--account", "acme"], b"").status, 0);
    there.get("/zones").expect(401);
    reader.get("/zones").expect(401);
}

#[test]
fn c1_of_two_creations_on_two_nodes_one_wins() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let session = node.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    let (here, there) = (server.admin(), node.nobody().with_token(session["token"].as_str().unwrap()));
    for number in 0..20 {
        let zone = given::zone(&format!("z{number}.org"));
        let statuses = std::thread::scope(|scope| {
            let one = scope.spawn(|| here.post("/zones", &zone).send().status);
            let other = scope.spawn(|| there.post("/zones", &zone).send().status);
            let mut statuses = [one.join().unwrap(), other.join().unwrap()];
            statuses.sort_unstable();
            statuses
        });
        assert_eq!(statuses, [201, 409]);
    }
}

#[test]
fn what_is_written_at_one_node_is_read_at_the_other() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    let there = node.nobody().with_token(key.stdout.trim());
    given::created(&server.admin(), "example.org");
    assert_eq!(there.get("/zones").expect(200).json(), json!(["example.org"]));
}

/// What one client had acknowledged: names of zones, each with the addresses that were added.
type Acknowledged = BTreeMap<String, BTreeSet<String>>;

/// Makes zones and adds addresses through whichever node answers, until told to stop. A request that gets no answer, or is told that its outcome
/// is not known, counts for nothing; any other refusal is a fault.
fn work(nodes: &[Client], thread: usize, stop: &AtomicBool) -> (Acknowledged, usize) {
    let mut acknowledged = Acknowledged::new();
    let (mut at, mut moved) = (thread % nodes.len(), 0);
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let zone = format!("z{}.t{thread}.org", number / 10);
        let address = format!("192.0.2.{}", number % 10 + 1);
        let call = match number % 10 {
            1 => nodes[at].post("/zones", &given::zone(&zone)),
            _ if !acknowledged.contains_key(&zone) => continue,
            _ => nodes[at].patch(&format!("/zones/{zone}/recordsets/www.{zone}/A"), &json!({"add": [address]})),
        };
        match call.try_send() {
            Ok(answer) if answer.is_success() => {
                let addresses = acknowledged.entry(zone).or_default();
                if number % 10 != 1 {
                    addresses.insert(address);
                }
            }
            Ok(answer) => {
                assert!(answer.status == 503 || answer.code() == "outcome_unknown", "{zone}: {answer}");
                at = (at + 1) % nodes.len();
            }
            Err(_) => {
                at = (at + 1) % nodes.len();
                moved += 1;
            }
        }
    }
    (acknowledged, moved)
}

/// Panics unless everything that was acknowledged is there, each zone with as many steps as its history has.
fn hold(client: &Client, acknowledged: &Acknowledged) -> usize {
    let mut count = 0;
    for (zone, addresses) in acknowledged {
        let set = client.get(&format!("/zones/{zone}/recordsets/www.{zone}/A")).send().json();
        let stored: BTreeSet<String> = set["records"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|record| record.as_str().expect("an address").to_owned())
            .collect();
        assert!(addresses.is_subset(&stored), "{zone}: {addresses:?} were acknowledged, {stored:?} are there");
        let history = client.get(&format!("/zones/{zone}/history?limit=100")).expect(200).json();
        let entries = history.as_array().expect("entries");
        assert_eq!(entries.len(), stored.len() + 1, "{zone}: an entry for each change and no other");
        assert_eq!(entries[0]["serial_after"], given::read(client, zone)["serial"], "{zone}");
        count += addresses.len() + 1;
    }
    count
}

#[test]
fn a_node_that_is_killed_under_load_loses_nothing_and_its_clients_go_on_at_the_others() {
    let server = Server::start(Database::postgres());
    let (second, third) = (server.another_node(), server.another_node());
    let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    let token = key.stdout.trim();
    let nodes = [server.nobody(), second.nobody(), third.nobody()].map(|node| node.with_token(token));
    let stop = AtomicBool::new(false);
    let results: Vec<(Acknowledged, usize)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..6)
            .map(|thread| {
                let (nodes, stop) = (&nodes, &stop);
                scope.spawn(move || work(nodes, thread, stop))
            })
            .collect();
        // The moments are the test's chance, not waits for something.
        std::thread::sleep(Duration::from_millis(300 + chance::below(700)));
        drop(third);
        std::thread::sleep(Duration::from_millis(300 + chance::below(700)));
        server.kill();
        std::thread::sleep(Duration::from_millis(500));
        stop.store(true, Ordering::Relaxed);
        workers.into_iter().map(|worker| worker.join().expect("a worker")).collect()
    });
    let there = second.nobody().with_token(token);
    let count: usize = results.iter().map(|(acknowledged, _)| hold(&there, acknowledged)).sum();
    let moved: usize = results.iter().map(|(_, moved)| moved).sum();
    assert!(count >= 20 && moved >= 2, "{count} acknowledged, {moved} moved: too little to tell");
    server.start_again();
    let again = server.nobody().with_token(token);
    assert_eq!(results.iter().map(|(acknowledged, _)| hold(&again, acknowledged)).sum::<usize>(), count);
}
