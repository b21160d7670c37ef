//! The policy of a TLD at `/tlds/{id}/policy` (`docs/spec/registrar.md` section 7): presets, replacing, merging, versions.

use super::{column, path, refused, rule, wrong};
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
        for year in [json!("PT7S"), json!(null)] {
            wrong(&admin.patch(&path, &json!({"sandbox_year": year})).send(), &["sandbox_year"]);
            wrong(&admin.put(&path, &json!({"sandbox_year": year})).send(), &["sandbox_year"]);
        }
        let other = new_policy_path(&admin, "zz");
        admin.put(&other, &json!({})).expect(201);
        wrong(&admin.patch(&other, &json!({"sandbox_year": "PT6S"})).send(), &["sandbox_year"]);
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
        assert_eq!(column(&names["names"], "match"), ["?", "??"]);
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
}
