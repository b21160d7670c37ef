//! The server is killed at random moments under load, as by a power cut: nothing that was answered with success is lost, nothing
//! half-done is seen, and it starts again by itself. On SQLite, where durability is ours to get right.
//!
//! Every thread has zones of its own and knows what it was promised. A request that was sent and got no answer may or may not have
//! happened, so for each zone there is what is known, and at most one change that is open.

use crate::given;
use domesday_tests::chance;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const THREADS: usize = 16;
const ZONES: u64 = 6;

/// The addresses at `www` in a zone; `None` if there is no zone.
type State = Option<BTreeSet<String>>;

/// What a zone may look like: as promised, or as it would be after the request that nobody answered.
#[derive(Clone, Debug, Default)]
struct Expected {
    promised: State,
    open: Option<State>,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Create,
    Delete,
    Add,
    Remove,
}

/// The next change of this zone, and what it makes of it.
fn draw(state: &State) -> (Change, String, State) {
    let address = format!("192.0.2.{}", chance::below(8));
    let Some(addresses) = state else {
        return (Change::Create, address, Some(BTreeSet::new()));
    };
    let mut after = addresses.clone();
    match chance::below(10) {
        0 => (Change::Delete, address, None),
        1..=3 => {
            after.remove(&address);
            (Change::Remove, address, Some(after))
        }
        _ => {
            after.insert(address.clone());
            (Change::Add, address, Some(after))
        }
    }
}

fn request(client: &Client, name: &str, change: Change, address: &str) -> Result<Answer, String> {
    let www = format!("/zones/{name}/recordsets/www.{name}/A");
    let call = match change {
        Change::Create => client.post("/zones", &given::zone(name)),
        Change::Delete => client.delete(&format!("/zones/{name}?force=true")),
        Change::Add => client.patch(&www, &json!({"add": [address]})),
        Change::Remove => client.patch(&www, &json!({"remove": [address]})),
    };
    call.try_send()
}

/// Changes this thread's zones until the server does not answer any more.
fn load(client: &Client, thread: usize, zones: &mut BTreeMap<String, Expected>) -> usize {
    let mut answered = 0;
    loop {
        let name = format!("z{}.t{thread}.org", chance::below(ZONES));
        let expected = zones.entry(name.clone()).or_default();
        let (change, address, after) = draw(&expected.promised);
        match request(client, &name, change, &address) {
            Ok(answer) => {
                assert!(answer.is_success(), "{change:?} of {name}: {answer}");
                expected.promised = after;
                answered += 1;
            }
            Err(_) => {
                expected.open = Some(after);
                return answered;
            }
        }
    }
}

/// What the zone looks like now, having checked that it hangs together: its file parses, its history ends where it is.
fn observed(client: &Client, name: &str) -> State {
    let answer = client.get(&format!("/zones/{name}")).send();
    if answer.status == 404 {
        return None;
    }
    let zone = answer.expect(200).json();
    let sets = client.get(&format!("/zones/{name}/recordsets")).expect(200).json();
    let sets = sets.as_array().unwrap();
    for kind in ["SOA", "NS"] {
        assert!(sets.iter().any(|set| set["type"] == kind && set["name"] == name), "{name} has no {kind}: half a zone");
    }
    let history = client.get(&format!("/zones/{name}/history?limit=1")).expect(200).json();
    assert_eq!(
        history[0]["serial_after"], zone["serial"],
        "{name}: the history and the zone are not of one transaction"
    );
    assert_eq!(history[0]["revision"], zone["revision"], "{name}");
    let file = given::exported(client, name);
    let path = "/zones/import?dry_run=true&replace=true";
    let tried = client.request("POST", path).body("text/dns", file.as_str()).if_match("*").send();
    assert_eq!(tried.status, 200, "{name}: the exported file is not read again: {tried}\n{file}");
    let www = sets.iter().find(|set| set["type"] == "A");
    let records = www.map(|set| set["records"].as_array().unwrap().clone()).unwrap_or_default();
    let addresses: BTreeSet<String> = records.iter().map(|record| record.as_str().unwrap().to_owned()).collect();
    let printed = file.lines().filter(|line| line.contains(" IN A ")).count();
    assert_eq!(printed, addresses.len(), "{name}: the file and the record sets differ\n{file}");
    Some(addresses)
}

#[test]
fn c4_nothing_that_was_answered_is_lost_when_the_server_is_killed_under_load() {
    let rounds = std::env::var("DOMESDAY_CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    let server = Server::start(Database::sqlite());
    let mut zones: Vec<BTreeMap<String, Expected>> = vec![BTreeMap::new(); THREADS];
    let mut answered = 0;
    for round in 1..=rounds {
        let admin = server.admin();
        answered += std::thread::scope(|scope| {
            let workers: Vec<_> = zones
                .iter_mut()
                .enumerate()
                .map(|(thread, zones)| {
                    let admin = &admin;
                    scope.spawn(move || load(admin, thread, zones))
                })
                .collect();
            // The moment is the test's chance, not a wait for something.
            std::thread::sleep(Duration::from_millis(100 + chance::below(1500)));
            server.kill();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum::<usize>()
        });
        server.start_again();
        let admin = server.admin();
        for (name, expected) in zones.iter_mut().flatten() {
            let found = observed(&admin, name);
            let allowed = found == expected.promised || expected.open.as_ref() == Some(&found);
            assert!(allowed, "round {round}: {name} is {found:?}, but was {expected:?}");
            *expected = Expected { promised: found, open: None };
        }
        let listed = admin.get("/zones").expect(200).json();
        let there = zones.iter().flatten().filter(|(_, expected)| expected.promised.is_some()).count();
        assert_eq!(listed.as_array().unwrap().len(), there, "the list and the zones differ");
    }
    assert!(answered > 0, "nothing was done before the kill: this run has tested nothing");
}
