//! What laws about the registry's own objects start from: a TLD with its policy, two registrars that are attestors too, and calls to the
//! registrars' face.

use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{attest, attested_by, read, text};
use crate::given;

/// The registry of the TLD `st`, and who registers below it.
pub(super) struct Registry {
    /// Who runs it.
    pub(super) admin: Client,
    /// A registrar and attestor, whose handle is `acme`.
    pub(super) acme: Client,
    /// Another one, whose handle is `zeta`.
    pub(super) zeta: Client,
    /// The registry's URL.
    pub(super) url: String,
    /// The path of the TLD's policy.
    pub(super) policy: String,
}

impl Registry {
    /// With the policy `default` and these changes, and the zone `st`.
    pub(super) fn of(server: &Server, changes: &Value) -> Self {
        let admin = server.admin();
        let rule = admin.post("/tlds", &json!({"name": "st"})).expect(201).json();
        let policy = format!("/tlds/{}/policy", text(&rule["tlds"]["id"]));
        admin.put(&policy, &given::with(json!({"preset": "default", "add_grace": "P0D"}), changes)).expect(201);
        admin.post("/zones", &given::with(given::zone("st"), &json!({"registry_zone": true}))).expect(201);
        let [acme, zeta] = ["acme", "zeta"].map(|name| server.user(name, name, &["registrar", "attestor"]));
        Self { admin, acme, zeta, url: server.url(), policy }
    }

    /// With a policy that requires these claims, each within a duration.
    pub(super) fn requiring(server: &Server, claims: &[(&str, &str)]) -> Self {
        Self::of(server, &required(claims))
    }

    /// A registrar's URL as an attestor.
    pub(super) fn client(&self, handle: &str) -> String {
        format!("{}/api/clients/{handle}", self.url)
    }

    /// Has acme, who is its sponsor, attest a contact's claim; gives the attestation's URL.
    pub(super) fn attests(&self, contact: &str, claim: &str) -> String {
        attested_by(self.attest(contact, claim))
    }

    /// The same as a call, for what the contact says now.
    pub(super) fn attest(&self, contact: &str, claim: &str) -> Call {
        let path = format!("/api/contacts/{contact}/{claim}");
        let value = read(&self.acme, &path)["value"].clone();
        attest(&self.acme, &path, &self.client("acme"), &value)
    }

    /// Has acme make a contact.
    pub(super) fn contact(&self, id: &str) {
        self.acme.put("/contacts", &contact(id)).expect(201);
    }

    /// Has acme register a name for a contact, with a name server elsewhere.
    pub(super) fn register(&self, name: &str, registrant: &str) -> Answer {
        let body = json!({"name": name, "ns": ["ns1.provider.net"], "contacts": {"registrant": registrant}});
        self.acme.put("/domains", &body).send()
    }

    /// How the claims of a domain stand, as its face tells: `claim state`.
    pub(super) fn claims(&self, name: &str) -> Vec<String> {
        let info = domain(&self.acme, name);
        let claims = info["claims"].as_array().unwrap_or_else(|| panic!("no claims: {info}"));
        claims.iter().map(|claim| format!("{} {}", text(&claim["claim"]), text(&claim["state"]))).collect()
    }

    /// Is a domain delegated in the zone?
    pub(super) fn is_published(&self, name: &str) -> bool {
        given::exported(&self.admin, "st").lines().any(|line| line.starts_with(&format!("{name}. ")))
    }

    /// What `verification` and `verificationDeadline` say of a contact.
    pub(super) fn standing(&self, contact: &str) -> (String, Option<String>) {
        let entity = read(&self.acme, &format!("/api/contacts/{contact}"));
        let said = super::given::said(&entity);
        let of = |name: &str| said.iter().find(|(claim, _)| claim == name).map(|(_, value)| text(value));
        (of("verification").unwrap_or_else(|| panic!("no verification: {entity}")), of("verificationDeadline"))
    }

    /// The data of acme's unread messages of these types, each with its type, the oldest first.
    pub(super) fn told(&self) -> Vec<(String, Value)> {
        told(&self.acme)
    }

    /// Changes a contact's e-mail address on the registrars' face.
    pub(super) fn mail(&self, contact: &str, email: &str) {
        change(&self.acme, &format!("/contacts/{contact}"), &json!({"chg": {"email": email}}));
    }
}

/// The data of an account's unread messages about claims, each with its type, the oldest first.
pub(super) fn told(client: &Client) -> Vec<(String, Value)> {
    let answer = client.get("/notifications").header("Api-Version", "2.0").expect(200).json();
    let rows = answer["searchRes"].as_array().expect("messages").iter();
    let rows = rows.map(|row| (text(&row["type"]), row["data"].clone()));
    rows.filter(|(kind, _)| kind.starts_with("CLAIM_")).collect()
}

/// A policy's list of required claims.
pub(super) fn required(claims: &[(&str, &str)]) -> Value {
    let claims: Vec<Value> = claims.iter().map(|(claim, within)| json!({"claim": claim, "within": within})).collect();
    json!({ "required_claims": claims })
}

/// A contact as `PUT /contacts` wants it.
pub(super) fn contact(id: &str) -> Value {
    json!({"id": id, "email": "jo@example.org", "voice": "+49.301234567",
        "postalInfo": {"int": {"name": "Jo Doe", "addr": {"city": "Ulm", "cc": "DE"}}}})
}

/// What a domain's sponsor is shown of it.
pub(super) fn domain(client: &Client, name: &str) -> Value {
    client.get(&format!("/domains/{name}")).expect(200).json()["info"].clone()
}

/// Changes a thing of the registrars' face.
pub(super) fn change(client: &Client, path: &str, body: &Value) {
    client.post(path, body).expect(200);
}
