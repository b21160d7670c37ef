//! Many who make zones of one account at once: never more than it may have, and never fewer (rule C1).

use super::pair::Pair;
use super::quota::{is_full, over};
use super::rules;
use super::ways::Way;
use crate::given;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::Answer;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

both! {
    fn c1_of_many_creations_at_once_as_many_succeed_as_there_are_places(pair: &Pair) {
        const CONNECTIONS: usize = 16;
        let admin = pair.server.admin();
        let hostmasters = pair.clients("hostmaster1", "acme");
        let mut there = 0;
        for (round, places) in [1, 5, 11, 3].into_iter().enumerate() {
            rules::set_quota(&admin, "acme", there + places);
            let statuses: Vec<Answer> = std::thread::scope(|scope| {
                let ask = |number: usize| {
                    let client = &hostmasters[number % hostmasters.len()];
                    let name = if number < 6 { format!("r{round}n{number}.org") } else { format!("n{number}.r{round}.net") };
                    let way = Way::OVER_HTTP[number % 3];
                    scope.spawn(move || way.ask(client, &name, false))
                };
                let asked: Vec<_> = (0..CONNECTIONS).map(ask).collect();
                asked.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let made = statuses.iter().filter(|answer| answer.status == 201).count();
            for answer in &statuses {
                assert!(answer.status == 201 || answer.status == 403 && answer.text().contains("over_quota"), "{answer}");
            }
            assert_eq!(made as i64, places, "round {round}");
            there += places;
            assert_eq!(admin.get("/zones?owner=acme").expect(200).json().as_array().unwrap().len() as i64, there);
        }
    }

    fn c1_places_that_come_free_are_taken_at_most_once(pair: &Pair) {
        const CONNECTIONS: usize = 8;
        const PLACES: usize = 3;
        let admin = pair.server.admin();
        let hostmasters = pair.clients("hostmaster1", "acme");
        rules::set_quota(&admin, "acme", PLACES as i64);
        let most = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for number in 0..CONNECTIONS {
                let (client, most) = (&hostmasters[number % hostmasters.len()], &most);
                scope.spawn(move || {
                    for round in 0..15 {
                        let name = format!("r{round}n{number}.org");
                        let answer = Way::Zones.ask(client, &name, false);
                        if answer.status != 201 {
                            over(&answer);
                            continue;
                        }
                        let there = client.get("/zones").expect(200).json().as_array().unwrap().len();
                        most.fetch_max(there, Ordering::SeqCst);
                        client.delete(&format!("/zones/{name}")).expect(204);
                    }
                });
            }
        });
        assert!((1..=PLACES).contains(&most.into_inner()), "at most {PLACES} zones are there at any moment");
        for number in 0..PLACES {
            given::created(&hostmasters[0], &format!("last{number}.org"));
        }
        is_full(&hostmasters[0], "more.org");
    }

    fn c1_a_quota_that_is_set_meanwhile_stands_for_all_that_comes_after_it(pair: &Pair) {
        const CONNECTIONS: usize = 12;
        let admin = pair.server.admin();
        let hostmasters = pair.clients("hostmaster1", "acme");
        let mut there = 0;
        for round in 0..12 {
            admin.delete("/v2/quotas/acme").expect(204);
            let quota = there + 1 + chance::below(20) as usize;
            let (made, answered) = std::thread::scope(|scope| {
                let make = |number: usize| {
                    let client = &hostmasters[number % hostmasters.len()];
                    scope.spawn(move || {
                        let mut made = Vec::new();
                        for turn in 0..3 {
                            let begun = Instant::now();
                            let answer = Way::Zones.ask(client, &format!("r{round}n{number}t{turn}.org"), false);
                            if answer.status == 201 {
                                made.push(begun);
                            } else {
                                over(&answer);
                            }
                        }
                        made
                    })
                };
                let makers: Vec<_> = (0..CONNECTIONS).map(make).collect();
                std::thread::sleep(Duration::from_millis(chance::below(60)));
                rules::set_quota(&admin, "acme", quota as i64);
                let answered = Instant::now();
                (makers.into_iter().flat_map(|maker| maker.join().unwrap()).collect::<Vec<_>>(), answered)
            });
            there += made.len();
            let late = made.iter().filter(|begun| **begun > answered).count();
            assert!(there <= quota || late == 0, "{there} zones at a quota of {quota}, {late} of them begun under it");
            let listed = admin.get("/zones?owner=acme").expect(200).json();
            assert_eq!(listed.as_array().unwrap().len(), there);
            assert_eq!(Way::Zones.make(&pair.server, &admin, &format!("other{round}.org"), false), Ok(()));
        }
    }
}

/// A session with PostgreSQL that keeps zones from being stored until it ends.
struct Barrier<'a> {
    database: &'a Database,
    session: Child,
}

impl<'a> Barrier<'a> {
    fn raise(database: &'a Database) -> Self {
        let mut session = Command::new("psql")
            .args(["--no-psqlrc", "--quiet", database.url()])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        session.stdin.as_mut().unwrap().write_all(b"BEGIN; LOCK TABLE zones IN SHARE MODE;\n").unwrap();
        let barrier = Self { database, session };
        barrier.wait_for("mode = 'ShareLock' AND locktype = 'relation' AND granted", 1);
        barrier
    }

    /// Waits until so many locks of the database are of this kind.
    fn wait_for(&self, kind: &str, wanted: usize) {
        let question = format!(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE datname = current_database() AND {kind}"
        );
        for _ in 0..600 {
            let told =
                Command::new("psql").args(["--no-psqlrc", "-Atc", &question, self.database.url()]).output().unwrap();
            if String::from_utf8_lossy(&told.stdout).trim().parse().is_ok_and(|found: usize| found >= wanted) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("there are never {wanted} locks with {kind}");
    }

    fn fall(mut self) {
        drop(self.session.stdin.take());
        self.session.wait().unwrap();
    }
}

#[test]
fn c1_a_zone_that_was_under_way_when_its_account_got_a_quota_is_counted() {
    let server = Server::start(Database::postgres());
    let (admin, hostmaster) = (server.admin(), server.user("hostmaster1", "acme", &["hostmaster"]));
    let zone = |name: &str| given::with(given::zone(name), &json!({"ns": [format!("ns.{name}.example.com")]}));
    let barrier = Barrier::raise(server.database());
    let second = std::thread::scope(|scope| {
        let first = scope.spawn(|| hostmaster.post("/zones", &zone("a.org")).send());
        barrier.wait_for("NOT granted", 1);
        let second = scope.spawn(|| {
            rules::set_quota(&admin, "acme", 1);
            hostmaster.post("/zones", &zone("b.net")).send()
        });
        // Either the quota waits for the zone that is under way, or the next zone for the barrier.
        barrier.wait_for("NOT granted", 2);
        barrier.fall();
        first.join().unwrap().expect(201);
        second.join().unwrap()
    });
    over(&second);
}
