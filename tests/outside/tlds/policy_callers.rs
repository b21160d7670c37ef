//! Who reads and changes a policy (`docs/spec/registrar.md` section 7), under what conditions, on trial, and many at once.

use super::policy::{content, new_policy_path, preset};
use super::{NO_ID, at_once, column, refused, wrong};
use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn section_7_conditions_are_honoured(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        for tag in ["\"1\"", "*"] {
            refused(&admin.put(&path, &json!({})).if_match(tag).send(), 412, "precondition_failed");
        }
        admin.put(&path, &json!({})).header("If-None-Match", "*").expect(201);
        refused(&admin.put(&path, &json!({"min_ns": 1})).header("If-None-Match", "*").send(), 412, "precondition_failed");
        assert_eq!(admin.patch(&path, &json!({"min_ns": 1})).if_match("\"1\"").expect(200).etag(), "\"2\"");
        for call in [
            admin.patch(&path, &json!({"min_ns": 2})),
            admin.put(&path, &json!({"min_ns": 2})),
            admin.patch(&path, &json!({})),
            admin.delete(&path),
        ] {
            let answer = call.if_match("\"1\"").send();
            refused(&answer, 412, "precondition_failed");
            assert_eq!(answer.etag(), "\"2\"", "the current one");
        }
        refused(&admin.delete(&path).if_match("W/\"2\"").send(), 412, "precondition_failed");
        assert_eq!(admin.put(&path, &json!({"min_ns": 1})).if_match("\"1\", \"2\"").expect(200).etag(), "\"2\"");
        assert_eq!(admin.put(&path, &json!({"min_ns": 3})).if_match("*").expect(200).etag(), "\"3\"");
        admin.delete(&path).if_match("\"3\"").expect(204);
    }

    fn a_dry_run_checks_everything_and_leaves_nothing(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        let would = |answer: &Answer, status: u16| assert_eq!((answer.status, answer.json()), (200, json!({"would": status})), "{answer}");
        would(&admin.put(&format!("{path}?dry_run=true"), &json!({})).send(), 201);
        refused(&admin.get(&path).send(), 404, "policy_not_found");
        refused(&admin.delete(&format!("{path}?dry_run=true")).send(), 404, "policy_not_found");
        let made = admin.put(&path, &json!({})).expect(201).json();
        would(&admin.put(&format!("{path}?dry_run=true"), &json!({"preset": "st"})).send(), 200);
        would(&admin.patch(&format!("{path}?dry_run=true"), &json!({"min_ns": 2})).send(), 200);
        would(&admin.put(&format!("{path}/names/gold?dry_run=true"), &json!({"kind": "premium"})).send(), 201);
        would(&admin.put(&format!("{path}/names/nic?dry_run=true"), &json!({"kind": "premium"})).send(), 200);
        would(&admin.delete(&format!("{path}/names/nic?dry_run=true")).send(), 204);
        would(&admin.delete(&format!("{path}?dry_run=true")).send(), 204);
        wrong(&admin.patch(&format!("{path}?dry_run=true"), &json!({"min_ns": 20})).send(), &["min_ns"]);
        refused(&admin.patch(&format!("{path}?dry_run=true"), &json!({})).if_match("\"2\"").send(), 412, "precondition_failed");
        assert_eq!(admin.get(&path).expect(200).json(), made);
        let names = admin.get(&format!("{path}/names")).expect(200).json();
        assert_eq!(column(&names["names"], "match"), ["nic", "rdap", "whois", "www"]);
        assert_eq!(names["names"][0]["kind"], "reserved");
    }

    fn any_registrar_reads_and_an_admin_writes(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({})).expect(201);
        let [registrar, reader, hostmaster, attestor] = ["registrar", "reader", "hostmaster", "attestor"]
            .map(|role| server.user(&format!("{role}1"), "acme", &[role]));
        for client in [&registrar, &reader] {
            for path in [path.as_str(), "/policies/st"] {
                client.get(path).expect(200);
                client.get(&format!("{path}/names")).expect(200);
                client.get(&format!("{path}/names/nic")).expect(200);
            }
            refused(&client.get(&format!("/tlds/{NO_ID}/policy")).send(), 404, "tld_not_found");
        }
        for client in [&registrar, &reader, &hostmaster, &attestor] {
            for path in [path.as_str(), "/policies/st", "/policies/nothing", &format!("/tlds/{NO_ID}/policy"), "/tlds/foo/policy"] {
                for answer in [
                    client.put(path, &json!({"min_ns": 1})).send(),
                    client.patch(path, &json!({"min_ns": "x"})).send(),
                    client.delete(path).send(),
                    client.put(&format!("{path}/names/a"), &json!({"kind": "premium"})).send(),
                    client.delete(&format!("{path}/names/nic")).send(),
                ] {
                    refused(&answer, 403, "forbidden");
                }
            }
        }
        for client in [&hostmaster, &attestor] {
            for path in [path.as_str(), "/policies/st", "/policies/nothing", "/policies/a..b", "/tlds/foo/policy"] {
                for rest in ["", "?colour=red", "/names", "/names/nic", "/names/gold"] {
                    refused(&client.get(&format!("{path}{rest}")).send(), 403, "forbidden");
                }
            }
        }
        assert_eq!(content(&admin.get(&path).expect(200), 1), preset("default"));
    }

    fn of_two_that_make_a_policy_one_makes_it(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        let numbers: Vec<u64> = (1..=8).collect();
        let answers = at_once(&numbers, |number| admin.put(&path, &json!({"max_ns": number})).send());
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!((statuses.iter().filter(|status| **status == 201).count(), statuses.iter().filter(|status| **status == 200).count()), (1, 7));
        let mut versions: Vec<u64> = answers.iter().map(|answer| answer.json()["version"].as_u64().expect("a number")).collect();
        versions.sort_unstable();
        assert_eq!(versions, numbers, "each is a version of its own");
        let last = answers.iter().max_by_key(|answer| answer.json()["version"].as_u64()).expect("one");
        assert_eq!(admin.get(&path).expect(200).json(), last.json());
    }

    fn of_two_changes_of_one_version_one_is_refused_and_without_a_condition_both_stand(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({})).expect(201);
        for round in 1..=5_u64 {
            let tag = admin.get(&path).expect(200).etag();
            let answers = at_once(&[2 * round, 2 * round + 1], |number| {
                admin.patch(&path, &json!({"max_ds": number})).if_match(&tag).send()
            });
            let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "{} {}", answers[0], answers[1]);
        }
        let changes = [json!({"min_ns": 2}), json!({"months": true}), json!({"contacts": {"tech": "required"}})];
        let changes = [changes, [json!({"contacts": {"admin": "required"}}), json!({"min_label": 2}), json!({"max_years": 9})]].concat();
        for answer in at_once(&changes, |change| admin.patch(&path, change).send()) {
            assert_eq!(answer.status, 200, "{answer}");
        }
        let now = admin.get(&path).expect(200);
        assert_eq!(now.etag(), "\"12\"", "no step is lost");
        let told = now.json();
        assert_eq!(
            (&told["min_ns"], &told["months"], &told["min_label"], &told["max_years"]),
            (&json!(2), &json!(true), &json!(2), &json!(9))
        );
        assert_eq!((&told["contacts"]["tech"], &told["contacts"]["admin"]), (&json!("required"), &json!("required")));
        let answers = at_once(&[(); 6], |()| admin.delete(&path).send());
        let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((count(204), count(404)), (1, 5));
    }
}
