//! `GET /tlds` and `GET /v2/tlds`: what is listed, in what order (L1, L3, L6).

use super::{FORMS, column, imported, members, names, path, path2, refused, rule, rules, text};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The names on a page in the other form.
fn names2(client: &Client, query: &str) -> Vec<String> {
    column(&client.get(&format!("/v2/tlds{query}")).expect(200).json()["tlds"], "name")
}

/// Rules in an order that none of the keys has, some of them changed since.
fn scene(client: &Client) -> Vec<Value> {
    let given = ["*.ck", "ab", "a_b", "!www.ck", "a-b", "a.b", "xn--3e0b707e", "0"];
    let made: Vec<Value> = given.iter().map(|name| rule(client, name)).collect();
    for (number, at) in [5, 1, 3].into_iter().enumerate() {
        client.patch(&path2(&made[at]), &json!({"description": format!("change {number}")})).expect(200);
    }
    made.iter().map(|tld| client.get(&path(tld)).expect(200).json()["tlds"].clone()).collect()
}

both! {
    fn every_rule_is_listed_in_the_seeds_form_and_twenty_in_the_other(server: &Server) {
        let admin = server.admin();
        let empty = admin.get("/v2/tlds").expect(200).json();
        assert_eq!((&empty["tlds"], members(&empty["links"])), (&json!([]), vec!["self"]), "{empty}");
        assert_eq!(admin.get("/tlds").expect(200).json(), json!({"tlds": []}));
        let text: String = (0..25).map(|number| format!("t{number:02}\n")).collect();
        imported(&admin, &json!({ "text": text }));
        let all = admin.get("/tlds").expect(200);
        assert_eq!((all.json()["tlds"].as_array().unwrap().len(), all.header("link")), (25, None));
        let page = admin.get("/v2/tlds").expect(200).json();
        assert_eq!((page["tlds"].as_array().unwrap().len(), members(&page["links"])), (20, vec!["next", "self"]));
        assert_eq!(members(&page), ["links", "tlds"]);
        for row in all.json()["tlds"].as_array().unwrap() {
            assert_eq!(members(row), ["created_at", "description", "id", "name", "updated_at", "version"]);
        }
        for row in page["tlds"].as_array().unwrap() {
            assert_eq!(members(row), ["created_at", "description", "id", "links", "name", "updated_at"]);
        }
    }

    fn the_list_has_the_etag_of_its_edition(server: &Server) {
        let admin = server.admin();
        rule(&admin, "com");
        let answer = admin.get("/tlds").expect(200);
        let etag = answer.etag();
        let revision = admin.get("/tlds/explain?name=a.com").expect(200).json()["revision"].clone();
        assert_eq!(etag, format!("\"tlds-{revision}\""));
        for form in FORMS {
            assert_eq!(admin.get(form).expect(200).etag(), etag);
            let same = admin.get(form).header("If-None-Match", &etag).expect(304);
            assert!(same.body.is_empty(), "{same}");
            assert_eq!(same.etag(), etag);
        }
        rule(&admin, "net");
        let now = admin.get("/tlds").header("If-None-Match", &etag).expect(200).etag();
        assert_ne!(now, etag);
    }

    fn l1_a_limit_of_0_less_or_no_number_is_refused(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com", "net"]);
        for form in FORMS {
            for limit in ["0", "-1", "", "ten", "1.5", "1e3", "MAX%20", "0x10", "%C2%B2"] {
                refused(&admin.get(&format!("{form}?limit={limit}")).send(), 400, "invalid_limit");
            }
        }
        assert_eq!((names(&admin, "?limit=1"), names2(&admin, "?limit=1")), (vec!["com".to_owned()], vec!["com".to_owned()]));
    }

    fn l1_above_1000_is_served_as_1000(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "iana"}));
        for limit in ["max", "1000", "1001", "200000", "99999999999999999999999"] {
            for form in FORMS {
                let answer = admin.get(&format!("{form}?limit={limit}")).expect(200);
                assert_eq!(answer.json()["tlds"].as_array().unwrap().len(), 1000, "{form} {limit}");
            }
        }
        assert_eq!(names(&admin, "").len(), 1436, "without a limit all are streamed");
    }

    fn l3_rules_are_sorted_by_each_key_both_ways(server: &Server) {
        let admin = server.admin();
        let made = scene(&admin);
        for key in ["created_at", "updated_at", "name", "id"] {
            let mut expected = made.clone();
            // Null is before all others; ties are in the order of ids.
            expected.sort_by_key(|tld| (tld[key].as_str().unwrap_or_default().to_owned(), text(tld, "id").to_owned()));
            let expected = column(&json!(expected), "name");
            for form in FORMS {
                let list = |query: &str| if form == "/tlds" { names(&admin, query) } else { names2(&admin, query) };
                assert_eq!(list(&format!("?sort_key={key}")), expected, "{form} by {key}");
                assert_eq!(list(&format!("?sort_key={key}&sort_dir=asc")), expected, "{form} by {key}");
                let back: Vec<String> = expected.iter().rev().cloned().collect();
                assert_eq!(list(&format!("?sort_dir=desc&sort_key={key}")), back, "{form} by {key}, back");
            }
        }
        let by_name = ["!www.ck", "*.ck", "0", "a-b", "a.b", "a_b", "ab", "xn--3e0b707e"];
        assert_eq!(names(&admin, "?sort_key=name"), by_name, "by octets");
        assert_eq!(names(&admin, ""), column(&json!(made), "name"), "by birth, if nothing is said");
    }

    fn l3_rules_of_one_moment_are_in_the_order_of_their_ids(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"text": "d\nb\ne\na\nc\n"}));
        let rows = admin.get("/tlds").expect(200).json()["tlds"].clone();
        let (ids, births) = (column(&rows, "id"), column(&rows, "created_at"));
        assert!(births.iter().all(|birth| *birth == births[0]), "one transaction, one moment: {births:?}");
        assert!(ids.is_sorted(), "{ids:?}");
        for key in ["created_at", "updated_at"] {
            assert_eq!(column(&admin.get(&format!("/tlds?sort_key={key}")).expect(200).json()["tlds"], "id"), ids);
        }
    }

    fn l3_other_keys_and_directions_are_refused(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for key in ["", "description", "version", "NAME", "created_at,name", "pattern", "name%3B--"] {
                refused(&admin.get(&format!("{form}?sort_key={key}")).send(), 400, "invalid_sort_key");
            }
            for direction in ["", "up", "ASC", "descending"] {
                refused(&admin.get(&format!("{form}?sort_dir={direction}")).send(), 400, "invalid_sort_dir");
            }
        }
    }

    fn l6_other_parameters_are_refused_and_named(server: &Server) {
        let admin = server.admin();
        rule(&admin, "com");
        for form in FORMS {
            for (query, named) in [
                ("colour=red", "colour"),
                ("description=x", "description"),
                ("pattern=x", "pattern"),
                ("offset=5", "offset"),
                ("limit=1&limit=2", "limit"),
                ("name=a&name=a", "name"),
                ("NAME=com", "NAME"),
                ("all_projects=a&all_projects=b", "all_projects"),
            ] {
                let answer = admin.get(&format!("{form}?{query}")).send();
                refused(&answer, 400, "bad_request");
                assert!(answer.text().contains(named), "{answer}");
            }
            for value in ["true", "False", ""] {
                let page = admin.get(&format!("{form}?all_projects={value}")).expect(200).json();
                assert_eq!(column(&page["tlds"], "name"), ["com"], "accepted and ignored");
            }
        }
    }
}
