//! `GET /zones/{name}/zonefile` (F1–F6).

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const PATH: &str = "/zones/example.org/zonefile";

both! {
    fn f1_the_file_is_one_record_a_line_in_canonical_order(server: &Server) {
        let admin = server.admin();
        let body = json!({"ns": ["ns2.provider.net", "ns1.provider.net"], "serial": 4_000_000_000u32, "default_ttl": 7200, "ns_ttl": 86400});
        admin.post("/zones", &given::with(given::zone("example.org"), &body)).expect(201);
        given::put(&admin, "z.example.org", "A", &["192.0.2.2", "192.0.2.1"]);
        admin.put(&given::set("a.z.example.org", "TXT"), &json!({"ttl": 60, "records": ["x;y"]})).expect(201);
        given::put(&admin, "*.example.org", "AAAA", &["2001:db8::1"]);
        given::put(&admin, "example.org", "MX", &["10 mail.example.net"]);
        let answer = admin.get(PATH).expect(200);
        assert_eq!(answer.text(), "\
$ORIGIN example.org.
$TTL 7200
example.org. 3600 IN SOA ns2.provider.net. hostmaster.example.org. 4000000004 10800 3600 1814400 3600
example.org. 86400 IN NS ns2.provider.net.
example.org. 86400 IN NS ns1.provider.net.
example.org. IN MX 10 mail.example.net.
*.example.org. IN AAAA 2001:db8::1
z.example.org. IN A 192.0.2.1
z.example.org. IN A 192.0.2.2
a.z.example.org. 60 IN TXT \"x;y\"
");
        assert!(answer.header("content-type").unwrap().starts_with("text/dns"), "{answer}");
        let id = given::read(&admin, "example.org")["id"].clone();
        assert_eq!(answer.etag(), format!("\"{id}.4000000004\""));
    }

    fn f3_the_files_type_is_what_was_asked_for(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (accept, given) in [("text/plain", "text/plain"), ("text/dns", "text/dns"), ("*/*", "text/dns"), ("text/*", "text/")] {
            let answer = admin.get(PATH).header("Accept", accept).expect(200);
            assert!(answer.header("content-type").unwrap().starts_with(given), "{accept}: {answer}");
        }
        admin.get(PATH).header("Accept", "application/json").expect(406);
    }

    fn f3_an_unchanged_file_is_not_sent_again(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let etag = admin.get(PATH).expect(200).etag();
        admin.get(PATH).header("If-None-Match", &etag).expect(304);
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        admin.get(PATH).header("If-None-Match", &etag).expect(200);
    }

    fn f2_nothing_typed_starts_a_line_or_a_comment(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let before = given::exported(&admin, "example.org").lines().count();
        for (number, text) in ["a\nevil IN A 192.0.2.66", "x\" ; y", "(", ")", ";", "$INCLUDE /etc/passwd", "\\", "\r\n", "\u{0}"].into_iter().enumerate() {
            given::put(&admin, &format!("t{number}.example.org"), "TXT", &[text]);
        }
        given::put(&admin, "%5C059%5C040%5C010a.example.org", "TXT", &["x"]);
        let file = given::exported(&admin, "example.org");
        assert_eq!(file.lines().count(), before + 10, "{file}");
        assert!(file.is_ascii() && !file.contains('\r') && !file.contains('\t'));
        assert!(file.contains("\\059\\040\\010a.example.org. IN TXT \"x\""), "{file}");
        let again = format!("/zones/example.org/zonefile?strict={}", "true");
        assert_eq!(admin.get(&again).expect(200).text(), file);
    }

    fn f5_a_zone_with_warnings_says_so_in_its_file_and_strictly_gets_none(server: &Server) {
        let admin = server.admin();
        admin.post("/zones?force=true", &given::with(given::zone("example.org"), &json!({"refresh": 3600}))).expect(201);
        let answer = admin.get(PATH).expect(200);
        assert!(answer.header("domesday-warning").unwrap().starts_with("soa_relation"), "{answer}");
        assert!(answer.text().starts_with(';'), "{answer}");
        admin.get("/zones/example.org/zonefile?strict=true").expect(409);
        admin.get("/zones/example.org/zonefile?strict=perhaps").expect(400);
    }

    fn f6_private_addresses_can_be_left_out(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (owner, kind, address) in [
            ("a", "A", "10.1.2.3"), ("b", "A", "172.16.0.1"), ("c", "A", "172.31.255.255"), ("d", "A", "192.168.1.1"), ("e", "AAAA", "fd00::1"),
            ("f", "A", "172.32.0.1"), ("g", "A", "192.0.2.1"), ("h", "AAAA", "2001:db8::1"), ("i", "A", "11.0.0.1"),
        ] {
            given::put(&admin, &format!("{owner}.example.org"), kind, &[address]);
        }
        let file = admin.get("/zones/example.org/zonefile?exclude_private=true").expect(200).text();
        let left: String = file.lines().skip(5).map(|line| &line[..1]).collect();
        assert_eq!(left, "fghi");
        assert_eq!(given::exported(&admin, "example.org").lines().count(), file.lines().count() + 5);
    }
}
