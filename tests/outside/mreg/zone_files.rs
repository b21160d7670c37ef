//! `/api/v1/zonefiles/{name}`: the bytes that every face gives.

use super::{FORWARD, created, log_in, refused, user, wrong, zone};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const FILE: &str = "/api/v1/zonefiles/example.org";

both! {
    fn the_file_is_the_one_of_every_face(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        given::put(&admin, "www.example.org", "A", &["192.0.2.80", "10.0.0.1"]);
        given::put(&admin, "www.example.org", "AAAA", &["fd00::1"]);
        let answer = admin.get(FILE).expect(200);
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=us-ascii"));
        assert_eq!(answer.text(), given::exported(&admin, "example.org"));
        assert_eq!(admin.get("/api/v1/zonefiles/Example.ORG./").expect(200).body, answer.body);
        admin.get(FILE).header("If-None-Match", &answer.etag()).expect(304);
        let head = admin.head(FILE).expect(200);
        assert!(head.body.is_empty() && head.etag() == answer.etag(), "{head}");
    }

    fn f6_private_addresses_are_left_out_where_that_is_asked(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        given::put(&admin, "www.example.org", "A", &["192.0.2.80", "10.0.0.1"]);
        let public = admin.get("/zones/example.org/zonefile?exclude_private=true").expect(200).text();
        for word in ["true", "TRUE", "yes", "t", "y", "1"] {
            assert_eq!(admin.get(&format!("{FILE}?excludePrivate={word}")).expect(200).text(), public, "{word}");
        }
        for word in ["false", "no", "f", "n", "0", ""] {
            assert!(admin.get(&format!("{FILE}?excludePrivate={word}")).expect(200).text().contains("10.0.0.1"), "{word}");
        }
        assert!(!public.contains("10.0.0.1"));
        assert_eq!(wrong(&admin.get(&format!("{FILE}?excludePrivate=maybe")).send()), ["excludePrivate"]);
        assert_eq!(wrong(&admin.get(&format!("{FILE}?force=1")).send()), ["force"]);
        refused(&admin.get(FILE).header("Accept", "application/json").send(), 406, "not_acceptable", None);
    }

    fn files_of_zones_that_are_not_there_are_404(server: &Server) {
        let admin = log_in(server, "admin");
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        created(&admin, "example.org");
        for path in ["/api/v1/zonefiles/nope.org", "/api/v1/zonefiles/a..b", "/api/v1/zonefiles/sub.example.org"] {
            refused(&admin.get(path).send(), 404, "not_found", None);
        }
        refused(&other.get(FILE).send(), 404, "not_found", None);
        created(&admin, "0/25.2.0.192.in-addr.arpa");
        for path in ["0/25.2.0.192.in-addr.arpa", "0%2F25.2.0.192.in-addr.arpa"] {
            assert!(admin.get(&format!("/api/v1/zonefiles/{path}")).expect(200).text().contains("IN SOA"));
        }
    }

    fn seen_in_mreg_lines_do_not_parse_when_glue_is_missing(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let delegation = json!({"name": "far.example.org", "nameservers": ["ns1.far.example.org"]});
        admin.post(&format!("{FORWARD}example.org/delegations/"), &delegation).expect(201);
        let file = admin.get(FILE).expect(200).text();
        assert!(file.contains("\nfar.example.org. IN NS ns1.far.example.org.\n"), "{file}");
        assert_eq!(given::import(&admin, "?dry_run=true&replace=true", &file).status, 428, "it is read again up to its condition");
        let etag = log_in(server, "admin").get("/zones/example.org").expect(200).etag();
        let read = admin.request("POST", "/zones/import?replace=true&dry_run=true&force=true").if_match(&etag);
        read.body("text/dns", file).expect(200);
    }

    fn seen_in_mreg_texts_are_unquoted_or_have_bare_quotes(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        given::put(&admin, "t.example.org", "TXT", &["v=spf1 -all", "say \"x\"; drop"]);
        let file = admin.get(FILE).expect(200).text();
        assert!(file.contains(r#" IN TXT "v=spf1 -all""#) && file.contains(r#" IN TXT "say \"x\"; drop""#), "{file}");
    }

    fn seen_in_mreg_the_apex_is_an_empty_target(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        given::put(&admin, "example.org", "A", &["192.0.2.1"]);
        given::put(&admin, "www.example.org", "CNAME", &["example.org."]);
        given::put(&admin, "example.org", "MX", &["10 example.org."]);
        let file = admin.get(FILE).expect(200).text();
        assert!(file.contains("www.example.org. IN CNAME example.org.\n") && file.contains("IN MX 10 example.org.\n"), "{file}");
    }

    fn seen_in_mreg_grandchildren_stand_in_the_grandparent_and_cuts_twice(server: &Server) {
        let admin = log_in(server, "admin");
        for name in ["example.org", "a.example.org", "b.a.example.org"] {
            let mut wanted = zone(name);
            wanted["primary_ns"] = json!(["ns1.provider.net"]);
            admin.post(FORWARD, &wanted).expect(201);
        }
        let delegation = json!({"name": "a.example.org", "nameservers": ["ns1.provider.net"]});
        assert_eq!(admin.post(&format!("{FORWARD}example.org/delegations/"), &delegation).send().status, 409);
        let file = admin.get(FILE).expect(200).text();
        assert!(!file.contains("b.a.example.org"), "{file}");
        assert_eq!(file.matches("\na.example.org. IN NS ").count(), 1, "{file}");
        let below = admin.get("/api/v1/zonefiles/a.example.org").expect(200).text();
        assert_eq!(below.matches("\nb.a.example.org. IN NS ").count(), 1, "{below}");
    }

    fn seen_in_mreg_reading_writes(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let state = || {
            let zone = given::read(&admin, "example.org");
            let history = admin.get("/zones/example.org/history").expect(200).json();
            (zone, history.as_array().unwrap().len(), admin.get("/api/v1/nameservers/").expect(200).json())
        };
        let before = state();
        for path in [
            FILE, FORWARD, "/api/v1/zones/forward/example.org", "/api/v1/zones/forward/example.org/nameservers",
            "/api/v1/zones/forward/example.org/delegations/", "/api/v1/zones/forward/hostname/www.example.org",
            "/api/v1/nameservers/ns1.provider.net", "/api/v1/hosts/?zone=1", "/api/token-is-valid/",
        ] {
            let first = admin.get(path).expect(200).body;
            assert_eq!(admin.get(path).expect(200).body, first, "{path}");
            admin.head(path).expect(200);
        }
        assert_eq!(state(), before);
    }
}
