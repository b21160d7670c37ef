//! Keys of a domain's zone (D9): what is taken, what is derived, and how a set of them changes.

use super::given::{change, create, domain, refused, refused_at, register, registry, serve, tld};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A DS that is in order, but for what is changed.
fn ds(changes: &Value) -> Value {
    crate::given::with_null(json!({"keyTag": 1, "alg": 13, "digestType": 2, "digest": "0A".repeat(32)}), changes)
}

/// Tries to register a name with these DS.
fn ask(client: &Client, all: &Value) -> Answer {
    client.put("/domains", &json!({"name": "blue.st", "secDNS": {"dsData": all}})).send()
}

/// The DS of a domain, told apart by tag and type.
fn tags(client: &Client, name: &str) -> Vec<(u64, u64)> {
    let all = domain(client, name)["secDNS"]["dsData"].clone();
    let number = |item: &Value, member: &str| item[member].as_u64().expect("a number");
    let mut tags: Vec<_> = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| (number(item, "keyTag"), number(item, "digestType")))
        .collect();
    tags.sort_unstable();
    tags
}

both! {
    fn d9_a_wrong_ds_is_refused_and_each_fault_named(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        for (changes, places) in [
            (json!({"keyTag": 65536}), &["keyTag"][..]),
            (json!({"keyTag": -1}), &["keyTag"]),
            (json!({"alg": 5}), &["alg"]),
            (json!({"alg": 300}), &["alg"]),
            (json!({"digestType": 1, "digest": "0a".repeat(20)}), &["digestType"]),
            (json!({"digestType": 3}), &["digestType"]),
            (json!({"digest": "0a".repeat(31)}), &["digest"]),
            (json!({"digest": "0a".repeat(33)}), &["digest"]),
            (json!({"digestType": 4}), &["digest"]),
            (json!({"digest": "0g".repeat(32)}), &["digest"]),
            (json!({"digest": "0".repeat(63)}), &["digest"]),
            (json!({"keyTag": 70000, "alg": 1, "digest": "xyz"}), &["keyTag", "alg", "digest"]),
        ] {
            let places: Vec<String> = places.iter().map(|place| format!("/secDNS/dsData/1/{place}")).collect();
            let places: Vec<&str> = places.iter().map(String::as_str).collect();
            refused_at(&ask(&acme, &json!([ds(&json!({})), ds(&changes)])), 2306, &places);
        }
        for (changes, code) in [(json!({"keyTag": "many"}), 2005), (json!({"digest": {}}), 2005), (json!({"keyTag": null}), 2003), (json!({"digest": ""}), 2003)] {
            refused(&ask(&acme, &json!([ds(&changes)])), code);
        }
        let number = |count: u64| -> Vec<Value> { (0..count).map(|tag| ds(&json!({ "keyTag": tag }))).collect() };
        refused(&ask(&acme, &json!(number(9))), 2306);
        ask(&acme, &json!(number(8))).expect(201);
        assert_eq!(tags(&acme, "blue.st").len(), 8);
        refused(&change(&acme, "blue.st", &json!({"add": {"secDNS": {"dsData": [ds(&json!({"keyTag": 8}))]}}})), 2306);
    }

    fn d9_a_digest_comes_in_either_case_and_is_one_value(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        let lower = ds(&json!({"digest": "0a".repeat(32), "keyTag": "1"}));
        ask(&acme, &json!([ds(&json!({})), lower])).expect(201);
        assert_eq!(tags(&acme, "blue.st"), [(1, 2)]);
        refused_at(&change(&acme, "blue.st", &json!({"add": {"secDNS": {"dsData": [lower]}}})), 2306, &["/add/secDNS/dsData/0"]);
        change(&acme, "blue.st", &json!({"rem": {"secDNS": {"dsData": [lower]}}})).expect(200);
        assert_eq!(domain(&acme, "blue.st")["secDNS"], json!({"dsData": [], "keyData": []}));
    }

    fn d9_of_a_key_the_ds_is_derived(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        tld(admin, "net", &json!({}));
        // RFC 6605 section 6.1.
        let text = "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
        let key = json!({"flags": 257, "protocol": 3, "alg": 13, "pubKey": text});
        drop(create(acme, &json!({"name": "example.net", "ns": ["ns1.provider.org"], "secDNS": {"keyData": [key]}})));
        serve(admin, "net");
        assert_eq!(domain(acme, "example.net")["secDNS"]["keyData"], json!([key]));
        let file = crate::given::exported(admin, "net").to_lowercase();
        let digest = "b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17";
        let line = file.lines().find(|line| line.contains("ds 55648 13 2")).unwrap_or_else(|| panic!("no DS: {file}"));
        assert!(line.replace(' ', "").ends_with(digest), "{line}");
        for (changes, place) in [
            (json!({"protocol": 2}), "protocol"), (json!({"alg": 5}), "alg"), (json!({"flags": 0}), "flags"), (json!({"flags": 70000}), "flags"),
            (json!({"pubKey": "not base 64"}), "pubKey"),
        ] {
            let body = json!({"name": "other.net", "secDNS": {"keyData": [crate::given::with(key.clone(), &changes)]}});
            refused_at(&acme.put("/domains", &body).send(), 2306, &[&format!("/secDNS/keyData/0/{place}")]);
        }
        change(acme, "example.net", &json!({"rem": {"secDNS": {"keyData": [key]}}})).expect(200);
        assert!(!crate::given::exported(admin, "net").contains(" DS "), "the DS goes with its key");
    }

    fn d9_all_is_removed_and_others_added_in_one_step(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        register(&acme, "none.st", &json!([]));
        ask(&acme, &json!([ds(&json!({})), ds(&json!({"keyTag": 2}))])).expect(201);
        let body = json!({"rem": {"secDNS": {"all": true}}, "add": {"secDNS": {"dsData": [ds(&json!({"keyTag": 3})), ds(&json!({"keyTag": 1}))]}}});
        change(&acme, "blue.st", &body).expect(200);
        assert_eq!(tags(&acme, "blue.st"), [(1, 2), (3, 2)]);
        change(&acme, "blue.st", &json!({"rem": {"secDNS": {"all": true}}})).expect(200);
        assert_eq!(tags(&acme, "blue.st"), []);
    }

    fn d9_types_and_algorithms_are_the_policys(server: &Server) {
        let acme = registry(server, &json!({"ds_digests": [4], "ds_algorithms": [8], "max_ds": 1})).acme;
        refused_at(&ask(&acme, &json!([ds(&json!({}))])), 2306, &["/secDNS/dsData/0/alg", "/secDNS/dsData/0/digestType"]);
        let fine = ds(&json!({"alg": 8, "digestType": 4, "digest": "0a".repeat(48)}));
        ask(&acme, &json!([fine])).expect(201);
        refused(&change(&acme, "blue.st", &json!({"add": {"secDNS": {"dsData": [crate::given::with(fine.clone(), &json!({"keyTag": 2}))]}}})), 2306);
    }
}
