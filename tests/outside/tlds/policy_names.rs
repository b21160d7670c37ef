//! Names that a TLD reserves or sells dearer, at `/tlds/{id}/policy/names` (`docs/spec/registrar.md` N5, P1).

use super::policy::new_policy_path;
use super::{at_once, column, refused, wrong};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Where the names of a new policy stand.
fn names(admin: &Client, tld: &str, preset: &str) -> String {
    let path = new_policy_path(admin, tld);
    admin.put(&path, &json!({ "preset": preset })).expect(201);
    format!("{path}/names")
}

/// The patterns of a page.
fn matches(answer: &Answer) -> Vec<String> {
    column(&answer.json()["names"], "match")
}

/// An entry without anything beside its kind.
fn bare(pattern: &str, kind: &str) -> Value {
    json!({"match": pattern, "kind": kind, "account": null, "fee": null, "reason": null})
}

both! {
    fn p1_the_presets_bring_their_names(server: &Server) {
        let admin = server.admin();
        for (preset, kind, patterns) in
            [("default", "reserved", &["nic", "rdap", "whois", "www"][..]), ("st", "premium", &["?", "??"])]
        {
            let path = names(&admin, preset, preset);
            let rows: Vec<Value> = patterns.iter().map(|pattern| bare(pattern, kind)).collect();
            assert_eq!(admin.get(&path).expect(200).json(), json!({ "names": rows }));
            let policy = path.trim_end_matches("/names");
            admin.put(policy, &json!({"preset": "st"})).expect(200);
            assert_eq!(admin.get(&path).expect(200).json(), json!({ "names": rows }), "replacing a policy leaves them");
        }
    }

    fn p1_an_entry_is_made_replaced_read_and_deleted(server: &Server) {
        let admin = server.admin();
        let path = names(&admin, "st", "default");
        let gold = format!("{path}/gold");
        let body = json!({"kind": "premium", "fee": {"amount": "250.00", "currency": "eur"}, "reason": "short and shiny"});
        let made = admin.put(&gold, &body).expect(201);
        let mut expected = bare("gold", "premium");
        (expected["fee"], expected["reason"]) = (json!({"amount": "250.00", "currency": "EUR"}), json!("short and shiny"));
        assert_eq!((made.json(), made.header("location")), (expected.clone(), Some(gold.as_str())));
        let read = admin.get(&gold).expect(200);
        assert_eq!((read.json(), read.etag()), (expected.clone(), made.etag()));
        let again = admin.put(&gold, &expected).expect(200);
        assert_eq!((again.json(), again.etag(), again.header("location")), (expected, made.etag(), None), "sent back as shown");
        let kept = json!({"kind": "reserved", "account": "Acme", "fee": null});
        let other = admin.put(&gold, &kept).expect(200);
        let mut expected = bare("gold", "reserved");
        expected["account"] = json!("Acme");
        assert_eq!(other.json(), expected, "the whole is replaced");
        assert_ne!(other.etag(), made.etag());
        assert!(admin.delete(&gold).expect(204).body.is_empty());
        refused(&admin.get(&gold).send(), 404, "name_not_found");
        assert_eq!(matches(&admin.get(&path).expect(200)), ["nic", "rdap", "whois", "www"]);
        let policy = path.trim_end_matches("/names");
        assert_eq!(admin.get(policy).expect(200).etag(), "\"1\"", "names are no members of the policy");
    }

    fn p1_a_pattern_is_a_label_in_any_spelling_or_question_marks(server: &Server) {
        let admin = server.admin();
        let path = names(&admin, "st", "default");
        for (spellings, canonical) in [
            (vec!["b%C3%BCcher", "B%C3%9CCHER", "xn--bcher-kva", "XN--BCHER-KVA"], "xn--bcher-kva"),
            (vec!["gold", "GOLD"], "gold"),
            (vec!["a", "%41"], "a"),
            (vec!["0"], "0"),
            (vec!["%3F"], "?"),
            (vec!["%3F%3F%3F"], "???"),
        ] {
            for (at, spelling) in spellings.iter().enumerate() {
                let answer = admin.put(&format!("{path}/{spelling}"), &json!({"kind": "premium"})).expect(if at == 0 { 201 } else { 200 });
                assert_eq!(answer.json()["match"], canonical);
                assert_eq!(admin.get(&format!("{path}/{spelling}")).expect(200).json(), bare(canonical, "premium"));
            }
        }
        let longest = "%3F".repeat(63);
        let located = admin.put(&format!("{path}/{longest}"), &json!({"kind": "reserved"})).expect(201);
        let location = located.header("location").expect("a Location").to_owned();
        assert_eq!(admin.get(&location).expect(200).json()["match"], "?".repeat(63));
        refused(&admin.get(&format!("{path}/%3F%3F")).send(), 404, "name_not_found");
        refused(&admin.get(&format!("{path}/b")).send(), 404, "name_not_found");
        for bad in ["a.b", "%3Fa", "a%3F", "a_b", "-a", "a-", "%20", "a%20b", "%2A", "a%2Fb", "a%5C046b", "xn--a", "%00", "a..",
            &"%3F".repeat(64), &"a".repeat(64)]
        {
            let one = format!("{path}/{bad}");
            wrong(&admin.put(&one, &json!({"kind": "reserved"})).send(), &["match"]);
            wrong(&admin.put(&one, &json!({"kind": "gold", "colour": 1})).send(), &["match", "kind", "colour"]);
            wrong(&admin.get(&one).send(), &["match"]);
            wrong(&admin.delete(&one).send(), &["match"]);
        }
    }

    fn p1_every_wrong_member_is_named_at_once(server: &Server) {
        let admin = server.admin();
        let path = names(&admin, "st", "default");
        let gold = format!("{path}/gold");
        for (body, named) in [
            (json!({}), &["kind"][..]),
            (json!({"kind": null}), &["kind"]),
            (json!({"kind": "Reserved"}), &["kind"]),
            (json!({"kind": ["reserved"]}), &["kind"]),
            (json!({"kind": 7, "account": "a b", "fee": "250.00 EUR", "reason": 5, "price": 1}), &["kind", "account", "fee", "reason", "price"]),
            (json!({"kind": "premium", "account": "acme"}), &["account"]),
            (json!({"kind": "reserved", "fee": {"amount": "1", "currency": "EUR"}}), &["fee"]),
            (json!({"kind": "premium", "fee": {}}), &["fee"]),
            (json!({"kind": "premium", "fee": {"amount": "1.00001", "currency": "EURO", "vat": 1}}), &["fee"]),
            (json!({"kind": "premium", "fee": {"amount": -1, "currency": 978}}), &["fee"]),
            (json!({"kind": "premium", "reason": "x".repeat(161)}), &["reason"]),
            (json!({"kind": "premium", "match": "silver"}), &["match"]),
            (json!({"kind": "premium", "match": 5}), &["match"]),
        ] {
            wrong(&admin.put(&gold, &body).send(), named);
        }
        let told = admin.put(&gold, &json!({"kind": "premium", "fee": {"amount": "1.00001", "vat": 1}})).expect(400).json();
        let paths: Vec<Value> = told["errors"]["errors"].as_array().expect("errors").iter().map(|error| error["path"].clone()).collect();
        assert_eq!(paths.len(), 3, "{told}");
        for member in ["amount", "vat", "currency"] {
            assert!(paths.contains(&json!(["fee", member])), "{told}");
        }
        refused(&admin.get(&gold).send(), 404, "name_not_found");
    }

    fn n5_an_amount_that_is_a_number_is_taken_as_it_is_written(server: &Server) {
        let admin = server.admin();
        let gold = format!("{}/gold", names(&admin, "st", "default"));
        for (amount, shown) in [
            ("250.00", "250.00"),
            ("999999999999.9999", "999999999999.9999"),
            ("0.1", "0.1"),
            ("7", "7"),
            ("\"0250.50\"", "250.50"),
        ] {
            let body = format!(r#"{{"kind":"premium","fee":{{"amount":{amount},"currency":"EUR"}}}}"#);
            let answer = admin.request("PUT", &gold).body("application/json", body).send();
            assert_eq!(answer.json()["fee"], json!({"amount": shown, "currency": "EUR"}), "{amount}: {answer}");
        }
        for amount in ["1e2", "-1", "1.00001", "9999999999999", "1E-2"] {
            let body = format!(r#"{{"kind":"premium","fee":{{"amount":{amount},"currency":"EUR"}}}}"#);
            wrong(&admin.request("PUT", &gold).body("application/json", body).send(), &["fee"]);
        }
    }

    fn p1_a_list_is_paged_and_filtered(server: &Server) {
        let admin = server.admin();
        let path = names(&admin, "st", "st");
        let labels: Vec<String> = (0..25).map(|number| format!("n{number:02}")).collect();
        at_once(&labels, |label| {
            let kind = if label.ends_with('5') { "premium" } else { "reserved" };
            admin.put(&format!("{path}/{label}"), &json!({ "kind": kind })).expect(201)
        });
        let all = matches(&admin.get(&path).expect(200));
        let expected: Vec<String> = ["?", "??"].into_iter().map(str::to_owned).chain(labels).collect();
        assert_eq!(all, expected, "in the order of their patterns");
        for (query, expected) in [("?limit=7", expected.clone()), ("?kind=premium&limit=2", ["?", "??", "n05", "n15"].map(str::to_owned).to_vec())] {
            let (mut seen, mut next) = (Vec::new(), format!("{path}{query}"));
            loop {
                let page = admin.get(&next).expect(200);
                seen.extend(matches(&page));
                let Some(link) = page.header("link") else { break };
                let (target, rel) = link.split_once('>').expect("a link");
                assert_eq!(rel, "; rel=\"next\"");
                next = target.trim_start_matches('<').to_owned();
                assert!(seen.len() < 100, "it does not end");
            }
            assert_eq!(seen, expected, "{query}");
        }
        assert_eq!(matches(&admin.get(&format!("{path}?marker=n23&limit=max")).expect(200)), ["n24"]);
        assert_eq!(matches(&admin.get(&format!("{path}?marker=N2")).expect(200)).len(), 5, "a marker need not be there");
        assert_eq!(matches(&admin.get(&format!("{path}?marker=zzz")).expect(200)), Vec::<String>::new());
        assert_eq!(matches(&admin.get(&format!("{path}?limit=99999999999999999999999")).expect(200)).len(), 27);
        for (query, word) in [
            ("limit=0", "invalid_limit"),
            ("limit=x", "invalid_limit"),
            ("marker=a.b", "invalid_marker"),
            ("marker=", "invalid_marker"),
            ("kind=gold", "bad_request"),
            ("kind=reserved&kind=premium", "bad_request"),
            ("colour=red", "bad_request"),
        ] {
            refused(&admin.get(&format!("{path}?{query}")).send(), 400, word);
        }
        refused(&admin.get(&path).header("Accept", "text/html").send(), 406, "not_acceptable");
    }

    fn p1_a_page_has_a_tag_that_changes_with_it(server: &Server) {
        let admin = server.admin();
        let path = names(&admin, "st", "default");
        let first = admin.get(&format!("{path}?limit=4")).expect(200);
        let known = |tag: &str| admin.get(&format!("{path}?limit=4")).header("If-None-Match", tag).send().status;
        assert_eq!((known(&first.etag()), first.header("link")), (304, None));
        admin.put(&format!("{path}/zebra"), &json!({"kind": "reserved"})).expect(201);
        assert_eq!(known(&first.etag()), 200, "there is a next page now");
        admin.delete(&format!("{path}/zebra")).expect(204);
        assert_eq!(known(&first.etag()), 304, "it is as it was");
        admin.put(&format!("{path}/nic"), &json!({"kind": "reserved", "reason": "ours"})).expect(200);
        assert_eq!(known(&first.etag()), 200);
    }

    fn p1_conditions_are_honoured(server: &Server) {
        let admin = server.admin();
        let gold = format!("{}/gold", names(&admin, "st", "default"));
        let reserved = json!({"kind": "reserved"});
        refused(&admin.put(&gold, &reserved).if_match("*").send(), 412, "precondition_failed");
        let tag = admin.put(&gold, &reserved).header("If-None-Match", "*").expect(201).etag();
        refused(&admin.put(&gold, &json!({"kind": "premium"})).header("If-None-Match", "*").send(), 412, "precondition_failed");
        admin.get(&gold).header("If-None-Match", &tag).expect(304);
        let now = admin.put(&gold, &json!({"kind": "premium"})).if_match(&tag).expect(200).etag();
        for call in [admin.put(&gold, &reserved), admin.put(&gold, &json!({"kind": "premium"})), admin.delete(&gold)] {
            let answer = call.if_match(&tag).send();
            refused(&answer, 412, "precondition_failed");
            assert_eq!(answer.etag(), now);
        }
        admin.delete(&gold).if_match(&now).expect(204);
    }

    fn p1_of_many_at_once_one_makes_the_entry_and_one_deletes_it(server: &Server) {
        let admin = server.admin();
        let gold = format!("{}/gold", names(&admin, "st", "default"));
        for _ in 0..3 {
            let made = at_once(&[(); 8], |()| admin.put(&gold, &json!({"kind": "premium"})).send().status);
            assert_eq!((made.iter().filter(|status| **status == 201).count(), made.iter().filter(|status| **status == 200).count()), (1, 7));
            let gone = at_once(&[(); 8], |()| admin.delete(&gold).send().status);
            assert_eq!((gone.iter().filter(|status| **status == 204).count(), gone.iter().filter(|status| **status == 404).count()), (1, 7));
        }
    }
}
