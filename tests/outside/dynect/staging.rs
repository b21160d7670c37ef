//! Staged changes (C1–C3, C7, C9): whose they are, what their session sees of them, and how long they are kept.

use super::given::key as api_key;
use super::staged::{Session, Told, ZONE, admin, history, id, list, published, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

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
    fn c1_what_is_staged_is_nobodys_but_the_sessions(server: &Server) {
        let (session, other, client) = (admin(server), admin(server), server.admin());
        zone(&session);
        let before = (given::read(&client, ZONE), given::exported(&client, ZONE), history(&client));
        let www = session.a("www.x.org", "192.0.2.1");
        session.add("MX", "x.org", json!({"preference": 10, "exchange": "mx.provider.net"}));
        assert_eq!((given::read(&client, ZONE), given::exported(&client, ZONE), history(&client)), before, "no step, no history");
        assert_eq!(other.staged(), [""; 0]);
        assert_eq!(other.get("NodeList/x.org").done(), json!(["x.org"]));
        other.get(&path("www.x.org", www)).refused("NOT_FOUND");
        other.get("ANYRecord/x.org/www.x.org").refused("NOT_FOUND").says("node: Node is not in the zone");
        assert_eq!(other.delete("ZoneChanges/x.org").says("discard: 0 zone changes discarded").done(), json!({}));
        other.publish();
        assert_eq!(serial(&client), before.0["serial"].as_u64().unwrap());
        assert_eq!(session.staged(), ["add A www.x.org", "add MX x.org"]);
    }

    fn c1_two_sessions_neither_see_nor_lose_each_others(server: &Server) {
        let (one, two, client) = (admin(server), admin(server), server.admin());
        zone(&one);
        let first = one.a("www.x.org", "192.0.2.1");
        let second = two.a("www.x.org", "192.0.2.2");
        let third = two.a("www.x.org", "192.0.2.1");
        assert_ne!(first, third);
        assert_eq!(one.addresses("www.x.org"), [(first, "192.0.2.1".to_owned())]);
        assert_eq!(two.addresses("www.x.org"), [(third, "192.0.2.1".to_owned()), (second, "192.0.2.2".to_owned())]);
        two.delete("ZoneChanges/x.org").says("discard: 2 zone changes discarded").done();
        assert_eq!(one.staged(), ["add A www.x.org"]);
        two.a("mail.x.org", "192.0.2.3");
        one.publish();
        assert_eq!(two.staged(), ["add A mail.x.org"], "a publish takes its own session's only");
        assert_eq!(two.addresses("www.x.org"), [(first, "192.0.2.1".to_owned())], "what is published now is seen at once");
        two.publish();
        assert_eq!(published(&client, "mail.x.org", "A"), ["192.0.2.3"]);
    }

    fn c1_it_is_kept_a_zone_each_and_ends_with_the_session(server: &Server) {
        let session = admin(server);
        zone(&session);
        session.zone("y.org");
        session.a("www.x.org", "192.0.2.1");
        session.post("ARecord/y.org/www.y.org", json!({"rdata": {"address": "192.0.2.2"}})).done();
        session.publish();
        assert_eq!(list(&session.get("ZoneChanges/y.org").done()).len(), 1, "C11: other zones' stay");
        session.delete("ZoneChanges/x.org").done();
        assert_eq!(list(&session.get("ZoneChanges/y.org").done()).len(), 1);
        session.delete("Session").done();
        assert_eq!(admin(server).get("ZoneChanges/y.org").done(), json!([]));
        admin(server).get("ANYRecord/y.org/www.y.org").refused("NOT_FOUND");
    }

    fn c1_s2_an_api_key_stages_and_publishes_as_a_session_of_its_own(server: &Server) {
        let (session, key, client) = (admin(server), Session(api_key(server)), server.admin());
        zone(&session);
        key.a("www.x.org", "192.0.2.1");
        session.a("mail.x.org", "192.0.2.2");
        assert_eq!((key.staged(), session.staged()), (vec!["add A www.x.org".to_owned()], vec!["add A mail.x.org".to_owned()]));
        key.delete("Session").refused("ILLEGAL_OPERATION");
        key.publish();
        assert_eq!((published(&client, "www.x.org", "A").len(), published(&client, "mail.x.org", "A").len()), (1, 0));
        assert_eq!((key.staged().len(), session.staged().len()), (0, 1));
    }

    fn c2_the_sessions_reads_show_its_own_changes_laid_over(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let (one, two) = (session.a("www.x.org", "192.0.2.1"), session.a("www.x.org", "192.0.2.2"));
        session.a("old.x.org", "192.0.2.3");
        session.publish();
        update(&session, "www.x.org", one, "192.0.2.9");
        delete(&session, "www.x.org", two);
        session.delete("ARecord/x.org/old.x.org").done();
        let added = session.a("new.x.org", "192.0.2.4");
        assert_eq!(session.addresses("www.x.org"), [(one, "192.0.2.9".to_owned())]);
        assert_eq!(session.get("NodeList/x.org").done(), json!(["x.org", "new.x.org", "www.x.org"]));
        session.get("ARecord/x.org/old.x.org").refused("NOT_FOUND").says("node: Not in zone");
        session.get(&path("www.x.org", two)).refused("NOT_FOUND").says("id: No such record");
        let tree = session.send("GET", "AllRecord/x.org", &json!({"detail": "Y"})).done();
        let seen: Vec<i64> = list(&tree["a_records"]).iter().map(id).collect();
        assert_eq!(seen, [added, one], "in canonical order of names");
        let uris = session.get("ANYRecord/x.org/www.x.org").done();
        assert_eq!(uris, json!([format!("/REST/ARecord/x.org/www.x.org/{one}")]));
        client.put("/zones/x.org/recordsets/elsewhere.x.org/A", &json!({"records": ["192.0.2.7"]})).expect(201);
        assert_eq!(session.addresses("elsewhere.x.org").len(), 1, "what others publish shows at once");
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.1", "192.0.2.2"]);
    }

    fn c3_an_id_is_given_at_once_and_kept_by_publish_and_update(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let www = session.a("www.x.org", "192.0.2.1");
        assert!(www >= 1);
        session.publish();
        assert_eq!(session.addresses("www.x.org"), [(www, "192.0.2.1".to_owned())]);
        update(&session, "www.x.org", www, "192.0.2.2");
        assert_eq!(session.addresses("www.x.org"), [(www, "192.0.2.2".to_owned())]);
        session.publish();
        assert_eq!(admin(server).addresses("www.x.org"), [(www, "192.0.2.2".to_owned())]);
        delete(&session, "www.x.org", www);
        session.publish();
        let again = session.a("www.x.org", "192.0.2.2");
        assert!(again > www, "never reused: {again} after {www}");
        session.publish();
        client.patch("/zones/x.org/recordsets/www.x.org/A", &json!({"add": ["192.0.2.3"]})).expect(200);
        let seen = session.addresses("www.x.org");
        assert_eq!((seen[0].0, seen.len()), (again, 2));
        assert!(![again, www].contains(&seen[1].0), "made elsewhere it has one, too: {seen:?}");
    }

    fn c3_a_set_rewritten_elsewhere_keeps_the_ids_of_the_values_it_keeps(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        zone(&session);
        let one = session.a("www.x.org", "192.0.2.1");
        let two = session.a("www.x.org", "192.0.2.2");
        session.publish();
        client.put("/zones/x.org/recordsets/www.x.org/A", &json!({"records": ["192.0.2.3", "192.0.2.2"], "ttl": 77})).if_match("*").expect(200);
        let seen = session.addresses("www.x.org");
        assert_eq!(seen[0], (two, "192.0.2.2".to_owned()));
        assert!(![one, two].contains(&seen[1].0), "{seen:?}");
        let told = session.put("ARecord/x.org/www.x.org", json!({"ARecords": [{"rdata": {"address": "192.0.2.4"}}, {"rdata": {"address": "192.0.2.3"}}]}));
        let set = told.done();
        let ids: Vec<i64> = list(&set).iter().map(id).collect();
        assert!(ids.contains(&seen[1].0), "R6: values that stay keep theirs: {set} {seen:?}");
        session.publish();
        assert_eq!(session.addresses("www.x.org")[0], (seen[1].0, "192.0.2.3".to_owned()));
    }

    fn c7_what_is_said_of_nothing_and_of_a_discard(server: &Server) {
        let session = admin(server);
        zone(&session);
        let nothing = session.get("ZoneChanges/x.org").says("publish: You have not made any changes to this zone");
        assert_eq!(nothing.done(), json!([]));
        session.a("a.x.org", "192.0.2.1");
        session.a("b.x.org", "192.0.2.1");
        session.a("b.x.org", "192.0.2.2");
        session.get("ZoneChanges/x.org").done();
        assert_eq!(session.delete("ZoneChanges/X.ORG./").says("discard: 3 zone changes discarded").done(), json!({}));
        session.get("ZoneChanges/x.org").says("publish: You have not made any changes to this zone").done();
        session.get("ANYRecord/x.org/a.x.org").refused("NOT_FOUND");
        session.get("ZoneChanges/y.org").refused("NOT_FOUND").says("zone: No such zone");
    }
}

#[test]
fn c1_x2_what_is_staged_outlives_the_server() {
    let server = Server::start(Database::sqlite());
    let token = {
        let session = admin(&server);
        zone(&session);
        let www = session.a("www.x.org", "192.0.2.1");
        session.publish();
        update(&session, "www.x.org", www, "192.0.2.2");
        session.a("new.x.org", "192.0.2.3");
        session.token()
    };
    server.kill();
    server.start_again();
    let session = Session::with_token(&server, &token);
    assert_eq!(session.staged(), ["update A www.x.org", "add A new.x.org"]);
    assert_eq!(session.addresses("new.x.org").len(), 1);
    session.publish();
    server.kill();
    server.start_again();
    let (session, client) = (Session::with_token(&server, &token), server.admin());
    assert_eq!(session.staged(), [""; 0]);
    assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.2"]);
    assert_eq!(published(&client, "new.x.org", "A"), ["192.0.2.3"]);
    assert_eq!(text(&history(&client)[0]["face"]), "dynect");
}

#[test]
fn c9_no_more_is_staged_than_a_session_may() {
    let server = Server::start_with(Database::sqlite(), &[("DOMESDAY__DYNECT__STAGED_MAX", "5")]);
    let session = admin(&server);
    zone(&session);
    session.zone("y.org");
    for number in 0..5 {
        session.a("www.x.org", &format!("192.0.2.{number}"));
    }
    let full = |told: Told| told.refused("OPERATION_FAILED").says("zone: Too many unpublished changes");
    full(session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.9"}})));
    full(session.post("ARecord/y.org/www.y.org", json!({"rdata": {"address": "192.0.2.9"}})));
    full(session.put("ZoneFile/y.org", json!({"file": "www IN A 192.0.2.9\n"})));
    assert_eq!(session.staged().len(), 5);
    let first = session.addresses("www.x.org")[0].0;
    update(&session, "www.x.org", first, "192.0.2.77");
    delete(&session, "www.x.org", first);
    session.post("ARecord/y.org/www.y.org", json!({"rdata": {"address": "192.0.2.9"}})).done();
    let other = admin(&server);
    other.post("ARecord/y.org/www.y.org", json!({"rdata": {"address": "192.0.2.9"}})).done();
    session.publish();
    session.a("www.x.org", "192.0.2.9");
}
