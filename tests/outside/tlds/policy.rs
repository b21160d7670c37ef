//! The policy of a TLD at `/tlds/{id}/policy` (`docs/spec/registrar.md` section 7): presets, replacing, merging, versions.

use super::{NO_ID, at_once, path, refused, rule};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Where the policy of a new rule stands.
pub(super) fn new_policy_path(admin: &Client, name: &str) -> String {
    format!("{}/policy", path(&rule(admin, name)))
}

/// The policy of a preset as section 7 has it, without version and instant.
pub(super) fn preset(name: &str) -> Value {
    let roles = ["admin", "tech", "billing", "registrant_privacy", "admin_privacy", "tech_privacy", "billing_privacy"];
    let mut contacts = json!({"registrant": "optional"});
    for role in roles {
        contacts[role] = json!("optional");
    }
    let mut policy = json!({
        "preset": "default", "registrations": "open", "accredited": "all", "min_years": 1, "max_years": 10, "months": false,
        "add_grace": "P5D", "renew_grace": "P5D", "transfer_grace": "P5D", "at_expiry": "auto_renew", "auto_renew_grace": "P45D",
        "expire_hold_after": null, "expire_delete_after": null, "redemption": "P30D", "pending_delete": "P5D", "expiry_notices": [],
        "transfer_model": "standard", "transfer_window": "P5D", "transfer_lock": "P0D", "transfer_years": 1, "contacts": contacts,
        "min_ns": 0, "max_ns": 13, "min_label": 1, "ns_parent": "registered", "host_addresses": "unicast", "sink": null, "max_ds": 8,
        "ds_digests": [2, 4], "ds_algorithms": [8, 10, 13, 14, 15, 16], "hyphens": "ace_only", "idn_scripts": [],
        "authinfo_on_create": "generate", "authinfo_min_length": 20, "authinfo_ttl": null, "fee_ack": true, "required_claims": [],
        "disclose": ["org", "addr.sp", "addr.cc"], "sandbox_year": null,
    });
    if name == "st" {
        for (member, value) in [
            ("preset", json!("st")),
            ("months", json!(true)),
            ("at_expiry", json!("expire")),
            ("auto_renew_grace", json!(null)),
            ("expire_hold_after", json!("P0D")),
            ("expire_delete_after", json!("P40D")),
            ("expiry_notices", json!(["P30D", "P14D"])),
            ("transfer_window", json!("P7D")),
            ("transfer_lock", json!("P60D")),
            ("ns_parent", json!("any")),
            ("hyphens", json!("forbid")),
            ("authinfo_min_length", json!(8)),
            ("fee_ack", json!(false)),
        ] {
            policy[member] = value;
        }
        policy["contacts"]["registrant"] = json!("required");
    }
    policy
}

/// What an answer says of a policy, without version and instant, after a look at these and at the tag.
pub(super) fn content(answer: &Answer, version: u64) -> Value {
    let mut policy = answer.json();
    assert_eq!((&policy["version"], answer.etag()), (&json!(version), format!("\"{version}\"")), "{answer}");
    let since = policy["validFrom"].as_str().unwrap_or_else(|| panic!("no instant: {answer}"));
    assert!(since.len() == 20 && since.ends_with('Z') && since.starts_with("20"), "whole seconds, UTC: {answer}");
    let object = policy.as_object_mut().expect("an object");
    object.remove("version");
    object.remove("validFrom");
    policy
}

both! {
    fn section_7_the_presets_are_those_of_the_table(server: &Server) {
        let admin = server.admin();
        for (tld, body, name) in [
            ("one", json!({"preset": "default"}), "default"),
            ("two", json!({}), "default"),
            ("three", json!({"preset": null}), "default"),
            ("st", json!({"preset": "st"}), "st"),
        ] {
            let path = new_policy_path(&admin, tld);
            let made = admin.put(&path, &body).expect(201);
            assert_eq!(made.header("location"), Some(path.as_str()));
            assert_eq!(content(&made, 1), preset(name), "{body}");
            let read = admin.get(&path).expect(200);
            assert_eq!((content(&read, 1), read.json()), (preset(name), made.json()));
        }
    }

    fn section_7_members_come_in_the_order_of_the_specification(server: &Server) {
        let admin = server.admin();
        let text = admin.put(&new_policy_path(&admin, "st"), &json!({"preset": "st"})).expect(201).text();
        assert!(text.starts_with(r#"{"preset":"st","version":1,"validFrom":"20"#), "{text}");
        let members = ["registrations", "accredited", "min_years", "transfer_lock", "min_ns", "hyphens", "disclose", "sandbox_year"];
        let places = members.map(|member| text.find(&format!("\"{member}\":")).unwrap_or_else(|| panic!("{member}: {text}")));
        assert!(places.is_sorted(), "{text}");
    }

    fn section_7_put_replaces_the_whole(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({"preset": "st", "min_ns": 2, "sink": "Sink.Example."})).expect(201);
        let again = admin.put(&path, &json!({"preset": "st", "sink": "sink.example", "min_ns": 2})).expect(200);
        let mut expected = preset("st");
        (expected["min_ns"], expected["sink"]) = (json!(2), json!("sink.example"));
        assert_eq!(content(&again, 1), expected, "nothing differs");
        assert_eq!(again.header("location"), None);
        let other = admin.put(&path, &json!({"preset": "st", "max_ns": 4})).expect(200);
        expected = preset("st");
        expected["max_ns"] = json!(4);
        assert_eq!(content(&other, 2), expected, "what is not sent is the preset's");
        assert_eq!(content(&admin.put(&path, &json!({})).expect(200), 3), preset("default"));
        assert_eq!(content(&admin.get(&path).expect(200), 3), preset("default"));
    }

    fn section_7_patch_merges_and_null_is_what_the_preset_says(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({"preset": "st", "min_ns": 2, "contacts": {"admin": "required"}})).expect(201);
        let mut expected = preset("st");
        (expected["min_ns"], expected["contacts"]["admin"]) = (json!(2), json!("required"));
        let mut version = 1;
        for (patch, changes) in [
            (json!({}), vec![]),
            (json!({"min_ns": 2, "preset": "st"}), vec![]),
            (json!({"max_ns": 4}), vec![("/max_ns", json!(4))]),
            (json!({"min_ns": null, "redemption": "PT90S"}), vec![("/min_ns", json!(0)), ("/redemption", json!("PT1M30S"))]),
            (json!({"contacts": {"tech": "forbidden"}}), vec![("/contacts/tech", json!("forbidden"))]),
            (json!({"contacts": {"registrant": null, "admin": null}}), vec![("/contacts/admin", json!("optional"))]),
            (json!({"contacts": null}), vec![("/contacts/tech", json!("optional"))]),
            (json!({"ds_digests": [4], "accredited": ["Acme", "zeta", "ACME"]}),
                vec![("/ds_digests", json!([4])), ("/accredited", json!(["Acme", "zeta"]))]),
            (json!({"ds_digests": null, "accredited": null}), vec![("/ds_digests", json!([2, 4])), ("/accredited", json!("all"))]),
            (json!({"months": null, "fee_ack": true}), vec![("/fee_ack", json!(true))]),
        ] {
            version += u64::from(!changes.is_empty());
            for (place, value) in changes {
                *expected.pointer_mut(place).expect("a member") = value;
            }
            assert_eq!(content(&admin.patch(&path, &patch).expect(200), version), expected, "{patch}");
            assert_eq!(content(&admin.get(&path).expect(200), version), expected, "{patch}");
        }
        let merge = admin.request("PATCH", &path).body("application/merge-patch+json; charset=utf-8", r#"{"min_label":3}"#);
        expected["min_label"] = json!(3);
        assert_eq!(content(&merge.expect(200), version + 1), expected);
    }

    fn section_7_a_policy_that_changes_its_model_of_expiry_gets_what_that_needs(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({})).expect(201);
        let told = admin.patch(&path, &json!({"at_expiry": "expire"})).expect(200).json();
        assert_eq!((&told["expire_hold_after"], &told["expire_delete_after"]), (&json!("P0D"), &json!("P40D")));
        let told = admin.put(&path, &json!({"preset": "st", "at_expiry": "auto_renew"})).expect(200).json();
        assert_eq!(told["auto_renew_grace"], "P45D");
    }

    fn section_7_what_was_read_can_be_sent_back(server: &Server) {
        let admin = server.admin();
        for name in ["default", "st"] {
            let path = new_policy_path(&admin, name);
            let body = json!({"preset": name, "idn_scripts": ["Latn"], "required_claims": [{"claim": "email", "within": "P15D"}]});
            let shown = content(&admin.put(&path, &body).expect(201), 1);
            assert_eq!(content(&admin.put(&path, &shown).expect(200), 1), shown);
            assert_eq!(content(&admin.patch(&path, &shown).expect(200), 1), shown);
        }
    }

    fn p2_the_length_of_a_year_is_set_at_creation_only(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({"preset": "st", "sandbox_year": "PT6S"})).expect(201);
        for body in [json!({"preset": "st"}), json!({"preset": "st", "sandbox_year": "PT6S"}), json!({"preset": "default"})] {
            assert_eq!(admin.put(&path, &body).expect(200).json()["sandbox_year"], "PT6S", "it stays: {body}");
        }
        admin.patch(&path, &json!({"sandbox_year": "PT6S", "min_ns": 1})).expect(200);
        for wrong in [json!("PT7S"), json!(null)] {
            super::wrong(&admin.patch(&path, &json!({"sandbox_year": wrong})).send(), &["sandbox_year"]);
            super::wrong(&admin.put(&path, &json!({"sandbox_year": wrong})).send(), &["sandbox_year"]);
        }
        let other = new_policy_path(&admin, "zz");
        admin.put(&other, &json!({})).expect(201);
        super::wrong(&admin.patch(&other, &json!({"sandbox_year": "PT6S"})).send(), &["sandbox_year"]);
        admin.patch(&other, &json!({"sandbox_year": null})).expect(200);
        admin.delete(&other).expect(204);
        admin.put(&other, &json!({"sandbox_year": "PT6S"})).expect(201);
    }

    fn section_7_a_policy_is_deleted_with_its_names_and_may_be_made_anew(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "zz");
        admin.put(&path, &json!({"min_ns": 2})).expect(201);
        admin.patch(&path, &json!({"min_ns": 1})).expect(200);
        admin.put(&format!("{path}/names/gold"), &json!({"kind": "premium"})).expect(201);
        assert!(admin.delete(&path).expect(204).body.is_empty());
        for answer in [admin.get(&path).send(), admin.delete(&path).send(), admin.patch(&path, &json!({})).send()] {
            assert_eq!(refused(&answer, 404, "policy_not_found"), "Could not find Policy");
        }
        refused(&admin.get(&format!("{path}/names")).send(), 404, "policy_not_found");
        assert_eq!(content(&admin.put(&path, &json!({"preset": "st"})).expect(201), 1), preset("st"));
        let names = admin.get(&format!("{path}/names")).expect(200).json();
        assert_eq!(super::column(&names["names"], "match"), ["?", "??"]);
    }

    fn section_7_what_is_known_is_not_sent_again_and_head_is_get_without_a_body(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        admin.put(&path, &json!({})).expect(201);
        for known in ["\"1\"", "W/\"1\"", "\"7\", \"1\"", "*"] {
            let answer = admin.get(&path).header("If-None-Match", known).expect(304);
            assert!(answer.body.is_empty() && answer.etag() == "\"1\"", "{answer}");
        }
        admin.get(&path).header("If-None-Match", "\"2\"").expect(200);
        let head = admin.head(&path).expect(200);
        assert!(head.body.is_empty() && head.etag() == "\"1\"");
    }

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
        super::wrong(&admin.patch(&format!("{path}?dry_run=true"), &json!({"min_ns": 20})).send(), &["min_ns"]);
        refused(&admin.patch(&format!("{path}?dry_run=true"), &json!({})).if_match("\"2\"").send(), 412, "precondition_failed");
        assert_eq!(admin.get(&path).expect(200).json(), made);
        let names = admin.get(&format!("{path}/names")).expect(200).json();
        assert_eq!(super::column(&names["names"], "match"), ["nic", "rdap", "whois", "www"]);
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
