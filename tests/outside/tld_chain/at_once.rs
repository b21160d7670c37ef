//! What one process changed decides the very next creation in the other, and what it only tried decides nothing (rules C2, C3).

use super::pair::Pair;
use super::rules;
use super::step::World;
use super::ways::Way;
use crate::given;
use domesday_tests::both;
use domesday_tests::chance;
use domesday_tests::database::Database;
use serde_json::json;

/// Steps of the walk; the command line takes a process for each of its own.
const STEPS: usize = 250;

both! {
    fn c2_a_change_by_one_process_decides_the_next_creation_by_the_other(pair: &Pair) {
        let admin = pair.server.admin();
        let places = pair.places();
        let mut world = World::default();
        for _ in 0..STEPS {
            let at = chance::below(2) as usize;
            world.change(&places[at], &admin);
            world.try_zone(&places[1 - at], &admin);
            if chance::below(3) == 0 {
                world.try_zone(&places[at], &admin);
            }
        }
        world.check(&admin);
    }

    fn c2_the_list_opens_and_closes_for_the_other_process_at_once(pair: &Pair) {
        let admin = pair.server.admin();
        let [here, there] = pair.places();
        for round in 0..25 {
            let name = format!("z{round}.org");
            assert!(here.add("com", false));
            assert_eq!(there.make(&name, false), Err("no_tld".to_owned()));
            assert!(there.add("org", false));
            assert_eq!(here.make(&name, false), Ok(()));
            here.remove("org", false);
            assert_eq!(there.make(&format!("y{round}.org"), false), Err("no_tld".to_owned()));
            there.remove("com", false);
            assert_eq!(here.make(&format!("x{round}.org"), false), Ok(()));
            assert_eq!(there.make(&format!("w{round}.org"), false), Ok(()));
        }
        assert_eq!(admin.get("/zones").expect(200).json().as_array().unwrap().len(), 75);
    }

    fn c2_a_dry_run_or_a_refused_change_decides_nothing_anywhere(pair: &Pair) {
        let [here, there] = pair.places();
        let admin = pair.server.admin();
        assert!(here.add("com", false));
        let revision = |name: &str| {
            let told = admin.get(&format!("/tlds/explain?name={name}")).expect(200).json();
            (told["revision"].clone(), told["rules_stored"].clone(), told["verdict"].clone())
        };
        let before = revision("x.org");
        for round in 0..20 {
            for place in [&here, &there] {
                assert!(place.add("org", true), "it would be stored");
                assert!(!place.add("com", false), "it is stored");
                place.remove("com", true);
            }
            admin.post("/tlds/import", &json!({"text": "org\n", "dry_run": true})).expect(200);
            admin.post("/tlds/import", &json!({"text": "org\na..b\n"})).expect(400);
            for place in [&here, &there] {
                assert_eq!(place.make(&format!("z{round}.org"), false), Err("no_tld".to_owned()));
            }
            assert_eq!(there.make(&format!("z{round}.com"), false), Ok(()));
        }
        assert_eq!(revision("x.org"), before);
    }

    fn i4_an_import_by_one_process_decides_the_next_creation_by_the_other(pair: &Pair) {
        let [_, there] = pair.places();
        let admin = pair.server.admin();
        for round in 0..5 {
            let _ = rules::import(&admin, &json!({"text": "org\n*.ck\n!www.ck\n", "prune": true}));
            assert_eq!(there.make(&format!("z{round}.net"), false), Err("no_tld".to_owned()));
            assert_eq!(there.make(&format!("z{round}.www.ck"), false), Ok(()));
            let many: String = (0..2500).map(|number| format!("t{number}.tld\n")).chain(["net\n".to_owned()]).collect();
            let _ = rules::import(&admin, &json!({"text": many, "prune": true}));
            assert_eq!(there.make(&format!("z{round}.t{}.tld", 500 * round), false), Ok(()));
            assert_eq!(there.make(&format!("z{round}.net"), false), Ok(()));
            assert_eq!(there.make(&format!("y{round}.www.ck"), false), Err("no_tld".to_owned()));
        }
    }
}

#[test]
fn c2_block_list_and_quota_set_at_one_node_decide_the_next_creation_at_the_other() {
    let pair = Pair::start(Database::postgres());
    let [here, there] = pair.places();
    let (admin, hostmaster) = (here.admin, there.hostmaster);
    for round in 0..25 {
        let name = format!("bad{round}.org");
        let entry = rules::block(&admin, "^bad");
        given::error(&Way::Zones.ask(&hostmaster, &name, false), "name", "blocked");
        admin.patch(&format!("/blocklist/{entry}"), &json!({"pattern": "^worse"})).expect(200);
        given::created(&hostmaster, &name);
        given::error(&Way::Zones.ask(&hostmaster, &format!("worse{round}.org"), false), "name", "blocked");
        admin.delete(&format!("/blocklist/{entry}")).expect(204);
        given::created(&hostmaster, &format!("worse{round}.org"));
        rules::set_quota(&admin, "acme", 2);
        assert_eq!(Way::Zones.ask(&hostmaster, &format!("c{round}.org"), false).expect(403).code(), "over_quota");
        rules::set_quota(&admin, "acme", 3);
        given::created(&hostmaster, &format!("c{round}.org"));
        admin.delete("/v2/quotas/acme").expect(204);
        for zone in ["bad", "worse", "c"] {
            hostmaster.delete(&format!("/zones/{zone}{round}.org")).expect(204);
        }
    }
}

#[test]
fn c3_a_node_that_is_far_behind_is_brought_up_to_date() {
    let pair = Pair::start(Database::postgres());
    let [here, there] = pair.places();
    assert!(here.add("com", false));
    assert_eq!(there.make("z.org", false), Err("no_tld".to_owned()));
    // More changes than are followed one by one.
    for _ in 0..550 {
        let id = rules::add(&here.admin, "passing.org");
        here.admin.delete(&format!("/tlds/{id}")).expect(204);
    }
    let _ = rules::add(&here.admin, "org");
    assert_eq!(there.make("z.org", false), Ok(()));
    assert_eq!(there.make("passing.org", false), Ok(()));
    assert_eq!(there.make("z.net", false), Err("no_tld".to_owned()));
}
