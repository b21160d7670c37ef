//! `/whois/{name}` and RDAP tell the same (section 3): one in lines, to who is logged in, the other to everybody.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::contacts::said;
use super::domain::word;
use super::given::{World, change, contact, ds, events, items, register, set_status, text, texts};

/// The roles, as each calls them.
const ROLES: [(&str, &str); 4] =
    [("registrant", "registrant"), ("admin", "administrative"), ("tech", "technical"), ("billing", "billing")];

/// The fields of a contact, as each calls them.
const FIELDS: [(&str, &str); 10] = [
    ("/name", "name"),
    ("/org", "org"),
    ("/addr/street", "addr.street"),
    ("/addr/city", "addr.city"),
    ("/addr/sp", "addr.sp"),
    ("/addr/pc", "addr.pc"),
    ("/addr/cc", "addr.cc"),
    ("/voice", "voice"),
    ("/fax", "fax"),
    ("/email", "email"),
];

/// What whois tells of a contact's field, in the words of RDAP.
fn told(contact: &Value, place: &str) -> Option<String> {
    let value = contact.pointer(place)?;
    let value = value.as_array().map_or_else(|| text(value), |lines| text(&lines[0]));
    let is_phone = ["/voice", "/fax"].contains(&place);
    Some(if is_phone { format!("tel:{}", value.replace('x', ";ext=")) } else { value })
}

/// Panics unless both tell the same of a domain.
fn same(world: &World, name: &str) {
    let answer = world.acme.get(&format!("/whois/{name}")).expect(200).json();
    let (info, lines) = (&answer["info"], text(&answer["text"]));
    let shown = world.domain(name);
    assert_eq!(
        (&shown["handle"], &shown["ldhName"], &shown["entities"][0]["handle"]),
        (&info["roid"], &info["name"], &info["clID"])
    );
    let mut words: Vec<&str> =
        [texts(&info["status"]), texts(&info["rgpStatus"])].concat().iter().map(|status| word(status)).collect();
    let mut statuses = texts(&shown["status"]);
    words.sort_unstable();
    words.dedup();
    statuses.sort_unstable();
    assert_eq!(statuses, words);
    for (action, member) in
        [("registration", "crDate"), ("last changed", "upDate"), ("expiration", "exDate"), ("transfer", "trDate")]
    {
        let date = events(&shown).into_iter().find(|(known, _)| known == action).map(|(_, date)| date);
        assert_eq!(date.as_deref(), info[member].as_str(), "{member}");
    }
    let servers = shown.get("nameservers").map_or_else(Vec::new, |list| items(list).to_vec());
    assert_eq!(servers.iter().map(|server| text(&server["ldhName"])).collect::<Vec<_>>(), texts(&info["ns"]));
    for (role, by_rdap) in ROLES {
        let has = |entity: &&Value| texts(&entity["roles"]).iter().any(|known| known == by_rdap);
        let entity = items(&shown["entities"]).iter().find(has);
        let contact = info["contacts"].get(role);
        assert_eq!(entity.map(|entity| &entity["handle"]), contact.map(|contact| &contact["roid"]), "{role}: {answer}");
        let (Some(entity), Some(contact)) = (entity, contact) else { continue };
        for (place, field) in FIELDS {
            let by_rdap = said(entity, field);
            assert_eq!(told(contact, place), by_rdap, "{field} of {role}: {answer} {shown}");
            let line = by_rdap.map(|value| value.trim_start_matches("tel:").replace(";ext=", "x"));
            assert!(line.is_none_or(|line| lines.contains(&format!(": {line}\n"))), "{field} of {role}: {lines}");
        }
    }
    let signed = if shown["secureDNS"]["delegationSigned"] == true { "signedDelegation" } else { "unsigned" };
    assert!(lines.contains(&format!("DNSSEC: {signed}\n")), "{lines}");
}

both! {
    fn whois_tells_what_rdap_shows(server: &Server) {
        let world = World::of(server, &json!({}));
        contact(&world.acme, "AA1", &json!({}));
        let mixed = json!({"postalInfo": {"int": {"name": "Mix Ed"}, "loc": {"name": "M\u{ef}x", "org": "L\u{f6}k\u{e4}l", "addr": {"city": "Ulm", "cc": "DE"}}}});
        contact(&world.acme, "BB2", &mixed);
        contact(&world.acme, "CC3", &json!({"voice": null, "fax": null, "disclose": ["email", "name"]}));
        let roles = json!({"registrant": "AA1", "admin": "BB2", "tech": "CC3", "billing": "AA1", "billing_privacy": "CC3"});
        register(&world.acme, "blue.st", &json!({"ns": ["ns1.provider.net"], "contacts": roles, "secDNS": {"dsData": [ds(1)]}}));
        for policy in [&[][..], &["name", "org", "addr", "voice", "fax", "email"], &["addr.street", "addr.cc"], &["org", "addr.city", "voice"], &["addr.sp", "addr.pc", "fax"]] {
            world.set_policy(&json!({ "disclose": policy }));
            same(&world, "blue.st");
        }
        set_status(&world.acme, "blue.st", "clientHold");
        same(&world, "blue.st");
        change(&world.acme, "blue.st", &json!({"rem": {"status": ["clientHold"], "ns": ["ns1.provider.net"], "contact": [{"tech": "CC3"}, {"registrant": "AA1"}]}}));
        same(&world, "blue.st");
    }
}
