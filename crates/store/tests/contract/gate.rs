//! The gate between servers: one at a time for each holder, in whichever server, and never for longer than a server lives.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domesday_app::ports::{Gate, Latch, Store, Taking};
use domesday_domain::account::SessionId;
use domesday_tests::database::Database;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::plans::{alone, ask};
use crate::{Given, contract};

const SOON: Duration = Duration::from_secs(20);

fn holder(number: u128) -> SessionId {
    SessionId(Uuid::from_u128(number))
}

/// Asks for a lock, and goes on.
fn asked(gate: &dyn Gate, number: u128, waits: Duration) -> oneshot::Receiver<Taking> {
    let (answer, taking) = oneshot::channel();
    gate.take(holder(number), Instant::now() + waits, answer);
    taking
}

/// The lock; none if another server has it.
fn answer(taking: oneshot::Receiver<Taking>) -> Option<Latch> {
    match taking.blocking_recv().expect("the gate is open") {
        Taking::Taken(latch) => Some(latch),
        Taking::Held => None,
    }
}

fn take(gate: &dyn Gate, number: u128, waits: Duration) -> Option<Latch> {
    answer(asked(gate, number, waits))
}

contract!(q2_a_lock_is_taken_and_given_back, |given| {
    let gate = given.store.gate();
    for _ in 0..3 {
        let locks = [1, 2, 3].map(|number| take(&*gate, number, Duration::ZERO));
        assert!(locks.iter().all(Option::is_some));
        assert!(!gate.is_away());
    }
});

contract!(q2_a_closed_gate_answers_nobody, |given| {
    if !given.database.is_postgres() {
        // The gate of one server is always open.
        assert!(take(&*given.store.gate(), 1, Duration::ZERO).is_some());
        return;
    }
    let gate = given.store.gate();
    let latch = take(&*gate, 1, Duration::ZERO);
    let other = given.another();
    let waiting = asked(&*other.gate(), 1, SOON);
    other.close();
    assert!(waiting.blocking_recv().is_err());
    given.store.close();
    assert!(asked(&*gate, 2, SOON).blocking_recv().is_err());
    drop(latch);
});

/// Two servers on one database.
struct Two {
    given: Given,
    other: Arc<dyn Store>,
}

impl Two {
    fn new() -> Self {
        let given = Given::on(Database::postgres());
        let other = given.another();
        Self { given, other }
    }

    fn gates(&self) -> (Arc<dyn Gate>, Arc<dyn Gate>) {
        (self.given.store.gate(), self.other.gate())
    }

    /// Asks the database a number.
    fn count(&self, sql: &str) -> i64 {
        let mut counted = 0;
        ask(self.given.database.url(), async |client| {
            counted = client.query_one(sql, &[]).await.expect("counted").get(0);
        });
        counted
    }

    /// How many locks of two numbers are held.
    fn locks(&self) -> i64 {
        self.count(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
    }
}

impl Drop for Two {
    fn drop(&mut self) {
        self.other.close();
    }
}

#[test]
fn q2_what_one_server_holds_the_other_waits_for() {
    let two = Two::new();
    let (here, there) = two.gates();
    let latch = take(&*here, 1, Duration::ZERO).expect("free");
    assert!(take(&*there, 1, Duration::ZERO).is_none());
    assert!(take(&*there, 2, Duration::ZERO).is_some(), "another session is not held up");
    let begun = Instant::now();
    assert!(take(&*there, 1, Duration::from_millis(200)).is_none());
    assert!(begun.elapsed() >= Duration::from_millis(200));
    let waiting = asked(&*there, 1, SOON);
    std::thread::sleep(Duration::from_millis(120));
    drop(latch);
    let begun = Instant::now();
    let latch = answer(waiting).expect("it is free now");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(two.locks(), 1);
    drop(latch);
    assert!(take(&*here, 1, SOON).is_some());
}

#[test]
fn q2_a_lock_that_nobody_hears_of_is_given_back() {
    let two = Two::new();
    let (here, there) = two.gates();
    let latch = take(&*here, 1, Duration::ZERO).expect("free");
    // One gives up while it waits, another does not look at its answer.
    drop(asked(&*there, 1, SOON));
    drop(latch);
    let unseen = asked(&*there, 2, SOON);
    assert!(take(&*there, 3, Duration::ZERO).is_some(), "what was asked before is answered by now");
    drop(unseen);
    assert!(take(&*here, 1, SOON).is_some() && take(&*here, 2, SOON).is_some());
}

#[test]
fn q2_the_locks_of_a_server_that_ends_are_free() {
    let two = Two::new();
    let (here, there) = two.gates();
    let latch = take(&*there, 1, Duration::ZERO);
    assert!(latch.is_some() && take(&*here, 1, Duration::ZERO).is_none());
    two.other.close();
    assert!(take(&*here, 1, SOON).is_some());
    drop(latch);
}

#[test]
fn q2_a_broken_connection_is_replaced_and_its_locks_are_taken_again() {
    let two = Two::new();
    let (here, there) = two.gates();
    let latch = take(&*here, 1, Duration::ZERO).expect("free");
    let ended = two.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    assert_eq!(ended, 1);
    assert!(take(&*here, 2, SOON).is_some(), "a new connection is made when it is needed");
    assert!(take(&*there, 1, Duration::ZERO).is_none(), "what was held is held again");
    drop(latch);
    assert!(take(&*there, 1, SOON).is_some());
}

#[test]
fn q2_a_lock_that_was_lost_is_given_back_without_harm() {
    let two = Two::new();
    let (here, there) = two.gates();
    let lost = take(&*here, 1, Duration::ZERO).expect("free");
    two.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    let latch = take(&*there, 1, SOON).expect("it is free, since its connection is gone");
    assert!(take(&*here, 2, SOON).is_some());
    drop(lost);
    assert!(take(&*here, 1, Duration::ZERO).is_none(), "the other server's lock stands");
    drop(latch);
    assert!(take(&*here, 1, SOON).is_some());
}

#[test]
fn p1_what_is_asked_at_one_moment_costs_one_statement() {
    let two = Two::new();
    two.given.store.close();
    two.other.close();
    ask(two.given.database.url(), async |client| {
        alone(client).await;
        client.batch_execute("SELECT pg_stat_reset()").await.expect("reset");
    });
    let store = two.given.another();
    let gate = store.gate();
    let taking: Vec<_> = (1..=500).map(|number| asked(&*gate, number, SOON)).collect();
    let latches: Vec<Latch> = taking.into_iter().filter_map(answer).collect();
    assert_eq!((latches.len(), two.locks()), (500, 500));
    drop(latches);
    // It is answered after what was given back before it.
    let last = take(&*gate, 0, SOON);
    assert_eq!((last.is_some(), two.locks()), (true, 1));
    // A connection reports its counts when it ends; a statement by itself is a transaction.
    store.close();
    let mut counted = 0;
    ask(two.given.database.url(), async |client| {
        alone(client).await;
        let sql = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
        counted = client.query_one(sql, &[]).await.expect("counted").get::<_, i64>(0);
    });
    assert!((1..300).contains(&counted), "{counted} transactions for 500 locks, taken and given back");
}
