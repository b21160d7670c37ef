//! The registry as its readers see it: all zones with all their record sets, read over HTTP, in the words of the API.

use crate::given;
use domesday_tests::client::Client;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Owner and type of a record set.
pub(super) type Key = (String, String);

/// What a record set holds: values in any order, since each is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) ttl: Option<u64>,
    pub(super) records: BTreeSet<String>,
    pub(super) origin: String,
}

/// A zone with its sets.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) id: u64,
    pub(super) serial: u64,
    pub(super) revision: u64,
    /// When it was changed last: RFC 3339, in UTC.
    pub(super) updated: String,
    pub(super) default_ttl: u64,
    pub(super) ns: Vec<String>,
    pub(super) sets: BTreeMap<Key, Set>,
}

/// Everything that is served.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) zones: BTreeMap<String, Zone>,
}

/// The types of record that hold addresses.
pub(super) const ADDRESS_TYPES: [&str; 2] = ["A", "AAAA"];

/// Whether a name is another, or lies below it: on a label boundary.
pub(super) fn is_within(name: &str, above: &str) -> bool {
    name == above || is_below(name, above)
}

/// Whether a name lies strictly below another.
pub(super) fn is_below(name: &str, above: &str) -> bool {
    name.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'))
}

/// A host name as a record prints it.
pub(super) fn printed(host: &str) -> String {
    format!("{host}.")
}

impl State {
    /// Reads all of it. Nobody may write meanwhile.
    pub(super) fn read(client: &Client) -> Self {
        let names = client.get("/zones").expect(200).json();
        let names = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
        Self { zones: names.map(|name| (name.clone(), Zone::read(client, &name))).collect() }
    }

    /// The deepest zone at or above a name (rule D1).
    pub(super) fn deepest(&self, name: &str) -> Option<(&String, &Zone)> {
        self.zones.iter().filter(|(zone, _)| is_within(name, zone)).max_by_key(|(zone, _)| zone.len())
    }

    /// The nearest zone strictly above a name (rule D2).
    pub(super) fn parent(&self, name: &str) -> Option<(&String, &Zone)> {
        self.zones.iter().filter(|(zone, _)| is_below(name, zone)).max_by_key(|(zone, _)| zone.len())
    }
}

impl Zone {
    fn read(client: &Client, name: &str) -> Self {
        let zone = given::read(client, name);
        let sets = client.get(&format!("/zones/{name}/recordsets")).expect(200).json();
        let number = |member: &str| zone[member].as_u64().unwrap();
        Self {
            id: number("id"),
            serial: number("serial"),
            revision: number("revision"),
            updated: zone["updated"].as_str().unwrap().to_owned(),
            default_ttl: number("default_ttl"),
            ns: texts(&zone["ns"]),
            sets: sets.as_array().unwrap().iter().map(set).collect(),
        }
    }

    /// The sets of one origin.
    pub(super) fn of_origin(&self, origin: &str) -> impl Iterator<Item = (&Key, &Set)> {
        self.sets.iter().filter(move |(_, set)| set.origin == origin)
    }
}

fn set(json: &Value) -> (Key, Set) {
    let text = |member: &str| json[member].as_str().unwrap().to_owned();
    let records = texts(&json["records"]).into_iter().collect();
    ((text("name"), text("type")), Set { ttl: json["ttl"].as_u64(), records, origin: text("origin") })
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
