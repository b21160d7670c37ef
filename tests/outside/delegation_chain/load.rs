//! Many callers at once on one chain of zones: no failure of ours, glue as from scratch, serials that account for every change (rules
//! C1 to C3, D5, S3, S4).

use super::book::Book;
use super::dice::Dice;
use super::operations::{Done, HOSTS, ZONES, act};
use super::state::State;
use super::{accounted, files, scratch, served, settled};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const CONNECTIONS: usize = 16;

/// How many of the zones are there at first.
const SERVED_FIRST: usize = 4;

/// What must have succeeded at least once before the load ends: else it has tested little.
const KINDS: [&str; 7] = ["list", "addresses", "make", "drop", "delegate", "redelegate", "undelegate"];

/// How many requests of each kind succeeded.
type Successes = Mutex<BTreeMap<&'static str, usize>>;

fn load(client: &Client, stop: &AtomicBool, successes: &Successes) {
    let mut dice = Dice::new();
    let is_enough = || KINDS.iter().all(|kind| successes.lock().unwrap().contains_key(kind));
    while !(stop.load(Ordering::Relaxed) && is_enough()) {
        let Done { kind, what, answer, .. } = act(client, &mut dice).unwrap();
        assert!(answer.status < 500, "{what}");
        if answer.is_success() {
            *successes.lock().unwrap().entry(kind).or_default() += 1;
        }
    }
}

both! {
    fn d5_glue_and_serials_are_right_whatever_many_do_at_once(server: &Server) {
        let seconds = std::env::var("DOMESDAY_LOAD_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3);
        let admin = server.admin();
        for zone in &ZONES[..SERVED_FIRST] {
            given::created(&admin, zone);
        }
        let (stop, successes) = (AtomicBool::new(false), Successes::default());
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| load(&admin, &stop, &successes));
            }
            // How long the load lasts is a setting, not a wait for something.
            std::thread::sleep(Duration::from_secs(seconds));
            stop.store(true, Ordering::Relaxed);
        });
        let state = State::read(&admin);
        let faults = scratch::faults(&state, &mut Book::of_unknown(&HOSTS));
        assert!(faults.is_empty(), "{faults:#?}");
        let actions = accounted::all(&admin, &state, &ZONES);
        let successes = successes.into_inner().unwrap();
        assert_eq!(actions["zone.create"], SERVED_FIRST + successes["make"], "{successes:?}");
        assert_eq!(actions["zone.delete"], successes["drop"], "{successes:?}");

        let book = settled::give_every_server_an_address(&admin);
        let state = State::read(&admin);
        let faults = scratch::faults(&state, &mut book.clone());
        assert!(faults.is_empty(), "after every name server got an address: {faults:#?}");
        accounted::all(&admin, &state, &ZONES);
        for name in state.zones.keys() {
            files::load_everywhere(name, &given::exported(&admin, name));
        }
        served::refer_as_stored(&admin, &state);
    }
}
