//! Glue and addresses below registered names (D4, D6, D9).

use super::{hold, lines, named, register, served, set, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// A host as the registrars' face shows its addresses.
fn addresses(client: &Client, host: &str) -> Vec<String> {
    let info = client.get(&format!("/hosts/{host}")).expect(200).json();
    let all = info["info"]["addr"].as_array().expect("addresses").clone();
    let text = |address: &serde_json::Value| address["v4"].as_str().or(address["v6"].as_str()).expect("one").to_owned();
    all.iter().map(text).collect()
}

/// Registers `blue.st` with a host of its own, and `red.st` that is served by it.
fn neighbours(client: &Client) {
    let own = json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]);
    register(client, "blue.st", &own);
    register(client, "red.st", &json!(["ns1.blue.st"]));
}

laws! {
    fn d4_a_hold_takes_no_glue_from_a_neighbour(server: &Server) {
        let registry = served(server);
        neighbours(&registry.acme);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.1"]);
        hold(&registry.acme, "blue.st");
        assert_eq!(lines(&registry.admin, "st", "blue.st"), Vec::<String>::new());
        assert_eq!(lines(&registry.admin, "st", "red.st"), ["IN NS ns1.blue.st."]);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.1"], "it serves on");
        hold(&registry.acme, "red.st");
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), Vec::<String>::new(), "nobody needs it");
        assert_eq!(addresses(&registry.acme, "ns1.blue.st"), ["192.0.2.1"]);
    }

    fn d9_addresses_of_a_managed_host_are_changed_by_its_sponsor_only(server: &Server) {
        let registry = served(server);
        neighbours(&registry.acme);
        let listed = |address: &str| json!([{"name": "ns1.blue.st", "addresses": [address]}]);
        for force in [false, true] {
            let delegation = json!({"name": "green.st", "ns": listed("192.0.2.9"), "force": force});
            let refused = registry.admin.post("/zones/st/delegations", &delegation).send();
            given::conflict(&refused, "registered_name", false);
            assert_eq!(named(&refused, "registered_name"), [("ns1.blue.st".to_owned(), Some("/hosts/ns1.blue.st".to_owned()))]);
        }
        let equal = json!({"name": "green.st", "ns": listed("192.0.2.1")});
        registry.admin.post("/zones/st/delegations", &equal).expect(201);
        assert_eq!(addresses(&registry.acme, "ns1.blue.st"), ["192.0.2.1"]);
    }

    fn d6_the_zone_at_the_name_keeps_the_addresses_and_gives_them_back(server: &Server) {
        let registry = served(server);
        neighbours(&registry.acme);
        let before = given::serial(&registry.admin, "st");
        let made = zone(&registry.acme, "blue.st", &json!(["ns1.blue.st"])).expect(201);
        assert_eq!(made.header("domesday-warning"), None, "its address is known: {made}");
        let path = set("blue.st", "ns1.blue.st", "A");
        let kept = registry.acme.get(&path).expect(200);
        assert_eq!((&kept.json()["records"], &kept.json()["origin"]), (&json!(["192.0.2.1"]), &json!("user")));
        assert_eq!(addresses(&registry.acme, "ns1.blue.st"), ["192.0.2.1"]);
        assert_eq!(given::serial(&registry.admin, "st"), before, "the glue is the same");

        registry.acme.put(&path, &json!({"records": ["192.0.2.2"]})).if_match(&kept.etag()).expect(200);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.2"], "glue follows the zone");
        assert_eq!(addresses(&registry.acme, "ns1.blue.st"), ["192.0.2.2"]);

        registry.acme.delete("/zones/blue.st?force=true").expect(204);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.2"]);
        assert_eq!(addresses(&registry.acme, "ns1.blue.st"), ["192.0.2.2"]);
    }

    fn d14_a_zone_at_the_name_does_not_go_with_an_address_that_its_cut_needs(server: &Server) {
        let registry = served(server);
        // It is only referred to: nobody manages it, and its address is the zone's.
        register(&registry.acme, "blue.st", &json!([]));
        zone(&registry.acme, "blue.st", &json!([{"name": "ns1.blue.st", "addresses": ["192.0.2.1"]}])).expect(201);
        let delegation = json!({"name": "green.st", "ns": ["ns1.blue.st"]});
        registry.admin.post("/zones/st/delegations", &delegation).expect(201);
        let refused = registry.acme.delete("/zones/blue.st?force=false").send();
        assert_eq!(refused.status, 409, "{refused}");
        assert!(refused.text().contains("ns_in_use"), "{refused}");
    }

    fn m1_rows_that_a_domain_names_are_not_deleted(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net"]));
        hold(&registry.acme, "blue.st");
        given::created(&registry.admin, "a.test.st");
        let etag = registry.admin.get("/zones/a.test.st").expect(200).etag();
        let etag = registry.admin.patch("/zones/a.test.st", &json!({"ns": ["ns1.example.net"]})).if_match(&etag).expect(204).etag();
        registry.admin.patch("/zones/a.test.st", &json!({"ns": ["ns2.example.net"]})).if_match(&etag).expect(204);
        assert_eq!(addresses(&registry.acme, "ns1.example.net"), Vec::<String>::new(), "the row is there");
        let refused = registry.admin.delete("/api/v1/nameservers/ns1.example.net").expect(403).json();
        assert_eq!(refused["errors"][0]["code"], "ns_in_use", "{refused}");
        registry.acme.put("/hosts", &json!({"name": "ns9.blue.st", "addr": ["192.0.2.9"]})).expect(201);
        let refused = registry.admin.delete("/api/v1/nameservers/ns9.blue.st").expect(403).json();
        assert_eq!(refused["errors"][0]["code"], "registered_name", "{refused}");
        let taken = registry.admin.post("/api/v1/nameservers/", &json!({"name": "ns9.blue.st"})).expect(409).json();
        assert_eq!(taken["errors"][0]["code"], "host_exists", "{taken}");
    }
}
