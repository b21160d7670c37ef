//! Changes of one family at the same time: each happens or is refused by its rule, and everything fits afterwards (rules C1–C3, Z19).

use super::{all, cuts, delegate, holds, one, put, server, set, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn c2_zones_with_the_same_new_name_server(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let serial = given::serial(&admin, "example.org");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let admin = &admin;
                scope.spawn(move || zone(admin, &format!("z{number}.example.org"), &json!(["ns.provider.net", "new.provider.net"])).expect(201));
            }
        });
        assert_eq!(cuts(&admin, "example.org").len(), 8);
        assert_eq!(given::serial(&admin, "example.org"), serial + 8, "each is a step of the parent");
    }

    fn c1_a_zone_and_its_child_at_once(server_: &Server) {
        let admin = server_.admin();
        for round in 0..4 {
            let name = format!("r{round}.org");
            let child = format!("a.b.{name}");
            std::thread::scope(|scope| {
                for made in [name.clone(), child.clone(), format!("b.{name}")] {
                    let admin = &admin;
                    scope.spawn(move || zone(admin, &made, &json!(["ns.provider.net"])).expect(201));
                }
            });
            assert_eq!(cuts(&admin, &name), [(format!("b.{name}"), "zone".to_owned())]);
            assert_eq!(cuts(&admin, &format!("b.{name}")), [(child, "zone".to_owned())]);
        }
    }

    fn c1_a_name_servers_address_while_delegations_come_and_go(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 2..12 {
                    let value = format!("192.0.2.{number}");
                    admin.put(&set("sub.example.org", "ns.sub.example.org", "A"), &json!({"records": [value]})).if_match("*").expect(200);
                }
            });
            scope.spawn(|| {
                for number in 0..10 {
                    let child = format!("d{number}.example.org");
                    delegate(&admin, "example.org", &child, &json!(["ns.sub.example.org"])).expect(201);
                    if number % 2 == 0 {
                        admin.delete(&one("example.org", &child)).expect(204);
                    }
                }
            });
            scope.spawn(|| {
                for number in 0..10 {
                    put(&admin, "example.org", &format!("w{number}.example.org"), "A", &["192.0.2.1"]);
                }
            });
        });
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.11"], "glue");
        assert_eq!(admin.get(&all("example.org")).expect(200).json().as_array().unwrap().len(), 6);
    }

    fn c1_a_zone_goes_while_its_parent_is_written(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        for round in 0..5 {
            let ns = json!([server("ns.sub.example.org", &["192.0.2.1"])]);
            zone(&admin, "sub.example.org", &ns).expect(201);
            std::thread::scope(|scope| {
                scope.spawn(|| admin.delete("/zones/sub.example.org?force=true").expect(204));
                scope.spawn(|| put(&admin, "example.org", &format!("w{round}.example.org"), "A", &["192.0.2.1"]));
                scope.spawn(|| drop(delegate(&admin, "example.org", "other.example.org", &json!(["ns.sub.example.org"]))));
            });
            assert!(!cuts(&admin, "example.org").iter().any(|(name, _)| name == "sub.example.org"));
            let _ = admin.delete(&one("example.org", "other.example.org")).send();
        }
    }
}
