//! What time does (R5, R7): each state of a domain's life is shown in its words from its own instant on, and what is gone is gone.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Mutex;

use super::domain::{WORDS, agreed};
use super::given::{
    World, change, contact, ds, events, eventually, info, refused, register, set_status, text, texts, tld,
};
use crate::given;

/// Asks for a domain.
fn ask_for(client: &Client, name: &str, code: &str) {
    let body = json!({"op": "request", "authInfo": {"pw": code}});
    client.post(&format!("/domains/{name}/transfer"), &body).expect(202);
}

/// Answers who asks for a domain.
fn answer(client: &Client, name: &str, op: &str) {
    client.post(&format!("/domains/{name}/transfer"), &json!({ "op": op })).expect(200);
}

fn renew(client: &Client, name: &str) {
    let day = text(&info(client, name)["exDate"])[..10].to_owned();
    client.post(&format!("/domains/{name}/renew"), &json!({"curExpDate": day})).expect(200);
}

/// Who sponsors a domain, as everybody is shown it.
fn sponsor(shown: &Value) -> String {
    text(&shown["entities"][0]["handle"])
}

/// The date of a kind of event.
fn date(shown: &Value, action: &str) -> Option<String> {
    events(shown).into_iter().find(|(known, _)| known == action).map(|(_, date)| date)
}

both! {
    fn r7_every_word_is_used_for_what_it_is_for(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "P0D", "transfer_lock": "P0D"}));
        let (acme, zeta) = (&world.acme, &world.zeta);
        let seen = Mutex::new(BTreeSet::new());
        let see = |client: &Client, name: &str, expected: &[&str]| {
            let shown = agreed(&world, client, name).1;
            let words = texts(&shown["status"]);
            let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut expected = expected.to_vec();
            sorted.sort_unstable();
            expected.sort_unstable();
            assert_eq!(sorted, expected, "{name}");
            seen.lock().expect("words").extend(words);
        };
        let ns = json!({"ns": ["ns1.provider.net"]});
        register(acme, "blue.st", &json!({}));
        see(acme, "blue.st", &["inactive"]);
        change(acme, "blue.st", &json!({"add": {"ns": ["ns1.provider.net"]}}));
        see(acme, "blue.st", &["active"]);
        renew(acme, "blue.st");
        see(acme, "blue.st", &["active", "renew period"]);
        for status in ["DeleteProhibited", "Hold", "RenewProhibited", "TransferProhibited", "UpdateProhibited"] {
            set_status(&world.admin, "blue.st", &format!("server{status}"));
            change(&world.admin, "blue.st", &json!({"add": {"status": [format!("client{status}")]}}));
        }
        let set = ["delete prohibited", "hold", "renew prohibited", "transfer prohibited", "update prohibited"];
        let both: Vec<String> = set.iter().flat_map(|word| [format!("client {word}"), format!("server {word}")]).collect();
        see(acme, "blue.st", &both.iter().map(String::as_str).chain(["renew period"]).collect::<Vec<_>>());
        tld(&world.admin, "grace", &json!({}));
        register(acme, "new.grace", &ns);
        see(acme, "new.grace", &["active", "add period"]);
        let code = register(acme, "moving.st", &ns);
        ask_for(zeta, "moving.st", &code);
        see(acme, "moving.st", &["pending transfer"]);
        answer(acme, "moving.st", "approve");
        see(zeta, "moving.st", &["active", "transfer period"]);
        register(acme, "deleted.st", &ns);
        set_status(&world.admin, "deleted.st", "serverRenewProhibited");
        acme.delete("/domains/deleted.st").expect(202);
        see(acme, "deleted.st", &["pending delete", "redemption period", "server renew prohibited"]);
        tld(&world.admin, "late", &json!({"add_grace": "P0D", "redemption": "P0D"}));
        register(acme, "deleted.late", &ns);
        acme.delete("/domains/deleted.late").expect(202);
        see(acme, "deleted.late", &["pending delete"]);
        tld(&world.admin, "brief", &json!({"add_grace": "P0D", "sandbox_year": "PT2S", "auto_renew_grace": "P9D"}));
        register(acme, "again.brief", &ns);
        eventually("it is renewed by time", || info(acme, "again.brief")["rgpStatus"] == json!(["autoRenewPeriod"]));
        see(acme, "again.brief", &["active", "auto renew period"]);
        let host = world.shown("nameserver/ns1.provider.net");
        seen.lock().expect("words").extend(texts(&host["status"]));
        let ours = WORDS.iter().filter(|(status, _)| !["pendingCreate", "pendingRenew", "pendingRestore", "pendingUpdate"].contains(status));
        assert_eq!(*seen.lock().expect("words"), ours.map(|(_, word)| (*word).to_owned()).collect::<BTreeSet<_>>());
    }

    fn r5_a_transfer_is_shown_when_it_is_done_though_no_worker_ran(server: &Server) {
        let world = World::of(server, &json!({"transfer_window": "PT3S", "transfer_lock": "P0D"}));
        let (acme, zeta) = (&world.acme, &world.zeta);
        contact(acme, "AA1", &json!({}));
        let code = register(acme, "blue.st", &json!({"contacts": {"registrant": "AA1"}}));
        let before = world.domain("blue.st");
        assert_eq!((sponsor(&before), date(&before, "transfer")), ("acme".to_owned(), None));
        ask_for(zeta, "blue.st", &code);
        let shown = agreed(&world, acme, "blue.st").1;
        assert!(texts(&shown["status"]).contains(&"pending transfer".to_owned()) && sponsor(&shown) == "acme", "{shown}");
        eventually("the transfer is over", || sponsor(&world.domain("blue.st")) == "zeta");
        let (info, after) = agreed(&world, zeta, "blue.st");
        assert_eq!(date(&after, "transfer").as_deref(), info["trDate"].as_str());
        assert!(date(&after, "transfer").is_some() && date(&after, "expiration") > date(&before, "expiration"));
        assert_eq!(after["handle"], before["handle"]);
    }

    fn r5_r6_a_transfer_that_came_to_nothing_is_not_told(server: &Server) {
        let world = World::of(server, &json!({"transfer_lock": "P0D"}));
        let code = register(&world.acme, "blue.st", &json!({}));
        ask_for(&world.zeta, "blue.st", &code);
        answer(&world.acme, "blue.st", "reject");
        let shown = agreed(&world, &world.acme, "blue.st").1;
        assert_eq!((date(&shown, "transfer"), sponsor(&shown)), (None, "acme".to_owned()));
    }

    fn r5_what_is_deleted_is_shown_until_it_is_purged_and_then_404(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "P0D", "redemption": "PT2S", "pending_delete": "PT2S"}));
        let acme = &world.acme;
        contact(acme, "AA1", &json!({}));
        let roid = world.roid("AA1");
        let body = json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "contacts": {"registrant": "AA1"}});
        register(acme, "blue.st", &body);
        let handle = world.domain("blue.st")["handle"].clone();
        let all = [format!("entity/{roid}"), "domain/blue.st".to_owned()];
        acme.delete("/domains/blue.st").expect(202);
        let mut stages = vec![json!(["pending delete", "redemption period"]), json!(["pending delete"])];
        eventually("it is gone", || {
            let [person, domain] = all.each_ref().map(|path| world.ask(path).send());
            // Seen one after the other, so the later may be gone already, and not the other way.
            assert!(person.status <= domain.status, "{person} {domain}");
            if domain.status == 200 {
                let mut words = texts(&domain.json()["status"]);
                words.sort_unstable();
                stages.retain(|stage| *stage != json!(words));
            }
            person.status == 404
        });
        refused(world.ask("nameserver/ns1.blue.st"), 404);
        assert_eq!(stages, Vec::<Value>::new(), "not seen on its way");
        for path in &all {
            refused(world.ask(path), 404);
        }
        register(&world.zeta, "blue.st", &json!({}));
        assert_ne!(world.domain("blue.st")["handle"], handle);
    }

    fn r5_an_expired_domain_is_held_and_then_deleted_by_time(server: &Server) {
        let brief = json!({
            "add_grace": "P0D", "sandbox_year": "PT2S", "at_expiry": "expire", "expire_hold_after": "PT1S", "expire_delete_after": "PT3S", "redemption": "PT2S",
            "pending_delete": "PT2S",
        });
        let world = World::of(server, &brief);
        register(&world.acme, "blue.st", &json!({"ns": ["ns1.provider.net"]}));
        let mut seen: Vec<String> = Vec::new();
        for _ in 0..400 {
            let answer = world.ask("domain/blue.st").send();
            if answer.status == 404 {
                break;
            }
            let mut words = texts(&answer.json()["status"]);
            words.sort_unstable();
            let words = words.join(", ");
            if seen.last() != Some(&words) {
                seen.push(words);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(seen, ["active", "server hold", "pending delete, redemption period", "pending delete"]);
        refused(world.ask("domain/blue.st"), 404);
    }
    fn l12_a_claim_that_is_overdue_is_seen_as_the_hold_that_it_brings(server: &Server) {
        let world = World::of(server, &json!({"add_grace": "P0D", "required_claims": [{"claim": "email", "within": "PT4S"}]}));
        contact(&world.acme, "AA1", &json!({}));
        let keys = json!({"dsData": [ds(1)]});
        register(&world.acme, "blue.st", &json!({"ns": ["ns1.provider.net"], "contacts": {"registrant": "AA1"}, "secDNS": keys}));
        let seen = || {
            let shown = agreed(&world, &world.acme, "blue.st").1;
            (texts(&shown["status"]), shown["secureDNS"]["delegationSigned"] == true)
        };
        assert_eq!(seen(), (vec!["active".to_owned()], true));
        eventually("it is overdue", || info(&world.acme, "blue.st")["status"] == json!(["serverHold"]));
        eventually("it leaves the zone", || !seen().1);
        assert_eq!(seen().0, ["server hold"]);
        let vouched = json!({"attestor": format!("{}/api/clients/acme", world.url), "value": "secretmail@example.org"});
        world.acme.post("/api/contacts/AA1/email/attest", &vouched).expect(200);
        assert_eq!(seen(), (vec!["active".to_owned()], true), "at once");
    }
}

/// No worker writes what time does.
#[test]
fn l14_hosts_below_a_purged_domain_are_gone_or_bare_at_that_instant_though_no_worker_ran() {
    let server = Server::start_with(Database::sqlite(), &[("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0")]);
    let world = World::of(&server, &json!({"add_grace": "P0D", "redemption": "PT3S", "pending_delete": "P0D"}));
    let below = |name: &str| json!({"name": format!("{name}.blue.st"), "addr": ["192.0.2.1"]});
    register(&world.acme, "blue.st", &json!({"ns": [below("own"), below("shared")]}));
    world.acme.delete("/domains/blue.st").expect(202);
    // What is to go is no name server of another domain any more, but a zone may still name it.
    let admin = server.admin();
    admin.post("/tlds", &json!({"name": "org"})).expect(201);
    let zone = given::with(given::zone("elsewhere.org"), &json!({"ns": ["shared.blue.st"]}));
    admin.post("/zones?force=true", &zone).expect(201);
    eventually("it is gone", || {
        // The host first: it may be there as long as the domain is, and no longer.
        let host = world.ask("nameserver/own.blue.st").send();
        let domain = world.ask("domain/blue.st").send();
        assert!(host.status == 200 || domain.status == 404, "{host} {domain}");
        domain.status == 404
    });
    refused(world.ask("nameserver/own.blue.st"), 404);
    assert_eq!(world.zeta.get("/hosts/own.blue.st").send().status, 404);
    let shared = world.shown("nameserver/shared.blue.st");
    assert!(shared.get("ipAddresses").is_none(), "{shared}");
    let info = world.zeta.get("/hosts/shared.blue.st").expect(200).json()["info"].clone();
    assert_eq!(
        (&info["kind"], &info["addr"], &info["clID"]),
        (&json!("reference"), &json!([]), &json!(null)),
        "{info}"
    );
}
