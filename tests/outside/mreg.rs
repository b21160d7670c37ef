//! The face for clients written for mreg, `/api/v1` and `/api/token-…` (`zones.md` section 10): a file for each of its things.
//!
//! Tests whose names start with `seen_in_mreg` are of its list of what must not happen here.

mod create;
mod delegations;
mod delete;
mod hostile;
mod list;
mod look_up;
mod name_servers;
mod program;
mod races;
mod statements;
mod tokens;
mod update;
mod zone_files;

use domesday_tests::client::{Answer, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

/// Where forward zones stand.
const FORWARD: &str = "/api/v1/zones/forward/";

/// Where reverse zones stand.
const REVERSE: &str = "/api/v1/zones/reverse/";

/// The type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// Logs in as these clients do, and calls as they do.
fn log_in(server: &Server, login: &str) -> Client {
    let form = format!("username={login}&password={}", PASSWORD.replace(' ', "+"));
    let answer = server.nobody().request("POST", "/api/token-auth/").body(FORM, form).expect(200);
    with_token(server, answer.json()["token"].as_str().expect("a token"))
}

fn with_token(server: &Server, token: &str) -> Client {
    server.nobody().with_header("Authorization", &format!("Token {token}"))
}

/// A user of an account with these roles, logged in here.
fn user(server: &Server, login: &str, account: &str, roles: &[&str]) -> Client {
    let _ = server.user(login, account, roles);
    log_in(server, login)
}

/// A zone as these clients describe it, with name servers that no test serves.
fn zone(name: &str) -> Value {
    json!({"name": name, "email": "hostmaster@example.org", "primary_ns": ["ns1.provider.net", "ns2.provider.net"]})
}

/// Creates [`zone`] and gives the answer.
fn created(client: &Client, name: &str) -> Answer {
    let list = if name.ends_with(".arpa") { REVERSE } else { FORWARD };
    client.post(list, &zone(name)).expect(201)
}

/// Reads a forward zone.
fn read(client: &Client, name: &str) -> Value {
    client.get(&format!("{FORWARD}{name}")).expect(200).json()
}

/// The names on a page.
fn names(page: &Value) -> Vec<String> {
    let results = page["results"].as_array().unwrap_or_else(|| panic!("no results: {page}"));
    results.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

/// The names of a zone's or delegation's name servers.
fn servers(body: &Value) -> Vec<String> {
    let servers = body["nameservers"].as_array().unwrap_or_else(|| panic!("no nameservers: {body}"));
    servers.iter().map(|server| server["name"].as_str().expect("a name").to_owned()).collect()
}

/// What a refusal says, after a look at its form (rule M7): each code with its member.
fn told(answer: &Answer) -> Vec<(String, Option<String>)> {
    assert_eq!(answer.header("content-type"), Some("application/json"), "{answer}");
    let body = answer.json();
    let members: Vec<&String> = body.as_object().expect("an object").keys().collect();
    assert_eq!(members, ["errors", "type"], "{answer}");
    let kind = match answer.status {
        500.. => "server_error",
        400 if body["errors"][0]["attr"].is_string() => "validation_error",
        _ => "client_error",
    };
    assert_eq!(body["type"], kind, "{answer}");
    let items = body["errors"].as_array().expect("errors");
    assert!(!items.is_empty(), "{answer}");
    let item = |item: &Value| {
        let members: Vec<&String> = item.as_object().expect("an item").keys().collect();
        assert_eq!(members, ["attr", "code", "detail"], "{answer}");
        assert!(!item["detail"].as_str().expect("a detail").is_empty(), "{answer}");
        (item["code"].as_str().expect("a code").to_owned(), item["attr"].as_str().map(str::to_owned))
    };
    items.iter().map(item).collect()
}

/// Panics unless the answer is this refusal, and only this one.
fn refused(answer: &Answer, status: u16, code: &str, attr: Option<&str>) {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(told(answer), [(code.to_owned(), attr.map(str::to_owned))], "{answer}");
}

/// The members that a 400 names, each once.
fn wrong(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 400, "{answer}");
    let mut members: Vec<String> = told(answer).into_iter().filter_map(|(_, attr)| attr).collect();
    members.sort();
    members.dedup();
    members
}

/// The codes that the answer's header tells as let through.
fn let_through(answer: &Answer) -> Vec<String> {
    let list = answer.header("domesday-warning").unwrap_or_default();
    list.split(", ")
        .filter_map(|item| item.split(';').next())
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}
