//! Sessions that end while they are being served (rules S5, X3): what was begun is finished, what waits is refused.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

use super::gate::{Slow, slow};
use super::given::{admin, eventually, zone};

/// A server that lets requests wait for the one before for longer than clients wait for their answers.
struct Queueing(Server);

impl Queueing {
    fn start(database: Database) -> Self {
        Self(Slow::with(database, "3000", "800").0)
    }
}

both! {
    fn s5_what_waited_for_its_turn_when_its_session_ended_is_refused(server: &Queueing) {
        let server = &server.0;
        // Where the machine was so slow that the turn came before the log-out, it is tried again.
        let refused = (0..5).any(|round| {
            let caller = admin(server);
            slow(&caller, "GET", "Zone", &json!({}), 2);
            let answered = AtomicBool::new(false);
            thread::scope(|scope| {
                let waiting = scope.spawn(|| {
                    let body = json!({"rname": "a@example.org", "ttl": 60});
                    let answer = caller.call("POST", &format!("Zone/waited{round}.org"), &body).send();
                    answered.store(true, Ordering::SeqCst);
                    answer.status
                });
                thread::sleep(Duration::from_millis(200));
                let in_time = !answered.load(Ordering::SeqCst);
                caller.client.delete("/sessions/current").expect(204);
                let ended = !answered.load(Ordering::SeqCst);
                let status = waiting.join().expect("it is answered");
                assert!(!(in_time && ended) || status == 400, "answered {status}");
                in_time && ended
            })
        });
        assert!(refused, "nobody was waiting when the session ended");
    }

    fn x3_what_was_begun_when_a_session_ended_is_finished(server: &Slow) {
        let server = &server.0;
        let (caller, elsewhere) = (admin(server), server.admin());
        zone(&caller, "x.org", true);
        caller.post("ARecord/x.org/www.x.org/", &json!({"rdata": {"address": "192.0.2.1"}})).done();
        slow(&caller, "PUT", "Zone/x.org/", &json!({"publish": true}), 2);
        caller.client.delete("/sessions/current").expect(204);
        caller.get("Session/").refused(400, "INVALID_DATA", "login: Bad or expired credentials");
        let www = || elsewhere.get("/zones/x.org/recordsets/www.x.org/A").send();
        eventually("www.x.org is published", || www().status == 200);
    }
}
