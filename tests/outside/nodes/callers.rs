//! What is decided about a caller at one node, over HTTP or by the command line, holds at the other at the very next request, on every face.

use super::doors::{Door, known};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::{Node, PASSWORD, Server};
use serde_json::{Value, json};

/// How something is decided.
#[derive(Clone, Copy, Debug)]
enum By {
    CommandLine,
    Http,
}

/// Two servers on one database, and an admin at the first.
struct Pair {
    server: Server,
    node: Node,
    admin: Client,
}

/// A user at the second server, with her session and her key.
struct Jane {
    account: String,
    login: String,
    session: Client,
    machine: Client,
    key: Value,
}

impl Pair {
    fn start() -> Self {
        let server = Server::start(Database::postgres());
        let node = server.another_node();
        let admin = server.admin();
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        Self { server, node, admin }
    }

    /// Makes an account with a user who may do what hostmasters and registrars do, and lets her in at the other node.
    fn jane(&self, account: &str) -> Jane {
        let login = format!("jane-of-{account}");
        self.admin.post("/accounts", &json!({"name": account})).expect(201);
        let user = json!({"login": login, "roles": ["hostmaster", "registrar"], "password": PASSWORD});
        self.admin.post(&format!("/accounts/{account}/users"), &user).expect(201);
        let key = self.admin.post(&format!("/accounts/{account}/keys"), &json!({"user": login})).expect(201).json();
        let nobody = self.node.nobody();
        let token = Door::Sessions.opens(&nobody, account, &login, PASSWORD).expect("she logs in");
        let session = nobody.with_token(&token);
        let machine = nobody.with_token(key["key"].as_str().expect("a key"));
        for caller in [&session, &machine] {
            known(caller, true, account);
        }
        Jane { account: account.to_owned(), login, session, machine, key }
    }

    /// Changes a thing at the first server.
    fn change(&self, path: &str, changes: &Value) {
        let tag = self.admin.get(path).expect(200).etag();
        self.admin.patch(path, changes).if_match(&tag).expect(204);
    }

    /// Runs the command line, which has to succeed.
    fn command(&self, arguments: &[&str], input: &str) {
        let done = self.server.command(arguments, input.as_bytes());
        assert_eq!(done.status, 0, "{arguments:?}: {done:?}");
    }

    /// Decides about jane's account.
    fn account(&self, by: By, jane: &Jane, word: &str, changes: &Value) {
        match by {
            By::CommandLine => self.command(&["account", word, &jane.account], ""),
            By::Http => self.change(&format!("/accounts/{}", jane.account), changes),
        }
    }

    /// Decides about jane.
    fn user(&self, by: By, jane: &Jane, words: &[&str], input: &str, changes: &Value) {
        let (word, more) = words.split_first().expect("a command");
        let arguments: Vec<&str> =
            ["user", word, &jane.login, "--account", &jane.account].into_iter().chain(more.iter().copied()).collect();
        match by {
            By::CommandLine => self.command(&arguments, input),
            By::Http => self.change(&format!("/accounts/{}/users/{}", jane.account, jane.login), changes),
        }
    }
}

/// Runs a law for both ways to decide, each with a jane of its own.
fn either_way(law: impl Fn(&Pair, By, &Jane)) {
    let pair = Pair::start();
    for (by, account) in [(By::CommandLine, "one"), (By::Http, "two"), (By::CommandLine, "three"), (By::Http, "four")] {
        law(&pair, by, &pair.jane(account));
    }
}

/// Whether the faces that make zones make one now; else what each says. Panics unless they agree.
fn makes_zones(caller: &Client, name: &str, refused: &str) -> bool {
    let zone = given::zone(&format!("a{name}.org"));
    let mreg =
        json!({"name": format!("b{name}.org"), "email": "hostmaster@example.org", "primary_ns": ["ns1.provider.net"]});
    let dynect = json!({"rname": "hostmaster@example.org", "ttl": 60});
    let answers = [
        caller.post("/zones", &zone).send(),
        caller.post("/api/v1/zones/forward/", &mreg).send(),
        caller.post(&format!("/REST/Zone/c{name}.org/"), &dynect).send(),
    ];
    let done = answers[0].is_success();
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.is_success(), done, "{answer}");
        // DynECT's envelope has a code of its own for all that is not allowed.
        let said = if number == 2 { "PERMISSION_DENIED" } else { refused };
        assert!(done || (answer.status == 403 && answer.text().contains(said)), "{answer}");
    }
    done
}

#[test]
fn a_user_disabled_at_one_node_is_nobody_at_the_other() {
    either_way(|pair, by, jane| {
        pair.user(by, jane, &["disable"], "", &json!({"disabled": true}));
        known(&jane.machine, false, &format!("{by:?}: the key"));
        known(&jane.session, false, &format!("{by:?}: the session"));
        for door in Door::ALL {
            assert_eq!(door.opens(&pair.node.nobody(), &jane.account, &jane.login, PASSWORD), None, "{by:?}: {door:?}");
        }
        pair.user(by, jane, &["enable"], "", &json!({"disabled": false}));
        known(&jane.machine, true, &format!("{by:?}: enabled again"));
        known(&jane.session, false, &format!("{by:?}: a session stays closed"));
    });
}

#[test]
fn the_users_and_keys_of_an_account_disabled_at_one_node_are_nobody_at_the_other() {
    either_way(|pair, by, jane| {
        pair.account(by, jane, "disable", &json!({"disabled": true}));
        known(&jane.session, false, &format!("{by:?}: the session"));
        known(&jane.machine, false, &format!("{by:?}: the key"));
        assert_eq!(Door::Sessions.opens(&pair.node.nobody(), &jane.account, &jane.login, PASSWORD), None, "{by:?}");
        pair.account(by, jane, "enable", &json!({"disabled": false}));
        known(&jane.machine, true, &format!("{by:?}: enabled again"));
    });
}

#[test]
fn an_account_suspended_at_one_node_writes_nothing_at_the_other_until_it_is_resumed() {
    either_way(|pair, by, jane| {
        for (caller, name) in [(&jane.session, "s"), (&jane.machine, "k")] {
            let name = format!("{name}-{}", jane.account);
            assert!(makes_zones(caller, &name, ""), "{by:?}");
            pair.account(by, jane, "suspend", &json!({"suspended": true}));
            assert!(!makes_zones(caller, &format!("{name}-not"), "suspended"), "{by:?}");
            let domain = caller.put("/domains", &json!({"name": "blue.st"})).expect(403);
            assert_eq!(domain.json()["code"], 2201, "{domain}");
            known(caller, true, &format!("{by:?}: reading goes on"));
            pair.account(by, jane, "resume", &json!({"suspended": false}));
            assert!(makes_zones(caller, &format!("{name}-again"), ""), "{by:?}");
        }
    });
}

#[test]
fn a_key_disabled_at_one_node_opens_nothing_at_the_other_and_the_session_lives() {
    either_way(|pair, by, jane| {
        let number = jane.key["id"].to_string();
        match by {
            By::CommandLine => pair.command(&["key", "disable", &number], ""),
            By::Http => pair.change(&format!("/accounts/{}/keys/{number}", jane.account), &json!({"disabled": true})),
        }
        known(&jane.machine, false, &format!("{by:?}"));
        known(&jane.session, true, &format!("{by:?}"));
    });
}

#[test]
fn a_role_taken_away_at_one_node_is_missing_at_the_other() {
    either_way(|pair, by, jane| {
        let name = &jane.account;
        assert!(makes_zones(&jane.machine, name, ""), "{by:?}");
        let roles = json!({"roles": ["reader"]});
        pair.user(by, jane, &["set-roles", "--role", "reader"], "", &roles);
        assert!(!makes_zones(&jane.machine, &format!("{name}-not"), "forbidden"), "{by:?}: the key has the new roles");
        known(&jane.machine, true, &format!("{by:?}: it still reads"));
        known(&jane.session, false, &format!("{by:?}: the session is closed"));
        pair.user(by, jane, &["set-roles", "--role", "hostmaster"], "", &json!({"roles": ["hostmaster"]}));
        assert!(makes_zones(&jane.machine, &format!("{name}-again"), ""), "{by:?}");
    });
}

#[test]
fn a_password_changed_at_one_node_is_the_only_one_at_the_other() {
    const OTHER: &str = "another staple of batteries";
    either_way(|pair, by, jane| {
        let opens = |door: Door, password: &str| door.opens(&pair.node.nobody(), &jane.account, &jane.login, password);
        pair.user(by, jane, &["set-password", "--password-stdin"], &format!("{OTHER}\n"), &json!({"password": OTHER}));
        known(&jane.session, false, &format!("{by:?}: the session is closed"));
        known(&jane.machine, true, &format!("{by:?}: the key is good"));
        for door in Door::ALL {
            assert_eq!(opens(door, PASSWORD), None, "{by:?}: {door:?}");
            let token = opens(door, OTHER).expect("she logs in");
            known(&pair.server.nobody().with_token(&token), true, &format!("{by:?}: {door:?}"));
        }
    });
}
