//! What laws about RDAP start from: a TLD with its policy and zone, two registrars, nobody in particular who asks, and answers that are all
//! held to what every answer is.

use domesday_tests::both;
use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::ops::Deref;

use super::checks::faults;
use crate::given;

/// The setting that chooses a profile (rule R4).
pub(super) const PROFILE: &str = "DOMESDAY__RDAP__PROFILE";

/// What the ICANN profile adds to `rdapConformance`.
pub(super) const ICANN: [&str; 2] = ["icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1"];

/// The registry of the TLD `st` with its zone, who registers below it, and the public.
pub(super) struct World {
    /// Who runs it.
    pub(super) admin: Client,
    /// A registrar and attestor, whose handle is `acme`.
    pub(super) acme: Client,
    /// Another one, whose handle is `zeta`.
    pub(super) zeta: Client,
    /// Anybody.
    pub(super) public: Client,
    /// The registry's URL.
    pub(super) url: String,
    /// The path of the TLD's policy.
    pub(super) policy: String,
}

/// A server that was started with the ICANN profile.
pub(super) struct Icann(Server);

impl Icann {
    /// Starts one.
    pub(super) fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[(PROFILE, "icann")]))
    }
}

impl Deref for Icann {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl World {
    /// With the policy `default` and these changes.
    pub(super) fn of(server: &Server, changes: &Value) -> Self {
        let admin = server.admin();
        let policy = tld(&admin, "st", changes);
        admin.post("/zones", &given::with(given::zone("st"), &json!({"registry_zone": true}))).expect(201);
        let [acme, zeta] = ["acme", "zeta"].map(|name| server.user(name, name, &["registrar", "attestor"]));
        Self { admin, acme, zeta, public: server.nobody(), url: server.url(), policy }
    }

    /// Changes the TLD's policy.
    pub(super) fn set_policy(&self, changes: &Value) {
        self.admin.patch(&self.policy, changes).expect(200);
    }

    /// What everybody is shown at a path below `/rdap/`.
    pub(super) fn shown(&self, path: &str) -> Value {
        told(&self.ask(path).expect(200))
    }

    /// What everybody is shown of a domain.
    pub(super) fn domain(&self, name: &str) -> Value {
        self.shown(&format!("domain/{name}"))
    }

    /// A question for what is at a path below `/rdap/`.
    pub(super) fn ask(&self, path: &str) -> Call {
        self.public.get(&format!("/rdap/{path}"))
    }

    /// What acme is shown of a domain of its own.
    pub(super) fn info(&self, name: &str) -> Value {
        info(&self.acme, name)
    }

    /// The `roid` of a contact of acme's.
    pub(super) fn roid(&self, contact: &str) -> String {
        text(&self.acme.get(&format!("/contacts/{contact}")).expect(200).json()["info"]["roid"])
    }
}

/// Makes a rule and its policy, and gives the policy's path.
pub(super) fn tld(admin: &Client, name: &str, changes: &Value) -> String {
    let rule = admin.post("/tlds", &json!({ "name": name })).expect(201).json();
    let path = format!("/tlds/{}/policy", text(&rule["tlds"]["id"]));
    admin.put(&path, &given::with(json!({"preset": "default"}), changes)).expect(201);
    path
}

/// What a domain's sponsor is shown of it.
pub(super) fn info(client: &Client, name: &str) -> Value {
    client.get(&format!("/domains/{name}")).expect(200).json()["info"].clone()
}

/// Registers a name with what else is given, and gives its code.
pub(super) fn register(client: &Client, name: &str, more: &Value) -> String {
    let made = client.put("/domains", &given::with(json!({ "name": name }), more)).expect(201).json();
    made["creData"]["authInfo"]["pw"].as_str().unwrap_or_default().to_owned()
}

/// Changes a domain.
pub(super) fn change(client: &Client, name: &str, body: &Value) {
    client.post(&format!("/domains/{name}"), body).expect(200);
}

/// Adds a status to a domain.
pub(super) fn set_status(client: &Client, name: &str, status: &str) {
    change(client, name, &json!({"add": {"status": [status]}}));
}

/// A contact that says something in every field, each thing unlike any other.
pub(super) fn person(id: &str) -> Value {
    let address =
        json!({"street": ["Secretstreet 17"], "city": "Secretcity", "sp": "Secretshire", "pc": "S3CR3T", "cc": "SE"});
    json!({
        "id": id, "email": "secretmail@example.org", "voice": "+46.1111111", "fax": "+46.2222222x22",
        "postalInfo": {"int": {"name": "Secret Name", "org": "Secret Org", "addr": address}},
    })
}

/// Makes a contact that says something in every field, but for what is changed.
pub(super) fn contact(client: &Client, id: &str, changes: &Value) {
    client.put("/contacts", &given::with(person(id), changes)).expect(201);
}

/// A DS record as registrars give it.
pub(super) fn ds(tag: u16) -> Value {
    json!({"keyTag": tag, "alg": 13, "digestType": 2, "digest": "0a".repeat(32)})
}

/// The body of an answer, after a look at what all have in common (rules R1, R2, R4) and at what a client's checks say of it.
pub(super) fn told(answer: &Answer) -> Value {
    headed(answer);
    let body = answer.json();
    let conformance = texts(&body["rdapConformance"]);
    assert_eq!(conformance.first().map(String::as_str), Some("rdap_level_0"), "{answer}");
    assert!(body["notices"].as_array().is_some_and(|notices| !notices.is_empty()), "{answer}");
    if !answer.is_success() {
        assert_eq!(body["errorCode"], answer.status, "{answer}");
        assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()), "{answer}");
        assert!(texts(&body["description"]).iter().all(|line| !line.is_empty()), "{answer}");
        assert_eq!((answer.header("etag"), answer.header("cache-control")), (None, Some("no-store")), "{answer}");
    }
    let uses = |extension: &str| conformance.iter().any(|known| known == extension);
    // Help tells of all that there is.
    if body.get("objectClassName").is_some() || !answer.is_success() {
        assert_eq!(uses("redacted"), body.get("redacted").is_some(), "{answer}");
        assert_eq!(uses("domesday_0"), answer.text().contains("\"domesday_"), "{answer}");
    }
    assert_eq!(faults(answer), Vec::<String>::new(), "{answer}");
    body
}

/// Panics unless an answer has the headers of all answers (rule R1).
pub(super) fn headed(answer: &Answer) {
    let all = |name: &str| -> Vec<&str> {
        let named = answer.headers.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(all("content-type"), ["application/rdap+json"], "{answer}");
    assert_eq!(all("access-control-allow-origin"), ["*"], "{answer}");
    assert_eq!(answer.header("access-control-allow-credentials"), None, "{answer}");
    assert_eq!(answer.header("allow").is_some(), answer.status == 405, "{answer}");
    assert_eq!(answer.header("www-authenticate"), None, "{answer}");
}

/// Sends what must be refused with this status, and gives the body.
pub(super) fn refused(call: Call, status: u16) -> Value {
    told(&call.expect(status))
}

/// A value that is a text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The texts of a list.
pub(super) fn texts(list: &Value) -> Vec<String> {
    items(list).iter().map(text).collect()
}

/// The items of a list.
pub(super) fn items(list: &Value) -> &[Value] {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}"))
}

/// The members of an object, sorted.
pub(super) fn members(value: &Value) -> Vec<&str> {
    let members = value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys();
    let mut members: Vec<&str> = members.map(String::as_str).collect();
    members.sort_unstable();
    members
}

/// The dates of an object's events by their actions; panics if one is told twice.
pub(super) fn events(object: &Value) -> Vec<(String, String)> {
    let row = |event: &Value| (text(&event["eventAction"]), text(&event["eventDate"]));
    let mut rows: Vec<_> = items(&object["events"]).iter().map(row).collect();
    rows.sort();
    let actions: std::collections::BTreeSet<&String> = rows.iter().map(|(action, _)| action).collect();
    assert_eq!(actions.len(), rows.len(), "{object}");
    rows
}

/// The entity that has a role; panics if there is none.
pub(super) fn with_role<'a>(object: &'a Value, role: &str) -> &'a Value {
    let has = |entity: &&Value| texts(&entity["roles"]).iter().any(|known| known == role);
    items(&object["entities"]).iter().find(has).unwrap_or_else(|| panic!("nobody is {role}: {object}"))
}

/// The properties of an entity's jCard of this name.
pub(super) fn properties<'a>(entity: &'a Value, name: &str) -> Vec<&'a Value> {
    assert_eq!(entity["vcardArray"][0], "vcard", "{entity}");
    items(&entity["vcardArray"][1]).iter().filter(|property| property[0] == name).collect()
}

/// Waits until this holds; panics if it does not for ten seconds. Time alone makes it so, and nothing tells of it.
pub(super) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("never: {what}");
}

both! {
    fn what_every_answer_is_held_to_is_not_held_by_every_answer(server: &Server) {
        let other = server.nobody().get("/health").expect(200);
        assert!(std::panic::catch_unwind(|| headed(&other)).is_err(), "{other}");
    }
}
