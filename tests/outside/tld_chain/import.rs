//! Lists imported whole (rules I4, I5) while zones are made and lists are read: the old set holds or the new, also over a kill.

use super::pair::Pair;
use super::rules;
use super::ways::Way;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// TLDs of the list that comes along, from its beginning, its middle and its end.
const TLDS: [&str; 4] = ["ac", "museum", "co.uk", "zone"];

/// How many rules the bundled list has, once it is stored.
fn bundled(admin: &Client) -> u64 {
    let told = admin.post("/tlds/import", &json!({"source": "psl", "dry_run": true})).expect(200).json();
    told["read"].as_u64().unwrap() - told["duplicates"].as_u64().unwrap()
}

/// How many rules a list has when it is read as a whole.
fn listed(admin: &Client) -> u64 {
    admin.get("/tlds").expect(200).json()["tlds"].as_array().unwrap().len() as u64
}

/// A creation: when it was under way, and whether it was made.
#[derive(Clone, Copy, Debug)]
struct Try {
    from: Instant,
    to: Instant,
    made: bool,
}

/// Tells others to stop, also if the test ends before its time.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Imports while others read and make zones; `passes` tells whether these pass afterwards, as they did not before, or the other way round.
fn watched(pair: &Pair, hostmasters: &[Client], wanted: &Value, sizes: [u64; 2], passes: bool) {
    let (admins, numbers) = (pair.admins(), AtomicU64::new(0));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let ending = Ending(&done);
        let mut makers = Vec::new();
        for number in 0..4 {
            let (admin, done, numbers) = (&admins[number % admins.len()], &done, &numbers);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    let told = admin.get("/tlds/explain?name=x.museum").expect(200).json();
                    assert!(sizes.map(Value::from).contains(&told["rules_stored"]), "{told:#}");
                    let is_new = told["rules_stored"] == sizes[1];
                    assert_eq!(told["verdict"] == "allowed", is_new == passes, "{told:#}");
                }
            });
            let hostmaster = &hostmasters[number % hostmasters.len()];
            makers.push(scope.spawn(move || {
                let mut tries = Vec::new();
                while !done.load(Ordering::Relaxed) {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let name = format!("z{number}to{}.{}", sizes[1], TLDS[number as usize % TLDS.len()]);
                    let from = Instant::now();
                    let answer = Way::Zones.ask(hostmaster, &name, false);
                    assert!(answer.status == 201 || answer.status == 400, "{answer}");
                    tries.push(Try { from, to: Instant::now(), made: answer.status == 201 });
                }
                tries
            }));
        }
        let (admin, done) = (admins.last().unwrap(), &done);
        scope.spawn(move || {
            while !done.load(Ordering::Relaxed) {
                let found = listed(admin);
                assert!(sizes.contains(&found), "a list of {found} rules, and not of {sizes:?}");
            }
        });
        let begun = Instant::now();
        let report = rules::import(&admins[0], wanted);
        let ended = Instant::now();
        drop(ending);
        let changed = report["added"]["count"].as_u64().unwrap() + report["removed"]["count"].as_u64().unwrap();
        assert_eq!(changed, sizes[0].abs_diff(sizes[1]), "{}", report["source"]);
        let tries: Vec<Try> = makers.into_iter().flat_map(|maker| maker.join().unwrap()).collect();
        let (new, old): (Vec<Try>, Vec<Try>) = tries.into_iter().partition(|one| one.made == passes);
        assert!(new.iter().all(|one| one.to >= begun), "the new set decided before the import was sent");
        // Once the new set has decided anywhere, the old one decides nothing that begins later.
        let turned = new.iter().map(|one| one.to).min().map_or(ended, |first| first.min(ended));
        assert!(old.iter().all(|one| one.from <= turned), "the old set decided after the new one");
    });
    assert_eq!(listed(&admins[0]), sizes[1]);
    for (at, hostmaster) in hostmasters.iter().enumerate() {
        for tld in TLDS {
            let name = format!("after{at}to{}.{tld}", sizes[1]);
            assert_eq!(Way::Zones.make(&pair.server, hostmaster, &name, false).is_ok(), passes, "{name}");
        }
    }
}

both! {
    fn i4_while_a_list_is_imported_others_see_the_old_set_or_the_new(pair: &Pair) {
        let admin = pair.server.admin();
        rules::add(&admin, "com");
        let (whole, hostmasters) = (bundled(&admin), pair.clients("hostmaster1", "acme"));
        watched(pair, &hostmasters, &json!({"source": "psl"}), [1, whole], true);
        watched(pair, &hostmasters, &json!({"source": "psl", "text": "com\n", "prune": true}), [whole, 1], false);
    }

    fn i4_equal_imports_at_once_run_one_by_one(pair: &Pair) {
        let admins = pair.admins();
        let whole = bundled(&admins[0]);
        let mut reports: Vec<Value> = std::thread::scope(|scope| {
            let ask = |number: usize| {
                let admin = &admins[number % admins.len()];
                scope.spawn(move || rules::import(admin, &json!({"source": "psl"})))
            };
            let asked: Vec<_> = (0..3).map(ask).collect();
            asked.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        reports.sort_by_key(|report| report["kept"]["count"].as_u64());
        let counts: Vec<_> = reports.iter().map(|report| (&report["added"]["count"], &report["kept"]["count"])).collect();
        let (none, all) = (json!(0), json!(whole));
        assert_eq!(counts, [(&all, &none), (&none, &all), (&none, &all)]);
        assert_eq!(listed(&admins[0]), whole);
    }

    fn i4_of_two_lists_at_once_that_prune_one_another_one_is_left_whole(pair: &Pair) {
        const RULES: u64 = 1500;
        let admins = pair.admins();
        let text = |word: &str| (0..RULES).map(|number| format!("{word}{number}.tld\n")).collect::<String>();
        for _ in 0..3 {
            let [one, other] = ["one", "other"].map(|word| json!({"source": "file", "text": text(word), "prune": true}));
            std::thread::scope(|scope| {
                scope.spawn(|| rules::import(&admins[0], &one));
                scope.spawn(|| rules::import(admins.last().unwrap(), &other));
            });
            let stored = rules::stored(&admins[0]);
            let words: BTreeSet<&str> = stored.iter().map(|rule| rule.split(|c: char| c.is_ascii_digit()).next().unwrap()).collect();
            assert_eq!((stored.len() as u64, words.len()), (RULES, 1), "of {words:?}");
        }
    }

    fn i2_an_import_that_was_refused_or_only_tried_changes_nothing_for_zones(server: &Server) {
        let admin = server.admin();
        rules::add(&admin, "com");
        for wanted in [
            json!({"text": "org\nnet\n-wrong.tld\n"}),
            json!({"text": "org\n!www.ck\n"}),
            json!({"source": "psl", "text": "// ===BEGIN ICANN DOMAINS===\norg\n"}),
            json!({"text": ""}),
        ] {
            admin.post("/tlds/import", &wanted).expect(400);
            assert_eq!(Way::Zones.make(server, &admin, "x.org", false), Err("no_tld".to_owned()), "{wanted}");
        }
        let tried = admin.post("/tlds/import", &json!({"text": "org\n", "dry_run": true})).expect(200).json();
        assert_eq!(tried["added"]["names"], json!(["org"]));
        assert_eq!(Way::Zones.make(server, &admin, "x.org", false), Err("no_tld".to_owned()));
        assert_eq!(rules::stored(&admin), BTreeSet::from(["com".to_owned()]));
    }

    fn i5_an_import_whose_server_was_killed_has_changed_nothing_and_is_told_as_failed(server: &Server) {
        const ROUNDS: usize = 20;
        rules::add(&server.admin(), "com");
        let whole = bundled(&server.admin());
        for round in 1..=ROUNDS {
            let begun = server.admin().post("/tlds/import", &json!({"source": "psl"})).header("Prefer", "respond-async").expect(202);
            let job = begun.header("location").expect("a location").to_owned();
            assert_eq!(begun.json()["status"], "running");
            // The moment is the test's chance, not a wait for something.
            std::thread::sleep(Duration::from_millis(chance::below(150)));
            server.kill();
            server.start_again();
            let admin = server.admin();
            let (there, report) = (listed(&admin), ended(&admin, &job));
            if report["status"] == "complete" {
                assert_eq!(there, whole, "{report:#}");
                let _ = rules::import(&admin, &json!({"source": "psl", "text": "com\n", "prune": true}));
                assert!(round < ROUNDS, "no import was under way when its server was killed");
                continue;
            }
            assert_eq!((&report["status"], there), (&json!("failed"), 1), "{report:#}");
            assert!(!report["errors"].as_array().unwrap().is_empty(), "{report:#}");
            assert_eq!(Way::Zones.make(server, &admin, "x.museum", false), Err("no_tld".to_owned()));
            break;
        }
        let admin = server.admin();
        let again = rules::import(&admin, &json!({"source": "psl"}));
        assert_eq!(again["kept"]["count"], 1, "{}", again["kept"]);
        assert_eq!(listed(&admin), whole);
        assert_eq!(Way::Zones.make(server, &admin, "x.museum", false), Ok(()));
    }
}

/// What is told of an import once somebody else has imported after it. Where servers share the database, a server that is gone is known by its
/// silence: that takes a while, and then the next import tells.
fn ended(admin: &Client, job: &str) -> Value {
    let begun = Instant::now();
    loop {
        let _ = rules::import(admin, &json!({"source": "other", "text": "com\n"}));
        let report = admin.get(job).expect(200).json();
        if report["status"] != "running" {
            return report;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{report:#}");
        std::thread::sleep(Duration::from_secs(1));
    }
}
