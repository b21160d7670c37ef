//! `/api/v1/zones/forward/hostname/{host}`: the deepest zone or delegation that holds a name.

use super::{FORWARD, created, log_in, read, refused, user};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn holder(client: &Client, host: &str) -> Value {
    client.get(&format!("/api/v1/zones/forward/hostname/{host}")).expect(200).json()
}

both! {
    fn the_deepest_zone_or_delegation_holds_a_name(server: &Server) {
        let admin = log_in(server, "admin");
        for name in ["example.org", "sub.example.org", "2.0.192.in-addr.arpa"] {
            created(&admin, name);
        }
        let delegation = json!({"name": "far.example.org", "nameservers": ["ns1.provider.net"]});
        let delegated = admin.post(&format!("{FORWARD}example.org/delegations/"), &delegation).expect(201).json();
        let (top, sub) = (json!({"zone": read(&admin, "example.org")}), json!({"zone": read(&admin, "sub.example.org")}));
        for (host, expected) in [
            ("example.org", &top),
            ("WWW.Example.ORG.", &top),
            ("a.b.c.example.org", &top),
            ("sub.example.org", &sub),
            ("x.y.sub.example.org", &sub),
            ("far.example.org", &json!({"delegation": delegated})),
            ("a.b.far.example.org", &json!({"delegation": delegated})),
        ] {
            assert_eq!(&holder(&admin, host), expected, "{host}");
            assert_eq!(&holder(&admin, &format!("{host}/")), expected, "{host}/");
        }
        for host in ["org", "example.net", "1.2.0.192.in-addr.arpa", "a..b", "%00", "x".repeat(300).as_str()] {
            refused(&admin.get(&format!("/api/v1/zones/forward/hostname/{host}")).send(), 404, "not_found", None);
        }
    }

    fn seen_in_mreg_names_are_shortened_off_a_label_boundary(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        refused(&admin.get("/api/v1/zones/forward/hostname/myexample.org").send(), 404, "not_found", None);
        let delegation = json!({"name": "far.example.org", "nameservers": ["ns1.provider.net"]});
        admin.post(&format!("{FORWARD}example.org/delegations/"), &delegation).expect(201);
        assert_eq!(holder(&admin, "notfar.example.org")["zone"]["name"], "example.org");
        created(&admin, "2.0.192.in-addr.arpa");
        created(&admin, "0/25.2.0.192.in-addr.arpa");
        let file = admin.get("/api/v1/zonefiles/2.0.192.in-addr.arpa").expect(200).text();
        assert!(file.contains("\n0/25.2.0.192.in-addr.arpa. IN NS ns1.provider.net.\n"), "{file}");
    }

    fn seen_in_mreg_look_ups_depend_on_case(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "Example.Org");
        for path in [
            "zones/forward/EXAMPLE.org", "zones/forward/example.ORG./", "zones/forward/Example.org/nameservers",
            "zones/forward/EXAMPLE.ORG/delegations/", "zonefiles/EXAMPLE.ORG", "nameservers/NS1.Provider.Net",
            "zones/forward/hostname/A.EXAMPLE.ORG", "zones/forward/?name=EXAMPLE.ORG",
        ] {
            let answer = admin.get(&format!("/api/v1/{path}")).expect(200);
            assert!(!answer.text().contains("EXAMPLE"), "{answer}");
        }
    }

    fn z2_what_others_hold_is_not_told(server: &Server) {
        let admin = log_in(server, "admin");
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        created(&admin, "example.org");
        created(&other, "example.net");
        refused(&other.get("/api/v1/zones/forward/hostname/www.example.org").send(), 404, "not_found", None);
        let theirs = given::with(given::zone("sub.example.net"), &json!({"owner": "registry"}));
        admin.post("/zones", &theirs).expect(201);
        assert_eq!(holder(&other, "www.sub.example.net")["delegation"]["name"], "sub.example.net");
        assert_eq!(holder(&admin, "www.sub.example.net")["zone"]["name"], "sub.example.net");
    }
}
