//! What an import may be sent as: its members, its formats, and the bare text with a query (I1).

use super::{error, imported, names, refused, sorted, wrong};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Imports a text as such and gives the report.
fn bare(client: &Client, query: &str, text: &str) -> Value {
    client.request("POST", &format!("/tlds/import{query}")).body("text/plain", text).expect(200).json()
}

/// Names with their descriptions, sorted.
fn described(client: &Client) -> Vec<(String, Value)> {
    let rows = client.get("/tlds?sort_key=name").expect(200).json()["tlds"].clone();
    rows.as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["name"].as_str().expect("a name").to_owned(), row["description"].clone()))
        .collect()
}

/// A list with both of its sections.
const PSL: &str = "// ===BEGIN ICANN DOMAINS===\ncom\n*.ck  after white space\n.uk\n// words\n\n!www.ck\n\
                   // ===END ICANN DOMAINS===\n\
                   // ===BEGIN PRIVATE DOMAINS===\nblogspot.com\n// ===END PRIVATE DOMAINS===\n";

both! {
    fn i1_a_public_suffix_list_is_read(server: &Server) {
        let admin = server.admin();
        let report = imported(&admin, &json!({ "text": PSL }));
        assert_eq!((&report["format"], &report["source"], &report["section"]), (&json!("psl"), &json!("file"), &json!("all")));
        assert_eq!(sorted(&admin, ""), ["!www.ck", "*.ck", "blogspot.com", "com", "uk"]);
    }

    fn i1_a_list_of_ianas_is_read(server: &Server) {
        let admin = server.admin();
        let report = imported(&admin, &json!({"text": "# Version 2026030100\nAAA\nCOM\nXN--P1AI\n# end\n"}));
        assert_eq!((&report["format"], &report["read"]), (&json!("iana"), &json!(3)));
        assert_eq!(sorted(&admin, ""), ["aaa", "com", "xn--p1ai"]);
    }

    fn i1_csv_is_read_as_rfc_4180_has_it(server: &Server) {
        let admin = server.admin();
        let text = "com,\"one, two\"\r\nnet\r\n\"org\",\"say \"\"so\"\"\"\r\nse,\r\n*.ck,x\r\n";
        assert_eq!(imported(&admin, &json!({ "text": text }))["format"], "csv");
        let names: Vec<String> = described(&admin).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["*.ck", "com", "net", "org", "se"]);
        let told = described(&admin);
        assert_eq!((&told[1].1, &told[2].1, &told[3].1), (&json!("one, two"), &json!(null), &json!("say \"so\"")));
        refused(&admin.post("/tlds/import", &json!({"text": "a,b,c\n", "format": "csv"})).send(), 400, "invalid_object");
    }

    fn i1_the_format_is_told_from_the_text_or_given(server: &Server) {
        let admin = server.admin();
        for (text, format) in [
            ("# x\ncom\n", "iana"),
            ("com\n", "psl"),
            ("// a, b\ncom\n", "psl"),
            ("com,x\n", "csv"),
            ("com\nnet\n", "psl"),
            ("\u{feff}# x\r\ncom\r\n", "iana"),
            ("\u{feff}com,x\r\n", "csv"),
        ] {
            let report = imported(&admin, &json!({"text": text, "format": "auto", "dry_run": true}));
            assert_eq!(report["format"], format, "{text:?}");
            let same = imported(&admin, &json!({"text": text, "format": format, "dry_run": true}));
            assert_eq!(same["added"], report["added"], "{text:?}");
        }
        refused(&admin.post("/tlds/import", &json!({"text": "# x\ncom\n", "format": "csv"})).send(), 400, "invalid_object");
    }

    fn a_byte_order_mark_and_crlf_are_tolerated(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"text": "\u{feff}com\r\n*.ck\r\n\r\n!www.ck"}));
        assert_eq!(bare(&admin, "", "\u{feff}net\r\nse\r\n")["added"]["count"], 2);
        assert_eq!(sorted(&admin, ""), ["!www.ck", "*.ck", "com", "net", "se"]);
    }

    fn one_section_of_a_list_may_be_meant(server: &Server) {
        let admin = server.admin();
        let report = imported(&admin, &json!({"text": PSL, "section": "private"}));
        assert_eq!((&report["section"], names(&admin, "")), (&json!("private"), vec!["blogspot.com".to_owned()]));
        imported(&admin, &json!({"text": PSL, "section": "icann"}));
        assert_eq!(sorted(&admin, ""), ["!www.ck", "*.ck", "blogspot.com", "com", "uk"]);
        for section in ["icann", "private"] {
            refused(&admin.post("/tlds/import", &json!({"text": "net\n", "section": section})).send(), 400, "invalid_object");
        }
        imported(&admin, &json!({"text": "net\n", "section": "all"}));
    }

    fn i2_a_section_that_begins_and_does_not_end_is_refused_as_cut_short(server: &Server) {
        let admin = server.admin();
        for end in ["// ===END ICANN DOMAINS===\n", "// ===END PRIVATE DOMAINS===\n"] {
            for section in ["all", "icann", "private"] {
                let text = PSL.replace(end, "");
                refused(&admin.post("/tlds/import", &json!({"text": text, "section": section})).send(), 400, "invalid_object");
            }
        }
        assert!(names(&admin, "").is_empty());
    }

    fn a_bare_text_takes_its_members_from_the_query(server: &Server) {
        let admin = server.admin();
        let report = bare(&admin, "?source=mine&format=csv&prune=true&description=so%20it%20is", "com\nnet,x\n");
        let told = ["source", "format", "prune", "dry_run"].map(|member| report[member].clone());
        assert_eq!(told, [json!("mine"), json!("csv"), json!(true), json!(false)]);
        assert_eq!(described(&admin), [("com".to_owned(), json!("so it is")), ("net".to_owned(), json!("x"))]);
        let dry = bare(&admin, "?dry_run=true&section=icann", PSL);
        assert_eq!((&dry["dry_run"], &dry["section"], &dry["source"]), (&json!(true), &json!("icann"), &json!("file")));
        let charset = admin.request("POST", "/v2/tlds/import").body("text/plain; charset=utf-8", "org\n").expect(200);
        assert_eq!(charset.json()["added"]["names"], json!(["org"]));
        assert_eq!(sorted(&admin, ""), ["com", "net", "org"]);
    }

    fn rules_that_the_list_does_not_describe_are_described_by_the_request(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"text": "a,own\nb\n", "format": "csv", "description": "theirs"}));
        imported(&admin, &json!({"text": "c\n"}));
        let told: Vec<Value> = described(&admin).into_iter().map(|(_, description)| description).collect();
        assert_eq!(told, [json!("own"), json!("theirs"), json!(null)]);
    }

    fn wrong_members_are_named_at_once(server: &Server) {
        let admin = server.admin();
        let body = json!({
            "source": "A", "text": 5, "format": "xml", "section": "some", "prune": "yes", "dry_run": 1, "description": 7,
            "colour": "red"
        });
        let all = ["source", "text", "format", "section", "prune", "dry_run", "description", "colour"];
        wrong(&admin.post("/tlds/import", &body).send(), &all);
        let long = "s".repeat(65);
        for source in ["", "manual", "a b", "UPPER", "å", long.as_str()] {
            wrong(&admin.post("/tlds/import", &json!({"source": source, "text": "com\n"})).send(), &["source"]);
        }
        for source in ["a", "a.b_c-9", &"s".repeat(64), "psl", "private-use"] {
            imported(&admin, &json!({"source": source, "text": "com\n", "dry_run": true}));
        }
        for body in [json!({}), json!({"source": "file"}), json!({"source": "mine"})] {
            wrong(&admin.post("/tlds/import", &body).send(), &["text"]);
        }
        wrong(&admin.post("/tlds/import", &json!({"text": "com\n", "description": "x".repeat(161)})).send(), &["description"]);
        assert!(names(&admin, "").is_empty());
    }

    fn wrong_bodies_are_refused(server: &Server) {
        let admin = server.admin();
        let send = |kind: &str, body: Vec<u8>| admin.request("POST", "/tlds/import").body(kind, body).send();
        refused(&send("application/json", b"{".to_vec()), 400, "invalid_json");
        refused(&send("application/json", b"[]".to_vec()), 400, "invalid_object");
        refused(&send("application/json", Vec::new()), 400, "empty_request_body");
        refused(&send("application/json", br#"{"text": "a\n", "text": "b\n"}"#.to_vec()), 400, "invalid_json");
        let utf8 = send("text/plain", b"com\n\xff\xfe\n".to_vec());
        assert_eq!(utf8.status, 400, "{utf8}");
        for kind in ["text/csv", "application/octet-stream", "text/html", "multipart/form-data; boundary=x"] {
            refused(&send(kind, b"com\n".to_vec()), 415, "unsupported_content_type");
        }
        assert!(names(&admin, "").is_empty());
    }

    fn above_4_mib_and_200_000_rules_nothing_is_taken(server: &Server) {
        let admin = server.admin();
        let huge = format!("// {}\ncom\n", "x".repeat(4 << 20));
        refused(&admin.request("POST", "/tlds/import").body("text/plain", huge.clone()).send(), 413, "request_too_large");
        refused(&admin.post("/tlds/import", &json!({ "text": huge })).send(), 413, "request_too_large");
        let large = format!("// {}\ncom\n", "x".repeat((4 << 20) - 8));
        assert_eq!(large.len(), 4 << 20);
        assert_eq!(bare(&admin, "?dry_run=true", &large)["read"], 1, "4 MiB are not above 4 MiB");
        let many: String = (0..200_001).map(|number| format!("a{number}\n")).collect();
        let answer = admin.request("POST", "/tlds/import").body("text/plain", many).send();
        assert!([400, 413].contains(&answer.status), "{answer}");
        error(&answer);
        assert!(names(&admin, "").is_empty());
    }
}
