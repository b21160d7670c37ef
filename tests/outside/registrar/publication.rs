//! What of registered names stands in their TLD's zone (Z1–Z3, and D16 of `zones.md`), seen from both faces: the commands that change it
//! here, the file and the serial there.

use super::given::{change, create, domain, host, refused, register, registry, renew, serve, served, set_statuses};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The lines of the zone `st`, but for what it has of its own, each as `owner type data` and sorted.
fn lines(admin: &Client) -> Vec<String> {
    let file = given::exported(admin, "st");
    let own = |line: &str| {
        line.starts_with('$') || line.starts_with(';') || line.starts_with("st. ") || line.trim().is_empty()
    };
    let mut lines: Vec<String> = file.lines().filter(|line| !own(line)).map(bare).collect();
    lines.sort();
    lines
}

/// A line without what does not tell it apart: class, TTL, blanks.
fn bare(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let rest =
        words.iter().skip(1).skip_while(|word| **word == "IN" || word.bytes().all(|octet| octet.is_ascii_digit()));
    format!("{} {}", words[0], rest.copied().collect::<Vec<_>>().join(" "))
}

/// A step and what the zone has after it.
fn stands(admin: &Client, serial: &mut u64, steps: u64, expected: &[&str], what: &str) {
    let now = given::serial(admin, "st");
    assert_eq!(lines(admin), expected, "{what}");
    assert_eq!(now, *serial + steps, "{what}: the serial");
    *serial = now;
}

const DS: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

both! {
    fn z1_z2_the_zone_has_just_the_delegation_its_ds_and_its_glue(server: &Server) {
        let registry = served(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let mut serial = given::serial(admin, "st");
        let serial = &mut serial;
        let ds = format!("blue.st. DS 7 13 2 {DS}");
        let (own, other, glue) = ("blue.st. NS ns1.blue.st.", "blue.st. NS ns1.provider.net.", "ns1.blue.st. A 192.0.2.1");
        stands(admin, serial, 0, &[], "nothing is registered");
        let keys = json!({"dsData": [{"keyTag": 7, "alg": 13, "digestType": 2, "digest": DS}]});
        let body = json!({"name": "blue.st", "ns": ["ns1.provider.net", {"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "secDNS": keys});
        let made = create(acme, &body).json();
        stands(admin, serial, 1, &[&ds, own, other, glue], "registered");
        assert_eq!(made["dns"], json!({"zone": "st", "published": true, "serial": *serial}));
        assert_eq!(domain(acme, "blue.st")["dns"], made["dns"]);
        register(acme, "green.st", &json!([]));
        stands(admin, serial, 0, &[&ds, own, other, glue], "without name servers there is nothing to publish");
        set_statuses(acme, "blue.st", &["clientHold"], &[]);
        stands(admin, serial, 1, &[], "put on hold");
        assert_eq!(domain(acme, "blue.st")["dns"]["published"], false);
        change(acme, "blue.st", &json!({"add": {"status": ["clientUpdateProhibited"]}})).expect(200);
        stands(admin, serial, 0, &[], "nothing of the zone changes");
        set_statuses(acme, "blue.st", &[], &["clientHold", "clientUpdateProhibited"]);
        stands(admin, serial, 1, &[&ds, own, other, glue], "taken off hold");
        set_statuses(admin, "blue.st", &["serverHold"], &[]);
        stands(admin, serial, 1, &[], "put on hold by the registry");
        set_statuses(admin, "blue.st", &[], &["serverHold"]);
        stands(admin, serial, 1, &[&ds, own, other, glue], "and taken off again");
        acme.post("/hosts/ns1.blue.st", &json!({"add": {"addr": ["2001:db8::1"]}, "rem": {"addr": ["192.0.2.1"]}})).expect(200);
        let glue = "ns1.blue.st. AAAA 2001:db8::1";
        stands(admin, serial, 1, &[&ds, own, other, glue], "another address");
        register(zeta, "red.st", &json!(["ns1.blue.st"]));
        let red = "red.st. NS ns1.blue.st.";
        stands(admin, serial, 1, &[&ds, own, other, glue, red], "another's delegation to the same host");
        set_statuses(acme, "blue.st", &["clientHold"], &[]);
        stands(admin, serial, 1, &[glue, red], "a hold breaks no neighbour");
        set_statuses(acme, "blue.st", &[], &["clientHold"]);
        *serial += 1;
        zeta.delete("/domains/red.st").expect(202);
        stands(admin, serial, 1, &[&ds, own, other, glue], "deleted");
        zeta.post("/domains/red.st/restore", &json!({})).expect(200);
        stands(admin, serial, 1, &[&ds, own, other, glue, red], "restored");
        let swap = json!({"add": {"ns": ["ns2.provider.net", "ns3.provider.net"]}, "rem": {"ns": ["ns1.provider.net"], "secDNS": {"all": true}}});
        change(acme, "blue.st", &swap).expect(200);
        stands(admin, serial, 1, &[own, "blue.st. NS ns2.provider.net.", "blue.st. NS ns3.provider.net.", glue, red], "one step for many changes");
        renew(acme, "blue.st").expect(200);
        acme.post("/domains/blue.st?dry_run=true", &json!({"add": {"status": ["clientHold"]}})).expect(200);
        stands(admin, serial, 0, &[own, "blue.st. NS ns2.provider.net.", "blue.st. NS ns3.provider.net.", glue, red], "neither a renewal nor a rehearsal is of the zone");
    }

    fn z1_a_zone_made_later_has_them_all_and_another_zone_none(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        register(acme, "red.st", &json!(["ns1.blue.st"]));
        register(acme, "held.st", &json!(["ns1.blue.st"]));
        set_statuses(acme, "held.st", &["clientHold"], &[]);
        assert_eq!(domain(acme, "blue.st")["dns"], json!(null));
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        given::created(admin, "example.org");
        serve(admin, "st");
        assert_eq!(lines(admin), ["blue.st. NS ns1.blue.st.", "ns1.blue.st. A 192.0.2.1", "red.st. NS ns1.blue.st."]);
        assert_eq!(domain(acme, "blue.st")["dns"]["published"], true);
        assert!(!given::exported(admin, "example.org").contains("blue.st"));
    }

    fn z3_d16_other_faces_leave_registered_names_alone(server: &Server) {
        let registry = served(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        let keeper = server.user("keeper", "acme", &["hostmaster"]);
        let stranger = server.user("stranger", "zeta", &["hostmaster"]);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        register(acme, "held.st", &json!(["ns1.provider.net"]));
        register(acme, "bare.st", &json!([]));
        set_statuses(acme, "held.st", &["clientHold"], &[]);
        let before = (lines(admin), given::serial(admin, "st"));
        for name in ["blue.st", "held.st", "bare.st"] {
            for owner in [name.to_owned(), format!("www.{name}"), format!("a.b.{name}")] {
                let answer = admin.put(&format!("/zones/st/recordsets/{owner}/TXT"), &json!({"records": ["\"x\""]})).send();
                given::conflict(&answer, "registered_name", false);
                let answer = admin.put(&format!("/zones/st/recordsets/{owner}/A?force=true"), &json!({"records": ["192.0.2.9"]})).send();
                given::conflict(&answer, "registered_name", false);
            }
            let answer = admin.post("/zones/st/delegations", &json!({"name": format!("x.{name}"), "ns": ["ns1.provider.net"]})).send();
            given::conflict(&answer, "registered_name", false);
            let answer = stranger.post("/zones", &given::zone(name)).send();
            assert!(answer.status == 409 || answer.status == 403, "{answer}");
        }
        let answer = admin.request("DELETE", "/zones/st/delegations/blue.st").send();
        given::conflict(&answer, "managed", false);
        assert_eq!((lines(admin), given::serial(admin, "st")), before);
        let made = keeper.post("/zones", &given::zone("blue.st")).expect(201);
        assert!(given::warnings(&made).contains(&"delegation_differs".to_owned()), "{made}");
        assert_eq!(lines(admin), before.0, "the cut stays as registered");
    }

    fn d6_in_the_zone_at_the_name_addresses_are_the_zones(server: &Server) {
        let registry = served(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        let keeper = server.user("keeper", "acme", &["hostmaster"]);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        keeper.post("/zones", &given::with(given::zone("blue.st"), &json!({"ns": ["ns1.blue.st"]}))).expect(201);
        let path = "/zones/blue.st/recordsets/ns1.blue.st/A";
        assert_eq!(keeper.get(path).expect(200).json()["records"], json!(["192.0.2.1"]));
        let change = json!({"add": {"addr": ["192.0.2.2"]}, "rem": {"addr": ["192.0.2.1"]}});
        refused(&acme.post("/hosts/ns1.blue.st", &change).send(), 2306);
        keeper.put(path, &json!({"records": ["192.0.2.3"]})).if_match("*").expect(200);
        let shown: Value = host(acme, "ns1.blue.st")["addr"].clone();
        assert_eq!(shown, json!([{"v4": "192.0.2.3"}]));
        assert!(lines(admin).contains(&"ns1.blue.st. A 192.0.2.3".to_owned()), "{:?}", lines(admin));
    }
}
