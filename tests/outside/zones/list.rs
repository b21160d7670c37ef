//! `GET /zones` (Z14).

use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn names(client: &Client, query: &str) -> Value {
    client.get(&format!("/zones{query}")).expect(200).json()
}

/// Follows `Link: <…>; rel="next"` to the end.
fn pages(client: &Client, first: &str) -> Vec<Vec<String>> {
    let (mut pages, mut path) = (Vec::new(), first.to_owned());
    loop {
        let answer = client.get(&path).expect(200);
        pages.push(answer.json().as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect());
        let Some(link) = answer.header("link") else {
            return pages;
        };
        let target = link.split('>').next().unwrap().trim_start_matches('<');
        assert!(link.contains("rel=\"next\""), "{link}");
        path = target[target.find("/zones").expect("a path of this server")..].to_owned();
    }
}

both! {
    fn z14_all_zones_are_listed_in_canonical_order_of_their_names(server: &Server) {
        let admin = server.admin();
        assert_eq!(names(&admin, ""), json!([]));
        for name in ["b.org", "a.org", "c.a.org", "10.in-addr.arpa"] {
            given::created(&admin, name);
        }
        assert_eq!(names(&admin, ""), json!(["10.in-addr.arpa", "a.org", "c.a.org", "b.org"]));
    }

    fn z14_pages_follow_one_another_without_gap_or_repetition(server: &Server) {
        let admin = server.admin();
        let all: Vec<String> = (0..25).map(|number| format!("z{number:02}.org")).collect();
        for name in &all {
            given::created(&admin, name);
        }
        for limit in [1, 7, 25, 10_000] {
            let pages = pages(&admin, &format!("/zones?limit={limit}"));
            assert!(pages.iter().all(|page| !page.is_empty() && page.len() <= limit), "{pages:?}");
            assert_eq!(pages.concat(), all);
        }
        admin.delete("/zones/z09.org").expect(204);
        assert_eq!(names(&admin, "?limit=2&marker=z09.org"), json!(["z10.org", "z11.org"]));
        assert_eq!(names(&admin, "?limit=2&marker=z24.org"), json!([]));
    }

    fn z14_pages_keep_their_filter(server: &Server) {
        let admin = server.admin();
        for name in ["a.org", "b.net", "c.org", "d.net", "e.org"] {
            given::created(&admin, name);
        }
        assert_eq!(pages(&admin, "/zones?limit=1&suffix=org").concat(), ["a.org", "c.org", "e.org"]);
    }

    fn z14_suffix_ends_at_a_label(server: &Server) {
        let admin = server.admin();
        for name in ["example.org", "myexample.org", "sub.example.org"] {
            given::created(&admin, name);
        }
        for suffix in ["example.org", "EXAMPLE.org."] {
            assert_eq!(names(&admin, &format!("?suffix={suffix}")), json!(["example.org", "sub.example.org"]));
        }
    }

    fn z14_covering_finds_the_deepest_zone_that_holds_a_name(server: &Server) {
        let admin = server.admin();
        for name in ["example.org", "sub.example.org"] {
            given::created(&admin, name);
        }
        for (asked, zone) in [
            ("example.org", json!(["example.org"])), ("www.Example.org.", json!(["example.org"])),
            ("a.b.sub.example.org", json!(["sub.example.org"])), ("asub.example.org", json!(["example.org"])),
            ("_sip._tcp.example.org", json!(["example.org"])), ("myexample.org", json!([])), ("org", json!([])),
        ] {
            assert_eq!(names(&admin, &format!("?covering={asked}")), zone, "{asked}");
        }
    }

    fn z14_kind_ns_and_owner_narrow_the_list(server: &Server) {
        let admin = server.admin();
        let acme = server.user("hostmaster1", "acme", &["hostmaster"]);
        given::created(&admin, "a.org");
        given::created(&acme, "b.org");
        admin.post("/zones", &given::with(given::zone("10.in-addr.arpa"), &json!({"ns": ["ns9.provider.net"]}))).expect(201);
        for (query, expected) in [
            ("?kind=reverse", json!(["10.in-addr.arpa"])), ("?kind=forward", json!(["a.org", "b.org"])),
            ("?ns=NS9.provider.net.", json!(["10.in-addr.arpa"])), ("?ns=ns8.provider.net", json!([])),
            ("?owner=acme", json!(["b.org"])), ("?owner=registry", json!(["10.in-addr.arpa", "a.org"])),
            ("?owner=registry&kind=forward", json!(["a.org"])),
        ] {
            assert_eq!(names(&admin, query), expected, "{query}");
        }
    }

    fn z14_what_is_not_understood_is_refused(server: &Server) {
        let admin = server.admin();
        for (query, field) in [
            ("limit=0", "limit"), ("limit=10001", "limit"), ("limit=-1", "limit"), ("limit=x", "limit"), ("colour=red", "colour"),
            ("kind=sideways", "kind"), ("suffix=a..b", "suffix"), ("covering=a..b", "covering"), ("ns=a..b", "ns"),
        ] {
            given::fields(&admin.get(&format!("/zones?{query}")).send(), &[field]);
        }
    }
}
