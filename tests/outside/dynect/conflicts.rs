//! Publishes that meet what others have done (C8): what counts as a moved base, and what does not.

use super::staged::{Session, ZONE, admin, history, id, list, published, serial, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A zone with a record at `www`, published, and two sessions: the record's id.
pub(super) fn begun(server: &Server) -> (Session, Session, Client, i64) {
    let (one, two) = (admin(server), admin(server));
    one.zone(ZONE);
    let www = one.a("www.x.org", "192.0.2.1");
    one.publish();
    (one, two, server.admin(), www)
}

pub(super) fn path(id: i64) -> String {
    format!("ARecord/{ZONE}/www.{ZONE}/{id}")
}

pub(super) fn address(address: &str) -> Value {
    json!({"rdata": {"address": address}})
}

/// Rewrites a set at `/zones`.
fn rewrite(client: &Client, fqdn: &str, rtype: &str, set: &Value) {
    let answer = client.put(&format!("/zones/{ZONE}/recordsets/{fqdn}/{rtype}"), set).if_match("*").send();
    assert!(answer.is_success(), "{answer}");
}

/// Panics unless a publish is refused for one moved base, and nothing is changed by it, neither here nor there.
fn moved(session: &Session, client: &Client, of: &str) {
    let before = (given::read(client, ZONE), given::exported(client, ZONE), history(client).len(), session.changes());
    let told = session.try_publish().refused("OPERATION_FAILED").says("publish: x.org not published, 1 conflicts");
    let change =
        before.3.iter().find(|change| format!("{} {}", text(&change["fqdn"]), text(&change["rdata_type"])) == of);
    let number = &change.unwrap_or_else(|| panic!("no change of {of}"))["id"];
    let errors = told.lines("ERROR");
    assert_eq!(errors.len(), 1, "{told}");
    assert!(errors[0].starts_with(&format!("publish: change {number}, {of}")), "{told}");
    assert!(errors[0].ends_with(": changed by someone else since it was staged"), "{told}");
    let after = (given::read(client, ZONE), given::exported(client, ZONE), history(client).len(), session.changes());
    assert_eq!(after, before, "nothing is published, everything stays staged");
}

both! {
    fn c8_an_update_wants_its_value_as_it_was(server: &Server) {
        let (one, two, client, www) = begun(server);
        one.put(&path(www), address("192.0.2.2")).done();
        two.put(&path(www), address("192.0.2.3")).done();
        two.publish();
        moved(&one, &client, "www.x.org A");
        one.put(&path(www), address("192.0.2.4")).done();
        one.publish();
        assert_eq!(one.addresses("www.x.org"), [(www, "192.0.2.4".to_owned())], "C9: written again it goes through");
        one.put(&path(www), address("192.0.2.5")).done();
        two.delete(&path(www)).done();
        two.publish();
        moved(&one, &client, "www.x.org A");
        one.delete("ZoneChanges/x.org").done();
        one.publish();
        assert_eq!(published(&client, "www.x.org", "A"), [""; 0]);
    }

    fn c8_a_delete_wants_its_value_as_it_was_or_gone(server: &Server) {
        let (one, two, client, www) = begun(server);
        one.delete(&path(www)).done();
        two.put(&path(www), address("192.0.2.3")).done();
        two.publish();
        moved(&one, &client, "www.x.org A");
        one.delete("ZoneChanges/x.org").done();
        one.delete(&path(www)).done();
        two.delete(&path(www)).done();
        two.publish();
        let before = serial(&client);
        let told = one.try_publish();
        assert!(told.lines("WARN").iter().any(|line| line.contains("deleted already")), "{told}");
        told.done();
        assert_eq!(serial(&client), before, "nothing was left to do");
        assert_eq!(one.staged(), [""; 0]);
    }

    fn c8_an_add_has_no_base_and_theirs_stands_with_its_id(server: &Server) {
        let (one, two, client, _) = begun(server);
        let mine = one.a("www.x.org", "192.0.2.2");
        one.a("new.x.org", "192.0.2.9");
        let theirs = two.a("www.x.org", "192.0.2.2");
        two.a("www.x.org", "192.0.2.3");
        two.publish();
        let told = one.try_publish();
        assert!(told.lines("WARN").iter().any(|line| line.contains("added meanwhile")), "{told}");
        told.done();
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
        let held = one.addresses("www.x.org").into_iter().find(|(_, address)| address == "192.0.2.2").unwrap().0;
        assert_eq!(held, theirs);
        one.get(&path(mine)).refused("NOT_FOUND").says("id: No such record");
        assert_eq!(published(&client, "new.x.org", "A"), ["192.0.2.9"]);
    }

    fn c8_a_replacement_wants_the_set_as_it_was(server: &Server) {
        let (one, two, client, www) = begun(server);
        let replace = || one.put("ARecord/x.org/www.x.org", json!({"ARecords": [{"rdata": {"address": "192.0.2.7"}}]})).done();
        replace();
        two.a("www.x.org", "192.0.2.2");
        two.publish();
        moved(&one, &client, "www.x.org A");
        replace();
        one.publish();
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.7"]);
        assert_ne!(one.addresses("www.x.org")[0].0, www);
    }

    fn c8_a_delete_of_a_type_wants_the_set_as_it_was(server: &Server) {
        let (one, two, client, _) = begun(server);
        one.delete("ARecord/x.org/www.x.org").done();
        one.a("other.x.org", "192.0.2.8");
        rewrite(&client, "www.x.org", "A", &json!({"records": ["192.0.2.1", "192.0.2.2"]}));
        moved(&one, &client, "www.x.org A");
        one.delete("ARecord/x.org/www.x.org").done();
        one.publish();
        assert_eq!((published(&client, "www.x.org", "A").len(), published(&client, "other.x.org", "A").len()), (0, 1));
        assert_eq!(two.staged(), [""; 0]);
    }

    fn c8_a_removed_node_wants_no_new_sets(server: &Server) {
        let (one, two, client, _) = begun(server);
        one.delete("Node/x.org/www.x.org").done();
        two.a("new.www.x.org", "192.0.2.2");
        two.a("beside.x.org", "192.0.2.3");
        two.publish();
        let told = one.try_publish().refused("OPERATION_FAILED").says("publish: x.org not published, 1 conflicts");
        assert!(told.lines("ERROR")[0].contains("new.www.x.org A"), "{told}");
        assert_eq!(published(&client, "www.x.org", "A").len(), 1);
        one.delete("Node/x.org/www.x.org").done();
        one.publish();
        assert_eq!((published(&client, "www.x.org", "A").len(), published(&client, "new.www.x.org", "A").len()), (0, 0));
        assert_eq!(published(&client, "beside.x.org", "A").len(), 1);
    }

    fn c8_a_removed_node_wants_its_sets_as_they_were(server: &Server) {
        let (one, two, client, www) = begun(server);
        one.delete("Node/x.org/www.x.org").done();
        two.put(&path(www), address("192.0.2.3")).done();
        two.publish();
        one.try_publish().refused("OPERATION_FAILED");
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.3"]);
        two.delete(&path(www)).done();
        two.publish();
        one.delete("ZoneChanges/x.org").done();
        one.publish();
    }

    fn c8_a_ttl_that_is_stated_wants_the_sets_as_it_was_or_equal_to_it(server: &Server) {
        let (one, two, client, www) = begun(server);
        let state = |session: &Session, ttl: u32| session.put(&path(www), json!({ "ttl": ttl })).done();
        assert_eq!(state(&one, 60)["ttl"], 60);
        assert_eq!(one.changes()[0]["ttl"], 60);
        state(&two, 90);
        two.publish();
        moved(&one, &client, "www.x.org A");
        state(&one, 70);
        one.publish();
        assert_eq!(client.get("/zones/x.org/recordsets/www.x.org/A").expect(200).json()["ttl"], 70);
        state(&one, 80);
        state(&two, 80);
        two.publish();
        one.publish();
        assert_eq!(client.get("/zones/x.org/recordsets/www.x.org/A").expect(200).json()["ttl"], 80);
        assert_eq!(one.addresses("www.x.org"), [(www, "192.0.2.1".to_owned())]);
    }

    fn c8_a_ttl_stated_with_an_add_or_an_update_is_a_base_of_that_change(server: &Server) {
        let (one, two, client, www) = begun(server);
        let add = |session: &Session, address: &str, ttl: u32| {
            session.post("ARecord/x.org/new.x.org", json!({"rdata": {"address": address}, "ttl": ttl})).done()
        };
        add(&one, "192.0.2.2", 60);
        add(&two, "192.0.2.3", 90);
        two.publish();
        moved(&one, &client, "new.x.org A");
        one.delete("ZoneChanges/x.org").done();
        one.put(&path(www), json!({"rdata": {"address": "192.0.2.4"}, "ttl": 60})).done();
        two.put(&path(www), json!({"ttl": 90})).done();
        two.publish();
        moved(&one, &client, "www.x.org A");
        one.put(&path(www), json!({"rdata": {"address": "192.0.2.4"}, "ttl": 60})).done();
        one.publish();
        let set = client.get("/zones/x.org/recordsets/www.x.org/A").expect(200).json();
        assert_eq!((&set["ttl"], &set["records"]), (&json!(60), &json!(["192.0.2.4"])));
        one.a("new.x.org", "192.0.2.5");
        one.publish();
        assert_eq!(client.get("/zones/x.org/recordsets/new.x.org/A").expect(200).json()["ttl"], 90, "R2: without a TTL it is the set's");
    }

    fn c8_the_soa_wants_those_members_as_they_were_that_were_changed(server: &Server) {
        let (one, two, client, _) = begun(server);
        let soa = id(&list(&one.send("GET", "SOARecord/x.org/x.org", &json!({"detail": "Y"})).done())[0]);
        let put = |session: &Session, rdata: Value| session.put(&format!("SOARecord/x.org/x.org/{soa}"), json!({ "rdata": rdata })).done();
        put(&one, json!({"refresh": 5000}));
        put(&two, json!({"retry": 700}));
        two.publish();
        one.publish();
        let zone = given::read(&client, ZONE);
        assert_eq!((&zone["refresh"], &zone["retry"]), (&json!(5000), &json!(700)), "other members are no conflict");
        put(&one, json!({"refresh": 6000}));
        client.patch("/zones/x.org", &json!({"refresh": 7000})).if_match("*").expect(204);
        moved(&one, &client, "x.org SOA");
        put(&one, json!({"refresh": 6000}));
        one.publish();
        assert_eq!(given::read(&client, ZONE)["refresh"], 6000);
    }
}
