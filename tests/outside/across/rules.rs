//! What may be a name: rules, block list and policies, each one thing behind several paths and the command line.

use super::{WAYS, actions};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A way to a rule: a path, or the command line.
const TO_RULES: [&str; 3] = ["/tlds", "/v2/tlds", "domesday tld"];

/// Makes a rule, or tries to: whether it was made. What is refused is refused as a duplicate.
fn make(server: &Server, admin: &Client, way: &str, name: &str) -> bool {
    if way.starts_with('/') {
        let answer = admin.post(way, &json!({ "name": name })).send();
        assert!([201, 409].contains(&answer.status), "{way}: {answer}");
        return answer.is_success();
    }
    let output = server.command(&["tld", "create", name], b"");
    assert!(output.status == 0 || output.status == 1 && output.stderr.contains(name), "{output:?}");
    output.status == 0
}

/// The id of a rule as a way lists it; none where it is not there.
fn id(server: &Server, admin: &Client, way: &str, name: &str) -> Option<String> {
    let list = if way.starts_with('/') {
        admin.get(&format!("{way}?name={name}")).expect(200).json()["tlds"].clone()
    } else {
        let output = server.command(&["tld", "list", name, "--json"], b"");
        assert_eq!(output.status, 0, "{output:?}");
        serde_json::from_str(&output.stdout).expect("JSON")
    };
    let list = list.as_array().unwrap_or_else(|| panic!("{way}: {list}"));
    list.first().map(|rule| rule["id"].as_str().expect("an id").to_owned())
}

fn delete(server: &Server, admin: &Client, way: &str, name: &str) {
    if way.starts_with('/') {
        let id = id(server, admin, way, name).expect("the rule");
        let answer = admin.delete(&format!("{way}/{id}")).send();
        assert!(answer.is_success(), "{answer}");
    } else {
        let output = server.command(&["tld", "delete", name], b"");
        assert_eq!(output.status, 0, "{output:?}");
    }
}

/// Makes an entry of the block list, and gives its id.
fn block(admin: &Client, path: &str, pattern: &str) -> String {
    let made = admin.post(path, &json!({ "pattern": pattern })).expect(201).json();
    let entry = if made["blocklist"].is_object() { &made["blocklist"] } else { &made };
    entry["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

both! {
    fn a_rule_made_through_any_way_is_one_on_every_other_refused_as_a_duplicate_and_deleted_there(server: &Server) {
        let admin = server.admin();
        for (made, face) in TO_RULES.iter().zip(["tlds", "tlds", "cli"]) {
            for (number, deleted) in TO_RULES.iter().enumerate() {
                let name = format!("{face}{}{number}", made.len());
                assert!(make(server, &admin, made, &name), "{made}");
                let ids = TO_RULES.map(|way| id(server, &admin, way, &name));
                assert!(ids[0].is_some() && ids.iter().all(|id| *id == ids[0]), "{made}: {ids:?}");
                for other in TO_RULES {
                    assert!(!make(server, &admin, other, &name), "made through {made}, again through {other}");
                }
                let told = admin.get(&format!("/history?subject=tld/{name}")).expect(200).json();
                assert_eq!((actions(&told), &told[0]["face"]), (vec!["tld.create".to_owned()], &json!(face)), "{made}");
                delete(server, &admin, deleted, &name);
                assert_eq!(TO_RULES.map(|way| id(server, &admin, way, &name)), [None, None, None], "{made}, {deleted}");
                let told = admin.get(&format!("/history?subject=tld/{name}")).expect(200).json();
                assert_eq!(actions(&told)[0], "tld.delete", "{made}, {deleted}");
            }
        }
    }

    fn what_the_command_line_says_of_tlds_decides_on_every_face_with_the_next_request(server: &Server) {
        let admin = server.admin();
        assert!(make(server, &admin, "domesday tld", "keep"));
        for way in WAYS {
            let refused = way.try_make(&admin, &format!("{way:?}.late").to_lowercase());
            assert!((400..500).contains(&refused.status), "{way:?}: {refused}");
        }
        assert!(make(server, &admin, "domesday tld", "late"));
        for way in WAYS {
            way.make(&admin, &format!("{way:?}.late").to_lowercase());
        }
        let explained = server.command(&["tld", "explain", "more.late", "--json"], b"");
        let explained: Value = serde_json::from_str(&explained.stdout).expect("JSON");
        for path in ["/tlds/explain", "/v2/tlds/explain"] {
            let told = admin.get(&format!("{path}?name=more.late")).expect(200).json();
            assert_eq!((&told["verdict"], &told["reasons"]), (&explained["verdict"], &explained["reasons"]), "{path}");
        }
    }

    fn an_entry_of_the_block_list_is_one_in_both_forms_and_in_force_on_every_face(server: &Server) {
        let admin = server.admin();
        let tld = make_tld(&admin, "reg");
        let caller = server.user("caller1", "acme", &["hostmaster", "registrar"]);
        let allowed = |name: &str| {
            let check = caller.get(&format!("/domains/{name}.reg/check")).expect(200).json();
            let zones = WAYS.map(|way| way.try_make(&caller, &format!("{way:?}.{name}.org").to_lowercase()));
            let made: Vec<bool> = zones.iter().map(Answer::is_success).collect();
            let registered = caller.put("/domains", &json!({"name": format!("{name}.reg")})).send().is_success();
            assert!(made.iter().all(|made| *made == registered), "{name}: {made:?}, {registered}");
            assert_eq!(check["avail"], json!(u8::from(registered)), "{name}: {check}");
            registered
        };
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        for (number, (here, there)) in [("/blocklist", "/v2/blacklists"), ("/v2/blacklists", "/blocklist")].into_iter().enumerate() {
            let entry = block(&admin, here, &format!("bad{number}"));
            assert!(!allowed(&format!("bad{number}")), "{here}");
            assert_eq!(admin.post(there, &json!({"pattern": format!("bad{number}")})).send().status, 409, "{there}");
            admin.get(&format!("{there}/{entry}")).expect(200);
            admin.patch(&format!("{there}/{entry}"), &json!({"pattern": format!("worse{number}")})).expect(200);
            assert!(allowed(&format!("bad{number}")) && !allowed(&format!("worse{number}")), "{there}");
            let gone = admin.delete(&format!("{there}/{entry}")).send();
            assert!(gone.is_success(), "{gone}");
            admin.get(&format!("{here}/{entry}")).expect(404);
            assert!(allowed(&format!("worse{number}")), "{there}");
            let told = admin.get(&format!("/history?subject=blocklist/{entry}")).expect(200).json();
            assert_eq!(actions(&told), ["blocklist.delete", "blocklist.update", "blocklist.create"]);
        }
        admin.get(&format!("/tlds/{tld}")).expect(200);
    }

    fn z9_the_block_list_lets_an_admin_pass_at_domains_as_on_every_face_and_the_history_tells(server: &Server) {
        let admin = server.admin();
        make_tld(&admin, "reg");
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        let caller = server.user("caller1", "acme", &["registrar"]);
        let entry = block(&admin, "/blocklist", "bad");
        let refused = caller.put("/domains", &json!({"name": "bad.reg"})).expect(422);
        assert_eq!((&refused.json()["code"], &refused.json()["errors"][0]["reason"]), (&json!(2306), &json!("reserved")), "{refused}");
        assert_eq!(admin.get("/domains/bad.reg/check").expect(200).json()["avail"], 1);
        admin.put("/domains", &json!({"name": "bad.reg", "clID": "acme"})).expect(201);
        let told = admin.get("/history?subject=domain/bad.reg").expect(200).json();
        assert!(told[0]["forced"].to_string().contains(&entry), "{told}");
        for way in WAYS {
            let name = format!("{way:?}.bad.org").to_lowercase();
            way.make(&admin, &name);
            let told = admin.get(&format!("/history?subject=zone/{name}")).expect(200).json();
            assert!(told.to_string().contains(&entry), "{way:?}: {told}");
        }
        caller.post("/domains/bad.reg", &json!({"add": {"status": ["clientHold"]}})).expect(200);
    }

    fn a_policy_lives_on_at_its_rules_name_whichever_way_deletes_the_rule(server: &Server) {
        let admin = server.admin();
        let caller = server.user("caller1", "acme", &["registrar"]);
        make_tld(&admin, "keep");
        for (number, way) in TO_RULES.into_iter().enumerate() {
            let rule = format!("reg{number}");
            make_tld(&admin, &rule);
            let name = format!("blue.{rule}");
            caller.put("/domains", &json!({"name": name, "ns": ["ns1.provider.net"]})).expect(201);
            let policy = admin.get(&format!("/policies/{rule}")).expect(200).json();
            delete(server, &admin, way, &rule);
            assert_eq!(admin.get(&format!("/policies/{rule}")).expect(200).json(), policy, "{way}");
            assert_eq!(caller.get(&format!("/domains/green.{rule}/check")).send().json()["avail"], 0, "{way}");
            assert!(!caller.put("/domains", &json!({"name": format!("green.{rule}")})).send().is_success(), "{way}");
            let add = |server: &str| caller.post(&format!("/domains/{name}"), &json!({"add": {"ns": [server]}})).send();
            assert!(add("ns2.provider.net").is_success(), "{way}: what exists lives on");
            admin.patch(&format!("/policies/{rule}"), &json!({"max_ns": 2})).expect(200);
            assert_eq!(add("ns3.provider.net").json()["code"], 2306, "{way}: under the policy as it is now");
            let day = caller.get(&format!("/domains/{name}")).expect(200).json()["info"]["exDate"].as_str().unwrap()[..10].to_owned();
            caller.post(&format!("/domains/{name}/renew"), &json!({"curExpDate": day})).expect(200);
            let told = admin.get(&format!("/history?subject=policy/{rule}")).expect(200).json();
            assert_eq!(actions(&told), ["policy.change", "policy.change"], "{way}: {told}");
        }
    }

    fn a_policy_of_a_wildcard_is_that_of_all_that_it_makes(server: &Server) {
        let admin = server.admin();
        let caller = server.user("caller1", "acme", &["registrar"]);
        make_tld(&admin, "*.wild");
        for name in ["one.a.wild", "two.b.wild"] {
            assert_eq!(caller.get(&format!("/domains/{name}/check")).expect(200).json()["avail"], 1, "{name}");
            caller.put("/domains", &json!({ "name": name })).expect(201);
        }
        admin.patch("/policies/*.wild", &json!({"registrations": "closed"})).expect(200);
        for name in ["three.a.wild", "three.b.wild"] {
            assert_eq!(caller.put("/domains", &json!({ "name": name })).send().json()["code"], 2306, "{name}");
        }
    }
}

/// Makes a rule with a policy, and gives its id.
fn make_tld(admin: &Client, name: &str) -> String {
    let rule = admin.post("/tlds", &json!({ "name": name })).expect(201).json();
    let id = rule["tlds"]["id"].as_str().expect("an id").to_owned();
    admin.put(&format!("/tlds/{id}/policy"), &given::with(json!({"preset": "default"}), &json!({}))).expect(201);
    id
}
