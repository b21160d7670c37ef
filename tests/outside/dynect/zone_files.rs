//! Master files (Z8): zones made of them at once, and records of them staged.

use super::staged::{ZONE, admin, published, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

/// A master file of [`ZONE`].
const FILE: &str = "$ORIGIN x.org.\n$TTL 600\n@ IN SOA ns1.provider.net. hostmaster.x.org. 77 3600 600 604800 1800\n@ IN NS ns1.provider.net.\nwww IN A 192.0.2.1\nwww IN A 192.0.2.2\nmail 60 IN MX 10 mx.provider.net.\n";

both! {
    fn z8_a_zone_is_made_from_its_file_at_once(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let data = session.post("ZoneFile/x.org", json!({"file": FILE})).done();
        assert_eq!((&data["zone"], &data["serial"], &data["zone_type"]), (&json!("x.org"), &json!(0), &json!("Primary")));
        let task = session.get(&format!("Task/{}", text(&data["task_id"]))).done();
        assert_eq!((&task["name"], &task["zone_name"]), (&json!("ImportZonefile"), &json!("x.org")));
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.1", "192.0.2.2"]);
        assert_eq!(given::read(&client, ZONE)["ns"], json!(["ns1.provider.net"]));
        assert_eq!(session.addresses("www.x.org").len(), 2);
        assert_eq!(session.staged(), [""; 0]);
        let serial = serial(&client);
        assert_eq!(session.publish()["serial"], serial, "Z2: it is revealed");
        session.post("ZoneFile/x.org", json!({"file": FILE})).refused("TARGET_EXISTS").says("name: Name already exists").says("create: You already have this zone.");
    }

    fn z8_every_error_of_a_file_has_its_line_and_nothing_is_made(server: &Server) {
        let session = admin(server);
        let file = format!("{FILE}bad IN A 192.0.2.256\nalso IN MX mail\nout.y.org. IN A 192.0.2.1\n");
        let told = session.post("ZoneFile/x.org", json!({ "file": file })).refused("INVALID_DATA");
        for line in [8, 9, 10] {
            assert!(told.lines("ERROR").iter().any(|said| said.contains(&format!("line {line}: "))), "line {line}: {told}");
        }
        session.get("Zone/x.org").refused("NOT_FOUND");
        session.zone(ZONE);
        let told = session.put("ZoneFile/x.org", json!({ "file": file })).refused("INVALID_DATA");
        for line in [8, 9, 10] {
            assert!(told.lines("ERROR").iter().any(|said| said.contains(&format!("line {line}: "))), "line {line}: {told}");
        }
        assert_eq!(session.staged(), [""; 0]);
        let many: String = (0..150).map(|_| "x IN A none\n".to_owned()).collect();
        let told = session.put("ZoneFile/x.org", json!({ "file": many })).refused("INVALID_DATA");
        assert_eq!(told.lines("ERROR").len(), 100, "the first 100");
        session.post("ZoneFile/y.org", json!({})).refused("MISSING_DATA").says("file: required field missing");
        let long = format!("{FILE}; {}\n", "x".repeat(1 << 20));
        session.post("ZoneFile/y.org", json!({ "file": long })).refused("INVALID_DATA");
        session.post("ZoneFileImport/y.org", json!({"file": FILE})).refused("INVALID_REQUEST");
        session.put("ZoneFile/y.org", json!({"file": "www IN A 192.0.2.1\n"})).refused("NOT_FOUND").says("zone: No such zone");
    }

    fn z8_the_records_of_a_file_are_staged_beside_what_is_there(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        let kept = session.a("www.x.org", "192.0.2.1");
        session.publish();
        let before = (serial(&client), given::read(&client, ZONE));
        let told = session.put("ZoneFile/x.org", json!({"file": FILE})).warns("SOA").warns("NS");
        let data = told.done();
        assert!(data["task_id"].is_string() && data["zone"] == "x.org", "{data}");
        assert_eq!(session.staged(), ["add MX mail.x.org", "add A www.x.org"], "what is there is passed over");
        assert_eq!((serial(&client), given::read(&client, ZONE)), before, "nothing is published");
        assert_eq!(session.publish()["serial"], before.0 + 1);
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.1", "192.0.2.2"]);
        assert_eq!(published(&client, "mail.x.org", "MX"), ["10 mx.provider.net."]);
        assert_eq!(given::read(&client, ZONE)["ns"], before.1["ns"]);
        assert_eq!(session.addresses("www.x.org")[0], (kept, "192.0.2.1".to_owned()), "C3");
        session.put("ZoneFile/x.org", json!({"file": FILE})).done();
        assert_eq!(session.staged(), [""; 0], "all of it is there");
    }
}
