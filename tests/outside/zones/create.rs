//! `POST /zones`: what makes a zone.

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn z6_a_new_zone_is_answered_whole_with_its_location_and_etag(server: &Server) {
        let admin = server.admin();
        let answer = given::created(&admin, "example.org");
        assert_eq!(answer.header("location"), Some("/zones/example.org"));
        let zone = answer.json();
        assert_eq!(answer.etag(), format!("\"{}.1\"", zone["id"]));
        let expected = [
            ("name", json!("example.org")), ("kind", json!("forward")), ("network", json!(null)),
            ("ns", json!(["ns1.provider.net", "ns2.provider.net"])), ("primary_ns", json!("ns1.provider.net")),
            ("email", json!("hostmaster@example.org")), ("refresh", json!(10800)), ("retry", json!(3600)),
            ("expire", json!(1_814_400)), ("ttl", json!(3600)), ("default_ttl", json!(3600)), ("ns_ttl", json!(null)),
            ("owner", json!("registry")), ("registry_zone", json!(false)), ("serial_style", json!("day")),
            ("frozen", json!(false)), ("revision", json!(1)),
        ];
        for (member, value) in expected {
            assert_eq!(zone[member], value, "{member}: {answer}");
        }
        assert_eq!(zone["created"], zone["updated"]);
        let created = zone["created"].as_str().unwrap();
        assert!(created.ends_with('Z') && created.as_bytes()[10] == b'T', "{created}");
        let read = admin.get("/zones/example.org").expect(200);
        let mut stored = zone.clone();
        stored.as_object_mut().unwrap().remove("warnings");
        assert_eq!(read.json(), stored);
        assert_eq!(read.etag(), answer.etag());
    }

    fn s1_a_new_zone_starts_the_day_unless_a_serial_is_given(server: &Server) {
        let admin = server.admin();
        let zone = given::created(&admin, "example.org").json();
        let day: String = zone["created"].as_str().unwrap()[..10].chars().filter(char::is_ascii_digit).collect();
        assert_eq!(zone["serial"].to_string(), format!("{day}00"));
        for (name, serial) in [("one.org", 1u32), ("last.org", u32::MAX)] {
            let answer = admin.post("/zones", &given::with(given::zone(name), &json!({"serial": serial}))).expect(201);
            assert_eq!(answer.json()["serial"], serial);
            assert_eq!(answer.header("domesday-serial"), Some(serial.to_string().as_str()));
        }
        for serial in [json!(0), json!(-1), json!(4_294_967_296u64)] {
            let answer = admin.post("/zones", &given::with(given::zone("no.org"), &json!({"serial": serial}))).send();
            given::fields(&answer, &["serial"]);
        }
    }

    fn z7_a_name_that_exists_in_any_spelling_is_refused(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "Blåbærgrød.org");
        let spellings = ["example.org", "example.org.", "EXAMPLE.Org", "xn--blbrgrd-fxak7p.org", "BLÅBÆRGRØD.org."];
        for name in spellings {
            for query in ["", "?force=true"] {
                let answer = admin.post(&format!("/zones{query}"), &given::zone(name)).send();
                given::conflict(&answer, "zone_exists", false);
            }
        }
        assert_eq!(admin.get("/zones").expect(200).json(), json!(["example.org", "xn--blbrgrd-fxak7p.org"]));
    }

    fn z8_name_servers_are_kept_in_order_and_normalised(server: &Server) {
        let body = json!({"ns": ["NS2.Provider.NET.", {"name": "ns1.provider.net"}, "ns3.provider.net"]});
        let zone = server.admin().post("/zones", &given::with(given::zone("example.org"), &body)).expect(201).json();
        assert_eq!(zone["ns"], json!(["ns2.provider.net", "ns1.provider.net", "ns3.provider.net"]));
        assert_eq!(zone["primary_ns"], "ns2.provider.net");
    }

    fn z8_a_name_server_twice_is_refused_in_any_spelling(server: &Server) {
        let body = json!({"ns": ["ns1.provider.net", "NS1.provider.net."]});
        let answer = server.admin().post("/zones", &given::with(given::zone("example.org"), &body)).send();
        given::error(&answer, "ns[1]", "duplicate");
    }

    fn z8_there_are_at_most_32_name_servers(server: &Server) {
        let admin = server.admin();
        let servers = |count: usize| (0..count).map(|number| format!("ns{number}.provider.net")).collect::<Vec<_>>();
        let body = |count| given::with(given::zone("example.org"), &json!({"ns": servers(count)}));
        given::error(&admin.post("/zones", &body(33)).send(), "ns", "out_of_range");
        admin.post("/zones", &body(32)).expect(201);
    }

    fn z9_a_primary_among_the_name_servers_moves_to_the_front(server: &Server) {
        let body = given::with(given::zone("example.org"), &json!({"primary_ns": "ns2.provider.net"}));
        let zone = server.admin().post("/zones", &body).expect(201).json();
        assert_eq!(zone["ns"], json!(["ns2.provider.net", "ns1.provider.net"]));
        assert_eq!(zone["primary_ns"], "ns2.provider.net");
    }

    fn z9_a_hidden_primary_needs_force(server: &Server) {
        let admin = server.admin();
        let body = given::with(given::zone("example.org"), &json!({"primary_ns": "hidden.provider.net"}));
        given::conflict(&admin.post("/zones", &body).send(), "primary_not_in_ns", true);
        let answer = admin.post("/zones?force=true", &body).expect(201);
        assert_eq!(answer.json()["primary_ns"], "hidden.provider.net");
        assert_eq!(answer.json()["ns"], json!(["ns1.provider.net", "ns2.provider.net"]));
        assert_eq!(given::warnings(&answer), ["primary_not_in_ns"]);
        assert!(given::exported(&admin, "example.org").contains("IN SOA hidden.provider.net. "));
    }

    fn z11_timers_that_make_no_sense_are_named_on_their_left_hand_member_and_forcible(server: &Server) {
        let admin = server.admin();
        let body = given::with(given::zone("example.org"), &json!({"refresh": 1000, "retry": 1000, "expire": 2000, "ttl": 299}));
        let answer = admin.post("/zones", &body).send();
        given::fields(&answer, &["expire", "refresh", "ttl"]);
        assert!(answer.errors().iter().all(|(_, code)| code == "soa_relation"), "{answer}");
        assert_eq!(answer.json()["forcible"], true);
        let answer = admin.post("/zones?force=yes", &body).expect(201);
        assert_eq!(given::warnings(&answer), ["soa_relation"; 3]);
        assert!(answer.header("domesday-warning").unwrap().starts_with("soa_relation"), "{answer}");
    }

    fn z12_the_mailbox_is_answered_as_an_address(server: &Server) {
        let admin = server.admin();
        let cases = [
            ("host.master@Example.ORG", "host.master@example.org", r"host\.master.example.org."),
            ("o'brien+dns@x.org", "o'brien+dns@x.org", r"o\039brien\043dns.x.org."),
            ("Admin@faß.de", "Admin@xn--fa-hia.de", "Admin.xn--fa-hia.de."),
            ("hostmaster.example.net.", "hostmaster@example.net", "hostmaster.example.net."),
            ("hostmaster.example.net", "hostmaster@example.net", "hostmaster.example.net."),
            (r"host\.master.example.org", "host.master@example.org", r"host\.master.example.org."),
            (r"o\039brien.x.org.", "o'brien@x.org", r"o\039brien.x.org."),
        ];
        for (number, (given, answered, rname)) in cases.into_iter().enumerate() {
            let name = format!("z{number}.org");
            let zone = admin.post("/zones", &given::with(given::zone(&name), &json!({"email": given}))).expect(201).json();
            assert_eq!(zone["email"], answered, "{given}");
            let file = given::exported(&admin, &name);
            assert!(file.contains(&format!("IN SOA ns1.provider.net. {rname} ")), "{file}");
        }
    }

    fn z12_what_is_no_mailbox_is_refused(server: &Server) {
        let admin = server.admin();
        let long = format!("{}@example.org", "a".repeat(64));
        let wide = format!("a@{}org", format!("{}.", "b".repeat(62)).repeat(4));
        for email in ["", "@example.org", "a@", "a@b@c.org", "\"a b\"@x.org", "bøb@x.org", "a b@x.org", long.as_str(), wide.as_str()] {
            let answer = admin.post("/zones", &given::with(given::zone("example.org"), &json!({"email": email}))).send();
            given::error(&answer, "email", "bad_email");
        }
    }

    fn z18_a_dry_run_checks_all_and_keeps_nothing(server: &Server) {
        let admin = server.admin();
        let answer = admin.post("/zones?dry_run=true", &given::zone("example.org")).expect(200);
        assert_eq!(answer.json(), json!({"would": 201, "warnings": []}));
        admin.get("/zones/example.org").expect(404);
        let bad = given::with(given::zone("example.org"), &json!({"refresh": 3600}));
        assert!(admin.post("/zones?dry_run=true", &bad).expect(400).has_error("refresh", "soa_relation"));
        given::created(&admin, "example.org");
        given::conflict(&admin.post("/zones?dry_run=true", &given::zone("example.org")).send(), "zone_exists", false);
    }

    fn z20_a_name_of_one_label_needs_to_be_meant(server: &Server) {
        let admin = server.admin();
        given::fields(&admin.post("/zones", &given::zone("com")).send(), &["name"]);
        let zone = admin.post("/zones", &given::with(given::zone("com"), &json!({"registry_zone": true}))).expect(201).json();
        assert_eq!(zone["registry_zone"], true);
    }

    fn c1_of_many_who_create_one_name_at_once_one_succeeds(server: &Server) {
        let admin = server.admin();
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..16)
                .map(|_| scope.spawn(|| admin.post("/zones", &given::zone("example.org")).send().status))
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert_eq!(statuses[1..], [409; 15]);
        assert_eq!(admin.get("/zones/example.org/history").expect(200).json().as_array().unwrap().len(), 1);
    }

    fn c4_a_zone_that_was_answered_survives_a_kill_right_after(server: &Server) {
        for number in 0..3 {
            let name = format!("z{number}.org");
            let zone = given::created(&server.admin(), &name).json();
            server.kill();
            server.start_again();
            assert_eq!(given::read(&server.admin(), &name)["id"], zone["id"]);
        }
    }
}
