//! Sessions (section 3): logging in, staying in, logging out, and who is refused.

use std::time::{Duration, Instant};

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

use super::given::{self, Dyn, Told, admin, credentials, log_in};

const WRONG: &str = "login: Credentials you entered did not match those in our database. Please try again";
const DEAD: &str = "login: Bad or expired credentials";
const TROUBLE: &str = "login: There was a problem with your credentials";

/// A server where a user may have two sessions.
struct Two(Server);

impl Two {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__DYNECT__SESSIONS_PER_USER", "2")]))
    }
}

/// A server where a session may make three requests a minute.
struct Rated(Server);

impl Rated {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__DYNECT__RATE_LIMIT_PER_MINUTE", "3")]))
    }
}

/// A server where two failed log-ins are too many.
struct Strict(Server);

impl Strict {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__LOGINS__FAILURES_OF_LOGIN", "2")]))
    }
}

fn dead(caller: &Dyn) {
    let told = caller.get("Session").refused(400, "INVALID_DATA", DEAD);
    assert_eq!(told.lines(), [DEAD, TROUBLE]);
}

both! {
    fn s1_the_account_is_in_any_case_and_the_password_may_be_an_api_key(server: &Server) {
        for account in ["registry", "REGISTRY", "Registry"] {
            log_in(server, account, "admin", PASSWORD).get("Session").done();
        }
        let key = given::key(server);
        let caller = log_in(server, "registry", "admin", &key.token);
        caller.get("Session").done();
        caller.delete("Session").done();
        dead(&caller);
        key.get("Session").done();
        let _ = server.user("jane", "acme", &["reader"]);
        log_in(server, "acme", "jane", PASSWORD).get("Session").done();
        let nobody = Dyn::nobody(&server.nobody());
        nobody.post("Session", &credentials("registry", "jane", PASSWORD)).refused(400, "INVALID_DATA", WRONG);
        nobody.post("Session", &credentials("acme", "jane", &key.token)).refused(400, "INVALID_DATA", WRONG);
    }

    fn s2_each_log_in_is_a_session_of_its_own(server: &Server) {
        let (one, other) = (admin(server), admin(server));
        assert_ne!(one.token, other.token);
        given::zone(&one, "x.org", true);
        one.post("ARecord/x.org/www.x.org", &json!({"rdata": {"address": "192.0.2.1"}})).done();
        assert_eq!(other.get("ZoneChanges/x.org").done(), json!([]));
        other.delete("Session").done();
        dead(&other);
        assert_eq!(one.get("ZoneChanges/x.org").done()[0]["fqdn"], "www.x.org");
    }

    fn s2_a_token_is_good_at_every_face_and_in_every_header(server: &Server) {
        let caller = admin(server);
        let nobody = server.nobody();
        assert_eq!(nobody.with_token(&caller.token).get("/zones").expect(200).json(), json!([]));
        Told::of(nobody.with_token(&caller.token).get("/REST/Session").send()).done();
        let session = nobody.post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        let elsewhere = Dyn::with_token(&nobody, session["token"].as_str().unwrap());
        elsewhere.get("Session").done();
        elsewhere.delete("Session").done();
        nobody.with_token(&elsewhere.token).get("/zones").expect(401);
        nobody.with_token(&caller.token).delete("/sessions/current").expect(204);
        dead(&caller);
    }

    fn s2_an_api_key_is_a_standing_session_without_a_log_out(server: &Server) {
        let key = given::key(server);
        key.get("Session").done();
        key.put("Session", &json!({})).done();
        key.delete("Session").refused_as(400, "ILLEGAL_OPERATION");
        given::zone(&key, "x.org", true);
        let added = key.post("ARecord/x.org/www.x.org", &json!({"rdata": {"address": "192.0.2.1"}}));
        let job = key.get(&format!("Job/{}", added.job()));
        assert_eq!((job.envelope.clone(), job.answer.status), (added.envelope, 200));
        assert_eq!(key.get("ZoneChanges/x.org").done().as_array().map(Vec::len), Some(1));
        key.put("Zone/x.org", &json!({"publish": true})).done();
        admin(server).get(&format!("Job/{}", job.job())).refused(404, "NOT_FOUND", "job: No such job");
    }

    fn s5_what_was_staged_and_asked_goes_with_the_session(server: &Server) {
        let (caller, other) = (admin(server), admin(server));
        given::zone(&caller, "x.org", true);
        let added = caller.post("ARecord/x.org/www.x.org", &json!({"rdata": {"address": "192.0.2.1"}}));
        let told = caller.delete("Session");
        assert_eq!(told.lines(), ["logout: Logout successful"]);
        assert_eq!(told.done(), json!({}));
        dead(&caller);
        caller.put("Zone/x.org", &json!({"publish": true})).refused(400, "INVALID_DATA", DEAD);
        caller.get(&format!("Job/{}", added.job())).refused(400, "INVALID_DATA", DEAD);
        caller.delete("Session").refused(400, "INVALID_DATA", DEAD);
        other.put("Zone/x.org", &json!({"publish": true})).done();
        assert_eq!(other.get("NodeList/x.org").done(), json!(["x.org"]));
        other.get(&format!("Job/{}", added.job())).refused(404, "NOT_FOUND", "job: No such job");
    }

    fn s6_no_token_and_one_that_is_not_good(server: &Server) {
        let nobody = Dyn::nobody(&server.nobody());
        let missing = "token: required field missing";
        for told in [nobody.get("Session"), nobody.put("Session", &json!({})), nobody.delete("Session"), nobody.get("Zone"), nobody.get("Job/1000000")] {
            let told = told.refused(404, "MISSING_DATA", missing);
            assert_eq!(told.lines(), [missing]);
        }
        let caller = admin(server);
        let last = caller.token.chars().rev().nth(3).unwrap();
        let at = caller.token.len() - 4;
        let altered = format!("{}{}{}", &caller.token[..at], if last == 'A' { 'B' } else { 'A' }, &caller.token[at + 1..]);
        for token in [altered.as_str(), "x", "eyJ", "Bearer", &"z".repeat(4000)] {
            dead(&Dyn::with_token(&server.nobody(), token));
        }
        caller.get("Session").done();
    }

    fn s7_whatever_is_wrong_with_a_log_in_the_answer_is_one(server: &Server) {
        let _ = server.user("jane", "acme", &["reader"]);
        let _ = server.user("john", "acme", &["reader"]);
        assert_eq!(server.command(&["user", "disable", "john", "--account", "acme"], b"").status, 0);
        let nobody = Dyn::nobody(&server.nobody());
        for (account, user, password) in [
            ("nobody", "jane", PASSWORD),
            ("acme", "nobody", PASSWORD),
            ("acme", "jane", "wrong"),
            ("acme", "john", PASSWORD),
            ("registry", "jane", PASSWORD),
            ("acme", "admin", PASSWORD),
            ("acme\n", "jane", PASSWORD),
            ("ä", "\u{1F600}", "ü"),
        ] {
            let told = nobody.post("Session", &credentials(account, user, password)).refused(400, "INVALID_DATA", WRONG);
            assert_eq!((told.lines(), told.data()), (vec![WRONG.to_owned(), TROUBLE.to_owned()], json!({})));
        }
        log_in(server, "acme", "jane", PASSWORD).get("Session").done();
    }

    fn s8_a_new_password_a_new_role_and_blocking_end_the_sessions(server: &Server) {
        let command = |arguments: &[&str], input: &str| {
            let output = server.command(arguments, input.as_bytes());
            assert_eq!(output.status, 0, "{arguments:?}: {}{}", output.stdout, output.stderr);
        };
        let jane = given::user(server, "acme", "jane", &["hostmaster"]);
        let john = given::user(server, "acme", "john", &["hostmaster"]);
        jane.get("Zone").done();
        command(&["user", "set-password", "jane", "--account", "acme", "--password-stdin"], "another password of hers\n");
        dead(&jane);
        john.get("Session").done();
        let jane = log_in(server, "acme", "jane", "another password of hers");
        command(&["user", "disable", "jane", "--account", "acme"], "");
        dead(&jane);
        john.get("Session").done();
        command(&["user", "set-roles", "john", "--account", "acme", "--role", "reader"], "");
        dead(&john);
        log_in(server, "acme", "john", PASSWORD).post("Zone/x.org", &json!({})).refused_as(403, "PERMISSION_DENIED");
    }

    fn the_lines_of_a_session(server: &Server) {
        let told = Dyn::nobody(&server.nobody()).post("Session", &credentials("registry", "admin", PASSWORD));
        assert_eq!(told.msgs(), [json!({"INFO": "login: Login successful", "SOURCE": "BLL", "ERR_CD": null, "LVL": "INFO", "LEVEL": "INFO"})]);
        let data = told.done();
        assert_eq!(data.as_object().map(serde_json::Map::len), Some(2));
        assert_eq!(data["version"], "3.7.16");
        let caller = admin(server);
        let alive = caller.get("Session");
        assert_eq!((alive.lines(), alive.done()), (vec!["isalive: User session is still active".to_owned()], json!({})));
        let kept = caller.put("Session", &json!({}));
        assert_eq!((kept.lines(), kept.done()), (vec!["keepalive: User session has been extended".to_owned()], json!({})));
    }

    fn s3_one_log_in_too_many_ends_the_longest_idle_session(server: &Two) {
        let (first, second) = (admin(&server.0), admin(&server.0));
        std::thread::sleep(Duration::from_millis(20));
        first.get("Session").done();
        let third = admin(&server.0);
        dead(&second);
        first.get("Session").done();
        third.get("Session").done();
        let other = given::user(&server.0, "acme", "jane", &["reader"]);
        other.get("Session").done();
        first.get("Session").done();
    }

    fn s3_what_has_something_staged_is_not_ended(server: &Two) {
        let (first, second) = (admin(&server.0), admin(&server.0));
        given::zone(&first, "x.org", true);
        let add = |caller: &Dyn, name: &str| {
            caller.post(&format!("ARecord/x.org/{name}.x.org"), &json!({"rdata": {"address": "192.0.2.1"}})).done();
        };
        add(&first, "a");
        let third = admin(&server.0);
        dead(&second);
        add(&third, "b");
        let nobody = Dyn::nobody(&server.0.nobody());
        let body = credentials("registry", "admin", PASSWORD);
        nobody.post("Session", &body).refused(400, "OPERATION_FAILED", "login: Too many open sessions");
        first.put("Zone/x.org", &json!({"publish": true})).done();
        third.get("ZoneChanges/x.org").done();
        nobody.post("Session", &body).done();
        dead(&first);
        assert_eq!(third.get("ZoneChanges/x.org").done()[0]["fqdn"], "b.x.org");
    }

    fn s7_after_too_many_failures_only_a_failure_is_slow_and_nobody_is_locked_out(server: &Strict) {
        let nobody = Dyn::nobody(&server.0.nobody());
        let wrong = credentials("registry", "admin", "wrong");
        for _ in 0..2 {
            nobody.post("Session", &wrong).refused(400, "INVALID_DATA", WRONG);
        }
        let begun = Instant::now();
        nobody.post("Session", &wrong).refused(400, "INVALID_DATA", WRONG);
        assert!(begun.elapsed() >= Duration::from_secs(2), "{:?}", begun.elapsed());
        log_in(&server.0, "registry", "admin", PASSWORD).get("Session").done();
    }

    fn s9_a_session_has_its_own_rate(server: &Rated) {
        let (caller, other) = (admin(&server.0), admin(&server.0));
        let job = caller.get("Session").job();
        for _ in 0..2 {
            caller.get("Session").done();
        }
        let told = caller.get("Session").refused_as(429, "RATE_LIMIT_EXCEEDED");
        let seconds: u64 = told.answer.header("retry-after").expect("when").parse().unwrap();
        assert!((1..=20).contains(&seconds), "{seconds}");
        let line = format!("rate: Rate limit exceeded, 3 requests a minute, try again in {seconds} seconds");
        assert_eq!(told.lines(), [line]);
        for _ in 0..5 {
            caller.get(&format!("Job/{job}")).done();
        }
        other.get("Session").done();
        // Where rule W7 has it: after the resource, before arguments.
        caller.get("Foo").refused_as(400, "INVALID_REQUEST");
        caller.post("ZoneNoteReport", &json!({})).refused_as(429, "RATE_LIMIT_EXCEEDED");
    }
}
