//! Frozen zones (Z5): no write on any face, while reads, discard and thaw work, and what follows from elsewhere still follows.

use super::staged::{Session, ZONE, admin, history, id, list, published, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A zone with a record, an explicit delegation and something staged, frozen; gives the id of the record.
fn frozen(session: &Session, client: &Client) -> i64 {
    session.zone(ZONE);
    let www = session.a("www.x.org", "192.0.2.1");
    session.publish();
    client.post("/zones/x.org/delegations", &json!({"name": "sub.x.org", "ns": ["ns1.provider.net"]})).expect(201);
    session.a("staged.x.org", "192.0.2.2");
    let told = session.put("Zone/x.org", json!({"freeze": true})).says("freeze: Your zone is now frozen");
    assert_eq!(told.done(), json!({}));
    www
}

both! {
    fn z5_no_write_here_passes(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let www = frozen(&session, &client);
        let before = (given::read(&client, ZONE), given::exported(&client, ZONE), session.changes());
        let soa = id(&list(&session.send("GET", "SOARecord/x.org/x.org", &json!({"detail": "Y"})).done())[0]);
        let address = json!({"rdata": {"address": "192.0.2.9"}});
        for told in [
            session.post("ARecord/x.org/new.x.org", address.clone()),
            session.post("ARecord/x.org/www.x.org", address.clone()),
            session.post("NSRecord/x.org/x.org", json!({"rdata": {"nsdname": "ns9.provider.net"}})),
            session.put(&format!("ARecord/x.org/www.x.org/{www}"), address.clone()),
            session.put("ARecord/x.org/www.x.org", address.clone()),
            session.put("ARecord/x.org/www.x.org", json!({"ARecords": []})),
            session.put(&format!("SOARecord/x.org/x.org/{soa}"), json!({"ttl": 60})),
            session.delete(&format!("ARecord/x.org/www.x.org/{www}")),
            session.delete("ARecord/x.org/www.x.org"),
            session.delete("Node/x.org/www.x.org"),
            session.put("ZoneFile/x.org", json!({"file": "new IN A 192.0.2.9\n"})),
            session.put("Zone/x.org", json!({"publish": true})),
            session.put("Zone/x.org", json!({"publish": true, "notes": "x"})),
            admin(server).put("Zone/x.org", json!({"publish": true})),
            session.delete("Zone/x.org"),
        ] {
            told.refused("ILLEGAL_OPERATION").says("zone: Zone is frozen, thaw it first");
        }
        assert_eq!((given::read(&client, ZONE), given::exported(&client, ZONE), session.changes()), before);
    }

    fn z5_no_write_at_zones_passes(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        frozen(&session, &client);
        let before = (given::read(&client, ZONE), given::exported(&client, ZONE));
        assert_eq!(before.0["frozen"], true);
        let www = "/zones/x.org/recordsets/www.x.org/A";
        let address = json!({"records": ["192.0.2.9"]});
        let file = given::exported(&client, ZONE).replace("192.0.2.1", "192.0.2.8");
        let change = json!({"changes": [{"op": "add", "name": "www.x.org", "type": "A", "records": ["192.0.2.9"]}]});
        for query in ["", "?force=true"] {
            for call in [
                client.patch(&format!("/zones/x.org{query}"), &json!({"retry": 1200})).if_match("*"),
                client.patch(&format!("/zones/x.org{query}"), &json!({"ns": ["ns9.provider.net"]})).if_match("*"),
                client.delete(&format!("/zones/x.org{query}")).if_match("*"),
                client.put(&format!("{www}{query}"), &address).if_match("*"),
                client.patch(&format!("{www}{query}"), &json!({"add": ["192.0.2.9"]})),
                client.delete(&format!("{www}{query}")).if_match("*"),
                client.put(&format!("/zones/x.org/recordsets/new.x.org/A{query}"), &address),
                client.patch(&format!("/zones/x.org/recordsets{query}"), &change),
                client.post(&format!("/zones/x.org/delegations{query}"), &json!({"name": "new.x.org", "ns": ["ns1.provider.net"]})),
                client.put(&format!("/zones/x.org/delegations/sub.x.org{query}"), &json!({"ns": ["ns2.provider.net"]})).if_match("*"),
                client.delete(&format!("/zones/x.org/delegations/sub.x.org{query}")).if_match("*"),
                client.request("POST", &format!("/zones/import{}", if query.is_empty() { "?replace=true" } else { "?replace=true&force=true" })).body("text/dns", file.as_str()).if_match("*"),
            ] {
                let answer = call.send();
                given::conflict(&answer, "zone_frozen", false);
            }
        }
        assert_eq!((given::read(&client, ZONE), given::exported(&client, ZONE)), before);
    }

    fn z5_whether_a_zone_is_frozen_is_only_read_at_zones(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        for body in [json!({"frozen": true}), json!({"serial_style": "epoch"})] {
            assert_eq!(client.patch("/zones/x.org", &body).if_match("*").send().status, 400, "{body}");
            let zone = given::with(given::zone("y.org"), &body);
            assert_eq!(client.post("/zones", &zone).send().status, 400, "{body}");
        }
        let zone = given::read(&client, ZONE);
        assert_eq!((&zone["frozen"], &zone["serial_style"]), (&json!(false), &json!("increment")));
    }

    fn z5_no_write_at_api_v1_passes(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        frozen(&session, &client);
        let before = (given::read(&client, ZONE), given::exported(&client, ZONE));
        let zone = "/api/v1/zones/forward/x.org";
        for call in [
            client.patch(zone, &json!({"refresh": 20000})),
            client.delete(zone),
            client.patch(&format!("{zone}/nameservers"), &json!({"primary_ns": ["ns9.provider.net"]})),
            client.post(&format!("{zone}/delegations/"), &json!({"name": "new.x.org", "nameservers": ["ns1.provider.net"], "comment": ""})),
            client.delete(&format!("{zone}/delegations/sub.x.org")),
        ] {
            let answer = call.send();
            assert_eq!(answer.status, 409, "{answer}");
            assert_eq!(answer.json()["errors"][0]["code"], "zone_frozen", "{answer}");
        }
        assert_eq!((given::read(&client, ZONE), given::exported(&client, ZONE)), before);
    }

    fn z5_reads_discard_and_thaw_work_while_frozen(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let www = frozen(&session, &client);
        assert_eq!(session.staged(), ["add A staged.x.org"], "what is staged stays");
        for path in ["Zone/x.org", "Zone", "AllRecord/x.org", "ANYRecord/x.org/www.x.org", "NodeList/x.org", "ARecord/x.org/www.x.org", "Task"] {
            session.get(path).done();
        }
        assert_eq!(session.addresses("www.x.org"), [(www, "192.0.2.1".to_owned())]);
        assert_eq!(session.addresses("staged.x.org").len(), 1);
        session.post("ZoneNoteReport", json!({"zone": ZONE})).done();
        session.put("Zone/x.org", json!({"freeze": "Y"})).says("freeze: Your zone is now frozen").done();
        let thaw = || session.put("Zone/x.org", json!({"thaw": true})).says("thaw: Your zone is now thawed, you may edit normally").done();
        assert_eq!((thaw(), thaw()), (json!({}), json!({})), "repeated ones too");
        session.publish();
        assert_eq!(published(&client, "staged.x.org", "A"), ["192.0.2.2"]);
        session.a("more.x.org", "192.0.2.3");
        session.put("Zone/x.org", json!({"freeze": true})).done();
        session.delete("ZoneChanges/x.org").says("discard: 1 zone changes discarded").done();
        assert_eq!(session.staged(), [""; 0]);
        session.put("Zone/x.org", json!({"thaw": true})).done();
        session.delete("Zone/x.org").says("remove: Zone removed").done();
    }

    fn z5_a_freeze_is_no_step_and_in_the_history(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.publish();
        let before = (serial(&client), given::exported(&client, ZONE));
        for wish in ["freeze", "freeze", "thaw", "thaw", "freeze"] {
            session.put("Zone/x.org", json!({ wish: true })).done();
        }
        assert_eq!((serial(&client), given::exported(&client, ZONE)), before);
        let entries: Vec<Value> = history(&client).into_iter().filter(|entry| entry["serial_before"] == entry["serial_after"]).collect();
        let told: Vec<(String, String)> = entries.iter().map(|entry| (text(&entry["action"]), text(&entry["face"]))).collect();
        let expected = ["zone.freeze", "zone.thaw", "zone.freeze"].map(|action| (action.to_owned(), "dynect".to_owned()));
        assert_eq!(told[..3], expected, "what is asked for again is no change");
        assert_eq!(session.get("Zone/x.org").done()["serial"], before.0);
    }

    fn z5_z2_a_freeze_publishes_nothing(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.put("Zone/x.org", json!({"freeze": true})).done();
        session.put("Zone/x.org", json!({"thaw": true})).done();
        assert_eq!(session.get("Zone/x.org").done()["serial"], 0);
        assert_eq!(session.publish()["serial"], serial(&client));
    }

    fn z5_a_child_zones_delegation_still_follows(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.publish();
        session.put("Zone/x.org", json!({"freeze": true})).done();
        let first = serial(&client);
        given::created(&client, "child.x.org");
        assert!(given::exported(&client, ZONE).contains("child.x.org. IN NS ns1.provider.net."));
        assert_eq!(serial(&client), first + 1);
        client.put("/zones/child.x.org/recordsets/ns1.child.x.org/A", &json!({"records": ["192.0.2.1"]})).expect(201);
        client.patch("/zones/child.x.org", &json!({"ns": ["ns1.child.x.org"]})).if_match("*").expect(204);
        let file = given::exported(&client, ZONE);
        assert!(file.contains("child.x.org. IN NS ns1.child.x.org.") && file.contains("ns1.child.x.org. IN A 192.0.2.1"), "{file}");
        client.delete("/zones/child.x.org?force=true").expect(204);
        assert!(!given::exported(&client, ZONE).contains("child"));
        session.zone("deep.x.org");
        assert!(given::exported(&client, ZONE).contains("deep.x.org. IN NS"), "made here it follows as well");
    }

    fn z5_registered_names_are_still_published(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let rule = client.post("/tlds", &json!({"name": "st"})).expect(201).json();
        client.put(&format!("/tlds/{}/policy", text(&rule["tlds"]["id"])), &json!({"preset": "default"})).expect(201);
        session.post("Zone/st", json!({"rname": "a.b.org", "ttl": 60, "registry_zone": "Y"})).done();
        session.put("Zone/st", json!({"freeze": true})).done();
        let acme = server.user("acme", "acme", &["registrar"]);
        acme.put("/domains", &json!({"name": "blue.st", "ns": ["ns1.provider.net"]})).expect(201);
        assert!(given::exported(&client, "st").contains("blue.st. IN NS ns1.provider.net."));
        let gone = acme.delete("/domains/blue.st").send();
        assert!(gone.is_success(), "{gone}");
        assert!(!given::exported(&client, "st").contains("blue.st. IN NS"));
        session.delete("Zone/st").refused("ILLEGAL_OPERATION").says("zone: Zone is frozen, thaw it first");
    }
}
