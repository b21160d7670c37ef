//! The filter `name` (L5).

use super::{FORMS, column, encoded, imported, names, refused, rule, rules, sorted};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// The rules whose names a text finds, in order, the same in both forms.
fn found(client: &Client, text: &str) -> Vec<String> {
    let query = format!("?name={}&sort_key=name", encoded(text));
    let seeds = names(client, &query);
    let other = column(&client.get(&format!("/v2/tlds{query}")).expect(200).json()["tlds"], "name");
    assert_eq!(seeds, other, "{text}");
    seeds
}

both! {
    fn l5_a_name_is_found_in_any_spelling(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com", "co.uk", "xn--3e0b707e", "xn--brnnysund-m8ac.no", "no"]);
        for (text, name) in [
            ("com", "com"),
            ("COM", "com"),
            ("Co.UK", "co.uk"),
            ("한국", "xn--3e0b707e"),
            ("XN--3E0B707E", "xn--3e0b707e"),
            ("BRØNNØYSUND.no", "xn--brnnysund-m8ac.no"),
            ("co。uk", "co.uk"),
        ] {
            assert_eq!(found(&admin, text), [name], "{text}");
        }
        assert_eq!(names(&admin, "?name=com."), ["com"], "a final dot is dropped");
        for text in ["net", "co", "uk", "o", "om", "co.uk.co.uk"] {
            assert_eq!(found(&admin, text), [""; 0], "{text}");
        }
    }

    fn l5_a_star_stands_for_any_run_of_characters(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["bd", "com.bd", "net.bd", "a.b.bd", "abd", "uk", "*.sch.uk"]);
        for (text, expected) in [
            ("*.bd", vec!["a.b.bd", "com.bd", "net.bd"]),
            ("*bd", vec!["a.b.bd", "abd", "bd", "com.bd", "net.bd"]),
            ("*B*D", vec!["a.b.bd", "abd", "bd", "com.bd", "net.bd"]),
            ("com*", vec!["com.bd"]),
            ("c*.b*", vec!["com.bd"]),
            ("a*d", vec!["a.b.bd", "abd"]),
            ("*e*", vec!["net.bd"]),
            ("*uk", vec!["*.sch.uk", "uk"]),
            ("u*k", vec!["uk"]),
            ("*uk*uk*", vec![]),
            ("*x*", vec![]),
            ("bd*bd", vec![]),
            ("*.*.*", vec!["*.sch.uk", "a.b.bd"]),
        ] {
            assert_eq!(found(&admin, text), expected, "{text}");
        }
        assert_eq!(found(&admin, "*").len(), 7);
        assert_eq!(found(&admin, "***").len(), 7);
    }

    fn l5_a_rule_of_exactly_that_text_is_returned_alone(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com.bd", "net.bd"]);
        assert_eq!(found(&admin, "*.bd"), ["com.bd", "net.bd"]);
        rule(&admin, "*.bd");
        for text in ["*.bd", "*.BD"] {
            assert_eq!(found(&admin, text), ["*.bd"], "{text}");
        }
        assert_eq!(found(&admin, "**.bd"), ["*.bd", "com.bd", "net.bd"], "this is always a pattern");
    }

    fn l5_exceptions_are_found_by_their_mark(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["*.ck", "!www.ck", "www.com"]);
        for (text, expected) in [
            ("!www.ck", vec!["!www.ck"]),
            ("!WWW.ck", vec!["!www.ck"]),
            ("!*", vec!["!www.ck"]),
            ("www.ck", vec![]),
            ("*www*", vec!["!www.ck", "www.com"]),
        ] {
            assert_eq!(found(&admin, text), expected, "{text}");
        }
    }

    fn l5_characters_that_mean_something_elsewhere_are_plain_text(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["a_b", "axb", "_tcp", "a-b", "a1b"]);
        for (text, expected) in [("a_b", vec!["a_b"]), ("a_b*", vec!["a_b"]), ("*_*", vec!["_tcp", "a_b"]), ("_*", vec!["_tcp"])]
        {
            assert_eq!(found(&admin, text), expected, "{text}");
        }
        let strange = [
            "%",
            "a%b",
            "%com%",
            "a%*",
            ">a",
            "<a",
            "!a",
            "a?b",
            "a\\_b",
            "[a]*",
            "a' or '1'='1",
            "\"",
            "a\0b",
            "(*",
            "a\nb",
            "*%*",
            "\\*",
            "日本*",
        ];
        for text in strange {
            assert_eq!(found(&admin, text), [""; 0], "{text:?}");
        }
    }

    fn l5_no_match_is_an_empty_list(server: &Server) {
        let admin = server.admin();
        rule(&admin, "com");
        for form in FORMS {
            let long = "a".repeat(3000);
            for text in ["net", "a..b", "-", "xn--a", &long, "*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*x"] {
                let answer = admin.get(&format!("{form}?name={}", encoded(text))).expect(200);
                assert_eq!(answer.json()["tlds"], json!([]), "{text}: {answer}");
            }
        }
        refused(&admin.get("/tlds?name=a&name=b").send(), 400, "bad_request");
    }

    fn l5_u_labels_beside_a_star_are_read_label_by_label(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["xn--brnnysund-m8ac.no", "oslo.no", "xn--3e0b707e", "a.xn--3e0b707e"]);
        assert_eq!(found(&admin, "brønnøysund.*"), ["xn--brnnysund-m8ac.no"]);
        assert_eq!(found(&admin, "*.한국"), ["a.xn--3e0b707e"]);
        assert_eq!(found(&admin, "xn--*"), ["xn--3e0b707e", "xn--brnnysund-m8ac.no"]);
    }

    fn l5_a_whole_lists_worth_is_searched(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "psl"}));
        assert_eq!(found(&admin, "*.ck"), ["*.ck"]);
        assert_eq!(sorted(&admin, "?name=!*").len(), 8, "as many exceptions as the list has");
        let mut expected: Vec<String> = names(&admin, "").into_iter().filter(|name| name.ends_with(".kawasaki.jp")).collect();
        expected.sort();
        assert!(expected.contains(&"*.kawasaki.jp".to_owned()) && expected.contains(&"!city.kawasaki.jp".to_owned()));
        assert_eq!(sorted(&admin, "?name=**.kawasaki.jp"), expected);
    }
}
