//! What laws about registrars start from: a TLD with its policy, two registrars, what they own, and a look at an answer's parts.

use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The registry of the TLD `st`, and who registers below it.
pub(super) struct Registry {
    /// Who runs it.
    pub(super) admin: Client,
    /// A registrar, whose handle is `acme`.
    pub(super) acme: Client,
    /// Another one, whose handle is `zeta`.
    pub(super) zeta: Client,
    /// The path of its policy.
    pub(super) policy: String,
}

/// The TLD `st` with the policy `default` and these changes, without a zone.
pub(super) fn registry(server: &Server, changes: &Value) -> Registry {
    let admin = server.admin();
    let policy = tld(&admin, "st", changes);
    let [acme, zeta] = ["acme", "zeta"].map(|name| server.user(name, name, &["registrar"]));
    Registry { admin, acme, zeta, policy }
}

/// The same with the zone of that name.
pub(super) fn served(server: &Server, changes: &Value) -> Registry {
    let registry = registry(server, changes);
    serve(&registry.admin, "st");
    registry
}

/// Makes a rule and its policy, and gives the policy's path.
pub(super) fn tld(admin: &Client, name: &str, changes: &Value) -> String {
    let rule = admin.post("/tlds", &json!({ "name": name })).expect(201).json();
    let path = format!("/tlds/{}/policy", rule["tlds"]["id"].as_str().expect("an id"));
    admin.put(&path, &given::with(json!({"preset": "default"}), changes)).expect(201);
    path
}

/// Makes the registry's own zone of a TLD.
pub(super) fn serve(admin: &Client, name: &str) {
    admin.post("/zones", &given::with(given::zone(name), &json!({"registry_zone": true}))).expect(201);
}

/// Registers a domain.
pub(super) fn create(client: &Client, body: &Value) -> Answer {
    client.put("/domains", body).expect(201)
}

/// Registers a name with these name servers, and gives its code.
pub(super) fn register(client: &Client, name: &str, ns: &Value) -> String {
    let made = create(client, &json!({"name": name, "ns": ns})).json();
    made["creData"]["authInfo"]["pw"].as_str().unwrap_or_default().to_owned()
}

/// Changes a domain, or tries to.
pub(super) fn change(client: &Client, name: &str, body: &Value) -> Answer {
    client.post(&format!("/domains/{name}"), body).send()
}

/// Changes the statuses of a domain.
pub(super) fn set_statuses(client: &Client, name: &str, add: &[&str], rem: &[&str]) {
    change(client, name, &json!({"add": {"status": add}, "rem": {"status": rem}})).expect(200);
}

/// What a domain's sponsor is shown of it.
pub(super) fn domain(client: &Client, name: &str) -> Value {
    client.get(&format!("/domains/{name}")).expect(200).json()["info"].clone()
}

/// What everybody is shown of a host.
pub(super) fn host(client: &Client, name: &str) -> Value {
    client.get(&format!("/hosts/{name}")).expect(200).json()["info"].clone()
}

/// A contact as `PUT /contacts` wants it.
pub(super) fn contact(id: &str) -> Value {
    json!({"id": id, "email": "jo@example.org", "postalInfo": {"int": {"name": "Jo Doe", "addr": {"cc": "DE"}}}})
}

/// Makes contacts.
pub(super) fn contacts(client: &Client, ids: &[&str]) {
    for id in ids {
        client.put("/contacts", &contact(id)).expect(201);
    }
}

/// What a check says: whether a thing is free, and why not.
pub(super) fn checked(client: &Client, path: &str) -> (Value, Option<String>) {
    let answer = client.get(&format!("{path}/check")).expect(200).json();
    (answer["avail"].clone(), answer["reason"].as_str().map(str::to_owned))
}

/// Asks for a domain with its code, or tries to.
pub(super) fn ask_for(client: &Client, name: &str, code: &str) -> Answer {
    client.post(&format!("/domains/{name}/transfer"), &json!({"op": "request", "authInfo": {"pw": code}})).send()
}

/// Does something with a transfer, or tries to.
pub(super) fn transfer(client: &Client, name: &str, op: &str) -> Answer {
    client.post(&format!("/domains/{name}/transfer"), &json!({ "op": op })).send()
}

/// Renews a domain by a year, or tries to.
pub(super) fn renew(client: &Client, name: &str) -> Answer {
    let day = domain(client, name)["exDate"].as_str().expect("an expiry")[..10].to_owned();
    client.post(&format!("/domains/{name}/renew"), &json!({"curExpDate": day})).send()
}

/// The unread messages of an account, the oldest first.
pub(super) fn messages(client: &Client) -> Vec<Value> {
    let answer = client.get("/notifications").header("Api-Version", "2.0").expect(200).json();
    answer["searchRes"].as_array().expect("messages").clone()
}

/// Types and objects of the unread messages of an account.
pub(super) fn told(client: &Client) -> Vec<(String, String)> {
    let row = |message: &Value| (text(&message["type"]), text(&message["object"]["name"]));
    messages(client).iter().map(row).collect()
}

/// A value that is a text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The texts of a list.
pub(super) fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(text).collect()
}

/// The HTTP status that goes with a code (section 1).
pub(super) fn status(code: u64) -> u16 {
    match code {
        2001 | 2003 | 2005 | 2100 => 400,
        2004 | 2306 => 422,
        2201..=2203 => 403,
        2303 => 404,
        2002 | 2105 | 2106 | 2300 | 2301 | 2302 | 2304 | 2305 => 409,
        _ => panic!("{code} is no refusal of these laws"),
    }
}

/// Panics unless the answer refuses with this code.
pub(super) fn refused(answer: &Answer, code: u64) -> Value {
    let body = answer.json();
    assert_eq!((&body["code"], answer.status), (&json!(code), status(code)), "{answer}");
    assert!(body["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{answer}");
    body
}

/// Panics unless the answer refuses with this code and names just these fields.
pub(super) fn refused_at(answer: &Answer, code: u64, fields: &[&str]) {
    let body = refused(answer, code);
    let errors = body["errors"].as_array().expect("errors");
    let mut named: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
    let mut expected = fields.to_vec();
    named.sort_unstable();
    expected.sort_unstable();
    assert_eq!(named, expected, "{answer}");
}

/// What stands in the way, as `(type, name, sponsor)`, sorted, after a look at how many there are.
pub(super) fn blockers(answer: &Answer) -> Vec<(String, String, String)> {
    let body = answer.json();
    let list = body["blockers"].as_array().unwrap_or_else(|| panic!("no blockers: {answer}"));
    assert_eq!(body["blockersTotal"], list.len(), "{answer}");
    let row =
        |item: &Value| (text(&item["type"]), text(&item["name"]), item["sponsor"].as_str().unwrap_or("").to_owned());
    let mut rows: Vec<_> = list.iter().map(row).collect();
    rows.sort();
    rows
}

/// The reasons of a success's warnings, sorted.
pub(super) fn warnings(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let list = body["warnings"].as_array().cloned().unwrap_or_default();
    let mut reasons: Vec<String> = list.iter().map(|warning| text(&warning["reason"])).collect();
    reasons.sort();
    reasons
}

/// A text as it may stand in a path or a query.
pub(super) fn encoded(text: &str) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-._".contains(&octet);
    text.bytes()
        .map(|octet| if plain(octet) { char::from(octet).to_string() } else { format!("%{octet:02X}") })
        .collect()
}

/// Waits until this holds; panics if it does not for ten seconds. Time alone makes it so, and nothing tells of it.
pub(super) fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("never: {what}");
}
