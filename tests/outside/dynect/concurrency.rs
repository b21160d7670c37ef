//! Many sessions at once (X1): nothing is lost, every publish is one step, and one wins where only one can.

use super::given::{self, Dyn};
use super::staged::{Session, ZONE, admin, history, list, published, serial};
use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;
use std::collections::BTreeSet;

const THREADS: usize = 8;
const PUBLISHES: usize = 5;
const ADDS: usize = 3;

/// The values of a set, as text without quotes.
fn values(client: &domesday_tests::client::Client, fqdn: &str) -> BTreeSet<String> {
    published(client, fqdn, "TXT").iter().map(|value| value.trim_matches('"').to_owned()).collect()
}

/// Runs this in so many threads, each with a session of its own.
fn at_once<T: Send>(sessions: &[Session], work: impl Fn(usize, &Session) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> =
            sessions.iter().enumerate().map(|(thread, session)| scope.spawn(move || work(thread, session))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    })
}

both! {
    fn x1_all_adds_are_there_and_the_serial_rose_a_step_a_publish(server: &Server) {
        let (first, client) = (admin(server), server.admin());
        first.zone(ZONE);
        first.publish();
        let (before, entries) = (serial(&client), history(&client).len());
        let sessions: Vec<Session> = (0..THREADS).map(|_| admin(server)).collect();
        at_once(&sessions, |thread, session| {
            for publish in 0..PUBLISHES {
                for add in 0..ADDS {
                    // One set that all write to, and one of each session's own.
                    let owner = if add == 0 { "shared.x.org".to_owned() } else { format!("t{thread}.x.org") };
                    session.add("TXT", &owner, json!({"txtdata": format!("{thread}-{publish}-{add}")}));
                }
                session.publish();
                assert_eq!(session.staged(), [""; 0]);
            }
        });
        let steps = THREADS * PUBLISHES;
        assert_eq!(serial(&client), before + steps as u64);
        assert_eq!(history(&client).len(), entries + steps);
        let shared: BTreeSet<String> = (0..THREADS).flat_map(|thread| (0..PUBLISHES).map(move |publish| format!("{thread}-{publish}-0"))).collect();
        assert_eq!(values(&client, "shared.x.org"), shared);
        for thread in 0..THREADS {
            let own: BTreeSet<String> = (0..PUBLISHES).flat_map(|publish| (1..ADDS).map(move |add| format!("{thread}-{publish}-{add}"))).collect();
            assert_eq!(values(&client, &format!("t{thread}.x.org")), own);
        }
        for pair in history(&client).windows(2) {
            assert_eq!(pair[0]["serial_before"], pair[1]["serial_after"], "an unbroken chain");
        }
    }

    fn x1_of_those_who_update_one_record_one_publishes(server: &Server) {
        let (first, client) = (admin(server), server.admin());
        first.zone(ZONE);
        let www = first.a("www.x.org", "192.0.2.1");
        first.publish();
        let sessions: Vec<Session> = (0..THREADS).map(|_| admin(server)).collect();
        for (thread, session) in sessions.iter().enumerate() {
            session.put(&format!("ARecord/x.org/www.x.org/{www}"), json!({"rdata": {"address": format!("192.0.2.{}", 10 + thread)}})).done();
        }
        let before = serial(&client);
        let told = at_once(&sessions, |_, session| {
            let told = session.try_publish();
            if told.status() == 200 {
                return true;
            }
            told.refused("OPERATION_FAILED").says("publish: x.org not published, 1 conflicts");
            false
        });
        let winners: Vec<usize> = (0..THREADS).filter(|thread| told[*thread]).collect();
        assert_eq!(winners.len(), 1, "{told:?}");
        assert_eq!(serial(&client), before + 1);
        assert_eq!(first.addresses("www.x.org"), [(www, format!("192.0.2.{}", 10 + winners[0]))]);
        for (thread, session) in sessions.iter().enumerate() {
            assert_eq!(session.staged().len(), usize::from(!told[thread]), "C9: theirs stays staged");
        }
    }

    fn x1_of_those_who_make_one_zone_one_succeeds(server: &Server) {
        let sessions: Vec<Session> = (0..THREADS).map(|_| admin(server)).collect();
        for round in 0..3 {
            let name = format!("z{round}.org");
            let made = at_once(&sessions, |_, session| {
                let told = session.post(&format!("Zone/{name}"), json!({"rname": "a.b.org", "ttl": 60}));
                if told.status() == 200 {
                    return true;
                }
                told.refused("TARGET_EXISTS").says("name: Name already exists");
                false
            });
            assert_eq!(made.iter().filter(|made| **made).count(), 1, "{made:?}");
        }
        assert_eq!(list(&admin(server).get("Zone").done()).len(), 3);
    }

    fn x1_requests_of_one_session_run_in_turn(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        session.publish();
        let threads = vec![session.clone(); 4];
        at_once(&threads, |thread, session| {
            for number in 0..10 {
                let body = json!({"rdata": {"txtdata": number.to_string()}});
                loop {
                    let told = session.post(&format!("TXTRecord/x.org/t{thread}.x.org"), body.clone());
                    if told.status() == 200 {
                        break;
                    }
                    // On a slow machine the others may take longer than a request waits (Q1).
                    told.refused("OPERATION_FAILED").says("token: This session already has a job running");
                }
            }
        });
        let changes = session.changes();
        assert_eq!(changes.len(), 40, "none is lost");
        let ids: BTreeSet<i64> = changes.iter().map(|change| change["id"].as_i64().unwrap()).collect();
        assert_eq!(ids.len(), 40);
        session.publish();
        let client = server.admin();
        for thread in 0..4 {
            assert_eq!(values(&client, &format!("t{thread}.x.org")).len(), 10);
        }
    }

    fn x1_faces_write_to_one_zone_at_once(server: &Server) {
        let (first, client) = (admin(server), server.admin());
        first.zone(ZONE);
        first.publish();
        let before = serial(&client);
        let sessions: Vec<Session> = (0..4).map(|_| admin(server)).collect();
        at_once(&sessions, |thread, session| {
            for number in 0..6 {
                if thread % 2 == 0 {
                    session.add("TXT", "shared.x.org", json!({"txtdata": format!("{thread}-{number}")}));
                    session.publish();
                } else {
                    let value = json!({"add": [format!("{thread}-{number}")]});
                    let answer = client.patch("/zones/x.org/recordsets/shared.x.org/TXT", &value).send();
                    assert!(answer.is_success(), "{answer}");
                }
            }
        });
        assert_eq!(values(&client, "shared.x.org").len(), 24);
        assert_eq!(serial(&client), before + 24);
    }
}

#[test]
fn x1_sessions_at_two_nodes_lose_nothing_of_each_other() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let (first, client) = (admin(&server), server.admin());
    first.zone(ZONE);
    first.publish();
    let before = serial(&client);
    let here_or_there = |thread: usize| match thread % 2 {
        0 => admin(&server),
        _ => Session(given::log_in_at(&node.nobody(), "registry", "admin", PASSWORD)),
    };
    let sessions: Vec<Session> = (0..6).map(here_or_there).collect();
    let same_elsewhere: Vec<Session> = sessions
        .iter()
        .enumerate()
        .map(|(thread, session)| {
            let other = if thread % 2 == 0 { node.nobody() } else { server.nobody() };
            Session(Dyn::with_token(&other, &session.token()))
        })
        .collect();
    at_once(&sessions, |thread, session| {
        for number in 0..5 {
            session.add("TXT", "shared.x.org", json!({"txtdata": format!("{thread}-{number}")}));
            let there = &same_elsewhere[thread];
            assert_eq!(there.staged(), ["add TXT shared.x.org"], "what is staged here is seen there");
            there.publish();
            assert_eq!(session.staged(), [""; 0]);
        }
    });
    assert_eq!(values(&client, "shared.x.org").len(), 30);
    assert_eq!(serial(&client), before + 30);
}
