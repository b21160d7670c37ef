//! The block list, and zones (rules Z9, B1, B2): nobody but an admin makes zones of its names, and that leaves a trace.

use super::rules;
use super::ways::Way;
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The newest entry of a zone's history.
fn last(client: &Client, name: &str) -> Value {
    client.get(&format!("/zones/{name}/history?limit=1")).expect(200).json()[0].clone()
}

/// Panics unless every way over HTTP is closed for this name.
fn is_closed(server: &Server, client: &Client, name: &str) {
    for way in Way::OVER_HTTP {
        assert_eq!(way.make(server, client, name, false), Err("blocked".to_owned()), "{way:?}: {name}");
    }
}

both! {
    fn z9_a_hit_is_refused_to_hostmasters_whichever_way_they_try(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        let entry = rules::block(&admin, r"(^|\.)bad\.com\.?$");
        for name in ["bad.com", "BAD.com.", "x.bad.com", "a.b.Bad.COM"] {
            for way in [Way::Zones, Way::Mreg] {
                assert_eq!(way.make(server, &hostmaster, name, false), Err("blocked".to_owned()), "{way:?}: {name}");
            }
        }
        is_closed(server, &hostmaster, "bad.com");
        let told = Way::Zones.ask(&hostmaster, "bad.com", false).text();
        assert!(!told.contains(&entry) && !told.contains("(^|"), "who may not see the list is not shown it: {told}");
        for name in ["notbad.com", "bad.com.org", "bad.co"] {
            assert_eq!(Way::Zones.make(server, &hostmaster, name, false), Ok(()), "{name}");
        }
        admin.delete(&format!("/blocklist/{entry}")).expect(204);
        assert_eq!(Way::Zones.make(server, &hostmaster, "bad.com", false), Ok(()));
    }

    fn z9_an_admin_passes_and_the_history_keeps_the_entry(server: &Server) {
        let admin = server.admin();
        let _ = rules::block(&admin, "nothing-like-it");
        let entry = rules::block(&admin, "bad");
        for (name, way) in [("a.bad.com", Way::Zones), ("b.bad.com", Way::ZoneFile), ("c.bad.com", Way::Mreg)] {
            assert_eq!(way.make(server, &admin, name, false), Ok(()), "{way:?}");
            let history = last(&admin, name);
            assert!(history["forced"].to_string().contains(&entry), "{way:?}: {history:#}");
            assert!(history["forced"].to_string().contains("blocked"), "{way:?}: {history:#}");
        }
        assert_eq!(Way::CommandLine.make(server, &admin, "d.bad.com", false), Ok(()));
        let history = last(&admin, "d.bad.com");
        assert!(history["forced"].to_string().contains(&entry), "{history:#}");
        given::created(&admin, "good.com");
        assert!(!last(&admin, "good.com")["forced"].to_string().contains(&entry));
    }

    fn z9_an_admin_passes_for_another_account_and_that_account_does_not(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        let entry = rules::block(&admin, "^bad");
        is_closed(server, &hostmaster, "bad.org");
        admin.post("/zones", &given::with(given::zone("bad.org"), &json!({"owner": "acme"}))).expect(201);
        assert_eq!(given::read(&hostmaster, "bad.org")["owner"], "acme");
        assert!(last(&admin, "bad.org")["forced"].to_string().contains(&entry));
    }

    fn z9_the_rules_speak_before_the_block_list_and_the_block_list_before_quota_and_neighbours(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::add_all(&admin, &["com", "co.uk"]);
        rules::block(&admin, "bad");
        rules::set_quota(&admin, "acme", 0);
        given::created(&admin, "taken.com");
        for (name, code) in [("bad.net", "no_tld"), ("bad", "single_label"), ("bad.com", "blocked"), ("bad.taken.com", "blocked")] {
            let answer = Way::Zones.ask(&hostmaster, name, false);
            given::error(&answer, "name", code);
            assert_eq!(answer.errors().len(), 1, "{answer}");
        }
        assert_eq!(Way::Zones.ask(&hostmaster, "x.taken.com", false).expect(403).code(), "parent_owned");
        assert_eq!(Way::Zones.ask(&hostmaster, "good.com", false).expect(403).code(), "over_quota");
    }

    fn b2_a_pattern_is_tried_with_the_final_dot_and_without_and_on_the_form_with_u_labels(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        for (pattern, name, spelling) in [
            (r"^a\.org$", "a.org", "A.ORG"),
            (r"^b\.org\.$", "b.org", "b.org"),
            ("blåbær", "xn--blbr-roah.no", "BLÅBÆR.no"),
            (r"^xn--fa-hia\.de$", "xn--fa-hia.de", "faß.de"),
            ("^STRA", "strasse.de", "Strasse.DE."),
        ] {
            let entry = rules::block(&admin, pattern);
            is_closed(server, &hostmaster, name);
            assert_eq!(Way::Zones.make(server, &hostmaster, spelling, false), Err("blocked".to_owned()), "{pattern}: {spelling}");
            admin.delete(&format!("/blocklist/{entry}")).expect(204);
            assert_eq!(Way::Zones.make(server, &hostmaster, spelling, false), Ok(()), "{pattern}: {spelling}");
        }
    }

    fn z14_reverse_zones_and_registry_zones_can_be_blocked(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::block(&admin, r"^10\.in-addr\.arpa$|^com$");
        rules::add(&admin, "com");
        is_closed(server, &hostmaster, "10.in-addr.arpa");
        assert_eq!(Way::Zones.make(server, &hostmaster, "11.in-addr.arpa", false), Ok(()));
        // The flag is the admin's, and so is the way past the list.
        assert_eq!(Way::Zones.make(server, &admin, "com", true), Ok(()));
        assert!(last(&admin, "com")["forced"].to_string().contains("blocked"));
    }

    fn b1_no_pattern_holds_up_a_creation(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        for pattern in ["(a+)+$", "(a|aa)+x$", "(.*.*.*.*)*y$", "([a-z]+)*[0-9]z$"] {
            rules::block(&admin, pattern);
        }
        let label = "a".repeat(63);
        let long = format!("{label}.{label}.{label}.{}", "b".repeat(61));
        let begun = std::time::Instant::now();
        assert_eq!(Way::Zones.make(server, &hostmaster, &long, false), Ok(()));
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
        assert_eq!(Way::Zones.make(server, &hostmaster, &format!("b.{label}"), false), Err("blocked".to_owned()));
    }

    fn b3_a_pattern_that_was_changed_blocks_what_it_says_now(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        let entry = rules::block(&admin, "^old");
        is_closed(server, &hostmaster, "old.org");
        admin.patch(&format!("/blocklist/{entry}"), &json!({"pattern": "^new"})).expect(200);
        is_closed(server, &hostmaster, "new.org");
        assert_eq!(Way::Zones.make(server, &hostmaster, "old.org", false), Ok(()));
        admin.patch(&format!("/blocklist/{entry}"), &json!({"description": "no pattern"})).expect(200);
        is_closed(server, &hostmaster, "new.org");
    }
}
