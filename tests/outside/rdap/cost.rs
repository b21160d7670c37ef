//! What an answer costs (X4): as many statements for a domain with much as for one with little, and for one that is not there; and nothing is
//! written. Counted on PostgreSQL, where they can be seen; the statements are the same on SQLite.

#[path = "../delegation_chain/statements.rs"]
#[expect(clippy::duplicate_mod, reason = "statements are counted in places that do not know of one another")]
mod statements;

use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{World, contact, ds, register};
use crate::given;
use statements::Counted;

/// How often each request is sent: the first may find something to be read that later ones know, so the least is taken.
const ROUNDS: usize = 5;

/// The most name servers that a domain can have, and the most attestations of a contact that there are here.
const MOST: usize = 13;

/// Roles that are filled by somebody of their own each.
const ROLES: [&str; 4] = ["registrant", "admin", "tech", "billing"];

/// The statements that an answer takes: the least of some.
fn cost(counted: &Counted, world: &World, path: &str, status: u16) -> usize {
    let once = |_| {
        let before = counted.statements();
        let _ = world.ask(path).expect(status);
        counted.statements() - before
    };
    (0..ROUNDS).map(once).min().expect("a round")
}

/// Has a contact's sponsor attest these claims.
fn attest(world: &World, id: &str, claims: &[&str]) {
    for claim in claims {
        let path = format!("/api/contacts/{id}/{claim}");
        let value = world.acme.get(&path).expect(200).json()["value"].clone();
        let body = json!({"attestor": format!("{}/api/clients/acme", world.url), "value": value});
        world.acme.post(&format!("{path}/attest"), &body).expect(200);
    }
}

/// A domain with one of everything, and one with the most; and how both are looked at.
fn small_and_large(world: &World) {
    for id in ["ONE", "AA0", "AA1", "AA2", "AA3"] {
        contact(&world.acme, id, &json!({}));
    }
    attest(world, "ONE", &["email"]);
    let one = json!({"ns": [{"name": "ns0.one.st", "addr": ["192.0.2.1"]}], "contacts": {"registrant": "ONE"}, "secDNS": {"dsData": [ds(0)]}});
    register(&world.acme, "one.st", &one);
    for number in 0..ROLES.len() {
        attest(world, &format!("AA{number}"), &["name", "org", "addr", "voice", "fax", "email"]);
    }
    let addresses: Vec<String> = (1..9).map(|number| format!("192.0.2.{number}")).collect();
    let servers: Vec<Value> =
        (0..MOST).map(|number| json!({"name": format!("ns{number}.all.st"), "addr": addresses})).collect();
    let contacts: Value =
        ROLES.iter().enumerate().map(|(number, role)| ((*role).to_owned(), json!(format!("AA{number}")))).collect();
    let keys: Vec<Value> = (0..8).map(ds).collect();
    register(&world.acme, "all.st", &json!({"ns": servers, "contacts": contacts, "secDNS": {"dsData": keys}}));
    for number in 0..50 {
        let contacts = json!({"registrant": "AA0", "tech": "AA1"});
        register(&world.acme, &format!("other{number}.st"), &json!({"ns": ["ns1.all.st"], "contacts": contacts}));
    }
}

#[test]
fn x4_an_answer_takes_as_many_statements_however_much_is_in_it_or_if_there_is_nothing() {
    let database = Database::postgres();
    let counted = Counted::in_front_of(database.url());
    // With one connection, it is in use all the time: one that was idle is first asked whether it is still there.
    let settings = [
        ("DOMESDAY__DATABASE__URL", counted.url()),
        ("DOMESDAY__DATABASE__CONNECTIONS", "1"),
        ("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0"),
    ];
    let server = Server::start_with(database, &settings);
    let world = World::of(&server, &json!({"disclose": ["name", "org", "addr", "voice", "fax", "email"]}));
    small_and_large(&world);
    let entity = |id: &str| format!("entity/{}", world.roid(id));
    for (what, small, large) in [
        ("a domain", "domain/one.st".to_owned(), "domain/all.st".to_owned()),
        ("a name server", "nameserver/ns0.one.st".to_owned(), "nameserver/ns1.all.st".to_owned()),
        ("a contact", entity("ONE"), entity("AA0")),
        ("a registrar", "entity/zeta".to_owned(), "entity/acme".to_owned()),
    ] {
        let costs = [small, large].map(|path| cost(&counted, &world, &path, 200));
        assert!(costs[0] > 0, "the statements do not pass where they are counted");
        assert_eq!(costs[0], costs[1], "{what} with little and with much");
    }
    // What is no contact's may be a registrar's, so both are looked for.
    let registrar = cost(&counted, &world, "entity/acme", 200);
    for (what, path, most, more) in [
        ("a domain that is not there", "domain/none.st", "domain/one.st".to_owned(), 0),
        ("a name server that is not there", "nameserver/ns1.none.st", "nameserver/ns0.one.st".to_owned(), 0),
        ("a contact that is not there", "entity/C987654321-DMSD", entity("ONE"), registrar),
        ("a registrar that is not there", "entity/nobody", "entity/acme".to_owned(), 0),
    ] {
        let (none, some) = (cost(&counted, &world, path, 404), cost(&counted, &world, &most, 200) + more);
        assert!(none <= some, "{what}: {none}, and {some} at most for one that is");
    }
    let (idle, unknown) = {
        contact(&world.acme, "IDLE", &json!({}));
        (cost(&counted, &world, &entity("IDLE"), 404), cost(&counted, &world, "entity/C987654321-DMSD", 404))
    };
    assert_eq!(idle, unknown, "a contact that nobody uses, and one that was never there");
    for (path, status, most) in [
        ("help", 200, 0),
        ("domains", 501, 0),
        ("domain/-.st", 400, 1),
        ("nameserver/-.st", 400, 1),
        ("entity/-", 400, 1),
    ] {
        assert!(
            cost(&counted, &world, path, status) <= most,
            "nothing is asked for {path}, but perhaps that a look begins"
        );
    }
}

#[test]
fn x4_no_answer_writes_anything_not_even_of_what_is_due() {
    let server = Server::start_with(Database::sqlite(), &[("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0")]);
    let world = World::of(&server, &json!({"add_grace": "P0D", "redemption": "PT1S", "pending_delete": "PT1S"}));
    small_and_large(&world);
    let roid = world.roid("ONE");
    world.acme.delete("/domains/one.st").expect(202);
    let before = given::database_files(&server);
    assert!(before.len() >= 2, "the database is not where it is looked for: {before:?}");
    let paths = [
        "domain/one.st",
        "domain/all.st",
        "nameserver/ns0.one.st",
        "nameserver/ns1.all.st",
        "entity/acme",
        "help",
        "domain/none.st",
        "domains",
        "domain/-.st",
    ];
    let own = format!("entity/{roid}");
    while world.ask("domain/one.st").send().status == 200 {
        for path in paths.iter().copied().chain([own.as_str()]) {
            for client in [&world.public, &world.acme] {
                let _ = client.get(&format!("/rdap/{path}")).send();
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(world.ask(&own).send().status, 404, "it went with its domain");
    assert_eq!(given::database_files(&server), before);
    register(&world.acme, "new.st", &json!({}));
    assert_ne!(given::database_files(&server), before, "what is written does not show where it is looked for");
}
