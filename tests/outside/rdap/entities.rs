//! Entities looked up by themselves: registrars by their handle, contacts by their `roid` while a live domain uses them (R3, R8).

use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    World, change, contact, events, eventually, items, members, properties, refused, register, text, texts, with_role,
};

/// An answer but for what it was asked for, its dates and its length: what is left tells whether a thing is there in another way.
fn bare(answer: &Answer, asked: &str) -> (u16, String, Vec<(String, String)>) {
    let shown = answer.text().to_lowercase().replace(&asked.to_lowercase(), "NAME");
    let headers = answer.headers.iter().filter(|(name, _)| {
        !["date", "content-length", "x-request-id", "domesday-request-id"].contains(&name.as_str())
    });
    (answer.status, shown, headers.cloned().collect())
}

/// The body without the instant of the answer.
fn lasting(mut body: Value) -> Value {
    let events: Vec<Value> = items(&body["events"])
        .iter()
        .filter(|event| event["eventAction"] != "last update of RDAP database")
        .cloned()
        .collect();
    body["events"] = json!(events);
    body
}

both! {
    fn r8_a_registrar_is_looked_up_by_its_handle_in_any_case(server: &Server) {
        let world = World::of(server, &json!({}));
        let details = json!({
            "login": "eta", "password": "sesame open", "handle": "Eta-Inc", "name": "Eta \u{e9} Inc", "email": "office@eta.example", "ianaId": 9999,
            "url": "https://eta.example/", "abuse": {"email": "abuse@eta.example", "voice": "+46.85551234"}, "mutationsPerMinute": 4711,
        });
        world.admin.put("/clients", &details).expect(201);
        let shown = world.shown("entity/Eta-Inc");
        assert_eq!(
            members(&shown),
            ["entities", "events", "handle", "links", "notices", "objectClassName", "publicIds", "rdapConformance", "roles", "status", "vcardArray"]
        );
        assert_eq!((&shown["handle"], &shown["roles"], &shown["status"]), (&json!("Eta-Inc"), &json!(["registrar"]), &json!(["active"])));
        assert_eq!(shown["publicIds"], json!([{"type": "IANA Registrar ID", "identifier": "9999"}]));
        assert_eq!(properties(&shown, "fn"), [&json!(["fn", {}, "text", "Eta \u{e9} Inc"])]);
        assert_eq!(properties(with_role(&shown, "abuse"), "email")[0][3], "abuse@eta.example");
        assert_eq!((shown["links"][0]["rel"].as_str(), &shown["links"][0]["href"]), (Some("self"), &json!(format!("{}/rdap/entity/Eta-Inc", world.url))));
        assert!(events(&shown).iter().any(|(action, _)| action == "last update of RDAP database"));
        let whole = shown.to_string();
        for secret in ["office@eta.example", "sesame", "4711", "password"] {
            assert!(!whole.contains(secret), "{secret}: {whole}");
        }
        for handle in ["eta-inc", "ETA-INC", "eTa-iNc"] {
            assert_eq!(lasting(world.shown(&format!("entity/{handle}")))["handle"], "Eta-Inc");
        }
        assert_eq!(world.shown("entity/acme")["handle"], "acme");
        refused(world.ask("entity/eta"), 404);
    }

    fn r8_an_account_that_registers_nothing_is_not_there(server: &Server) {
        let world = World::of(server, &json!({}));
        for (login, role) in [("masters", "hostmaster"), ("readers", "reader"), ("vouchers", "attestor")] {
            let _ = server.user(login, login, &[role]);
            let asked = [login, "nobody9"].map(|name| bare(&world.ask(&format!("entity/{name}")).expect(404), name));
            assert_eq!(asked[0], asked[1], "{login}");
        }
        let _ = server.user("clerk", "masters", &["registrar"]);
        assert_eq!(world.shown("entity/masters")["handle"], "masters");
        refused(world.ask("entity/clerk"), 404);
    }

    fn r8_a_contact_is_there_only_while_a_live_domain_uses_it(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["org", "email"]}));
        for id in ["AA1", "BB2"] {
            contact(&world.acme, id, &json!({}));
        }
        let (used, idle) = (world.roid("AA1"), world.roid("BB2"));
        let unknown = "C987654321-DMSD";
        let gone = |roid: &str| bare(&world.ask(&format!("entity/{roid}")).expect(404), roid);
        assert_eq!(gone(&used), gone(unknown), "nobody is told that it exists");
        register(&world.acme, "blue.st", &json!({"contacts": {"registrant": "AA1", "billing": "AA1"}}));
        let shown = world.shown(&format!("entity/{used}"));
        assert_eq!(members(&shown), ["events", "handle", "links", "notices", "objectClassName", "rdapConformance", "redacted", "roles", "status", "vcardArray"]);
        assert_eq!((&shown["handle"], texts(&shown["roles"])), (&json!(used), ["registrant", "billing"].map(str::to_owned).to_vec()));
        assert_eq!(shown["links"][0]["href"], format!("{}/rdap/entity/{used}", world.url));
        let mut words = texts(&shown["status"]);
        words.sort_unstable();
        assert_eq!(words, ["active", "associated"]);
        assert_eq!(properties(&shown, "email")[0][3], "secretmail@example.org");
        let within = world.domain("blue.st");
        assert_eq!(with_role(&within, "registrant")["vcardArray"], shown["vcardArray"], "the same card");
        for handle in ["AA1", "aa1", idle.as_str(), &used.replace('C', "D")] {
            assert_eq!(gone(handle), gone(unknown), "{handle}");
        }
        change(&world.acme, "blue.st", &json!({"rem": {"contact": [{"billing": "AA1"}]}}));
        assert_eq!(texts(&world.shown(&format!("entity/{used}"))["roles"]), ["registrant"]);
        change(&world.acme, "blue.st", &json!({"chg": {"registrant": "BB2"}}));
        assert_eq!(gone(&used), gone(unknown));
        world.shown(&format!("entity/{idle}"));
        world.acme.delete("/domains/blue.st").expect(200);
        assert_eq!(gone(&idle), gone(unknown));
    }

    fn r5_a_contact_goes_from_the_public_with_the_last_domain_that_uses_it(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "P0D", "redemption": "PT2S", "pending_delete": "P0D"}));
        contact(&world.acme, "AA1", &json!({}));
        for name in ["blue.st", "red.st"] {
            register(&world.acme, name, &json!({"contacts": {"tech": "AA1"}}));
        }
        let path = format!("entity/{}", world.roid("AA1"));
        world.acme.delete("/domains/blue.st").expect(202);
        eventually("one is gone", || world.ask("domain/blue.st").send().status == 404);
        world.shown(&path);
        world.acme.delete("/domains/red.st").expect(202);
        world.shown(&path);
        eventually("the other is gone", || world.ask(&path).send().status == 404);
        refused(world.ask("domain/red.st"), 404);
    }

    fn r2_nothing_that_is_not_there_is_told_apart(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "P0D", "redemption": "P0D", "pending_delete": "P0D"}));
        let body = json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]});
        register(&world.acme, "blue.st", &body);
        world.acme.delete("/domains/blue.st").expect(200);
        for (kind, was, never) in [("domain", "blue.st", "none.st"), ("nameserver", "ns1.blue.st", "ns1.none.st"), ("domain", "nic.st", "none.st")] {
            let [was, never] = [was, never].map(|name| bare(&world.ask(&format!("{kind}/{name}")).expect(404), name));
            assert_eq!(was, never, "{kind}");
        }
        let text = text(&refused(world.ask("domain/blue.st"), 404)["description"][0]);
        assert!(text.contains("blue.st"), "{text}");
    }
}

#[test]
fn r10_a_contact_that_more_than_a_thousand_roles_name_shows_only_what_it_discloses_itself() {
    let server = Server::start(Database::sqlite());
    let world = World::of(&server, &json!({"disclose": ["org", "email"]}));
    contact(&world.acme, "AA1", &json!({"disclose": ["voice"]}));
    let path = format!("entity/{}", world.roid("AA1"));
    let roles = json!({"registrant": "AA1", "admin": "AA1", "tech": "AA1", "billing": "AA1"});
    for number in 0..250 {
        register(&world.acme, &format!("n{number}.st"), &json!({ "contacts": roles }));
    }
    let shown = |property: &str| properties(&world.shown(&path), property).len();
    assert_eq!([shown("email"), shown("tel")], [1, 1], "a thousand are looked at");
    register(&world.acme, "more.st", &json!({"contacts": {"registrant": "AA1"}}));
    assert_eq!([shown("email"), shown("tel")], [0, 1]);
}
