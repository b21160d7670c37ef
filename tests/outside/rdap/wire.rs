//! The wire (R1–R3): methods, headers, paths, names in every form, and names that are none.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{World, contact, headed, refused, register, told};
use crate::given::with;

/// A registry with something at each path.
fn world(server: &Server) -> World {
    let world = World::of(server, &json!({"idn_scripts": ["Latn"]}));
    contact(&world.acme, "AA1", &json!({}));
    let body = json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "contacts": {"registrant": "AA1"}});
    register(&world.acme, "blue.st", &body);
    let idn = json!({"ns": [{"name": "ns1.bl\u{e5}.st", "addr": ["192.0.2.2"]}]});
    register(&world.acme, "bl\u{e5}.st", &idn);
    world
}

/// Where there is something.
const PATHS: [&str; 4] = ["domain/blue.st", "nameserver/ns1.blue.st", "entity/acme", "help"];

/// An answer's body without the instant of the answer.
fn lasting(mut body: Value) -> Value {
    if let Some(events) = body["events"].as_array_mut() {
        let before = events.len();
        events.retain(|event| event["eventAction"] != "last update of RDAP database");
        assert_eq!(events.len() + 1, before, "when is this of?");
    }
    body
}

/// What is shown at a path, without the instant.
fn shown(world: &World, path: &str) -> Value {
    lasting(world.shown(path))
}

both! {
    fn r1_whatever_is_accepted_and_whoever_asks_the_answer_is_the_same(server: &Server) {
        let world = world(server);
        for path in PATHS {
            let plain = shown(&world, path);
            for accept in ["application/rdap+json", "application/json", "text/html", "image/png;q=0", "*/*", "nonsense", ""] {
                let answer = world.ask(path).header("Accept", accept).expect(200);
                assert_eq!(lasting(told(&answer)), plain, "{accept}");
            }
            for (header, value) in [
                ("Authorization", "Bearer nonsense"), ("Authorization", "Token nonsense"), ("Authorization", "Basic bm9ib2R5OmF0IGFsbA=="),
                ("Authorization", "\u{7f}"), ("Api-ClientToken", "nonsense"), ("Auth-Token", "nonsense"), ("X-Auth-Token", ""), ("Api-Version", "9.9"),
                ("Api-ClientTransactionId", ""), ("Content-Type", "image/png"), ("If-Match", "\"x\""), ("Origin", "https://elsewhere.example"),
            ] {
                let Ok(answer) = world.ask(path).header(header, value).try_send() else { continue };
                assert_eq!(lasting(told(&answer)), plain, "{header}: {value}");
            }
            for client in [&world.acme, &world.zeta, &world.admin] {
                assert_eq!(lasting(told(&client.get(&format!("/rdap/{path}")).expect(200))), plain, "nobody sees more");
            }
        }
    }

    fn r1_unknown_query_parameters_are_ignored(server: &Server) {
        let world = world(server);
        for path in PATHS {
            let plain = shown(&world, path);
            for query in ["", "x=1", "x=1&x=2", "dry_run=true", "dry_run=perhaps", "limit=-1", "%ff", "%zz", "=&&=", "name=red.st", "jscard=1"] {
                assert_eq!(shown(&world, &format!("{path}?{query}")), plain, "?{query}");
            }
        }
        refused(world.ask("domain/none.st?name=blue.st"), 404);
    }

    fn r1_head_is_get_without_the_body(server: &Server) {
        let world = world(server);
        for (path, status) in PATHS.map(|path| (path, 200)).into_iter().chain([("domain/none.st", 404), ("domain/-.st", 400), ("domains", 501), ("x", 404)]) {
            let [whole, head] = ["GET", "HEAD"].map(|method| world.public.request(method, &format!("/rdap/{path}")).expect(status));
            told(&whole);
            headed(&head);
            assert!(head.body.is_empty(), "{head}");
            for header in ["etag", "cache-control", "content-length"] {
                assert_eq!(head.header(header), whole.header(header), "{header} of {path}");
            }
        }
    }

    fn r1_r2_other_methods_are_405_and_told_what_is_allowed(server: &Server) {
        let world = world(server);
        for path in PATHS.into_iter().chain(["domain/none.st", "domain/-.st", "entity/nobody"]) {
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"] {
                for call in [world.public.request(method, &format!("/rdap/{path}")), world.admin.request(method, &format!("/rdap/{path}")).json(&json!({}))] {
                    let answer = call.expect(405);
                    told(&answer);
                    let mut allowed: Vec<&str> = answer.header("allow").unwrap_or_default().split(',').map(str::trim).collect();
                    allowed.sort_unstable();
                    assert_eq!(allowed, ["GET", "HEAD"], "{answer}");
                }
            }
        }
        assert_eq!(world.info("blue.st")["lifecycle"], "registered");
    }

    fn r2_searches_and_numbers_are_501_and_other_paths_404(server: &Server) {
        let world = world(server);
        for path in [
            "domains", "domains?name=blue*.st", "domains?nsIp=192.0.2.1", "nameservers?name=ns1*", "nameservers", "entities?fn=A*", "entities",
            "ip/192.0.2.1", "ip/192.0.2.0/24", "ip/2001:db8::1", "ip/2001:db8::/32", "ip/nonsense", "autnum/64496", "autnum/x",
        ] {
            refused(world.ask(path), 501);
        }
        for path in ["", "x", "domain", "nameserver", "entity", "help/me", "domain/blue.st/x", "DOMAIN/blue.st", "Help", "entity/acme/x", "rdap/domain/blue.st"] {
            refused(world.ask(path), 404);
        }
        told(&world.public.get("/rdap").expect(404));
    }

    fn r3_every_form_of_a_name_is_the_same_object(server: &Server) {
        let world = world(server);
        register(&world.acme, "fa\u{df}.st", &json!({}));
        for (path, canonical, unicode, forms) in [
            ("domain", "xn--fa-hia.st", Some("fa\u{df}.st"), &["fa%C3%9F.st", "FA%C3%9F.ST.", "XN--FA-HIA.st", "fa%E1%BA%9E.st"][..]),
            ("domain", "blue.st", None, &["BLUE.ST", "Blue.St.", "blue.st.", "%62lue.st", "blue%2Est", "BLUE%2est%2E"]),
            ("nameserver", "ns1.blue.st", None, &["NS1.BLUE.ST", "ns1.blue.st.", "n%731.Blue.ST."]),
            ("domain", "xn--bl-zia.st", Some("bl\u{e5}.st"), &["XN--BL-ZIA.ST", "Xn--Bl-Zia.st.", "bl%C3%A5.st", "BL%C3%85.ST", "bl%c3%a5.st.", "bla%CC%8A.st"]),
            ("nameserver", "ns1.xn--bl-zia.st", Some("ns1.bl\u{e5}.st"), &["ns1.bl%C3%A5.st", "NS1.BL%C3%85.st.", "ns1.XN--BL-ZIA.st"]),
        ] {
            let whole = shown(&world, &format!("{path}/{canonical}"));
            assert_eq!((whole["ldhName"].as_str(), whole["unicodeName"].as_str()), (Some(canonical), unicode), "{whole}");
            assert_eq!(whole.get("unicodeName").is_some(), unicode.is_some(), "only if it differs");
            assert_eq!(whole["links"][0]["href"], format!("{}/rdap/{path}/{canonical}", world.url), "{whole}");
            for form in forms {
                assert_eq!(unasked(shown(&world, &format!("{path}/{form}"))), unasked(whole.clone()), "{form}");
            }
        }
        for form in ["ACME", "Acme", "acm%65"] {
            assert_eq!(unasked(shown(&world, &format!("entity/{form}"))), unasked(shown(&world, "entity/acme")), "{form}");
        }
        let roid = world.roid("AA1");
        assert_eq!(unasked(shown(&world, &format!("entity/{}", roid.to_lowercase()))), unasked(shown(&world, &format!("entity/{roid}"))));
    }

    fn r2_r3_names_that_are_none_are_400_or_404_and_nothing_worse(server: &Server) {
        let world = world(server);
        let (label, long) = ("a".repeat(64), format!("{}st", "a.".repeat(130)));
        let malformed = [
            "-a.st", "a-.st", "a..st", ".a.st", "a.st..", "*.st", "%2A", "a_b.st", "a%20b.st", "%20", "a%00.st", "%00", "%FF%FE.st", "%C3.st", "a%2Fb.st",
            "%0D%0ASet-Cookie:x=1", "xn--a.st", "xn--.st", "a%E2%80%8Bb%21.st", "a%5Cb.st", "%27%20OR%201=1--", "a%40b.st", "%7B%7D", "a%22b.st",
            "%3Cscript%3E", "[::1]", label.as_str(), long.as_str(),
        ];
        let huge = "a".repeat(8000);
        for kind in ["domain", "nameserver"] {
            for name in malformed.into_iter().chain([huge.as_str()]) {
                let Ok(answer) = world.ask(&format!("{kind}/{name}")).try_send() else { panic!("{kind}/{name}: no answer") };
                told(&answer);
                assert_eq!(answer.status, 400, "{answer}");
            }
        }
        for kind in ["domain", "nameserver", "entity"] {
            for name in [
                "..", "%2e%2e", "%2E%2E%2Fhelp", ".", "%2e", "..%2f..%2fetc%2fpasswd", "192.0.2.1", "st", "%F0%9F%92%A9.st", "a.b.c.d.st", "none.st", "nowhere",
                "%E2%80%AEts.eulb", "null", "0", "-1", "search", "C1", "C-DMSD", "C99999999999999999999999-DMSD", "C-1-DMSD", "D1-DMSD", "registry%00", "%25",
                huge.as_str(), label.as_str(),
            ] {
                let answer = world.ask(&format!("{kind}/{name}")).send();
                told(&answer);
                assert!([400, 404].contains(&answer.status), "{answer}");
            }
        }
        for path in ["domain/", "nameserver/", "entity/", "domain//", "//domain/blue.st", "domain/%2F"] {
            let answer = world.ask(path).send();
            told(&answer);
            assert!([400, 404].contains(&answer.status), "{answer}");
        }
        told(&world.ask("domain/blue.st").expect(200));
    }

    fn r2_whatever_octets_are_asked_for_the_answer_is_of_this_form(server: &Server) {
        let world = world(server);
        let mut chance: u64 = 9083;
        let mut below = |limit: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % limit
        };
        let pieces = ["%2e", "%00", "xn--", "st", ".st", "-", "%C3%A5", "%F0%9F", "%ED%A0%80", "%5C", "%5C046", "%", "%%", "%c0%ae", "a", "B", "1", "~", "@", ":", "%E3%80%82"];
        for _ in 0..400 {
            let kind = ["domain", "nameserver", "entity"][usize::try_from(below(3)).expect("small")];
            let name: String = (0..1 + below(8))
                .map(|_| match below(3) {
                    0 => format!("%{:02X}", below(256)),
                    _ => pieces[usize::try_from(below(21)).expect("small")].to_owned(),
                })
                .collect();
            let answer = world.ask(&format!("{kind}/{name}")).send();
            told(&answer);
            assert!([400, 404].contains(&answer.status), "{answer}");
        }
    }
}

/// An object without the context URIs of its links: they may say how it was asked for.
fn unasked(object: Value) -> Value {
    let mut links = object["links"].clone();
    for link in links.as_array_mut().into_iter().flatten() {
        link["value"] = Value::Null;
    }
    with(object, &json!({ "links": links }))
}
