//! What a policy is refused for (`docs/spec/registrar.md` section 7): every wrong field at once, in the order of this face.

use super::policy::{content, new_policy_path, preset};
use super::{NO_ID, at_once, error, refused, wrong};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The paths of an answer's errors, in order.
pub(super) fn paths(answer: &Answer) -> Vec<Value> {
    refused(answer, 400, "invalid_object");
    let body = answer.json();
    let errors = body["errors"]["errors"].as_array().unwrap_or_else(|| panic!("no errors: {answer}"));
    errors.iter().map(|error| error["path"].clone()).collect()
}

/// Where the policy `default` of a new rule stands.
pub(super) fn made(admin: &Client, name: &str) -> String {
    let path = new_policy_path(admin, name);
    admin.put(&path, &json!({})).expect(201);
    path
}

both! {
    fn every_wrong_field_is_named_at_once(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        let body = r#"{
            "registrations": "perhaps", "accredited": ["acme", "a b", 7], "min_years": 0, "max_years": 11, "months": "yes",
            "add_grace": "5 days", "renew_grace": 5, "transfer_grace": "P3651D", "at_expiry": "AUTO_RENEW", "auto_renew_grace": "P1W",
            "expire_hold_after": "PT", "expire_delete_after": [], "redemption": {}, "pending_delete": true,
            "expiry_notices": ["P30D", "soon", "P0D"], "transfer_model": 1, "transfer_window": "-P1D", "transfer_lock": "",
            "transfer_years": -1, "contacts": {"registrant": "must", "owner": "optional"}, "min_ns": 1.5, "max_ns": 0, "min_label": 64,
            "ns_parent": null, "host_addresses": "any", "sink": "a..b", "max_ds": "8", "ds_digests": [2, 99], "ds_algorithms": 8,
            "hyphens": "no", "idn_scripts": ["latin"], "authinfo_on_create": "make", "authinfo_min_length": 1e30,
            "authinfo_ttl": "P0D", "fee_ack": 1, "required_claims": [{"claim": "shoe", "since": "P1D"}], "disclose": ["phone"],
            "sandbox_year": "PT0S", "preset": "net", "version": 1, "validFrom": "2026-01-01T00:00:00Z", "colour": "red"
        }"#;
        let body: Value = serde_json::from_str(body).expect("JSON");
        let named: Vec<String> = body.as_object().expect("members").keys().filter(|member| *member != "ns_parent").cloned().collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        for answer in [
            admin.put(&path, &body).send(),
            admin.patch(&path, &body).send(),
            admin.put(&new_policy_path(&admin, "zz"), &body).send(),
        ] {
            wrong(&answer, &named);
            let told = paths(&answer);
            for nested in [
                json!(["accredited", 1]),
                json!(["accredited", 2]),
                json!(["expiry_notices", 1]),
                json!(["expiry_notices", 2]),
                json!(["contacts", "registrant"]),
                json!(["contacts", "owner"]),
                json!(["ds_digests", 1]),
                json!(["required_claims", 0, "claim"]),
                json!(["required_claims", 0, "since"]),
                json!(["required_claims", 0, "within"]),
            ] {
                assert!(told.contains(&nested), "{nested}: {answer}");
            }
            assert!(answer.json()["message"].as_str().is_some_and(|message| message.contains("contacts/owner: ")), "{answer}");
        }
        assert_eq!(content(&admin.get(&path).expect(200), 1), preset("default"), "and nothing was done");
    }

    fn every_type_is_refused_where_another_is_due(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        let values = [json!(true), json!(7), json!(-7), json!(1.5), json!(1e300), json!("x"), json!([]), json!([[]]), json!({}), json!({"a": 1})];
        let numbers = ["min_years", "max_years", "transfer_years", "min_ns", "max_ns", "min_label", "max_ds", "authinfo_min_length"];
        let lists = ["accredited", "expiry_notices", "ds_digests", "ds_algorithms", "idn_scripts", "required_claims", "disclose"];
        let shown = preset("default");
        for member in shown.as_object().expect("members").keys() {
            for value in &values {
                let fits = match value {
                    Value::Number(number) => numbers.contains(&member.as_str()) && number.as_u64() == Some(7),
                    Value::Array(items) => lists.contains(&member.as_str()) && items.is_empty(),
                    Value::Object(members) => member == "contacts" && members.is_empty(),
                    Value::Bool(_) => ["months", "fee_ack"].contains(&member.as_str()),
                    // A name of one label is one to dump hosts below.
                    _ => member == "sink",
                };
                let answer = admin.patch(&format!("{path}?dry_run=true"), &json!({ member: value })).send();
                if fits {
                    assert_eq!(answer.status, 200, "{member} {value}: {answer}");
                } else {
                    wrong(&answer, &[member]);
                }
            }
        }
    }

    fn what_contradicts_itself_is_refused_after_it_is_merged(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        admin.patch(&path, &json!({"max_ns": 4, "max_years": 5})).expect(200);
        wrong(&admin.patch(&path, &json!({"min_ns": 5, "min_years": 6})).send(), &["min_ns", "min_years"]);
        wrong(&admin.patch(&path, &json!({"min_ns": 5, "max_ns": 40})).send(), &["max_ns"]);
        let body = json!({"at_expiry": "expire", "expire_hold_after": "P41D", "expire_delete_after": "P40D"});
        wrong(&admin.put(&path, &body).send(), &["expire_hold_after"]);
        let claims = json!([{"claim": "email", "within": "P1D"}, {"claim": "email", "within": "P2D"}]);
        wrong(&admin.patch(&path, &json!({"required_claims": claims})).send(), &["required_claims"]);
        let claims = json!([{"claim": "email", "within": "P1D"}]);
        let body = json!({"required_claims": claims, "contacts": {"registrant": "forbidden"}});
        wrong(&admin.patch(&path, &body).send(), &["required_claims"]);
        wrong(&admin.patch(&path, &json!({"preset": "st"})).send(), &["preset"]);
        assert_eq!(admin.get(&path).expect(200).etag(), "\"2\"");
    }

    fn what_is_not_there_is_told_apart(server: &Server) {
        let admin = server.admin();
        let without = new_policy_path(&admin, "zz");
        let with = made(&admin, "st");
        let gone = format!("/tlds/{NO_ID}/policy");
        for (path, word) in [
            (gone.as_str(), "tld_not_found"),
            (&without, "policy_not_found"),
            ("/policies/zz", "policy_not_found"),
            ("/policies/nothing", "tld_not_found"),
        ] {
            for answer in [
                admin.get(path).send(),
                admin.patch(path, &json!({"min_ns": 1})).if_match("\"9\"").send(),
                admin.delete(path).if_match("\"9\"").send(),
                admin.get(&format!("{path}/names")).send(),
                admin.get(&format!("{path}/names/nic")).send(),
                admin.put(&format!("{path}/names/nic"), &json!({"kind": "reserved"})).if_match("\"9\"").send(),
                admin.delete(&format!("{path}/names/nic")).send(),
            ] {
                refused(&answer, 404, word);
            }
        }
        for path in [gone.as_str(), "/policies/nothing"] {
            refused(&admin.put(path, &json!({})).send(), 404, "tld_not_found");
            wrong(&admin.put(path, &json!({"min_ns": -1})).send(), &["min_ns"]);
        }
        refused(&admin.get(&format!("{with}/names/gold")).send(), 404, "name_not_found");
        refused(&admin.delete(&format!("{with}/names/gold")).if_match("\"1\"").send(), 404, "name_not_found");
        for path in ["/policies", "/policies/st/nothing", "/policies/st/names/a/b", "/tlds/foo/policies", &format!("{with}/versions")] {
            refused(&admin.get(path).send(), 404, "not_found");
        }
    }

    fn what_names_nothing_is_malformed(server: &Server) {
        let admin = server.admin();
        for rest in ["", "/names", "/names/nic"] {
            refused(&admin.get(&format!("/tlds/foo/policy{rest}")).send(), 400, "invalid_uuid");
            for rule in ["a..b", "*", "a.*.b", "!ck", "a%20b", "%00", "a%2Fb", "xn--a"] {
                wrong(&admin.get(&format!("/policies/{rule}{rest}")).send(), &["rule"]);
            }
        }
        refused(&admin.put("/tlds/foo/policy", &json!({"min_ns": "x"})).send(), 400, "invalid_uuid");
        refused(&admin.request("PUT", "/tlds/foo/policy").body("text/plain", "{").send(), 415, "unsupported_content_type");
    }

    fn parameters_and_methods_that_a_route_has_not(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        for call in [
            admin.get(&format!("{path}?dry_run=true")),
            admin.put(&format!("{path}?colour=red"), &json!({"min_ns": 1})),
            admin.patch(&format!("{path}?dry_run=maybe"), &json!({"min_ns": 1})),
            admin.delete(&format!("{path}?dry_run=true&dry_run=true")),
            admin.get(&format!("{path}/names?dry_run=true")),
            admin.get(&format!("{path}/names/nic?kind=reserved")),
        ] {
            refused(&call.send(), 400, "bad_request");
        }
        for (path, missing) in [
            (path.clone(), &["POST"][..]),
            (format!("{path}/names"), &["POST", "PUT", "PATCH", "DELETE"]),
            (format!("{path}/names/nic"), &["POST", "PATCH"]),
            ("/policies/st".to_owned(), &["POST"]),
            ("/policies/st/names".to_owned(), &["POST", "PUT", "PATCH", "DELETE"]),
            ("/policies/st/names/nic".to_owned(), &["POST", "PATCH"]),
        ] {
            for method in missing {
                let answer = admin.request(method, &path).json(&json!({})).send();
                refused(&answer, 405, "method_not_allowed");
                assert!(!answer.header("allow").expect("Allow").contains(method), "{answer}");
            }
        }
        assert_eq!(content(&admin.get(&path).expect(200), 1), preset("default"));
    }

    fn who_calls_comes_before_everything(server: &Server) {
        let (admin, nobody) = (server.admin(), server.nobody());
        let path = made(&admin, "st");
        for path in [path.as_str(), "/policies/st", "/tlds/foo/policy", "/policies/a..b", "/policies"] {
            for method in ["GET", "PUT", "PATCH", "DELETE", "POST"] {
                for rest in ["", "/names", "/names/nic"] {
                    let answer = nobody.request(method, &format!("{path}{rest}?colour=red")).body("text/html", "{").send();
                    refused(&answer, 401, "unauthorized");
                }
            }
        }
    }

    fn a_wrong_field_comes_before_a_stale_condition_and_that_before_nothing_to_change(server: &Server) {
        let admin = server.admin();
        let path = made(&admin, "st");
        wrong(&admin.patch(&path, &json!({"min_ns": 14})).if_match("\"9\"").send(), &["min_ns"]);
        refused(&admin.patch(&path, &json!({})).if_match("\"9\"").send(), 412, "precondition_failed");
        let name = format!("{path}/names/nic");
        wrong(&admin.put(&name, &json!({"kind": "gold"})).if_match("\"9\"").send(), &["kind"]);
        refused(&admin.put(&name, &json!({"kind": "reserved"})).if_match("\"9\"").send(), 412, "precondition_failed");
        let answers = at_once(&[(); 4], |()| admin.patch(&path, &json!({"min_ns": 14})).send());
        answers.iter().for_each(|answer| drop(error(answer)));
    }
}
