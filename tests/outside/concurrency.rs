//! Many callers at once on few zones: no error of ours, no update lost, and a history that accounts for every step.

use crate::given;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const CONNECTIONS: u64 = 64;
const ZONES: u64 = 4;

/// What one connection knows it has done: the values it added, the owners it put and the numbers of zones' changes.
#[derive(Debug, Default)]
struct Done {
    added: Vec<(u64, String)>,
    changes: [u64; ZONES as usize],
    refused: u64,
}

fn load(client: &Client, connection: u64, stop: &AtomicBool) -> Done {
    let mut done = Done::default();
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let zone = chance::below(ZONES);
        let path = format!("/zones/z{zone}.org");
        let answer = match chance::below(4) {
            0 => {
                let value = format!("{connection}-{number}");
                // Sets of few values, so that none grows beyond what a set may hold.
                let owner = format!("t{}", number % 50 + 50 * (connection % 4));
                let call =
                    client.patch(&format!("{path}/recordsets/{owner}.z{zone}.org/TXT"), &json!({"add": [value]}));
                let answer = call.send();
                if answer.is_success() {
                    done.added.push((zone, format!("{owner} {value}")));
                }
                answer
            }
            1 => {
                let owner = format!("c{connection}-{number}.z{zone}.org");
                client.put(&format!("{path}/recordsets/{owner}/A"), &json!({"records": ["192.0.2.1"]})).send()
            }
            2 => {
                let etag = client.get(&path).expect(200).etag();
                let retry = 1000 + (connection * 10_000 + number) % 1_000_000;
                let body = json!({"retry": retry, "refresh": 2_000_000, "expire": 9_000_000});
                client.patch(&path, &body).if_match(&etag).send()
            }
            _ => {
                client.get(&format!("{path}/recordsets?limit=10")).expect(200);
                continue;
            }
        };
        assert!(answer.is_success() || answer.status == 412, "{answer}");
        if answer.is_success() {
            done.changes[zone as usize] += 1;
        } else {
            done.refused += 1;
        }
    }
    done
}

/// The whole history of a zone, oldest first.
fn history(client: &Client, name: &str) -> Vec<Value> {
    let mut path = format!("/zones/{name}/history?limit=1000");
    let mut entries = Vec::new();
    loop {
        let answer = client.get(&path).expect(200);
        entries.extend(answer.json().as_array().unwrap().clone());
        let Some(link) = answer.header("link") else { break };
        let target = link.split('>').next().unwrap().trim_start_matches('<');
        path = target[target.find("/zones").unwrap()..].to_owned();
    }
    entries.reverse();
    entries
}

/// Every step of serial and revision is an entry, in an unbroken chain up to the zone as it is.
fn accounted(client: &Client, name: &str) -> u64 {
    let entries = history(client, name);
    for pair in entries.windows(2) {
        assert_eq!(pair[1]["serial_before"], pair[0]["serial_after"], "{name}: the chain of serials breaks: {pair:#?}");
        let next = pair[0]["revision"].as_u64().map(|revision| revision + 1);
        assert_eq!(pair[1]["revision"].as_u64(), next, "{name}: the chain of revisions breaks: {pair:#?}");
        assert_ne!(
            pair[1]["serial_after"], pair[1]["serial_before"],
            "{name}: a published change without a step: {pair:#?}"
        );
    }
    let (zone, last) = (given::read(client, name), entries.last().unwrap());
    assert_eq!(entries[0]["revision"], 1);
    assert_eq!(last["serial_after"], zone["serial"]);
    assert_eq!(last["revision"], zone["revision"]);
    assert_eq!(zone["revision"].as_u64(), Some(entries.len() as u64));
    entries.len() as u64 - 1
}

both! {
    fn no_update_is_lost_and_every_step_is_accounted_for(server: &Server) {
        let seconds = std::env::var("DOMESDAY_LOAD_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3);
        let admin = server.admin();
        for zone in 0..ZONES {
            given::created(&admin, &format!("z{zone}.org"));
        }
        let stop = AtomicBool::new(false);
        let done: Vec<Done> = std::thread::scope(|scope| {
            let worker = |connection| {
                let (admin, stop) = (admin.clone(), &stop);
                scope.spawn(move || load(&admin, connection, stop))
            };
            let workers: Vec<_> = (0..CONNECTIONS).map(worker).collect();
            // How long the load lasts is a setting, not a wait for something.
            std::thread::sleep(Duration::from_secs(seconds));
            stop.store(true, Ordering::Relaxed);
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        let mut changes = 0;
        for zone in 0..ZONES {
            let name = format!("z{zone}.org");
            let steps = accounted(&admin, &name);
            let known: u64 = done.iter().map(|done| done.changes[zone as usize]).sum();
            assert_eq!(steps, known, "{name}: steps and successful changes");
            changes += steps;
            let file = given::exported(&admin, &name);
            let values: std::collections::BTreeSet<String> = file
                .lines()
                .filter_map(|line| line.split_once(" IN TXT "))
                .map(|(owner, value)| format!("{} {}", owner.split('.').next().unwrap_or_default(), value.trim_matches('"')))
                .collect();
            let added = done.iter().flat_map(|done| &done.added).filter(|(at, _)| *at == zone);
            for (_, value) in added {
                assert!(values.contains(value), "{name}: the value {value} was lost");
            }
        }
        assert!(changes > 0, "nothing was changed: this run has tested nothing");
    }
}
