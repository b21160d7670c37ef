//! What may be registered, decided at one node, decides the very next request at the other: for zones of every face, and for domains.

use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::{Node, PASSWORD, Server};
use serde_json::{Value, json};

/// Two servers: an admin at the first, a hostmaster and a registrar at the second.
struct Pair {
    admin: Client,
    hostmaster: Client,
    registrar: Client,
    _node: Node,
    _server: Server,
}

impl Pair {
    fn start() -> Self {
        let server = Server::start(Database::postgres());
        let node = server.another_node();
        let admin = server.admin();
        let there = |login: &str, role: &str| {
            drop(server.user(login, "acme", &[role]));
            let nobody = node.nobody();
            let session = nobody.post("/sessions", &json!({"login": login, "password": PASSWORD})).expect(201).json();
            nobody.with_token(session["token"].as_str().expect("a token"))
        };
        let (hostmaster, registrar) = (there("hostmaster1", "hostmaster"), there("registrar1", "registrar"));
        Self { admin, hostmaster, registrar, _node: node, _server: server }
    }

    /// Stores a rule; gives its path.
    fn rule(&self, name: &str) -> String {
        let rule = self.admin.post("/tlds", &json!({"name": name})).expect(201).json();
        format!("/tlds/{}", rule["tlds"]["id"].as_str().expect("an id"))
    }

    /// Opens a TLD to registrars; gives the path of its policy.
    fn tld(&self, name: &str) -> String {
        let policy = format!("{}/policy", self.rule(name));
        self.admin.put(&policy, &json!({"preset": "default"})).expect(201);
        policy
    }

    /// Puts a policy in place of the one before.
    fn policy(&self, path: &str, changes: &Value) {
        let tag = self.admin.get(path).expect(200).etag();
        let policy = given::with(json!({"preset": "default"}), changes);
        self.admin.put(path, &policy).if_match(&tag).expect(200);
    }

    /// Asks each face that makes zones for one, and panics unless all make it, or all give this reason.
    fn zones(&self, round: usize, label: &str, below: &str, refused: Option<&str>) {
        let name = |face: &str| format!("{label}{round}-{face}.{below}");
        let mreg = json!({"name": name("mreg"), "email": "hostmaster@example.org", "primary_ns": ["ns1.provider.net"]});
        let dynect = json!({"rname": "hostmaster@example.org", "ttl": 60});
        let answers = [
            self.hostmaster.post(&format!("/REST/Zone/{}/", name("dynect")), &dynect).send(),
            self.hostmaster.post("/zones", &given::zone(&name("zones"))).send(),
            self.hostmaster.post("/api/v1/zones/forward/", &mreg).send(),
        ];
        for answer in answers {
            match refused {
                None => assert!(answer.is_success(), "{answer}"),
                Some(code) => assert!(answer.status == 400 && answer.text().contains(code), "{code}: {answer}"),
            }
        }
    }

    /// Asks for a domain.
    fn domain(&self, name: &str, more: &Value) -> Answer {
        self.registrar.put("/domains", &given::with(json!({"name": name}), more)).send()
    }

    /// Panics unless a domain is registered, or refused with this code.
    fn domains(&self, name: &str, refused: Option<u64>) {
        let answer = self.domain(name, &json!({}));
        assert_eq!(
            (answer.is_success(), answer.json()["code"].as_u64()),
            (refused.is_none(), refused.or(Some(1000))),
            "{answer}"
        );
    }
}

#[test]
fn c2_a_rule_stored_or_deleted_at_one_node_decides_zones_of_every_face_at_the_other() {
    let pair = Pair::start();
    drop(pair.rule("com"));
    for round in 0..5 {
        pair.zones(round, "a", "org", Some("no_tld"));
        let rule = pair.rule("org");
        pair.zones(round, "b", "org", None);
        pair.admin.delete(&rule).expect(204);
        pair.zones(round, "c", "org", Some("no_tld"));
    }
}

#[test]
fn n2_a_tld_opened_or_taken_away_at_one_node_decides_domains_at_the_other() {
    let pair = Pair::start();
    drop(pair.rule("com"));
    for round in 0..5 {
        let tld = format!("st{round}");
        pair.domains(&format!("a.{tld}"), Some(2004));
        let policy = pair.tld(&tld);
        pair.domains(&format!("a.{tld}"), None);
        pair.admin.delete(policy.trim_end_matches("/policy")).expect(204);
        pair.domains(&format!("b.{tld}"), Some(2004));
    }
}

#[test]
fn z9_the_block_list_of_one_node_decides_zones_of_every_face_and_domains_at_the_other() {
    let pair = Pair::start();
    drop(pair.rule("org"));
    drop(pair.tld("st"));
    for round in 0..5 {
        let entry = pair.admin.post("/blocklist", &json!({"pattern": "^bad"})).expect(201).json();
        let entry = format!("/blocklist/{}", entry["blocklist"]["id"].as_str().expect("an id"));
        pair.zones(round, "bad", "org", Some("blocked"));
        pair.domains(&format!("bad{round}.st"), Some(2306));
        pair.admin.patch(&entry, &json!({"pattern": "^worse"})).expect(200);
        pair.zones(round, "bad", "org", None);
        pair.domains(&format!("bad{round}.st"), None);
        pair.zones(round, "worse", "org", Some("blocked"));
        pair.domains(&format!("worse{round}.st"), Some(2306));
        pair.admin.delete(&entry).expect(204);
        pair.zones(round, "worse", "org", None);
        pair.domains(&format!("worse{round}.st"), None);
    }
}

#[test]
fn a_policy_put_at_one_node_decides_the_next_registration_at_the_other() {
    let pair = Pair::start();
    let policy = pair.tld("st");
    let person = json!({"id": "AA1", "email": "jo@example.org", "postalInfo": {"int": {"name": "Jo Doe", "addr": {"cc": "DE"}}}});
    pair.registrar.put("/contacts", &person).expect(201);
    let registrant = json!({"contacts": {"registrant": "AA1"}});
    for round in 0..5 {
        let name = |label: &str| format!("{label}{round}.st");
        pair.domains(&name("a"), None);
        pair.policy(&policy, &json!({"registrations": "closed"}));
        pair.domains(&name("b"), Some(2306));
        pair.policy(&policy, &json!({"contacts": {"registrant": "required"}}));
        pair.domains(&name("b"), Some(2003));
        assert_eq!(pair.domain(&name("b"), &registrant).status, 201);
        pair.policy(&policy, &json!({"min_label": 5}));
        pair.domains(&name("c"), Some(2306));
        pair.policy(&policy, &json!({}));
        let reserved = format!("{policy}/names/c{round}");
        pair.admin.put(&reserved, &json!({"kind": "reserved"})).expect(201);
        pair.domains(&name("c"), Some(2306));
        pair.admin.delete(&reserved).expect(204);
        pair.domains(&name("c"), None);
    }
}

#[test]
fn n4_claims_required_at_one_node_are_asked_of_the_next_registrant_at_the_other() {
    let pair = Pair::start();
    let policy = pair.tld("st");
    let claims = |name: &str| {
        let info = pair.registrar.get(&format!("/domains/{name}")).expect(200).json()["info"].clone();
        info["claims"].as_array().map_or(0, Vec::len)
    };
    for round in 0..5 {
        let id = format!("AA{round}");
        let person = json!({"id": id, "email": "jo@example.org", "postalInfo": {"int": {"name": "Jo Doe", "addr": {"cc": "DE"}}}});
        pair.registrar.put("/contacts", &person).expect(201);
        let registers = |name: &str| {
            let answer = pair.domain(name, &json!({"contacts": {"registrant": id}}));
            assert_eq!(answer.status, 201, "{answer}");
            claims(name)
        };
        assert_eq!(registers(&format!("a{round}.st")), 0);
        pair.policy(&policy, &json!({"required_claims": [{"claim": "email", "within": "P15D"}]}));
        assert_eq!(registers(&format!("b{round}.st")), 1);
        pair.policy(&policy, &json!({}));
        assert_eq!(registers(&format!("c{round}.st")), 0);
    }
}
