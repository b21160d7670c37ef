//! PostgreSQL crashes, and is restarted in order, while three servers write to it through every face: all that was acknowledged is there, and
//! the servers go on by themselves.

use super::away::until_health_is;
use super::faces::told;
use crate::given;
use crate::mixed::{CLIENTS, Written, hold, hold_history, prepare, write};
use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::postgres::{Private, Stop};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many writes each client is to have acknowledged before and after each stop.
const EACH: usize = 6;

/// The longest that one request may take, two of which are one write: the database's time limit, connecting, and a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// How long all clients together may take for their writes.
const PATIENCE: Duration = Duration::from_secs(240);

/// What clients have done, what they were refused because the database was away, and whether they are to stop.
#[derive(Default)]
struct Load {
    acknowledged: [AtomicUsize; CLIENTS],
    refused: [AtomicUsize; CLIENTS],
    log_ins: AtomicUsize,
    stop: AtomicBool,
}

impl Load {
    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Waits until each client has had some more writes acknowledged, and somebody has logged in. Panics if that takes too long; gives up when
    /// a client has failed, which tells of itself.
    fn goes_on(&self, has_failed: impl Fn() -> bool) {
        let count = || self.acknowledged.iter().chain([&self.log_ins]).map(|count| count.load(Ordering::Relaxed));
        let before: Vec<usize> = count().collect();
        let begun = Instant::now();
        while !has_failed() && count().zip(&before).any(|(now, before)| now < before + EACH) {
            assert!(begun.elapsed() < PATIENCE, "{before:?} went on only to {:?}", count().collect::<Vec<_>>());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Ends the load also when the test fails, so that its threads end.
struct End<'a>(&'a Load);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

/// Writes at one node until the end, and gives what was acknowledged.
fn writes(client: &Client, thread: usize, load: &Load) -> BTreeSet<Written> {
    let mut mine = BTreeSet::new();
    for number in 0.. {
        if load.is_over() {
            break;
        }
        let asked = Instant::now();
        match write(client, thread, number, told) {
            Some(written) => {
                mine.insert(written);
                load.acknowledged[thread].fetch_add(1, Ordering::Relaxed);
            }
            // Not sooner than a client that was told to try again.
            None => {
                load.refused[thread].fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        assert!(asked.elapsed() < 2 * LIMIT, "{:?}", asked.elapsed());
    }
    mine
}

/// Reads and logs in at every node in turn until the end.
fn reads(nodes: &[Client], token: &str, load: &Load) {
    let pair = |login: &str| -> Value { json!({login: "admin", "password": PASSWORD}) };
    let dynect = json!({"customer_name": "registry", "user_name": "admin", "password": PASSWORD});
    for nobody in nodes.iter().cycle() {
        if load.is_over() {
            break;
        }
        let client = nobody.with_token(token);
        let calls = [
            client.get("/zones"),
            client.get("/zones/t0.org/history?limit=5"),
            client.get("/tlds"),
            client.get("/domains"),
            client.get("/REST/Zone/"),
            client.get("/api/v1/zones/forward/"),
            client.get("/rdap/domain/d3t0.reg"),
            nobody.post("/sessions", &pair("login")),
            nobody.put("/auth", &pair("login")),
            nobody.post("/api/token-auth/", &pair("username")),
            nobody.post("/REST/Session/", &dynect),
        ];
        let mut answered = 0;
        for call in calls {
            let asked = Instant::now();
            let answer = call.try_send();
            // Before it is registered.
            let is_missing =
                answer.as_ref().is_ok_and(|answer| answer.status == 404 && answer.text().contains("d3t0.reg"));
            answered += usize::from(is_missing || told(answer).is_some());
            assert!(asked.elapsed() < LIMIT, "{:?}", asked.elapsed());
        }
        load.log_ins.fetch_add(usize::from(answered == 11), Ordering::Relaxed);
    }
}

#[test]
fn a_database_that_crashes_and_restarts_under_load_loses_nothing_and_the_servers_go_on_by_themselves() {
    let mut cluster = Private::start();
    let server = Server::start_with(Database::on(&cluster), &[("DOMESDAY__DATABASE__TIMEOUT_SECONDS", "20")]);
    let (second, third) = (server.another_node(), server.another_node());
    prepare(&server);
    let nodes = [server.nobody(), second.nobody(), third.nobody()];
    let key = || server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"").stdout;
    let tokens: Vec<String> = (0..=CLIENTS).map(|_| key().trim().to_owned()).collect();
    let load = Load::default();
    let all: Vec<BTreeSet<Written>> = std::thread::scope(|scope| {
        let _end = End(&load);
        let (load, nodes, tokens) = (&load, &nodes, &tokens);
        let workers: Vec<_> = (0..CLIENTS)
            .map(|thread| {
                let client = nodes[thread % nodes.len()].with_token(&tokens[thread]);
                scope.spawn(move || writes(&client, thread, load))
            })
            .collect();
        let reader = scope.spawn(move || reads(nodes, &tokens[CLIENTS], load));
        let has_failed = || reader.is_finished() || workers.iter().any(std::thread::ScopedJoinHandle::is_finished);
        load.goes_on(has_failed);
        for how in [Stop::Immediate, Stop::Fast, Stop::Immediate] {
            // The moment is the test's chance, not a wait for something.
            std::thread::sleep(Duration::from_millis(chance::below(500)));
            cluster.stop(how);
            for node in nodes {
                until_health_is(node, 503);
            }
            cluster.start_again();
            for node in nodes {
                until_health_is(node, 200);
            }
            load.goes_on(has_failed);
        }
        load.stop.store(true, Ordering::Relaxed);
        reader.join().expect("the reader");
        workers.into_iter().map(|worker| worker.join().expect("a worker")).collect()
    });
    assert!(load.refused.iter().all(|count| count.load(Ordering::Relaxed) >= 3), "{:?}: no load", load.refused);
    let log = server.log();
    assert!(!log.contains("panicked") && !log.contains("failed inside"), "a defect: see the log");
    let count: usize = all.iter().map(BTreeSet::len).sum();
    assert!(count >= CLIENTS * EACH * 4, "{count} acknowledged: too little to tell");
    for node in &nodes {
        let client = node.with_token(&tokens[0]);
        let attested = all.iter().flatten().filter_map(|written| hold(&client, written)).count();
        assert!(attested > 0, "none of {count} is an attestation");
        let zones = (0..CLIENTS).map(|thread| format!("t{thread}.org")).chain(["reg".to_owned()]);
        zones.for_each(|zone| hold_history(&client, &zone));
    }
    given::healthy(&server);
}
