//! Existing zones are never invalidated, hidden or frozen, whatever becomes of rules, block list and quotas (rule Z12).

use super::{rules, ways};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

/// Zones made before any rule: as a hostmaster does, and on purpose.
const PLAIN: [&str; 4] = ["a.org", "deep.below.org", "co.uk", "2.0.192.in-addr.arpa"];
const ON_PURPOSE: &str = "aero";

fn make(admin: &Client, hostmaster: &Client) {
    for name in PLAIN {
        given::created(hostmaster, name);
    }
    let body = given::with(given::zone(ON_PURPOSE), &json!({"registry_zone": true, "owner": "acme"}));
    admin.post("/zones", &body).expect(201);
}

/// Reads, changes, replaces and hands over each zone, and gives it back.
fn each_is_whole(admin: &Client, hostmaster: &Client, round: usize) {
    let names = || PLAIN.into_iter().chain([ON_PURPOSE]);
    let mut listed: Vec<&str> = names().collect();
    listed.sort_unstable_by_key(|name| name.split('.').rev().collect::<Vec<_>>());
    let mut found = hostmaster.get("/zones").expect(200).json();
    found
        .as_array_mut()
        .unwrap()
        .sort_by_key(|name| name.as_str().unwrap().split('.').rev().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(found, json!(listed));
    for name in names() {
        let path = format!("/zones/{name}");
        let before = given::read(hostmaster, name);
        assert_eq!(before["registry_zone"], name == ON_PURPOSE);
        let retry = 1000 + round;
        hostmaster.patch(&path, &json!({"retry": retry})).if_match("*").expect(204);
        assert_eq!(given::read(hostmaster, name)["retry"], retry);
        let text = json!({"records": [format!("round {round}")]});
        hostmaster.put(&format!("{path}/recordsets/t{round}.{name}/TXT"), &text).expect(201);
        let cut = json!({"name": format!("cut{round}.{name}"), "ns": ["ns1.provider.net"]});
        if !name.ends_with(".arpa") && name != ON_PURPOSE {
            hostmaster.post(&format!("{path}/delegations"), &cut).expect(201);
        }
        hostmaster.get(&format!("{path}/check")).expect(200);
        let file = given::exported(hostmaster, name);
        assert!(file.contains(&format!("\"round {round}\"")), "{file}");
        let replaced = format!("{file}i{round}.{name}. IN TXT \"imported\"\n");
        let call = hostmaster.request("POST", "/zones/import?replace=true").body("text/dns", replaced.as_str());
        call.if_match("*").expect(200);
        hostmaster.get(&format!("{path}/recordsets/i{round}.{name}/TXT")).expect(200);
        for owner in ["other", "acme"] {
            admin.patch(&path, &json!({"owner": owner})).if_match("*").expect(204);
            assert_eq!(given::read(admin, name)["owner"], owner);
        }
        assert_eq!(given::read(hostmaster, name)["id"], before["id"]);
    }
    let seen = hostmaster.get("/api/v1/zones/forward/a.org").expect(200);
    assert_eq!(seen.json()["name"], "a.org");
    let change = json!({"refresh": 20_000 + round});
    hostmaster.patch("/api/v1/zones/forward/a.org", &change).expect(204);
}

both! {
    fn z12_no_change_of_rules_block_list_or_quota_touches_a_zone_that_is_there(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        assert_eq!(server.command(&["account", "create", "other"], b"").status, 0);
        make(&admin, &hostmaster);
        each_is_whole(&admin, &hostmaster, 0);
        // The list is turned on, and none of them would pass it any more: outside it, TLDs themselves, blocked, too many.
        rules::add(&admin, "com");
        each_is_whole(&admin, &hostmaster, 1);
        rules::add_all(&admin, &["uk", "co.uk", "a.org", "*.below.org"]);
        each_is_whole(&admin, &hostmaster, 2);
        rules::block(&admin, ".");
        each_is_whole(&admin, &hostmaster, 3);
        rules::set_quota(&admin, "acme", 1);
        rules::set_quota(&admin, "other", 0);
        each_is_whole(&admin, &hostmaster, 4);
        for rule in rules::stored(&admin) {
            rules::remove(&admin, &rule);
        }
        let _ = rules::import(&admin, &json!({"source": "file", "text": "museum\n"}));
        each_is_whole(&admin, &hostmaster, 5);
        assert_eq!(server.stop(), 0);
        server.start_again();
        let (admin, hostmaster) = (server.admin(), server.log_in("hostmaster1"));
        each_is_whole(&admin, &hostmaster, 6);
        // Once it is gone, its name is like any other.
        hostmaster.delete("/zones/a.org?force=true").expect(204);
        given::error(&hostmaster.post("/zones", &given::zone("a.org")).send(), "name", "no_tld");
        assert_eq!(given::import(&hostmaster, "", &ways::file("a.org")).status, 400);
    }

    fn z12_a_dry_run_of_a_replacement_asks_no_rule_either(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "a.org");
        rules::add(&admin, "com");
        let file = given::exported(&admin, "a.org");
        let path = "/zones/import?replace=true&dry_run=true";
        admin.request("POST", path).body("text/dns", file.as_str()).if_match("*").expect(200);
        let replaced = server.command(&["zone", "import", "-", "--replace"], file.as_bytes());
        assert_eq!(replaced.status, 0, "{}", replaced.stderr);
    }
}
