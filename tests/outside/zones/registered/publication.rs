//! Zones that are made where names are registered already (Z1 of `registrar.md`, D12).

use super::{cuts, hold, lines, pair, refused, register, serve, served, set, unserved, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// What a domain says of its zone.
fn dns(client: &Client, name: &str) -> Value {
    client.get(&format!("/domains/{name}")).expect(200).json()["info"]["dns"].clone()
}

/// Three names, of which one is held back and one has no name servers.
fn three(client: &Client) {
    let own = json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1", "2001:db8::1"]}, "ns2.example.net"]);
    let keys = json!({"dsData": [{"keyTag": 1, "alg": 13, "digestType": 2, "digest": "ab".repeat(32)}]});
    let blue = json!({"name": "blue.st", "ns": own, "secDNS": keys});
    client.put("/domains", &blue).expect(201);
    register(client, "bare.st", &json!([]));
    register(client, "held.st", &json!(["ns1.blue.st"]));
    hold(client, "held.st");
}

laws! {
    fn z1_a_zone_made_later_gets_them_all(server: &Server) {
        let registry = unserved(server);
        three(&registry.acme);
        assert_eq!(dns(&registry.acme, "blue.st"), json!(null));
        let made = serve(&registry.admin, "st").expect(201);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar")]);
        let expected = [
            "IN NS ns1.blue.st.".to_owned(),
            "IN NS ns2.example.net.".to_owned(),
            format!("IN DS 1 13 2 {}", "ab".repeat(32)),
        ];
        assert_eq!(lines(&registry.admin, "st", "blue.st"), expected);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.1", "IN AAAA 2001:db8::1"]);
        let told = dns(&registry.acme, "blue.st");
        assert_eq!(told, json!({"zone": "st", "published": true, "serial": made.json()["serial"]}));
        assert_eq!(dns(&registry.acme, "held.st")["published"], false);
        assert_eq!(given::read(&registry.admin, "st")["revision"], 1, "one change");
        let history = registry.admin.get("/zones/st/history").expect(200).json();
        assert_eq!(history.as_array().expect("entries").len(), 1, "{history}");
        assert!(history.to_string().contains("\"blue.st\""), "{history}");
    }

    fn z1_so_does_one_that_is_imported(server: &Server) {
        let registry = unserved(server);
        three(&registry.acme);
        let file = "$ORIGIN st.\n$TTL 3600\n@ IN SOA ns1.provider.net. h.example.org. 7 10800 3600 1814400 3600\n@ IN NS ns1.provider.net.\nred IN NS ns1.blue.st.\n";
        given::import(&registry.admin, "?registry_zone=true", file).expect(201);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar"), pair("red.st", "explicit")]);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.1", "IN AAAA 2001:db8::1"]);
        assert_eq!(dns(&registry.acme, "blue.st")["serial"], given::serial(&registry.admin, "st"));
    }

    fn z1_only_the_zone_with_the_tlds_own_name_publishes_them(server: &Server) {
        let registry = served(server);
        let rule = registry.admin.post("/tlds", &json!({"name": "co.st"})).expect(201).json();
        let policy = format!("/tlds/{}/policy", rule["tlds"]["id"].as_str().expect("an id"));
        registry.admin.put(&policy, &json!({"preset": "default"})).expect(201);
        register(&registry.acme, "blue.co.st", &json!([{"name": "ns1.blue.co.st", "addr": ["192.0.2.1"]}]));
        assert_eq!(cuts(&registry.admin), []);
        refused(&registry.admin.put(&set("st", "www.blue.co.st", "A"), &json!({"records": ["192.0.2.9"]})).send(), "blue.co.st");
        // A delegation of st needs glue: the registered name counts as a cut of st as long as st is the deepest zone above it.
        let delegation = json!({"name": "red.st", "ns": ["ns1.blue.co.st"]});
        registry.admin.post("/zones/st/delegations", &delegation).expect(201);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.co.st"), ["IN A 192.0.2.1"]);
        serve(&registry.admin, "co.st").expect(201);
        assert_eq!(lines(&registry.admin, "co.st", "blue.co.st"), ["IN NS ns1.blue.co.st."]);
        assert_eq!(lines(&registry.admin, "co.st", "ns1.blue.co.st"), ["IN A 192.0.2.1"]);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.co.st"), ["IN A 192.0.2.1"], "below the cut of co.st");
        assert_eq!(cuts(&registry.admin), [pair("co.st", "zone"), pair("red.st", "explicit")]);
        given::conflict(&registry.admin.delete("/zones/co.st?force=true").send(), "zone_has_domains", false);
    }

    fn d12_a_zone_at_the_name_stays_a_registered_cut_when_the_tld_is_served_later(server: &Server) {
        let registry = unserved(server);
        register(&registry.acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        zone(&registry.acme, "blue.st", &json!(["ns1.blue.st", "ns7.example.net"])).expect(201);
        assert_eq!(lines(&registry.acme, "blue.st", "ns1.blue.st"), ["IN A 192.0.2.1"], "the host's address is the zone's");
        serve(&registry.admin, "st").expect(201);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar")]);
        assert_eq!(lines(&registry.admin, "st", "blue.st"), ["IN NS ns1.blue.st."]);
        assert_eq!(lines(&registry.admin, "st", "ns1.blue.st"), ["IN A 192.0.2.1"]);
    }
}
