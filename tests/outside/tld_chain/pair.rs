//! Two processes on one database: two servers on PostgreSQL; on SQLite, which one server has to itself, a server and the command line.

use super::rules;
use super::ways::{self, Way};
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::{Node, PASSWORD, Server};
use serde_json::json;

/// The account whose hostmaster makes zones here, and may make registry zones.
pub(super) const ACCOUNT: &str = "acme";

/// A server, and another node if there can be one.
pub(super) struct Pair {
    pub(super) server: Server,
    node: Option<Node>,
}

impl Pair {
    pub(super) fn start(database: Database) -> Self {
        let server = Server::start_with(database, &[("DOMESDAY__TLDS__REGISTRY_OPERATORS", ACCOUNT)]);
        let node = server.database().is_postgres().then(|| server.another_node());
        Self { server, node }
    }

    /// A new hostmaster of an account, logged in at every server.
    pub(super) fn clients(&self, login: &str, account: &str) -> Vec<Client> {
        let here = self.server.user(login, account, &["hostmaster"]);
        let there = self.node.iter().map(|node| log_in(node, login));
        std::iter::once(here).chain(there).collect()
    }

    /// An admin, logged in at every server.
    pub(super) fn admins(&self) -> Vec<Client> {
        let there = self.node.iter().map(|node| log_in(node, "admin"));
        std::iter::once(self.server.admin()).chain(there).collect()
    }

    /// The two places where something can be done, as an admin and as a hostmaster of [`ACCOUNT`].
    pub(super) fn places(&self) -> [Place<'_>; 2] {
        let places = self.admins().into_iter().zip(self.clients("hostmaster1", ACCOUNT));
        let mut places = places.map(|(admin, hostmaster)| Place { admin, hostmaster, command_line: None });
        let first = places.next().expect("a server");
        let second = places.next().unwrap_or_else(|| Place { command_line: Some(&self.server), ..first.clone() });
        [first, second]
    }
}

fn log_in(node: &Node, login: &str) -> Client {
    let client = node.nobody();
    let session = client.post("/sessions", &json!({"login": login, "password": PASSWORD})).expect(201).json();
    client.with_token(session["token"].as_str().expect("a token"))
}

/// A process that changes rules and makes zones: a server, or the command line beside one.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// An admin, logged in at the server.
    pub(super) admin: Client,
    /// A hostmaster of [`ACCOUNT`], logged in at the server.
    pub(super) hostmaster: Client,
    command_line: Option<&'a Server>,
}

impl Place<'_> {
    /// Whether whoever makes zones here is stopped by the block list.
    pub(super) fn minds_the_block_list(&self) -> bool {
        self.command_line.is_none()
    }

    /// Stores a rule, or only tries to; whether that succeeded.
    pub(super) fn add(&self, rule: &str, dry_run: bool) -> bool {
        if let Some(server) = self.command_line {
            return command(server, &["tld", "create", rule], dry_run);
        }
        let (query, success) = if dry_run { ("?dry_run=true", 200) } else { ("", 201) };
        let answer = self.admin.post(&format!("/tlds{query}"), &json!({"name": rule})).send();
        assert!([success, 400, 409].contains(&answer.status), "{answer}");
        answer.status == success
    }

    /// Deletes a rule that is stored, or only tries to.
    pub(super) fn remove(&self, rule: &str, dry_run: bool) {
        if let Some(server) = self.command_line {
            assert!(command(server, &["tld", "delete", rule], dry_run), "{rule}");
            return;
        }
        let (query, success) = if dry_run { ("?dry_run=true", 200) } else { ("", 204) };
        self.admin.delete(&format!("/tlds/{}{query}", rules::find(&self.admin, rule))).expect(success);
    }

    /// Makes a zone of [`ACCOUNT`]; else the reason.
    pub(super) fn make(&self, name: &str, registry_zone: bool) -> Result<(), String> {
        let Some(server) = self.command_line else {
            let answer = Way::Zones.ask(&self.hostmaster, name, registry_zone);
            return match answer.status {
                201 => Ok(()),
                403 => Err(answer.code()),
                _ => Err(only_error(&answer)),
            };
        };
        let mut arguments = vec!["zone", "import", "-", "--owner", ACCOUNT];
        if registry_zone {
            arguments.push("--registry-zone");
        }
        let done = server.command(&arguments, ways::file(name).as_bytes());
        match done.status {
            0 => Ok(()),
            1 if done.stderr.contains("quota") => Err("over_quota".to_owned()),
            1 => Err(last_code(&done.stderr)),
            _ => panic!("{}", done.stderr),
        }
    }
}

fn command(server: &Server, arguments: &[&str], dry_run: bool) -> bool {
    let arguments: Vec<&str> = arguments.iter().copied().chain(dry_run.then_some("--dry-run")).collect();
    let done = server.command(&arguments, b"");
    assert!(done.status == 0 || done.status == 1, "{arguments:?}: {}", done.stderr);
    done.status == 0
}

/// The code of a 400 that names the field `name` and nothing else.
fn only_error(answer: &Answer) -> String {
    assert_eq!(answer.status, 400, "{answer}");
    let errors = answer.errors();
    let [(field, code)] = &errors[..] else { panic!("more than one error: {answer}") };
    assert_eq!(field, "name", "{answer}");
    code.clone()
}

/// The code in brackets at the end of what the command line said.
fn last_code(said: &str) -> String {
    let code = said.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    code.unwrap_or_else(|| panic!("no code: {said}")).1.to_owned()
}
