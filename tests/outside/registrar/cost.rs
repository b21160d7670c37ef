//! What commands and searches cost (X4): as many statements with very many domains as with few. Counted on PostgreSQL, where they can be
//! seen; the statements are the same on SQLite.

#[path = "../delegation_chain/statements.rs"]
#[expect(clippy::duplicate_mod, reason = "statements are counted in places that do not know of one another")]
mod statements;

use super::given::{Registry, contacts, create, domain, served};
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use statements::Counted;

const FEW: usize = 10;
const MANY: usize = 2000;

/// How many make them at once.
const MAKERS: usize = 4;

/// How often each request is sent: the first may find something to be read that later ones know, so the least is taken.
const ROUNDS: usize = 5;

/// A request that is measured, on a domain that is there for it alone.
type Request = fn(&Client, &str);

const REQUESTS: [(&str, Request); 13] = [
    ("a check", |client, name| drop(client.get(&format!("/domains/{name}/check")).expect(200))),
    ("info", |client, name| drop(client.get(&format!("/domains/{name}")).expect(200))),
    ("whois", |client, name| drop(client.get(&format!("/whois/{name}")).expect(200))),
    ("a change", |client, name| {
        let body =
            json!({"add": {"ns": ["ns2.provider.net", "ns3.provider.net"]}, "rem": {"ns": ["ns1.provider.net"]}});
        client.post(&format!("/domains/{name}"), &body).expect(200);
    }),
    ("a change of contacts", |client, name| {
        let body =
            json!({"add": {"contact": [{"admin": "AA1"}, {"billing": "BB2"}]}, "rem": {"contact": [{"tech": "AA1"}]}});
        client.post(&format!("/domains/{name}"), &body).expect(200);
    }),
    ("a renewal", |client, name| {
        let day = domain(client, name)["exDate"].as_str().expect("an expiry")[..10].to_owned();
        client.post(&format!("/domains/{name}/renew"), &json!({"curExpDate": day})).expect(200);
    }),
    ("a deletion", |client, name| drop(client.delete(&format!("/domains/{name}")).expect(202))),
    ("a restoration", |client, name| drop(client.post(&format!("/domains/{name}/restore"), &json!({})).expect(200))),
    ("a new domain", |client, name| {
        drop(create(client, &one(&format!("new-{name}"))));
    }),
    ("a new host", |client, name| {
        drop(client.put("/hosts", &json!({"name": format!("ns1.{name}"), "addr": ["192.0.2.1"]})).expect(201));
    }),
    ("a search", |client, _| {
        drop(client.get("/domains?do=search&field[name][like]=d%25&sort_field=exDate&limit=5").expect(200));
    }),
    ("a search by name server", |client, _| {
        drop(
            client
                .get("/domains?do=search&field[ns][eq]=ns1.provider.net&field[registrant][eq]=AA1&limit=5&offset=3")
                .expect(200),
        );
    }),
    ("a page of contacts", |client, _| drop(client.get("/contacts?do=search&field[status][eq]=linked").expect(200))),
];

/// A domain like many.
fn one(name: &str) -> Value {
    json!({"name": name, "ns": ["ns1.provider.net"], "contacts": {"registrant": "AA1", "tech": "AA1"}})
}

/// The statements of each request: the least of some, each on a domain of its own.
fn costs(counted: &Counted, registry: &Registry, size: &str) -> Vec<(&'static str, usize)> {
    let acme = &registry.acme;
    for round in 0..ROUNDS {
        drop(create(acme, &one(&format!("{size}{round}.st"))));
    }
    let cost = |(what, request): (&'static str, Request)| {
        let once = |round| {
            let before = counted.statements();
            request(acme, &format!("{size}{round}.st"));
            counted.statements() - before
        };
        (what, (0..ROUNDS).map(once).min().expect("a round"))
    };
    REQUESTS.into_iter().map(cost).collect()
}

#[test]
fn x4_commands_and_searches_take_as_many_statements_with_very_many_domains_as_with_few() {
    let database = Database::postgres();
    let uncounted = database.url().to_owned();
    let counted = Counted::in_front_of(&uncounted);
    // With one connection, it is in use all the time: one that was idle is first asked whether it is still there.
    let settings = [
        ("DOMESDAY__DATABASE__URL", counted.url()),
        ("DOMESDAY__DATABASE__CONNECTIONS", "1"),
        ("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0"),
    ];
    let server = Server::start_with(database, &settings);
    let registry = served(&server, &json!({"authinfo_on_create": "unset", "add_grace": "P0D"}));
    contacts(&registry.acme, &["AA1", "BB2"]);
    // Domains are made at a node of their own, past where statements are counted.
    server.set("DOMESDAY__DATABASE__URL", &uncounted);
    server.set("DOMESDAY__DATABASE__CONNECTIONS", "4");
    let node = server.another_node();
    let key = server.command(&["key", "create", "--user", "acme", "--account", "acme"], b"");
    let maker = node.nobody().with_token(key.stdout.trim());
    let fill = |numbers: std::ops::Range<usize>| {
        std::thread::scope(|scope| {
            for part in 0..MAKERS {
                let (maker, numbers) = (&maker, numbers.clone());
                scope.spawn(move || {
                    for number in numbers.skip(part).step_by(MAKERS) {
                        drop(create(maker, &one(&format!("d{number}.st"))));
                    }
                });
            }
        });
    };
    fill(0..FEW);
    let few = costs(&counted, &registry, "few");
    fill(FEW..MANY);
    let many = costs(&counted, &registry, "many");
    assert!(few.iter().all(|(_, count)| *count > 0), "the statements do not pass where they are counted: {few:#?}");
    assert_eq!(few, many, "statements with {FEW} and with {MANY} domains");
}
