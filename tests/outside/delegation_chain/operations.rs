//! What the many callers do, drawn at random: NS lists, addresses, child zones and delegations of one chain of zones whose name servers
//! lie in one another.
//!
//! Nearly all is forced, and much is refused all the same, since what is drawn need not make sense; only the server's own failures are
//! never right.

use super::dice::Dice;
use super::file::File;
use super::state::{is_below, is_within, printed};
use crate::given;
use domesday_tests::client::{Answer, Call, Client};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The zones that come and go: a grandparent, a parent, a child, a grandchild, a sibling, and one that hangs below no other's label.
pub(super) const ZONES: [&str; 6] = [
    "chain.org",
    "mid.chain.org",
    "sub.mid.chain.org",
    "deep.sub.mid.chain.org",
    "side.chain.org",
    "far.away.chain.org",
];

/// The names that are delegated by hand: some are zones at other times, some lie above zones.
pub(super) const CUTS: [&str; 8] = [
    "mid.chain.org",
    "side.chain.org",
    "sub.mid.chain.org",
    "away.chain.org",
    "ext.chain.org",
    "ext.mid.chain.org",
    "far.ext.mid.chain.org",
    "ext.sub.mid.chain.org",
];

/// The name servers: in every zone, below every cut, at an apex, and one that is not ours.
pub(super) const HOSTS: [&str; 14] = [
    "ns1.chain.org",
    "ns2.chain.org",
    "mid.chain.org",
    "ns1.mid.chain.org",
    "ns2.mid.chain.org",
    "ns1.sub.mid.chain.org",
    "ns1.deep.sub.mid.chain.org",
    "ns1.side.chain.org",
    "ns1.far.away.chain.org",
    "ns1.away.chain.org",
    "ns1.ext.chain.org",
    "ns1.far.ext.mid.chain.org",
    "ns1.ext.sub.mid.chain.org",
    "ns1.provider.net",
];

/// What a request asks for, as far as the book must know.
#[derive(Clone, Debug)]
pub(super) enum Change {
    MakeZone(String),
    DropZone(String),
    Delegate { zone: String, name: String, ns: BTreeSet<String> },
    Redelegate { zone: String, name: String, ns: Option<BTreeSet<String>> },
    Undelegate { zone: String, name: String },
    Import(File),
    Other,
}

/// A request and its answer.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) kind: &'static str,
    pub(super) what: String,
    pub(super) change: Change,
    /// Addresses that came along with names of name servers.
    pub(super) given: BTreeMap<String, Vec<String>>,
    pub(super) answer: Answer,
}

/// An NS list as a request has it.
struct List {
    ns: Value,
    records: BTreeSet<String>,
    given: BTreeMap<String, Vec<String>>,
}

/// Does something; an error if no answer comes.
pub(super) fn act(client: &Client, dice: &mut Dice) -> Result<Done, String> {
    let force = if dice.is_one_of(7, 8) { "?force=true" } else { "" };
    match dice.below(24) {
        0..=5 => change_list(client, dice, force),
        6..=11 => change_addresses(client, dice, force),
        12..=14 => make_zone(client, dice, force),
        15..=16 => drop_zone(client, dice, force),
        17..=18 => delegate(client, dice, force),
        19..=20 => redelegate(client, dice, force),
        21 => undelegate(client, dice, force),
        _ => change_others(client, dice, force),
    }
}

/// Some addresses, of either kind or both.
pub(super) fn addresses(dice: &mut Dice) -> Vec<String> {
    let mut addresses: BTreeSet<String> = BTreeSet::new();
    for _ in 0..=dice.below(2) {
        let last = 1 + dice.below(250);
        addresses.insert(if dice.is_one_of(2, 3) { format!("192.0.2.{last}") } else { format!("2001:db8::{last}") });
    }
    addresses.into_iter().collect()
}

fn list(dice: &mut Dice) -> List {
    let count = 1 + dice.below(3);
    let hosts = dice.some(&HOSTS, count);
    let mut list =
        List { ns: json!([]), records: hosts.iter().map(|host| printed(host)).collect(), given: BTreeMap::new() };
    for host in hosts {
        let with_addresses = is_within(host, "chain.org") && dice.is_one_of(1, 2);
        let item = if with_addresses {
            let addresses = addresses(dice);
            list.given.insert(host.to_owned(), addresses.clone());
            json!({"name": host, "addresses": addresses})
        } else {
            json!(host)
        };
        list.ns.as_array_mut().unwrap().push(item);
    }
    list
}

fn done(
    kind: &'static str,
    body: &Value,
    change: Change,
    given: BTreeMap<String, Vec<String>>,
    call: Call,
) -> Result<Done, String> {
    let answer = call.try_send()?;
    Ok(Done { kind, what: format!("{body} to {answer}"), change, given, answer })
}

/// A zone that may hold this name: mostly the deepest.
fn zone_of(dice: &mut Dice, name: &str, is_candidate: fn(&str, &str) -> bool) -> &'static str {
    let mut zones: Vec<&str> = ZONES.into_iter().filter(|zone| is_candidate(name, zone)).collect();
    zones.sort_by_key(|zone| zone.len());
    let Some(deepest) = zones.last() else { return ZONES[0] };
    if dice.is_one_of(2, 3) { deepest } else { dice.pick(&zones) }
}

fn change_list(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let (zone, list) = (dice.pick(&ZONES), list(dice));
    let body = json!({"ns": list.ns});
    let call = client.patch(&format!("/zones/{zone}{force}"), &body).if_match("*");
    done("list", &body, Change::Other, list.given, call)
}

fn change_addresses(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let host = dice.pick(&HOSTS[..13]);
    let zone = zone_of(dice, host, is_within);
    let addresses = addresses(dice);
    let kind = if addresses[0].contains(':') { "AAAA" } else { "A" };
    let records: Vec<&String> = addresses.iter().filter(|address| address.contains(':') == (kind == "AAAA")).collect();
    let path = format!("/zones/{zone}/recordsets/{host}/{kind}{force}");
    let ttl = if dice.is_one_of(1, 2) { json!(300 + dice.below(3)) } else { Value::Null };
    let (body, call) = match dice.below(8) {
        0 => (json!(null), client.delete(&path)),
        1..=3 => {
            let body = json!({"add": records});
            let call = client.patch(&path, &body);
            (body, call)
        }
        4 => {
            let body = json!({"remove": records});
            let call = client.patch(&path, &body);
            (body, call)
        }
        _ => {
            let body = json!({"records": records, "ttl": ttl});
            let condition = if dice.is_one_of(2, 3) { "If-Match" } else { "If-None-Match" };
            let call = client.put(&path, &body).header(condition, "*");
            (body, call)
        }
    };
    done("addresses", &body, Change::Other, BTreeMap::new(), call)
}

fn make_zone(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let (name, list) = (dice.pick(&ZONES), list(dice));
    let ttl = 3600 + dice.below(2);
    let body = given::with(given::zone(name), &json!({"ns": list.ns, "default_ttl": ttl}));
    let call = client.post(&format!("/zones{force}"), &body);
    done("make", &body, Change::MakeZone(name.to_owned()), list.given, call)
}

fn drop_zone(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    // The grandparent seldom: most of what there is to see is below it.
    let name = if dice.is_one_of(1, 10) { ZONES[0] } else { dice.pick(&ZONES[1..]) };
    let call = client.delete(&format!("/zones/{name}{force}"));
    done("drop", &Value::Null, Change::DropZone(name.to_owned()), BTreeMap::new(), call)
}

fn delegate(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let (name, list) = (dice.pick(&CUTS), list(dice));
    let zone = zone_of(dice, name, is_below);
    let body =
        json!({"name": name, "ns": list.ns, "ttl": if dice.is_one_of(1, 2) { json!(7200) } else { Value::Null }});
    let call = client.post(&format!("/zones/{zone}/delegations{force}"), &body);
    let change = Change::Delegate { zone: zone.to_owned(), name: name.to_owned(), ns: list.records };
    done("delegate", &body, change, list.given, call)
}

fn redelegate(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let (name, list) = (dice.pick(&CUTS), list(dice));
    let zone = zone_of(dice, name, is_below);
    let (body, ns, given) = match dice.below(4) {
        0 => (json!({"comment": format!("remark {}", dice.below(100))}), None, BTreeMap::new()),
        1 => (json!({"ttl": 600 + dice.below(100)}), None, BTreeMap::new()),
        _ => (json!({"ns": list.ns}), Some(list.records), list.given),
    };
    let call = client.patch(&format!("/zones/{zone}/delegations/{name}{force}"), &body).if_match("*");
    done("redelegate", &body, Change::Redelegate { zone: zone.to_owned(), name: name.to_owned(), ns }, given, call)
}

fn undelegate(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let name = dice.pick(&CUTS);
    let zone = zone_of(dice, name, is_below);
    let call = client.delete(&format!("/zones/{zone}/delegations/{name}{force}"));
    let change = Change::Undelegate { zone: zone.to_owned(), name: name.to_owned() };
    done("undelegate", &Value::Null, change, BTreeMap::new(), call)
}

/// Record sets that stand beside, at and below the cuts.
fn change_others(client: &Client, dice: &mut Dice, force: &str) -> Result<Done, String> {
    let cut = if dice.is_one_of(1, 2) { dice.pick(&CUTS) } else { dice.pick(&ZONES[1..]) };
    let number = dice.below(1000);
    let (zone, owner, kind, record) = if dice.is_one_of(1, 2) {
        (zone_of(dice, cut, is_below), cut.to_owned(), "DS", format!("{number} 13 2 {number:064x}"))
    } else {
        (zone_of(dice, cut, is_within), format!("www.{cut}"), "TXT", format!("text {number}"))
    };
    let body = json!({"add": [record]});
    let call = client.patch(&format!("/zones/{zone}/recordsets/{owner}/{kind}{force}"), &body);
    done("others", &body, Change::Other, BTreeMap::new(), call)
}
