//! What may stand where in a zone (R1, R3–R11, R14, R16).

use crate::given::{self, set};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn records(records: &[&str]) -> Value {
    json!({ "records": records })
}

both! {
    fn r1_an_owner_is_absolute_and_in_the_zone(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for owner in ["www", "www.example.net", "myexample.org", "org"] {
            given::refused(&admin.put(&set(owner, "A"), &records(&["192.0.2.1"])).send(), "outside_zone");
        }
        for (owner, stored) in [("@", "example.org"), ("WWW.Example.ORG.", "www.example.org"), ("blå.example.org", "xn--bl-zia.example.org")] {
            let path = set(&owner.replace('å', "%C3%A5"), "A");
            assert_eq!(admin.put(&path, &records(&["192.0.2.1"])).expect(201).json()["name"], stored);
        }
        admin.put(&set("a..example.org", "A"), &records(&["192.0.2.1"])).expect(400);
    }

    fn r1_what_a_deeper_zone_owns_is_refused_naming_it(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "sub.example.org");
        let answer = admin.put(&set("www.sub.example.org", "A"), &records(&["192.0.2.1"])).send();
        given::conflict(&answer, "belongs_to_zone", false);
        assert!(answer.text().contains("sub.example.org"), "{answer}");
    }

    fn n6_owners_may_hold_other_octets_escaped(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let answer = admin.put(&set(r"Printer%5C032room%5C.2._ipp._tcp.example.org", "TXT"), &records(&["x"])).expect(201);
        assert_eq!(answer.json()["name"], r"printer\032room\.2._ipp._tcp.example.org");
        let location = answer.header("location").expect("a Location").to_owned();
        admin.get(&location).expect(200);
        admin.put(&set("a%20b.example.org", "TXT"), &records(&["x"])).expect(400);
        assert!(given::exported(&admin, "example.org").contains("printer\\032room\\.2._ipp._tcp.example.org. IN TXT"));
    }

    fn r3_types_that_no_zone_holds_are_refused(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for kind in ["ANY", "AXFR", "IXFR", "OPT", "TSIG", "TKEY", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "TYPE255", "TYPE46"] {
            given::refused(&admin.put(&set("www.example.org", kind), &records(&["x"])).send(), "type_not_allowed");
        }
        for kind in ["NOTYPE", "TYPE65536", "TYPE-1", "5"] {
            admin.put(&set("www.example.org", kind), &records(&["x"])).expect(400);
        }
    }

    fn r4_a_set_has_values_and_each_once(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::fields(&admin.put(&set("www.example.org", "A"), &records(&[])).send(), &["records"]);
        given::fields(&admin.put(&set("www.example.org", "A"), &json!({})).send(), &["records"]);
        let answer = admin.put(&set("m.example.org", "MX"), &records(&["10 B.example.net", "10 b.example.NET.", "5 a.example.net"])).expect(201);
        assert_eq!(answer.json()["records"], json!(["5 a.example.net.", "10 b.example.net."]));
    }

    fn r5_a_ttl_is_a_number_of_31_bits_or_null(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for ttl in [json!(-1), json!(2_147_483_648u64), json!("60"), json!(1.5), json!(true)] {
            let answer = admin.put(&set("www.example.org", "A"), &json!({"ttl": ttl, "records": ["192.0.2.1"]})).send();
            given::fields(&answer, &["ttl"]);
        }
        for (number, ttl) in [json!(0), json!(2_147_483_647), json!(null)].into_iter().enumerate() {
            let path = set(&format!("h{number}.example.org"), "A");
            assert_eq!(admin.put(&path, &json!({"ttl": ttl, "records": ["192.0.2.1"]})).expect(201).json()["ttl"], ttl);
        }
    }

    fn r6_a_cname_stands_alone_from_either_side(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "a.example.org", "A", &["192.0.2.1"]);
        given::put(&admin, "c.example.org", "CNAME", &["a.example.org"]);
        let answer = admin.put(&set("a.example.org", "CNAME"), &records(&["b.example.org"])).send();
        given::conflict(&answer, "cname_conflict", false);
        assert!(answer.json()["conflicts"].to_string().contains("\"A\""), "{answer}");
        let beside = admin.put(&set("c.example.org", "TXT"), &records(&["x"])).send();
        given::conflict(&beside, "cname_conflict", false);
        assert_eq!(beside.json()["conflicts"][0]["type"], "CNAME", "it names what is there: {beside}");
        given::conflict(&admin.put(&set("@", "CNAME"), &records(&["b.example.org"])).send(), "cname_conflict", false);
        admin.put(&set("d.example.org", "CNAME"), &records(&["a.example.org", "b.example.org"])).expect(400);
    }

    fn r7_nothing_lives_below_a_dname(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "d.example.org", "DNAME", &["d.example.net"]);
        given::put(&admin, "d.example.org", "TXT", &["beside it is fine"]);
        given::put(&admin, "www.e.example.org", "A", &["192.0.2.1"]);
        given::conflict(&admin.put(&set("a.b.d.example.org", "A"), &records(&["192.0.2.1"])).send(), "dname_conflict", false);
        given::conflict(&admin.put(&set("e.example.org", "DNAME"), &records(&["e.example.net"])).send(), "dname_conflict", false);
        let cname = admin.put(&set("d.example.org", "CNAME"), &records(&["e.example.net"])).expect(409);
        assert!(["dname_conflict", "cname_conflict"].contains(&cname.code().as_str()), "{cname}");
        given::put(&admin, "xd.example.org", "A", &["192.0.2.1"]);
    }

    fn r8_name_servers_below_the_apex_are_delegations(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let answer = admin.put(&set("sub.example.org", "NS"), &records(&["ns1.provider.net"])).send();
        given::conflict(&answer, "use_delegations", false);
    }

    fn r9_a_star_is_a_whole_first_label(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "*.example.org", "A", &["192.0.2.1"]);
        given::put(&admin, "*.dev.example.org", "MX", &["10 m.example.net"]);
        for (owner, kind, record) in [
            ("a.*.example.org", "TXT", "x"), ("a*.example.org", "A", "192.0.2.1"), ("*a.example.org", "TXT", "x"), ("*.example.org", "DNAME", "a.example.net"),
            ("*.example.org", "NS", "ns1.provider.net"), ("*.example.org", "DS", "1 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ] {
            let answer = admin.put(&set(owner, kind), &records(&[record])).send();
            assert_eq!(answer.status, 400, "{owner} {kind}: {answer}");
        }
    }

    fn r10_what_must_be_a_host_name_is_one(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "2.0.192.in-addr.arpa");
        for (owner, kind, record) in [
            ("a_b.example.org", "A", "192.0.2.1"), ("_a.example.org", "AAAA", "2001:db8::1"), ("_m.example.org", "MX", "10 m.example.net"),
            ("m.example.org", "MX", "10 m_m.example.net"), ("_s._tcp.example.org", "SRV", "1 2 3 h_h.example.net"),
        ] {
            given::refused(&admin.put(&set(owner, kind), &records(&[record])).send(), "bad_host_name");
        }
        let reverse = |owner: &str| format!("/zones/2.0.192.in-addr.arpa/recordsets/{owner}.2.0.192.in-addr.arpa/PTR");
        given::refused(&admin.put(&reverse("1"), &records(&["a_b.example.org"])).send(), "bad_host_name");
        admin.put(&reverse("1"), &records(&["a.example.org"])).expect(201);
        for (owner, kind, record) in [
            ("gc._msdcs.example.org", "A", "192.0.2.1"), ("_s._tcp.example.org", "SRV", "1 2 3 ."), ("_c.example.org", "CNAME", "_d.example.net"),
            ("_t.example.org", "TXT", "x"),
        ] {
            given::put(&admin, owner, kind, &[record]);
        }
    }

    fn r11_mail_and_service_targets_are_no_aliases_unless_forced(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        given::put(&admin, "alias.example.org", "CNAME", &["www.example.org"]);
        let path = "/zones/example.net/recordsets/example.net/MX";
        given::conflict(&admin.put(path, &records(&["10 alias.example.org"])).send(), "target_is_cname", true);
        admin.put(&format!("{path}?force=true"), &records(&["10 alias.example.org"])).expect(201);
        given::put(&admin, "_s._tcp.example.org", "SRV", &["1 2 3 later.example.org"]);
        let later = set("later.example.org", "CNAME");
        given::conflict(&admin.put(&later, &records(&["www.example.org"])).send(), "target_is_cname", true);
        let forced = admin.put(&format!("{later}?force=true"), &records(&["www.example.org"])).expect(201);
        assert!(forced.header("domesday-warning").unwrap().starts_with("target_is_cname"), "{forced}");
    }

    fn r14_sizes_end_where_the_wire_ends(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let long = "x".repeat(66_000);
        given::refused(&admin.put(&set("t.example.org", "TXT"), &records(&[&long])).send(), "too_large");
        let many: Vec<String> = (0..5000).map(|number| format!("{number:0>60}")).collect();
        given::refused(&admin.put(&set("t.example.org", "TXT"), &json!({"records": many})).send(), "too_large");
        given::put(&admin, "t.example.org", "TXT", &[&"x".repeat(60_000)]);
    }

    fn r16_the_apex_is_written_through_the_zone(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (kind, record) in [("SOA", "ns1.provider.net. h.example.org. 1 2 3 4 5"), ("NS", "ns9.provider.net.")] {
            given::conflict(&admin.put(&set("@", kind), &records(&[record])).send(), "managed", false);
            let answer = admin.put(&set("@", kind), &records(&[record])).if_match("*").send();
            given::conflict(&answer, "managed", false);
            assert!(answer.text().contains("/zones/example.org"), "it says where to go: {answer}");
            given::conflict(&admin.delete(&set("@", kind)).send(), "managed", false);
        }
        given::conflict(&admin.patch(&set("@", "NS"), &json!({"add": ["ns9.provider.net"]})).send(), "managed", false);
    }
}
