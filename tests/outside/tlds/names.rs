//! Names of rules (N1–N7), in both forms.

use super::{FORMS, names, refused, rule, rules, text, wrong};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// Makes a rule and gives the name that is stored.
fn stored(client: &Client, form: &str, name: &str) -> String {
    let made = client.post(form, &json!({ "name": name })).expect(201).json();
    text(made.get("tlds").unwrap_or(&made), "name").to_owned()
}

/// Panics unless both forms refuse these names, and name the member.
fn none_of(client: &Client, refused: &[&str]) {
    for form in FORMS {
        for name in refused {
            wrong(&client.post(form, &json!({ "name": name })).send(), &["name"]);
        }
    }
}

both! {
    fn n1_only_the_canonical_form_is_stored(server: &Server) {
        let admin = server.admin();
        for (name, canonical) in [
            ("COM", "com"),
            ("BRØNNØYSUND.no", "xn--brnnysund-m8ac.no"),
            ("faß.de", "xn--fa-hia.de"),
            ("a。b", "a.b"),
            ("c．d", "c.d"),
            ("e｡f", "e.f"),
            ("한국", "xn--3e0b707e"),
            ("*.BD", "*.bd"),
            ("XN--P1AI", "xn--p1ai"),
            ("*.日本", "*.xn--wgv71a"),
        ] {
            assert_eq!(stored(&admin, "/v2/tlds", name), canonical);
            assert_eq!(stored(&admin, "/tlds", &format!("{name}.sub")), format!("{canonical}.sub"));
        }
    }

    fn n1_one_final_dot_is_dropped_in_the_seeds_form_and_refused_in_the_other(server: &Server) {
        let admin = server.admin();
        for (name, canonical) in [
            ("com.", "com"),
            ("co.uk.", "co.uk"),
            ("*.bd.", "*.bd"),
            ("*.ck.", "*.ck"),
            ("!www.ck.", "!www.ck"),
            ("BRØNNØYSUND.no.", "xn--brnnysund-m8ac.no"),
        ] {
            wrong(&admin.post("/v2/tlds", &json!({ "name": name })).send(), &["name"]);
            assert_eq!(stored(&admin, "/tlds", name), canonical);
        }
        none_of(&admin, &["net..", "a.net.."]);
    }

    fn n2_what_a_label_may_be(server: &Server) {
        let admin = server.admin();
        let longest = "a".repeat(63);
        for name in ["a--b", "_tcp", "foo_bar.baz", "123", "1.2.3", "a-b", "x", "_", longest.as_str()] {
            for form in FORMS {
                let name = format!("{name}.{}", &form[1..3]);
                assert_eq!(stored(&admin, form, &name), name);
            }
        }
        none_of(&admin, &["-a", "a-", "a.-b", "a-.b", "-", &"a".repeat(64), &format!("{}.com", "b".repeat(64))]);
    }

    fn n2_a_name_is_at_most_253_characters_as_a_labels(server: &Server) {
        let admin = server.admin();
        let name = |last: usize| format!("{}.{}", vec!["a".repeat(63); 3].join("."), "b".repeat(last));
        none_of(&admin, &[&name(62), &format!("*.{}", name(60)), &format!("{}.한국", name(53))]);
        assert_eq!(stored(&admin, "/tlds", &name(61)).len(), 253);
        assert_eq!(stored(&admin, "/v2/tlds", &format!("*.{}", name(59))).len(), 253);
        // The mark of an exception is not counted.
        let parent = format!("{}.{}", vec!["a".repeat(63); 3].join("."), "c".repeat(59));
        rule(&admin, &format!("*.{parent}"));
        assert_eq!(stored(&admin, "/tlds", &format!("!x.{parent}")).len(), 254);
    }

    fn n3_a_labels_decode_and_encode_back(server: &Server) {
        let admin = server.admin();
        none_of(&admin, &["xn--a", "xn--", "xn--abc-", "xn--a.com", "*.xn--", "xn--e1a-.com", "a\u{200d}b", "\u{301}a"]);
        for name in ["xn--p1ai", "xn--fiqs8s", "xn--mgbaam7a8h"] {
            assert_eq!(stored(&admin, "/v2/tlds", name), name);
        }
    }

    fn n4_what_is_no_name_is_refused(server: &Server) {
        let admin = server.admin();
        none_of(
            &admin,
            &[
                "",
                ".",
                "..",
                "co..uk",
                ".com",
                " ",
                "a b",
                "com ",
                " com",
                "com\n",
                "com\r",
                "com\t",
                "a\0b",
                "com\u{7f}",
                "com\u{a0}",
                "^&$",
                "@p%",
                "a\\b",
                "a\\.b",
                "\\097",
                "a/b",
                "a,b",
                "a;b",
                "a:b",
                "com#",
                "$",
                "(a)",
                "a\u{2028}b",
                "。",
                "．com",
            ],
        );
        assert!(names(&admin, "").is_empty());
    }

    fn n5_wildcards_are_the_whole_leftmost_label(server: &Server) {
        let admin = server.admin();
        for (form, names) in FORMS.into_iter().zip([["*.bd", "*.a.b.c"], ["*.ck", "*.foo_bar.baz"]]) {
            for name in names {
                assert_eq!(stored(&admin, form, name), name);
            }
        }
        none_of(
            &admin,
            &["*", "*.", "*.*.bd", "a.*.bd", "a*.bd", "*a.bd", "**.bd", "bd.*", "*bd", "a.*", "*..bd", "**", "＊.bd"],
        );
    }

    fn n5_exceptions_have_at_least_two_labels_and_no_star(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["*.ck", "*.b.ck"]);
        for (form, names) in FORMS.into_iter().zip([["!www.ck", "!a.b.ck"], ["!www.b.ck", "!xn--3e0b707e.ck"]]) {
            for name in names {
                assert_eq!(stored(&admin, form, name), name);
            }
        }
        none_of(&admin, &["!com", "!", "!*.ck", "!!a.ck", "a!.ck", "a.!b.ck", "!.ck", "! a.ck", "*.!a.ck", "!a..ck"]);
    }

    fn n6_an_exception_needs_its_wildcard(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["ck", "*.com", "*.b.ck"]);
        for form in FORMS {
            let answer = admin.post(form, &json!({"name": "!www.ck"})).send();
            wrong(&answer, &["name"]);
            assert!(answer.text().contains("no rule *.ck to except from"), "{answer}");
        }
        rule(&admin, "*.ck");
        rule(&admin, "!www.ck");
    }

    fn n7_two_spellings_of_one_name_are_one_name(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com", "xn--3e0b707e", "*.ck", "!www.ck", "a.b"]);
        for form in FORMS {
            for name in ["com", "COM", "Com", "한국", "XN--3E0B707E", "*.CK", "!WWW.ck", "a。b", "A.B"] {
                let message = refused(&admin.post(form, &json!({ "name": name })).send(), 409, "duplicate_tld");
                assert!(message.starts_with("Duplicate Tld"), "{message}");
            }
        }
        refused(&admin.post("/tlds", &json!({"name": "com."})).send(), 409, "duplicate_tld");
        assert_eq!(names(&admin, "").len(), 5);
    }

    fn n7_a_wildcard_its_base_and_an_exception_are_three_names(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["*.ck", "ck", "www.ck", "!www.ck"]);
        assert_eq!(names(&admin, ""), ["*.ck", "ck", "www.ck", "!www.ck"]);
    }
}
