//! Rules R11 and R12: name servers of a zone, delegations and glue, and what others manage.

use super::staged::{Session, ZONE, admin, id, list, published, text};
use crate::given as zones;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Two sessions and a published zone.
fn zone(server: &Server) -> (Session, Session, Client) {
    let (session, other) = (admin(server), admin(server));
    session.zone(ZONE);
    session.publish();
    (session, other, server.admin())
}

fn ns(name: &str) -> Value {
    json!({"rdata": {"nsdname": name}})
}

/// The name servers at a node, as a session sees them.
fn name_servers(session: &Session, node: &str) -> Vec<(i64, String)> {
    let records = session.get(&format!("NSRecord/x.org/{node}?detail=Y")).done();
    list(&records).iter().map(|record| (id(record), text(&record["rdata"]["nsdname"]))).collect()
}

fn names(session: &Session, node: &str) -> Vec<String> {
    name_servers(session, node).into_iter().map(|(_, name)| name).collect()
}

/// The delegation of a node, at `/zones`.
fn delegation(client: &Client, node: &str) -> Option<Value> {
    let answer = client.get(&format!("/zones/{ZONE}/delegations/{node}")).send();
    if answer.status == 404 { None } else { Some(answer.expect(200).json()) }
}

/// The name servers of a delegation, at `/zones`.
fn delegated(client: &Client, node: &str) -> Vec<String> {
    let found = delegation(client, node).map(|found| found["ns"].clone()).unwrap_or_else(|| json!([]));
    list(&found).iter().map(|server| text(&server["name"])).collect()
}

both! {
    fn r11_ns_at_the_apex_is_the_ns_of_the_zone(server: &Server) {
        let (session, other, client) = zone(server);
        let before = zones::read(&client, ZONE)["ns"].clone();
        let shown: Vec<String> = list(&before).iter().map(|name| format!("{}.", text(name))).collect();
        assert_eq!(names(&session, ZONE), shown);
        let made = session.post("NSRecord/x.org/x.org", ns("NS9.y.org")).done();
        assert_eq!((&made["service_class"], &made["rdata"]["nsdname"]), (&json!("Primary"), &json!("ns9.y.org.")));
        assert_eq!(names(&other, ZONE), shown, "it is staged");
        session.publish();
        let after = zones::read(&client, ZONE)["ns"].clone();
        assert_eq!(list(&after)[..list(&before).len()], list(&before)[..], "it is appended");
        assert_eq!(list(&after).last(), Some(&json!("ns9.y.org")));
        assert!(name_servers(&other, ZONE).contains(&(id(&made), "ns9.y.org.".to_owned())));
        session.post("NSRecord/x.org/x.org", ns("ns9.y.org.")).refused("TARGET_EXISTS");
    }

    fn r11_the_first_ns_leads_and_the_last_cannot_go(server: &Server) {
        let (session, other, client) = zone(server);
        session.put("NSRecord/x.org/x.org", json!({"NSRecords": [ns("ns2.y.org"), ns("ns1.y.org"), ns("ns3.y.org")]})).done();
        session.publish();
        assert_eq!(zones::read(&client, ZONE)["ns"], json!(["ns2.y.org", "ns1.y.org", "ns3.y.org"]));
        let mname = |reader: &Session| reader.get("SOARecord/x.org/x.org?detail=y").done()[0]["rdata"]["mname"].clone();
        assert_eq!(mname(&other), "ns2.y.org.");
        let leader = name_servers(&session, ZONE)[0].clone();
        assert_eq!(leader.1, "ns2.y.org.");
        session.delete(&format!("NSRecord/x.org/x.org/{}", leader.0)).done();
        session.publish();
        assert_eq!(zones::read(&client, ZONE)["ns"], json!(["ns1.y.org", "ns3.y.org"]));
        assert_eq!(mname(&other), "ns1.y.org.");
        let next = name_servers(&session, ZONE)[0].0;
        session.put(&format!("NSRecord/x.org/x.org/{next}"), ns("ns7.y.org")).done();
        session.publish();
        assert_eq!(zones::read(&client, ZONE)["ns"][0], "ns7.y.org", "an update stays in its place");
        session.delete(&format!("NSRecord/x.org/x.org/{next}")).done();
        let last = name_servers(&session, ZONE)[0].0;
        session.delete(&format!("NSRecord/x.org/x.org/{last}")).refused("ILLEGAL_OPERATION");
        session.delete("NSRecord/x.org/x.org").refused("ILLEGAL_OPERATION");
        session.put("NSRecord/x.org/x.org", json!({"NSRecords": []})).refused("ILLEGAL_OPERATION");
        session.publish();
        assert_eq!(zones::read(&client, ZONE)["ns"], json!(["ns3.y.org"]));
    }

    fn r2_a_ttl_at_the_apex_ns_is_ignored_with_a_warning(server: &Server) {
        let (session, ..) = zone(server);
        let before = session.get("NSRecord/x.org/x.org?detail=y").done()[0]["ttl"].clone();
        let told = session.post("NSRecord/x.org/x.org", json!({"rdata": {"nsdname": "ns9.y.org"}, "ttl": 77})).warns("ttl: unnecessary field passed in");
        assert_eq!(told.done()["ttl"], before);
        session.publish();
        assert!(list(&session.get("NSRecord/x.org/x.org?detail=y").done()).iter().all(|record| record["ttl"] == before));
    }

    fn r11_below_the_apex_ns_is_an_explicit_delegation(server: &Server) {
        let (session, other, client) = zone(server);
        let first = session.post("NSRecord/x.org/cut.x.org", ns("ns1.y.org")).done();
        session.post("NSRecord/x.org/cut.x.org", json!({"rdata": {"nsdname": "ns2.y.org"}, "ttl": 600})).done();
        assert_eq!(first["service_class"], "");
        assert!(delegation(&client, "cut.x.org").is_none());
        session.publish();
        assert_eq!(delegated(&client, "cut.x.org"), ["ns1.y.org", "ns2.y.org"]);
        assert!(zones::exported(&client, ZONE).contains("cut.x.org. 600 IN NS ns1.y.org."), "{}", zones::exported(&client, ZONE));
        let found = name_servers(&other, "cut.x.org");
        assert_eq!((found.len(), found[0].0), (2, id(&first)));
        session.delete(&format!("NSRecord/x.org/cut.x.org/{}", id(&first))).done();
        session.publish();
        assert_eq!(delegated(&client, "cut.x.org"), ["ns2.y.org"]);
        session.delete("NSRecord/x.org/cut.x.org").says("delete: 1 records deleted").done();
        session.publish();
        assert!(delegation(&client, "cut.x.org").is_none(), "gone with the last");
    }

    fn r11_a_delegation_made_at_zones_is_changed_here(server: &Server) {
        let (session, _, client) = zone(server);
        client.post("/zones/x.org/delegations", &json!({"name": "cut.x.org", "ns": [{"name": "ns1.y.org"}]})).expect(201);
        assert_eq!(names(&session, "cut.x.org"), ["ns1.y.org."]);
        session.post("NSRecord/x.org/cut.x.org", ns("ns2.y.org")).done();
        session.publish();
        assert_eq!(delegated(&client, "cut.x.org"), ["ns1.y.org", "ns2.y.org"]);
    }

    fn r8_of_zones_ds_stands_at_a_cut_alone(server: &Server) {
        let (session, _, client) = zone(server);
        let ds = json!({"rdata": {"keytag": 7, "algorithm": 13, "digtype": 2, "digest": "00".repeat(32)}});
        session.post("DSRecord/x.org/cut.x.org", ds.clone()).refused("ILLEGAL_OPERATION");
        session.post("NSRecord/x.org/cut.x.org", ns("ns1.y.org")).done();
        session.post("DSRecord/x.org/cut.x.org", ds.clone()).done();
        session.publish();
        assert_eq!(published(&client, "cut.x.org", "DS").len(), 1);
        assert!(zones::exported(&client, ZONE).contains("cut.x.org. IN DS 7 13 2 "));
        session.post("TXTRecord/x.org/cut.x.org", json!({"rdata": {"txtdata": "t"}})).refused("ILLEGAL_OPERATION");
        session.post("TXTRecord/x.org/below.cut.x.org", json!({"rdata": {"txtdata": "t"}})).refused("ILLEGAL_OPERATION");
        session.delete("Node/x.org/cut.x.org").done();
        session.publish();
        assert_eq!((published(&client, "cut.x.org", "DS").len(), delegation(&client, "cut.x.org")), (0, None));
    }

    fn r12_glue_is_taken_in_either_order_of_staging(server: &Server) {
        let (session, other, client) = zone(server);
        session.post("NSRecord/x.org/one.x.org", ns("ns1.one.x.org")).done();
        let glue = session.a("ns1.one.x.org", "192.0.2.1");
        session.add("AAAA", "ns1.one.x.org", json!({"address": "2001:db8::1"}));
        session.publish();
        let file = zones::exported(&client, ZONE);
        assert!(file.contains("ns1.one.x.org. IN A 192.0.2.1") && file.contains("ns1.one.x.org. IN AAAA 2001:db8::1"), "{file}");
        assert_eq!(other.addresses("ns1.one.x.org"), [(glue, "192.0.2.1".to_owned())], "shown as records");
        session.a("ns1.two.x.org", "192.0.2.2");
        session.post("NSRecord/x.org/two.x.org", ns("ns1.two.x.org")).done();
        session.publish();
        let file = zones::exported(&client, ZONE);
        assert!(file.contains("two.x.org. IN NS ns1.two.x.org.") && file.contains("ns1.two.x.org. IN A 192.0.2.2"), "{file}");
        session.put(&format!("ARecord/x.org/ns1.one.x.org/{glue}"), json!({"rdata": {"address": "192.0.2.9"}})).done();
        session.publish();
        assert_eq!(other.addresses("ns1.one.x.org"), [(glue, "192.0.2.9".to_owned())]);
        assert!(zones::exported(&client, ZONE).contains("ns1.one.x.org. IN A 192.0.2.9"));
    }

    fn r12_at_a_cut_nothing_else_is_taken(server: &Server) {
        let (session, ..) = zone(server);
        session.post("NSRecord/x.org/cut.x.org", ns("ns1.cut.x.org")).done();
        session.post("ARecord/x.org/www.cut.x.org", json!({"rdata": {"address": "192.0.2.1"}})).refused("ILLEGAL_OPERATION");
        session.post("ARecord/x.org/cut.x.org", json!({"rdata": {"address": "192.0.2.1"}})).refused("ILLEGAL_OPERATION");
        session.post("TXTRecord/x.org/ns1.cut.x.org", json!({"rdata": {"txtdata": "t"}})).refused("ILLEGAL_OPERATION");
        assert_eq!(session.staged(), ["add NS cut.x.org"]);
    }

    fn r12_a_cut_over_records_is_refused_and_names_them(server: &Server) {
        let (session, ..) = zone(server);
        session.a("www.sub.x.org", "192.0.2.1");
        session.add("TXT", "sub.x.org", json!({"txtdata": "t"}));
        for _ in ["staged", "published"] {
            let told = session.post("NSRecord/x.org/sub.x.org", ns("ns1.y.org")).refused("ILLEGAL_OPERATION");
            let said = told.lines("ERROR").join("\n");
            assert!(said.contains("www.sub.x.org ") && said.contains(" sub.x.org "), "{told}");
            session.publish();
        }
        session.delete("Node/x.org/sub.x.org").done();
        session.post("NSRecord/x.org/sub.x.org", ns("ns1.y.org")).done();
        session.publish();
        assert_eq!(names(&session, "sub.x.org"), ["ns1.y.org."]);
    }

    fn r11_a_child_zones_delegation_is_shown_and_refuses_writes(server: &Server) {
        let (session, _, client) = zone(server);
        session.zone("child.x.org");
        let shown = names(&session, "child.x.org");
        let expected: Vec<String> = list(&zones::read(&client, "child.x.org")["ns"]).iter().map(|name| format!("{}.", text(name))).collect();
        assert_eq!(shown, expected);
        let all = session.get("AllRecord/x.org?detail=y").done();
        assert!(list(&all["ns_records"]).iter().any(|record| record["fqdn"] == "child.x.org"), "{all}");
        let number = name_servers(&session, "child.x.org")[0].0;
        for told in [
            session.post("NSRecord/x.org/child.x.org", ns("ns9.y.org")),
            session.put(&format!("NSRecord/x.org/child.x.org/{number}"), ns("ns9.y.org")),
            session.put("NSRecord/x.org/child.x.org", json!({"NSRecords": []})),
            session.delete(&format!("NSRecord/x.org/child.x.org/{number}")),
            session.delete("NSRecord/x.org/child.x.org"),
            session.delete("Node/x.org/child.x.org"),
            session.post("ARecord/x.org/www.child.x.org", json!({"rdata": {"address": "192.0.2.1"}})),
        ] {
            let told = told.refused("ILLEGAL_OPERATION");
            assert!(told.lines("ERROR").iter().any(|line| line.contains("child.x.org")), "{told}");
        }
        assert_eq!(session.staged(), [""; 0]);
    }

    fn r11_a_registered_names_delegation_is_shown_and_refuses_writes(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let rule = client.post("/tlds", &json!({"name": "st"})).expect(201).json();
        client.put(&format!("/tlds/{}/policy", text(&rule["tlds"]["id"])), &json!({"preset": "default"})).expect(201);
        session.post("Zone/st", json!({"rname": "a.b.org", "ttl": 60, "registry_zone": "Y"})).done();
        let acme = server.user("acme", "acme", &["registrar"]);
        acme.put("/domains", &json!({"name": "blue.st", "ns": ["ns1.provider.net", "ns2.provider.net"]})).expect(201);
        let shown = session.get("NSRecord/st/blue.st?detail=Y").done();
        let names: Vec<String> = list(&shown).iter().map(|record| text(&record["rdata"]["nsdname"])).collect();
        assert_eq!(names, ["ns1.provider.net.", "ns2.provider.net."]);
        assert_eq!(session.get("AllRecord/st/blue.st?detail=Y").done()["ns_records"], shown);
        assert!(list(&session.get("NodeList/st").done()).contains(&json!("blue.st")));
        let number = id(&shown[0]);
        for told in [
            session.put(&format!("NSRecord/st/blue.st/{number}"), ns("ns9.provider.net")),
            session.put("NSRecord/st/blue.st", json!({"NSRecords": [ns("ns9.provider.net")]})),
            session.delete(&format!("NSRecord/st/blue.st/{number}")),
            session.post("TXTRecord/st/blue.st", json!({"rdata": {"txtdata": "t"}})),
        ] {
            let told = told.refused("ILLEGAL_OPERATION");
            assert!(told.lines("ERROR").iter().any(|line| line.contains("blue.st")), "{told}");
        }
        assert_eq!(session.get("ZoneChanges/st").done(), json!([]));
    }

    fn r10_a_node_with_managed_data_below_it_stays_whole(server: &Server) {
        let (session, ..) = zone(server);
        session.a("www.sub.x.org", "192.0.2.1");
        session.publish();
        session.zone("child.sub.x.org");
        let told = session.delete("Node/x.org/sub.x.org").refused("ILLEGAL_OPERATION");
        assert!(told.lines("ERROR").iter().any(|line| line.contains("child.sub.x.org")), "{told}");
        assert_eq!((session.staged(), session.addresses("www.sub.x.org").len()), (vec![], 1));
    }
}
