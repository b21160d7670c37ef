//! The ways to make a zone: the same question asked of each of them, in its own form.

use crate::given;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A way to make a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// `POST /zones`.
    Zones,
    /// `POST /zones/import`.
    ZoneFile,
    /// `POST /api/v1/zones/…`, which knows no flag.
    Mreg,
    /// `domesday zone import`.
    CommandLine,
}

impl Way {
    /// All of them that go over HTTP.
    pub(super) const OVER_HTTP: [Self; 3] = [Self::Zones, Self::ZoneFile, Self::Mreg];

    /// Whether a zone can be a registry zone this way.
    pub(super) fn knows_the_flag(self) -> bool {
        self != Self::Mreg
    }

    /// Makes a zone, or gives the code of the 400 that names the field `name` and nothing else.
    pub(super) fn make(self, server: &Server, client: &Client, name: &str, flag: bool) -> Result<(), String> {
        match self {
            Self::CommandLine => on_the_command_line(server, name, flag),
            Self::Mreg => {
                assert!(!flag, "this way knows no flag");
                judged(&self.ask(client, name, flag), "attr")
            }
            _ => judged(&self.ask(client, name, flag), "field"),
        }
    }

    /// The answer to the request for a zone, over HTTP.
    pub(super) fn ask(self, client: &Client, name: &str, flag: bool) -> Answer {
        match self {
            Self::Zones if flag => {
                let body = given::with(given::zone(name), &json!({"registry_zone": true}));
                client.post("/zones", &body).send()
            }
            Self::Zones => client.post("/zones", &given::zone(name)).send(),
            Self::ZoneFile => given::import(client, if flag { "?registry_zone=true" } else { "" }, &file(name)),
            Self::Mreg => {
                let kind = if name.trim_end_matches('.').ends_with(".arpa") { "reverse" } else { "forward" };
                let body = json!({"name": name, "email": "hostmaster@example.org", "primary_ns": ["ns1.provider.net"]});
                client.post(&format!("/api/v1/zones/{kind}/"), &body).send()
            }
            Self::CommandLine => panic!("the command line is not asked over HTTP"),
        }
    }
}

/// The least file of a zone.
pub(super) fn file(name: &str) -> String {
    format!(
        "$ORIGIN {name}.\n$TTL 3600\n@ IN SOA ns1.provider.net. hostmaster.example.org. 1 10800 3600 1814400 3600\n\
         @ IN NS ns1.provider.net.\n"
    )
}

/// `Ok` for 201, the code of the only error otherwise, which is at `name`.
fn judged(answer: &Answer, place: &str) -> Result<(), String> {
    if answer.status == 201 {
        return Ok(());
    }
    assert_eq!(answer.status, 400, "{answer}");
    let document = answer.json();
    let errors = document["errors"].as_array().unwrap_or_else(|| panic!("no errors: {answer}"));
    let [error] = &errors[..] else { panic!("more than one error: {answer}") };
    assert_eq!(error[place], "name", "{answer}");
    assert!(error["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{answer}");
    Err(text(error, "code"))
}

fn text(item: &Value, member: &str) -> String {
    item[member].as_str().unwrap_or_else(|| panic!("no {member}: {item}")).to_owned()
}

/// The command line ends each fault with its code in brackets.
fn on_the_command_line(server: &Server, name: &str, flag: bool) -> Result<(), String> {
    let mut arguments = vec!["zone", "import", "-"];
    if flag {
        arguments.push("--registry-zone");
    }
    let done = server.command(&arguments, file(name).as_bytes());
    if done.status == 0 {
        return Ok(());
    }
    assert_eq!(done.status, 1, "{}", done.stderr);
    let fault = done.stderr.lines().find(|line| line.contains("name: ")).unwrap_or_else(|| panic!("{}", done.stderr));
    let code = fault.trim_end().strip_suffix(')').and_then(|line| line.rsplit_once('(')).map(|(_, code)| code);
    Err(code.unwrap_or_else(|| panic!("no code: {}", done.stderr)).to_owned())
}
