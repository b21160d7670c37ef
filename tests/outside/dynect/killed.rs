//! The server is killed while zones are published (X2): what was answered stands, staged or published; the rest is whole or absent. On
//! SQLite, where durability is ours to get right.

use super::staged::{Session, admin, list};
use domesday_tests::chance;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const THREADS: usize = 8;

#[test]
fn x2_what_was_answered_stands_when_the_server_is_killed_while_zones_are_published() {
    let server = Server::start(Database::sqlite());
    let names: Vec<String> = (0..THREADS).map(|thread| format!("z{thread}.org")).collect();
    let first = admin(&server);
    for name in &names {
        first.zone(name);
    }
    let mut answered = 0;
    for round in 0..3 {
        let sessions: Vec<Session> = (0..THREADS).map(|_| admin(&server)).collect();
        let done: Vec<Promised> = std::thread::scope(|scope| {
            let work = |(thread, session): (usize, &Session)| {
                let (session, name) = (session.clone(), names[thread].clone());
                scope.spawn(move || load(&session, &name, round))
            };
            let workers: Vec<_> = sessions.iter().enumerate().map(work).collect();
            // The moment is the test's chance, not a wait for something.
            std::thread::sleep(Duration::from_millis(200 + chance::below(800)));
            server.kill();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        server.start_again();
        let client = server.admin();
        for ((promised, name), session) in done.iter().zip(&names).zip(&sessions) {
            answered += promised.published.len();
            let session = Session::with_token(&server, &session.token());
            let path = format!("/zones/{name}/recordsets/r{round}.{name}/TXT");
            let answer = client.get(&path).send();
            let there: BTreeSet<String> = match answer.status {
                404 => BTreeSet::new(),
                _ => list(&answer.expect(200).json()["records"])
                    .iter()
                    .map(|value| value.as_str().unwrap().trim_matches('"').to_owned())
                    .collect(),
            };
            let changes = session.get(&format!("ZoneChanges/{name}")).done();
            let staged: BTreeSet<String> = list(&changes)
                .iter()
                .map(|change| change["rdata"]["rdata_txt"]["txtdata"].as_str().unwrap().to_owned())
                .collect();
            assert!(
                promised.published.is_subset(&there),
                "{name}: published {:?}, there {there:?}",
                promised.published
            );
            let (with, more): (BTreeSet<String>, BTreeSet<String>) =
                (promised.staged.clone(), promised.open.iter().cloned().collect());
            let all: BTreeSet<String> = there.union(&staged).cloned().collect();
            let known: BTreeSet<String> = promised.published.union(&with).cloned().collect();
            assert!(known.is_subset(&all), "{name}: a staged change was lost: {known:?} {all:?}");
            assert!(all.is_subset(&known.union(&more).cloned().collect()), "{name}: {all:?} from nowhere");
            let half = there.difference(&promised.published).count();
            assert!(half == 0 || staged.is_empty(), "{name}: a publish that was done in part: {there:?} {staged:?}");
        }
    }
    assert!(answered > 0, "nothing was published before the kill: this run has tested nothing");
}

/// What a session was promised before the server was gone.
#[derive(Debug, Default)]
struct Promised {
    published: BTreeSet<String>,
    staged: BTreeSet<String>,
    open: Option<String>,
}

/// Adds and publishes until the server does not answer any more.
fn load(session: &Session, name: &str, round: usize) -> Promised {
    let mut promised = Promised::default();
    for number in 0.. {
        let value = format!("{round}-{number}");
        let body = json!({"rdata": {"txtdata": value}});
        match session.try_send("POST", &format!("TXTRecord/{name}/r{round}.{name}"), &body) {
            Ok(told) => drop(told.done()),
            Err(_) => {
                promised.open = Some(value);
                return promised;
            }
        }
        promised.staged.insert(value);
        if number % 3 == 2 {
            let publish: Value = json!({"publish": true});
            match session.try_send("PUT", &format!("Zone/{name}"), &publish) {
                Ok(told) => drop(told.done()),
                Err(_) => return promised,
            }
            promised.published.append(&mut promised.staged);
        }
    }
    promised
}
