//! Delegations and glue (§6): a file a subject, and what their laws start from.

/// Laws on both databases, after each of which nothing is left to mend in any zone.
macro_rules! laws {
    ($( fn $name:ident($server:ident: &Server) $body:block )*) => {
        domesday_tests::both! { $( fn $name($server: &Server) { $body crate::given::healthy($server); } )* }
    };
}

mod addresses;
mod child_zones;
mod crossing;
mod endpoints;
mod etags;
mod explicit;
mod glue;
mod history;
mod hostile;
mod import;
mod in_use;
mod large;
mod overtaken;
mod rehoming;
mod removal;
mod replacing;
mod round_trip;
mod serials;
mod siblings;
mod together;

use crate::given;
use domesday_tests::client::{Answer, Client};
use serde_json::{Value, json};

/// A delegation signer that fits any cut.
const DS: &str = "1 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The path of a zone's delegations.
fn all(zone: &str) -> String {
    format!("/zones/{zone}/delegations")
}

/// The path of a delegation.
fn one(zone: &str, child: &str) -> String {
    format!("/zones/{zone}/delegations/{child}")
}

/// The path of a record set.
fn set(zone: &str, owner: &str, kind: &str) -> String {
    format!("/zones/{zone}/recordsets/{owner}/{kind}")
}

/// Delegates a name, or tries to.
fn delegate(client: &Client, zone: &str, child: &str, ns: &Value) -> Answer {
    client.post(&all(zone), &json!({"name": child, "ns": ns})).send()
}

/// Delegates a name with force, or tries to.
fn delegate_by_force(client: &Client, zone: &str, child: &str, ns: &Value) -> Answer {
    client.post(&all(zone), &json!({"name": child, "ns": ns, "force": true})).send()
}

/// Creates a zone with these name servers, or tries to.
fn zone(client: &Client, name: &str, ns: &Value) -> Answer {
    client.post("/zones", &given::with(given::zone(name), &json!({ "ns": ns }))).send()
}

/// Changes a zone as it is now, or tries to.
fn change(client: &Client, name: &str, body: &Value) -> Answer {
    let etag = client.get(&format!("/zones/{name}")).expect(200).etag();
    client.patch(&format!("/zones/{name}"), body).if_match(&etag).send()
}

/// Puts a record set that is not there yet.
fn put(client: &Client, zone: &str, owner: &str, kind: &str, records: &[&str]) -> Answer {
    client.put(&set(zone, owner, kind), &json!({ "records": records })).expect(201)
}

/// A name server with its addresses, as a request brings them.
fn server(name: &str, addresses: &[&str]) -> Value {
    json!({"name": name, "addresses": addresses})
}

/// A name server with its glue, as an answer shows it.
fn glued(name: &str, glue: &[&str]) -> Value {
    json!({"name": name, "glue": glue})
}

/// The values of a record set and where they come from; none if there is no such set.
fn found(client: &Client, zone: &str, owner: &str, kind: &str) -> Option<(Vec<String>, String)> {
    let answer = client.get(&set(zone, owner, kind)).send();
    if answer.status == 404 {
        return None;
    }
    let set = answer.expect(200).json();
    let records =
        set["records"].as_array().expect("records").iter().map(|value| value.as_str().expect("a text").to_owned());
    Some((records.collect(), set["origin"].as_str().expect("an origin").to_owned()))
}

/// The same as texts to compare with: values, then the origin.
fn holds(client: &Client, zone: &str, owner: &str, kind: &str, values: &[&str], origin: &str) {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    assert_eq!(found(client, zone, owner, kind), Some((values, origin.to_owned())), "{owner} {kind} in {zone}");
}

/// Panics if a zone has such a record set.
fn lacks(client: &Client, zone: &str, owner: &str, kind: &str) {
    assert_eq!(found(client, zone, owner, kind), None, "{owner} {kind} in {zone}");
}

/// What a zone publishes but for its serial: a line a record.
fn published(client: &Client, zone: &str) -> Vec<String> {
    let without_serial = |line: &str| {
        let fields: Vec<&str> = line.split(' ').collect();
        if fields.get(3) == Some(&"SOA") { [&fields[..6], &fields[7..]].concat().join(" ") } else { line.to_owned() }
    };
    given::exported(client, zone).lines().filter(|line| !line.starts_with(';')).map(without_serial).collect()
}

/// The delegations of a zone, each with its origin.
fn cuts(client: &Client, zone: &str) -> Vec<(String, String)> {
    let text = |item: &Value, member: &str| item[member].as_str().expect("a text").to_owned();
    let list = client.get(&all(zone)).expect(200).json();
    list.as_array().expect("a list").iter().map(|item| (text(item, "name"), text(item, "origin"))).collect()
}

/// Pairs of texts, to compare [`cuts`] with.
fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

/// The zones whose serial rose by exactly one step through `act`. Panics unless those are the zones whose published data differ
/// (rules S3, S4); zones that come or go are not looked at.
fn stepped(client: &Client, zones: &[&str], act: impl FnOnce()) -> Vec<String> {
    let state = |zone: &&str| {
        let answer = client.get(&format!("/zones/{zone}")).send();
        (answer.status == 200).then(|| {
            let body = answer.json();
            (
                body["serial"].as_u64().expect("a serial"),
                body["revision"].as_u64().expect("a revision"),
                published(client, zone),
            )
        })
    };
    let before: Vec<_> = zones.iter().map(state).collect();
    act();
    let after = zones.iter().map(state);
    let mut moved = Vec::new();
    for ((zone, before), after) in zones.iter().zip(before).zip(after) {
        let (Some(before), Some(after)) = (before, after) else { continue };
        let differs = before.2 != after.2;
        assert_eq!(after.0 - before.0, u64::from(differs), "the serial of {zone}: {before:#?} {after:#?}");
        assert!(after.1 - before.1 <= 1 && after.1 - before.1 >= u64::from(differs), "the revision of {zone}");
        if differs {
            moved.push((*zone).to_owned());
        }
    }
    moved
}

/// The newest history entry of a zone.
fn newest(client: &Client, zone: &str) -> Value {
    client.get(&format!("/zones/{zone}/history?limit=1")).expect(200).json()[0].clone()
}

/// The codes and subjects of what `check` finds in a zone.
fn checked(client: &Client, zone: &str) -> Vec<(String, String)> {
    let found = client.get(&format!("/zones/{zone}/check")).expect(200).json();
    let text = |item: &Value, member: &str| item[member].as_str().expect("a text").to_owned();
    found["warnings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| (text(item, "code"), text(item, "subject")))
        .collect()
}

/// The names of an answer's conflicts of one code.
fn named(answer: &Answer, code: &str) -> Vec<String> {
    let document = answer.json();
    let items = document["conflicts"].as_array().unwrap_or_else(|| panic!("no conflicts: {answer}"));
    let meant = items.iter().filter(|item| item["code"] == code);
    meant.map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

/// Panics unless the answer's warnings in the header are these codes, in any order.
fn warned(answer: &Answer, codes: &[&str]) {
    let header = answer.header("domesday-warning").unwrap_or_default();
    let mut found: Vec<&str> =
        header.split(", ").filter_map(|item| item.split(';').next()).filter(|code| !code.is_empty()).collect();
    found.sort_unstable();
    found.dedup();
    let mut expected = codes.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{answer}");
}
