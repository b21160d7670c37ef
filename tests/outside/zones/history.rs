//! `GET /zones/{name}/history` (§9).

use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn entries(client: &Client, query: &str) -> Vec<Value> {
    client.get(&format!("/zones/example.org/history{query}")).expect(200).json().as_array().unwrap().clone()
}

both! {
    fn h1_each_change_is_one_entry_newest_first(server: &Server) {
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        let zone = given::created(&hostmaster, "example.org").json();
        let etag = hostmaster.get("/zones/example.org").expect(200).etag();
        let change = hostmaster.patch("/zones/example.org", &json!({"retry": 1800})).if_match(&etag);
        change.header("X-Request-ID", "the-change").expect(204);
        let entries = entries(&hostmaster, "");
        assert_eq!(entries.len(), 2);
        let entry = &entries[0];
        let expected = [
            ("zone", json!("example.org")), ("zone_id", zone["id"].clone()), ("account", json!("acme")), ("user", json!("hostmaster1")),
            ("face", json!("zones")), ("request_id", json!("the-change")), ("action", json!("zone.update")), ("revision", json!(2)),
            ("changes", json!([{"what": "zone", "member": "retry", "from": 3600, "to": 1800}])),
            ("serial_before", zone["serial"].clone()), ("serial_after", json!(zone["serial"].as_u64().unwrap() + 1)),
        ];
        for (member, value) in expected {
            assert_eq!(entry[member], value, "{member}: {entry}");
        }
        assert!(entry["at"].as_str().unwrap().ends_with('Z'));
        assert_eq!(entries[1]["action"], "zone.create");
        assert_eq!(entries[1]["serial_after"], zone["serial"]);
    }

    fn h2_record_sets_are_told_before_and_after(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let path = given::set("www.example.org", "A");
        let etag = given::put(&admin, "www.example.org", "A", &["192.0.2.1"]).etag();
        admin.put(&path, &json!({"ttl": 60, "records": ["192.0.2.2"]})).if_match(&etag).expect(200);
        admin.delete(&path).expect(204);
        let states = [json!(null), json!({"ttl": null, "records": ["192.0.2.1"]}), json!({"ttl": 60, "records": ["192.0.2.2"]}), json!(null)];
        let entries = entries(&admin, "");
        assert_eq!(entries.len(), 4);
        for (number, pair) in states.windows(2).enumerate() {
            let change = json!({"what": "recordset", "name": "www.example.org", "type": "A", "from": pair[0], "to": pair[1]});
            assert_eq!(entries[2 - number]["changes"], json!([change]));
        }
    }

    fn h1_what_force_lifted_is_kept(server: &Server) {
        let admin = server.admin();
        admin.post("/zones?force=true", &given::with(given::zone("example.org"), &json!({"refresh": 3600}))).expect(201);
        let forced = entries(&admin, "")[0]["forced"].clone();
        assert!(forced.to_string().contains("soa_relation"), "{forced}");
    }

    fn h2_a_large_import_is_told_in_counts(server: &Server) {
        let admin = server.admin();
        let mut file = "$ORIGIN example.org.\n@ 3600 IN SOA ns1.provider.net. h.example.org. 5 10800 3600 1814400 3600\n@ IN NS ns1.provider.net.\n".to_owned();
        file.extend((0..1500).map(|number| format!("h{number} IN A 192.0.2.1\n")));
        given::import(&admin, "", &file).expect(201);
        let entry = entries(&admin, "").remove(0);
        assert!(entry.to_string().len() < 10_000, "{entry}");
        assert!(entry["changes"].to_string().contains("1500"), "{entry}");
    }

    fn h2_a_large_bulk_is_told_in_counts_and_hashes_of_the_file(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let add = |number: u32| json!({"op": "add", "name": format!("h{number}.example.org"), "type": "A", "records": ["192.0.2.1"]});
        let changes: Vec<Value> = (0..1001).map(add).collect();
        admin.patch("/zones/example.org/recordsets", &json!({ "changes": changes })).expect(200);
        let bulk = entries(&admin, "")[0]["changes"].clone();
        assert_eq!(bulk[0], json!({"what": "recordsets", "type": "A", "count": 1001}));
        let hash = |told: &Value| told.as_str().filter(|text| text.len() == 64).unwrap_or_else(|| panic!("{bulk}")).to_owned();
        assert_ne!(hash(&bulk[1]["sha256_before"]), hash(&bulk[1]["sha256_after"]));
        admin.delete("/zones/example.org?force=true").expect(204);
        let deletion = entries(&admin, "")[0]["changes"].clone();
        assert_eq!(deletion[1]["sha256_before"], bulk[1]["sha256_after"]);
        assert_eq!(deletion[1]["sha256_after"], Value::Null);
    }

    fn h2_a_deletion_tells_what_the_zone_held(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        admin.delete("/zones/example.org?force=true").expect(204);
        let told = entries(&admin, "")[0]["changes"].as_array().unwrap().clone();
        let from = json!({"ttl": null, "records": ["192.0.2.1"]});
        let set = json!({"what": "recordset", "name": "www.example.org", "type": "A", "from": from, "to": null});
        assert!(told.contains(&set), "{told:?}");
        assert!(told.contains(&json!({"what": "zone", "member": "retry", "from": 3600, "to": null})), "{told:?}");
    }

    fn h3_history_outlives_the_zone(server: &Server) {
        let acme = server.user("hostmaster1", "acme", &["hostmaster"]);
        let other = server.user("hostmaster2", "other", &["hostmaster"]);
        given::created(&acme, "example.org");
        acme.delete("/zones/example.org").expect(204);
        for caller in [&acme, &server.admin()] {
            let actions: Vec<_> = entries(caller, "").into_iter().map(|entry| entry["action"].clone()).collect();
            assert_eq!(actions, ["zone.delete", "zone.create"]);
        }
        other.get("/zones/example.org/history").expect(404);
    }

    fn h3_history_is_read_in_pages_and_by_time(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for number in 0..5 {
            given::put(&admin, &format!("h{number}.example.org"), "A", &["192.0.2.1"]);
        }
        let all = entries(&admin, "");
        assert_eq!(all.len(), 6);
        let mut read = Vec::new();
        let mut path = "/zones/example.org/history?limit=4".to_owned();
        loop {
            let answer = admin.get(&path).expect(200);
            read.extend(answer.json().as_array().unwrap().clone());
            let Some(link) = answer.header("link") else { break };
            let target = link.split('>').next().unwrap().trim_start_matches('<');
            path = target[target.find("/zones").unwrap()..].to_owned();
        }
        assert_eq!(read, all);
        assert_eq!(entries(&admin, "?until=2001-01-01T00:00:00Z"), Vec::<Value>::new());
        assert_eq!(entries(&admin, "?since=2001-01-01T00:00:00Z").len(), 6);
        for query in ["limit=0", "limit=1001", "since=yesterday", "until=x", "colour=red"] {
            admin.get(&format!("/zones/example.org/history?{query}")).expect(400);
        }
    }

    fn a_refused_request_leaves_no_entry(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        admin.put(&given::set("www.example.org", "A"), &json!({"records": ["x"]})).expect(400);
        admin.patch("/zones/example.org", &json!({"retry": 1})).if_match("\"0.0\"").expect(412);
        admin.put(&format!("{}?dry_run=true", given::set("www.example.org", "A")), &json!({"records": ["192.0.2.1"]})).expect(200);
        assert_eq!(entries(&admin, "").len(), 1);
    }
}
