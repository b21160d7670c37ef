//! Sessions that end while they are being served (rule X3): what was begun is finished.

use domesday_tests::both;
use serde_json::json;

use super::gate::{Slow, slow};
use super::given::{admin, eventually, zone};

both! {
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
