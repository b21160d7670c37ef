//! What glue costs: as many statements for a host that very many delegations use as for one that few use, and one changed row (rules P1,
//! P2). Counted on PostgreSQL, where they can be seen; the statements are the same on SQLite.

use super::statements::Counted;
use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use std::fmt::Write as _;

const FEW: usize = 10;
const MANY: usize = 20_000;

/// How often each request is sent: the first may find something to be read that later ones know, so the least is taken.
const ROUNDS: usize = 5;

/// A request that is measured: the zone's name and the round make it.
type Request = fn(&Client, &str, usize) -> Answer;

const REQUESTS: [(&str, Request); 7] = [
    ("the address of the host that all use", |client, zone, round| {
        let body = json!({"records": [format!("192.0.2.{}", 100 + round)]});
        client.put(&format!("/zones/hub.{zone}/recordsets/ns1.hub.{zone}/A"), &body).if_match("*").expect(200)
    }),
    ("the name servers of the zone that has it", |client, zone, round| {
        let second = json!({"name": format!("ns{}.hub.{zone}", 2 + round), "addresses": ["192.0.2.2"]});
        let body = json!({"ns": [format!("ns1.hub.{zone}"), second]});
        client.patch(&format!("/zones/hub.{zone}?force=true"), &body).if_match("*").expect(204)
    }),
    ("a further delegation", |client, zone, round| {
        let body = json!({"name": format!("new{round}.{zone}"), "ns": [format!("ns1.hub.{zone}")]});
        client.post(&format!("/zones/{zone}/delegations"), &body).expect(201)
    }),
    ("the name servers of one delegation", |client, zone, round| {
        let body = json!({"ns": [format!("ns1.hub.{zone}"), format!("ns{round}.provider.net")]});
        client.patch(&format!("/zones/{zone}/delegations/d1.{zone}"), &body).if_match("*").expect(204)
    }),
    ("one delegation, read", |client, zone, _| client.get(&format!("/zones/{zone}/delegations/d1.{zone}")).expect(200)),
    ("one delegation, deleted", |client, zone, round| {
        client.delete(&format!("/zones/{zone}/delegations/new{round}.{zone}")).expect(204)
    }),
    ("a page of delegations", |client, zone, _| client.get(&format!("/zones/{zone}/delegations?limit=5")).expect(200)),
];

/// A zone whose delegations all use one host in a child zone that is served here.
fn hub(client: &Client, zone: &str, delegations: usize) {
    let mut file = format!(
        "$ORIGIN {zone}.\n$TTL 3600\n@ IN SOA ns1.provider.net. hostmaster.example.org. 1 10800 3600 1814400 3600\n@ IN NS \
         ns1.provider.net.\nhub IN NS ns1.hub\nns1.hub IN A 192.0.2.1\n"
    );
    for number in 1..=delegations {
        writeln!(file, "d{number} IN NS ns1.hub").unwrap();
    }
    given::import(client, "", &file).expect(201);
    let body = given::with(given::zone(&format!("hub.{zone}")), &json!({"ns": [format!("ns1.hub.{zone}")]}));
    client.post("/zones", &body).expect(201);
}

#[test]
fn p1_p2_a_host_of_very_many_delegations_changes_with_as_many_statements_as_one_of_few() {
    let database = Database::postgres();
    let counted = Counted::in_front_of(database.url());
    // With one connection, it is in use all the time: one that was idle is first asked whether it is still there.
    let settings = [
        ("DOMESDAY__DATABASE__URL", counted.url()),
        ("DOMESDAY__DATABASE__CONNECTIONS", "1"),
        ("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0"),
    ];
    let server = Server::start_with(database, &settings);
    let admin = server.admin();
    hub(&admin, "few.org", FEW);
    hub(&admin, "many.org", MANY);
    let mut told = Vec::new();
    for (what, request) in REQUESTS {
        let cost = |zone: &str| {
            let once = |round| {
                let before = counted.statements();
                request(&admin, zone, round);
                counted.statements() - before
            };
            (0..ROUNDS).map(once).min().unwrap()
        };
        told.push((what, cost("few.org"), cost("many.org")));
    }
    assert!(told.iter().all(|(_, few, _)| *few > 0), "the statements do not pass where they are counted: {told:#?}");
    assert!(
        told.iter().all(|(_, few, many)| few == many),
        "statements with {FEW} and with {MANY} delegations: {told:#?}"
    );
}

#[test]
fn p2_one_row_changes_in_the_zone_whose_delegations_use_the_host() {
    let server = Server::start(Database::sqlite());
    let admin = server.admin();
    hub(&admin, "many.org", 1000);
    let body = json!({"records": ["192.0.2.7"], "ttl": 60});
    admin.put("/zones/hub.many.org/recordsets/ns1.hub.many.org/A", &body).if_match("*").expect(200);
    let entry = admin.get("/zones/many.org/history?limit=1").expect(200).json()[0].clone();
    let (from, to) = (json!({"ttl": null, "records": ["192.0.2.1"]}), json!({"ttl": 60, "records": ["192.0.2.7"]}));
    let change = json!({"what": "recordset", "name": "ns1.hub.many.org", "type": "A", "from": from, "to": to});
    assert_eq!(entry["changes"], json!([change]));
    assert_eq!(entry["cause"], "recordsets.change hub.many.org");
}
