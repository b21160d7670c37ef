//! What each type takes, and how it is answered (R2, R12, R13).

use crate::given::{self, set};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const HEX20: &str = "0123456789abcdef0123456789abcdef01234567";
const HEX32: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Type, what is sent, what is answered.
fn good() -> Vec<(&'static str, String, String)> {
    let mut cases: Vec<(&str, String, String)> = [
        ("A", "192.0.2.1", "192.0.2.1"),
        ("AAAA", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("AAAA", "::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("CNAME", "WWW.Example.NET", "www.example.net."),
        ("PTR", "host.example.net.", "host.example.net."),
        ("MX", "10 Mail.example.net", "10 mail.example.net."),
        ("MX", "0 .", "0 ."),
        ("SRV", "10 60 5060 sip.example.net", "10 60 5060 sip.example.net."),
        ("SRV", "0 0 0 .", "0 0 0 ."),
        ("HINFO", "\"x86-64\" \"Debian GNU/Linux\"", "\"x86-64\" \"Debian GNU/Linux\""),
        ("CAA", "0 Issue \"letsencrypt.org\"", "0 issue \"letsencrypt.org\""),
        (
            "NAPTR",
            "100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:info@a.example!\" .",
            "100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:info@a.example!\" .",
        ),
        ("URI", "10 1 \"https://example.net/\"", "10 1 \"https://example.net/\""),
        ("DNAME", "d.example.net", "d.example.net."),
        ("HTTPS", "1 . ipv4hint=192.0.2.1 alpn=h2,h3", "1 . alpn=h2,h3 ipv4hint=192.0.2.1"),
        ("SVCB", "0 svc.example.net", "0 svc.example.net."),
        ("EUI48", "00-00-5E-00-53-2A", "00-00-5e-00-53-2a"),
        ("TYPE65280", "\\# 4 0A000001", "\\# 4 0a000001"),
        ("TYPE65280", "\\# 0", "\\# 0"),
        ("TYPE1", "\\# 4 c0000201", "192.0.2.1"),
        ("A", "\\# 4 c0000201", "192.0.2.1"),
    ]
    .map(|(kind, given, answered)| (kind, given.to_owned(), answered.to_owned()))
    .into();
    cases.push(("TLSA", format!("3 1 1 {}", HEX32.to_uppercase()), format!("3 1 1 {HEX32}")));
    cases.push(("SSHFP", format!("4 2 {HEX32}"), format!("4 2 {HEX32}")));
    cases.push(("SSHFP", format!("1 1 {HEX20}"), format!("1 1 {HEX20}")));
    cases
}

both! {
    fn r2_each_type_is_answered_in_its_canonical_spelling(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (number, (kind, given, answered)) in good().into_iter().enumerate() {
            let path = set(&format!("n{number}.example.org"), kind);
            let answer = admin.put(&path, &json!({"records": [given]})).expect(201);
            assert_eq!(answer.json()["records"], json!([answered]), "{kind} {given}");
            assert_eq!(admin.get(&path).expect(200).json()["records"], json!([answered]));
        }
        assert_eq!(admin.get(&set("n19.example.org", "A")).expect(200).json()["type"], "A", "TYPE1 is A");
    }

    fn r2_wrong_rdata_is_refused_saying_which_and_what_was_expected(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let bad = [
            ("A", "192.0.2.01"), ("A", "192.0.2"), ("A", "192.0.2.256"), ("A", "2001:db8::1"), ("A", "192.0.2.1 x"), ("A", ""),
            ("AAAA", "192.0.2.1"), ("AAAA", "2001:db8::1::2"), ("CNAME", "a b"), ("CNAME", "a..b"), ("MX", "mail.example.net"),
            ("MX", "65536 m.example.net"), ("MX", "-1 m.example.net"), ("SRV", "1 2 3"), ("HINFO", "\"one\""), ("CAA", "256 issue \"x\""),
            ("CAA", "0 is-sue \"x\""), ("CAA", "0 abcdefghijklmnop \"x\""), ("TLSA", "3 1 1 0123"), ("TLSA", "3 1 1 xyz"), ("SSHFP", "1 1 0123"),
            ("URI", "10 1 \"\""), ("HTTPS", "0 . alpn=h2"), ("HTTPS", "1 . alpn=h2 alpn=h3"), ("HTTPS", "1 . mandatory=port"),
            ("TYPE65280", "\\# 3 0a000001"), ("TYPE65280", "0a000001"), ("LOC", "91 0 0 N 0 0 0 E 0m"), ("NAPTR", "1 2 \"U\" \"x\""),
            ("EUI48", "00-00-5e-00-53"), ("TXT", "\"unclosed"), ("TXT", "\"a\\"), ("A", "192.0.2.1\n192.0.2.2"),
        ];
        for (kind, record) in bad {
            let answer = admin.put(&set("www.example.org", kind), &json!({"records": [record]})).send();
            assert!(answer.has_error("records[0]", "bad_rdata"), "{kind} {record}: {answer}");
        }
        let several = admin.put(&set("www.example.org", "A"), &json!({"records": ["192.0.2.1", "x", 5, "y"]})).send();
        given::fields(&several, &["records[1]", "records[2]", "records[3]"]);
        let null = admin.put(&set("www.example.org", "MX"), &json!({"records": ["0 .", "10 m.example.net"]})).send();
        assert_eq!(null.status, 400, "a null MX stands alone: {null}");
    }

    fn r12_text_is_taken_literally_or_quoted_and_always_answered_quoted(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let long = "x".repeat(300);
        let cases = [
            ("v=DMARC1; p=none".to_owned(), "\"v=DMARC1; p=none\"".to_owned()),
            (r#""a" "b""#.to_owned(), r#""a" "b""#.to_owned()),
            (r#"say "hi" \ bye"#.to_owned(), r#""say \"hi\" \\ bye""#.to_owned()),
            (r#""a\"b\\c\065""#.to_owned(), r#""a\"b\\cA""#.to_owned()),
            ("blå".to_owned(), r#""bl\195\165""#.to_owned()),
            ("a\nb\tc; IN A 192.0.2.1".to_owned(), r#""a\010b\009c; IN A 192.0.2.1""#.to_owned()),
            (long.clone(), format!("\"{}\" \"{}\"", &long[..255], &long[255..])),
            (format!("\"{long}\""), format!("\"{}\" \"{}\"", &long[..255], &long[255..])),
        ];
        for (number, (given, answered)) in cases.into_iter().enumerate() {
            let owner = format!("t{number}.example.org");
            let answer = admin.put(&set(&owner, "TXT"), &json!({"records": [given]})).expect(201);
            assert_eq!(answer.json()["records"], json!([answered]), "{given}");
            assert!(given::exported(&admin, "example.org").contains(&format!("\n{owner}. IN TXT {answered}\n")));
        }
    }

    fn r13_spf_is_a_view_of_the_text_records(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "example.org", "TXT", &["other=1", "v=spf1 -all"]);
        let view = admin.get(&set("@", "SPF")).expect(200);
        assert_eq!(view.json()["records"], json!(["\"v=spf1 -all\""]));
        let written = admin.put(&set("@", "SPF"), &json!({"records": ["v=spf1 mx -all"]})).if_match(&view.etag()).expect(200);
        assert!(written.header("domesday-warning").unwrap().starts_with("spf_stored_as_txt"), "{written}");
        let text = admin.get(&set("@", "TXT")).expect(200).json();
        assert_eq!(text["records"], json!(["\"other=1\"", "\"v=spf1 mx -all\""]));
        assert!(!given::exported(&admin, "example.org").contains(" SPF "));
    }

    fn r13_spf_joins_other_texts_and_leaves_them(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        admin.put(&set("@", "TXT"), &json!({"ttl": 60, "records": ["other=1"]})).expect(201);
        given::error(&admin.put(&set("@", "SPF"), &json!({"records": ["v=spf10"]})).send(), "records[0]", "bad_rdata");
        admin.put(&set("@", "SPF"), &json!({"records": ["v=spf1 mx"]})).if_match("*").expect(412);
        let joined = admin.put(&set("@", "SPF"), &json!({"records": ["v=spf1 mx"]})).header("If-None-Match", "*").expect(201);
        assert_eq!(joined.json()["ttl"], 60, "one set has one TTL");
        admin.put(&set("@", "SPF"), &json!({"records": ["v=spf1 -all"]})).expect(428);
        let gone = json!({"changes": [{"op": "delete", "name": "@", "type": "SPF"}]});
        let answer = admin.patch("/zones/example.org/recordsets", &gone).expect(200).json();
        assert_eq!(answer["changes"][0]["result"], "deleted");
        admin.delete(&set("@", "SPF")).expect(404);
        assert_eq!(admin.get(&set("@", "TXT")).expect(200).json()["records"], json!(["\"other=1\""]));
    }
}
