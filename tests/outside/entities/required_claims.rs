//! Required claims (N4–N7, and L12 of `registrar.md`): what a policy asks of registrants is told, falls overdue, holds a domain, is met.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{done, is_instant, last, path, read, text};
use super::proof::{eventually, seconds};
use super::registrants::{Registry, change, domain, required, told};

/// The data of messages without their due instants, which are looked at.
fn without_due(messages: &[(String, Value)]) -> Vec<(String, Value)> {
    let row = |(kind, data): &(String, Value)| {
        let mut data = data.clone();
        if let Some(due) = data.as_object_mut().and_then(|members| members.remove("due")) {
            assert!(is_instant(&due), "{due}");
        }
        (kind.clone(), data)
    };
    messages.iter().map(row).collect()
}

/// What a message about a claim has for data (rule N7), but for `due`.
fn data(registry: &Registry, event: &str, name: &str, contact: &str, claim: &str, cause: &str) -> Value {
    let entity = format!("{}/api/contacts/{contact}", registry.url);
    json!({"event": event, "name": name, "contact": contact, "claim": claim, "cause": cause, "entity": entity, "claimId": format!("{entity}/{claim}")})
}

/// The types and causes of acme's messages about claims.
fn causes(registry: &Registry) -> Vec<String> {
    let row = |(kind, data): &(String, Value)| {
        let cause = data["cause"].as_str().map(|cause| format!(" {cause}")).unwrap_or_default();
        format!("{} {}{cause}", kind.trim_start_matches("CLAIM_"), text(&data["claim"]))
    };
    registry.told().iter().map(row).collect()
}

/// What the histories of a contact tell about its verification, the first thing first.
fn contact_history(registry: &Registry, contact: &str) -> Vec<String> {
    let events = read(&registry.acme, &format!("/api/contacts/{contact}/history"))["events"].clone();
    let actions = events.as_array().expect("events").iter().rev().map(|event| text(&event["action"]));
    actions.filter(|action| action.starts_with("contact.verif") || action == "contact.lapsed").collect()
}

const REQUIRED: &str = "contact.verification_required";

both! {
    fn n4_n7_a_claim_that_is_not_attested_is_asked_for_and_met(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "P15D"), ("fax", "P3D")]);
        registry.contact("AA1");
        assert_eq!(registry.standing("AA1"), ("not_required".to_owned(), None), "it is nobody's registrant");
        let created = registry.register("blue.st", "AA1").expect(201).json();
        let messages = registry.told();
        assert_eq!(without_due(&messages), [
            ("CLAIM_REQUIRED".to_owned(), data(&registry, REQUIRED, "blue.st", "AA1", "email", "unattested")),
            ("CLAIM_REQUIRED".to_owned(), data(&registry, REQUIRED, "blue.st", "AA1", "fax", "missing")),
        ]);
        let due = |days: i64, data: &Value| {
            let window = seconds(&text(&data["due"])) - seconds(&text(&created["creData"]["crDate"]));
            assert_eq!(window, days * 86_400, "{data}");
            text(&data["due"])
        };
        let (later, sooner) = (due(15, &messages[0].1), due(3, &messages[1].1));
        assert_eq!(registry.standing("AA1"), ("pending".to_owned(), Some(sooner)), "the earliest of them");
        assert_eq!(registry.claims("blue.st"), ["email pending", "fax pending"]);
        change(&registry.acme, "/contacts/AA1", &json!({"chg": {"fax": "+49.301234568"}}));
        let attestation = registry.attests("AA1", "fax");
        let met = registry.told().pop().expect("a message");
        let mut expected = data(&registry, "contact.verified", "blue.st", "AA1", "fax", "");
        expected.as_object_mut().expect("members").remove("cause");
        expected["attestation"] = json!(attestation);
        assert_eq!(met, ("CLAIM_MET".to_owned(), expected));
        assert_eq!(registry.standing("AA1"), ("pending".to_owned(), Some(later)));
        registry.attests("AA1", "email");
        assert_eq!(registry.standing("AA1"), ("verified".to_owned(), None));
        assert_eq!(registry.claims("blue.st"), ["email met", "fax met"]);
        assert_eq!(contact_history(&registry, "AA1"), [REQUIRED, REQUIRED, "contact.verified", "contact.verified"]);
        assert_eq!(told(&registry.zeta), [], "it is the sponsor who is told");
        let value = registry.told().iter().any(|(_, data)| data.to_string().contains("jo@"));
        assert!(!value, "no message holds a value");
    }

    fn l12_an_overdue_domain_is_held_until_its_registrant_is_attested(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "PT2S")]);
        registry.contact("AA1");
        assert_eq!(registry.register("blue.st", "AA1").expect(201).json()["dns"]["published"], true);
        let due = text(&registry.told()[0].1["due"]);
        eventually("the domain is held", || domain(&registry.acme, "blue.st")["status"].to_string().contains("serverHold"));
        assert_eq!((registry.claims("blue.st"), registry.standing("AA1")), (vec!["email overdue".to_owned()], ("lapsed".to_owned(), Some(due.clone()))));
        eventually("it is out of the zone", || !registry.is_published("blue.st"));
        let messages = registry.told();
        let overdue = ("CLAIM_OVERDUE".to_owned(), crate::given::with(data(&registry, "contact.lapsed", "blue.st", "AA1", "email", "unattested"), &json!({"due": due})));
        assert_eq!(messages[1..], [overdue], "told once");
        let row = registry.acme.get("/notifications").header("Api-Version", "2.0").expect(200).json()["searchRes"].clone();
        let row = row.as_array().expect("messages").iter().find(|row| row["type"] == "CLAIM_OVERDUE").expect("it").clone();
        assert_eq!(text(&row["crDate"])[..19], due[..19], "with the due instant as its date");
        registry.attests("AA1", "email");
        assert!(registry.is_published("blue.st"), "the attestation brings it back at once");
        assert!(!domain(&registry.acme, "blue.st")["status"].to_string().contains("serverHold"));
        assert_eq!((causes(&registry)[2..].to_vec(), registry.standing("AA1").0), (vec!["MET email".to_owned()], "verified".to_owned()));
        assert_eq!(contact_history(&registry, "AA1"), [REQUIRED, "contact.lapsed", "contact.verified"]);
    }

    fn n5_what_was_met_opens_again_with_its_cause(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "P15D"), ("voice", "P15D")]);
        registry.contact("AA1");
        let (_, _) = (registry.attests("AA1", "email"), registry.attests("AA1", "voice"));
        registry.register("blue.st", "AA1").expect(201);
        assert_eq!((causes(&registry), registry.standing("AA1").0), (vec![], "verified".to_owned()));
        registry.mail("AA1", "new@example.org");
        assert_eq!(causes(&registry), ["REQUIRED email changed"]);
        let due = registry.standing("AA1").1;
        registry.mail("AA1", "newer@example.org");
        assert_eq!((causes(&registry).len(), registry.standing("AA1").1), (1, due), "open already: neither another message nor another date");
        let attestation = registry.attests("AA1", "email");
        done(registry.acme.post(&format!("{}/revoke", path(&attestation)), &json!({"reason": "error"})), 200);
        change(&registry.acme, "/contacts/AA1", &json!({"chg": {"voice": ""}}));
        assert_eq!(causes(&registry)[1..], ["MET email", "REQUIRED email revoked", "REQUIRED voice removed"]);
        assert_eq!(registry.claims("blue.st"), ["email pending", "voice pending"]);
        change(&registry.acme, "/contacts/AA1", &json!({"chg": {"voice": "+49.301234567"}}));
        assert_eq!(causes(&registry).len(), 4, "a value that nobody attested leaves it open");
    }

    fn n6_each_domain_of_a_contact_is_told_of(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "P15D")]);
        registry.contact("AA1");
        let names = ["a.st", "b.st", "c.st"];
        for name in names {
            registry.register(name, "AA1").expect(201);
        }
        registry.attests("AA1", "email");
        registry.mail("AA1", "new@example.org");
        for (at, kind) in ["CLAIM_REQUIRED", "CLAIM_MET", "CLAIM_REQUIRED"].into_iter().enumerate() {
            let mut of: Vec<(String, String)> = registry.told()[3 * at..3 * at + 3].iter().map(|(kind, data)| (kind.clone(), text(&data["name"]))).collect();
            of.sort();
            assert_eq!(of, names.map(|name| (kind.to_owned(), name.to_owned())));
        }
        assert_eq!(registry.told().len(), 9);
        let found = |state: &str| {
            let answer = registry.acme.get(&format!("/domains?do=search&field[claim][eq]={state}")).expect(200).json();
            answer["searchInf"]["rows_count"].clone()
        };
        assert_eq!([found("pending"), found("met"), found("overdue")], [json!(3), json!(0), json!(0)]);
    }

    fn n1_n4_contacts_are_found_by_how_they_stand(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "P15D")]);
        for (id, name) in [("AA1", "a.st"), ("BB2", "b.st")] {
            registry.contact(id);
            registry.register(name, id).expect(201);
        }
        registry.contact("CC3");
        registry.attests("BB2", "email");
        for (state, id) in [("pending", "AA1"), ("verified", "BB2"), ("not_required", "CC3")] {
            let found = read(&registry.acme, &format!("/api/contacts/search?claim.verification={state}"))["entities"].clone();
            let found: Vec<String> = found.as_array().expect("entities").iter().map(|entity| last(&entity["id"])).collect();
            assert_eq!((found, registry.standing(id).0), (vec![id.to_owned()], state.to_owned()));
        }
        let attested = read(&registry.acme, "/api/contacts/search?attested.email=true")["entities"].clone();
        assert_eq!(attested.as_array().map(Vec::len), Some(1));
        let items = read(&registry.acme, "/meta/worklist?kind=clients&of=contacts&claim=email")["items"].clone();
        let listed: Vec<(String, bool)> = items.as_array().expect("items").iter().map(|item| (last(&item["entity"]), item["due"].is_string())).collect();
        assert_eq!(listed, [("AA1".to_owned(), true), ("CC3".to_owned(), false)], "what a sponsor has to do: {items}");
    }

    fn n6_a_tightened_policy_reaches_the_domains_that_are_there(server: &Server) {
        let registry = Registry::of(server, &json!({}));
        for id in ["AA1", "BB2"] {
            registry.contact(id);
        }
        registry.attests("BB2", "email");
        registry.register("blue.st", "AA1").expect(201);
        registry.register("green.st", "BB2").expect(201);
        registry.admin.patch(&registry.policy, &required(&[("email", "P15D")])).expect(200);
        eventually("the sponsor is told", || !registry.told().is_empty());
        assert_eq!(without_due(&registry.told()), [("CLAIM_REQUIRED".to_owned(), data(&registry, REQUIRED, "blue.st", "AA1", "email", "policy"))]);
        eventually("the other domain's claim is there too", || registry.claims("green.st") == ["email met"]);
        assert_eq!((registry.claims("blue.st"), registry.standing("AA1").0, registry.standing("BB2").0), (vec!["email pending".to_owned()], "pending".to_owned(), "verified".to_owned()));
        registry.admin.patch(&registry.policy, &required(&[])).expect(200);
        eventually("nothing is required any more", || registry.standing("AA1").0 == "not_required" && registry.claims("blue.st").is_empty());
        assert_eq!(registry.told().len(), 1, "of which nobody has to be told");
    }

    fn l12_without_a_window_the_claim_is_needed_to_begin_with(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "P0D")]);
        registry.contact("AA1");
        let refused = registry.register("blue.st", "AA1");
        assert_eq!((refused.status, &refused.json()["code"]), (422, &json!(2306)), "{refused}");
        registry.attests("AA1", "email");
        registry.register("blue.st", "AA1").expect(201);
        assert_eq!((registry.claims("blue.st"), registry.told()), (vec!["email met".to_owned()], vec![]));
        assert!(registry.is_published("blue.st"));
        registry.mail("AA1", "new@example.org");
        assert_eq!(causes(&registry), ["REQUIRED email changed", "OVERDUE email changed"]);
        assert!(!registry.is_published("blue.st"), "held in the same transaction");
    }

    fn l12_another_registrant_gets_another_window_only_for_what_was_met(server: &Server) {
        let registry = Registry::requiring(server, &[("email", "PT1H")]);
        for id in ["AA1", "BB2", "CC3"] {
            registry.contact(id);
        }
        let give = |id: &str| change(&registry.acme, "/domains/blue.st", &json!({"chg": {"registrant": id}}));
        registry.register("blue.st", "AA1").expect(201);
        let due = registry.standing("AA1").1.expect("a date");
        std::thread::sleep(std::time::Duration::from_millis(1100));
        give("BB2");
        assert_eq!(registry.standing("BB2"), ("pending".to_owned(), Some(due.clone())), "the clock goes on");
        assert_eq!(registry.standing("AA1").0, "not_required");
        registry.attests("BB2", "email");
        give("CC3");
        let (state, window) = registry.standing("CC3");
        assert!(state == "pending" && window.as_ref().is_some_and(|window| *window > due), "{window:?} after {due}");
    }

    fn l12_a_copy_made_by_a_transfer_is_asked_for_anew(server: &Server) {
        let changes = crate::given::with(required(&[("email", "P15D")]), &json!({"transfer_model": "immediate", "transfer_lock": "P0D"}));
        let registry = Registry::of(server, &changes);
        registry.contact("AA1");
        registry.attests("AA1", "email");
        let code = text(&registry.register("blue.st", "AA1").expect(201).json()["creData"]["authInfo"]["pw"]);
        registry.register("stays.st", "AA1").expect(201);
        let body = json!({"op": "request", "authInfo": {"pw": code}});
        let copied = registry.zeta.post("/domains/blue.st/transfer", &body).expect(200).json();
        let new = text(&copied["trnData"]["contacts"][0]["new"]);
        assert_ne!(new, "AA1");
        let messages = told(&registry.zeta);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert_eq!((&messages[0].1["contact"], &messages[0].1["name"], &messages[0].1["claim"]), (&json!(new), &json!("blue.st"), &json!("email")));
        assert_eq!((registry.told(), registry.claims("stays.st")), (vec![], vec!["email met".to_owned()]), "the losing side is not asked for anything");
    }
}
