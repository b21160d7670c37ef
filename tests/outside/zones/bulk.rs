//! `PATCH /zones/{name}/recordsets`: many changes, all or none (R17, R20).

use crate::given::{self, set};
use domesday_tests::both;
use domesday_tests::client::{Call, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

const PATH: &str = "/zones/example.org/recordsets";

fn bulk(client: &Client, changes: &Value) -> Call {
    client.patch(PATH, &json!({ "changes": changes }))
}

both! {
    fn r20_changes_are_one_step_and_answered_each(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "same.example.org", "A", &["192.0.2.1"]);
        let old = given::put(&admin, "old.example.org", "A", &["192.0.2.1"]).etag();
        given::put(&admin, "gone.example.org", "A", &["192.0.2.1"]);
        let serial = given::serial(&admin, "example.org");
        let answer = bulk(&admin, &json!([
            {"op": "put", "name": "new.example.org", "type": "A", "ttl": 60, "records": ["192.0.2.9"]},
            {"op": "put", "name": "old.example.org", "type": "A", "records": ["192.0.2.2"], "etag": old},
            {"op": "delete", "name": "GONE.example.org.", "type": "a"},
            {"op": "add", "name": "same.example.org", "type": "A", "records": ["192.0.2.1"]},
            {"op": "add", "name": "_acme-challenge.example.org", "type": "TXT", "ttl": 60, "records": ["k3y"]},
        ])).expect(200);
        let document = answer.json();
        let results: Vec<_> = document["changes"].as_array().unwrap().iter().map(|change| change["result"].clone()).collect();
        assert_eq!(results, ["created", "replaced", "deleted", "unchanged", "created"]);
        assert_eq!(document["changes"][2]["name"], "gone.example.org");
        assert_eq!(document["serial"], serial + 1);
        assert_eq!(given::serial(&admin, "example.org"), serial + 1);
        let zone = admin.get("/zones/example.org").expect(200);
        assert_eq!(answer.etag(), zone.etag());
        assert_eq!(document["changes"][0]["etag"].as_str(), Some(admin.get(&set("new.example.org", "A")).expect(200).etag().as_str()));
        admin.get(&set("gone.example.org", "A")).expect(404);
    }

    fn r17_a_cname_and_an_address_may_change_places(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "old.example.org", "CNAME", &["www.example.net"]);
        let put = json!({"op": "put", "name": "old.example.org", "type": "A", "records": ["192.0.2.81"]});
        given::conflict(&bulk(&admin, &json!([put])).send(), "cname_conflict", false);
        let delete = json!({"op": "delete", "name": "old.example.org", "type": "CNAME"});
        bulk(&admin, &json!([put, delete])).expect(200);
        admin.get(&set("old.example.org", "CNAME")).expect(404);
        admin.get(&set("old.example.org", "A")).expect(200);
    }

    fn r20_one_wrong_change_undoes_all_and_every_wrong_one_is_named(server: &Server) {
        let admin = server.admin();
        let etag = given::created(&admin, "example.org").etag();
        let answer = bulk(&admin, &json!([
            {"op": "put", "name": "a.example.org", "type": "A", "records": ["192.0.2.1"]},
            {"op": "put", "name": "b.example.org", "type": "A", "records": ["192.0.2.1", "x"]},
            {"op": "put", "name": "c.example.net", "type": "A", "records": ["192.0.2.1"]},
            {"op": "explode", "name": "d.example.org", "type": "A"},
            {"op": "put", "name": "e.example.org", "type": "A", "records": ["192.0.2.1"], "colour": 1},
        ])).send();
        given::fields(&answer, &["changes[1].records[1]", "changes[2].name", "changes[3].op", "changes[4].colour"]);
        assert_eq!(admin.get("/zones/example.org").expect(200).etag(), etag);
        admin.get(&set("a.example.org", "A")).expect(404);
    }

    fn r20_a_name_and_type_stand_in_it_once(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let change = |name: &str, op: &str| json!({"op": op, "name": name, "type": "A", "records": ["192.0.2.1"]});
        let answer = bulk(&admin, &json!([change("a.example.org", "put"), change("A.Example.org.", "add")])).expect(400);
        assert!(answer.errors().iter().all(|(field, _)| field.starts_with("changes[1]")), "{answer}");
    }

    fn r20_replacing_needs_an_etag_for_each_or_for_all(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "a.example.org", "A", &["192.0.2.1"]);
        let put = json!([{"op": "put", "name": "a.example.org", "type": "A", "records": ["192.0.2.2"]}]);
        let missing = bulk(&admin, &put).expect(428);
        assert!(missing.text().contains("a.example.org"), "{missing}");
        let zone = admin.get("/zones/example.org").expect(200).etag();
        bulk(&admin, &put).if_match("\"0.0\"").expect(412);
        bulk(&admin, &put).if_match(&zone).expect(200);
        let stale = json!([{"op": "put", "name": "a.example.org", "type": "A", "records": ["192.0.2.3"], "etag": "\"0.0\""}]);
        bulk(&admin, &stale).expect(412);
        let same = json!([{"op": "put", "name": "a.example.org", "type": "A", "records": ["192.0.2.2"]}]);
        assert_eq!(bulk(&admin, &same).expect(200).json()["changes"][0]["result"], "unchanged");
    }

    fn r20_a_bulk_that_changes_nothing_takes_no_step(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let etag = given::put(&admin, "a.example.org", "A", &["192.0.2.1"]).etag();
        let zone = admin.get("/zones/example.org").expect(200).etag();
        let add = json!([{"op": "add", "name": "a.example.org", "type": "A", "records": ["192.0.2.1"]}]);
        let answer = bulk(&admin, &add).expect(200);
        assert_eq!(answer.etag(), zone);
        assert_eq!(answer.json()["changes"][0]["etag"].as_str(), Some(etag.as_str()));
    }

    fn r20_ten_thousand_changes_fit_and_no_more(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let changes = |count: u32| -> Value {
            (0..count)
                .map(|number| json!({"op": "put", "name": format!("h{number}.example.org"), "type": "A", "records": ["192.0.2.1"]}))
                .collect()
        };
        let many = bulk(&admin, &changes(10_001)).send();
        assert!([400, 413].contains(&many.status), "{}", many.status);
        assert_eq!(bulk(&admin, &changes(10_000)).expect(200).json()["changes"].as_array().unwrap().len(), 10_000);
        assert_eq!(given::read(&admin, "example.org")["revision"], 2);
        let huge = format!("{{\"changes\": [{}]}}", " ".repeat(17 << 20));
        let answer = admin.request("PATCH", PATH).body("application/json", huge).try_send();
        // The server may close before the whole body is sent.
        assert!(answer.map_or(true, |answer| answer.status == 413));
    }

    fn bodies_of_another_shape_are_refused(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for body in [json!({}), json!({"changes": {}}), json!({"changes": [5]}), json!({"changes": [], "x": 1}), json!([])] {
            admin.patch(PATH, &body).expect(400);
        }
    }
}
