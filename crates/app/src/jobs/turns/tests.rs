//! The laws of Q1, before a gate that does as it is told.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use super::*;
use crate::ports::OneServer;

const HOLDER: SessionId = SessionId(Uuid::from_u128(7));
const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(20);

/// A gate that another server holds shut, or that is away.
#[derive(Default)]
struct Told {
    shut: AtomicBool,
    away: AtomicBool,
    held: Arc<AtomicUsize>,
    unanswered: Mutex<Vec<oneshot::Sender<Taking>>>,
}

impl Told {
    /// A lock that is counted while it is held.
    fn latch(&self) -> Latch {
        let held = self.held.clone();
        held.fetch_add(1, Ordering::SeqCst);
        Latch::new(move || {
            held.fetch_sub(1, Ordering::SeqCst);
        })
    }

    /// Somebody who waits for an answer.
    fn unanswered(&self) -> Option<oneshot::Sender<Taking>> {
        lock(&self.unanswered).pop()
    }
}

impl Gate for Told {
    fn take(&self, _: SessionId, _: std::time::Instant, answer: oneshot::Sender<Taking>) {
        if self.away.load(Ordering::SeqCst) {
            return lock(&self.unanswered).push(answer);
        }
        if self.shut.load(Ordering::SeqCst) {
            return drop(answer.send(Taking::Held));
        }
        drop(answer.send(Taking::Taken(self.latch())));
    }

    fn is_away(&self) -> bool {
        self.away.load(Ordering::SeqCst)
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn one_server() -> Arc<Turns> {
    Arc::new(Turns::new(Arc::new(OneServer)))
}

/// Waits until so many are in the holder's queue.
async fn until_present(turns: &Arc<Turns>, count: usize) {
    while lock(&turns.present).get(&HOLDER).map_or(0, |queue| queue.present) != count {
        tokio::task::yield_now().await;
    }
}

#[test]
fn q1_a_session_runs_one_request_at_a_time_and_others_are_not_held_up() {
    runtime().block_on(async {
        let turns = one_server();
        let pass = turns.enter(HOLDER, SHORT).await.unwrap();
        assert!(matches!(turns.enter(HOLDER, SHORT).await, Err(Refusal::SessionBusy)), "it waits, and gives up");
        assert!(matches!(turns.enter(HOLDER, Duration::ZERO).await, Err(Refusal::SessionBusy)), "it does not wait");
        assert!(turns.enter(SessionId(Uuid::from_u128(8)), Duration::ZERO).await.is_ok(), "another session");
        drop(pass);
        assert!(turns.enter(HOLDER, Duration::ZERO).await.is_ok());
        assert!(lock(&turns.present).is_empty(), "an empty queue takes no memory");
    });
}

#[test]
fn q1_four_wait_in_order_of_arrival_and_the_fifth_is_refused() {
    runtime().block_on(async {
        let turns = one_server();
        let order = Arc::new(Mutex::new(Vec::new()));
        let pass = turns.enter(HOLDER, LONG).await.unwrap();
        let mut waiting = tokio::task::JoinSet::new();
        for number in 0..4 {
            let (turns_again, order) = (turns.clone(), order.clone());
            waiting.spawn(async move {
                let pass = turns_again.enter(HOLDER, LONG).await;
                lock(&order).push(number);
                tokio::time::sleep(Duration::from_millis(1)).await;
                drop(pass.unwrap());
            });
            until_present(&turns, number + 2).await;
        }
        assert!(matches!(turns.enter(HOLDER, LONG).await, Err(Refusal::SessionBusy)));
        drop(pass);
        waiting.join_all().await;
        assert_eq!(*lock(&order), [0, 1, 2, 3]);
        assert!(lock(&turns.present).is_empty());
    });
}

#[test]
fn q1_who_gives_up_leaves_the_queue() {
    runtime().block_on(async {
        let turns = one_server();
        let pass = turns.enter(HOLDER, LONG).await.unwrap();
        let mut waiting = Vec::new();
        for number in 0..4 {
            let turns_again = turns.clone();
            waiting.push(tokio::spawn(async move { turns_again.enter(HOLDER, LONG).await }));
            until_present(&turns, number + 2).await;
        }
        for one in waiting.drain(..3) {
            one.abort();
        }
        until_present(&turns, 2).await;
        drop(pass);
        assert!(waiting.pop().unwrap().await.unwrap().is_ok(), "the one that stayed has its turn");
        assert!(lock(&turns.present).is_empty());
    });
}

#[test]
fn q1_a_turn_ends_with_a_panic() {
    runtime().block_on(async {
        let gate = Arc::new(Told::default());
        let turns = Arc::new(Turns::new(gate.clone()));
        let pass = turns.enter(HOLDER, SHORT).await.unwrap();
        assert_eq!(gate.held.load(Ordering::SeqCst), 1);
        let panicked = tokio::spawn(async move {
            let _pass = pass;
            panic!("on purpose");
        });
        assert!(panicked.await.is_err());
        assert_eq!(gate.held.load(Ordering::SeqCst), 0);
        assert!(turns.enter(HOLDER, Duration::ZERO).await.is_ok());
    });
}

#[test]
fn q2_what_another_server_holds_is_busy_and_leaves_no_trace() {
    runtime().block_on(async {
        let gate = Arc::new(Told::default());
        let turns = Arc::new(Turns::new(gate.clone()));
        gate.shut.store(true, Ordering::SeqCst);
        assert!(matches!(turns.enter(HOLDER, SHORT).await, Err(Refusal::SessionBusy)));
        gate.shut.store(false, Ordering::SeqCst);
        assert!(turns.enter(HOLDER, SHORT).await.is_ok());
        assert_eq!((gate.held.load(Ordering::SeqCst), lock(&turns.present).len()), (0, 0));
    });
}

#[test]
fn q2_a_gate_that_is_away_is_waited_for_a_second() {
    runtime().block_on(async {
        let gate = Arc::new(Told::default());
        let turns = Arc::new(Turns::new(gate.clone()));
        gate.away.store(true, Ordering::SeqCst);
        let begun = Instant::now();
        assert!(matches!(turns.enter(HOLDER, SHORT).await, Err(Refusal::Busy)));
        assert!((AWAY..AWAY * 2).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        assert!(lock(&gate.unanswered).iter().all(oneshot::Sender::is_closed), "nobody listens any more");
        lock(&gate.unanswered).clear();
        assert!(lock(&turns.present).is_empty());
    });
}

#[test]
fn q2_a_lock_that_comes_too_late_is_given_back() {
    runtime().block_on(async {
        let gate = Arc::new(Told::default());
        let turns = Arc::new(Turns::new(gate.clone()));
        gate.away.store(true, Ordering::SeqCst);
        let waiting = tokio::spawn({
            let turns = turns.clone();
            async move { turns.enter(HOLDER, LONG).await }
        });
        until_present(&turns, 1).await;
        let late = loop {
            match gate.unanswered() {
                Some(late) => break late,
                None => tokio::task::yield_now().await,
            }
        };
        // It is sent, and then the one who waits goes away without having looked.
        let sent = late.send(Taking::Taken(gate.latch()));
        assert!(sent.is_ok());
        waiting.abort();
        assert!(waiting.await.is_err());
        assert_eq!(gate.held.load(Ordering::SeqCst), 0);
    });
}
