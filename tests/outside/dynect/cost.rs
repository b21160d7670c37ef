//! What staging and publishing cost (P2): as many statements with much in the zone and much staged as with little. Counted on PostgreSQL,
//! where they can be seen; the statements are the same on SQLite.

#[path = "../delegation_chain/statements.rs"]
#[expect(clippy::duplicate_mod, reason = "statements are counted in places that do not know of one another")]
mod statements;

use super::staged::{Session, ZONE, admin};
use crate::given;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use statements::Counted;

const FEW: usize = 10;
const MANY: usize = 900;

/// How often each request is sent: the first may find something to be read that later ones know, and the server writes of itself now and
/// then, so the least is taken.
const ROUNDS: usize = 5;

/// How many statements the server may make of itself beside a request: it gives turns back and keeps answers for many requests at once.
const BESIDE: usize = 2;

/// A request that is measured, in a round of its own.
type Request = fn(&Session, usize);

const REQUESTS: [(&str, Request); 6] = [
    ("an add", |session, round| drop(session.add("A", &format!("new{round}.x.org"), json!({"address": "192.0.2.1"})))),
    ("an update", |session, round| {
        let id = session.addresses(&format!("own{round}.x.org"))[0].0;
        session.put(&format!("ARecord/x.org/own{round}.x.org/{id}"), json!({"rdata": {"address": "192.0.2.2"}})).done();
    }),
    ("a replacement", |session, round| {
        let set = json!({"ARecords": [{"rdata": {"address": "192.0.2.3"}}, {"rdata": {"address": "192.0.2.4"}}]});
        session.put(&format!("ARecord/x.org/own{round}.x.org"), set).done();
    }),
    ("a delete of a type", |session, round| drop(session.delete(&format!("ARecord/x.org/own{round}.x.org")).done())),
    ("a removal of a node", |session, round| drop(session.delete(&format!("Node/x.org/new{round}.x.org")).done())),
    ("an SOA", |session, round| {
        let uris = session.get("SOARecord/x.org/x.org").done();
        let path = uris[0].as_str().unwrap().trim_start_matches("/REST/").to_owned();
        session.put(&path, json!({"rdata": {"refresh": 5000 + round}})).done();
    }),
];

/// The statements of each request: the least of some.
fn costs(counted: &Counted, session: &Session) -> Vec<(&'static str, usize)> {
    let cost = |(what, request): (&'static str, Request)| {
        let once = |round| {
            let before = counted.statements();
            request(session, round);
            counted.statements() - before
        };
        (what, (0..ROUNDS).map(once).min().expect("a round"))
    };
    REQUESTS.into_iter().map(cost).collect()
}

/// The statements of a publish of so many adds, at names that begin so: the least of some.
fn publish(counted: &Counted, session: &Session, count: usize, prefix: &str) -> usize {
    let once = |round: usize| {
        let file: String = (0..count).map(|number| format!("{prefix}{round}-{number} IN A 192.0.2.1\n")).collect();
        session.put("ZoneFile/x.org", json!({ "file": file })).done();
        let before = counted.statements();
        session.publish();
        counted.statements() - before
    };
    (0..ROUNDS).map(once).min().expect("a round")
}

#[test]
fn p2_staging_and_publishing_take_as_many_statements_however_much_there_is() {
    let database = Database::postgres();
    let counted = Counted::in_front_of(database.url());
    let settings = [
        ("DOMESDAY__DATABASE__URL", counted.url()),
        ("DOMESDAY__DATABASE__CONNECTIONS", "1"),
        ("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0"),
    ];
    let server = Server::start_with(database, &settings);
    let session = admin(&server);
    session.zone(ZONE);
    let own: String = (0..ROUNDS).map(|round| format!("own{round} IN A 192.0.2.1\n")).collect();
    session.put("ZoneFile/x.org", json!({ "file": own })).done();
    session.publish();
    let few = costs(&counted, &session);
    assert!(few.iter().all(|(_, count)| *count > 0), "the statements do not pass where they are counted: {few:#?}");
    session.delete("ZoneChanges/x.org").done();
    let small = publish(&counted, &session, FEW, "small");
    let large = publish(&counted, &session, MANY, "large");
    assert!(small.abs_diff(large) <= BESIDE, "a publish of {FEW} records: {small}, and of {MANY}: {large}");
    let staged: String = (0..MANY).map(|number| format!("staged{number} IN A 192.0.2.1\n")).collect();
    session.put("ZoneFile/x.org", json!({ "file": staged })).done();
    for ((what, few), (_, many)) in few.into_iter().zip(costs(&counted, &session)) {
        assert!(
            few.abs_diff(many) <= BESIDE,
            "{what} in a small zone: {few}, beside {MANY} changes in one of thousands: {many}"
        );
    }
}

#[test]
fn p1_j8_reads_and_refusals_write_nothing() {
    let server = Server::start_with(Database::sqlite(), &[("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0")]);
    let session = admin(&server);
    session.zone(ZONE);
    session.add("A", "www.x.org", json!({"address": "192.0.2.1"}));
    assert!(
        given::database_files(&server).len() >= 2,
        "the database is not where it is looked for: {:?}",
        given::database_files(&server)
    );
    let reads = [
        "Zone",
        "Zone/x.org",
        "ARecord/x.org/www.x.org",
        "AllRecord/x.org",
        "NodeList/x.org",
        "ZoneChanges/x.org",
        "Task",
    ];
    let leaves_all = |_: usize| {
        let before = given::database_files(&server);
        for read in reads {
            session.get(read).done();
            assert_eq!(session.get("Zone/y.org").answer().status, 404);
        }
        given::database_files(&server) == before
    };
    // The last use of sessions is noted once a minute, so of some rounds one may meet that.
    assert!((0..5).filter(|round| leaves_all(*round)).count() >= 4);
    let before = given::database_files(&server);
    session.add("A", "www.x.org", json!({"address": "192.0.2.2"}));
    assert_ne!(given::database_files(&server), before, "what is written does not show where it is looked for");
}
