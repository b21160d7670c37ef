//! While the database is away every request is told so at once, each in its face's form, whoever asks; and nobody is refused for anything else.

use super::faces::Form;
use crate::given;
use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::database::Database;
use domesday_tests::postgres::{Private, Stop};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The longest that an answer may take: connecting is given up sooner.
const AT_ONCE: Duration = Duration::from_secs(20);

/// The same where connections are taken and nothing comes: a request may wait for an attempt that is under way, and for one of its own.
const FROZEN: Duration = Duration::from_secs(80);

/// Reads and changes of every face, whose caller is known by the header that the client sends.
fn requests(client: &Client) -> Vec<(Form, Call)> {
    let zone = given::zone("new.org");
    let file = "$ORIGIN file.org.\n@ 60 IN SOA ns1.a.net. h.a.net. 1 2 1 4 5\n@ 60 IN NS ns1.a.net.\n";
    let delegation = json!({"name": "d.here.org", "nameservers": ["ns1.provider.net"]});
    let mut calls: Vec<(Form, Call)> = ["/zones", "/zones/here.org", "/zones/here.org/zonefile", "/sessions/current"]
        .into_iter()
        .chain(["/accounts", "/history?subject=zone/here.org", "/api/contacts/C1", "/meta/kinds"])
        .map(|path| (Form::Problem, client.get(path)))
        .collect();
    calls.extend([
        (Form::Problem, client.post("/zones", &zone)),
        (Form::Problem, client.request("POST", "/zones/import").body("text/dns", file)),
        (Form::Problem, client.patch("/zones/here.org/recordsets/www.here.org/A", &json!({"add": ["192.0.2.1"]}))),
        (Form::Problem, client.delete("/zones/here.org")),
        (Form::Problem, client.delete("/sessions/current")),
        (Form::Problem, client.post("/accounts", &json!({"name": "new"}))),
        (Form::Designate, client.get("/tlds")),
        (Form::Designate, client.post("/tlds", &json!({"name": "new"}))),
        (Form::Designate, client.get("/blocklist")),
        (Form::Designate, client.patch("/v2/quotas/acme", &json!({"zones": 7}))),
        (Form::Mreg, client.get("/api/v1/zones/forward/")),
        (Form::Mreg, client.post("/api/v1/zones/forward/here.org/delegations/", &delegation)),
        (Form::Mreg, client.get("/api/token-is-valid/")),
        (Form::Mreg, client.request("POST", "/api/token-logout/")),
        (Form::Registrar, client.get("/domains/blue.reg")),
        (Form::Registrar, client.get("/domains/blue.reg/check")),
        (Form::Registrar, client.put("/domains", &json!({"name": "new.reg", "clID": "acme"}))),
        (Form::Registrar, client.get("/hosts/ns1.provider.net")),
        (Form::Registrar, client.delete("/auth")),
        (Form::Dynect, client.get("/REST/Zone/")),
        (
            Form::Dynect,
            client.post("/REST/ARecord/here.org/www.here.org/", &json!({"rdata": {"address": "192.0.2.1"}})),
        ),
        (Form::Dynect, client.put("/REST/Zone/here.org/", &json!({"publish": true}))),
        (Form::Dynect, client.delete("/REST/Session/")),
        (Form::Dynect, client.get("/REST/Job/1000001/")),
        (Form::Rdap, client.get("/rdap/domain/blue.reg")),
    ]);
    calls
}

/// The log-ins of the four faces that have one.
fn log_ins(client: &Client, password: &str) -> Vec<(Form, Call)> {
    let dynect = json!({"customer_name": "registry", "user_name": "admin", "password": password});
    let pair = |login: &str| -> Value { json!({login: "admin", "password": password}) };
    vec![
        (Form::Problem, client.post("/sessions", &pair("login"))),
        (Form::Registrar, client.put("/auth", &pair("login"))),
        (Form::Mreg, client.post("/api/token-auth/", &pair("username"))),
        (Form::Dynect, client.post("/REST/Session/", &dynect)),
    ]
}

/// Panics unless all are told, soon, that the database is away.
fn all_are_told(calls: Vec<(Form, Call)>) {
    for (form, call) in calls {
        let asked = Instant::now();
        let answer = call.send();
        assert!(form.is_busy(&answer), "{form:?}: {answer}");
        assert!(asked.elapsed() < AT_ONCE, "{:?}: {answer}", asked.elapsed());
    }
}

/// Waits until the server says of itself that it is ready, or that it is not.
pub(super) fn until_health_is(client: &Client, status: u16) -> Answer {
    let asked = Instant::now();
    loop {
        let answer = client.get("/health").send();
        if answer.status == status {
            return answer;
        }
        assert!(asked.elapsed() < Duration::from_secs(60), "health is never {status}: {answer}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Panics unless everything that was asked in vain was not done, and can be done now, on this node.
fn all_is_as_it_was(client: &Client, nobody: &Client) {
    let zones = client.get("/zones").expect(200).json();
    assert_eq!(zones, json!(["here.org", "reg"]));
    client.get("/zones/here.org/recordsets/www.here.org/A").expect(404);
    assert_eq!(client.get("/accounts/new").expect(404).code(), "not_found");
    client.get("/domains/blue.reg").expect(200);
    client.get("/domains/new.reg").expect(404);
    // Ten failures would be the last: none was counted, of those that could not be looked at.
    for (_, call) in log_ins(nobody, "wrong") {
        let answer = call.send();
        assert!([400, 401].contains(&answer.status), "{answer}");
    }
    for (form, call) in log_ins(nobody, PASSWORD) {
        let answer = call.send();
        assert!(answer.is_success(), "{form:?}: {answer}");
    }
}

#[test]
fn while_the_database_is_away_every_face_says_so_and_afterwards_all_is_as_it_was() {
    let mut cluster = Private::start();
    let server = Server::start(Database::on(&cluster));
    let node = server.another_node();
    let admin = server.admin();
    let rule = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].clone();
    let policy = format!("/tlds/{}/policy", rule.as_str().expect("an id"));
    admin.put(&policy, &json!({"preset": "default"})).expect(201);
    admin.post("/zones", &given::with(given::zone("reg"), &json!({"registry_zone": true}))).expect(201);
    admin.post("/tlds", &json!({"name": "org"})).expect(201);
    given::created(&admin, "here.org");
    server.user("acme1", "acme", &["registrar"]).put("/domains", &json!({"name": "blue.reg"})).expect(201);
    let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    let token =
        admin.post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json()["token"].clone();
    let tokens = [key.stdout.trim(), token.as_str().expect("a token")];
    let places = [server.nobody(), node.nobody()];
    for how in [Stop::Immediate, Stop::Fast] {
        cluster.stop(how);
        for nobody in &places {
            // Thrice: connections that broke, and connections that cannot be made.
            for token in [tokens[0], tokens[1], tokens[0]] {
                all_are_told(requests(&nobody.with_token(token)));
            }
            for password in [PASSWORD, "wrong", "wrong", "wrong"] {
                all_are_told(log_ins(nobody, password));
            }
            all_are_told(vec![(Form::Problem, nobody.with_token("ddk_nobodys").get("/zones"))]);
            let told = until_health_is(nobody, 503).json();
            assert_eq!(told["status"], "not_ready");
            nobody.get("/openapi.json").expect(200);
            nobody.get("/metrics").expect(200);
        }
        cluster.start_again();
        for nobody in &places {
            until_health_is(nobody, 200);
            for token in tokens {
                all_is_as_it_was(&nobody.with_token(token), nobody);
            }
            assert_eq!(nobody.with_token("ddk_nobodys").get("/zones").expect(401).code(), "unauthenticated");
        }
    }
}

#[test]
fn a_database_that_takes_connections_and_says_nothing_is_away_too() {
    let mut cluster = Private::start();
    let server = Server::start(Database::on(&cluster));
    let nobody = server.nobody();
    let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    let machine = nobody.with_token(key.stdout.trim());
    machine.post("/tlds", &json!({"name": "org"})).expect(201);
    given::created(&machine, "here.org");
    cluster.freeze();
    std::thread::scope(|scope| {
        // Many of the face whose requests are numbered: they wait for one another.
        let numbered =
            (0..10).map(|_| (Form::Dynect, nobody.get("/REST/Zone/").header("Auth-Token", key.stdout.trim())));
        let calls = requests(&machine).into_iter().chain(log_ins(&nobody, PASSWORD));
        for (form, call) in calls.chain(numbered) {
            scope.spawn(move || {
                let asked = Instant::now();
                let answer = call.send();
                // A connection may have been made again before it froze.
                let was_reached = answer.status < 500 && answer.status != 401;
                assert!(was_reached || form.is_busy(&answer), "{form:?}: {answer}");
                assert!(asked.elapsed() < FROZEN, "{:?}: {answer}", asked.elapsed());
            });
        }
        scope.spawn(|| until_health_is(&nobody, 503));
    });
    cluster.thaw();
    until_health_is(&nobody, 200);
    machine.get("/zones").expect(200);
}
