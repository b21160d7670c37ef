//! `GET /history?subject=kind/name`: the history of anything that has one, for admins and for whose it was.

use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn of(client: &Client, subject: &str) -> Answer {
    client.get(&format!("/history?subject={subject}")).send()
}

fn actions(answer: Answer) -> Vec<Value> {
    let entries = answer.expect(200).json();
    entries.as_array().expect("a list").iter().map(|entry| entry["action"].clone()).collect()
}

both! {
    fn a_zones_history_is_the_one_at_its_own_path(server: &Server) {
        let jane = server.user("jane", "acme", &["hostmaster"]);
        let etag = given::created(&jane, "example.org").etag();
        jane.patch("/zones/example.org", &json!({"retry": 1800})).if_match(&etag).expect(204);
        for client in [&jane, &server.admin()] {
            let own = client.get("/zones/example.org/history").expect(200).json();
            assert_eq!(of(client, "zone/EXAMPLE.org.").expect(200).json(), own);
        }
        let page = of(&jane, "zone/example.org&limit=1").expect(200);
        assert_eq!(page.json().as_array().unwrap().len(), 1);
        let next = page.header("link").expect("a next page").trim_start_matches('<').split('>').next().unwrap().to_owned();
        assert_eq!(actions(jane.get(&next).send()), ["zone.create"]);
        jane.delete("/zones/example.org").expect(204);
        assert_eq!(actions(of(&jane, "zone/example.org"))[0], "zone.delete");
    }

    fn what_one_may_not_read_and_what_is_not_there_are_alike(server: &Server) {
        let (jane, other) = (server.user("jane", "acme", &["hostmaster", "registrar"]), server.user("joe", "other", &["hostmaster", "registrar"]));
        let admin = server.admin();
        given::created(&jane, "example.org");
        let tld = json!({"name": "st"});
        admin.post("/tlds", &tld).expect(201);
        for subject in ["zone/example.org", "account/acme", "tld/st", "domain/nothing.st", "account/nobodys", "zone/not..one", "contact/%00", "kind/x%0Ay"] {
            let refused = of(&other, subject).expect(404);
            assert_eq!(refused.code(), "not_found", "{subject}");
        }
        assert_eq!(actions(of(&admin, "tld/st")), ["tld.create"]);
        for subject in ["domain/nothing.st", "tld/nothing", "account/nobodys", "entity/student/1", "contact/%00"] {
            of(&admin, subject).expect(404);
        }
    }

    fn an_accounts_history_is_its_users_too(server: &Server) {
        let (jane, admin) = (server.user("jane", "acme", &["attestor"]), server.admin());
        admin.patch("/accounts/acme", &json!({"zones_quota": 5})).if_match("*").expect(204);
        let told = of(&jane, "account/ACME");
        assert_eq!(told.json(), admin.get("/accounts/acme/history").expect(200).json());
        assert_eq!(actions(told), ["account.update", "user.create", "account.create"]);
        assert_eq!(of(&jane, "entity/clients/acme").expect(200).json(), of(&admin, "account/acme").expect(200).json());
    }

    fn the_block_list_and_policies_are_admins(server: &Server) {
        let admin = server.admin();
        let jane = server.user("jane", "acme", &["hostmaster"]);
        let entry = admin.post("/blocklist", &json!({"pattern": "bad.*"})).expect(201);
        let id = entry.header("location").expect("its place").rsplit('/').next().unwrap().to_owned();
        assert_eq!(actions(of(&admin, &format!("blocklist/{id}"))), ["blocklist.create"]);
        of(&jane, &format!("blocklist/{id}")).expect(404);
        let tld = admin.post("/tlds", &json!({"name": "st"})).expect(201).header("location").expect("its place").to_owned();
        let path = tld.find("/tlds").map(|at| tld[at..].to_owned()).expect("a path");
        admin.put(&format!("{path}/policy"), &json!({"preset": "st"})).expect(201);
        assert!(actions(of(&admin, "policy/st")).contains(&json!("policy.change")));
        of(&jane, "policy/st").expect(404);
    }

    fn h3_an_owner_reads_what_was_done_while_it_was_theirs(server: &Server) {
        let admin = server.admin();
        let [acme, zeta] = ["acme", "zeta"].map(|name| server.user(name, name, &["registrar"]));
        let claims = json!([{"subject": "name", "value": "string"}]);
        let kind = json!({"ids": "client", "roles": {"create": ["registrar"], "update": ["registrar"]}, "claims": claims});
        admin.put("/api/student", &kind).expect(201);
        acme.post("/api/student", &json!({"claims": [{"id": "/api/student/ann/name", "value": "Ann"}]})).expect(201);
        admin.patch("/api/student/ann", &json!({"owner": "zeta"})).expect(200);
        zeta.patch("/api/student/ann", &json!({"claims": [{"id": "name", "value": "Anna"}]})).expect(200);
        let told = |client: &Client| actions(of(client, "entity/student/ann"));
        assert_eq!(told(&admin), ["entity.update", "entity.owner", "entity.create"]);
        assert_eq!(told(&acme).last(), Some(&json!("entity.create")));
        assert!(!told(&acme).contains(&json!("entity.update")), "what came after is not its business");
        assert_eq!(told(&zeta)[0], "entity.update");
        assert!(!told(&zeta).contains(&json!("entity.create")), "nor what was before");
        assert!(!actions(of(&admin, "kind/student")).is_empty());
        of(&acme, "kind/student").expect(404);
    }

    fn a_contacts_history_is_its_sponsors(server: &Server) {
        let (ann, joe) = (server.user("ann", "acme", &["registrar"]), server.user("joe", "other", &["registrar"]));
        let contact = json!({"id": "ANN", "email": "jo@example.org", "postalInfo": {"int": {"name": "Jo Doe", "addr": {"cc": "DE"}}}});
        ann.put("/contacts", &contact).expect(201);
        let told = of(&ann, "contact/ANN").expect(200);
        assert_eq!(actions(told.clone()), ["contact.create"]);
        let entry = &told.json()[0];
        for (member, value) in [("subject", "ANN"), ("account", "acme"), ("user", "ann"), ("face", "registrar")] {
            assert_eq!(entry[member], value, "{told}");
        }
        assert_eq!(of(&ann, "entity/contacts/ANN").expect(200).json(), told.json());
        of(&joe, "contact/ANN").expect(404);
    }

    fn a_role_that_reads_nothing_of_a_kind_is_refused_before_it_is_looked_for(server: &Server) {
        let attestor = server.user("attestor1", "acme", &["attestor"]);
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        for subject in ["zone/example.org", "domain/blue.st", "host/ns1.blue.st", "contact/ANN"] {
            of(&attestor, subject).expect(403);
        }
        for subject in ["domain/blue.st", "host/ns1.blue.st"] {
            of(&hostmaster, subject).expect(403);
        }
        of(&hostmaster, "contact/ANN").expect(404);
    }

    fn a_subject_that_is_none_is_told_with_the_kinds_and_all_else(server: &Server) {
        let admin = server.admin();
        for wrong in ["colour/red", "zone", "zone/", "/", "entity/student", ""] {
            let answer = of(&admin, &format!("{wrong}&limit=0&x=1"));
            given::fields(&answer, &["limit", "subject", "x"]);
            assert!(answer.has_error("subject", "bad_subject") && answer.text().contains("signing_key"), "{answer}");
        }
        given::error(&admin.get("/history").send(), "subject", "missing");
        given::error(&admin.get("/history?subject=zone/a.org&subject=zone/b.org").send(), "subject", "repeated");
        server.nobody().get("/history").expect(401);
        admin.get("/history?subject=account/registry").header("Accept", "text/html").expect(406);
        admin.delete("/history").expect(405);
    }
}
