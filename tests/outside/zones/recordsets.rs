//! `/zones/{name}/recordsets` and one set in it: reading, and the three ways to write (R15, R18, R19).

use crate::given::{self, set};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const WWW: &str = "/zones/example.org/recordsets/www.example.org/A";

fn keys(client: &Client, query: &str) -> Vec<String> {
    let sets = client.get(&format!("/zones/example.org/recordsets{query}")).expect(200).json();
    let key = |set: &Value| format!("{} {}", set["name"].as_str().unwrap(), set["type"].as_str().unwrap());
    sets.as_array().unwrap().iter().map(key).collect()
}

both! {
    fn r18_put_creates_and_says_where(server: &Server) {
        let admin = server.admin();
        let zone = given::created(&admin, "example.org");
        let answer = admin.put(WWW, &json!({"ttl": 300, "records": ["192.0.2.81", "192.0.2.80"]})).expect(201);
        assert_eq!(answer.header("location"), Some(WWW));
        let body = answer.json();
        assert_eq!(body["name"], "www.example.org");
        assert_eq!((&body["type"], &body["ttl"], &body["origin"]), (&json!("A"), &json!(300), &json!("user")));
        assert_eq!(body["records"], json!(["192.0.2.80", "192.0.2.81"]), "canonical order");
        assert_eq!(body["etag"].as_str(), Some(answer.etag().as_str()));
        assert_eq!(answer.etag(), format!("\"{}.2\"", zone.json()["id"]));
        let read = admin.get(WWW).expect(200);
        assert_eq!((read.json(), read.etag()), (body, answer.etag()));
        admin.get(WWW).header("If-None-Match", &answer.etag()).expect(304);
        assert_ne!(admin.get("/zones/example.org").expect(200).etag(), zone.etag(), "Z4: the zone's serial changed with it");
    }

    fn r18_put_replaces_only_what_the_caller_has_seen(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let first = given::put(&admin, "www.example.org", "A", &["192.0.2.1"]).etag();
        let other = json!({"records": ["192.0.2.2"]});
        admin.put(WWW, &other).expect(428);
        admin.put(WWW, &other).header("If-None-Match", "*").expect(412);
        let second = admin.put(WWW, &other).if_match(&first).expect(200);
        assert_ne!(second.etag(), first);
        assert_eq!(admin.put(WWW, &json!({"records": ["192.0.2.3"]})).if_match(&first).expect(412).etag(), second.etag());
        admin.put(&set("none.example.org", "A"), &other).if_match(&first).expect(412);
        admin.put(&set("new.example.org", "A"), &other).header("If-None-Match", "*").expect(201);
    }

    fn r18_putting_what_is_there_already_is_no_change(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let first = given::put(&admin, "www.example.org", "AAAA", &["2001:db8::1"]);
        let before = given::read(&admin, "example.org");
        for records in [json!(["2001:DB8:0:0::1"]), json!(["2001:db8::1", "2001:db8::0001"])] {
            let again = admin.put(&set("WWW.example.org.", "aaaa"), &json!({ "records": records })).expect(200);
            assert_eq!(again.etag(), first.etag());
        }
        assert_eq!(given::read(&admin, "example.org"), before);
    }

    fn r18_sets_do_not_refuse_each_other(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let etag = given::put(&admin, "www.example.org", "A", &["192.0.2.1"]).etag();
        given::put(&admin, "mail.example.org", "A", &["192.0.2.2"]);
        admin.put(WWW, &json!({"records": ["192.0.2.3"]})).if_match(&etag).expect(200);
    }

    fn r19_values_are_added_and_removed_without_having_seen_the_set(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let made = admin.patch(WWW, &json!({"add": ["192.0.2.1"], "ttl": 60})).expect(200).json();
        assert_eq!((&made["records"], &made["ttl"]), (&json!(["192.0.2.1"]), &json!(60)));
        admin.patch(WWW, &json!({"add": ["192.0.2.2"]})).expect(200);
        let both = admin.patch(WWW, &json!({"add": ["192.0.2.3"], "remove": ["192.0.2.1"]})).expect(200).json();
        assert_eq!(both["records"], json!(["192.0.2.2", "192.0.2.3"]));
        assert_eq!(both["ttl"], 60);
        let serial = given::serial(&admin, "example.org");
        admin.patch(WWW, &json!({"add": ["192.0.2.2"], "remove": ["192.0.2.9"]})).expect(200);
        assert_eq!(given::serial(&admin, "example.org"), serial, "nothing changed");
        admin.patch(WWW, &json!({"remove": ["192.0.2.2", "192.0.2.3"]})).expect(204);
        admin.get(WWW).expect(404);
    }

    fn r19_replacing_all_or_the_ttl_needs_if_match(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let etag = given::put(&admin, "www.example.org", "A", &["192.0.2.1"]).etag();
        admin.patch(WWW, &json!({"records": ["192.0.2.2"]})).expect(428);
        admin.patch(WWW, &json!({"ttl": 60})).expect(428);
        let answer = admin.patch(WWW, &json!({"records": ["192.0.2.2"], "ttl": 60})).if_match(&etag).expect(200);
        assert_eq!(answer.json()["records"], json!(["192.0.2.2"]));
        admin.patch(WWW, &json!({"ttl": null})).if_match(&answer.etag()).expect(200);
        assert_eq!(admin.get(WWW).expect(200).json()["ttl"], json!(null));
        admin.patch(WWW, &json!({"add": ["192.0.2.3"]})).if_match(&etag).expect(412);
    }

    fn r19_writers_at_once_all_get_their_value_in(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let before = given::serial(&admin, "example.org");
        std::thread::scope(|scope| {
            for number in 1..=16 {
                let admin = &admin;
                scope.spawn(move || admin.patch(WWW, &json!({"add": [format!("192.0.2.{number}")]})).expect(200));
            }
        });
        assert_eq!(admin.get(WWW).expect(200).json()["records"].as_array().unwrap().len(), 16);
        assert_eq!(given::serial(&admin, "example.org"), before + 16);
    }

    fn a_set_is_deleted_and_gone(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let etag = given::put(&admin, "www.example.org", "A", &["192.0.2.1"]).etag();
        admin.delete(WWW).if_match("\"0.0\"").expect(412);
        admin.delete(WWW).if_match(&etag).expect(204);
        admin.get(WWW).expect(404);
        admin.delete(WWW).expect(404);
        admin.patch(WWW, &json!({"remove": ["192.0.2.1"]})).expect(204);
    }

    fn r15_sets_are_listed_in_canonical_order_apex_first(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (owner, kind, record) in [
            ("z.example.org", "A", "192.0.2.1"), ("a.z.example.org", "A", "192.0.2.1"), ("b.example.org", "AAAA", "2001:db8::1"),
            ("b.example.org", "A", "192.0.2.1"), ("*.example.org", "TXT", "x"), ("example.org", "MX", "10 m.example.net."),
        ] {
            given::put(&admin, owner, kind, &[record]);
        }
        let expected = [
            "example.org NS", "example.org SOA", "example.org MX", "*.example.org TXT", "b.example.org A", "b.example.org AAAA",
            "z.example.org A", "a.z.example.org A",
        ];
        assert_eq!(keys(&admin, ""), expected);
        let page = admin.get("/zones/example.org/recordsets?limit=3").expect(200);
        assert_eq!(page.etag(), admin.get("/zones/example.org").expect(200).etag());
        let mut read = Vec::new();
        let mut path = "/zones/example.org/recordsets?limit=3".to_owned();
        loop {
            let answer = admin.get(&path).expect(200);
            let sets = answer.json().as_array().unwrap().clone();
            assert!(sets.len() <= 3);
            read.extend(sets.iter().map(|set| format!("{} {}", set["name"].as_str().unwrap(), set["type"].as_str().unwrap())));
            let Some(link) = answer.header("link") else { break };
            let target = link.split('>').next().unwrap().trim_start_matches('<');
            path = target[target.find("/zones").unwrap()..].to_owned();
        }
        assert_eq!(read, expected);
    }

    fn r15_filters_narrow_the_list(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for owner in ["a.example.org", "b.a.example.org", "xa.example.org"] {
            given::put(&admin, owner, "A", &["192.0.2.1"]);
        }
        given::put(&admin, "a.example.org", "TXT", &["x"]);
        assert_eq!(keys(&admin, "?name=A.example.org."), ["a.example.org A", "a.example.org TXT"]);
        assert_eq!(keys(&admin, "?under=a.example.org"), ["a.example.org A", "a.example.org TXT", "b.a.example.org A"]);
        assert_eq!(keys(&admin, "?type=txt&type=SOA"), ["example.org SOA", "a.example.org TXT"]);
        assert_eq!(keys(&admin, "?origin=zone"), ["example.org NS", "example.org SOA"]);
        assert_eq!(keys(&admin, "?name=a.example.org&type=A&origin=user"), ["a.example.org A"]);
        for query in ["type=NOTYPE", "origin=mars", "colour=red", "limit=0", "limit=10001", "name=a..b", "marker=%00"] {
            admin.get(&format!("/zones/example.org/recordsets?{query}")).expect(400);
        }
    }

    fn z18_dry_runs_of_sets_keep_nothing(server: &Server) {
        let admin = server.admin();
        let etag = given::created(&admin, "example.org").etag();
        let dry = admin.put(&format!("{WWW}?dry_run=true"), &json!({"records": ["192.0.2.1"]})).expect(200);
        assert_eq!(dry.json()["would"], 201);
        admin.put(&format!("{WWW}?dry_run=true"), &json!({"records": ["x"]})).expect(400);
        admin.get(WWW).expect(404);
        assert_eq!(admin.get("/zones/example.org").expect(200).etag(), etag);
    }

    fn c4_a_record_set_that_was_answered_survives_a_kill_right_after(server: &Server) {
        given::created(&server.admin(), "example.org");
        for number in 1..4 {
            server.admin().patch(WWW, &json!({"add": [format!("192.0.2.{number}")]})).expect(200);
            server.kill();
            server.start_again();
            assert_eq!(server.admin().get(WWW).expect(200).json()["records"].as_array().unwrap().len(), number);
        }
    }
}
