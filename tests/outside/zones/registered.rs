//! Registered names seen from the zones' side: cuts that their sponsors make, and that nobody else touches (D3, D4, D6, D12, D16, Z13; Z1–Z3
//! of `registrar.md`). A file a subject, and what their laws start from.

/// Laws on both databases, after each of which nothing is left to mend in any zone.
macro_rules! laws {
    ($( fn $name:ident($server:ident: &Server) $body:block )*) => {
        domesday_tests::both! { $( fn $name($server: &Server) { $body crate::given::healthy($server); } )* }
    };
}

mod at_the_name;
mod files;
mod going;
mod hosts;
mod publication;
mod refused;

use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A delegation signer that fits any cut.
const DS: &str = "1 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A registry of the TLD `st`, and who works with it.
struct Registry {
    admin: Client,
    /// A registrar, who also keeps zones.
    acme: Client,
    /// Another one.
    other: Client,
    /// The path of the rule `st`.
    tld: String,
}

/// The rule `st` with its policy, without a zone.
fn unserved(server: &Server) -> Registry {
    let admin = server.admin();
    let [acme, other] = ["acme", "other"].map(|name| server.user(name, name, &["registrar", "hostmaster"]));
    let rule = admin.post("/tlds", &json!({"name": "st"})).expect(201).json();
    let tld = format!("/tlds/{}", rule["tlds"]["id"].as_str().expect("an id"));
    admin.put(&format!("{tld}/policy"), &json!({"preset": "default"})).expect(201);
    Registry { admin, acme, other, tld }
}

/// The same, and the zone of that name, the registry's own.
fn served(server: &Server) -> Registry {
    let registry = unserved(server);
    serve(&registry.admin, "st").expect(201);
    registry
}

/// Makes a registry zone, or tries to.
fn serve(client: &Client, name: &str) -> Answer {
    client.post("/zones", &given::with(given::zone(name), &json!({"registry_zone": true}))).send()
}

/// Makes a zone with these name servers, or tries to.
fn zone(client: &Client, name: &str, ns: &Value) -> Answer {
    client.post("/zones", &given::with(given::zone(name), &json!({ "ns": ns }))).send()
}

/// Registers a name with these name servers.
fn register(client: &Client, name: &str, ns: &Value) -> Answer {
    client.put("/domains", &json!({"name": name, "ns": ns})).expect(201)
}

/// Takes a registered name out of its zone, for the time being.
fn hold(client: &Client, name: &str) {
    client.post(&format!("/domains/{name}"), &json!({"add": {"status": ["clientHold"]}})).expect(200);
}

/// The delegations of `st` as `(name, origin)`.
fn cuts(client: &Client) -> Vec<(String, String)> {
    let all = client.get("/zones/st/delegations").expect(200).json();
    let text = |cut: &Value, member: &str| cut[member].as_str().expect("a text").to_owned();
    all.as_array().expect("delegations").iter().map(|cut| (text(cut, "name"), text(cut, "origin"))).collect()
}

fn pair(name: &str, origin: &str) -> (String, String) {
    (name.to_owned(), origin.to_owned())
}

/// The lines of a zone's file at a name, without it.
fn lines(client: &Client, zone: &str, name: &str) -> Vec<String> {
    let file = given::exported(client, zone);
    let start = format!("{name}. ");
    file.lines().filter_map(|line| line.strip_prefix(&start)).map(str::to_owned).collect()
}

/// The path of a record set.
fn set(zone: &str, owner: &str, kind: &str) -> String {
    format!("/zones/{zone}/recordsets/{owner}/{kind}")
}

/// What an answer's conflicts of a code name, and who is to be asked instead.
fn named(answer: &Answer, code: &str) -> Vec<(String, Option<String>)> {
    let body = answer.json();
    let conflicts = body["conflicts"].as_array().unwrap_or_else(|| panic!("no conflicts: {answer}")).clone();
    let own = conflicts.into_iter().filter(|conflict| conflict["code"].as_str().is_none_or(|told| told == code));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    own.map(|conflict| (text(&conflict["name"]).expect("a name"), text(&conflict["managed_by"]))).collect()
}

/// Panics unless the answer refuses what is at or below this registered name.
fn refused(answer: &Answer, name: &str) {
    given::conflict(answer, "registered_name", false);
    assert_eq!(named(answer, "registered_name"), [(name.to_owned(), Some(format!("/domains/{name}")))], "{answer}");
    assert_eq!(answer.json()["conflicts"][0]["kind"], "registered_name", "{answer}");
}
