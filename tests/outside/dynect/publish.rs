//! Publishing (C8, C10, C11, X2): all that is staged at once, as one step with one entry, and what is judged by then.

use super::staged::{Session, ZONE, admin, again, history, hostmaster, id, list, published, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

/// A zone that was published.
fn zone(session: &Session) {
    session.zone(ZONE);
    session.publish();
}

both! {
    fn c8_fifty_changes_are_one_step_and_one_entry(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let kept: Vec<i64> = (0..20).map(|number| session.a(&format!("h{number}.x.org"), "192.0.2.1")).collect();
        session.publish();
        for (number, id) in kept.iter().enumerate() {
            let path = format!("ARecord/x.org/h{number}.x.org/{id}");
            match number % 2 {
                0 => drop(session.put(&path, json!({"rdata": {"address": "192.0.2.2"}})).done()),
                _ => drop(session.delete(&path).done()),
            }
        }
        for number in 0..30 {
            session.add("TXT", &format!("t{number}.x.org"), json!({"txtdata": "x"}));
        }
        assert_eq!(session.changes().len(), 50);
        let (before, entries) = (given::read(&client, ZONE), history(&client).len());
        let told = session.try_publish().says("publish: x.org published");
        let data = told.done();
        let (after, entries_after) = (given::read(&client, ZONE), history(&client));
        assert_eq!(after["serial"].as_u64(), before["serial"].as_u64().map(|serial| serial + 1));
        assert_eq!(after["revision"].as_u64(), before["revision"].as_u64().map(|revision| revision + 1));
        assert_eq!(entries_after.len(), entries + 1);
        let task = text(&data["task_id"]);
        assert_eq!(data, json!({"zone_type": "Primary", "task_id": task, "serial_style": "increment", "serial": after["serial"], "zone": ZONE}));
        let entry = &entries_after[0];
        assert_eq!((&entry["action"], &entry["face"], &entry["serial_after"]), (&json!("zone.publish"), &json!("dynect"), &after["serial"]));
        assert_eq!(session.changes().len(), 0, "the staging area is empty");
        assert_eq!((published(&client, "h0.x.org", "A"), published(&client, "h1.x.org", "A").len()), (vec!["192.0.2.2".to_owned()], 0));
        assert_eq!(session.addresses("h0.x.org")[0].0, kept[0]);
        assert_eq!(published(&client, "t29.x.org", "TXT"), ["\"x\""]);
    }

    fn c8_the_outcome_is_judged_not_the_way_there(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        session.a("www.x.org", "192.0.2.1");
        session.add("CNAME", "alias.x.org", json!({"cname": "www.x.org"}));
        session.publish();
        session.delete("CNAMERecord/x.org/alias.x.org").done();
        session.a("alias.x.org", "192.0.2.1");
        session.delete("ARecord/x.org/www.x.org").done();
        session.add("CNAME", "www.x.org", json!({"cname": "alias.x.org"}));
        session.publish();
        assert_eq!(published(&client, "www.x.org", "CNAME"), ["alias.x.org."]);
        assert_eq!(published(&client, "alias.x.org", "A"), ["192.0.2.1"]);
    }

    fn c8_name_servers_soa_and_delegations_go_with_it(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let first = text(&given::read(&client, ZONE)["ns"][0]);
        session.add("NS", ZONE, json!({"nsdname": "ns1.x.org."}));
        session.a("ns1.x.org", "192.0.2.53");
        session.a("ns1.cut.x.org", "192.0.2.54");
        session.add("NS", "cut.x.org", json!({"nsdname": "ns1.cut.x.org"}));
        let soa = id(&list(&session.send("GET", "SOARecord/x.org/x.org", &json!({"detail": 1})).done())[0]);
        session.put(&format!("SOARecord/x.org/x.org/{soa}"), json!({"rdata": {"refresh": 5000}})).done();
        let before = serial(&client);
        session.publish();
        let zone = given::read(&client, ZONE);
        assert_eq!(serial(&client), before + 1);
        assert_eq!((list(&zone["ns"]).len(), &zone["ns"][0], &zone["ns"][2], &zone["refresh"]), (3, &json!(first), &json!("ns1.x.org"), &json!(5000)));
        let file = given::exported(&client, ZONE);
        for line in ["cut.x.org. IN NS ns1.cut.x.org.", "ns1.cut.x.org. IN A 192.0.2.54", "ns1.x.org. IN A 192.0.2.53"] {
            assert!(file.contains(line), "{line}: {file}");
        }
        given::healthy(server);
    }

    fn c10_nothing_staged_is_the_same_success_without_a_step(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        session.a("www.x.org", "192.0.2.1");
        let task = session.publish()["task_id"].clone();
        let before = (given::read(&client, ZONE), history(&client).len());
        let told = session.try_publish().says("publish: x.org published");
        let data = told.done();
        assert_eq!((&data["serial"], &data["task_id"]), (&before.0["serial"], &task), "N2: the zone's newest entry");
        assert_eq!((given::read(&client, ZONE), history(&client).len()), before);
    }

    fn c10_notes_make_an_entry_but_no_step(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let (before, entries) = (serial(&client), history(&client).len());
        let data = session.put("Zone/x.org", json!({"publish": true, "notes": "looked\u{7}\tand\nfound\u{0}\r\u{1b} nothing"})).done();
        assert_eq!(data["serial"], before);
        assert_eq!(history(&client).len(), entries + 1);
        assert_eq!(history(&client)[0]["note"], "looked\tand\nfound nothing");
        let first = admin(server);
        first.zone("y.org");
        first.put("Zone/y.org", json!({"publish": true})).done();
        let notes = first.post("ZoneNoteReport", json!({"zone": "y.org"})).done();
        assert_eq!(list(&notes).len(), 2, "the first publish is an entry: {notes}");
        session.put("Zone/x.org", json!({"publish": true, "notes": "ü".repeat(10_000)})).done();
        assert_eq!(history(&client)[0]["note"], "ü".repeat(10_000));
        let entries = history(&client).len();
        session.put("Zone/x.org", json!({"publish": true, "notes": "x".repeat(10_001)})).refused("INVALID_DATA");
        session.put("Zone/x.org", json!({"publish": true, "notes": ""})).done();
        session.put("Zone/x.org", json!({"publish": true, "notes": null})).done();
        assert_eq!(history(&client).len(), entries);
    }

    fn c11_the_later_publish_meets_the_outcome_of_the_earlier_one(server: &Server) {
        let (one, client) = (admin(server), server.admin());
        let two = hostmaster(server, "two", "registry");
        let three = again(server, "two", "registry");
        zone(&one);
        one.a("www.x.org", "192.0.2.1");
        two.a("www.x.org", "192.0.2.2");
        three.add("CNAME", "www.x.org", json!({"cname": "elsewhere.org"}));
        let before = serial(&client);
        one.publish();
        two.publish();
        three.try_publish().refused("ILLEGAL_OPERATION").says("publish: x.org not published, 1 conflicts");
        assert_eq!(serial(&client), before + 2);
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.1", "192.0.2.2"]);
        assert_eq!(three.staged(), ["add CNAME www.x.org"], "C9: it stays staged");
        let users: Vec<String> = history(&client).iter().take(2).map(|entry| text(&entry["user"])).collect();
        assert_eq!(users, ["two", "admin"]);
    }

    fn c8_a_zone_that_is_not_there_or_not_mine_is_not_published(server: &Server) {
        let session = admin(server);
        session.put("Zone/x.org", json!({"publish": true})).refused("NOT_FOUND").says("zone: No such zone");
        zone(&session);
        let _ = server.user("reader", "registry", &["reader"]);
        let reader = again(server, "reader", "registry");
        assert_eq!(reader.get("Zone/x.org").done()["zone"], ZONE);
        reader.get("ZoneChanges/x.org").done();
        for told in [
            reader.put("Zone/x.org", json!({"publish": true})),
            reader.put("Zone/x.org", json!({"freeze": true})),
            reader.delete("Zone/x.org"),
            reader.delete("ZoneChanges/x.org"),
            reader.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.1"}})),
        ] {
            told.refused("PERMISSION_DENIED");
        }
    }
}
