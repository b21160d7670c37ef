//! The server is killed while name servers and their addresses change: a zone and its surroundings change in one transaction or not at
//! all (rules Z19, C4, D5).

use super::book::Book;
use super::dice::Dice;
use super::operations::{HOSTS, ZONES, act};
use super::state::State;
use super::{accounted, scratch};
use crate::given;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use std::sync::atomic::{AtomicUsize, Ordering};

const CONNECTIONS: usize = 8;

/// Acts until nobody answers any more. Whoever has the success with this number kills the server while the others go on.
fn load(server: &Server, client: &Client, successes: &AtomicUsize, last: usize) {
    let mut dice = Dice::new();
    while let Ok(done) = act(client, &mut dice) {
        assert!(done.answer.status < 500, "{}", done.what);
        if done.answer.is_success() && successes.fetch_add(1, Ordering::SeqCst) + 1 == last {
            server.kill();
        }
    }
}

both! {
    fn c4_glue_is_right_after_a_kill(server: &Server) {
        let rounds = std::env::var("DOMESDAY_CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
        for zone in ZONES {
            given::created(&server.admin(), zone);
        }
        for round in 1..=rounds {
            let admin = server.admin();
            let (successes, last) = (AtomicUsize::new(0), 20 + chance::below(80) as usize);
            std::thread::scope(|scope| {
                for _ in 0..CONNECTIONS {
                    scope.spawn(|| load(server, &admin, &successes, last));
                }
            });
            server.start_again();
            let admin = server.admin();
            let state = State::read(&admin);
            let faults = scratch::faults(&state, &mut Book::of_unknown(&HOSTS));
            assert!(faults.is_empty(), "round {round}: {faults:#?}");
            accounted::all(&admin, &state, &ZONES);
        }
    }
}
