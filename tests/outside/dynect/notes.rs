//! Notes and tasks (N1, N2): the history of a zone as these clients read it.

use super::staged::{Session, ZONE, admin, again, history, hostmaster, list, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "what the server says of the time is held against the time")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn notes(session: &Session, body: Value) -> Vec<Value> {
    list(&session.post("ZoneNoteReport", body).done()).clone()
}

both! {
    fn n1_a_note_for_each_entry_newest_first_whichever_face_made_it(server: &Server) {
        let before = now();
        let session = hostmaster(server, "one", "acme");
        session.zone(ZONE);
        session.a("www.x.org", "192.0.2.1");
        session.add("MX", "x.org", json!({"preference": 10, "exchange": "mx.provider.net"}));
        session.put("Zone/x.org", json!({"publish": "true", "notes": "move www\nat last"})).done();
        let client = server.log_in("one");
        client.put("/zones/x.org/recordsets/www.x.org/A", &json!({"records": ["192.0.2.2"]})).if_match("*").expect(200);
        let all = notes(&session, json!({"zone": "X.org."}));
        assert_eq!(all.len(), history(&client).len());
        assert_eq!(all.len(), 3);
        for note in &all {
            let members: Vec<&String> = note.as_object().unwrap().keys().collect();
            assert_eq!(members, ["note", "serial", "timestamp", "type", "user_name", "zone"]);
            assert_eq!((&note["zone"], &note["user_name"], &note["type"]), (&json!(ZONE), &json!("one"), &json!("publish")));
            let timestamp = note["timestamp"].as_u64().unwrap();
            assert!((before..=now()).contains(&timestamp), "{note}");
        }
        assert_eq!(all[0]["note"], "www.x.org\n del A 192.0.2.1\n add A 192.0.2.2");
        assert_eq!(all[1]["note"], "x.org\n add MX 10 mx.provider.net.\nwww.x.org\n add A 192.0.2.1\nmove www\nat last");
        assert_eq!((&all[0]["serial"], &all[1]["serial"]), (&json!(3), &json!(2)));
        assert_eq!(history(&client)[1]["note"], "move www\nat last", "at /zones it is the user's own");
    }

    fn n1_a_note_tells_a_hundred_changes_and_counts_the_rest(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let set: Value = (0..130).map(|number| json!({"rdata": {"address": format!("10.0.0.{number}")}})).collect();
        session.put("ARecord/x.org/www.x.org", json!({"ARecords": set})).done();
        session.put("Zone/x.org", json!({"publish": true, "notes": "many"})).done();
        let note = text(&notes(&session, json!({"zone": ZONE}))[0]["note"]);
        let lines: Vec<&str> = note.lines().collect();
        assert_eq!(lines.iter().filter(|line| line.starts_with(" add A ")).count(), 100, "{note}");
        assert_eq!((lines[0], lines[lines.len() - 2], lines[lines.len() - 1]), ("www.x.org", " … and 30 more", "many"));
    }

    fn n1_limit_and_offset(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for number in 0..5 {
            session.put("Zone/x.org", json!({"publish": true, "notes": number.to_string()})).done();
        }
        let told = |body: Value| -> Vec<String> { notes(&session, body).iter().map(|note| text(&note["note"]).lines().last().unwrap_or_default().to_owned()).collect() };
        assert_eq!(told(json!({"zone": ZONE})).len(), 6);
        assert_eq!(told(json!({"zone": ZONE, "limit": 2})), ["4", "3"]);
        assert_eq!(told(json!({"zone": ZONE, "limit": "2", "offset": "3"})), ["1", "0"]);
        assert_eq!(told(json!({"zone": ZONE, "offset": 6})), [""; 0]);
        for body in [json!({"zone": ZONE, "limit": 1001}), json!({"zone": ZONE, "limit": 0}), json!({"zone": ZONE, "offset": -1})] {
            session.post("ZoneNoteReport", body).refused("INVALID_DATA");
        }
        session.post("ZoneNoteReport", json!({})).refused("MISSING_DATA").says("zone: required field missing");
        session.post("ZoneNoteReport", json!({"zone": "y.org"})).refused("NOT_FOUND").says("zone: No such zone");
        hostmaster(server, "other", "acme").post("ZoneNoteReport", json!({"zone": ZONE})).refused("NOT_FOUND").says("zone: No such zone");
    }

    fn n1_n2_what_kind_of_change_it_was(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let file = "$ORIGIN x.org.\n@ 600 IN SOA ns1.provider.net. h.x.org. 7 3600 600 604800 1800\n@ IN NS ns1.provider.net.\nwww IN A 192.0.2.1\n";
        session.post("ZoneFile/x.org", json!({"file": file})).done();
        session.publish();
        client.delete("/zones/x.org?force=true").expect(204);
        let all = notes(&session, json!({"zone": ZONE}));
        let kinds: Vec<String> = all.iter().map(|note| text(&note["type"])).collect();
        assert_eq!(kinds, ["remove", "publish", "task"]);
        assert!(text(&all[0]["note"]).contains("www.x.org\n del A 192.0.2.1"), "{}", all[0]);
        let tasks = session.get("Task").done();
        let names: Vec<String> = list(&tasks).iter().map(|task| text(&task["name"])).collect();
        assert_eq!(names, ["ShutdownZone", "ProvisionZone", "ImportZonefile"], "newest first");
    }

    fn n2_a_task_is_complete_when_its_id_is_told(server: &Server) {
        let before = now();
        let session = hostmaster(server, "one", "acme");
        session.zone(ZONE);
        session.a("www.x.org", "192.0.2.1");
        let task_id = text(&session.publish()["task_id"]);
        let task = session.get(&format!("Task/{task_id}")).done();
        let expected = json!({
            "task_id": task_id, "name": "ProvisionZone", "customer_name": "acme", "zone_name": ZONE, "status": "complete", "step_count": 1, "total_steps": 1,
            "blocking": "N", "message": "", "debug": "", "created_ts": task["created_ts"], "modified_ts": task["modified_ts"],
            "args": [{"name": "zone_name", "value": ZONE}],
        });
        assert_eq!(task, expected);
        assert!((before..=now()).contains(&task["created_ts"].as_u64().unwrap()) && task["modified_ts"].is_u64(), "{task}");
        session.delete(&format!("Task/{task_id}")).refused("ILLEGAL_OPERATION").says("task: Task is already complete");
        assert_eq!(session.get(&format!("Task/{task_id}")).done(), expected);
        assert_eq!(again(server, "one", "acme").get(&format!("Task/{task_id}")).done(), expected, "of any session");
        assert_eq!(admin(server).get(&format!("Task/{task_id}")).done(), expected, "an admin sees all");
        let stranger = hostmaster(server, "two", "zeta");
        stranger.get(&format!("Task/{task_id}")).refused("NOT_FOUND").says("task: No such task");
        stranger.delete(&format!("Task/{task_id}")).refused("NOT_FOUND").says("task: No such task");
        assert_eq!(stranger.get("Task").done(), json!([]));
        for id in ["0", "99999999", "-1", "x", "99999999999999999999"] {
            session.get(&format!("Task/{id}")).refused("NOT_FOUND").says("task: No such task");
        }
    }

    fn n2_tasks_are_listed_by_name_zone_and_status(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.zone("y.org");
        session.delete("Zone/y.org").done();
        given::created(&client, "z.org");
        let listed = |body: Value| list(&session.send("GET", "Task", &body).done()).len();
        assert_eq!(listed(json!({})), 4);
        assert_eq!(listed(json!({"zone_name": "Y.org."})), 2);
        assert_eq!(listed(json!({"zone_name": "y.org", "name": "ShutdownZone"})), 1);
        assert_eq!(listed(json!({"status": "complete"})), 4);
        assert_eq!(listed(json!({"status": "running"})), 0);
        assert_eq!(listed(json!({"name": "ImportZonefile"})), 0);
        assert_eq!(serial(&client), 1);
    }
}
