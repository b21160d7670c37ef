//! One set of zones behind every face: what is published here is seen and told there, and what changes there between staging and publish.

use super::staged::{Session, ZONE, admin, history, id, list, published, serial, text};
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
    fn c8_what_is_published_is_in_the_history_with_face_and_note(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        session.a("www.x.org", "192.0.2.1");
        session.a("www.x.org", "192.0.2.2");
        let before = serial(&client);
        session.put("Zone/x.org", json!({"publish": true, "notes": "for Mr. Anderson"})).done();
        let entry = &history(&client)[0];
        for (member, value) in [
            ("face", json!("dynect")), ("note", json!("for Mr. Anderson")), ("user", json!("admin")), ("account", json!("registry")), ("zone", json!(ZONE)),
            ("action", json!("zone.publish")), ("serial_before", json!(before)), ("serial_after", json!(before + 1)),
        ] {
            assert_eq!(entry[member], value, "{member}: {entry}");
        }
        let to = json!({"ttl": null, "records": ["192.0.2.1", "192.0.2.2"]});
        assert_eq!(entry["changes"], json!([{"what": "recordset", "name": "www.x.org", "type": "A", "from": null, "to": to}]));
        client.patch("/zones/x.org/recordsets/www.x.org/A", &json!({"remove": ["192.0.2.1"]})).expect(200);
        let entry = &history(&client)[0];
        assert_eq!((&entry["face"], entry.get("note").cloned().unwrap_or_default()), (&json!("zones"), json!(null)));
    }

    fn c8_a_zone_that_changes_elsewhere_between_staging_and_publish(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let www = session.a("www.x.org", "192.0.2.1");
        session.publish();
        session.put(&format!("ARecord/x.org/www.x.org/{www}"), json!({"rdata": {"address": "192.0.2.2"}})).done();
        client.put("/zones/x.org/recordsets/mail.x.org/A", &json!({"records": ["192.0.2.3"]})).expect(201);
        client.patch("/zones/x.org/recordsets/www.x.org/A", &json!({"add": ["192.0.2.4"]})).expect(200);
        client.patch("/zones/x.org", &json!({"ns": ["ns1.provider.net"], "retry": 700})).if_match("*").expect(204);
        assert_eq!(session.addresses("www.x.org").len(), 2, "C2: laid over what is published now");
        let before = serial(&client);
        session.publish();
        assert_eq!(serial(&client), before + 1);
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.2", "192.0.2.4"]);
        assert_eq!(published(&client, "mail.x.org", "A"), ["192.0.2.3"]);
        let zone = given::read(&client, ZONE);
        assert_eq!((&zone["ns"], &zone["retry"]), (&json!(["ns1.provider.net"]), &json!(700)));
        session.put(&format!("ARecord/x.org/www.x.org/{www}"), json!({"rdata": {"address": "192.0.2.5"}})).done();
        client.put("/zones/x.org/recordsets/www.x.org/A", &json!({"records": ["192.0.2.4", "192.0.2.6"]})).if_match("*").expect(200);
        session.try_publish().refused("OPERATION_FAILED");
        session.delete("ZoneChanges/x.org").done();
    }

    fn c8_a_set_whose_values_were_written_again_elsewhere_is_as_it_was(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let www = session.a("www.x.org", "192.0.2.1");
        session.publish();
        session.delete("ARecord/x.org/www.x.org").done();
        client.patch("/zones/x.org/recordsets/www.x.org/A", &json!({"add": ["192.0.2.2"]})).expect(200);
        client.patch("/zones/x.org/recordsets/www.x.org/A", &json!({"remove": ["192.0.2.2"]})).expect(200);
        assert_eq!(admin(server).addresses("www.x.org"), [(www, "192.0.2.1".to_owned())]);
        session.publish();
        assert_eq!(published(&client, "www.x.org", "A"), [""; 0]);
    }

    fn c3_values_made_elsewhere_have_ids_that_work_here(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        given::created(&client, ZONE);
        client.put("/zones/x.org/recordsets/www.x.org/A", &json!({"records": ["192.0.2.1", "192.0.2.2"], "ttl": 60})).expect(201);
        client.post("/zones/x.org/delegations", &json!({"name": "sub.x.org", "ns": ["ns1.provider.net"]})).expect(201);
        let seen = session.addresses("www.x.org");
        assert!(seen[0].0 >= 1 && seen[0].0 != seen[1].0, "{seen:?}");
        assert_eq!(seen, admin(server).addresses("www.x.org"));
        let record = session.put(&format!("ARecord/x.org/www.x.org/{}", seen[0].0), json!({"rdata": {"address": "192.0.2.9"}})).done();
        assert_eq!((&record["ttl"], id(&record)), (&json!(60), seen[0].0));
        let cut = session.send("GET", "NSRecord/x.org/sub.x.org", &json!({"detail": "Y"})).done();
        assert_eq!((&cut[0]["rdata"]["nsdname"], &cut[0]["service_class"]), (&json!("ns1.provider.net."), &json!("")));
        session.put(&format!("NSRecord/x.org/sub.x.org/{}", id(&cut[0])), json!({"rdata": {"nsdname": "ns2.provider.net"}})).done();
        let apex = session.send("GET", "NSRecord/x.org/x.org", &json!({"detail": "Y"})).done();
        assert_eq!((list(&apex).len(), &apex[0]["service_class"]), (2, &json!("Primary")));
        session.publish();
        assert!(given::exported(&client, ZONE).contains("sub.x.org. 3600 IN NS ns2.provider.net.") || given::exported(&client, ZONE).contains("sub.x.org. IN NS ns2.provider.net."));
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.2", "192.0.2.9"]);
        let kept = session.send("GET", "NSRecord/x.org/x.org", &json!({"detail": "Y"})).done();
        assert_eq!(kept, apex);
        let all = session.send("GET", "AllRecord/x.org", &json!({})).done();
        for uri in list(&all) {
            let record = session.get(text(uri).trim_start_matches("/REST/")).done();
            assert_eq!(record["zone"], ZONE, "{uri}");
        }
    }

    fn c3_an_id_outlives_an_import_that_keeps_the_value(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let www = session.a("www.x.org", "192.0.2.1");
        session.a("old.x.org", "192.0.2.2");
        session.publish();
        let file: String = given::exported(&client, ZONE).lines().filter(|line| !line.contains("old.x.org")).map(|line| format!("{line}\n")).collect();
        let file = format!("{file}new.x.org. IN A 192.0.2.3\n");
        let answer = client.request("POST", "/zones/import?replace=true&force=true").body("text/dns", file).if_match("*").send();
        assert!(answer.is_success(), "{answer}");
        assert_eq!(session.addresses("www.x.org"), [(www, "192.0.2.1".to_owned())]);
        assert_eq!((session.addresses("new.x.org").len(), session.addresses("old.x.org").len()), (1, 0));
    }
}
