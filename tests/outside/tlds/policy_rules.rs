//! Policies by the names of their rules, at `/policies/{rule}` (T8): they outlive their rules.

use super::policy::{content, new_policy_path, preset};
use super::{column, path, path2, refused, rule};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn t8_a_deleted_rule_leaves_its_policy_and_one_made_anew_has_it_again(server: &Server) {
        let admin = server.admin();
        let first = rule(&admin, "zz");
        let by_id = format!("{}/policy", path(&first));
        let made = admin.put(&by_id, &json!({"preset": "st", "min_ns": 2})).expect(201).json();
        admin.put(&format!("{by_id}/names/gold"), &json!({"kind": "premium"})).expect(201);
        assert_eq!(admin.get("/policies/zz").expect(200).json(), made);
        admin.delete(&path(&first)).expect(204);
        refused(&admin.get(&by_id).send(), 404, "tld_not_found");
        assert_eq!(admin.get("/policies/zz").expect(200).json(), made);
        let changed = admin.patch("/policies/zz", &json!({"min_ns": 3})).if_match("\"1\"").expect(200);
        assert_eq!(changed.etag(), "\"2\"");
        assert_eq!(admin.put("/policies/zz", &json!({"preset": "st"})).expect(200).etag(), "\"3\"");
        admin.put("/policies/zz/names/silver", &json!({"kind": "premium"})).expect(201);
        admin.delete("/policies/zz/names/gold").expect(204);
        let again = format!("{}/policy", path(&rule(&admin, "ZZ.")));
        assert_eq!(content(&admin.get(&again).expect(200), 3), preset("st"));
        let names = admin.get(&format!("{again}/names")).expect(200).json();
        assert_eq!(column(&names["names"], "match"), ["?", "??", "silver"]);
    }

    fn t8_once_deleted_the_policy_of_a_deleted_rule_is_not_made_again(server: &Server) {
        let admin = server.admin();
        let gone = rule(&admin, "zz");
        admin.put("/policies/zz", &json!({})).expect(201);
        admin.delete(&path(&gone)).expect(204);
        admin.delete("/policies/zz").expect(204);
        refused(&admin.get("/policies/zz").send(), 404, "tld_not_found");
        refused(&admin.put("/policies/zz", &json!({})).send(), 404, "tld_not_found");
        rule(&admin, "zz");
        refused(&admin.get("/policies/zz").send(), 404, "policy_not_found");
        let made = admin.put("/policies/ZZ", &json!({})).expect(201);
        assert_eq!(made.header("location"), Some("/policies/zz"));
    }

    fn t8_a_rule_that_is_renamed_leaves_its_policy_under_the_old_name(server: &Server) {
        let admin = server.admin();
        let renamed = rule(&admin, "old");
        let by_id = format!("{}/policy", path(&renamed));
        admin.put(&by_id, &json!({"preset": "st"})).expect(201);
        admin.patch(&path2(&renamed), &json!({"name": "new"})).expect(200);
        refused(&admin.get(&by_id).send(), 404, "policy_not_found");
        assert_eq!(content(&admin.get("/policies/old").expect(200), 1), preset("st"));
        assert_eq!(content(&admin.put(&by_id, &json!({})).expect(201), 1), preset("default"));
        assert_eq!(content(&admin.get("/policies/new").expect(200), 1), preset("default"));
    }

    fn rules_are_named_in_any_spelling_and_each_has_its_own(server: &Server) {
        let admin = server.admin();
        for (name, spellings, located) in [
            ("co.uk", vec!["co.uk", "CO.UK", "co.uk.", "co%E3%80%82uk"], "/policies/co.uk"),
            ("*.bd", vec!["*.bd", "%2A.BD", "*.bd."], "/policies/*.bd"),
            ("*.ck", vec!["*.ck"], "/policies/*.ck"),
            ("!www.ck", vec!["!www.ck", "%21WWW.ck"], "/policies/%21www.ck"),
            ("한국", vec!["xn--3e0b707e", "%ED%95%9C%EA%B5%AD"], "/policies/xn--3e0b707e"),
            ("_tcp.zz", vec!["_tcp.zz"], "/policies/_tcp.zz"),
        ] {
            rule(&admin, name);
            for (at, spelling) in spellings.iter().enumerate() {
                let path = format!("/policies/{spelling}");
                let answer = admin.put(&path, &json!({"preset": "st"})).expect(if at == 0 { 201 } else { 200 });
                assert_eq!(answer.header("location"), (at == 0).then_some(located), "{name}");
                assert_eq!(content(&admin.get(&format!("{path}/")).expect(200), 1), preset("st"), "{spelling}");
            }
        }
        refused(&admin.get("/policies/bd").send(), 404, "tld_not_found");
        refused(&admin.get("/policies/x.bd").send(), 404, "tld_not_found");
    }

    fn both_ways_lead_to_one_policy(server: &Server) {
        let admin = server.admin();
        let by_id = new_policy_path(&admin, "st");
        admin.put(&by_id, &json!({})).expect(201);
        admin.patch("/policies/st", &json!({"min_ns": 1})).expect(200);
        assert_eq!(admin.patch(&by_id, &json!({"max_ns": 2})).if_match("\"2\"").expect(200).etag(), "\"3\"");
        let made = admin.put("/policies/st/names/Gold", &json!({"kind": "premium"})).expect(201);
        assert_eq!(made.header("location"), Some("/policies/st/names/gold"));
        admin.get(&format!("{by_id}/names/gold")).expect(200);
        admin.delete(&by_id).if_match("\"3\"").expect(204);
        refused(&admin.get("/policies/st").send(), 404, "policy_not_found");
    }

    fn a_policy_survives_a_restart(server: &Server) {
        let admin = server.admin();
        let path = new_policy_path(&admin, "st");
        let body = json!({"preset": "st", "accredited": ["Acme"], "redemption": "PT90S", "idn_scripts": ["Hani+Hira+Kana", "Latn"],
            "required_claims": [{"claim": "email", "within": "P15D"}], "sink": "invalid", "sandbox_year": "PT6S",
            "disclose": [], "contacts": {"billing": "forbidden"}, "authinfo_ttl": "P1D"});
        let made = admin.put(&path, &body).expect(201).json();
        let fee = json!({"kind": "premium", "fee": {"amount": "12.5000", "currency": "eur"}, "reason": "é"});
        admin.put(&format!("{path}/names/xn--bcher-kva"), &json!({"kind": "reserved", "account": "Acme"})).expect(201);
        let gold = admin.put(&format!("{path}/names/gold"), &fee).expect(201).json();
        server.kill();
        server.start_again();
        let admin = server.admin();
        assert_eq!(admin.get(&path).expect(200).json(), made);
        assert_eq!(admin.get(&format!("{path}/names/gold")).expect(200).json(), gold);
        let name = admin.get(&format!("{path}/names/b%C3%BCcher")).expect(200).json();
        let expected = json!({"match": "xn--bcher-kva", "kind": "reserved", "account": "Acme", "fee": null, "reason": null});
        assert_eq!(name, expected);
    }
}
