//! Changes of rules and block list that race creations: each creation is answered by what held while it was under way (rule C2), and never
//! from rules that did not come to be.

use super::pair::Pair;
use super::rules;
use super::ways::Way;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::{Answer, Client};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Connections that make zones; with those that change what decides, there are sixteen.
const MAKERS: usize = 11;

/// What is refused below each of these TLDs while it is closed.
const CLOSED: [(&str, &str); 4] =
    [("rule.tld", "no_tld"), ("list.tld", "no_tld"), ("blocked.tld", "blocked"), ("wild.tld", "is_tld")];

/// When a request was under way.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: Instant,
    to: Instant,
}

impl Span {
    fn of<T>(act: impl FnOnce() -> T) -> (Self, T) {
        let from = Instant::now();
        let done = act();
        (Self { from, to: Instant::now() }, done)
    }
}

/// From the change on that is under way here, names below a TLD are let pass, or are not.
type Changes = Vec<(Span, bool)>;

/// A creation, and whether it was made.
type Tries = Vec<(Span, bool)>;

/// Panics unless the answer is one of these.
fn expect(answer: &Answer, statuses: &[u16]) {
    assert!(statuses.contains(&answer.status), "{answer}");
}

/// Closes and opens a TLD until it is told to stop: each of them another way. All are open at first.
fn open_and_close(at: usize, admin: &Client, stop: &AtomicBool, first: Span) -> Changes {
    let mut changes = vec![(first, true)];
    let mut id = if at == 0 { rules::find(admin, "rule.tld") } else { String::new() };
    while !stop.load(Ordering::Relaxed) {
        let opens = !changes.last().unwrap().1;
        let (span, ()) = Span::of(|| match (at, opens) {
            (0, true) => id = rules::add(admin, "rule.tld"),
            (0, false) => expect(&admin.delete(&format!("/tlds/{id}")).send(), &[204]),
            (1, _) => {
                let text = if opens { "always.tld\nlist.tld\n" } else { "always.tld\n" };
                let _ = rules::import(admin, &json!({"source": "race", "text": text, "prune": true}));
            }
            (2, true) => expect(&admin.delete(&format!("/blocklist/{id}")).send(), &[204]),
            (2, false) => id = rules::block(admin, r"\.blocked\.tld$"),
            (_, true) => expect(&admin.delete(&format!("/tlds/{id}")).send(), &[204]),
            (_, false) => id = rules::add(admin, "*.wild.tld"),
        });
        changes.push((span, opens));
        // A state that nobody meets tests nothing.
        std::thread::sleep(Duration::from_millis(chance::below(30)));
    }
    changes
}

/// Tries changes that are undone or refused, until it is told to stop.
fn try_in_vain(admin: &Client, stop: &AtomicBool) {
    let keep = rules::find(admin, "keep.tld");
    while !stop.load(Ordering::Relaxed) {
        expect(&admin.post("/tlds?dry_run=true", &json!({"name": "ghost.tld"})).send(), &[200]);
        expect(&admin.delete(&format!("/tlds/{keep}?dry_run=true")).send(), &[200]);
        expect(&admin.post("/tlds", &json!({"name": "keep.tld"})).send(), &[409]);
        let list = json!({"source": "race", "text": "ghost.tld\n", "dry_run": true, "prune": true});
        expect(&admin.post("/tlds/import", &list).send(), &[200]);
        expect(&admin.delete(&format!("/tlds/{keep}")).if_match("\"99\"").send(), &[412]);
    }
}

/// Makes zones until it is told to stop, some of which are refused for reasons of their own.
fn make_zones(client: &Client, numbers: &AtomicU64, stop: &AtomicBool, tries: &Mutex<BTreeMap<&'static str, Tries>>) {
    let mut mine: BTreeMap<&'static str, Tries> = BTreeMap::new();
    while !stop.load(Ordering::Relaxed) {
        let number = numbers.fetch_add(1, Ordering::Relaxed);
        let way = Way::OVER_HTTP[chance::below(3) as usize];
        let Some((tld, code)) = CLOSED.get(chance::below(6) as usize) else {
            expect(&way.ask(client, &format!("z{number}.keep.tld"), false), &[201]);
            expect(&way.ask(client, &format!("z{number}.keep.tld"), false), &[409]);
            let ghost = way.ask(client, &format!("z{number}.ghost.tld"), false);
            assert!(ghost.status == 400 && ghost.text().contains("no_tld"), "{ghost}");
            continue;
        };
        let name = format!("z{number}.{tld}");
        let (span, answer) = Span::of(|| way.ask(client, &name, false));
        expect(&answer, &[201, 400]);
        assert!(answer.status == 201 || answer.text().contains(code), "{answer}");
        mine.entry(tld).or_default().push((span, answer.status == 201));
    }
    let mut tries = tries.lock().unwrap();
    for (tld, spans) in mine {
        tries.entry(tld).or_default().extend(spans);
    }
}

/// Whether a state that gives this answer may have held at some moment of the request: it did from when its change was sent, at the earliest,
/// until the next change was answered.
fn is_explained(changes: &Changes, (span, made): (Span, bool)) -> bool {
    changes.iter().enumerate().any(|(at, (change, open))| {
        let over = changes.get(at + 1).map(|(next, _)| next.to);
        *open == made && change.from <= span.to && over.is_none_or(|over| span.from <= over)
    })
}

both! {
    fn c2_every_creation_that_raced_a_change_is_answered_by_what_held_meanwhile(pair: &Pair) {
        let seconds = std::env::var("DOMESDAY_LOAD_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3);
        let (admins, hostmasters) = (pair.admins(), pair.clients("hostmaster1", "acme"));
        let (first, ()) = Span::of(|| {
            rules::add_all(&admins[0], &["keep.tld", "rule.tld", "blocked.tld", "wild.tld"]);
            let _ = rules::import(&admins[0], &json!({"source": "race", "text": "always.tld\nlist.tld\n"}));
        });
        let (stop, numbers, tries) = (AtomicBool::new(false), AtomicU64::new(0), Mutex::default());
        let changes: Vec<Changes> = std::thread::scope(|scope| {
            let (stop, numbers, tries) = (&stop, &numbers, &tries);
            let changing: Vec<_> = (0..CLOSED.len())
                .map(|at| {
                    let admin = &admins[at % admins.len()];
                    scope.spawn(move || open_and_close(at, admin, stop, first))
                })
                .collect();
            let vain = admins.last().unwrap();
            scope.spawn(move || try_in_vain(vain, stop));
            for number in 0..MAKERS {
                let client = &hostmasters[number % hostmasters.len()];
                scope.spawn(move || make_zones(client, numbers, stop, tries));
            }
            // How long the load lasts is a setting, not a wait for something.
            std::thread::sleep(Duration::from_secs(seconds));
            stop.store(true, Ordering::Relaxed);
            changing.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let tries = tries.into_inner().unwrap();
        for ((tld, code), changes) in CLOSED.iter().zip(&changes) {
            let tries = &tries[tld];
            for one in tries {
                assert!(is_explained(changes, *one), "{tld}: {one:?} by none of {changes:#?}");
            }
            let made = tries.iter().filter(|(_, made)| *made).count();
            assert!(made > 0 && made < tries.len(), "{tld}: {made} of {} were made: this run has tested little", tries.len());
            // Afterwards nothing is in doubt.
            let open = changes.last().unwrap().1;
            for (at, client) in hostmasters.iter().enumerate() {
                let found = Way::Zones.make(&pair.server, client, &format!("after{at}.{tld}"), false);
                assert_eq!(found, if open { Ok(()) } else { Err((*code).to_owned()) }, "{tld}");
            }
            let wanted = made + if open { hostmasters.len() } else { 0 };
            let there = admins[0].get(&format!("/zones?suffix={tld}")).expect(200).json();
            assert_eq!(there.as_array().unwrap().len(), wanted, "{tld}: zones there, and answered with 201");
        }
        assert_eq!(admins[0].get("/zones?suffix=ghost.tld").expect(200).json(), json!([]));
    }

    fn c1_of_equal_rules_at_once_one_is_stored(pair: &Pair) {
        let admins = pair.admins();
        for round in 0..10 {
            let name = format!("t{round}.tld");
            let spellings = [name.clone(), name.to_uppercase(), format!("{name}.")];
            let mut statuses: Vec<u16> = std::thread::scope(|scope| {
                let ask = |number: usize| {
                    let (admin, name) = (&admins[number % admins.len()], &spellings[number % 3]);
                    scope.spawn(move || admin.post("/tlds", &json!({"name": name})).send().status)
                };
                let asked: Vec<_> = (0..12).map(ask).collect();
                asked.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            statuses.sort_unstable();
            assert_eq!(statuses, [[201].as_slice(), &[409; 11]].concat(), "{name}");
        }
        assert_eq!(rules::stored(&admins[0]).len(), 10);
    }

    fn c2_of_a_creation_and_the_deletion_of_its_rule_at_once_either_comes_first(pair: &Pair) {
        let (admins, hostmasters) = (pair.admins(), pair.clients("hostmaster1", "acme"));
        rules::add(&admins[0], "keep.tld");
        for round in 0..25 {
            let id = rules::add(&admins[0], "once.tld");
            let name = format!("z{round}.once.tld");
            let (made, affected) = std::thread::scope(|scope| {
                let creation = scope.spawn(|| Way::Zones.ask(&hostmasters[round % hostmasters.len()], &name, false));
                let admin = admins.last().unwrap();
                let deletion = admin.delete(&format!("/tlds/{id}")).header("Prefer", "return=representation").expect(200);
                let made = creation.join().unwrap();
                expect(&made, &[201, 400]);
                (made.status == 201, deletion.json()["affected_zones"]["names"].clone())
            });
            // The zones of the rounds before lean on the rule; this one too, if it was there first.
            let counted = affected.as_array().unwrap().iter().any(|zone| *zone == json!(name));
            assert_eq!(made, counted, "{name}: whether it was made, and whether it was told as affected");
            let there = admins[0].get(&format!("/zones/{name}")).send().status;
            assert_eq!(there == 200, made, "{name}");
            assert_eq!(Way::Zones.make(&pair.server, &hostmasters[0], &format!("late{round}.once.tld"), false), Err("no_tld".to_owned()));
        }
    }
}
