//! Every kind of answer stands up to the checks of RDAP clients, under both profiles (R1, R2, R4, R12). The other laws hold each answer that
//! they get to the same checks.

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    ICANN, Icann, World, contact, ds, eventually, refused, register, set_status, text, texts, tld, told,
};

/// A registry in which there is something of every kind.
fn peopled(server: &Server) -> World {
    let world = World::of(
        server,
        &json!({"add_grace": "P0D", "idn_scripts": ["Latn"], "transfer_lock": "P0D", "ns_parent": "any"}),
    );
    let details = json!({
        "name": "Acme Incorporated", "url": "https://acme.example/", "ianaId": 9999, "rdapUrl": "https://rdap.acme.example/",
        "abuse": {"email": "abuse@acme.example", "voice": "+46.85551234"},
    });
    world.admin.post("/clients/acme", &details).expect(200);
    for id in ["AA1", "BB2", "CC3"] {
        contact(&world.acme, id, &json!({}));
    }
    let told = world.acme.get("/api/contacts/AA1/email").expect(200).json()["value"].clone();
    let vouched = json!({"attestor": format!("{}/api/clients/acme", world.url), "value": told});
    world.acme.post("/api/contacts/AA1/email/attest", &vouched).expect(200);
    world.acme.post("/contacts/AA1", &json!({"chg": {"disclose": ["email"]}})).expect(200);
    let own =
        json!([{"name": "ns1.all.st", "addr": ["192.0.2.1", "2001:db8::1"]}, "ns1.provider.net", "ns1.bl\u{e5}.st"]);
    let roles = json!({"registrant": "AA1", "admin": "BB2", "tech": "AA1", "billing": "CC3", "billing_privacy": "BB2"});
    let all = json!({"ns": own, "contacts": roles, "secDNS": {"dsData": [ds(1), ds(2)]}});
    register(&world.acme, "all.st", &all);
    register(&world.acme, "bl\u{e5}.st", &json!({"ns": ["ns1.provider.net"]}));
    for name in ["plain.st", "held.st", "deleted.st"] {
        register(&world.acme, name, &json!({"contacts": {"registrant": "CC3"}}));
    }
    set_status(&world.acme, "held.st", "clientHold");
    set_status(&world.admin, "held.st", "serverTransferProhibited");
    world.acme.delete("/domains/deleted.st").expect(202);
    for name in ["moving.st", "moved.st"] {
        let code = register(&world.acme, name, &json!({"contacts": {"registrant": "CC3"}}));
        let body = json!({"op": "request", "authInfo": {"pw": code}});
        world.zeta.post(&format!("/domains/{name}/transfer"), &body).expect(202);
    }
    world.acme.post("/domains/moved.st/transfer", &json!({"op": "approve"})).expect(200);
    tld(&world.admin, "late", &json!({"add_grace": "P0D", "redemption": "P0D"}));
    register(&world.acme, "deleted.late", &json!({}));
    world.acme.delete("/domains/deleted.late").expect(202);
    let brief = json!({"sandbox_year": "PT1S", "at_expiry": "expire", "expire_hold_after": "P0D", "expire_delete_after": "P9D"});
    tld(&world.admin, "brief", &brief);
    register(&world.acme, "over.brief", &json!({}));
    eventually("it expires", || world.info("over.brief")["lifecycle"] == "expired");
    world
}

/// Where there is something.
fn places(world: &World) -> Vec<String> {
    let domains = [
        "all.st",
        "xn--bl-zia.st",
        "plain.st",
        "held.st",
        "deleted.st",
        "moving.st",
        "moved.st",
        "deleted.late",
        "over.brief",
    ];
    let hosts = ["ns1.all.st", "ns1.provider.net", "ns1.xn--bl-zia.st"];
    let domains = domains.iter().map(|name| format!("domain/{name}"));
    let hosts = hosts.iter().map(|name| format!("nameserver/{name}"));
    let handles = [world.roid("AA1"), world.roid("BB2"), "acme".to_owned(), "zeta".to_owned()];
    let entities = handles.iter().map(|handle| format!("entity/{handle}"));
    domains.chain(hosts).chain(entities).chain(["help".to_owned()]).collect()
}

/// What refuses, and how: method, path and status.
const REFUSALS: [(&str, &str, u16); 12] = [
    ("GET", "domain/-.st", 400),
    ("GET", "nameserver/a..st", 400),
    ("GET", "domain/none.st", 404),
    ("GET", "nameserver/ns1.none.st", 404),
    ("GET", "entity/nobody", 404),
    ("GET", "nowhere", 404),
    ("POST", "domain/all.st", 405),
    ("DELETE", "help", 405),
    ("GET", "domains?name=a*.st", 501),
    ("GET", "ip/192.0.2.0/24", 501),
    ("GET", "autnum/64496", 501),
    ("GET", "entities?fn=a*", 501),
];

/// Panics unless every answer conforms; gives each with where it came from.
fn whole_tour(server: &Server) -> Vec<(String, Value)> {
    let world = peopled(server);
    let mut seen: Vec<(String, Value)> =
        places(&world).into_iter().map(|path| (path.clone(), told(&world.ask(&path).expect(200)))).collect();
    for (method, path, status) in REFUSALS {
        let call = world.public.request(method, &format!("/rdap/{path}"));
        seen.push((path.to_owned(), refused(call, status)));
    }
    let all = &seen[0].1;
    assert_eq!(all["entities"].as_array().map(Vec::len), Some(3), "the registrar and two contacts: {all}");
    assert_eq!(texts(&all["entities"][1]["roles"]), ["registrant", "technical"], "{all}");
    assert_eq!(texts(&all["entities"][2]["roles"]), ["administrative", "billing"], "{all}");
    assert!(all.get("redacted").is_some() && all["entities"][1].get("domesday_verified").is_some(), "{all}");
    seen
}

/// The titles of an answer's notices.
fn titles(body: &Value) -> Vec<String> {
    body["notices"].as_array().into_iter().flatten().map(|notice| text(&notice["title"])).collect()
}

/// Whether a link of an answer's notices leads there.
fn leads_to(body: &Value, place: &str) -> bool {
    let links =
        body["notices"].as_array().into_iter().flatten().filter_map(|notice| notice["links"].as_array()).flatten();
    links.filter_map(|link| link["href"].as_str()).any(|href| href.trim_end_matches('/').ends_with(place))
}

both! {
    fn r1_r4_every_kind_of_answer_conforms(server: &Server) {
        for (path, body) in whole_tour(server) {
            let conformance = texts(&body["rdapConformance"]);
            assert!(ICANN.iter().all(|name| !conformance.iter().any(|known| known == name)), "{path}: {body}");
            assert!(!titles(&body).iter().any(|title| title == "Status Codes"), "{path}: {body}");
        }
    }

    fn r4_r12_every_kind_of_answer_conforms_to_the_icann_profile(server: &Icann) {
        for (path, body) in whole_tour(server) {
            let conformance = texts(&body["rdapConformance"]);
            assert_eq!(conformance[1..3], ICANN, "{path}: {body}");
            if body["objectClassName"] == "domain" {
                let titles = titles(&body);
                for title in ["Status Codes", "RDDS Inaccuracy Complaint Form"] {
                    assert!(titles.iter().any(|known| known == title), "{path}: {titles:?}");
                }
                assert!(leads_to(&body, "icann.org/epp") && leads_to(&body, "icann.org/wicf"), "{path}: {body}");
            }
            for entry in body["redacted"].as_array().into_iter().flatten() {
                let name = &entry["name"];
                assert!(name.get("type").is_some() != name.get("description").is_some(), "{path}: {entry}");
                let told = name.get("type").unwrap_or(&name["description"]);
                if ["Registrant Name", "Registrant Street", "Registrant Email", "Tech Name", "Tech Phone", "Tech Email"].iter().any(|known| told == known) {
                    assert!(name["type"].is_string(), "it is registered: {entry}");
                }
                if ["Registrant Country", "Tech City", "Billing Postal Code"].iter().any(|known| told == known) {
                    assert!(name["description"].is_string(), "it is not registered: {entry}");
                }
            }
        }
    }
}

#[test]
fn r12_the_terms_are_those_of_the_configuration() {
    let settings = [
        ("DOMESDAY__RDAP__TERMS", "Be kind.\nDo not copy."),
        ("DOMESDAY__RDAP__TERMS_URL", "https://registry.example/terms"),
    ];
    let server = Server::start_with(Database::sqlite(), &settings);
    let world = World::of(&server, &json!({}));
    register(&world.acme, "blue.st", &json!({}));
    for (path, status) in [("domain/blue.st", 200), ("help", 200), ("entity/acme", 200), ("domain/none.st", 404)] {
        let body = told(&world.ask(path).expect(status));
        assert!(body["notices"].to_string().contains(r#"["Be kind.","Do not copy."]"#), "{path}: {body}");
        assert!(leads_to(&body, "registry.example/terms"), "{path}: {body}");
    }
}
