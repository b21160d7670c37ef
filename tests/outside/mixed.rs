//! A thousand acknowledged writes through every face, on nodes that are killed and started again meanwhile: all there, histories and serials
//! exact, glue equal to a computation from scratch, every attestation verifies.

use domesday_tests::chance;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::{Database, Directory};
use domesday_tests::server::{Node, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::Duration;

use crate::given;

/// How many writes are to be acknowledged.
const WRITES: usize = 1000;

/// How many clients write at once.
pub(crate) const CLIENTS: usize = 6;

/// Where attestations say that they are: the same on every node.
pub(crate) const REGISTRY: &str = "https://registry.example";

/// What was acknowledged: what has to be there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Written {
    /// An address at a name in a client's own zone, through the zones face.
    Address(String, String),
    /// The same through DynECT, staged and published.
    Published(String, String),
    /// A delegation in a client's own zone, through mreg's surface.
    Delegation(String, String),
    /// A domain of a registrar, with a name server below it.
    Domain(String),
    /// A contact whose mail address was attested.
    Attested(String),
}

/// The nodes: where they listen, one of them down now and then.
struct Nodes<'a> {
    server: &'a Server,
    others: Mutex<Vec<Option<Node>>>,
    urls: RwLock<Vec<String>>,
    /// A key for each client: requests of one DynECT session wait for one another.
    tokens: Vec<String>,
}

impl Nodes<'_> {
    fn client(&self, at: usize, thread: usize) -> Client {
        let urls = self.urls.read().expect("urls");
        Client::new(&urls[at % urls.len()]).with_token(&self.tokens[thread])
    }

    /// Kills a node and starts it again, which then listens elsewhere.
    fn strike(&self, at: usize) {
        if at == 0 {
            self.server.kill();
            std::thread::sleep(Duration::from_millis(200));
            self.server.start_again();
            self.urls.write().expect("urls")[0] = self.server.url();
        } else {
            let mut others = self.others.lock().expect("nodes");
            others[at - 1] = None;
            std::thread::sleep(Duration::from_millis(200));
            let node = self.server.another_node();
            self.urls.write().expect("urls")[at] = node.url();
            others[at - 1] = Some(node);
        }
    }
}

/// A success, if it is one; else none, after a look at whether just this refusal may be. A node may have been killed.
fn good(answer: Result<Answer, String>) -> Option<Answer> {
    let answer = answer.ok()?;
    if answer.is_success() {
        return Some(answer);
    }
    // A node that stops, or one whose connection to the database was cut.
    assert!(answer.status == 503 || answer.text().contains("outcome_unknown"), "{answer}");
    None
}

/// Sends one write. None if an answer was not `good`: it may have been done then.
pub(crate) fn write(
    client: &Client,
    thread: usize,
    number: usize,
    good: fn(Result<Answer, String>) -> Option<Answer>,
) -> Option<Written> {
    let zone = format!("t{thread}.org");
    let name = format!("n{number}.{zone}");
    match number % 5 {
        0 => {
            let path = format!("/zones/{zone}/recordsets/{name}/A");
            good(client.put(&path, &json!({"records": ["192.0.2.1"]})).try_send())?;
            Some(Written::Address(zone, name))
        }
        1 => {
            let record = json!({"rdata": {"address": "192.0.2.2"}});
            good(client.post(&format!("/REST/ARecord/{zone}/{name}/"), &record).try_send())?;
            good(client.put(&format!("/REST/Zone/{zone}/"), &json!({"publish": true})).try_send())?;
            Some(Written::Published(zone, name))
        }
        2 => {
            let delegation = json!({"name": name, "nameservers": ["ns1.provider.net"]});
            good(client.post(&format!("/api/v1/zones/forward/{zone}/delegations/"), &delegation).try_send())?;
            Some(Written::Delegation(zone, name))
        }
        3 => {
            let name = format!("d{number}t{thread}.reg");
            let ns = json!([{"name": format!("ns1.{name}"), "addr": [{"v4": "192.0.2.3"}]}]);
            good(client.put("/domains", &json!({"name": name, "clID": "acme", "ns": ns})).try_send())?;
            Some(Written::Domain(name))
        }
        _ => {
            let id = format!("C{number}T{thread}");
            let contact =
                json!({"id": id, "clID": "acme", "email": "ann@example.org", "postalInfo": {"int": {"name": "Ann"}}});
            good(client.put("/contacts", &contact).try_send())?;
            let attestation = json!({"attestor": "/api/clients/acme", "value": "ann@example.org"});
            good(client.post(&format!("/api/contacts/{id}/email/attest"), &attestation).try_send())?;
            Some(Written::Attested(id))
        }
    }
}

/// Panics unless it is there. Gives what was attested.
pub(crate) fn hold(client: &Client, written: &Written) -> Option<Value> {
    match written {
        Written::Address(zone, name) | Written::Published(zone, name) => {
            let address = if matches!(written, Written::Address(..)) { "192.0.2.1" } else { "192.0.2.2" };
            let set = client.get(&format!("/zones/{zone}/recordsets/{name}/A")).expect(200).json();
            assert_eq!(set["records"], json!([address]), "{written:?}");
            None
        }
        Written::Delegation(zone, name) => {
            client.get(&format!("/zones/{zone}/delegations/{name}")).expect(200);
            None
        }
        Written::Domain(name) => {
            let info = client.get(&format!("/domains/{name}")).expect(200).json()["info"].clone();
            assert_eq!(info["dns"]["published"], true, "{info}");
            None
        }
        Written::Attested(id) => {
            let contact = client.get(&format!("/api/contacts/{id}")).expect(200).json();
            assert_eq!(contact["attestations"].as_array().map(Vec::len), Some(1), "{contact}");
            Some(contact)
        }
    }
}

/// Panics unless each step of a zone's serial is one entry of its history, without a gap.
pub(crate) fn hold_history(client: &Client, zone: &str) {
    let entries = client.get(&format!("/zones/{zone}/history?limit=1000")).expect(200).json();
    let entries = entries.as_array().expect("entries");
    assert_eq!(entries[0]["serial_after"], given::read(client, zone)["serial"], "{zone}");
    for pair in entries.windows(2) {
        assert_eq!(pair[0]["serial_before"], pair[1]["serial_after"], "{zone}: {} after {}", pair[0], pair[1]);
        assert_eq!(pair[0]["revision"].as_i64(), pair[1]["revision"].as_i64().map(|before| before + 1), "{zone}");
    }
}

/// Makes a TLD that is served here, the zones that clients write in, and the registrar of their domains and contacts.
pub(crate) fn prepare(server: &Server) {
    let admin = server.admin();
    let id =
        admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].as_str().expect("id").to_owned();
    admin.put(&format!("/tlds/{id}/policy"), &json!({"preset": "default"})).expect(201);
    admin.post("/zones", &given::with(given::zone("reg"), &json!({"registry_zone": true}))).expect(201);
    admin.post("/tlds", &json!({"name": "org"})).expect(201);
    for thread in 0..CLIENTS {
        given::created(&admin, &format!("t{thread}.org"));
    }
    let _ = server.user("acme1", "acme", &["registrar"]);
}

#[test]
fn what_was_acknowledged_through_any_face_outlives_its_node() {
    let server = Server::start_with(Database::postgres(), &[("DOMESDAY__SERVER__PUBLIC_URL", REGISTRY)]);
    prepare(&server);
    let key = || server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"").stdout;
    let others = vec![Some(server.another_node()), Some(server.another_node())];
    let urls = [server.url()].into_iter().chain(others.iter().flatten().map(Node::url)).collect();
    let nodes = Nodes {
        server: &server,
        others: Mutex::new(others),
        urls: RwLock::new(urls),
        tokens: (0..CLIENTS).map(|_| key().trim().to_owned()).collect(),
    };
    let count = AtomicUsize::new(0);
    let all: Vec<BTreeSet<Written>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CLIENTS)
            .map(|thread| {
                let (nodes, count) = (&nodes, &count);
                scope.spawn(move || {
                    let (mut mine, mut at) = (BTreeSet::new(), thread);
                    for number in 0.. {
                        if count.load(Ordering::Relaxed) >= WRITES {
                            break;
                        }
                        match write(&nodes.client(at, thread), thread, number, good) {
                            Some(written) => _ = (mine.insert(written), count.fetch_add(1, Ordering::Relaxed)),
                            None => at += 1,
                        }
                    }
                    mine
                })
            })
            .collect();
        while count.load(Ordering::Relaxed) < WRITES && !workers.iter().any(std::thread::ScopedJoinHandle::is_finished)
        {
            // The moment is the test's chance, not a wait for something.
            std::thread::sleep(Duration::from_millis(300 + chance::below(1200)));
            nodes.strike(usize::try_from(chance::below(3)).expect("small"));
        }
        workers.into_iter().map(|worker| worker.join().expect("a worker")).collect()
    });
    let client = nodes.client(0, 0);
    let attested: Vec<Value> = all.iter().flatten().filter_map(|written| hold(&client, written)).collect();
    let zones = (0..CLIENTS).map(|thread| format!("t{thread}.org")).chain(["reg".to_owned()]);
    zones.for_each(|zone| hold_history(&client, &zone));
    assert!(attested.len() >= 50, "{} attestations", attested.len());
    all_is_true(&server, &attested);
}

/// Panics unless nothing has to be mended, and each of these attestations verifies.
pub(crate) fn all_is_true(server: &Server, attested: &[Value]) {
    given::healthy(server);
    let directory = Directory::new();
    let keys = directory.path().join("keys.json");
    std::fs::write(&keys, server.nobody().get("/meta/signing-keys").expect(200).body).expect("a file");
    let arguments = ["attestation", "verify", "--registry", REGISTRY, "--keys", keys.to_str().expect("a path"), "-"];
    for contact in attested {
        let verified = server.command(&arguments, contact.to_string().as_bytes());
        assert_eq!(verified.status, 0, "{verified:?}");
    }
}
