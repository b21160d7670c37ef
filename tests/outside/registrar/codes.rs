//! Codes of domains (D6–D8): what they look like, that they are told once and kept nowhere, and how often they can be guessed.

use super::given::{
    ask_for, change, create, domain, eventually, refused, refused_at, register, registry, tld, transfer,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Reads a domain of another account, or tries to.
fn look(client: &Client, name: &str, code: &Value) -> Answer {
    client.post(&format!("/domains/{name}/epp"), &json!({"authInfo": {"pw": code}})).send()
}

fn has_code(client: &Client, name: &str) -> Value {
    domain(client, name)["authInfo"].clone()
}

/// Panics unless this is a refusal because of too many attempts.
fn too_many(answer: &Answer) {
    let body = answer.json();
    assert_eq!(
        (answer.status, &body["code"], &body["errors"][0]["reason"]),
        (429, &json!(2202), &json!("too-many-attempts")),
        "{answer}"
    );
    let seconds: u64 = answer
        .header("retry-after")
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("no Retry-After: {answer}"));
    assert!((1..=3600).contains(&seconds), "{answer}");
}

both! {
    fn d6_a_code_has_a_form(server: &Server) {
        let registry = registry(server, &json!({}));
        let acme = &registry.acme;
        tld(&registry.admin, "short", &json!({"authinfo_min_length": 8}));
        let with = |name: &str, code: &str| acme.put("/domains", &json!({"name": name, "authInfo": {"pw": code}})).send();
        for bad in ["nineteen characters", &"x".repeat(65), &"ü".repeat(20), "twenty\tcharacters and"] {
            refused_at(&with("blue.st", bad), 2306, &["/authInfo/pw"]);
        }
        refused(&with("blue.short", "seven77"), 2306);
        for (name, code) in [("a.st", "x".repeat(20)), ("b.st", "~ !\"#$%&'()*+,-./0[\\]".into()), ("c.st", "x".repeat(64)), ("d.short", "eight888".into())] {
            let made = with(name, &code).expect(201).json();
            assert_eq!(made["creData"]["authInfo"]["pw"], code.as_str());
            look(&registry.zeta, name, &json!(code)).expect(200);
        }
        let answer = with("blue.st", "secret code");
        assert!(!answer.text().contains("secret code"), "secrets are never echoed: {answer}");
        refused_at(&change(acme, "a.st", &json!({"chg": {"authInfo": {"pw": "short"}}})), 2306, &["/chg/authInfo/pw"]);
    }

    fn d6_a_code_is_made_or_left_unset_and_unset_again(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        tld(&registry.admin, "bare", &json!({"authinfo_on_create": "unset"}));
        let codes: Vec<String> = ["a.st", "b.st"].map(|name| register(acme, name, &json!([]))).to_vec();
        assert_ne!(codes[0], codes[1]);
        for code in &codes {
            assert!(code.len() == 24 && code.bytes().all(|octet| (b'!'..=b'~').contains(&octet)), "{code}");
        }
        let made = create(acme, &json!({"name": "a.bare"})).json();
        assert_eq!((&made["creData"]["authInfo"]["pw"], has_code(acme, "a.bare")), (&json!(null), json!({"pw": null, "set": false})));
        refused(&ask_for(zeta, "a.bare", "a code of twenty letters"), 2202);
        let told = change(acme, "a.bare", &json!({"chg": {"authInfo": {"generate": true}}})).expect(200).json();
        let code = told["authInfo"]["pw"].as_str().expect("a code").to_owned();
        assert_eq!((code.len(), has_code(acme, "a.bare")), (24, json!({"pw": null, "set": true})));
        look(zeta, "a.bare", &json!(code)).expect(200);
        change(acme, "a.bare", &json!({"chg": {"authInfo": {"pw": ""}}})).expect(200);
        assert_eq!(has_code(acme, "a.bare")["set"], false);
        refused(&ask_for(zeta, "a.bare", &code), 2202);
        refused(&look(zeta, "a.bare", &json!(code)), 2202);
    }

    fn d7_a_code_is_told_once_and_replaced_by_another(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        let first = register(acme, "blue.st", &json!([]));
        assert_eq!(has_code(acme, "blue.st"), json!({"pw": null, "set": true}));
        let foreign = look(zeta, "blue.st", &json!(first)).expect(200);
        assert_eq!((&foreign.json()["info"]["clID"], foreign.text().contains(&first)), (&json!("acme"), false));
        refused_at(&look(zeta, "blue.st", &json!(null)), 2003, &["/authInfo/pw"]);
        refused(&look(zeta, "blue.st", &json!("another code of letters")), 2202);
        refused(&look(zeta, "none.st", &json!(first)), 2303);
        let told = change(acme, "blue.st", &json!({"chg": {"authInfo": {"pw": "second code of letters"}}})).expect(200).json();
        assert_eq!(told["authInfo"]["pw"], "second code of letters");
        let told = change(acme, "blue.st", &json!({"add": {"status": ["clientHold"]}, "chg": {"authInfo": {"pw": null}}})).expect(200).json();
        assert_eq!(told.get("authInfo"), None, "it was not changed");
        refused(&look(zeta, "blue.st", &json!(first)), 2202);
        look(zeta, "blue.st", &json!("second code of letters")).expect(200);
    }

    fn d7_a_code_ends_with_a_transfer_and_with_its_time(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        tld(&registry.admin, "brief", &json!({"authinfo_ttl": "PT1S"}));
        let code = register(acme, "blue.st", &json!([]));
        ask_for(zeta, "blue.st", &code).expect(202);
        transfer(acme, "blue.st", "approve").expect(200);
        assert_eq!(has_code(zeta, "blue.st")["set"], false);
        refused(&ask_for(acme, "blue.st", &code), 2202);
        let code = register(acme, "blue.brief", &json!([]));
        eventually("the code is over", || look(zeta, "blue.brief", &json!(code)).status != 200);
        refused(&look(zeta, "blue.brief", &json!(code)), 2202);
        refused(&ask_for(zeta, "blue.brief", &code), 2202);
    }

    fn d8_a_code_is_not_guessed(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        let third = server.user("third", "third", &["registrar"]);
        let [code, other] = ["blue.st", "red.st"].map(|name| register(acme, name, &json!([])));
        for number in 0..10 {
            let wrong = json!(format!("a wrong code, number {number}"));
            let answer = if number % 2 == 0 { look(zeta, "blue.st", &wrong) } else { ask_for(zeta, "blue.st", wrong.as_str().expect("a text")) };
            refused(&answer, 2202);
        }
        too_many(&look(zeta, "blue.st", &json!(code)));
        too_many(&ask_for(zeta, "blue.st", &code));
        too_many(&look(zeta, "blue.st", &json!("a wrong code, once more")));
        look(zeta, "red.st", &json!(other)).expect(200);
        look(&third, "blue.st", &json!(code)).expect(200);
        let fresh = change(acme, "blue.st", &json!({"chg": {"authInfo": {"generate": true}}})).expect(200).json();
        too_many(&look(zeta, "blue.st", &fresh["authInfo"]["pw"]));
    }
}

#[test]
fn d7_no_code_is_found_in_the_database_or_the_log() {
    let server = Server::start(Database::sqlite());
    let registry = registry(&server, &json!({}));
    let acme = &registry.acme;
    let own = "my very own secret code!";
    let body = json!({"name": "blue.st", "authInfo": {"pw": own}});
    acme.put("/domains", &body).header("Api-ClientTransactionId", "own-1").expect(201);
    let made = register(acme, "red.st", &json!([]));
    let changed = change(acme, "red.st", &json!({"chg": {"authInfo": {"generate": true}}})).expect(200).json();
    ask_for(&registry.zeta, "blue.st", own).expect(202);
    assert_eq!(server.stop(), 0);
    let changed = changed["authInfo"]["pw"].as_str().expect("a code").to_owned();
    let mut looked_at = 0;
    for entry in std::fs::read_dir(server.database().directory()).expect("its directory") {
        let path = entry.expect("a file").path();
        // Beside the files of the database lies the directory of the signing keys.
        if path.is_dir() {
            continue;
        }
        let bytes = std::fs::read(path).expect("a file");
        looked_at += bytes.len();
        for code in [own, &made, &changed] {
            let is_there = bytes.windows(code.len()).any(|window| window == code.as_bytes());
            assert!(!is_there, "{code} is kept in clear");
        }
    }
    assert!(looked_at > 100_000, "there is a database to look at");
}
