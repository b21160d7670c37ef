//! Name servers and their addresses when an NS list is set: rules D8 and D9, as far as names live in zones served here.

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn d8_a_name_server_in_a_served_zone_needs_an_address(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let zone = given::with(given::zone("example.net"), &json!({"ns": ["ns1.example.org"]}));
        let refused = admin.post("/zones", &zone).expect(409).json();
        assert_eq!((&refused["code"], &refused["forcible"]), (&json!("ns_address_missing"), &json!(true)));
        assert_eq!(refused["conflicts"][0]["zone"], "example.org");
        admin.put("/zones/example.org/recordsets/ns1.example.org/AAAA", &json!({"records": ["2001:db8::1"]})).expect(201);
        admin.post("/zones", &zone).expect(201);
    }

    fn d8_inside_a_new_zone_it_is_only_a_warning(server: &Server) {
        let zone = given::with(given::zone("example.org"), &json!({"ns": ["ns1.example.org"]}));
        let answer = server.admin().post("/zones", &zone).expect(201);
        assert_eq!(answer.header("domesday-warning"), Some("ns_address_missing;subject=\"ns1.example.org\""));
        let check = server.admin().get("/zones/example.org/check").expect(200).json();
        assert_eq!(check["warnings"][0]["code"], "ns_address_missing");
    }

    fn d9_addresses_are_stored_in_the_zone_that_owns_the_name(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.net");
        let ns = json!([{"name": "ns1.example.org", "addresses": ["192.0.2.1", "2001:db8::1"]}, {"name": "ns.example.net", "addresses": ["192.0.2.2"]}]);
        let zone = admin.post("/zones", &given::with(given::zone("example.org"), &json!({"ns": ns}))).expect(201).json();
        assert_eq!(zone["ns"], json!(["ns1.example.org", "ns.example.net"]));
        for (path, value) in [
            ("/zones/example.org/recordsets/ns1.example.org/A", "192.0.2.1"), ("/zones/example.org/recordsets/ns1.example.org/AAAA", "2001:db8::1"),
            ("/zones/example.net/recordsets/ns.example.net/A", "192.0.2.2"),
        ] {
            let set = admin.get(path).expect(200).json();
            assert_eq!((&set["records"], &set["origin"]), (&json!([value]), &json!("user")));
        }
        let history = admin.get("/zones/example.net/history").expect(200).json();
        assert_eq!(history[0]["cause"], "zone.create example.org");
        assert_eq!(history[0]["serial_after"], given::serial(&admin, "example.net"));
    }

    fn d9_other_addresses_than_the_stored_ones_need_force(server: &Server) {
        let admin = server.admin();
        let ns = |address: &str| json!({"ns": [{"name": "ns1.example.org", "addresses": [address]}]});
        let made = admin.post("/zones", &given::with(given::zone("example.org"), &ns("192.0.2.1"))).expect(201);
        let same = admin.patch("/zones/example.org", &ns("192.0.2.1")).if_match(&made.etag()).expect(204);
        assert_eq!(same.etag(), made.etag(), "equal already: no change");
        let refused = admin.patch("/zones/example.org", &ns("192.0.2.9")).if_match(&made.etag()).expect(409).json();
        assert_eq!((&refused["code"], &refused["forcible"]), (&json!("address_differs"), &json!(true)));
        let elsewhere = given::with(given::zone("example.net"), &ns("192.0.2.9"));
        assert_eq!(admin.post("/zones", &elsewhere).expect(409).json()["code"], "address_differs");
        admin.patch("/zones/example.org?force=true", &ns("192.0.2.9")).if_match(&made.etag()).expect(204);
        let set = admin.get("/zones/example.org/recordsets/ns1.example.org/A").expect(200).json();
        assert_eq!(set["records"], json!(["192.0.2.9"]));
    }

    fn d9_addresses_of_names_that_are_not_ours_are_not_taken(server: &Server) {
        let admin = server.admin();
        let ns = |name: &str, addresses: &[&str]| given::with(given::zone("example.org"), &json!({"ns": [{"name": name, "addresses": addresses}]}));
        given::error(&admin.post("/zones", &ns("ns1.provider.net", &["192.0.2.1"])).send(), "ns[0].addresses", "address_not_taken");
        for bad in ["0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "::", "::1", "fe80::1", "ff02::1", "192.0.2.256"] {
            given::error(&admin.post("/zones", &ns("ns1.example.org", &[bad])).send(), "ns[0].addresses[0]", "bad_address");
        }
        given::error(&admin.post("/zones", &ns("ns1.example.org", &[])).send(), "ns[0].addresses", "bad_address");
        admin.get("/zones/example.org").expect(404);
    }

    fn d9_addresses_are_not_written_into_another_accounts_zone(server: &Server) {
        given::created(&server.admin(), "example.net");
        let hostmaster = server.user("jane", "acme", &["hostmaster"]);
        let ns = json!({"ns": [{"name": "ns.example.net", "addresses": ["192.0.2.2"]}]});
        let refused = hostmaster.post("/zones", &given::with(given::zone("example.org"), &ns)).expect(403);
        assert_eq!(refused.code(), "address_denied");
        hostmaster.get("/zones/example.org").expect(404);
    }
}
