//! Names of zones (N1–N5): every spelling in, one spelling out.

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn n1_names_are_answered_lower_case_without_a_final_dot(server: &Server) {
        let admin = server.admin();
        for (given, stored) in [("Example.ORG.", "example.org"), ("A-1.Example.NET", "a-1.example.net"), ("_x.example.com", "_x.example.com")] {
            let answer = given::created(&admin, given);
            assert_eq!(answer.json()["name"], stored);
            assert_eq!(answer.header("location"), Some(format!("/zones/{stored}").as_str()));
        }
        for path in ["/zones/example.org", "/zones/EXAMPLE.org", "/zones/example.org.", "/zones/example.org/"] {
            assert_eq!(admin.get(path).expect(200).json()["name"], "example.org", "{path}");
        }
    }

    fn n2_international_names_have_both_forms(server: &Server) {
        let admin = server.admin();
        let cases = [
            ("faß.de", "xn--fa-hia.de", "faß.de"),
            ("BÜCHER.example", "xn--bcher-kva.example", "bücher.example"),
            ("xn--blbrgrd-fxak7p.no", "xn--blbrgrd-fxak7p.no", "blåbærgrød.no"),
        ];
        for (given, name, unicode) in cases {
            let zone = given::created(&admin, given).json();
            assert_eq!((zone["name"].as_str(), zone["unicode"].as_str()), (Some(name), Some(unicode)));
        }
        let zone = admin.get("/zones/fa%C3%9F.de").expect(200).json();
        assert_eq!(zone["name"], "xn--fa-hia.de");
        assert!(given::created(&admin, "plain.de").json()["unicode"].is_null());
    }

    fn n3_what_is_no_zone_name_is_refused(server: &Server) {
        let admin = server.admin();
        let label = format!("{}.org", "a".repeat(64));
        let name = format!("{}org", format!("{}.", "a".repeat(62)).repeat(4));
        let bad = [
            "", ".", "a..org", ".org", "-a.org", "a-.org", "a b.org", "*.a.org", "a.*.org", "a_b.org", "__a.org", "a\\.b.org", "a/b.org",
            "a\u{0}.org", "a\n.org", "ab--cd.org", "xn--a.org", "xn--zzzzzzzzz.org", "😀.org", label.as_str(), name.as_str(),
        ];
        for name in bad {
            given::error(&admin.post("/zones", &given::zone(name)).send(), "name", "bad_name");
        }
        let longest = format!("{}.{}org", "a".repeat(61), format!("{}.", "a".repeat(61)).repeat(3));
        assert!(longest.len() <= 253);
        given::created(&admin, &longest);
        given::created(&admin, &format!("{}.org", "b".repeat(63)));
    }

    fn n4_reverse_zones_know_their_network(server: &Server) {
        let admin = server.admin();
        let cases = [
            ("10.in-addr.arpa", json!("10.0.0.0/8")),
            ("2.0.192.in-addr.arpa", json!("192.0.2.0/24")),
            ("8.b.d.0.1.0.0.2.ip6.arpa", json!("2001:db8::/32")),
            ("0/25.3.0.192.in-addr.arpa", json!("192.0.3.0/25")),
            ("128-255.3.0.192.in-addr.arpa", json!("192.0.3.128/25")),
            ("64-26.4.0.192.in-addr.arpa", json!("192.0.4.64/26")),
            ("1-5.5.0.192.in-addr.arpa", json!(null)),
        ];
        for (name, network) in cases {
            let zone = given::created(&admin, name).json();
            assert_eq!(zone["kind"], "reverse", "{name}");
            assert_eq!(zone["network"], network, "{name}");
        }
    }

    fn n4_what_is_no_reverse_name_is_refused(server: &Server) {
        let admin = server.admin();
        let bad = [
            "300.in-addr.arpa", "01.in-addr.arpa", "a.in-addr.arpa", "1.2.3.4.5.in-addr.arpa", "0/24.2.0.192.in-addr.arpa",
            "1/25.2.0.192.in-addr.arpa", "0/33.2.0.192.in-addr.arpa", "0/25.0.192.in-addr.arpa", "g.ip6.arpa", "10.ip6.arpa",
            "5-1.2.0.192.in-addr.arpa", "0-256.2.0.192.in-addr.arpa",
        ];
        for name in bad {
            given::error(&admin.post("/zones", &given::zone(name)).send(), "name", "bad_name");
        }
    }

    fn n5_a_slash_in_a_name_may_stand_escaped_or_not(server: &Server) {
        let admin = server.admin();
        let answer = given::created(&admin, "0/25.2.0.192.in-addr.arpa");
        assert_eq!(answer.header("location"), Some("/zones/0%2F25.2.0.192.in-addr.arpa"));
        for path in ["/zones/0%2F25.2.0.192.in-addr.arpa", "/zones/0%2f25.2.0.192.in-addr.arpa", "/zones/0/25.2.0.192.in-addr.arpa"] {
            assert_eq!(admin.get(path).expect(200).json()["name"], "0/25.2.0.192.in-addr.arpa", "{path}");
            admin.get(&format!("{path}/zonefile")).expect(200);
            admin.get(&format!("{path}/recordsets")).expect(200);
            admin.get(&format!("{path}/history")).expect(200);
        }
        let location = admin
            .put("/zones/0/25.2.0.192.in-addr.arpa/recordsets/1.0%2F25.2.0.192.in-addr.arpa/PTR", &json!({"records": ["a.example.org"]}))
            .expect(201);
        assert!(location.header("location").unwrap().starts_with("/zones/0%2F25.2.0.192.in-addr.arpa/"), "{location}");
        admin.delete("/zones/0/25.2.0.192.in-addr.arpa?force=true").expect(204);
    }

    fn bad_bytes_in_a_path_find_nothing(server: &Server) {
        let admin = server.admin();
        for path in ["/zones/%ff.org", "/zones/a%00.org", "/zones/a..org", "/zones/..%2F..", "/zones/%20", "/zones/a%0a.org"] {
            let answer = admin.get(path).send();
            assert!([400, 404].contains(&answer.status), "{answer}");
        }
    }
}
