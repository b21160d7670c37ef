//! What an explanation tells, member by member, and to whom (section 7, X1).

use super::{FORMS, NO_ID, column, encoded, explained, imported, members, refused, rule, rules, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The members of every explanation, sorted.
const MEMBERS: [&str; 13] = [
    "blocked_by",
    "bypass",
    "effective_tld",
    "matched",
    "name",
    "nearest_zone",
    "reasons",
    "registrable",
    "revision",
    "rule",
    "rules_stored",
    "unicode_name",
    "verdict",
];

fn kinds(told: &Value) -> Vec<(&str, &str)> {
    told["matched"].as_array().expect("a list").iter().map(|rule| (text(rule, "name"), text(rule, "kind"))).collect()
}

both! {
    fn the_example_is_answered_as_it_is_written(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "psl"}));
        let told = explained(&admin, "WWW.Shop.Co.UK.", "");
        let id = admin.get("/v2/tlds?name=co.uk").expect(200).json()["tlds"][0]["id"].clone();
        let expected = json!({
            "name": "www.shop.co.uk", "unicode_name": "www.shop.co.uk", "verdict": "allowed",
            "reasons": [{"code": "below_tld", "message": "www.shop.co.uk lies below the effective TLD co.uk (rule co.uk)"}],
            "effective_tld": "co.uk", "registrable": "shop.co.uk",
            "rule": {"id": id, "name": "co.uk", "kind": "literal", "sources": ["psl"]},
            "matched": [{"name": "co.uk", "kind": "literal"}, {"name": "uk", "kind": "literal"}],
            "blocked_by": null, "nearest_zone": null, "bypass": null, "rules_stored": 10397, "revision": told["revision"]
        });
        assert_eq!(told, expected);
        assert_eq!(admin.get("/tlds?limit=1").expect(200).etag(), format!("\"tlds-{}\"", told["revision"]));
    }

    fn every_member_is_always_there(server: &Server) {
        let admin = server.admin();
        let reader = server.user("reader1", "acme", &["reader"]);
        for stored in [false, true] {
            for client in [&admin, &reader] {
                for name in ["a.com", "com", "a..b", "a.net", "1.10.in-addr.arpa"] {
                    assert_eq!(members(&explained(client, name, "")), MEMBERS);
                }
            }
            if !stored {
                rule(&admin, "com");
            }
        }
        let bad = explained(&admin, "a..b", "");
        for member in ["effective_tld", "registrable", "rule", "blocked_by", "nearest_zone", "bypass"] {
            assert!(bad[member].is_null(), "{member}: {bad}");
        }
        assert_eq!((text(&bad, "name"), text(&bad["reasons"][0], "code")), ("a..b", "invalid_name"));
    }

    fn each_kind_of_match_is_told(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["ck", "*.ck", "!www.ck", "uk", "co.uk"]);
        let cases = [
            ("a.co.uk", vec![("co.uk", "literal"), ("uk", "literal")]),
            ("a.foo.ck", vec![("*.ck", "wildcard"), ("ck", "literal"), ("*.ck", "wildcard_base")]),
            ("1.10.in-addr.arpa", vec![("in-addr.arpa", "builtin")]),
            ("a.net", vec![]),
        ];
        for (name, expected) in cases {
            let told = explained(&admin, name, "");
            let mut found = kinds(&told);
            assert_eq!(found.first(), expected.first(), "the deciding one first: {told}");
            // A wildcard may be told as one match or as two, of a label and of its base.
            found.retain(|matched| expected.contains(matched));
            for wanted in expected.iter().filter(|(_, kind)| *kind != "wildcard_base") {
                assert!(found.contains(wanted), "{wanted:?}: {told}");
            }
        }
        let told = explained(&admin, "www.ck", "");
        assert_eq!(kinds(&told)[0], ("!www.ck", "exception"), "{told}");
        assert_eq!((&told["rule"]["name"], &told["rule"]["kind"]), (&json!("!www.ck"), &json!("exception")));
        let built_in = explained(&admin, "1.10.in-addr.arpa", "");
        assert_eq!((&built_in["rule"]["kind"], &built_in["rule"]["id"]), (&json!("builtin"), &json!(null)), "{built_in}");
        let base = explained(&admin, "ck", "&registry_zone=true");
        assert_eq!(base["effective_tld"], "ck");
    }

    fn names_are_told_in_both_alphabets(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["한국"]);
        let told = explained(&admin, "WWW.BRØNNØYSUND.한국", "");
        assert_eq!(
            (text(&told, "name"), text(&told, "unicode_name")),
            ("www.xn--brnnysund-m8ac.xn--3e0b707e", "www.brønnøysund.한국")
        );
        assert_eq!(
            (&told["effective_tld"], &told["registrable"]),
            (&json!("xn--3e0b707e"), &json!("xn--brnnysund-m8ac.xn--3e0b707e"))
        );
    }

    fn every_step_that_refuses_is_told_in_order(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules(&admin, &["com"]);
        admin.post("/blocklist", &json!({"pattern": "^com"})).expect(201);
        admin.patch("/v2/quotas/acme", &json!({"zones": 0})).expect(200);
        admin.post("/zones", &given::with(given::zone("com"), &json!({"registry_zone": true}))).expect(201);
        let told = explained(&host, "com", "");
        let codes = column(&told["reasons"], "code");
        assert_eq!((codes[0].as_str(), codes.last().map(String::as_str)), ("single_label", Some("over_quota")), "{told}");
        for (earlier, later) in
            [("single_label", "is_tld"), ("is_tld", "blocked"), ("blocked", "zone_exists"), ("zone_exists", "over_quota")]
        {
            let at = |code: &str| codes.iter().position(|known| known == code);
            assert!(at(earlier).is_some() && at(earlier) < at(later), "{earlier} before {later}: {told}");
        }
        for reason in told["reasons"].as_array().unwrap() {
            assert_eq!(members(reason), ["code", "message"]);
            assert!(!text(reason, "message").is_empty());
        }
    }

    fn bypass_says_what_would_let_it_pass(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules(&admin, &["com", "co.uk"]);
        admin.post("/blocklist", &json!({"pattern": "^bad"})).expect(201);
        for (name, query, bypass) in [
            ("a.com", "", json!(null)),
            ("co.uk", "", json!("registry_zone")),
            ("com", "", json!("registry_zone")),
            ("a.net", "", json!(null)),
            ("bad.com", "", json!("admin")),
            ("a.com", "&registry_zone=true", json!(null)),
            ("a..b", "", json!(null)),
        ] {
            let told = explained(&host, name, query);
            assert_eq!(told["bypass"], bypass, "{told}");
        }
        for value in ["true", "1", "yes"] {
            assert_eq!(explained(&admin, "co.uk", &format!("&registry_zone={value}"))["verdict"], "allowed", "{value}");
        }
    }

    fn who_is_no_admin_sees_neither_the_entry_nor_whose_zone_it_is(server: &Server) {
        let admin = server.admin();
        let acme = server.user("hostmaster1", "acme", &["hostmaster"]);
        let other = server.user("hostmaster2", "other", &["hostmaster"]);
        let id = text(&admin.post("/blocklist", &json!({"pattern": "^b[ae]d"})).expect(201).json()["blocklist"], "id").to_owned();
        given::created(&acme, "acmes-zone.org");
        let told = explained(&admin, "bad.org", "");
        assert!(told["blocked_by"].to_string().contains(&id), "{told}");
        assert_eq!(told["verdict"], "allowed", "an admin passes: {told}");
        for name in ["bad.org", "bad.acmes-zone.org"] {
            let told = explained(&other, name, "");
            assert_eq!((&told["blocked_by"], text(&told["reasons"][0], "code")), (&json!(null), "blocked"));
            assert!(!told.to_string().contains(&id) && !told.to_string().contains("b[ae]d"), "{told}");
        }
        for name in ["acmes-zone.org", "sub.acmes-zone.org"] {
            assert_eq!(explained(&admin, name, "")["nearest_zone"], "acmes-zone.org");
            assert_eq!(explained(&acme, name, "")["nearest_zone"], "acmes-zone.org", "one's own");
            let told = explained(&other, name, "");
            assert!(told["nearest_zone"].is_null(), "{told}");
            assert!(!told.to_string().contains("acme\"") && !told.to_string().contains("account acme"), "{told}");
        }
    }

    fn its_parameters_are_checked(server: &Server) {
        let admin = server.admin();
        let reader = server.user("reader1", "acme", &["reader"]);
        for form in FORMS {
            for query in [
                "",
                "?",
                "?name=a.com&name=a.com",
                "?name=a.com&name=b.com",
                "?registry_zone=true",
                "?name=a.com&colour=red",
                "?name=a.com&registry_zone=maybe",
                "?NAME=a.com",
            ] {
                refused(&reader.get(&format!("{form}/explain{query}")).send(), 400, "bad_request");
            }
            refused(&server.nobody().get(&format!("{form}/explain?name=a.com")).send(), 401, "unauthorized");
            refused(&admin.post(&format!("{form}/explain?name=a.com"), &json!({})).send(), 405, "method_not_allowed");
            reader.get(&format!("{form}/explain?name=a.com")).expect(200);
        }
        refused(&admin.get(&format!("/tlds/explain/{NO_ID}")).send(), 404, "not_found");
    }

    fn a_name_is_asked_for_in_any_encoding(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com"]);
        for name in ["a%2Ecom", "%61.com", "A.com%2e"] {
            let told = admin.get(&format!("/v2/tlds/explain?name={name}")).expect(200).json();
            assert_eq!(told["name"], "a.com", "{told}");
        }
        for name in ["", "a\0.com", "%", "日本", &"a".repeat(4000), "a\n.com", "&", "\u{202e}moc.a"] {
            let told = admin.get(&format!("/tlds/explain?name={}", encoded(name))).expect(200).json();
            assert_ne!(told["verdict"], "allowed", "always 200, for a bad name as well: {told}");
        }
    }
}
