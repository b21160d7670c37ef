//! `GET /tlds/explain`: the vectors of section 5, and that it tells what creation then answers (X1).

use super::{explained, names, path, rule, rules, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The rules of the vectors.
const RULES: &str = "com uk co.uk *.sch.uk *.bd *.ck !www.ck jp *.kawasaki.jp !city.kawasaki.jp xn--3e0b707e";

/// Each name with its effective TLD, and what refuses it; `allowed` if nothing does.
const VECTORS: [(&str, &str, &str); 22] = [
    ("Shop.COM.", "com", "allowed"),
    ("a.b.c.com", "com", "allowed"),
    ("com", "com", "single_label"),
    ("shop.net", "", "no_tld"),
    ("co.uk", "co.uk", "is_tld"),
    ("x.uk", "uk", "allowed"),
    ("xco.uk", "uk", "allowed"),
    ("x.co.uk", "co.uk", "allowed"),
    ("sch.uk", "sch.uk", "is_tld"),
    ("x.sch.uk", "x.sch.uk", "is_tld"),
    ("a.x.sch.uk", "x.sch.uk", "allowed"),
    ("com.bd", "com.bd", "is_tld"),
    ("shop.com.bd", "com.bd", "allowed"),
    ("a.b.net.bd", "net.bd", "allowed"),
    ("foo.ck", "foo.ck", "is_tld"),
    ("www.ck", "ck", "allowed"),
    ("a.www.ck", "ck", "allowed"),
    ("kawasaki.jp", "kawasaki.jp", "is_tld"),
    ("city.kawasaki.jp", "kawasaki.jp", "allowed"),
    ("shop.한국", "xn--3e0b707e", "allowed"),
    ("2.0.192.in-addr.arpa", "in-addr.arpa", "allowed"),
    ("in-addr.arpa", "in-addr.arpa", "is_tld"),
];

/// A server on which the hostmasters of the account `nic` may create registry zones.
struct Operated(Server);

impl Operated {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__TLDS__REGISTRY_OPERATORS", "nic")]))
    }
}

/// Makes the rules of the vectors.
fn the_rules(client: &Client) {
    rules(client, &RULES.split(' ').collect::<Vec<_>>());
}

/// The first reason of an explanation.
fn first(answer: &Value) -> &str {
    text(&answer["reasons"][0], "code")
}

/// What creating a zone answers, in the words of an explanation.
fn created(client: &Client, name: &str, flag: bool) -> String {
    let body = given::with(given::zone(name), &json!({ "registry_zone": flag }));
    let answer = client.post("/zones?dry_run=true", &body).send();
    match answer.status {
        200 => "allowed".to_owned(),
        400 => {
            let errors = answer.errors();
            assert!(errors.iter().all(|(field, _)| field == "name"), "{answer}");
            errors[0].1.replace("bad_name", "invalid_name")
        }
        _ => answer.code(),
    }
}

/// Panics unless the explanation and creation say the same.
fn agree(client: &Client, name: &str, flag: bool) -> String {
    let told = explained(client, name, if flag { "&registry_zone=true" } else { "" });
    let expected = if told["verdict"] == "allowed" { "allowed" } else { first(&told) };
    let answered = created(client, name, flag);
    assert_eq!(answered, expected, "{name}, flag {flag}: {told}");
    answered
}

both! {
    fn the_vectors_of_section_5_hold(server: &Server) {
        let admin = server.admin();
        the_rules(&admin);
        for (name, tld, verdict) in VECTORS {
            let told = explained(&admin, name, "");
            assert_eq!(told["effective_tld"].as_str().unwrap_or_default(), tld, "{told}");
            match verdict {
                "allowed" => assert_eq!((&told["verdict"], first(&told)), (&json!("allowed"), "below_tld"), "{told}"),
                _ => {
                    assert_ne!(told["verdict"], "allowed", "{told}");
                    assert_eq!(first(&told), verdict, "{told}");
                }
            }
            assert_eq!(agree(&admin, name, false), verdict, "{name}");
        }
    }

    fn the_vectors_with_the_flag_hold_for_an_admin(server: &Server) {
        let admin = server.admin();
        the_rules(&admin);
        for (name, verdict) in [
            ("com", "allowed"),
            ("co.uk", "allowed"),
            ("com.bd", "allowed"),
            ("x.uk", "not_a_tld"),
            ("www.ck", "not_a_tld"),
            ("shop.net", "no_tld"),
        ] {
            assert_eq!(agree(&admin, name, true), verdict, "{name}");
        }
        assert_eq!(first(&explained(&admin, "com", "&registry_zone=true")), "registry_zone");
    }

    fn z3_without_rules_all_but_a_single_label_is_open(server: &Server) {
        let admin = server.admin();
        for (name, _, _) in VECTORS {
            let told = explained(&admin, name, "");
            assert_eq!(first(&told), if name == "com" { "single_label" } else { "open" }, "{told}");
            assert_eq!(agree(&admin, name, false), if name == "com" { "single_label" } else { "allowed" });
            assert_eq!(agree(&admin, name, true), "allowed", "{name}, with the flag");
            assert_eq!(told["rules_stored"], 0, "{told}");
        }
    }

    fn n6_an_exception_without_its_wildcard_is_inert(server: &Server) {
        let admin = server.admin();
        let wildcard = rule(&admin, "*.ck");
        rules(&admin, &["!www.ck", "com"]);
        assert_eq!(agree(&admin, "www.ck", false), "allowed");
        admin.delete(&path(&wildcard)).expect(204);
        for name in ["www.ck", "a.www.ck", "foo.ck", "ck.ck"] {
            assert_eq!(agree(&admin, name, false), "no_tld", "it allows nothing: {name}");
        }
        rule(&admin, "ck");
        assert_eq!(agree(&admin, "www.ck", false), "allowed", "it refuses nothing");
        let told = explained(&admin, "www.ck", "");
        let inert = told["matched"].as_array().unwrap().iter().find(|rule| rule["kind"] == "exception").cloned();
        assert_eq!(inert.map(|rule| rule["inert"].clone()), Some(json!(true)), "{told}");
        assert_eq!(told["matched"][0]["name"], "ck", "the deciding one first: {told}");
    }

    fn z14_reverse_zones_need_no_rule_but_the_block_list_applies(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules(&admin, &["com"]);
        for name in ["10.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa"] {
            assert_eq!(agree(&host, name, false), "allowed");
        }
        assert_eq!(agree(&host, "ip6.arpa", false), "is_tld");
        assert_eq!(agree(&host, "home.arpa", false), "no_tld");
        admin.post("/blocklist", &json!({"pattern": "^10\\."})).expect(201);
        assert_eq!(agree(&host, "10.in-addr.arpa", false), "blocked");
        assert_eq!(names(&admin, ""), ["com"], "what is built in is not listed");
    }

    fn x1_the_first_reason_is_what_creation_answers(server: &Operated) {
        let server = &server.0;
        let admin = server.admin();
        let callers =
            [admin.clone(), server.user("host1", "acme", &["hostmaster"]), server.user("host2", "nic", &["hostmaster"])];
        the_rules(&admin);
        for pattern in ["^bad", "^x\\.uk"] {
            admin.post("/blocklist", &json!({ "pattern": pattern })).expect(201);
        }
        given::created(&callers[1], "acme.com");
        given::created(&callers[1], "deep.other.com");
        given::created(&callers[2], "nic.uk");
        admin.post("/zones", &given::with(given::zone("com.bd"), &json!({"registry_zone": true}))).expect(201);
        admin.patch("/v2/quotas/nic", &json!({"zones": 1})).expect(200);
        let names = [
            "free.com",
            "com",
            "co.uk",
            "net",
            "shop.net",
            "x.uk",
            "bad.com",
            "bad.net",
            "acme.com",
            "a.acme.com",
            "other.com",
            "deep.other.com",
            "nic.uk",
            "sub.nic.uk",
            "com.bd",
            "shop.com.bd",
            "bad.com.bd",
            "www.ck",
            "10.in-addr.arpa",
            "a..com",
            "",
            "-a.com",
            "a b.com",
            "*.com",
            "xn--a.com",
            "1/2.0.0.10.in-addr.arpa",
            "ACME.com.",
            "acme.한국",
            "net.ck",
        ];
        let mut seen = std::collections::BTreeSet::new();
        for client in &callers {
            for name in names {
                for flag in [false, true] {
                    seen.insert(agree(client, name, flag));
                }
            }
        }
        let all = [
            "allowed",
            "blocked",
            "child_owned",
            "invalid_name",
            "is_tld",
            "no_tld",
            "not_a_tld",
            "over_quota",
            "parent_owned",
            "single_label",
            "zone_exists",
        ];
        for code in all {
            assert!(seen.contains(code), "{code} was never met: {seen:?}");
        }
    }

    fn z8_hostmasters_of_registry_operators_may_set_the_flag_and_others_may_not(server: &Operated) {
        let server = &server.0;
        let operator = server.user("host2", "nic", &["hostmaster"]);
        let other = server.user("host1", "acme", &["hostmaster"]);
        rules(&server.admin(), &["com", "co.uk"]);
        assert_eq!(agree(&operator, "com", true), "allowed");
        let flagged = given::with(given::zone("co.uk"), &json!({"registry_zone": true}));
        other.post("/zones", &flagged).expect(403);
        let zone = operator.post("/zones", &flagged).expect(201).json();
        assert_eq!((&zone["registry_zone"], &zone["owner"]), (&json!(true), &json!("nic")));
        assert_ne!(explained(&other, "com", "&registry_zone=true")["verdict"], "allowed");
    }
}
