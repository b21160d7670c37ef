//! Answers that are kept: a tag that stays while nothing changes, and is another as soon as something does (R1, R5).

use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::server::Server;
use serde_json::json;
use std::time::Duration;

use super::given::{World, change, contact, eventually, register, text, told};

/// The tag of what is at a path, after a look at its form.
fn tag(world: &World, path: &str) -> String {
    let answer = world.ask(path).expect(200);
    told(&answer);
    assert_eq!(answer.header("cache-control"), Some("public, no-cache"), "{answer}");
    let tag = answer.etag();
    assert!(tag.starts_with("W/\"") && tag.ends_with('"') && tag.len() > 12, "{tag}");
    tag
}

/// Panics unless it is the answer to who has it already.
fn not_modified(answer: &Answer, tag: &str) {
    assert_eq!((answer.status, answer.body.len(), answer.etag().as_str()), (304, 0, tag), "{answer}");
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{answer}");
    assert_eq!(answer.header("cache-control"), Some("public, no-cache"), "{answer}");
    assert_eq!(answer.header("content-type"), None, "{answer}");
}

/// A registry with the domain `blue.st`, and the paths of all that is shown of it.
fn world(server: &Server) -> (World, [String; 5]) {
    let world = World::of(server, &json!({"transfer_lock": "P0D"}));
    contact(&world.acme, "AA1", &json!({}));
    let body = json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "contacts": {"registrant": "AA1"}});
    register(&world.acme, "blue.st", &body);
    let paths = ["domain/blue.st", "nameserver/ns1.blue.st", "entity/acme", "help"].map(str::to_owned);
    let [domain, host, registrar, help] = paths;
    let roid = format!("entity/{}", world.roid("AA1"));
    (world, [domain, host, registrar, roid, help])
}

both! {
    fn a_tag_stays_while_nothing_changes_and_who_has_it_is_told_so(server: &Server) {
        let (world, paths) = world(server);
        let first = paths.each_ref().map(|path| tag(&world, path));
        std::thread::sleep(Duration::from_millis(1100));
        assert_eq!(paths.each_ref().map(|path| tag(&world, path)), first, "a second later");
        for (path, tag) in paths.iter().zip(&first) {
            let strong = tag.trim_start_matches("W/").to_owned();
            for known in [tag.clone(), strong, "*".to_owned(), format!("\"x\", {tag}"), format!("W/\"x\",{tag} , \"y\"")] {
                for method in ["GET", "HEAD"] {
                    let call = world.public.request(method, &format!("/rdap/{path}"));
                    not_modified(&call.header("If-None-Match", &known).send(), tag);
                }
            }
            for other in ["\"x\"", "W/\"\"", "nonsense", "W/", ""] {
                told(&world.ask(path).header("If-None-Match", other).expect(200));
            }
        }
        told(&world.ask("domain/none.st").header("If-None-Match", "*").expect(404));
        told(&world.ask("domain/none.st").header("If-None-Match", &first[0]).expect(404));
    }

    fn every_change_that_is_shown_gives_another_tag(server: &Server) {
        let (world, [domain, host, registrar, person, _]) = world(server);
        let mut known = tag(&world, &domain);
        let mut moved = |what: &str, path: &str| {
            let now = tag(&world, path);
            assert_ne!(now, known, "{what}");
            told(&world.ask(path).header("If-None-Match", &known).expect(200));
            known = now;
        };
        for status in ["clientHold", "clientTransferProhibited"] {
            change(&world.acme, "blue.st", &json!({"add": {"status": [status]}}));
            moved(status, &domain);
        }
        change(&world.acme, "blue.st", &json!({"rem": {"status": ["clientHold", "clientTransferProhibited"]}, "add": {"ns": ["ns1.provider.net"]}}));
        moved("a name server more", &domain);
        world.acme.post("/contacts/AA1", &json!({"chg": {"postalInfo": {"int": {"org": "Other"}}}})).expect(200);
        moved("what its registrant says", &domain);
        world.set_policy(&json!({"disclose": ["email"]}));
        moved("what the policy shows", &domain);
        world.admin.post("/clients/acme", &json!({"url": "https://acme.example/"})).expect(200);
        moved("what its registrar says", &domain);
        let before = [&host, &registrar, &person].map(|path| tag(&world, path));
        world.acme.post("/hosts/ns1.blue.st", &json!({"add": {"addr": ["192.0.2.9"]}})).expect(200);
        world.admin.post("/clients/acme", &json!({"abuse": {"email": "abuse@acme.example"}})).expect(200);
        world.acme.post("/contacts/AA1", &json!({"chg": {"email": "new@example.org"}})).expect(200);
        for (path, old) in [&host, &registrar, &person].into_iter().zip(&before) {
            assert_ne!(tag(&world, path), *old, "{path}");
        }
    }

    fn what_is_hidden_does_not_move_the_tag_of_a_domain(server: &Server) {
        let (world, [domain, ..]) = world(server);
        let before = tag(&world, &domain);
        world.acme.post("/contacts/AA1", &json!({"chg": {"email": "new@example.org", "voice": "+46.9"}})).expect(200);
        assert_eq!(tag(&world, &domain), before, "else the tag would tell of it");
    }

    fn time_alone_gives_another_tag(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "PT2S", "transfer_lock": "P0D", "transfer_window": "PT2S"}));
        let code = register(&world.acme, "blue.st", &json!({}));
        let first = world.ask("domain/blue.st").expect(200);
        assert!(first.text().contains("add period"), "{first}");
        let known = tag(&world, "domain/blue.st");
        eventually("the grace is over", || !world.ask("domain/blue.st").expect(200).text().contains("add period"));
        let over = tag(&world, "domain/blue.st");
        assert_ne!(over, known);
        world.zeta.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": code}})).expect(202);
        let asked = tag(&world, "domain/blue.st");
        assert_ne!(asked, over);
        eventually("the transfer is over", || text(&world.domain("blue.st")["entities"][0]["handle"]) == "zeta");
        assert_ne!(tag(&world, "domain/blue.st"), asked);
    }
}

#[test]
fn how_long_an_answer_may_be_kept_is_configured() {
    let database = domesday_tests::database::Database::sqlite();
    let server = Server::start_with(database, &[("DOMESDAY__RDAP__MAX_AGE_S", "77")]);
    let world = World::of(&server, &json!({}));
    register(&world.acme, "blue.st", &json!({}));
    for path in ["domain/blue.st", "entity/acme", "help"] {
        let answer = world.ask(path).expect(200);
        assert_eq!(answer.header("cache-control"), Some("public, max-age=77"), "{answer}");
        let again = world.ask(path).header("If-None-Match", &answer.etag()).expect(304);
        assert_eq!(again.header("cache-control"), Some("public, max-age=77"), "{again}");
    }
    told(&world.ask("domain/none.st").expect(404));
}
