//! Domains (R5–R7, R9, R11, R12): what everybody is shown is what the sponsor is shown at the same moment, in other words.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::given::{
    World, change, contact, ds, events, info, items, members, refused, register, set_status, text, texts, with_role,
};
use crate::given::with;

/// The words of RFC 8056 for those of EPP.
pub(super) const WORDS: [(&str, &str); 24] = [
    ("addPeriod", "add period"),
    ("autoRenewPeriod", "auto renew period"),
    ("clientDeleteProhibited", "client delete prohibited"),
    ("clientHold", "client hold"),
    ("clientRenewProhibited", "client renew prohibited"),
    ("clientTransferProhibited", "client transfer prohibited"),
    ("clientUpdateProhibited", "client update prohibited"),
    ("inactive", "inactive"),
    ("linked", "associated"),
    ("ok", "active"),
    ("pendingCreate", "pending create"),
    ("pendingDelete", "pending delete"),
    ("pendingRenew", "pending renew"),
    ("pendingRestore", "pending restore"),
    ("pendingTransfer", "pending transfer"),
    ("pendingUpdate", "pending update"),
    ("redemptionPeriod", "redemption period"),
    ("renewPeriod", "renew period"),
    ("serverDeleteProhibited", "server delete prohibited"),
    ("serverHold", "server hold"),
    ("serverRenewProhibited", "server renew prohibited"),
    ("serverTransferProhibited", "server transfer prohibited"),
    ("serverUpdateProhibited", "server update prohibited"),
    ("transferPeriod", "transfer period"),
];

/// The word of RFC 8056 for one of EPP.
pub(super) fn word(status: &str) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == status).unwrap_or_else(|| panic!("no word for {status}")).1
}

/// Panics unless the public is shown of a domain what its sponsor is shown at the same moment. Gives both.
pub(super) fn agreed(world: &World, sponsor: &Client, name: &str) -> (Value, Value) {
    for _ in 0..20 {
        let before = info(sponsor, name);
        let shown = world.domain(name);
        if info(sponsor, name) == before {
            agree(world, &before, &shown);
            return (before, shown);
        }
    }
    panic!("{name} does not stand still");
}

/// The instants of an object's events but for that of the answer, which is looked at: it is now, and so after all that has been.
fn past(shown: &Value) -> Vec<(String, String)> {
    let (now, past): (Vec<_>, Vec<_>) =
        events(shown).into_iter().partition(|(action, _)| action == "last update of RDAP database");
    assert_eq!(now.len(), 1, "{shown}");
    assert!(past.iter().all(|(action, at)| action == "expiration" || *at <= now[0].1), "{shown}");
    past
}

fn agree(world: &World, info: &Value, shown: &Value) {
    let name = text(&info["name"]);
    assert_eq!(
        (&shown["objectClassName"], &shown["handle"], &shown["ldhName"]),
        (&json!("domain"), &info["roid"], &info["name"]),
        "{shown}"
    );
    assert_eq!(shown.get("unicodeName"), Some(&info["uname"]).filter(|uname| !uname.is_null()), "{shown}");

    let statuses = [texts(&info["status"]), texts(&info["rgpStatus"])].concat();
    let expected: BTreeSet<&str> = statuses.iter().map(|status| word(status)).collect();
    let told = texts(&shown["status"]);
    assert_eq!(told.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{info}");
    assert!(told.len() == expected.len() && !told.is_empty(), "each once: {told:?}");

    let when =
        [("registration", "crDate"), ("expiration", "exDate"), ("last changed", "upDate"), ("transfer", "trDate")];
    let mut expected: Vec<(String, String)> = when
        .into_iter()
        .filter_map(|(action, member)| Some((action.to_owned(), info[member].as_str()?.to_owned())))
        .collect();
    expected.sort();
    assert_eq!(past(shown), expected, "{info}");

    let servers = shown.get("nameservers").map_or_else(Vec::new, |list| items(list).to_vec());
    let names: Vec<String> = servers.iter().map(|server| text(&server["ldhName"])).collect();
    assert_eq!(names, texts(&info["ns"]), "{shown}");
    for server in &servers {
        let name = text(&server["ldhName"]);
        assert_eq!(
            (&server["objectClassName"], &server["links"]),
            (&json!("nameserver"), &leads(world, "nameserver", &name, &server["links"]))
        );
    }

    let keys = items(&info["secDNS"]["dsData"]);
    // One more for each key: the DS that is made from it.
    let count = keys.len() + items(&info["secDNS"]["keyData"]).len();
    let is_signed = info["dns"]["published"] == true && count > 0;
    let secure = &shown["secureDNS"];
    assert_eq!(secure["delegationSigned"], is_signed, "{shown}");
    assert_eq!(secure.get("dsData").is_some(), count > 0, "{shown}");
    for (key, told) in keys.iter().zip(secure["dsData"].as_array().into_iter().flatten()) {
        let expected = json!({"keyTag": key["keyTag"], "algorithm": key["alg"], "digestType": key["digestType"], "digest": key["digest"]});
        assert_eq!(with(told.clone(), &json!({"events": null, "links": null})), expected, "{shown}");
    }
    assert_eq!(secure["dsData"].as_array().map_or(0, Vec::len), count, "{shown}");

    let registrar = &items(&shown["entities"])[0];
    assert_eq!((&registrar["handle"], &registrar["roles"]), (&info["clID"], &json!(["registrar"])), "{shown}");
    assert_eq!(registrar["links"], leads(world, "entity", &text(&info["clID"]), &registrar["links"]));
    let own = json!([items(&shown["links"])[0]]);
    assert_eq!(own, leads(world, "domain", &name, &own));
}

/// The links of an object that has one to itself, with the context URI of these.
fn leads(world: &World, kind: &str, name: &str, links: &Value) -> Value {
    let value = text(&links[0]["value"]);
    assert!(value.starts_with(&world.url), "{links}");
    json!([{"value": value, "rel": "self", "href": format!("{}/rdap/{kind}/{name}", world.url), "type": "application/rdap+json"}])
}

both! {
    fn r5_r6_a_plain_domain_is_shown_as_its_sponsor_sees_it(server: &Server) {
        let world = World::of(server, &json!({}));
        register(&world.acme, "blue.st", &json!({}));
        let (_, shown) = agreed(&world, &world.acme, "blue.st");
        let mut expected = vec!["entities", "events", "handle", "ldhName", "links", "nameservers", "notices", "objectClassName", "rdapConformance", "secureDNS", "status"];
        let found = members(&shown);
        if !found.contains(&"nameservers") {
            expected.retain(|member| *member != "nameservers");
        }
        assert_eq!(found, expected);
        assert_eq!(shown["status"], json!(["inactive", "add period"]));
        assert_eq!((&shown["secureDNS"], shown["entities"].as_array().map(Vec::len)), (&json!({"delegationSigned": false}), Some(1)));
        assert_eq!(events(&shown).iter().map(|(action, _)| action.as_str()).collect::<Vec<_>>(), ["expiration", "last update of RDAP database", "registration"]);
        assert_eq!(shown["rdapConformance"], json!(["rdap_level_0"]));
    }

    fn r5_r6_r9_a_domain_with_everything_is_shown_so(server: &Server) {
        let world = World::of(server, &json!({"idn_scripts": ["Latn"]}));
        for id in ["AA1", "BB2", "CC3", "DD4"] {
            contact(&world.acme, id, &json!({}));
        }
        let body = json!({
            "ns": [{"name": "ns2.bl\u{e5}.st", "addr": ["192.0.2.1"]}, "ns1.provider.net", "a.provider.net"],
            "contacts": {"registrant": "AA1", "admin": "BB2", "tech": "CC3", "billing": "DD4"}, "secDNS": {"dsData": [ds(7), ds(4)]},
            "status": ["clientTransferProhibited", "clientDeleteProhibited"],
        });
        register(&world.acme, "bl\u{e5}.st", &body);
        set_status(&world.admin, "xn--bl-zia.st", "serverUpdateProhibited");
        let (_, shown) = agreed(&world, &world.acme, "xn--bl-zia.st");
        assert_eq!(shown["unicodeName"], "bl\u{e5}.st");
        assert_eq!(shown["secureDNS"]["delegationSigned"], true);
        let roles: Vec<Value> = items(&shown["entities"]).iter().map(|entity| entity["roles"].clone()).collect();
        assert_eq!(roles, [json!(["registrar"]), json!(["registrant"]), json!(["administrative"]), json!(["technical"]), json!(["billing"])]);
        let idn = items(&shown["nameservers"]).iter().find(|server| server.get("unicodeName").is_some()).expect("a name server");
        assert_eq!((&idn["ldhName"], &idn["unicodeName"]), (&json!("ns2.xn--bl-zia.st"), &json!("ns2.bl\u{e5}.st")));
        for host in items(&shown["nameservers"]) {
            let name = text(&host["ldhName"]);
            assert_eq!(host["handle"], world.shown(&format!("nameserver/{name}"))["handle"], "the same object");
        }
    }

    fn r7_each_status_that_is_set_has_its_word(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "P0D"}));
        for (number, what) in ["DeleteProhibited", "Hold", "RenewProhibited", "TransferProhibited", "UpdateProhibited"].into_iter().enumerate() {
            for (client, side) in [(&world.acme, "client"), (&world.admin, "server")] {
                let (name, status) = (format!("{side}{number}.st"), format!("{side}{what}"));
                register(&world.acme, &name, &json!({"ns": ["ns1.provider.net"]}));
                assert_eq!(agreed(&world, &world.acme, &name).1["status"], json!(["active"]));
                set_status(client, &name, &status);
                assert_eq!(agreed(&world, &world.acme, &name).1["status"], json!([word(&status)]), "and no more");
            }
        }
        register(&world.acme, "many.st", &json!({"status": ["clientRenewProhibited", "clientHold"]}));
        set_status(&world.admin, "many.st", "serverHold");
        assert_eq!(agreed(&world, &world.acme, "many.st").1["status"].as_array().map(Vec::len), Some(4), "with that it is inactive");
    }

    fn r5_every_change_is_seen_at_once(server: &Server) {
        let world = World::of(server, &json!({}));
        contact(&world.acme, "AA1", &json!({}));
        register(&world.acme, "blue.st", &json!({}));
        assert!(!events(&world.domain("blue.st")).iter().any(|(action, _)| action == "last changed"));
        for body in [
            json!({"add": {"ns": ["ns1.provider.net"]}}), json!({"add": {"secDNS": {"dsData": [ds(1)]}}}), json!({"add": {"status": ["clientHold"]}}),
            json!({"rem": {"status": ["clientHold"]}}), json!({"add": {"contact": [{"tech": "AA1"}]}}), json!({"rem": {"contact": [{"tech": "AA1"}]}}),
            json!({"rem": {"secDNS": {"all": true}}}), json!({"add": {"ns": ["ns2.provider.net"]}, "rem": {"ns": ["ns1.provider.net"]}}),
        ] {
            change(&world.acme, "blue.st", &body);
            let (_, shown) = agreed(&world, &world.acme, "blue.st");
            let has_contact = items(&shown["entities"]).len() == 2;
            assert_eq!(has_contact, body["add"].get("contact").is_some(), "{body}");
            assert!(events(&shown).iter().any(|(action, _)| action == "last changed"));
        }
    }

    fn r8_the_registrar_is_who_it_says_it_is(server: &Server) {
        let world = World::of(server, &json!({}));
        register(&world.acme, "blue.st", &json!({}));
        let bare = with_role(&world.domain("blue.st"), "registrar").clone();
        assert_eq!((bare.get("publicIds"), bare["vcardArray"][0].as_str()), (None, Some("vcard")), "{bare}");
        let details = json!({
            "name": "Acme \u{e9} Inc", "url": "https://acme.example/", "ianaId": 9999, "email": "private-office@acme.example",
            "abuse": {"email": "abuse@acme.example", "voice": "+46.85551234"},
        });
        world.admin.post("/clients/acme", &details).expect(200);
        let shown = world.domain("blue.st");
        let registrar = with_role(&shown, "registrar");
        assert_eq!(registrar["publicIds"], json!([{"type": "IANA Registrar ID", "identifier": "9999"}]));
        let card = items(&registrar["vcardArray"][1]);
        assert!(card.contains(&json!(["fn", {}, "text", "Acme \u{e9} Inc"])) && card.contains(&json!(["url", {}, "uri", "https://acme.example/"])), "{registrar}");
        let abuse = with_role(registrar, "abuse");
        let card = items(&abuse["vcardArray"][1]);
        assert!(card.contains(&json!(["email", {}, "text", "abuse@acme.example"])) && card.contains(&json!(["tel", {"type": "voice"}, "uri", "tel:+46.85551234"])), "{abuse}");
        assert!(!shown.to_string().contains("private-office"), "that is between it and the registry");
        world.admin.post("/clients/acme", &json!({"abuse": {"voice": ""}, "ianaId": ""})).expect(200);
        let shown = world.domain("blue.st");
        let registrar = with_role(&shown, "registrar");
        assert_eq!((registrar.get("publicIds"), registrar.to_string().contains("tel:")), (None, false), "{registrar}");
    }

    fn r5_what_is_no_domain_is_404(server: &Server) {
        let world = World::of(server, &json!({}));
        register(&world.acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        for name in ["none.st", "st", "ns1.blue.st", "www.blue.st", "blue.example", "nic.st"] {
            refused(world.ask(&format!("domain/{name}")), 404);
        }
        world.acme.delete("/domains/blue.st").expect(200);
        refused(world.ask("domain/blue.st"), 404);
        register(&world.zeta, "blue.st", &json!({}));
        agreed(&world, &world.zeta, "blue.st");
    }
}
