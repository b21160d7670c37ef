//! The block list, at `/blocklist` and `/v2/blacklists` (B1–B3): what an entry is, and what it blocks.

use super::{NO_ID, at_once, explained, is_uuid, members, refused, text, wrong};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const BOTH: [&str; 2] = ["/blocklist", "/v2/blacklists"];

fn entry(client: &Client, pattern: &str) -> Value {
    client.post("/blocklist", &json!({ "pattern": pattern })).expect(201).json()["blocklist"].clone()
}

fn at(form: &str, entry: &Value) -> String {
    format!("{form}/{}", text(entry, "id"))
}

/// Whether a hostmaster is told that a name is blocked.
fn blocks(client: &Client, name: &str) -> bool {
    explained(client, name, "")["reasons"][0]["code"] == "blocked"
}

both! {
    fn an_entry_is_created_read_and_deleted_in_each_form(server: &Server) {
        let admin = server.admin();
        let made = admin.post("/blocklist", &json!({"blocklist": {"pattern": "^bad\\.", "description": "x"}})).expect(201);
        let entry = made.json()["blocklist"].clone();
        assert_eq!(members(&entry), ["created_at", "description", "id", "pattern", "updated_at", "version"]);
        assert!(is_uuid(text(&entry, "id")));
        assert_eq!((text(&entry, "pattern"), &entry["updated_at"], &entry["version"]), ("^bad\\.", &json!(null), &json!(1)));
        assert_eq!(made.header("location"), Some(at("/blocklist", &entry).as_str()));
        assert_eq!(made.etag(), "\"1\"");
        let other = admin.post("/v2/blacklists", &json!({"pattern": "worse"})).expect(201);
        let bare = other.json();
        assert_eq!(members(&bare), ["created_at", "description", "id", "links", "pattern", "updated_at"]);
        let itself = format!("{}{}", server.url(), at("/v2/blacklists", &bare));
        assert_eq!((&bare["links"], other.header("location")), (&json!({"self": itself}), Some(itself.as_str())));
        admin.post("/v2/blacklists", &json!({"blacklists": {"pattern": "enveloped"}})).expect(201);
        admin.post("/blocklist", &json!({"pattern": "bare"})).expect(201);
        assert_eq!(admin.get(&at("/blocklist", &entry)).expect(200).json(), json!({ "blocklist": entry }));
        assert_eq!(admin.get(&at("/v2/blacklists", &bare)).expect(200).json(), bare);
        for form in BOTH {
            let gone = admin.delete(&at(form, if form == "/blocklist" { &entry } else { &bare })).expect(204);
            assert!(gone.body.is_empty(), "{gone}");
            refused(&admin.get(&at(form, &entry)).send(), 404, "blacklist_not_found");
        }
    }

    fn b1_what_the_engine_does_not_take_is_refused_in_its_own_words(server: &Server) {
        let admin = server.admin();
        for (pattern, told) in [
            ("(", "unclosed group"),
            ("a{2,1}", "repetition"),
            ("(?=a)", "look-around"),
            ("(?<!a)b", "look-around"),
            (r"(a)\1", "backreferences"),
            ("[a", "unclosed"),
            ("\\", "escape"),
        ] {
            for form in BOTH {
                let answer = admin.post(form, &json!({ "pattern": pattern })).send();
                wrong(&answer, &["pattern"]);
                assert!(answer.text().contains(told), "{pattern}: {answer}");
            }
        }
        for pattern in [
            json!(""),
            json!(null),
            json!(5),
            json!("a".repeat(256)),
            json!("(((a{100}){100}){100})"),
            json!(["a"]),
            json!("a\0b"),
        ] {
            for form in BOTH {
                wrong(&admin.post(form, &json!({ "pattern": pattern })).send(), &["pattern"]);
            }
        }
        for form in BOTH {
            wrong(
                &admin.post(form, &json!({"description": "x".repeat(161), "id": NO_ID, "name": "x"})).send(),
                &["description", "id", "name", "pattern"],
            );
        }
        let longest = entry(&admin, &"é".repeat(255));
        assert_eq!(text(&longest, "pattern").chars().count(), 255, "characters, not octets");
    }

    fn b1_at_most_1000_entries_are_taken(server: &Server) {
        let admin = server.admin();
        let numbers: Vec<usize> = (0..8).collect();
        at_once(&numbers, |worker| {
            for number in 0..125 {
                entry(&admin, &format!("^bad{worker}x{number}\\."));
            }
        });
        for form in BOTH {
            let message = refused(&admin.post(form, &json!({"pattern": "one-more"})).send(), 400, "invalid_object");
            assert!(!message.is_empty());
        }
        let any = admin.get("/blocklist?limit=1").expect(200).json()["blocklist"][0].clone();
        admin.delete(&at("/blocklist", &any)).expect(204);
        entry(&admin, "one-more");
    }

    fn b1_a_pattern_is_stored_once(server: &Server) {
        let admin = server.admin();
        let first = entry(&admin, "bad");
        let second = entry(&admin, "worse");
        for form in BOTH {
            refused(&admin.post(form, &json!({"pattern": "bad"})).send(), 409, "duplicate_blacklist");
            refused(&admin.patch(&at(form, &second), &json!({"pattern": "bad"})).send(), 409, "duplicate_blacklist");
            admin.patch(&at(form, &first), &json!({"pattern": "bad"})).expect(200);
        }
        entry(&admin, "BAD");
    }

    fn b2_a_pattern_is_searched_for_in_every_form_of_the_name(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        for (pattern, blocked, free) in [
            (
                r"(^|\.)bad\.com\.?$",
                vec!["bad.com", "BAD.com", "x.bad.com", "bad.com."],
                vec!["notbad.com", "bad.com.org", "bad.net"],
            ),
            ("casino", vec!["casino.com", "my-casino.org", "x.CASINO.net"], vec!["casin.com"]),
            ("^PORN", vec!["porn.com"], vec!["a.porn.com"]),
            (r"\.com\.$", vec!["a.com"], vec!["a.org"]),
            (r"\.org$", vec!["a.org"], vec!["a.org.net"]),
            ("ø", vec!["brønnøysund.no", "xn--brnnysund-m8ac.no"], vec!["bronnoysund.no"]),
            ("^xn--brnnysund", vec!["brønnøysund.no"], vec!["bron.no"]),
            ("^bücher\\.de$", vec!["xn--bcher-kva.de", "BÜCHER.de"], vec!["bucher.de"]),
            (r"^10\.in-addr", vec!["10.in-addr.arpa"], vec!["11.in-addr.arpa"]),
        ] {
            let made = entry(&admin, pattern);
            for name in blocked {
                assert!(blocks(&host, name), "{pattern} blocks {name}");
                let answer = host.post("/zones?dry_run=true", &given::zone(name)).send();
                given::error(&answer, "name", "blocked");
            }
            for name in free {
                assert!(!blocks(&host, name), "{pattern} leaves {name} alone");
            }
            admin.delete(&at("/blocklist", &made)).expect(204);
        }
    }

    fn b2_a_pattern_that_hangs_other_engines_costs_no_more(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        for pattern in ["(a+)+$", "(a|aa)+!", "(.*)*x$", "([a-z]+)*[0-9]$"] {
            entry(&admin, pattern);
        }
        let label = "a".repeat(63);
        let started = std::time::Instant::now();
        for _ in 0..20 {
            assert!(!blocks(&host, &format!("{label}.{label}.{label}.org")));
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    fn z9_an_admin_passes_and_the_history_tells_by_which_entry(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        let bad = entry(&admin, "^bad");
        given::error(&host.post("/zones", &given::zone("bad.org")).send(), "name", "blocked");
        given::created(&admin, "bad.org");
        let history = admin.get("/zones/bad.org/history").expect(200);
        assert!(history.text().contains(text(&bad, "id")), "{history}");
        let told = host.post("/zones", &given::zone("bad.net")).send().text();
        assert!(!told.contains(text(&bad, "id")) && !told.contains("^bad"), "{told}");
    }

    fn b3_an_entry_is_changed_as_a_rule_is(server: &Server) {
        let admin = server.admin();
        let host = server.user("hostmaster1", "acme", &["hostmaster"]);
        for form in BOTH {
            let made = entry(&admin, "^bad");
            let item = at(form, &made);
            for body in [json!({}), json!({"pattern": "^bad"}), json!({"id": made["id"], "description": null})] {
                assert_eq!(admin.patch(&item, &body).expect(200).etag(), "\"1\"", "nothing changed: {body}");
            }
            assert_eq!(admin.get(&at("/blocklist", &made)).expect(200).json()["blocklist"], made);
            for (body, named) in [
                (json!({"id": NO_ID}), "id"),
                (json!({"pattern": null}), "pattern"),
                (json!({"pattern": "("}), "pattern"),
                (json!({"version": 1}), "version"),
            ] {
                wrong(&admin.patch(&item, &body).send(), &[named]);
            }
            assert_eq!(admin.patch(&item, &json!({"pattern": "^worse", "description": "x"})).expect(200).etag(), "\"2\"");
            assert!(blocks(&host, "worse.org") && !blocks(&host, "bad.org"), "at once");
            refused(&admin.patch(&item, &json!({"description": "y"})).if_match("\"1\"").send(), 412, "precondition_failed");
            refused(&admin.delete(&item).if_match("\"1\"").send(), 412, "precondition_failed");
            admin.delete(&item).if_match("\"2\"").expect(204);
            assert!(!blocks(&host, "worse.org"), "at once");
        }
    }
}
