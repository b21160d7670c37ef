//! Serials (Z2, Z3): hidden until the first publish, and counted by the style of the zone on every face.

use super::soa::{soa, soa_path};
use super::staged::{Session, ZONE, admin, list, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The digits of a time as the registry writes it, from the year on: 2026-11-22T13:05:00Z is 20261122130500.
fn digits(at: &Value) -> String {
    text(at).chars().filter(char::is_ascii_digit).take(14).collect()
}

/// The candidate of a style at a time (Z3); `seconds` is the same time since 1970.
fn candidate(style: &str, at: &Value, seconds: u64) -> Option<u64> {
    let digits = digits(at);
    match style {
        "increment" => None,
        "epoch" => Some(seconds),
        "day" => Some(digits[..8].parse::<u64>().unwrap() * 100),
        "minute" => Some(digits[2..12].parse().unwrap()),
        other => panic!("no style: {other}"),
    }
}

/// Seconds since 1970 of the newest change of a zone, as its task tells.
fn changed_at(session: &Session, task: &Value) -> u64 {
    session.get(&format!("Task/{}", text(task))).done()["created_ts"].as_u64().unwrap()
}

both! {
    fn z2_the_serial_is_0_here_until_the_first_publish(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        let first = serial(&client);
        assert_eq!(first, 1);
        assert_eq!(soa(&session)["rdata"]["serial"], 0);
        assert_eq!(session.get("Zone/x.org").done()["serial"], 0);
        session.a("www.x.org", "192.0.2.1");
        assert_eq!(session.changes()[0]["serial"], 0);
        session.delete("ZoneChanges/x.org").done();
        assert_eq!(session.publish()["serial"], first, "nothing is staged: it is revealed");
        assert_eq!(serial(&client), first);
        assert_eq!(soa(&session)["rdata"]["serial"], first);
        assert_eq!(session.publish()["serial"], first, "once");
    }

    fn z2_a_first_publish_with_changes_is_a_step_further(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.a("www.x.org", "192.0.2.1");
        assert_eq!(session.publish()["serial"], 2);
        assert_eq!(serial(&client), 2);
    }

    fn z2_a_change_at_another_face_reveals_the_serial(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        client.put("/zones/x.org/recordsets/www.x.org/A", &json!({"records": ["192.0.2.1"]})).expect(201);
        assert_eq!(session.get("Zone/x.org").done()["serial"], 2);
        given::created(&client, "y.org");
        assert_eq!(session.get("Zone/y.org").done()["serial"], given::serial(&client, "y.org"), "made elsewhere it is shown at once");
        assert_eq!(session.get("Zone/y.org").done()["serial_style"], "day");
    }

    fn z3_each_style_counts_by_its_rule(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        for style in ["increment", "epoch", "day", "minute"] {
            let name = format!("{style}.org");
            let made = session.post(&format!("Zone/{name}"), json!({"rname": "a.b.org", "ttl": 60, "serial_style": style})).done();
            assert_eq!((&made["serial_style"], &made["serial"]), (&json!(style), &json!(0)));
            let zone = given::read(&client, &name);
            let first = zone["serial"].as_u64().unwrap();
            let revealed = session.put(&format!("Zone/{name}"), json!({"publish": true})).done();
            assert_eq!(revealed["serial"], first);
            let notes = session.post("ZoneNoteReport", json!({"zone": name})).done();
            let created = list(&notes).last().unwrap()["timestamp"].as_u64().unwrap();
            assert_eq!(first, candidate(style, &zone["created"], created).unwrap_or(1), "{style}: {zone}");
            let mut before = first;
            for number in 0..3 {
                session.post(&format!("ARecord/{name}/www.{name}"), json!({"rdata": {"address": format!("192.0.2.{number}")}})).done();
                let data = session.put(&format!("Zone/{name}"), json!({"publish": true})).done();
                let after = data["serial"].as_u64().unwrap();
                let zone = given::read(&client, &name);
                assert_eq!(zone["serial"], after);
                let candidate = candidate(style, &zone["updated"], changed_at(&session, &data["task_id"]));
                assert_eq!(after, candidate.filter(|candidate| *candidate > before).unwrap_or(before + 1), "{style} after {before}");
                before = after;
            }
            client.put(&format!("/zones/{name}/recordsets/mail.{name}/A"), &json!({"records": ["192.0.2.9"]})).expect(201);
            let zone = given::read(&client, &name);
            let task = session.send("GET", "Task", &json!({"zone_name": name})).done()[0]["created_ts"].as_u64().unwrap();
            let candidate = candidate(style, &zone["updated"], task);
            assert_eq!(zone["serial"], candidate.filter(|candidate| *candidate > before).unwrap_or(before + 1), "{style} holds for every face");
        }
    }

    fn z3_z7_a_new_style_holds_from_the_publish_on(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.publish();
        let path = soa_path(&session);
        for (style, counts_by_one) in [("day", false), ("epoch", true), ("minute", false), ("increment", true)] {
            let before = serial(&client);
            assert_eq!(session.put(&path, json!({"serial_style": style})).done()["serial_style"], style);
            assert_ne!(given::read(&client, ZONE)["serial_style"], style, "it is staged");
            let told = session.try_publish();
            let warned = told.lines("WARN").iter().any(|line| line.contains("counts by one"));
            assert_eq!(warned, counts_by_one && style != "increment", "{told}");
            let data = told.done();
            let zone = given::read(&client, ZONE);
            assert_eq!((&zone["serial_style"], &data["serial_style"]), (&json!(style), &json!(style)));
            let candidate = candidate(style, &zone["updated"], changed_at(&session, &data["task_id"]));
            let expected = if counts_by_one { before + 1 } else { candidate.unwrap() };
            assert_eq!(serial(&client), expected, "{style} after {before}");
        }
        session.put(&path, json!({"serial_style": "weekly"})).refused("INVALID_DATA");
    }
}
