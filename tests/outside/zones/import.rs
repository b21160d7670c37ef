//! `POST /zones/import` (F7–F14).

use crate::given::{self, import};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const HEAD: &str = "\
$ORIGIN example.org.
$TTL 2h
@ 1d IN SOA ns1.provider.net. host\\.master ( 77 3h 1h 3w 1h )
@ IN NS ns2.provider.net.
@ IN NS ns1.provider.net.
";

both! {
    fn f7_a_file_becomes_a_zone(server: &Server) {
        let admin = server.admin();
        let file = format!("{HEAD}www 60 IN A 192.0.2.1\nwww 60 A 192.0.2.2\n  IN TXT \"a\" b ; comment\nmail.example.org. IN AAAA 2001:db8::1\n");
        let answer = import(&admin, "", &file).expect(201);
        assert_eq!(answer.header("location"), Some("/zones/example.org"));
        let report = answer.json();
        assert_eq!((&report["name"], &report["serial"]), (&json!("example.org"), &json!(77)));
        assert_eq!(report["records"], 7);
        assert_eq!(report["recordsets"], 5);
        let zone = admin.get("/zones/example.org").expect(200);
        assert_eq!(zone.etag(), answer.etag());
        let zone = zone.json();
        for (member, value) in [
            // The SOA's MNAME is the primary, and leads the list (rule Z9).
            ("ns", json!(["ns1.provider.net", "ns2.provider.net"])), ("primary_ns", json!("ns1.provider.net")),
            ("email", json!("host.master@example.org")), ("serial", json!(77)), ("refresh", json!(10800)), ("retry", json!(3600)),
            ("expire", json!(1_814_400)), ("ttl", json!(3600)), ("default_ttl", json!(7200)),
        ] {
            assert_eq!(zone[member], value, "{member}");
        }
        let www = admin.get(&given::set("www.example.org", "A")).expect(200).json();
        assert_eq!((&www["ttl"], &www["records"]), (&json!(60), &json!(["192.0.2.1", "192.0.2.2"])));
        let text = admin.get(&given::set("www.example.org", "TXT")).expect(200).json();
        assert_eq!((&text["ttl"], &text["records"]), (&json!(null), &json!(["\"a\" \"b\""])));
        assert_eq!(admin.get("/zones/example.org/history").expect(200).json().as_array().unwrap().len(), 1);
    }

    fn f7_the_origin_may_be_given_with_the_call(server: &Server) {
        let file = "@ 3600 IN SOA ns1.provider.net. h 1 10800 3600 1814400 3600\n@ IN NS ns1.provider.net.\nwww IN A 192.0.2.1\n";
        let admin = server.admin();
        import(&admin, "", file).expect(400);
        import(&admin, "?origin=example.org", file).expect(201);
        admin.get(&given::set("www.example.org", "A")).expect(200);
    }

    fn f8_a_condition_on_a_zone_that_is_not_there_fails(server: &Server) {
        let admin = server.admin();
        let call = admin.request("POST", "/zones/import?replace=true").body("text/dns", HEAD).if_match("\"1.1\"");
        call.expect(412);
        admin.get("/zones/example.org").expect(404);
    }

    fn f8_replacing_a_zone_must_be_meant_and_is_one_step(server: &Server) {
        let admin = server.admin();
        let first = given::created(&admin, "example.org");
        given::put(&admin, "old.example.org", "A", &["192.0.2.1"]);
        let serial = given::serial(&admin, "example.org");
        let file = format!("{HEAD}new IN A 192.0.2.2\n");
        given::conflict(&import(&admin, "", &file), "zone_exists", false);
        import(&admin, "?replace=true", &file).expect(428);
        let replace = |etag: &str| {
            admin.request("POST", "/zones/import?replace=true").body("text/dns", file.as_str()).if_match(etag).send()
        };
        replace(&first.etag()).expect(412);
        let answer = replace(&admin.get("/zones/example.org").expect(200).etag()).expect(200);
        assert_eq!(answer.json()["serial"], serial + 1, "the file's serial is behind, so the next one is taken");
        assert_eq!(given::read(&admin, "example.org")["id"], first.json()["id"]);
        admin.get(&given::set("old.example.org", "A")).expect(404);
        admin.get(&given::set("new.example.org", "A")).expect(200);
    }

    fn f9_all_of_the_master_file_syntax_is_read(server: &Server) {
        let admin = server.admin();
        let file = format!("{HEAD}\
            a IN 300 A 192.0.2.1\r\n\
            b 300 IN A 192.0.2.1 ; comment\n\
            \tIN\tTXT\t( \"one\"\n  \"t;wo\" ) ; after\n\
            ; nothing\n\n\
            $ORIGIN sub\n\
            c A 192.0.2.1\n\
            @ IN MX 10 @\n\
            $TTL 600\n\
            d CLASS1 TYPE1 \\# 4 c0000201\n\
            e\\.f 1h30m A 192.0.2.1\n");
        import(&admin, "?force=true", &file).expect(400);
        let file = file.replace("e\\.f 1h30m A 192.0.2.1", "e\\.f 1h30m TXT x");
        import(&admin, "", &file).expect(201);
        let exported = given::exported(&admin, "example.org");
        for line in [
            "a.example.org. 300 IN A 192.0.2.1", "b.example.org. 300 IN A 192.0.2.1", "b.example.org. IN TXT \"one\" \"t;wo\"",
            "c.sub.example.org. IN A 192.0.2.1", "sub.example.org. IN MX 10 sub.example.org.", "d.sub.example.org. 600 IN A 192.0.2.1",
            "e\\.f.sub.example.org. 5400 IN TXT \"x\"",
        ] {
            assert!(exported.lines().any(|found| found == line), "{line}\n{exported}");
        }
    }

    fn f9_differing_ttls_in_a_set_become_the_lowest_with_a_warning(server: &Server) {
        let admin = server.admin();
        let answer = import(&admin, "", &format!("{HEAD}a 300 IN A 192.0.2.1\na 60 IN A 192.0.2.2\n")).expect(201);
        assert_eq!(given::warnings(&answer), ["ttl_differs"]);
        assert_eq!(admin.get(&given::set("a.example.org", "A")).expect(200).json()["ttl"], 60);
    }

    fn f10_what_cannot_be_a_zone_is_refused_with_its_line(server: &Server) {
        let admin = server.admin();
        for line in [
            "$INCLUDE other.zone", "$GENERATE 1-5 a$ A 192.0.2.$", "a CH A 192.0.2.1", "@ IN SOA a. b. 1 2 3 4 5", "www.example.net. IN A 192.0.2.1",
            "a IN A 192.0.2", "a IN TXT \"open", "a IN TXT ( x", "a IN NOTYPE x", "a IN", "a..b IN A 192.0.2.1", "$COLOUR red",
        ] {
            let answer = import(&admin, "", &format!("{HEAD}{line}\nb IN A 192.0.2.1\n")).expect(400);
            let errors = answer.json()["errors"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
            assert!(errors.iter().any(|error| error["line"] == 6), "{line}: {answer}");
            assert!(errors.iter().all(|error| error["code"].is_string() && error["detail"].is_string()), "{answer}");
        }
        for file in ["", "; nothing\n", "$ORIGIN example.org.\n@ IN NS a.example.net.\n", HEAD.rsplit_once("@ IN NS ns2").unwrap().0] {
            import(&admin, "", file).expect(400);
        }
        let call = admin.request("POST", "/zones/import").body("text/dns", [HEAD.as_bytes(), b"a IN TXT \"\xff\"\n"].concat());
        call.expect(400);
        admin.request("POST", "/zones/import").body("application/json", "{}").expect(415);
        assert_eq!(admin.get("/zones").expect(200).json(), json!([]));
    }

    fn f11_every_wrong_line_is_told(server: &Server) {
        let admin = server.admin();
        let file = format!("{HEAD}a IN A x\nb IN A 192.0.2.1\nc IN A y\nd IN MX z\n");
        let answer = import(&admin, "", &file).expect(400);
        let lines: Vec<_> = answer.json()["errors"].as_array().unwrap().iter().map(|error| error["line"].clone()).collect();
        assert_eq!(lines, [6, 8, 9]);
        let many: String = (0..2000).map(|number| format!("a{number} IN A x\n")).collect();
        let answer = import(&admin, "", &format!("{HEAD}{many}")).expect(400);
        assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 1000);
        admin.get("/zones/example.org").expect(404);
    }

    fn f13_what_a_signer_made_is_dropped_with_a_count(server: &Server) {
        let admin = server.admin();
        let file = format!("{HEAD}\
            @ IN NSEC a.example.org. NS SOA RRSIG NSEC\n\
            a IN NSEC example.org. A RRSIG NSEC\n\
            @ IN RRSIG NS 13 2 7200 20270101000000 20260101000000 1 example.org. AAAA\n\
            a IN A 192.0.2.1\n");
        let answer = import(&admin, "", &file).expect(201);
        assert_eq!(given::warnings(&answer).len(), 2, "{answer}");
        assert!(!given::exported(&admin, "example.org").contains("NSEC"));
    }

    fn f14_what_was_exported_is_imported_the_same(server: &Server) {
        let admin = server.admin();
        let body = json!({"primary_ns": "hidden.provider.net", "ns_ttl": 600, "default_ttl": 60, "email": "o'brien+dns@x.org", "force": true});
        admin.post("/zones", &given::with(given::zone("example.org"), &body)).expect(201);
        given::put(&admin, "a.example.org", "TXT", &["a\n\"b\" å", "c"]);
        admin.put(&given::set("b.example.org", "A"), &json!({"ttl": 60, "records": ["192.0.2.1"]})).expect(201);
        let (before, file) = (given::read(&admin, "example.org"), given::exported(&admin, "example.org"));
        admin.delete("/zones/example.org?force=true").expect(204);
        import(&admin, "?force=true", &file).expect(201);
        assert_eq!(given::exported(&admin, "example.org"), file);
        let after = given::read(&admin, "example.org");
        for member in ["ns", "primary_ns", "email", "serial", "refresh", "retry", "expire", "ttl", "default_ttl", "ns_ttl"] {
            assert_eq!(after[member], before[member], "{member}");
        }
        assert_eq!(admin.get(&given::set("b.example.org", "A")).expect(200).json()["ttl"], 60);
    }

    fn z18_a_dry_run_of_an_import_keeps_nothing(server: &Server) {
        let admin = server.admin();
        assert_eq!(import(&admin, "?dry_run=true", HEAD).expect(200).json()["would"], 201);
        admin.get("/zones/example.org").expect(404);
        import(&admin, "?dry_run=true", &format!("{HEAD}a IN A x\n")).expect(400);
    }
}
