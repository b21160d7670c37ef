//! Two that meet: a child's name servers and its parent's records, many zones and one name server (rules C2, C3).

use super::accounted;
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const TIMES: u64 = 20;

both! {
    fn c3_a_childs_ns_change_and_a_write_in_its_parent_both_happen_and_the_parent_rises_twice(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "sub.example.org");
        let before = given::serial(&admin, "example.org");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0..TIMES {
                    let body = json!({"ns": [{"name": "ns1.sub.example.org", "addresses": [format!("192.0.2.{}", 1 + number)]}]});
                    admin.patch("/zones/sub.example.org?force=true", &body).if_match("*").expect(204);
                }
            });
            scope.spawn(|| {
                for number in 0..TIMES {
                    admin.patch(&given::set("www.example.org", "TXT"), &json!({"add": [format!("text {number}")]})).expect(200);
                }
            });
        });
        let entries = accounted::history(&admin, "example.org");
        let mut serial = before;
        for entry in &entries[entries.len() - 2 * TIMES as usize..] {
            serial = accounted::successor(serial, entry["at"].as_str().unwrap());
            assert_eq!(entry["serial_after"].as_u64(), Some(serial), "{entry:#}");
        }
        assert_eq!(given::serial(&admin, "example.org"), serial);
        let follow = entries.iter().filter(|entry| entry["cause"] == "zone.update sub.example.org").count();
        assert_eq!(follow as u64, TIMES);
        let glue = admin.get(&given::set("ns1.sub.example.org", "A")).expect(200).json();
        assert_eq!((&glue["records"], &glue["origin"]), (&json!([format!("192.0.2.{TIMES}")]), &json!("glue")));
    }

    fn c2_zones_made_at_once_with_the_same_new_name_server_all_succeed_with_one_row(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.net");
        let ns = json!({"ns": [{"name": "ns1.sub.example.net", "addresses": ["192.0.2.1", "2001:db8::1"]}, "ns.provider.net"]});
        let parents = ["sub.example.net", "other.example.net"];
        std::thread::scope(|scope| {
            for number in 0..TIMES {
                let name = parents.get(number as usize).map_or_else(|| format!("z{number}.org"), |name| (*name).to_owned());
                let body = given::with(given::zone(&name), &ns);
                let admin = &admin;
                scope.spawn(move || admin.post("/zones?force=true", &body).expect(201));
            }
        });
        for name in ["ns1.sub.example.net", "ns.provider.net"] {
            let rows = admin.get(&format!("/api/v1/nameservers/?name={name}")).expect(200).json();
            assert_eq!(rows["count"], 1, "{rows:#}");
        }
        for (kind, address) in [("A", "192.0.2.1"), ("AAAA", "2001:db8::1")] {
            let own = admin.get(&format!("/zones/sub.example.net/recordsets/ns1.sub.example.net/{kind}")).expect(200).json();
            let glue = admin.get(&format!("/zones/example.net/recordsets/ns1.sub.example.net/{kind}")).expect(200).json();
            assert_eq!((&own["records"], &own["origin"]), (&json!([address]), &json!("user")));
            assert_eq!((&glue["records"], &glue["origin"]), (&json!([address]), &json!("glue")));
        }
    }
}
