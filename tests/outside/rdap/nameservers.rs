//! Name servers (R9): any host that is known here, whoever made it.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::domain::word;
use super::given::{World, change, events, items, members, refused, register, text, texts};

/// Panics unless the public is shown of a host what registrars are shown. Gives what is shown.
fn agreed(world: &World, name: &str) -> Value {
    let info = world.acme.get(&format!("/hosts/{name}")).expect(200).json()["info"].clone();
    let shown = world.shown(&format!("nameserver/{name}"));
    assert_eq!(
        (&shown["objectClassName"], &shown["handle"], &shown["ldhName"]),
        (&json!("nameserver"), &info["roid"], &info["name"]),
        "{shown}"
    );
    let mut words = texts(&info["status"]).iter().map(|status| word(status).to_owned()).collect::<Vec<_>>();
    let mut told = texts(&shown["status"]);
    words.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, words);
    let of = |version: &str| -> Vec<Value> {
        items(&info["addr"]).iter().filter_map(|address| address.get(version).cloned()).collect()
    };
    for version in ["v4", "v6"] {
        let told = shown["ipAddresses"].get(version).map_or_else(Vec::new, |list| items(list).to_vec());
        assert_eq!(told, of(version), "{shown}");
    }
    assert_eq!(shown.get("ipAddresses").is_some(), !items(&info["addr"]).is_empty(), "{shown}");
    let dates = [("last changed", "upDate"), ("registration", "crDate")];
    let dates =
        dates.into_iter().filter_map(|(action, member)| Some((action.to_owned(), info[member].as_str()?.to_owned())));
    let past: Vec<_> =
        events(&shown).into_iter().filter(|(action, _)| action != "last update of RDAP database").collect();
    assert_eq!(past, dates.collect::<Vec<_>>(), "{info}");
    assert_eq!(shown["links"][0]["href"], format!("{}/rdap/nameserver/{name}", world.url));
    shown
}

both! {
    fn r9_a_host_is_shown_as_registrars_see_it(server: &Server) {
        let world = World::of(server, &json!({"ns_parent": "any"}));
        assert_eq!(texts(&agreed(&world, "ns2.provider.net")["status"]).len(), 2, "a zone uses it");
        register(&world.acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1", "2001:db8::1", "192.0.2.2"]}, "ns1.provider.net"]}));
        world.acme.put("/hosts", &json!({"name": "idle.blue.st"})).expect(201);
        let shown = agreed(&world, "ns1.blue.st");
        assert_eq!(members(&shown), ["events", "handle", "ipAddresses", "ldhName", "links", "notices", "objectClassName", "rdapConformance", "status"]);
        assert_eq!(shown["ipAddresses"], json!({"v4": ["192.0.2.1", "192.0.2.2"], "v6": ["2001:db8::1"]}));
        assert_eq!(texts(&shown["status"]).len(), 2, "it is linked: {shown}");
        assert_eq!(agreed(&world, "ns1.provider.net").get("ipAddresses"), None);
        assert_eq!(agreed(&world, "idle.blue.st")["status"], json!(["active"]));
        let change = json!({"add": {"status": ["clientDeleteProhibited", "clientUpdateProhibited"], "addr": [{"v6": "2001:DB8:0::2"}]}});
        world.acme.post("/hosts/idle.blue.st", &change).expect(200);
        let shown = agreed(&world, "idle.blue.st");
        assert_eq!(shown["ipAddresses"], json!({"v6": ["2001:db8::2"]}));
        assert!(events(&shown).iter().any(|(action, _)| action == "last changed"));
    }

    fn r9_a_host_that_is_renamed_or_gone_is_so_at_once(server: &Server) {
        let world = World::of(server, &json!({}));
        register(&world.acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        let handle = agreed(&world, "ns1.blue.st")["handle"].clone();
        world.acme.post("/hosts/ns1.blue.st", &json!({"chg": {"name": "ns9.blue.st"}})).expect(200);
        refused(world.ask("nameserver/ns1.blue.st"), 404);
        assert_eq!(agreed(&world, "ns9.blue.st")["handle"], handle);
        assert_eq!(text(&world.domain("blue.st")["nameservers"][0]["ldhName"]), "ns9.blue.st");
        change(&world.acme, "blue.st", &json!({"rem": {"ns": ["ns9.blue.st"]}}));
        assert_eq!(agreed(&world, "ns9.blue.st")["status"], json!(["active"]));
        world.acme.delete("/hosts/ns9.blue.st").expect(200);
        refused(world.ask("nameserver/ns9.blue.st"), 404);
        for name in ["blue.st", "none.example.net"] {
            refused(world.ask(&format!("nameserver/{name}")), 404);
        }
    }
}
