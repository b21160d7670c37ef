//! What a policy is to the domains below its TLD (`docs/spec/registrar.md` section 7): in force at once, and kept while any of them lives.

use super::policy::new_policy_path;
use super::{at_once, path, refused, rule};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::json;

/// Asks for a domain.
fn create(client: &Client, name: &str) -> Answer {
    client.put("/domains", &json!({ "name": name })).send()
}

/// Status and code of an answer to a registrar.
fn code(answer: &Answer) -> (u16, i64) {
    (answer.status, answer.json()["code"].as_i64().unwrap_or_else(|| panic!("no code: {answer}")))
}

both! {
    fn section_7_a_policy_stays_while_live_domains_do(server: &Server) {
        let admin = server.admin();
        let registrar = server.user("acme1", "acme", &["registrar"]);
        let tld = rule(&admin, "zz");
        let policy = format!("{}/policy", path(&tld));
        admin.put(&policy, &json!({"redemption": "P0D", "pending_delete": "P0D"})).expect(201);
        assert_eq!(code(&create(&registrar, "blue.zz")), (201, 1000));
        let told = refused(&admin.delete(&policy).send(), 409, "policy_in_use");
        assert!(told.contains("zz") && !told.contains("Duplicate"), "{told}");
        refused(&admin.delete(&format!("{policy}?dry_run=true")).send(), 409, "policy_in_use");
        refused(&admin.delete(&policy).if_match("\"9\"").send(), 412, "precondition_failed");
        admin.delete(&path(&tld)).expect(204);
        refused(&admin.delete("/policies/zz").send(), 409, "policy_in_use");
        registrar.get("/domains/blue.zz").expect(200);
        assert_eq!(code(&create(&registrar, "red.zz")), (422, 2004), "nothing new is registrable there");
        admin.get("/policies/zz").expect(200);
        registrar.delete("/domains/blue.zz").expect(200);
        admin.delete("/policies/zz").expect(204);
        refused(&admin.get("/policies/zz").send(), 404, "tld_not_found");
    }

    fn section_7_a_change_is_in_force_at_once(server: &Server) {
        let admin = server.admin();
        let [acme, zeta] = ["acme", "zeta"].map(|account| server.user(&format!("{account}1"), account, &["registrar"]));
        let policy = new_policy_path(&admin, "zz");
        assert_eq!(code(&create(&acme, "a1.zz")), (422, 2004), "no policy, no domains");
        admin.put(&policy, &json!({})).expect(201);
        assert_eq!(code(&create(&acme, "a1.zz")), (201, 1000));
        admin.patch(&policy, &json!({"min_label": 3})).expect(200);
        assert_eq!(code(&create(&acme, "a2.zz")), (422, 2306));
        admin.patch(&policy, &json!({"min_label": null, "accredited": ["Zeta"]})).expect(200);
        assert_eq!(code(&create(&acme, "a2.zz")), (403, 2201));
        assert_eq!(code(&create(&zeta, "a2.zz")), (201, 1000));
        admin.patch(&policy, &json!({"registrations": "closed", "accredited": null})).expect(200);
        assert_eq!(code(&create(&zeta, "a3.zz")), (422, 2306));
        admin.put(&policy, &json!({"contacts": {"admin": "required"}})).expect(200);
        assert_eq!(code(&create(&acme, "a3.zz")), (400, 2003));
        acme.get("/domains/a1.zz").expect(200);
        zeta.get("/domains/a2.zz").expect(200);
    }

    fn n5_reserved_and_premium_names_are_so_at_once(server: &Server) {
        let admin = server.admin();
        let [acme, zeta] = ["acme", "zeta"].map(|account| server.user(&format!("{account}1"), account, &["registrar"]));
        let policy = new_policy_path(&admin, "zz");
        admin.put(&policy, &json!({})).expect(201);
        assert_eq!(code(&create(&acme, "nic.zz")), (422, 2306));
        admin.delete(&format!("{policy}/names/nic")).expect(204);
        assert_eq!(code(&create(&acme, "nic.zz")), (201, 1000));
        admin.put(&format!("{policy}/names/gold"), &json!({"kind": "reserved", "account": "ZETA"})).expect(201);
        assert_eq!(code(&create(&acme, "gold.zz")), (422, 2306));
        assert_eq!(code(&create(&zeta, "gold.zz")), (201, 1000));
        let fee = json!({"amount": "250.00", "currency": "eur"});
        admin.put(&format!("{policy}/names/%3F%3F"), &json!({"kind": "premium", "fee": fee})).expect(201);
        let told = acme.get("/domains/ab.zz/check").expect(200).json();
        assert_eq!((&told["premium"], &told["fee"]), (&json!(true), &json!({"amount": "250.00", "currency": "EUR"})), "{told}");
        assert_eq!(code(&create(&acme, "ab.zz")), (400, 2003), "the fee must be named");
        admin.patch(&policy, &json!({"fee_ack": false})).expect(200);
        assert_eq!(code(&create(&acme, "ab.zz")), (201, 1000));
        let told = acme.get("/domains/abc.zz/check").expect(200).json();
        assert_eq!((&told["premium"], &told["avail"]), (&json!(false), &json!(1)), "{told}");
    }

    fn l13_a_change_is_looked_at_by_the_domains_that_are_there(server: &Server) {
        let admin = server.admin();
        let registrar = server.user("acme1", "acme", &["registrar"]);
        let policy = new_policy_path(&admin, "zz");
        admin.put(&policy, &json!({"at_expiry": "expire", "sandbox_year": "PT60S"})).expect(201);
        assert_eq!(code(&create(&registrar, "blue.zz")), (201, 1000));
        // Nothing was to happen for a minute; now there is a message to be sent a second after creation.
        admin.patch(&policy, &json!({"expiry_notices": ["PT59S"]})).expect(200);
        for _ in 0..150 {
            let told = registrar.get("/notifications").expect(200).json();
            if told["searchInf"]["rows_count"] == 1 {
                assert!(told.to_string().contains("EXPIRE_NOTICE") && told.to_string().contains("blue.zz"), "{told}");
                return;
            }
            // Only time brings it.
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("no message came");
    }

    fn a_wildcards_policy_holds_for_each_instance(server: &Server) {
        let admin = server.admin();
        let registrar = server.user("acme1", "acme", &["registrar"]);
        let policy = new_policy_path(&admin, "*.bd");
        admin.put(&policy, &json!({})).expect(201);
        for name in ["blue.com.bd", "blue.org.bd"] {
            assert_eq!(code(&create(&registrar, name)), (201, 1000), "{name}");
        }
        admin.patch("/policies/*.bd", &json!({"registrations": "closed"})).expect(200);
        for name in ["red.com.bd", "red.org.bd"] {
            assert_eq!(code(&create(&registrar, name)), (422, 2306), "{name}");
        }
        registrar.delete("/domains/blue.com.bd").expect(200);
        refused(&admin.delete(&policy).send(), 409, "policy_in_use");
        registrar.delete("/domains/blue.org.bd").expect(200);
        admin.delete(&policy).expect(204);
    }

    fn a_policy_is_not_deleted_under_a_domain_that_is_made_at_the_same_time(server: &Server) {
        let admin = server.admin();
        let registrar = server.user("acme1", "acme", &["registrar"]);
        let policy = new_policy_path(&admin, "zz");
        for round in 0..8 {
            admin.put(&policy, &json!({})).expect(201);
            let name = format!("blue{round}.zz");
            let answers = at_once(&[true, false], |deletes| match deletes {
                true => admin.delete(&policy).send(),
                false => create(&registrar, &name),
            });
            match (answers[0].status, answers[1].status) {
                (204, 422) => {}
                (409, 201) => {
                    registrar.delete(&format!("/domains/{name}")).expect(200);
                    admin.delete(&policy).expect(204);
                }
                _ => panic!("{} {}", answers[0], answers[1]),
            }
        }
    }
}
