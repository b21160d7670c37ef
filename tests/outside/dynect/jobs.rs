//! Jobs (section 4): what became of a request, whoever dies meanwhile.

use std::time::Duration;

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

use super::gate::{Slow, finished, slow};
use super::given::{self, Dyn, Told, admin, log_in_at};

const NO_JOB: &str = "job: No such job";
const LOST: &str = "job: The server stopped while this job ran; nothing was changed";

/// The same caller after a new start, or at another node.
fn at(client: &Client, caller: &Dyn) -> Dyn {
    Dyn::with_token(client, &caller.token)
}

fn killed(server: &Server, caller: &Dyn) -> Dyn {
    server.kill();
    server.start_again();
    at(&server.nobody(), caller)
}

fn address(number: usize) -> Value {
    json!({"rdata": {"address": format!("192.0.2.{number}")}})
}

/// Panics unless the job's envelope is this.
fn kept(caller: &Dyn, told: &Told) {
    let again = caller.get(&format!("Job/{}", told.job()));
    assert_eq!((again.answer.status, &again.envelope), (200, &told.envelope), "{}", again.answer);
}

/// Makes a zone of so many address records by a zone file.
fn large(caller: &Dyn, records: usize) {
    let head = "$ORIGIN x.org.\n$TTL 300\n@ SOA ns1.provider.net. hostmaster.x.org. 1 3600 600 604800 1800\n@ NS ns1.provider.net.\n";
    let lines: String = (0..records).map(|number| format!("host{number} A 192.0.2.{}\n", number % 250 + 1)).collect();
    caller.post("ZoneFile/x.org", &json!({"file": format!("{head}{lines}")})).done();
    caller.put("Zone/x.org", &json!({"publish": true})).done();
}

/// A server that keeps no answer of a slow job beyond one MiB.
struct Small(Server);

impl Small {
    fn start(database: Database) -> Self {
        let settings = [
            ("DOMESDAY__DYNECT__REHEARSAL", "true"),
            ("DOMESDAY__DYNECT__JOB_WAIT_MS", "800"),
            ("DOMESDAY__DYNECT__JOB_RESULT_MAX_MIB", "1"),
        ];
        Self(Server::start_with(database, &settings))
    }
}

both! {
    fn j2_a_job_is_told_again_and_again_unchanged(server: &Server) {
        let caller = admin(server);
        let told = [
            caller.post("Zone/x.org", &json!({"rname": "a@x.org", "ttl": 60, "more": 1})),
            caller.put("Zone/x.org", &json!({"publish": "Y"})),
            caller.post("ARecord/x.org/www.x.org", &address(1)),
            caller.get("AllRecord/x.org"),
            caller.get("Session"),
            caller.get("Zone/nowhere.org"),
            caller.post("ARecord/x.org/www.x.org", &json!({})),
            caller.post("ARecord/x.org/www.x.org", &address(1)),
            caller.delete("ZoneChanges/x.org"),
        ];
        for _ in 0..2 {
            told.iter().for_each(|told| kept(&caller, told));
        }
    }

    fn j3_only_the_session_that_made_a_job_sees_it(server: &Server) {
        let (caller, other) = (admin(server), admin(server));
        let told = caller.get("Session");
        other.get(&format!("Job/{}", told.job())).refused(404, "NOT_FOUND", NO_JOB);
        Dyn::nobody(&server.nobody()).get(&format!("Job/{}", told.job())).refused_as(404, "MISSING_DATA");
        for unknown in ["999999999", "9007199254740993", "99999999999999999999999", "0", "-1", "abc", "1e6", "%31x", "x%00y"] {
            caller.get(&format!("Job/{unknown}")).refused(404, "NOT_FOUND", NO_JOB);
        }
        kept(&caller, &told);
    }

    fn j3_the_job_of_a_log_in_is_the_new_sessions(server: &Server) {
        let body = given::credentials("registry", "admin", PASSWORD);
        let told = Dyn::nobody(&server.nobody()).post("Session", &body);
        let caller = Dyn::with_token(&server.nobody(), told.data()["token"].as_str().unwrap());
        kept(&caller, &told);
        admin(server).get(&format!("Job/{}", told.job())).refused(404, "NOT_FOUND", NO_JOB);
    }

    fn j7_the_job_of_a_change_survives_a_kill(server: &Server) {
        let caller = admin(server);
        let told = [
            caller.post("Zone/x.org", &json!({"rname": "a@x.org", "ttl": 60})),
            caller.post("ARecord/x.org/a.x.org", &address(1)),
            caller.put("Zone/x.org", &json!({"publish": true})),
            caller.post("ARecord/x.org/b.x.org", &address(2)),
        ];
        let caller = killed(server, &caller);
        told.iter().for_each(|told| kept(&caller, told));
        assert_eq!(caller.get("ZoneChanges/x.org").done()[0]["fqdn"], "b.x.org");
        assert_eq!(caller.get("NodeList/x.org").done(), json!(["x.org", "a.x.org", "b.x.org"]));
        let last = caller.put("Zone/x.org", &json!({"publish": true}));
        let caller = killed(server, &caller);
        kept(&caller, &last);
        assert_eq!(caller.get("ZoneChanges/x.org").done(), json!([]));
    }

    fn j7_a_slow_answer_survives_a_kill_once_it_is_complete(server: &Slow) {
        let caller = admin(&server.0);
        given::zone(&caller, "x.org", true);
        let read = finished(&caller, slow(&caller, "GET", "Zone/x.org", &json!({}), 1));
        let refused = finished(&caller, slow(&caller, "GET", "Zone/nowhere.org", &json!({}), 1));
        let caller = killed(&server.0, &caller);
        kept(&caller, &read);
        kept(&caller, &refused);
        assert_eq!(read.done()["zone"], "x.org");
    }

    fn j9_a_slow_job_that_was_killed_is_lost_and_changed_nothing(server: &Slow) {
        let (caller, other) = (admin(&server.0), admin(&server.0));
        given::zone(&caller, "x.org", true);
        other.post("ARecord/x.org/b.x.org", &address(2)).done();
        let before = caller.get("Zone/x.org").done();
        let staged = slow(&caller, "POST", "ARecord/x.org/a.x.org", &address(1), 30);
        let published = slow(&other, "PUT", "Zone/x.org", &json!({"publish": true}), 30);
        let (caller, other) = (killed(&server.0, &caller), at(&server.0.nobody(), &other));
        for (caller, job) in [(&caller, staged), (&other, published), (&caller, staged)] {
            let told = caller.get(&format!("Job/{job}"));
            let got = (told.answer.status, told.code(), told.lines(), told.job());
            assert_eq!(got, (200, "OPERATION_FAILED".to_owned(), vec![LOST.to_owned()], job), "{}", told.answer);
            assert_eq!((&told.envelope["status"], told.data()), (&json!("failure"), json!({})));
        }
        assert_eq!(caller.get("ZoneChanges/x.org").done(), json!([]));
        assert_eq!(caller.get("Zone/x.org").done(), before);
        caller.post("ARecord/x.org/a.x.org", &address(1)).done();
        other.put("Zone/x.org", &json!({"publish": true})).done();
        assert_eq!(other.get("NodeList/x.org").done(), json!(["x.org", "b.x.org"]));
    }

    fn j7_a_large_answer_of_a_slow_job_is_told_whole(server: &Slow) {
        let caller = admin(&server.0);
        large(&caller, 12_000);
        let direct = caller.get("AllRecord/x.org?detail=Y").done();
        assert_eq!(direct["a_records"].as_array().map(Vec::len), Some(12_000));
        let job = slow(&caller, "GET", "AllRecord/x.org?detail=Y", &json!({}), 1);
        let told = finished(&caller, job);
        assert!(told.answer.body.len() > 1 << 20, "{}", told.answer.body.len());
        let caller = killed(&server.0, &caller);
        let again = caller.get(&format!("Job/{job}"));
        assert!(again.envelope == told.envelope && told.done() == direct, "not the same");
    }

    fn j10_an_answer_beyond_what_is_kept_is_refused(server: &Small) {
        let caller = admin(&server.0);
        large(&caller, 12_000);
        let job = slow(&caller, "GET", "AllRecord/x.org?detail=Y", &json!({}), 1);
        let told = finished(&caller, job);
        assert_eq!((told.answer.status, told.code().as_str()), (200, "OPERATION_FAILED"));
        assert_eq!(told.lines(), ["job: Result too large, ask for less"]);
        let job = slow(&caller, "GET", "AllRecord/x.org/host7.x.org?detail=Y", &json!({}), 1);
        assert_eq!(finished(&caller, job).done()["a_records"][0]["fqdn"], "host7.x.org");
    }
}

#[test]
fn j10_memory_holds_the_last_hundred_reads_of_a_session_sqlite() {
    let server = Server::start(Database::sqlite());
    let (caller, other) = (admin(&server), admin(&server));
    given::zone(&caller, "x.org", true);
    let change = caller.post("ARecord/x.org/a.x.org", &address(1));
    let (theirs, first) = (other.get("Session"), caller.get("Session"));
    let last: Vec<Told> = (0..100).map(|_| caller.get("Zone/x.org")).collect();
    caller.get(&format!("Job/{}", first.job())).refused(404, "NOT_FOUND", NO_JOB);
    last.iter().step_by(33).chain([&change]).for_each(|told| kept(&caller, told));
    kept(&other, &theirs);
}

#[test]
fn j7_reads_and_refusals_are_gone_after_a_restart_sqlite() {
    let server = Server::start(Database::sqlite());
    let caller = admin(&server);
    let told = [caller.get("Session"), caller.get("Zone/nowhere.org")];
    let caller = killed(&server, &caller);
    for told in told {
        caller.get(&format!("Job/{}", told.job())).refused(404, "NOT_FOUND", NO_JOB);
    }
}

#[test]
fn j8_a_job_of_one_node_is_told_by_the_other_postgres() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let here = admin(&server);
    let there = at(&node.nobody(), &here);
    given::zone(&here, "x.org", true);
    for told in [
        here.post("ARecord/x.org/a.x.org", &address(1)),
        here.get("AllRecord/x.org"),
        here.get("Zone/nowhere.org"),
        here.put("Zone/x.org", &json!({"publish": true})),
    ] {
        kept(&there, &told);
    }
    let told = there.get("Zone/x.org");
    kept(&here, &told);
    here.get("Job/999999999").refused(404, "NOT_FOUND", NO_JOB);
    // A read of a node that died a while ago.
    std::thread::sleep(Duration::from_millis(600));
    drop(node);
    kept(&here, &told);
}

#[test]
fn j1_numbers_are_unique_over_nodes_postgres() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let (here, there) = (Dyn::nobody(&server.nobody()), Dyn::nobody(&node.nobody()));
    let mut seen = std::collections::HashSet::new();
    for _ in 0..20 {
        assert!(seen.insert(here.get("Foo").job()) && seen.insert(there.get("Foo").job()));
    }
}

#[test]
fn q2_one_request_of_a_session_at_a_time_over_all_nodes_postgres() {
    let server = Slow::with(Database::postgres(), "500", "800");
    let node = server.0.another_node();
    let here = admin(&server.0);
    let there = at(&node.nobody(), &here);
    given::zone(&here, "x.org", true);
    let busy = "token: This session already has a job running";
    let job = slow(&here, "POST", "ARecord/x.org/a.x.org", &address(1), 3);
    there.get("Session").refused(400, "OPERATION_FAILED", busy);
    log_in_at(&node.nobody(), "registry", "admin", PASSWORD).get("Zone/x.org").done();
    // A job of the other node, while it runs and afterwards.
    let told = finished(&there, job);
    assert_eq!((told.answer.status, told.job()), (200, job));
    kept(&here, &told);
    let job = slow(&there, "GET", "Session", &json!({}), 3);
    here.get("Session").refused(400, "OPERATION_FAILED", busy);
    finished(&here, job).done();
    here.get("Session").done();
    there.get("Session").done();
}

#[test]
fn q2_who_waits_at_another_node_gets_its_turn_postgres() {
    let server = Slow::with(Database::postgres(), "3000", "5000");
    let node = server.0.another_node();
    let here = admin(&server.0);
    let there = at(&node.nobody(), &here);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| Told::of(here.slowly("GET", "Session", &json!({}), 1).send()));
        std::thread::sleep(Duration::from_millis(300));
        let begun = std::time::Instant::now();
        there.get("Session").done();
        assert!((400..4000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
        first.join().unwrap().done();
    });
}

#[test]
fn j9_a_job_of_a_node_that_died_is_told_lost_by_another_postgres() {
    let server = Slow::with(Database::postgres(), "500", "800");
    let node = server.0.another_node();
    let here = admin(&server.0);
    let there = at(&node.nobody(), &here);
    given::zone(&here, "x.org", true);
    let job = slow(&there, "POST", "ARecord/x.org/a.x.org", &address(1), 30);
    drop(node);
    let told = finished(&here, job);
    assert_eq!((told.answer.status, told.lines()), (200, vec![LOST.to_owned()]), "{}", told.answer);
    given::eventually("the dead node's lock is gone", || here.get("Session").answer.status == 200);
    assert_eq!(here.get("ZoneChanges/x.org").done(), json!([]));
    here.post("ARecord/x.org/a.x.org", &address(1)).done();
}

#[test]
fn s5_a_session_that_was_closed_at_one_node_is_dead_at_the_other_postgres() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let here = admin(&server);
    let there = at(&node.nobody(), &here);
    for _ in 0..3 {
        there.get("Session").done();
    }
    let job = there.get("Session").job();
    here.delete("Session").done();
    let dead = "login: Bad or expired credentials";
    there.get("Session").refused(400, "INVALID_DATA", dead);
    there.get(&format!("Job/{job}")).refused(400, "INVALID_DATA", dead);
    there.delete("Session").refused(400, "INVALID_DATA", dead);
}
