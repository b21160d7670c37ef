//! Accounts, their users and keys: the same behind `/accounts`, `/clients`, the entities and the command line; what an account may not do, it
//! may not do on any face.

use super::{WAYS, actions};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::{Output, PASSWORD, Server};
use serde_json::{Value, json};

/// The faces that make accounts, as the history calls them.
const MAKERS: [&str; 3] = ["zones", "registrar", "cli"];

/// Makes an account through a face, or tries to: its status, where the command line's exit code counts as one.
fn make(server: &Server, admin: &Client, face: &str, name: &str) -> u16 {
    match face {
        "zones" => admin.post("/accounts", &json!({ "name": name })).send().status,
        "registrar" => admin.put("/clients", &json!({"login": name, "password": PASSWORD})).send().status,
        _ => {
            if run(server, &["account", "create", name]).status == 0 {
                201
            } else {
                409
            }
        }
    }
}

fn run(server: &Server, arguments: &[&str]) -> Output {
    server.command(arguments, b"")
}

/// What the command line lists.
fn listed(server: &Server, arguments: &[&str]) -> Vec<Value> {
    let output = run(server, arguments);
    assert_eq!(output.status, 0, "{output:?}");
    serde_json::from_str::<Value>(&output.stdout).expect("JSON").as_array().expect("a list").clone()
}

/// The answers to one change on each face that its roles let an account write to.
fn writes(caller: &Client, round: usize) -> Vec<(u16, String)> {
    let mut answers: Vec<Answer> =
        WAYS.iter().map(|way| way.try_make(caller, &format!("{way:?}{round}.org").to_lowercase())).collect();
    answers.push(caller.put("/domains", &json!({"name": format!("blue{round}.reg")})).send());
    answers.push(
        caller
            .post("/api/student", &json!({"claims": [{"id": format!("/api/student/{round}/name"), "value": "Ann"}]}))
            .send(),
    );
    answers.iter().map(|answer| (answer.status, answer.text())).collect()
}

both! {
    fn an_account_made_through_any_face_is_one_on_every_other_and_refused_there_as_a_duplicate(server: &Server) {
        let admin = server.admin();
        for face in MAKERS {
            let name = format!("made-{face}");
            assert_eq!(make(server, &admin, face, &name), 201, "{face}");
            for other in MAKERS {
                for spelling in [name.clone(), name.to_uppercase()] {
                    assert_eq!(make(server, &admin, other, &spelling), 409, "made through {face}, again through {other}");
                }
            }
            assert_eq!(admin.get(&format!("/accounts/{name}")).expect(200).json()["name"], json!(name), "{face}");
            let entity = admin.get(&format!("/api/clients/{name}")).expect(200).json();
            assert!(entity["id"].as_str().is_some_and(|id| id.ends_with(&name)), "{face}: {entity}");
            assert_eq!(admin.post("/api/clients", &json!({"claims": []})).send().status, 405, "made at its own face");
            let list = listed(server, &["account", "list", "--json"]);
            assert!(list.iter().any(|account| account["name"] == json!(name)), "{face}: {list:?}");
            admin.get(&format!("/v2/quotas/{name}")).expect(200);
            let told = admin.get(&format!("/accounts/{name}/history")).expect(200).json();
            let last = told.as_array().unwrap().last().unwrap();
            assert_eq!(last["face"], json!(face), "{told}");
            for subject in [format!("account/{name}"), format!("entity/clients/{name}")] {
                assert_eq!(admin.get(&format!("/history?subject={subject}")).expect(200).json(), told, "{face}");
            }
            let events = admin.get(&format!("/api/clients/{name}/history")).expect(200).json()["events"].clone();
            assert_eq!(actions(&events), actions(&told), "{face}");
        }
        // Who registers is a client, and public; whichever face gave them the role.
        let user = json!({"login": "made-zones", "roles": ["registrar"], "password": PASSWORD});
        admin.post("/accounts/made-zones/users", &user).expect(201);
        for name in ["made-zones", "made-registrar"] {
            assert_eq!(admin.get(&format!("/clients/{name}")).expect(200).json()["client"]["handle"], json!(name));
            server.nobody().get(&format!("/rdap/entity/{name}")).expect(200);
        }
        server.nobody().get("/rdap/entity/made-cli").expect(404);
    }

    fn an_account_suspended_through_any_face_writes_nothing_on_any_and_reads_on(server: &Server) {
        let admin = server.admin();
        let id = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].clone();
        admin.put(&format!("/tlds/{}/policy", id.as_str().unwrap()), &json!({"preset": "default"})).expect(201);
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        let claims = json!([{"subject": "name", "value": "string"}]);
        let roles = json!({"create": ["registrar"], "update": ["registrar"]});
        admin.put("/api/student", &json!({"ids": "client", "roles": roles, "claims": claims})).expect(201);
        let caller = server.user("acme", "acme", &["hostmaster", "registrar", "reader"]);
        let suspend = |face: &str, suspended: bool| match face {
            "zones" => drop(admin.patch("/accounts/acme", &json!({ "suspended": suspended })).if_match("*").expect(204)),
            "registrar" => drop(admin.post("/clients/acme", &json!({ "suspended": suspended })).expect(200)),
            _ => assert_eq!(run(server, &["account", if suspended { "suspend" } else { "resume" }, "acme"]).status, 0),
        };
        let pairs = MAKERS.into_iter().zip(MAKERS.into_iter().cycle().skip(1));
        for (round, (there, back)) in pairs.enumerate() {
            suspend(there, true);
            for (status, text) in writes(&caller, round) {
                assert!((400..500).contains(&status), "suspended through {there}: {text}");
                assert!(text.contains("suspended") || text.contains("PERMISSION_DENIED"), "suspended through {there}: {text}");
            }
            for path in ["/zones", "/api/v1/zones/forward/", "/domains", "/REST/Zone/", "/sessions/current", "/api/zones/search", "/v2/quotas"] {
                assert_eq!(caller.get(path).send().status, 200, "suspended through {there}: {path}");
            }
            assert_eq!(admin.get("/accounts/acme").expect(200).json()["suspended"], true, "{there}");
            assert_eq!(admin.get("/clients/acme").expect(200).json()["client"]["suspended"], true, "{there}");
            assert!(listed(server, &["account", "list", "--json"]).iter().any(|account| account["name"] == "acme" && account["suspended"] == true), "{there}");
            suspend(back, false);
            for (status, text) in writes(&caller, round) {
                assert!((200..300).contains(&status), "resumed through {back}: {text}");
            }
        }
        let told = admin.get("/history?subject=account/acme").expect(200).json();
        let faces: Vec<&Value> = told.as_array().unwrap().iter().map(|entry| &entry["face"]).take(6).collect();
        assert_eq!(faces, ["zones", "cli", "cli", "registrar", "registrar", "zones"], "{told}");
    }

    fn a_user_made_through_any_face_logs_in_at_every_other_and_is_refused_as_a_duplicate(server: &Server) {
        let admin = server.admin();
        assert_eq!(make(server, &admin, "zones", "acme"), 201);
        let line = |login: &str| server.command(&["user", "create", login, "--account", "acme", "--role", "reader", "--password-stdin"], format!("{PASSWORD}\n").as_bytes()).status;
        let http = |login: &str| admin.post("/accounts/acme/users", &json!({"login": login, "roles": ["reader"], "password": PASSWORD})).send().status;
        assert_eq!((line("jane"), http("jane")), (0, 409));
        assert_eq!((http("joe"), line("joe")), (201, 1));
        for login in ["jane", "joe"] {
            assert_eq!(admin.get(&format!("/accounts/acme/users/{login}")).expect(200).json()["roles"], json!(["reader"]));
            let rows = listed(server, &["user", "list", "--account", "acme", "--json"]);
            assert!(rows.iter().any(|row| row["login"] == login), "{rows:?}");
            let nobody = server.nobody();
            let dynect = json!({"customer_name": "acme", "user_name": login, "password": PASSWORD});
            for answer in [
                nobody.post("/sessions", &json!({"login": login, "password": PASSWORD, "account": "acme"})).send(),
                nobody.put("/auth", &json!({"login": login, "password": PASSWORD})).send(),
                nobody.post("/REST/Session/", &dynect).send(),
                nobody.post("/api/token-auth/", &json!({"username": login, "password": PASSWORD})).send(),
            ] {
                assert!(answer.is_success(), "{answer}");
            }
            let user = server.log_in(login).get(&format!("/REST/User/{login}/")).expect(200).json();
            assert_eq!(user["data"]["user_name"], login);
        }
        // Another password through one face is the password of all.
        admin.patch("/accounts/acme/users/jane", &json!({"password": "another password"})).if_match("*").expect(204);
        let with = |password: &str| server.nobody().put("/auth", &json!({"login": "jane", "password": password})).send();
        assert!(!with(PASSWORD).is_success() && with("another password").is_success());
    }

    fn a_key_made_or_disabled_through_one_way_is_so_on_the_other(server: &Server) {
        let admin = server.admin();
        let _ = server.user("robot", "acme", &["reader"]);
        let made = run(server, &["key", "create", "--user", "robot", "--account", "acme", "--label", "line"]);
        let by_line = made.stdout.trim().to_owned();
        let by_http = admin.post("/accounts/acme/keys", &json!({"user": "robot", "label": "http"})).expect(201).json()["key"].as_str().unwrap().to_owned();
        let rows = listed(server, &["key", "list", "--account", "acme", "--json"]);
        let there = admin.get("/accounts/acme/keys").expect(200).json();
        assert_eq!((rows.len(), there.as_array().unwrap().len()), (2, 2), "{rows:?}");
        let number = |label: &str| there.as_array().unwrap().iter().find(|key| key["label"] == label).unwrap()["id"].clone();
        let works = |key: &str| server.nobody().with_token(key).get("/zones").send().status;
        assert_eq!((works(&by_line), works(&by_http)), (200, 200));
        admin.patch(&format!("/accounts/acme/keys/{}", number("line")), &json!({"disabled": true})).if_match("*").expect(204);
        assert_eq!((works(&by_line), works(&by_http)), (401, 200));
        assert_eq!(run(server, &["key", "disable", &number("http").to_string()]).status, 0);
        assert_eq!((works(&by_line), works(&by_http)), (401, 401));
        let told = admin.get("/accounts/acme/history").expect(200).json();
        assert_eq!(actions(&told)[..4], ["key.disable", "key.disable", "key.create", "key.create"], "{told}");
    }

    fn a_quota_set_through_any_face_counts_on_every_face_that_makes_zones(server: &Server) {
        let admin = server.admin();
        let caller = server.user("caller1", "acme", &["hostmaster"]);
        for (number, way) in WAYS.into_iter().enumerate() {
            let quota = json!(number);
            let set = if number % 2 == 0 {
                admin.patch("/v2/quotas/acme", &json!({ "zones": quota })).send()
            } else {
                admin.patch("/accounts/acme", &json!({ "zones_quota": quota })).if_match("*").send()
            };
            assert!(set.is_success(), "{set}");
            for other in WAYS {
                let refused = other.try_make(&caller, &format!("{way:?}-{other:?}.org").to_lowercase());
                assert!((400..500).contains(&refused.status) && refused.text().contains("quota"), "{other:?}: {refused}");
            }
            admin.patch("/v2/quotas/acme", &json!({"zones": number + 1})).expect(200);
            way.make(&caller, &format!("{way:?}.org").to_lowercase());
        }
        assert_eq!(given::read(&admin, "zones.org")["owner"], "acme");
    }
}
