//! Which names may be zones (rules Z1 to Z8, Z10, Z14), asked of every way to make one.

use super::ways::Way;
use super::{oracle, rules};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

/// The rules of the vectors.
const RULES: [&str; 12] = [
    "com",
    "uk",
    "co.uk",
    "*.sch.uk",
    "*.bd",
    "*.ck",
    "!www.ck",
    "jp",
    "*.kawasaki.jp",
    "!city.kawasaki.jp",
    "xn--3e0b707e",
    "xn--p1ai",
];

/// What creation is to answer: nothing when it succeeds.
type Verdict = Option<&'static str>;

const ALLOWED: Verdict = None;
const SINGLE: Verdict = Some("single_label");
const NONE: Verdict = Some("no_tld");
const IS: Verdict = Some("is_tld");
const NOT: Verdict = Some("not_a_tld");

/// A name as it is asked for, its canonical form, and the verdicts without the flag and with it.
const VECTORS: [(&str, &str, Verdict, Verdict); 30] = [
    ("Shop.COM.", "shop.com", ALLOWED, NOT),
    ("a.b.c.com", "a.b.c.com", ALLOWED, NOT),
    ("com", "com", SINGLE, ALLOWED),
    ("shop.net", "shop.net", NONE, NONE),
    ("net", "net", SINGLE, NONE),
    ("co.uk", "co.uk", IS, ALLOWED),
    ("CO.UK.", "co.uk", IS, ALLOWED),
    ("uk", "uk", SINGLE, ALLOWED),
    ("x.uk", "x.uk", ALLOWED, NOT),
    ("xco.uk", "xco.uk", ALLOWED, NOT),
    ("x.co.uk", "x.co.uk", ALLOWED, NOT),
    ("sch.uk", "sch.uk", IS, ALLOWED),
    ("x.sch.uk", "x.sch.uk", IS, ALLOWED),
    ("a.x.sch.uk", "a.x.sch.uk", ALLOWED, NOT),
    ("bd", "bd", SINGLE, ALLOWED),
    ("com.bd", "com.bd", IS, ALLOWED),
    ("shop.com.bd", "shop.com.bd", ALLOWED, NOT),
    ("a.b.net.bd", "a.b.net.bd", ALLOWED, NOT),
    ("foo.ck", "foo.ck", IS, ALLOWED),
    ("www.ck", "www.ck", ALLOWED, NOT),
    ("a.www.ck", "a.www.ck", ALLOWED, NOT),
    ("kawasaki.jp", "kawasaki.jp", IS, ALLOWED),
    ("city.kawasaki.jp", "city.kawasaki.jp", ALLOWED, NOT),
    ("a.city.kawasaki.jp", "a.city.kawasaki.jp", ALLOWED, NOT),
    ("shop.한국", "shop.xn--3e0b707e", ALLOWED, NOT),
    ("한국", "xn--3e0b707e", SINGLE, ALLOWED),
    ("2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa", ALLOWED, NOT),
    ("8.b.d.0.1.0.0.2.ip6.arpa", "8.b.d.0.1.0.0.2.ip6.arpa", ALLOWED, NOT),
    ("in-addr.arpa", "in-addr.arpa", IS, ALLOWED),
    ("ip6.arpa", "ip6.arpa", IS, ALLOWED),
];

/// Asks for each name this way, with the flag where it is known and without; what is made is deleted again.
fn every_vector(server: &Server, way: Way) {
    let admin = server.admin();
    rules::add_all(&admin, &RULES);
    for (given, name, plain, flagged) in VECTORS {
        let asked = if way == Way::Zones || way == Way::Mreg { given } else { name };
        for (flag, wanted) in [(false, plain), (true, flagged)] {
            if flag && !way.knows_the_flag() {
                continue;
            }
            let made = way.make(server, &admin, asked, flag);
            assert_eq!(made, wanted.map_or(Ok(()), |code| Err(code.to_owned())), "{asked}, flag {flag}");
            let path = format!("/zones/{name}");
            if made.is_ok() {
                assert_eq!(admin.get(&path).expect(200).json()["registry_zone"], flag, "{asked}");
                admin.delete(&path).expect(204);
            } else {
                admin.get(&path).expect(404);
            }
        }
    }
}

#[test]
fn z4_the_oracle_of_these_tests_agrees_with_the_vectors() {
    let rules = RULES.map(str::to_owned).into();
    for (_, name, plain, flagged) in VECTORS {
        assert_eq!(oracle::verdict(&rules, name, false).err(), plain, "{name}");
        assert_eq!(oracle::verdict(&rules, name, true).err(), flagged, "{name} with the flag");
    }
}

both! {
    fn z4_every_vector_through_zones(server: &Server) {
        every_vector(server, Way::Zones);
    }

    fn z12_every_vector_through_a_zone_file(server: &Server) {
        every_vector(server, Way::ZoneFile);
    }

    fn z12_every_vector_through_the_face_for_mreg(server: &Server) {
        every_vector(server, Way::Mreg);
    }

    fn z12_every_vector_through_the_command_line(server: &Server) {
        every_vector(server, Way::CommandLine);
    }

    fn x1_explain_and_a_dry_run_tell_what_creation_answers(server: &Server) {
        let admin = server.admin();
        rules::add_all(&admin, &RULES);
        for (_, name, plain, flagged) in VECTORS {
            for (flag, wanted) in [(false, plain), (true, flagged)] {
                let told = admin.get(&format!("/tlds/explain?name={name}&registry_zone={flag}")).expect(200).json();
                assert_eq!(told["verdict"], if wanted.is_none() { "allowed" } else { "refused" }, "{told:#}");
                let usual = if flag { "registry_zone" } else { "below_tld" };
                assert_eq!(told["reasons"][0]["code"], wanted.unwrap_or(usual), "{told:#}");
                let body = given::with(given::zone(name), &json!({"registry_zone": flag}));
                let tried = admin.post("/zones?dry_run=true", &body).send();
                match wanted {
                    None => assert_eq!(tried.expect(200).json()["would"], 201),
                    Some(code) => given::error(&tried, "name", code),
                }
            }
        }
        assert_eq!(admin.get("/zones").expect(200).json(), json!([]));
    }

    fn z3_without_rules_every_name_of_two_labels_may_be_a_zone_and_with_the_flag_one_label_too(server: &Server) {
        let admin = server.admin();
        for (given, name, _, _) in VECTORS {
            let single = !name.contains('.');
            let plain = Way::Zones.make(server, &admin, given, false);
            assert_eq!(plain.clone().err().as_deref(), single.then_some("single_label"), "{given}");
            if plain.is_ok() {
                admin.delete(&format!("/zones/{name}")).expect(204);
            }
            assert_eq!(Way::Zones.make(server, &admin, given, true), Ok(()), "{given} with the flag");
            assert_eq!(given::read(&admin, name)["registry_zone"], true);
            admin.delete(&format!("/zones/{name}")).expect(204);
        }
    }

    fn t5_the_last_rule_that_goes_opens_the_list_again(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "a.org");
        rules::add(&admin, "com");
        given::error(&Way::Zones.ask(&admin, "b.org", false), "name", "no_tld");
        given::created(&admin, "b.com");
        rules::remove(&admin, "com");
        given::created(&admin, "b.org");
        given::error(&Way::Zones.ask(&admin, "com", false), "name", "single_label");
    }

    fn n6_an_exception_whose_wildcard_went_neither_allows_nor_refuses(server: &Server) {
        let admin = server.admin();
        rules::add_all(&admin, &["com", "*.ck", "!www.ck"]);
        rules::remove(&admin, "*.ck");
        given::error(&Way::Zones.ask(&admin, "www.ck", false), "name", "no_tld");
        given::error(&Way::Zones.ask(&admin, "www.ck", true), "name", "no_tld");
        rules::add(&admin, "ck");
        given::created(&admin, "www.ck");
        given::created(&admin, "x.ck");
        rules::remove(&admin, "ck");
        rules::add(&admin, "*.ck");
        given::created(&admin, "a.www.ck");
        given::error(&Way::Zones.ask(&admin, "y.ck", false), "name", "is_tld");
    }

    fn z14_reverse_zones_need_no_rule(server: &Server) {
        let admin = server.admin();
        rules::add(&admin, "com");
        let names = ["2.0.192.in-addr.arpa", "0/25.3.0.192.in-addr.arpa", "10.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa"];
        for name in names {
            for way in Way::OVER_HTTP {
                assert_eq!(way.make(server, &admin, name, false), Ok(()), "{way:?}: {name}");
                admin.delete(&format!("/zones/{}", name.replace('/', "%2F"))).expect(204);
            }
            assert_eq!(Way::CommandLine.make(server, &admin, name, false), Ok(()), "{name}");
        }
        given::error(&Way::Zones.ask(&admin, "home.arpa", false), "name", "no_tld");
        rules::add(&admin, "home.arpa");
        given::error(&Way::Zones.ask(&admin, "home.arpa", false), "name", "is_tld");
        assert_eq!(Way::Zones.make(server, &admin, "home.arpa", true), Ok(()));
    }

    fn z1_the_verdict_is_told_with_the_other_wrong_fields_and_says_name_rule_and_way_out(server: &Server) {
        let admin = server.admin();
        rules::add_all(&admin, &RULES);
        let wrong = given::with(given::zone("co.uk"), &json!({"email": "nobody", "ns": []}));
        given::fields(&admin.post("/zones", &wrong).send(), &["email", "name", "ns"]);
        for (name, flag, words) in [
            ("x.sch.uk", false, &["x.sch.uk", "*.sch.uk", "registry_zone"][..]),
            ("a.x.sch.uk", true, &["a.x.sch.uk", "*.sch.uk", "registry_zone"]),
            ("shop.net", false, &["shop.net"]),
            ("com", false, &["com", "registry_zone"]),
        ] {
            let answer = Way::Zones.ask(&admin, name, flag).expect(400);
            let detail = answer.json()["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
            for word in words {
                assert!(detail.contains(word), "{word} is not in: {detail}");
            }
        }
        given::error(&Way::Zones.ask(&admin, "a..uk", false), "name", "bad_name");
    }

    fn z7_a_taken_name_is_judged_first_and_then_taken(server: &Server) {
        let admin = server.admin();
        rules::add_all(&admin, &["com", "uk"]);
        given::created(&admin, "x.uk");
        given::conflict(&Way::Zones.ask(&admin, "X.uk.", false), "zone_exists", false);
        rules::remove(&admin, "uk");
        given::error(&Way::Zones.ask(&admin, "x.uk", false), "name", "no_tld");
    }
}
