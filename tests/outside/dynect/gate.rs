//! One request of a session at a time (Q1), and 307 for the slow ones (J4–J6, J11): on servers where a client may ask for a slow job.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, Dyn, JSON, Told, admin};

const BUSY: &str = "token: This session already has a job running";

/// A server that waits half a second for the request before, and sends clients to their jobs after 0.8 s: before a job is done that is made
/// longer, and after most others.
pub(super) struct Slow(pub(super) Server);

impl Slow {
    /// Half a second of busy time, and less than a second of patience.
    pub(super) fn start(database: Database) -> Self {
        Self::with(database, "500", "800")
    }

    /// Another busy time and another patience, in milliseconds.
    pub(super) fn with(database: Database, busy: &str, wait: &str) -> Self {
        let settings = [
            ("DOMESDAY__DYNECT__REHEARSAL", "true"),
            ("DOMESDAY__DYNECT__BUSY_WAIT_MS", busy),
            ("DOMESDAY__DYNECT__JOB_WAIT_MS", wait),
        ];
        Self(Server::start_with(database, &settings))
    }
}

/// A server that lets nobody wait for the request before.
struct Impatient(Server);

impl Impatient {
    fn start(database: Database) -> Self {
        Self(Slow::with(database, "0", "5000").0)
    }
}

/// A server that sends every client to its job.
struct Redirecting(Server);

impl Redirecting {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__DYNECT__JOB_WAIT_MS", "0")]))
    }
}

/// A server that waits for two seconds, and does not send clients to their jobs for five.
struct Patient(Server);

impl Patient {
    fn start(database: Database) -> Self {
        Self(Slow::with(database, "2000", "5000").0)
    }
}

/// Panics unless an answer is the 307 of rule J4; gives the job.
pub(super) fn redirected(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 307, "{answer}");
    assert_eq!(answer.header("content-type"), Some("text/html"), "{answer}");
    let place = answer.header("location").expect("a place").to_owned();
    assert_eq!(answer.text(), place, "{answer}");
    place.strip_prefix("/REST/Job/").and_then(|job| job.parse().ok()).unwrap_or_else(|| panic!("{place}"))
}

/// A slow request that was sent away to its job.
pub(super) fn slow(caller: &Dyn, method: &str, path: &str, body: &Value, seconds: u64) -> i64 {
    redirected(&caller.slowly(method, path, body, seconds).send())
}

/// Asks for a job until it is done.
pub(super) fn finished(caller: &Dyn, job: i64) -> Told {
    for _ in 0..20 {
        let told = Told::of(caller.bare("GET", &format!("Job/{job}")).header("Content-Type", JSON).send());
        if told.answer.status != 307 {
            return told;
        }
    }
    panic!("job {job} does not end");
}

fn add(number: u32) -> Value {
    json!({"rdata": {"address": format!("192.0.2.{number}")}})
}

both! {
    fn j4_a_slow_request_is_sent_to_its_job_and_goes_on(server: &Slow) {
        let caller = admin(&server.0);
        given::zone(&caller, "x.org", true);
        let begun = Instant::now();
        let job = slow(&caller, "POST", "ARecord/x.org/www.x.org", &add(1), 1);
        assert!(begun.elapsed() >= Duration::from_millis(800), "{:?}", begun.elapsed());
        let told = finished(&caller, job);
        assert!(begun.elapsed() >= Duration::from_secs(1));
        assert_eq!(told.job(), job);
        assert_eq!(told.lines()[0..1], ["add: Record added"], "{}", told.answer);
        let record = told.done();
        assert_eq!(record["rdata"]["address"], "192.0.2.1");
        assert_eq!(caller.get("ZoneChanges/x.org").done()[0]["fqdn"], "www.x.org");
        for form in [JSON, "text/xml", "application/yaml", "text/html"] {
            redirected(&caller.bare("GET", "Session").header("Content-Type", form).header("X-Job-Delay", "1").send());
            std::thread::sleep(Duration::from_millis(400));
        }
    }

    fn j4_a_slow_failure_is_fetched_as_a_job_with_200(server: &Slow) {
        let caller = admin(&server.0);
        let job = slow(&caller, "GET", "Zone/nowhere.org", &json!({}), 1);
        let told = finished(&caller, job);
        assert_eq!((told.answer.status, told.code().as_str(), told.job()), (200, "NOT_FOUND", job), "{}", told.answer);
        assert_eq!(told.envelope["status"], "failure");
        let again = caller.get(&format!("Job/{job}"));
        assert_eq!(again.envelope, told.envelope);
    }

    fn j4_without_patience_all_but_log_in_and_log_out_are_jobs(server: &Redirecting) {
        let caller = admin(&server.0);
        let job = redirected(&caller.call("POST", "Zone/x.org", &json!({"rname": "a@x.org", "ttl": 60})).send());
        assert_eq!(finished(&caller, job).done()["zone"], "x.org");
        let job = redirected(&caller.bare("GET", "Session").send());
        assert_eq!(finished(&caller, job).lines(), ["isalive: User session is still active"]);
        let job = redirected(&caller.bare("GET", "Zone/nowhere.org").send());
        assert_eq!(finished(&caller, job).code(), "NOT_FOUND");
        caller.delete("Session").done();
    }

    fn j5_a_job_get_is_held_until_the_job_ends(server: &Slow) {
        let caller = admin(&server.0);
        let begun = Instant::now();
        let job = slow(&caller, "GET", "Session", &json!({}), 2);
        let told = Told::of(caller.bare("GET", &format!("Job/{job}")).send());
        let took = begun.elapsed();
        assert_eq!((told.answer.status, told.job()), (200, job), "{}", told.answer);
        assert!((2000..5000).contains(&took.as_millis()), "{took:?}");
    }

    fn j5_any_method_with_any_body_asks_for_the_job(server: &Slow) {
        let caller = admin(&server.0);
        given::zone(&caller, "x.org", true);
        let job = slow(&caller, "POST", "ARecord/x.org/www.x.org", &add(1), 1);
        for method in ["POST", "PUT", "DELETE", "GET", "PATCH"] {
            for path in [format!("Job/{job}"), format!("job/{job}/")] {
                let told = Told::of(caller.call(method, &path, &add(1)).send());
                assert_eq!((told.answer.status, told.job()), (200, job), "{}", told.answer);
                assert_eq!(told.data()["rdata"]["address"], "192.0.2.1");
            }
        }
        assert_eq!(caller.get("ZoneChanges/x.org").done().as_array().map(Vec::len), Some(1), "it was done once");
    }

    fn j6_the_twenty_first_early_question_is_refused_and_the_job_is_not(server: &Slow) {
        let caller = admin(&server.0);
        let job = slow(&caller, "GET", "Session", &json!({}), 2);
        let path = format!("Job/{job}");
        let (sender, answers) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..24 {
                let (sender, caller, path) = (sender.clone(), caller.clone(), path.clone());
                scope.spawn(move || sender.send(Told::of(caller.bare("GET", &path).send())));
            }
        });
        drop(sender);
        let (refused, answered): (Vec<Told>, Vec<Told>) = answers.into_iter().partition(|told| told.answer.status == 429);
        assert_eq!((refused.len(), answered.len()), (3, 21), "the first is not early");
        for told in refused {
            assert_eq!(told.answer.header("retry-after"), Some("5"));
            told.refused(429, "OPERATION_FAILED", "job: Maximum number of redirects reached, ask again in 5 seconds");
        }
        assert!(answered.into_iter().all(|told| told.answer.status == 200 && told.job() == job));
        assert_eq!(caller.get(&path).lines(), ["isalive: User session is still active"], "a job that is done is told at any rate");
    }

    fn q1_a_second_request_waits_and_is_then_refused(server: &Slow) {
        let (caller, other) = (admin(&server.0), admin(&server.0));
        given::zone(&caller, "x.org", true);
        let job = slow(&caller, "POST", "ARecord/x.org/www.x.org", &add(1), 4);
        let begun = Instant::now();
        let told = caller.get("Session").refused(400, "OPERATION_FAILED", BUSY);
        assert!((450..2500).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
        assert_eq!(told.answer.header("retry-after"), Some("1"));
        assert_eq!(told.msgs()[0]["SOURCE"], "API-B");
        caller.delete("Session").refused(400, "OPERATION_FAILED", BUSY);
        other.get("Zone/x.org").done();
        given::log_in(&server.0, "registry", "admin", domesday_tests::server::PASSWORD);
        server.0.nobody().with_token(&caller.token).get("/zones/x.org").expect(200);
        // Nobody else was held up: the session is busy still.
        caller.put("Session", &json!({})).refused(400, "OPERATION_FAILED", BUSY);
        finished(&caller, job).done();
        caller.get("Session").done();
    }

    fn q1_with_no_wait_the_second_is_refused_at_once(server: &Impatient) {
        let caller = admin(&server.0);
        std::thread::scope(|scope| {
            let first = scope.spawn(|| Told::of(caller.slowly("GET", "Session", &json!({}), 1).send()));
            std::thread::sleep(Duration::from_millis(300));
            let begun = Instant::now();
            caller.get("Session").refused(400, "OPERATION_FAILED", BUSY);
            assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
            first.join().unwrap().done();
        });
        caller.get("Session").done();
    }

    fn q1_four_wait_in_order_of_arrival_and_no_fifth(server: &Patient) {
        let caller = admin(&server.0);
        given::zone(&caller, "x.org", true);
        std::thread::scope(|scope| {
            let first = scope.spawn(|| Told::of(caller.slowly("GET", "Session", &json!({}), 1).send()));
            std::thread::sleep(Duration::from_millis(200));
            let waiting: Vec<_> = (1..=4)
                .map(|number| {
                    let caller = &caller;
                    let one = scope.spawn(move || caller.post("ARecord/x.org/www.x.org", &add(number)).done());
                    std::thread::sleep(Duration::from_millis(100));
                    one
                })
                .collect();
            let begun = Instant::now();
            caller.post("ARecord/x.org/www.x.org", &add(5)).refused(400, "OPERATION_FAILED", BUSY);
            assert!(begun.elapsed() < Duration::from_millis(350), "{:?}", begun.elapsed());
            first.join().unwrap().done();
            waiting.into_iter().for_each(|one| drop(one.join().unwrap()));
        });
        let changes = caller.get("ZoneChanges/x.org").done();
        let order: Vec<&Value> = changes.as_array().unwrap().iter().map(|change| &change["rdata"]["rdata_a"]["address"]).collect();
        assert_eq!(order, ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"]);
    }

    fn q1_a_client_that_hangs_up_leaves_its_session_busy_until_the_end(server: &Slow) {
        let caller = admin(&server.0);
        given::zone(&caller, "x.org", true);
        let address = server.0.url().replace("http://", "");
        let body = add(1).to_string();
        let request = format!(
            "POST /REST/ARecord/x.org/www.x.org HTTP/1.1\r\nHost: x\r\nAuth-Token: {}\r\nX-Job-Delay: 1\r\nContent-Type: {JSON}\r\nContent-Length: {}\r\n\r\n{body}",
            caller.token,
            body.len()
        );
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        drop(stream);
        caller.get("Session").refused(400, "OPERATION_FAILED", BUSY);
        given::eventually("the record is staged", || {
            let told = caller.get("ZoneChanges/x.org");
            told.answer.status == 200 && told.data().as_array().is_some_and(|changes| changes.len() == 1)
        });
    }

    fn j11_delay_is_for_rehearsals_only(server: &Server) {
        let caller = admin(server);
        let begun = Instant::now();
        for _ in 0..3 {
            Told::of(caller.slowly("GET", "Session", &json!({}), 2).send()).done();
        }
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}

#[test]
fn j5_a_job_that_still_runs_after_five_seconds_is_told_so_postgres() {
    still_running(Database::postgres());
}

#[test]
fn j5_a_job_that_still_runs_after_five_seconds_is_told_so_sqlite() {
    still_running(Database::sqlite());
}

/// Two held questions cost ten seconds: this is the one law of these that must wait.
fn still_running(database: Database) {
    let server = Slow::start(database);
    let caller = admin(&server.0);
    let job = slow(&caller, "GET", "Session", &json!({}), 7);
    let begun = Instant::now();
    let told = Told::of(caller.bare("GET", &format!("Job/{job}")).send());
    assert!((4800..6000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
    assert_eq!(told.answer.status, 307, "{}", told.answer);
    assert_eq!(told.answer.header("location"), Some(format!("/REST/Job/{job}").as_str()));
    assert_eq!((&told.envelope["status"], told.data(), told.job()), (&json!("incomplete"), Value::Null, job));
    assert_eq!(told.lines(), ["job: Still running"]);
    assert_eq!(finished(&caller, job).lines(), ["isalive: User session is still active"]);
}
