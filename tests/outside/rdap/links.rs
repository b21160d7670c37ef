//! Links (R11): each object to itself, a domain to where its registrar tells more, all of them from where the public finds this registry.

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::ops::Deref;

use super::given::{World, contact, items, members, refused, register, text};

/// Where the public finds the registry.
const PUBLIC: &str = "https://registry.example/base";

/// A server behind another, which has the name that the public knows.
struct Behind(Server);

impl Behind {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__SERVER__PUBLIC_URL", "https://registry.example/base/")]))
    }
}

impl Deref for Behind {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// Every link of a body, wherever it is.
fn links(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(links).collect(),
        Value::Object(members) => {
            let own = members.get("links").and_then(Value::as_array).into_iter().flatten();
            own.chain(members.iter().filter(|(member, _)| *member != "links").flat_map(|(_, value)| links(value)))
                .collect()
        }
        _ => Vec::new(),
    }
}

both! {
    fn r11_the_registrars_own_rdap_is_related(server: &Server) {
        let world = World::of(server, &json!({}));
        register(&world.acme, "blue.st", &json!({}));
        assert_eq!(items(&world.domain("blue.st")["links"]).len(), 1, "none is known");
        for base in ["https://rdap.acme.example/", "https://rdap.acme.example/v1", "https://rdap.acme.example/v1/"] {
            world.admin.post("/clients/acme", &json!({"rdapUrl": base})).expect(200);
            let shown = world.domain("blue.st");
            let related = &shown["links"][1];
            let expected = format!("{}/domain/blue.st", base.trim_end_matches('/'));
            assert_eq!((&related["rel"], &related["type"], &related["href"]), (&json!("related"), &json!("application/rdap+json"), &json!(expected)), "{shown}");
            assert_eq!((&related["value"], items(&shown["links"]).len()), (&shown["links"][0]["value"], 2));
        }
        world.admin.post("/clients/acme", &json!({"rdapUrl": ""})).expect(200);
        assert_eq!(items(&world.domain("blue.st")["links"]).len(), 1);
    }

    fn r11_every_link_begins_where_the_public_finds_the_registry(server: &Behind) {
        let world = World::of(server, &json!({"idn_scripts": ["Latn"]}));
        contact(&world.acme, "AA1", &json!({}));
        let body = json!({"ns": [{"name": "ns1.bl\u{e5}.st", "addr": ["192.0.2.1"]}], "contacts": {"registrant": "AA1"}});
        register(&world.acme, "bl\u{e5}.st", &body);
        let roid = world.roid("AA1");
        for (path, own) in [
            ("domain/BL%C3%85.st.", "domain/xn--bl-zia.st".to_owned()), ("nameserver/ns1.bl%C3%A5.ST", "nameserver/ns1.xn--bl-zia.st".to_owned()),
            ("entity/ACME", "entity/acme".to_owned()), (&format!("entity/{}", roid.to_lowercase()), format!("entity/{roid}")),
        ] {
            for host in ["evil.example", "registry.example:81", "[::1]", "x y"] {
                let call = world.ask(path).header("Host", host).header("X-Forwarded-Host", host).header("Forwarded", "host=evil.example;proto=http");
                let Ok(answer) = call.try_send() else { continue };
                let body = answer.json();
                if answer.status == 200 {
                    assert!(!answer.text().contains("evil.example"), "{answer}");
                    assert_eq!(body["links"][0]["href"], format!("{PUBLIC}/rdap/{own}"), "{answer}");
                }
            }
            let body = world.shown(path);
            let all = links(&body);
            assert!(!all.is_empty());
            for link in all {
                assert_eq!(members(link), ["href", "rel", "type", "value"]);
                for member in ["href", "value"] {
                    assert!(text(&link[member]).starts_with(&format!("{PUBLIC}/rdap/")), "{link}");
                }
                assert!(link["rel"] != "self" || link["type"] == "application/rdap+json", "{link}");
            }
        }
        refused(world.ask("domain/none.st"), 404);
    }

    fn r11_each_link_to_itself_leads_to_the_same_object(server: &Server) {
        let world = World::of(server, &json!({}));
        contact(&world.acme, "AA1", &json!({}));
        let body = json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}, "ns1.provider.net"], "contacts": {"registrant": "AA1"}});
        register(&world.acme, "blue.st", &body);
        let shown = world.domain("blue.st");
        let within = [items(&shown["entities"]), items(&shown["nameservers"])].concat();
        assert_eq!(within.len(), 4);
        for object in within.iter().chain([&shown]) {
            let own = items(&object["links"]).iter().find(|link| link["rel"] == "self").expect("a link to itself");
            let path = text(&own["href"]);
            let there = world.shown(path.strip_prefix(&format!("{}/rdap/", world.url)).expect("a path here"));
            for member in ["objectClassName", "handle", "ldhName", "vcardArray"] {
                assert_eq!(there.get(member), object.get(member), "{member} of {path}");
            }
        }
    }
}
