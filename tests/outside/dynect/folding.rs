//! What a session stages is judged and folded as it comes (C4, C5, R10), and listed change by change (C6).

use super::staged::{Session, ZONE, admin, id, published, serial};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A zone that was published.
fn zone(session: &Session) {
    session.zone(ZONE);
    session.publish();
}

/// The path of an address record of [`ZONE`].
fn path(fqdn: &str, id: i64) -> String {
    format!("ARecord/{ZONE}/{fqdn}/{id}")
}

fn update(session: &Session, fqdn: &str, id: i64, address: &str) {
    session.put(&path(fqdn, id), json!({"rdata": {"address": address}})).done();
}

fn delete(session: &Session, fqdn: &str, id: i64) {
    session.delete(&path(fqdn, id)).done();
}

both! {
    fn c4_operations_are_judged_on_the_sessions_view_in_their_order(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let www = session.a("www.x.org", "192.0.2.1");
        let alias = json!({"rdata": {"cname": "elsewhere.org"}});
        session.post("CNAMERecord/x.org/www.x.org", alias.clone()).refused("ILLEGAL_OPERATION");
        session.publish();
        session.post("CNAMERecord/x.org/www.x.org", alias.clone()).refused("ILLEGAL_OPERATION");
        assert_eq!(session.staged(), [""; 0], "a refused request changes nothing");
        delete(&session, "www.x.org", www);
        session.post("CNAMERecord/x.org/www.x.org", alias).done();
        session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.1"}})).refused("ILLEGAL_OPERATION");
        assert_eq!(session.staged(), ["delete A www.x.org", "add CNAME www.x.org"]);
        session.publish();
        assert_eq!((published(&client, "www.x.org", "A").len(), published(&client, "www.x.org", "CNAME")), (0, vec!["elsewhere.org.".to_owned()]));
    }

    fn c4_dnames_and_cuts_are_judged_when_staged(server: &Server) {
        let session = admin(server);
        zone(&session);
        session.add("DNAME", "d.x.org", json!({"dname": "elsewhere.org"}));
        session.post("ARecord/x.org/www.d.x.org", json!({"rdata": {"address": "192.0.2.1"}})).refused("ILLEGAL_OPERATION");
        session.add("NS", "cut.x.org", json!({"nsdname": "ns1.provider.net"}));
        session.post("TXTRecord/x.org/www.cut.x.org", json!({"rdata": {"txtdata": "x"}})).refused("ILLEGAL_OPERATION");
        session.post("ARecord/x.org/www.y.org", json!({"rdata": {"address": "192.0.2.1"}})).refused("NOT_FOUND");
        session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "2.2.2.2222"}})).refused("INVALID_DATA").says("address: Not a valid IP address").says("add: Could not create A record");
        session.a("twice.x.org", "192.0.2.1");
        session.post("ARecord/x.org/twice.x.org", json!({"rdata": {"address": "192.0.2.1"}})).refused("TARGET_EXISTS").says("make: Cannot duplicate existing record data").says("add: Record not added");
        session.delete("NSRecord/x.org/cut.x.org").done();
        session.add("TXT", "www.cut.x.org", json!({"txtdata": "x"}));
        assert_eq!(session.staged(), ["add DNAME d.x.org", "add A twice.x.org", "add TXT www.cut.x.org"]);
    }

    fn c5_changes_of_a_record_fold_into_one(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let old = session.a("old.x.org", "192.0.2.1");
        session.publish();
        let new = session.a("new.x.org", "192.0.2.2");
        update(&session, "new.x.org", new, "192.0.2.3");
        assert_eq!(session.staged(), ["add A new.x.org"], "add, update");
        assert_eq!(session.changes()[0]["rdata"]["rdata_a"]["address"], "192.0.2.3");
        delete(&session, "new.x.org", new);
        assert_eq!(session.staged(), [""; 0], "add, delete");
        update(&session, "old.x.org", old, "192.0.2.4");
        update(&session, "old.x.org", old, "192.0.2.5");
        assert_eq!(session.staged(), ["update A old.x.org"], "update, update");
        delete(&session, "old.x.org", old);
        assert_eq!(session.staged(), ["delete A old.x.org"], "update, delete");
        assert_eq!(session.changes()[0]["rdata"]["rdata_a"]["address"], "192.0.2.1", "the old rdata");
        assert_eq!(session.a("old.x.org", "192.0.2.1"), old, "delete, add of the same value: the old id again");
        assert_eq!(session.staged(), [""; 0]);
        update(&session, "old.x.org", old, "192.0.2.6");
        update(&session, "old.x.org", old, "192.0.2.1");
        assert_eq!(session.staged(), [""; 0], "back to what it is");
        update(&session, "old.x.org", old, "192.0.2.1");
        assert_eq!(session.staged(), [""; 0], "the same value again");
        delete(&session, "old.x.org", old);
        let other = session.a("old.x.org", "192.0.2.7");
        assert_ne!(other, old);
        assert_eq!(session.staged(), ["delete A old.x.org", "add A old.x.org"], "delete, add of another value");
        let before = serial(&client);
        session.publish();
        assert_eq!((serial(&client), published(&client, "old.x.org", "A")), (before + 1, vec!["192.0.2.7".to_owned()]));
    }

    fn c6_a_change_has_these_members_and_a_key_for_each_type(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.1"}, "ttl": 60})).done();
        session.add("TXT", "www.x.org", json!({"txtdata": "plain text"}));
        let mail = id(&session.add("MX", "x.org", json!({"preference": 10, "exchange": "mx.provider.net"})));
        session.publish();
        session.delete(&format!("MXRecord/x.org/x.org/{mail}")).done();
        session.post("AAAARecord/x.org/www.x.org", json!({"rdata": {"address": "2001:db8::1"}, "ttl": 90})).done();
        let changes = session.changes();
        let members: Vec<&String> = changes[0].as_object().unwrap().keys().collect();
        let mut expected = ["id", "user_id", "zone", "fqdn", "serial", "ttl", "rdata_type", "op", "rdata"];
        expected.sort_unstable();
        assert_eq!(members, expected);
        let (deleted, added) = (&changes[0], &changes[1]);
        assert!(deleted["id"].as_i64().unwrap() < added["id"].as_i64().unwrap(), "in order of staging");
        assert!(deleted["user_id"].is_i64() && deleted["user_id"] == added["user_id"], "{deleted}");
        for (member, value) in [("zone", json!(ZONE)), ("fqdn", json!("x.org")), ("serial", json!(serial(&client))), ("ttl", json!(3600)), ("rdata_type", json!("MX")), ("op", json!("delete"))] {
            assert_eq!(deleted[member], value, "{member}");
        }
        assert_eq!((&added["ttl"], &added["op"], &added["fqdn"]), (&json!(90), &json!("add"), &json!("www.x.org")));
        for (change, own, rdata) in [
            (deleted, "rdata_mx", json!({"preference": 10, "exchange": "mx.provider.net."})),
            (added, "rdata_aaaa", json!({"address": "2001:db8::1"})),
        ] {
            let keys = change["rdata"].as_object().unwrap();
            for rtype in [
                "a", "aaaa", "cname", "dname", "ns", "ptr", "txt", "spf", "mx", "kx", "srv", "naptr", "loc", "nsap", "dhcid", "soa", "caa", "ds", "cds",
                "dnskey", "cdnskey", "key", "tlsa", "sshfp", "cert", "ipseckey", "csync", "rp", "px",
            ] {
                let key = format!("rdata_{rtype}");
                let value = keys.get(&key).unwrap_or_else(|| panic!("no {key}: {change}"));
                let wanted = if key == own { rdata.clone() } else { Value::Null };
                assert_eq!(*value, wanted, "{key}");
            }
        }
    }

    fn r10_a_node_goes_with_all_below_it_and_nothing_else(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        for owner in ["www.x.org", "a.www.x.org", "b.a.www.x.org", "xwww.x.org"] {
            session.a(owner, "192.0.2.1");
        }
        session.publish();
        session.a("c.www.x.org", "192.0.2.2");
        session.delete("Node/x.org/www.x.org").says("remove_node: www.x.org removed from tree. All records also removed.").done();
        assert_eq!(session.get("NodeList/x.org").done(), json!(["x.org", "xwww.x.org"]));
        assert_eq!(session.staged().len(), 3, "what was only staged is gone");
        session.delete("Node/x.org/www.x.org").warns("has no records").done();
        session.delete("Node/x.org/x.org").refused("ILLEGAL_OPERATION");
        session.publish();
        assert_eq!(published(&client, "b.a.www.x.org", "A"), [""; 0]);
        assert_eq!(published(&client, "xwww.x.org", "A"), ["192.0.2.1"]);
    }
}
