//! The serial (§5): one step for each committed change, never back.

use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn change(client: &Client, body: &Value) -> domesday_tests::client::Answer {
    let etag = client.get("/zones/example.org").expect(200).etag();
    client.patch("/zones/example.org", body).if_match(&etag).send()
}

both! {
    fn s2_a_serial_ahead_of_the_day_runs_on(server: &Server) {
        let admin = server.admin();
        for (number, (serial, next)) in [(4_000_000_099u32, 4_000_000_100u64), (3_261_121_000, 3_261_121_001)].into_iter().enumerate() {
            let name = format!("z{number}.org");
            admin.post("/zones", &given::with(given::zone(&name), &json!({"serial": serial}))).expect(201);
            let path = format!("/zones/{name}/recordsets/www.{name}/A");
            let answer = admin.put(&path, &json!({"records": ["192.0.2.1"]})).expect(201);
            assert_eq!(given::serial(&admin, &name), next);
            assert_eq!(answer.header("domesday-serial"), Some(next.to_string().as_str()));
        }
    }

    fn s2_past_the_end_comes_the_day(server: &Server) {
        let admin = server.admin();
        let body = given::with(given::zone("example.org"), &json!({"serial": u32::MAX}));
        let created = admin.post("/zones", &body).expect(201).json();
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        let day: u64 = created["created"].as_str().unwrap()[..10].replace('-', "").parse().unwrap();
        assert_eq!(given::serial(&admin, "example.org"), day * 100);
    }

    fn s3_each_change_is_one_step(server: &Server) {
        let admin = server.admin();
        let first = given::created(&admin, "example.org").json()["serial"].as_u64().unwrap();
        given::put(&admin, "www.example.org", "A", &["192.0.2.1", "192.0.2.2"]);
        assert_eq!(given::serial(&admin, "example.org"), first + 1);
        change(&admin, &json!({"retry": 1800, "refresh": 9000, "ns": ["ns3.provider.net"]})).expect(204);
        assert_eq!(given::serial(&admin, "example.org"), first + 2);
        admin.delete(&given::set("www.example.org", "A")).expect(204);
        assert_eq!(given::serial(&admin, "example.org"), first + 3);
    }

    fn s4_what_is_not_published_takes_no_step(server: &Server) {
        let admin = server.admin();
        let _ = server.user("hostmaster1", "acme", &["hostmaster"]);
        let before = given::created(&admin, "example.org").json();
        change(&admin, &json!({"owner": "acme"})).expect(204);
        let after = given::read(&admin, "example.org");
        assert_eq!(after["serial"], before["serial"]);
        assert_eq!(after["revision"], 2);
        assert_ne!(after["updated"], before["updated"]);
    }

    fn s5_a_serial_may_be_moved_forward_only(server: &Server) {
        let admin = server.admin();
        let serial = given::created(&admin, "example.org").json()["serial"].as_u64().unwrap();
        change(&admin, &json!({"serial": serial + 1000})).expect(204);
        assert_eq!(given::serial(&admin, "example.org"), serial + 1000, "it takes the place of the step");
        for query in ["", "?force=true"] {
            let etag = admin.get("/zones/example.org").expect(200).etag();
            for backward in [serial, serial + 999, (serial + 1000 + (1 << 31)) % (1 << 32)] {
                let answer = admin.patch(&format!("/zones/example.org{query}"), &json!({"serial": backward})).if_match(&etag).send();
                given::error(&answer, "serial", "serial_not_forward");
            }
        }
        change(&admin, &json!({"serial": serial + 1000})).expect(204);
        assert_eq!(given::serial(&admin, "example.org"), serial + 1000, "what is stored already is no change");
    }
}
