//! A chain put in order: every name server that a served zone or its delegations use gets addresses that the test knows, so that no
//! warning is left and every file must load.

use super::book::Book;
use super::scratch::explicit;
use super::state::State;
use domesday_tests::client::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Addresses of every name server, by name.
fn addresses(hosts: &mut BTreeMap<String, Vec<String>>, host: &str) -> Vec<String> {
    let number = hosts.len() + 1;
    let new = || vec![format!("198.51.100.{number}"), format!("2001:db8:5::{number:x}")];
    hosts.entry(host.to_owned()).or_insert_with(new).clone()
}

/// Gives them, through the lists that name them. The book then knows every row.
pub(super) fn give_every_server_an_address(client: &Client) -> Book {
    let state = State::read(client);
    let mut known = BTreeMap::new();
    for (name, zone) in &state.zones {
        let body = json!({"ns": list(&state, &mut known, zone.ns.iter().map(String::as_str))});
        client.patch(&format!("/zones/{name}?force=true"), &body).if_match("*").expect(204);
        for (cut, hosts) in explicit(&state, zone) {
            let body = json!({"ns": list(&state, &mut known, hosts.iter().map(|host| host.trim_end_matches('.')))});
            client.patch(&format!("/zones/{name}/delegations/{cut}?force=true"), &body).if_match("*").expect(204);
        }
    }
    for name in state.zones.keys() {
        let warnings = client.get(&format!("/zones/{name}/check")).expect(200).json()["warnings"].clone();
        assert_eq!(warnings, json!([]), "{name}");
    }
    Book::of_rows(&known)
}

fn list<'a>(
    state: &State,
    known: &mut BTreeMap<String, Vec<String>>,
    hosts: impl Iterator<Item = &'a str>,
) -> Vec<Value> {
    let ours = |host: &str| state.deepest(host).is_some();
    hosts
        .map(|host| if ours(host) { json!({"name": host, "addresses": addresses(known, host)}) } else { json!(host) })
        .collect()
}
