//! A rolling restart: from the program of the commit before to this one, one node after the other, while clients of every face go on. None of
//! them is refused anything, and all that was acknowledged is there.

mod expanded;
mod fleet;
mod stopping;

use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, binary, previous};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use self::fleet::Fleet;
use crate::mixed::{CLIENTS, Written, all_is_true, hold, hold_history};

/// Panics unless all of it is at this node, and every history and serial is exact; gives what was attested.
fn all_is_there(client: &Client, written: &BTreeSet<Written>) -> Vec<Value> {
    let attested = written.iter().filter_map(|written| hold(client, written)).collect();
    let zones = (0..CLIENTS).map(|thread| format!("t{thread}.org")).chain(["reg".to_owned()]);
    zones.for_each(|zone| hold_history(client, &zone));
    attested
}

/// What callers hold for longer than a request: sessions of two faces, one with a change that is not published yet.
struct Held {
    session: Value,
    token: String,
}

impl Held {
    /// Opens them at a node.
    fn open(client: &Client) -> Self {
        let session = client.post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        let names = json!({"customer_name": "registry", "user_name": "admin", "password": PASSWORD});
        let opened = client.post("/REST/Session/", &names).expect(200).json();
        let token = opened["data"]["token"].as_str().expect("a token").to_owned();
        let staged = json!({"rdata": {"address": "192.0.2.9"}});
        client.with_header("Auth-Token", &token).post("/REST/ARecord/t0.org/held.t0.org/", &staged).expect(200);
        Self { session, token }
    }

    /// Panics unless they are good at this node.
    fn are_good(&self, client: &Client) {
        let token = self.session["token"].as_str().expect("a token");
        let current = client.with_token(token).get("/sessions/current").expect(200).json();
        assert_eq!(current["id"], self.session["id"]);
        let changes = client.with_header("Auth-Token", &self.token).get("/REST/ZoneChanges/t0.org/").expect(200).json();
        assert_eq!(changes["data"].as_array().map(Vec::len), Some(1), "{changes}");
    }

    /// Publishes what was staged.
    fn publish(&self, client: &Client) {
        let client = client.with_header("Auth-Token", &self.token);
        client.put("/REST/Zone/t0.org/", &json!({"publish": true})).expect(200);
        let published: Answer = client.get("/REST/ARecord/t0.org/held.t0.org/").expect(200);
        assert_eq!(published.json()["data"].as_array().map(Vec::len), Some(1), "{published}");
    }
}

/// Replaces the program of one node after the other under load, goes back with the first and forth again, and looks at everything.
fn roll(database: Database, nodes: usize) {
    let fleet = Fleet::start(previous(), database, nodes);
    let held = Held::open(&fleet.nobody(nodes - 1));
    let written = fleet.under_load(|load| {
        load.goes_on();
        for at in 0..nodes {
            fleet.replace(at, binary());
            load.goes_on();
            (0..nodes).for_each(|at| held.are_good(&fleet.nobody(at)));
        }
        for program in [previous(), binary()] {
            fleet.replace(0, program);
            load.goes_on();
            held.are_good(&fleet.nobody(0));
        }
    });
    held.publish(&fleet.nobody(0));
    assert!(written.len() >= CLIENTS * (nodes + 3), "{} writes: too few to tell", written.len());
    let mut attested = Vec::new();
    for at in 0..nodes {
        attested = all_is_there(&fleet.client(at, 0), &written);
    }
    assert!(!attested.is_empty());
    all_is_true(&fleet.server, &attested);
    let log = fleet.server.log();
    let faults = log.lines().filter(|line| line.contains(" ERROR ") || line.contains("status=5"));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_rolling_restart_refuses_nobody_and_loses_nothing_postgres() {
    roll(Database::postgres(), 3);
}

#[test]
fn a_restart_with_a_new_program_loses_nothing_sqlite() {
    roll(Database::sqlite(), 1);
}
