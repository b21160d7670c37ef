//! Serials as the histories tell of them: every committed change of a zone is one entry, and one step by rule S2 if what the zone
//! publishes differs (rules S2 to S4, H1).

use super::state::State;
use domesday_tests::client::Client;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Rule S2, for a change at this instant (RFC 3339, UTC).
pub(super) fn successor(serial: u64, at: &str) -> u64 {
    let day: u64 = at[..10].replace('-', "").parse().unwrap();
    let candidate = day * 100;
    let distance = (candidate as u32).wrapping_sub(serial as u32);
    let is_greater = distance != 0 && distance < 1 << 31;
    match serial {
        _ if is_greater => candidate,
        0xffff_ffff => 1,
        _ => serial + 1,
    }
}

/// The whole history of a name, oldest first: every zone that had it, told apart by their numbers.
pub(super) fn history(client: &Client, name: &str) -> Vec<Value> {
    let mut path = format!("/zones/{name}/history?limit=200");
    let mut entries = Vec::new();
    loop {
        let answer = client.get(&path).send();
        if answer.status == 404 {
            return entries;
        }
        let answer = answer.expect(200);
        entries.extend(answer.json().as_array().unwrap().clone());
        let Some(link) = answer.header("link") else { break };
        let target = link.split('>').next().unwrap().trim_start_matches('<');
        path = target[target.find("/zones").unwrap()..].to_owned();
    }
    entries.reverse();
    entries
}

/// Panics unless every zone that ever had one of these names is accounted for. Gives how often each action is in the histories.
pub(super) fn all(client: &Client, state: &State, names: &[&str]) -> BTreeMap<String, usize> {
    let mut actions = BTreeMap::new();
    for name in names {
        let mut zones: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
        for entry in history(client, name) {
            *actions.entry(entry["action"].as_str().unwrap().to_owned()).or_default() += 1;
            zones.entry(entry["zone_id"].as_u64().unwrap()).or_default().push(entry);
        }
        let current = state.zones.get(*name);
        assert!(current.is_none_or(|zone| zones.contains_key(&zone.id)), "{name} has no history");
        for (id, entries) in &zones {
            chain(name, entries);
            let last = entries.last().unwrap();
            match current.filter(|zone| zone.id == *id) {
                Some(zone) => {
                    assert_eq!(last["serial_after"].as_u64(), Some(zone.serial), "{name}: {last:#}");
                    assert_eq!(last["revision"].as_u64(), Some(zone.revision), "{name}: {last:#}");
                }
                None => assert_eq!(last["action"], "zone.delete", "{name} is gone without a word: {last:#}"),
            }
        }
    }
    actions
}

/// From the first revision on, without a gap: each entry goes on from the one before, by one step or none.
fn chain(name: &str, entries: &[Value]) {
    let first = &entries[0];
    assert_eq!((first["revision"].as_u64(), &first["serial_before"]), (Some(1), &Value::Null), "{name}: {first:#}");
    for pair in entries.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        assert_eq!(after["serial_before"], before["serial_after"], "{name}: the chain of serials breaks: {pair:#?}");
        let next = before["revision"].as_u64().map(|revision| revision + 1);
        assert_eq!(after["revision"].as_u64(), next, "{name}: the chain of revisions breaks: {pair:#?}");
        if after["action"] == "zone.delete" {
            assert_eq!(after["serial_after"], Value::Null, "{name}: {after:#}");
            continue;
        }
        let serial = after["serial_before"].as_u64().unwrap();
        let step = if is_published(after) { successor(serial, after["at"].as_str().unwrap()) } else { serial };
        assert_eq!(after["serial_after"].as_u64(), Some(step), "{name}: not one step, or one for nothing: {after:#}");
    }
    let requests: BTreeSet<&str> = entries.iter().map(|entry| entry["request_id"].as_str().unwrap()).collect();
    assert_eq!(requests.len(), entries.len(), "{name}: one request is one change");
}

/// Whether anything that a zone publishes differs: all but its owner and the comments of its delegations.
fn is_published(entry: &Value) -> bool {
    let changes = entry["changes"].as_array().expect("each change is told: there are few");
    changes.iter().any(|change| match change["what"].as_str().unwrap() {
        "zone" => change["member"] != "owner",
        "delegation" => ["ttl", "records"].iter().any(|part| change["from"][part] != change["to"][part]),
        _ => true,
    })
}

#[test]
fn the_successor_is_that_of_the_page() {
    let cases = [
        (2026112100, 2026112101),
        (2026112199, 2026112200),
        (2026112005, 2026112100),
        (2026112203, 2026112204),
        (3261121000, 3261121001),
        (4294967295, 2026112100),
    ];
    for (serial, next) in cases {
        assert_eq!(successor(serial, "2026-11-21T16:48:47Z"), next, "{serial}");
    }
}
