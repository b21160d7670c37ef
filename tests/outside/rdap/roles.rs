//! Who is shown as what (R8): one contact in several roles, and contacts that stand in for others.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::contacts::{FIELDS, blue, redactions, said, shows};
use super::given::{World, change, contact, items, refused, register, text, texts, tld};

/// Panics if anything of [`super::given::person`] is told.
fn nothing_of_it(body: &Value) {
    let whole = body.to_string();
    for (_, _, _, value) in FIELDS {
        assert!(!whole.contains(&format!("\"{value}")), "{value}: {body}");
    }
}

both! {
    fn r8_one_contact_in_several_roles_is_one_entity_and_each_role_is_redacted(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["org", "name"]}));
        contact(&world.acme, "AA1", &json!({}));
        contact(&world.acme, "BB2", &json!({"postalInfo": {"int": {"name": "Bea", "addr": {"cc": "DE"}}}, "voice": null, "fax": null}));
        blue(&world.acme, &json!({"registrant": "AA1", "admin": "BB2", "tech": "AA1", "billing": "BB2"}));
        let body = world.domain("blue.st");
        let entities = items(&body["entities"]);
        let seen: Vec<_> = entities[1..].iter().map(|entity| (text(&entity["handle"]), texts(&entity["roles"]))).collect();
        let roles = |roles: [&str; 2]| roles.map(str::to_owned).to_vec();
        assert_eq!(seen, [(world.roid("AA1"), roles(["registrant", "technical"])), (world.roid("BB2"), roles(["administrative", "billing"]))]);
        let of = ["Registrant", "Tech"].iter().flat_map(|role| {
            FIELDS.iter().filter(|field| !["name", "org"].contains(&field.0)).map(move |field| format!("{role} {}", field.2))
        });
        let bea = ["Admin", "Billing"].iter().flat_map(|role| ["Country", "Email"].map(|field| format!("{role} {field}")));
        let mut expected: Vec<String> = of.chain(bea).collect();
        expected.sort();
        assert_eq!(redactions(&body), expected);
        assert_eq!(entities[2]["links"][0]["href"], format!("{}/rdap/entity/{}", world.url, world.roid("BB2")));
    }

    fn r8_a_stand_in_is_shown_instead_and_nothing_of_whom_it_stands_for(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["name", "org", "addr", "voice", "fax", "email"]}));
        contact(&world.acme, "AA1", &json!({"disclose": ["name", "org", "addr", "voice", "fax", "email"]}));
        let proxy = json!({"email": "proxy@example.org", "voice": null, "fax": null, "postalInfo": {"int": {"name": "The Proxy", "addr": {"cc": "IS"}}}});
        contact(&world.acme, "PP1", &proxy);
        let hidden = world.roid("AA1");
        for role in ["registrant", "admin", "tech", "billing"] {
            let name = format!("{role}.st");
            let privacy = format!("{role}_privacy");
            register(&world.acme, &name, &json!({"contacts": {role: "AA1"}}));
            assert!(world.domain(&name).to_string().contains(&hidden));
            change(&world.acme, &name, &json!({"add": {"contact": [{privacy.as_str(): "PP1"}]}}));
            let body = world.domain(&name);
            nothing_of_it(&body);
            assert!(!body.to_string().contains(&hidden), "{body}");
            let entities = items(&body["entities"]);
            assert_eq!((entities.len(), text(&entities[1]["handle"])), (2, world.roid("PP1")), "{body}");
            assert_eq!((items(&entities[1]["roles"]).len(), said(&entities[1], "name").as_deref()), (1, Some("The Proxy")));
            change(&world.acme, &name, &json!({"rem": {"contact": [{role: "AA1"}]}}));
            assert_eq!(items(&world.domain(&name)["entities"]).len(), 2, "it stands in for nobody too");
        }
        register(&world.acme, "one.st", &json!({"contacts": {"registrant": "AA1", "registrant_privacy": "PP1", "tech": "PP1", "admin": "PP1"}}));
        let body = world.domain("one.st");
        nothing_of_it(&body);
        assert_eq!((items(&body["entities"]).len(), texts(&body["entities"][1]["roles"])), (2, ["registrant", "administrative", "technical"].map(str::to_owned).to_vec()));
    }

    fn r8_who_is_stood_in_for_is_not_found_by_itself_unless_something_else_shows_it(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["name", "org", "addr", "voice", "fax", "email"]}));
        tld(&world.admin, "red", &json!({"disclose": ["org"]}));
        for id in ["AA1", "PP1"] {
            contact(&world.acme, id, &json!({}));
        }
        let [hidden, proxy] = ["AA1", "PP1"].map(|id| format!("entity/{}", world.roid(id)));
        let roles = |path: &str| texts(&world.shown(path)["roles"]);
        register(&world.acme, "blue.st", &json!({"contacts": {"registrant": "AA1", "tech": "AA1"}}));
        assert_eq!(roles(&hidden), ["registrant", "technical"]);
        change(&world.acme, "blue.st", &json!({"add": {"contact": [{"registrant_privacy": "PP1"}]}}));
        assert_eq!((roles(&hidden), roles(&proxy)), (vec!["technical".to_owned()], vec!["registrant".to_owned()]));
        change(&world.acme, "blue.st", &json!({"add": {"contact": [{"tech_privacy": "PP1"}]}}));
        refused(world.ask(&hidden), 404);
        assert_eq!(roles(&proxy), ["registrant", "technical"]);
        register(&world.acme, "one.red", &json!({"contacts": {"billing": "AA1"}}));
        let shown = world.shown(&hidden);
        assert_eq!(texts(&shown["roles"]), ["billing"]);
        shows(&shown, &shown, &["Billing"], &["org"], &[]);
        change(&world.acme, "one.red", &json!({"rem": {"contact": [{"billing": "AA1"}]}}));
        refused(world.ask(&hidden), 404);
        change(&world.acme, "blue.st", &json!({"rem": {"contact": [{"registrant_privacy": "PP1"}]}}));
        assert_eq!(roles(&hidden), ["registrant"]);
    }
}
