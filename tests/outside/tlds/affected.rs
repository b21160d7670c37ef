//! What a change of rules leaves outside the list is told (T3–T5). Nothing is ever taken from a zone.

use super::{FORMS, at_once, encoded, explained, imported, path, path2, rule, rules, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn zones(client: &Client, names: &[&str]) {
    for name in names {
        given::created(client, name);
    }
}

/// Zones in such numbers that they are made side by side.
fn many(client: &Client, count: usize) {
    let workers: Vec<usize> = (0..16).collect();
    at_once(&workers, |worker| {
        for number in (*worker..count).step_by(workers.len()) {
            given::created(client, &format!("z{number:04}.org"));
        }
    });
}

fn warning(answer: &Answer) -> Option<&str> {
    answer.header("domesday-warning")
}

fn affected(names: &[&str]) -> Value {
    json!({"count": names.len(), "names": names, "complete": true})
}

both! {
    fn t4_the_first_rule_turns_the_list_on_and_says_who_stands_outside(server: &Server) {
        let admin = server.admin();
        zones(&admin, &["a.com", "b.org", "c.net", "1.10.in-addr.arpa"]);
        // Sorted as zones are listed.
        for form in FORMS {
            let dry = admin.post(&format!("{form}?dry_run=true"), &json!({"name": "com"})).expect(200);
            assert_eq!(dry.json(), json!({"would": 201, "affected_zones": affected(&["c.net", "b.org"])}));
        }
        given::created(&admin, "d.se");
        let answer = admin.post("/tlds", &json!({"name": "com"})).expect(201);
        assert_eq!(warning(&answer), Some("zones_affected;count=3"));
        let next = admin.post("/v2/tlds", &json!({"name": "org"})).expect(201);
        assert_eq!(warning(&next), None, "a further rule takes nothing away");
        assert_eq!(given::read(&admin, "c.net")["frozen"], false);
    }

    fn t4_a_change_says_which_zones_it_leaves_outside(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com", "bd"]);
        zones(&admin, &["a.com", "b.a.com", "x.bd", "y.x.bd"]);
        let wildcard = admin.post("/tlds", &json!({"name": "*.bd"})).expect(201);
        assert_eq!(warning(&wildcard), Some("zones_affected;count=1"), "x.bd is a TLD now");
        let com = admin.get("/v2/tlds?name=com").expect(200).json()["tlds"][0].clone();
        let dry = admin.patch(&format!("{}?dry_run=true", path2(&com)), &json!({"name": "net"})).expect(200);
        assert_eq!(dry.json(), json!({"would": 200, "affected_zones": affected(&["a.com", "b.a.com"])}));
        assert_eq!(warning(&admin.patch(&path2(&com), &json!({"description": "x"})).expect(200)), None);
        assert_eq!(warning(&admin.patch(&path2(&com), &json!({"name": "net"})).expect(200)), Some("zones_affected;count=2"));
    }

    fn t3_deleting_reports_what_leaned_on_the_rule(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["net"]);
        let (com, org) = (rule(&admin, "com"), rule(&admin, "org"));
        zones(&admin, &["b.com", "a.com", "c.org", "d.net"]);
        for form in FORMS {
            let dry = admin.delete(&format!("{form}/{}?dry_run=true", text(&com, "id"))).expect(200);
            assert_eq!(dry.json(), json!({"would": 204, "affected_zones": affected(&["a.com", "b.com"])}));
        }
        let gone = admin.delete(&path(&com)).expect(204);
        assert_eq!((warning(&gone), gone.body.len()), (Some("zones_affected;count=2"), 0));
        let told = admin.delete(&path2(&org)).header("Prefer", "return=representation").expect(200);
        assert_eq!((&told.json()["affected_zones"], warning(&told)), (&affected(&["c.org"]), Some("zones_affected;count=1")));
        assert_eq!(told.json()["tlds"]["name"], "org");
        for name in ["a.com", "b.com", "c.org"] {
            given::read(&admin, name);
        }
    }

    fn t3_zones_that_another_rule_holds_are_not_affected(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["uk"]);
        let below = rule(&admin, "co.uk");
        zones(&admin, &["a.co.uk", "b.uk"]);
        assert_eq!(warning(&admin.delete(&path(&below)).expect(204)), None);
    }

    fn t4_registry_zones_are_never_affected(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["net"]);
        let com = rule(&admin, "com");
        admin.post("/zones", &given::with(given::zone("com"), &json!({"registry_zone": true}))).expect(201);
        zones(&admin, &["a.com"]);
        let told = admin.delete(&path(&com)).header("Prefer", "return=representation").expect(200);
        assert_eq!(told.json()["affected_zones"], affected(&["a.com"]));
    }

    fn t4_zones_that_stood_outside_before_are_not_counted_again(server: &Server) {
        let admin = server.admin();
        zones(&admin, &["a.com", "b.org"]);
        assert_eq!(warning(&admin.post("/tlds", &json!({"name": "se"})).expect(201)), Some("zones_affected;count=2"));
        rule(&admin, "net");
        let com = rule(&admin, "com");
        assert_eq!(warning(&admin.delete(&path(&com)).expect(204)), Some("zones_affected;count=1"), "a.com alone");
    }

    fn t5_the_last_rule_opens_the_list_and_affects_nothing(server: &Server) {
        let admin = server.admin();
        let com = rule(&admin, "com");
        zones(&admin, &["a.com"]);
        let told = admin.delete(&path(&com)).header("Prefer", "return=representation").expect(200);
        assert_eq!((warning(&told), &told.json()["affected_zones"]), (None, &affected(&[])));
        given::created(&admin, "b.net");
    }

    fn t4_an_import_reports_likewise(server: &Server) {
        let admin = server.admin();
        zones(&admin, &["a.com", "b.org"]);
        let body = json!({"source": "one", "text": "com\norg\n"});
        assert_eq!(imported(&admin, &body)["affected_zones"], affected(&[]), "all at once, with no half-built moment");
        let body = json!({"source": "one", "text": "com\n", "prune": true});
        let answer = admin.post("/tlds/import", &body).expect(200);
        assert_eq!((&answer.json()["affected_zones"], warning(&answer)), (&affected(&["b.org"]), Some("zones_affected;count=1")));
    }

    fn t4_the_first_100_names_are_told(server: &Server) {
        let admin = server.admin();
        many(&admin, 130);
        let dry = admin.post("/tlds?dry_run=true", &json!({"name": "com"})).expect(200).json();
        let names: Vec<String> = (0..100).map(|number| format!("z{number:04}.org")).collect();
        assert_eq!(dry["affected_zones"], json!({"count": 130, "names": names, "complete": true}));
        assert_eq!(warning(&admin.post("/tlds", &json!({"name": "com"})).expect(201)), Some("zones_affected;count=130"));
    }

    fn t4_the_count_stops_at_1000(server: &Server) {
        let admin = server.admin();
        many(&admin, 1003);
        let dry = admin.post("/tlds?dry_run=true", &json!({"name": "com"})).expect(200).json();
        let told = &dry["affected_zones"];
        assert_eq!(
            (&told["count"], &told["complete"], told["names"].as_array().unwrap().len()),
            (&json!(1000), &json!(false), 100)
        );
        assert_eq!(warning(&admin.post("/tlds", &json!({"name": "com"})).expect(201)), Some("zones_affected;count=1000;more"));
    }

    fn t3_a_rule_that_comes_back_affects_nothing(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["net"]);
        let com = rule(&admin, "com");
        zones(&admin, &["a.com"]);
        admin.delete(&path(&com)).expect(204);
        let after = admin.post("/tlds", &json!({"name": "com"})).expect(201);
        assert_eq!(warning(&after), None);
        given::created(&admin, "b.com");
    }

    fn t4_what_is_told_is_what_explaining_every_zone_before_and_after_tells(server: &Server) {
        let admin = server.admin();
        let mut names = Vec::new();
        for top in ["ck", "bd", "com"] {
            for below in ["a", "www", "b.a", "a.www", "a.b.a"] {
                names.push(format!("{below}.{top}"));
            }
        }
        zones(&admin, &names.iter().map(String::as_str).collect::<Vec<_>>());
        let refused = |client: &Client| -> BTreeSet<String> {
            let stands_outside = |name: &&String| {
                let reasons = explained(client, name, "")["reasons"].clone();
                reasons.as_array().expect("a list").iter().any(|reason| reason["code"] == "no_tld" || reason["code"] == "is_tld")
            };
            names.iter().filter(stands_outside).cloned().collect()
        };
        let rules =
            ["com", "ck", "*.ck", "!www.ck", "!a.ck", "a.ck", "*.a.ck", "!b.a.ck", "a.www.ck", "*.bd", "!www.bd", "*.com", "net"];
        let mut before = refused(&admin);
        let (mut changes, mut told_some) = (0, 0);
        while changes < 30 {
            let rule = rules[chance::below(rules.len() as u64) as usize];
            let found = admin.get(&format!("/tlds?name={}", encoded(rule))).expect(200).json()["tlds"].clone();
            let call = match found.as_array().expect("rows").iter().find(|row| row["name"] == rule) {
                Some(row) => admin.delete(&path(row)),
                None => admin.post("/tlds", &json!({ "name": rule })),
            };
            let answer = call.send();
            if answer.status == 400 {
                // An exception without its wildcard.
                continue;
            }
            changes += 1;
            let after = refused(&admin);
            let count = after.difference(&before).count();
            let told = (count > 0).then(|| format!("zones_affected;count={count}"));
            assert_eq!(warning(&answer), told.as_deref(), "{answer}: {before:?} and {after:?}");
            told_some += count;
            before = after;
        }
        assert!(told_some > 0, "no zone was ever affected: this run has tested nothing");
    }
}
