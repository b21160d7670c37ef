//! Transfers (T1, T2, T4, T6): who asks and who answers, what is refused, what success and failure leave.

use super::given::{
    ask_for, change, contacts, create, domain, refused, refused_at, register, registry, texts, tld, told, transfer,
};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const WRONG: &str = "not the code of anything";

/// Asks how a transfer stands.
fn query(client: &Client, name: &str, code: &Value) -> domesday_tests::client::Answer {
    client.post(&format!("/domains/{name}/transfer"), &json!({"op": "query", "authInfo": {"pw": code}})).send()
}

/// The states of all transfers of a domain, the newest first.
fn states(client: &Client, name: &str) -> Vec<String> {
    let all = client.get(&format!("/domains/{name}/transfers")).expect(200).json()["transfers"].clone();
    all.as_array().expect("transfers").iter().map(|one| one["trStatus"].as_str().expect("a state").to_owned()).collect()
}

/// What stays as it was when nothing comes of a transfer.
fn lasting(client: &Client, name: &str) -> Value {
    crate::given::with(domain(client, name), &json!({"transfer": null, "dns": null}))
}

both! {
    fn t1_a_request_needs_the_code_of_anothers_domain(server: &Server) {
        let registry = registry(server, &json!({"transfer_lock": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let third = server.user("third", "third", &["registrar"]);
        let code = register(acme, "blue.st", &json!([]));
        let ask = |body: Value| zeta.post("/domains/blue.st/transfer", &body).send();
        for body in [json!({"op": "request"}), json!({"op": "request", "authInfo": {"pw": ""}}), json!({"op": "request", "authInfo": {"pw": null}})] {
            refused_at(&ask(body), 2003, &["/authInfo/pw"]);
        }
        refused(&ask_for(zeta, "blue.st", WRONG), 2202);
        refused(&ask_for(zeta, "none.st", &code), 2303);
        refused(&ask_for(acme, "blue.st", &code), 2002);
        for op in ["REQUEST", "steal", "", "{}"] {
            assert!([2003, 2005].contains(&ask(json!({"op": op})).json()["code"].as_u64().expect("a code")), "{op}");
        }
        refused_at(&ask(json!({"op": "steal"})), 2005, &["/op"]);
        refused(&ask(json!({"op": "request", "authInfo": {"pw": code}, "period": {"unit": "y", "value": 2}})), 2306);
        tld(admin, "lock", &json!({"transfer_lock": "P60D"}));
        let locked = register(acme, "blue.lock", &json!([]));
        refused(&ask_for(zeta, "blue.lock", &locked), 2106);
        refused(&ask_for(zeta, "blue.lock", WRONG), 2202);
        let one = json!({"op": "request", "authInfo": {"pw": code}, "period": {"unit": "y", "value": 1}});
        let told = ask(one).expect(202).json();
        assert_eq!((&told["code"], &told["trnData"]["trStatus"]), (&json!(1000), &json!("pending")));
        refused(&ask_for(zeta, "blue.st", &code), 2300);
        refused(&ask_for(&third, "blue.st", &code), 2300);
        transfer(acme, "blue.st", "reject").expect(200);
        let null = json!({"op": "request", "authInfo": {"pw": code}, "period": null});
        let told = zeta.post("/domains/blue.st/transfer", &null).header("Api-Version", "2.0").expect(202).json();
        assert_eq!(told["code"], 1001);
    }

    fn t2_a_transfer_is_asked_about_and_answered_by_its_sides(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        let third = server.user("third", "third", &["registrar"]);
        let code = register(acme, "blue.st", &json!([]));
        refused(&query(acme, "blue.st", &json!(null)), 2301);
        for (client, op) in [(acme, "approve"), (acme, "reject"), (zeta, "cancel")] {
            refused(&transfer(client, "blue.st", op), 2301);
        }
        let asked = ask_for(zeta, "blue.st", &code).expect(202).json()["trnData"].clone();
        let before = domain(acme, "blue.st");
        let mut members: Vec<&str> = asked.as_object().expect("an object").keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["acDate", "acID", "exDate", "name", "reDate", "reID", "trStatus"]);
        assert_eq!((&asked["name"], &asked["reID"], &asked["acID"]), (&json!("blue.st"), &json!("zeta"), &json!("acme")));
        assert_eq!((&before["clID"], &before["transfer"]), (&json!("acme"), &asked), "nothing has changed hands yet");
        let year = |value: &Value| value.as_str().expect("an instant")[..4].parse::<u32>().expect("a year");
        assert_eq!(year(&asked["exDate"]), year(&before["exDate"]) + 1);
        for client in [acme, zeta] {
            for code in [json!(null), json!(""), json!(code)] {
                assert_eq!(query(client, "blue.st", &code).expect(200).json()["trnData"], asked);
            }
        }
        refused(&query(&third, "blue.st", &json!(null)), 2201);
        refused(&query(&third, "blue.st", &json!(WRONG)), 2202);
        assert_eq!(query(&third, "blue.st", &json!(code)).expect(200).json()["trnData"], asked);
        for (client, op) in [(zeta, "approve"), (zeta, "reject"), (acme, "cancel"), (&third, "approve"), (&third, "reject"), (&third, "cancel")] {
            refused(&transfer(client, "blue.st", op), 2201);
        }
        refused(&transfer(&third, "none.st", "approve"), 2303);
        transfer(acme, "blue.st", "approve").expect(200);
        for (client, code) in [(acme, 2301), (zeta, 2301)] {
            assert!([2201, code].contains(&transfer(client, "blue.st", "approve").json()["code"].as_u64().expect("a code")));
        }
        assert_eq!(query(acme, "blue.st", &json!(null)).expect(200).json()["trnData"]["trStatus"], "clientApproved", "the requester's and the loser's");
        assert_eq!(states(zeta, "blue.st"), ["clientApproved"]);
        refused(&third.get("/domains/blue.st/transfers").send(), 2201);
    }

    fn t4_success_moves_the_domain_and_what_is_below_it(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        contacts(acme, &["ALONE", "SHARED"]);
        let body = json!({
            "name": "blue.st", "ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "status": ["clientRenewProhibited"],
            "contacts": {"registrant": "ALONE", "tech": "SHARED"},
        });
        let code = create(acme, &body).json()["creData"]["authInfo"]["pw"].as_str().expect("a code").to_owned();
        drop(create(acme, &json!({"name": "red.st", "contacts": {"tech": "SHARED"}})));
        let before = domain(acme, "blue.st");
        ask_for(zeta, "blue.st", &code).expect(202);
        let done = transfer(acme, "blue.st", "approve").expect(200).json()["trnData"].clone();
        refused(&acme.get("/domains/blue.st").send(), 2203);
        refused(&acme.get("/domains/blue.st").header("Api-Version", "2.0").send(), 2201);
        let after = domain(zeta, "blue.st");
        assert_eq!((&after["clID"], &after["crID"], &after["authInfo"]["set"]), (&json!("zeta"), &json!("acme"), &json!(false)));
        assert_eq!((&after["status"], &after["ns"], &after["rgpStatus"]), (&before["status"], &before["ns"], &json!(["transferPeriod"])));
        assert_eq!((&after["exDate"], &after["trDate"]), (&done["exDate"], &done["acDate"]));
        assert_eq!((&done["trStatus"], &done["contacts"][0]["old"]), (&json!("clientApproved"), &json!("SHARED")));
        assert_eq!(after["contacts"]["tech"], done["contacts"][0]["new"]);
        refused(&change(acme, "blue.st", &json!({"add": {"status": ["clientHold"]}})), 2201);
        refused(&acme.post("/hosts/ns1.blue.st", &json!({"add": {"addr": ["192.0.2.2"]}})).send(), 2201);
        zeta.post("/hosts/ns1.blue.st", &json!({"add": {"addr": ["192.0.2.2"]}})).expect(200);
        refused(&acme.get("/contacts/ALONE").send(), 2203);
        zeta.get("/contacts/ALONE").expect(200);
        refused(&zeta.get("/contacts/SHARED").send(), 2203);
    }

    fn t4_an_immediate_transfer_is_done_at_once(server: &Server) {
        let registry = registry(server, &json!({"transfer_model": "immediate", "transfer_years": 0, "max_years": 1}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        tld(&registry.admin, "zero", &json!({"transfer_window": "P0D"}));
        let code = register(acme, "blue.st", &json!([]));
        let before = domain(acme, "blue.st");
        let told = ask_for(zeta, "blue.st", &code).expect(200).json();
        assert_eq!((&told["code"], &told["trnData"]["trStatus"]), (&json!(1000), &json!("serverApproved")));
        let after = domain(zeta, "blue.st");
        assert_eq!((&after["clID"], &after["exDate"]), (&json!("zeta"), &before["exDate"]), "this policy adds no years");
        let code = register(acme, "blue.zero", &json!([]));
        assert_eq!(ask_for(zeta, "blue.zero", &code).expect(200).json()["trnData"]["trStatus"], "serverApproved");
        for client in [acme, zeta] {
            let kinds: Vec<_> = told_kinds(client);
            assert!(kinds.iter().all(|kind| kind == "TRANSFER_SUCCESS") && kinds.len() == 2, "{kinds:?}");
        }
    }

    fn t6_reject_and_cancel_leave_everything_as_it_was(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let code = register(acme, "blue.st", &json!(["ns1.provider.net"]));
        let before = lasting(acme, "blue.st");
        for (client, op, state) in [(acme, "reject", "clientRejected"), (zeta, "cancel", "clientCancelled"), (admin, "cancel", "serverCancelled")] {
            ask_for(zeta, "blue.st", &code).expect(202);
            assert_eq!(transfer(client, "blue.st", op).expect(200).json()["trnData"]["trStatus"], state);
            assert_eq!(lasting(acme, "blue.st"), before, "{op}");
            assert_eq!(query(zeta, "blue.st", &json!(null)).expect(200).json()["trnData"]["trStatus"], state);
        }
        assert_eq!(states(acme, "blue.st"), ["serverCancelled", "clientCancelled", "clientRejected"]);
        assert_eq!(texts(&before["status"]), ["ok"]);
    }
}

fn told_kinds(client: &Client) -> Vec<String> {
    told(client).into_iter().map(|(kind, _)| kind).collect()
}
