//! What keeps one entry, or one rehearsal, from costing others: the weight of the block list, dry runs that leave nothing, names of others
//! that are not told.

use super::{explained, refused, rule, rules, text, wrong};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn section_12_a_block_list_that_would_cost_every_zone_too_much_is_refused(server: &Server) {
        let admin = server.admin();
        let heavy = |number: usize| json!({"pattern": format!(r"(?-u:(?:[a-z.]?){{6000}}\b\B){number}")});
        let mut taken = 0;
        let last = loop {
            let answer = admin.post("/blocklist", &heavy(taken)).send();
            if answer.status != 201 {
                break answer;
            }
            taken += 1;
            assert!(taken < 50, "so heavy a list is taken");
        };
        wrong(&last, &["pattern"]);
        assert!(taken >= 2 && last.text().contains("together"), "{last}");
        let light = admin.post("/blocklist", &json!({"pattern": r"(^|\.)bad\.com\.?$"})).expect(201).json();
        let path = format!("/blocklist/{}", text(&light["blocklist"], "id"));
        wrong(&admin.patch(&path, &heavy(taken)).send(), &["pattern"]);
        let first = admin.get("/blocklist?limit=1").expect(200).json()["blocklist"][0].clone();
        admin.patch(&format!("/blocklist/{}", text(&first, "id")), &heavy(taken)).expect(200);
        assert_eq!(admin.get("/blocklist").expect(200).json()["blocklist"].as_array().map(Vec::len), Some(taken + 1));
        admin.post("/zones", &given::zone("x.example.com")).expect(201);
    }

    fn z18_a_dry_run_of_the_block_list_and_of_quotas_leaves_nothing(server: &Server) {
        let admin = server.admin();
        let _ = server.user("hostmaster1", "acme", &["hostmaster"]);
        let entry = admin.post("/blocklist", &json!({"pattern": "bad"})).expect(201).json()["blocklist"].clone();
        let path = format!("/blocklist/{}", text(&entry, "id"));
        let revision = explained(&admin, "x.com", "")["revision"].clone();
        for (answer, would) in [
            (admin.post("/blocklist?dry_run=true", &json!({"pattern": "worse"})).send(), 201),
            (admin.patch(&format!("{path}?dry_run=true"), &json!({"pattern": "worst"})).send(), 200),
            (admin.delete(&format!("{path}?dry_run=true")).send(), 204),
            (admin.patch("/v2/quotas/acme?dry_run=true", &json!({"zones": 3})).send(), 200),
            (admin.delete("/v2/quotas/acme?dry_run=true").send(), 204),
        ] {
            assert_eq!((answer.status, answer.json()), (200, json!({ "would": would })), "{answer}");
        }
        refused(&admin.post("/v2/blacklists?dry_run=true", &json!({"pattern": "bad"})).send(), 409, "duplicate_blacklist");
        assert_eq!(admin.get("/blocklist").expect(200).json(), json!({"blocklist": [entry]}));
        assert_eq!(admin.get("/v2/quotas/acme").expect(200).json(), json!({"zones": -1}));
        assert_eq!(explained(&admin, "x.com", "")["revision"], revision);
    }

    fn n6_a_wildcard_is_not_renamed_into_an_exception_from_itself(server: &Server) {
        let admin = server.admin();
        let wildcard = rule(&admin, "*.rr");
        let path = format!("/v2/tlds/{}", text(&wildcard, "id"));
        wrong(&admin.patch(&path, &json!({"name": "!a.rr"})).send(), &["name"]);
        assert_eq!(admin.get(&path).expect(200).json()["name"], "*.rr");
        let exception = rule(&admin, "!a.rr");
        let path = format!("/v2/tlds/{}", text(&exception, "id"));
        admin.patch(&path, &json!({"name": "!b.rr"})).expect(200);
    }

    fn x1_names_of_others_below_are_not_told_and_the_first_reason_is_what_creation_answers(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com", "uk"]);
        let (acme, beta) = (server.user("acme1", "acme", &["hostmaster"]), server.user("beta1", "beta", &["hostmaster"]));
        acme.post("/zones", &given::zone("x.com")).expect(201);
        acme.post("/zones", &given::zone("deep.secret.y.com")).expect(201);
        let told = explained(&beta, "y.com", "");
        assert_eq!(told["reasons"][0]["code"], "child_owned", "{told}");
        let refused = beta.post("/zones", &given::zone("y.com")).expect(403);
        assert!(!told.to_string().contains("secret") && !refused.text().contains("secret"), "{told} {refused}");
        let mut theirs = given::zone("sub.x.com");
        theirs["owner"] = json!("beta");
        admin.post("/zones", &theirs).expect(201);
        let told = explained(&acme, "x.com", "");
        assert_eq!(told["reasons"][0]["code"], "zone_exists", "{told}");
        assert_eq!(acme.post("/zones", &given::zone("x.com")).expect(409).code(), "zone_exists");
        assert_eq!(explained(&acme, "uk", "")["bypass"], "registry_zone");
        assert_eq!(explained(&acme, "com", "")["bypass"], json!(null), "there is more in the way than the rules");
        assert_eq!(explained(&admin, "x.com", "")["bypass"], json!(null), "nothing lifts that it exists");
    }
}
