//! Publishes that are refused (C9): every conflicting change is told, nothing is published, everything stays staged.

use super::conflicts::{address, begun, path};
use super::staged::{ZONE, id, list, published, serial};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn c9_every_conflicting_change_is_told_and_all_stay_staged(server: &Server) {
        let (one, two, client, www) = begun(server);
        let mail = one.a("mail.x.org", "192.0.2.1");
        one.publish();
        one.put(&path(www), address("192.0.2.2")).done();
        one.a("fine.x.org", "192.0.2.2");
        one.delete(&format!("ARecord/x.org/mail.x.org/{mail}")).done();
        let changes = one.changes();
        two.put(&path(www), address("192.0.2.3")).done();
        two.put(&format!("ARecord/x.org/mail.x.org/{mail}"), address("192.0.2.4")).done();
        two.publish();
        let before = (serial(&client), given::exported(&client, ZONE));
        let told = one.try_publish().refused("OPERATION_FAILED").says("publish: x.org not published, 2 conflicts");
        assert_eq!(told.codes(), ["OPERATION_FAILED", "OPERATION_FAILED"]);
        let line = |change: &Value, what: &str| format!("publish: change {}, {what}: changed by someone else since it was staged", change["id"]);
        assert_eq!(told.lines("ERROR"), [line(&changes[0], "www.x.org A 192.0.2.2"), line(&changes[2], "mail.x.org A 192.0.2.1")]);
        assert_eq!(one.changes().len(), 3);
        assert_eq!((serial(&client), given::exported(&client, ZONE)), before);
    }

    fn c9_a_rule_broken_by_then_is_illegal(server: &Server) {
        let (one, two, client, _) = begun(server);
        one.add("CNAME", "alias.x.org", json!({"cname": "www.x.org"}));
        let change = one.changes()[0]["id"].clone();
        two.a("alias.x.org", "192.0.2.5");
        two.publish();
        let told = one.try_publish().refused("ILLEGAL_OPERATION").says("publish: x.org not published, 1 conflicts");
        assert!(told.lines("ERROR")[0].starts_with(&format!("publish: change {change}, alias.x.org CNAME www.x.org.: ")), "{told}");
        assert_eq!(one.staged(), ["add CNAME alias.x.org"]);
        client.delete("/zones/x.org/recordsets/alias.x.org/A").if_match("*").expect(204);
        one.publish();
        assert_eq!(published(&client, "alias.x.org", "CNAME"), ["www.x.org."]);
    }

    fn c9_a_record_that_came_under_a_cut_by_then_is_illegal(server: &Server) {
        let (one, _, client, _) = begun(server);
        one.add("TXT", "deep.cut.x.org", json!({"txtdata": "x"}));
        one.a("fine.x.org", "192.0.2.2");
        client.post("/zones/x.org/delegations", &json!({"name": "cut.x.org", "ns": ["ns1.provider.net"]})).expect(201);
        let told = one.try_publish().refused("ILLEGAL_OPERATION");
        assert!(told.lines("ERROR")[0].contains("deep.cut.x.org"), "{told}");
        assert_eq!(published(&client, "fine.x.org", "A"), [""; 0], "all or nothing");
        given::created(&client, "child.x.org");
        one.delete("ZoneChanges/x.org").done();
        one.post("TXTRecord/x.org/www.child.x.org", json!({"rdata": {"txtdata": "x"}})).refused("ILLEGAL_OPERATION");
        one.post("NSRecord/x.org/child.x.org", json!({"rdata": {"nsdname": "ns9.provider.net"}})).refused("ILLEGAL_OPERATION");
        let told = one.delete("Node/x.org/child.x.org").refused("ILLEGAL_OPERATION");
        assert!(told.lines("ERROR").iter().any(|line| line.contains("/zones/child.x.org")), "R10, R11: {told}");
    }

    fn c9_a_hundred_conflicts_are_listed_and_all_are_counted(server: &Server) {
        let (one, two, client, _) = begun(server);
        let set = |last: u32| -> Value { (0..120).map(|number| json!({"rdata": {"txtdata": format!("t{number}")}, "ttl": 60 + last})).collect() };
        let made = one.put("TXTRecord/x.org/many.x.org", json!({"TXTRecords": set(0)})).done();
        one.publish();
        for record in list(&made) {
            one.put(&format!("TXTRecord/x.org/many.x.org/{}", id(record)), json!({"rdata": {"txtdata": format!("new {}", id(record))}})).done();
        }
        two.delete("TXTRecord/x.org/many.x.org").done();
        two.publish();
        let told = one.try_publish().refused("OPERATION_FAILED").says("publish: x.org not published, 120 conflicts");
        assert_eq!(told.lines("ERROR").len(), 100);
        assert_eq!(one.changes().len(), 120);
        assert_eq!(published(&client, "many.x.org", "TXT"), [""; 0]);
    }
}
