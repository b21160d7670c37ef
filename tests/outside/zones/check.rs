//! `GET /zones/{name}/check` (Z16): what was let through once and still holds.

use crate::given::{self, set};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// The warnings of `example.org` as `(code, subject)`.
fn standing(client: &Client) -> Vec<(String, String)> {
    let document = client.get("/zones/example.org/check").expect(200).json();
    assert_eq!(document["name"], "example.org");
    assert_eq!(document["serial"], given::serial(client, "example.org"));
    let text = |item: &serde_json::Value, member: &str| item[member].as_str().unwrap().to_owned();
    document["warnings"].as_array().unwrap().iter().map(|item| (text(item, "code"), text(item, "subject"))).collect()
}

fn warning(code: &str, subject: &str) -> (String, String) {
    (code.to_owned(), subject.to_owned())
}

both! {
    fn z16_what_was_forced_is_told_as_long_as_it_holds(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        assert_eq!(standing(&admin), []);
        let change = |body| admin.patch("/zones/example.org?force=true", &body).if_match("*").expect(204);
        let forced = change(json!({"refresh": 100, "ns": ["ns1.example.org"], "primary_ns": "hidden.provider.net"}));
        assert!(forced.header("domesday-warning").unwrap().contains("ns_address_missing;subject=\"ns1.example.org\""), "{forced}");
        let mut all = standing(&admin);
        all.sort();
        let expected = [
            warning("ns_address_missing", "ns1.example.org"),
            warning("primary_not_in_ns", "hidden.provider.net"),
            warning("soa_relation", "refresh"),
        ];
        assert_eq!(all, expected);
        given::put(&admin, "ns1.example.org", "A", &["192.0.2.1"]);
        change(json!({"refresh": 10800, "primary_ns": "ns1.example.org"}));
        assert_eq!(standing(&admin), []);
    }

    fn z16_an_alias_that_mail_goes_to_is_told(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "alias.example.org", "CNAME", &["www.example.org"]);
        admin.put(&format!("{}?force=true", set("@", "MX")), &json!({"records": ["10 alias.example.org"]})).expect(201);
        assert_eq!(standing(&admin), [warning("target_is_cname", "alias.example.org")]);
        admin.delete(&set("alias.example.org", "CNAME")).expect(204);
        assert_eq!(standing(&admin), []);
    }

    fn z16_after_twenty_warnings_the_header_counts_the_rest(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for number in 0..23 {
            given::put(&admin, &format!("h{number}.example.org"), "A", &["192.0.2.1"]);
        }
        let gone = admin.delete("/zones/example.org?force=true").expect(204);
        let told = gone.header("domesday-warning").unwrap();
        assert_eq!(told.matches("zone_not_empty;subject=").count(), 20, "{told}");
        assert!(told.ends_with(", more;count=3"), "{told}");
    }
}
