//! The face of TLDs in both of its forms (`docs/spec/tlds.md`).

mod affected;
mod blocklist;
mod blocklist_list;
mod bodies;
mod create;
mod delete;
mod explain;
mod explain_told;
mod import;
mod import_bundled;
mod import_formats;
mod import_jobs;
mod limits;
mod list;
mod list_names;
mod list_pages;
mod names;
mod openstack;
mod policy;
mod policy_bodies;
mod policy_callers;
mod policy_domains;
mod policy_names;
mod policy_refused;
mod policy_rules;
mod quotas;
mod races;
mod read;
mod refused;
mod refused_order;
mod seed;
mod update;

use domesday_tests::client::{Answer, Client};
use serde_json::{Value, json};

/// Where rules stand: in the seed's form, and in that of OpenStack's clients.
const FORMS: [&str; 2] = ["/tlds", "/v2/tlds"];

/// An id that nothing has.
const NO_ID: &str = "0198c5f2-6b1e-7c3a-9d52-1f0a7be4c001";

/// Makes a rule in the seed's form and gives what is told of it.
fn rule(client: &Client, name: &str) -> Value {
    client.post("/tlds", &json!({ "name": name })).expect(201).json()["tlds"].clone()
}

/// Makes rules.
fn rules(client: &Client, names: &[&str]) {
    for name in names {
        rule(client, name);
    }
}

/// A member that is a text.
fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("no text {member}: {value}"))
}

/// Where a rule stands in the seed's form.
fn path(rule: &Value) -> String {
    format!("/tlds/{}", text(rule, "id"))
}

/// Where a rule stands in the form of OpenStack's clients.
fn path2(rule: &Value) -> String {
    format!("/v2/tlds/{}", text(rule, "id"))
}

/// The texts of a list's rows.
fn column(rows: &Value, member: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap_or_else(|| panic!("no rows: {rows}"));
    rows.iter().map(|row| text(row, member).to_owned()).collect()
}

/// The names of the rules of a list in the seed's form.
fn names(client: &Client, query: &str) -> Vec<String> {
    column(&client.get(&format!("/tlds{query}")).expect(200).json()["tlds"], "name")
}

/// The same, sorted.
fn sorted(client: &Client, query: &str) -> Vec<String> {
    let mut names = names(client, query);
    names.sort();
    names
}

/// The members of an object, sorted.
fn members(value: &Value) -> Vec<&str> {
    let mut members: Vec<&str> =
        value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect();
    members.sort_unstable();
    members
}

/// A text as it may stand in a query.
fn encoded(text: &str) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-._".contains(&octet);
    text.bytes()
        .map(|octet| if plain(octet) { char::from(octet).to_string() } else { format!("%{octet:02X}") })
        .collect()
}

/// Panics unless the answer is an error in this face's form, of this status and type. Gives its message.
fn refused(answer: &Answer, status: u16, kind: &str) -> String {
    let message = error(answer);
    assert_eq!((answer.status, answer.json()["type"].as_str()), (status, Some(kind)), "{answer}");
    message
}

/// Panics unless the answer is an error in this face's form (section 9). Gives its message.
fn error(answer: &Answer) -> String {
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json")), "{answer}");
    let body = answer.json();
    let mut told = members(&body);
    // How many lines of a list are wrong, of which not all may be listed.
    told.retain(|member| *member != "total" || !body["total"].is_u64());
    match body.get("errors") {
        Some(errors) => {
            assert_eq!(told, ["code", "errors", "message", "request_id", "type"], "{answer}");
            assert_eq!(members(errors), ["errors"], "{answer}");
            let items = errors["errors"].as_array().expect("a list");
            assert!(!items.is_empty(), "{answer}");
            for item in items {
                assert_eq!(members(item), ["message", "path"], "{answer}");
                assert!(item["path"].is_array() && !text(item, "message").is_empty(), "{answer}");
            }
        }
        None => assert_eq!(told, ["code", "message", "request_id", "type"], "{answer}"),
    }
    assert_eq!(body["code"], answer.status, "{answer}");
    assert!(![422, 428, 429].contains(&answer.status), "{answer}");
    assert_eq!(body["request_id"].as_str(), Some(request_id(answer).as_str()), "{answer}");
    let message = text(&body, "message").to_owned();
    assert!(!message.is_empty(), "{answer}");
    message
}

/// The id of a request, as the header tells it, after a look at its form.
fn request_id(answer: &Answer) -> String {
    let id = answer.header("x-openstack-request-id").unwrap_or_else(|| panic!("no id of the request: {answer}"));
    assert!(id.strip_prefix("req-").is_some_and(is_uuid), "{answer}");
    id.to_owned()
}

/// Is it a UUID as it is told, of any version?
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, letter)| match at {
            8 | 13 | 18 | 23 => letter == '-',
            _ => letter.is_ascii_digit() || ('a'..='f').contains(&letter),
        })
}

/// Panics unless the answer is `400 invalid_object` with errors of just these members.
fn wrong(answer: &Answer, expected: &[&str]) {
    refused(answer, 400, "invalid_object");
    let body = answer.json();
    let items = body["errors"]["errors"].as_array().unwrap_or_else(|| panic!("no errors: {answer}"));
    let mut paths: Vec<&str> = items.iter().filter_map(|item| item["path"][0].as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(paths, expected, "{answer}");
}

/// What explaining a name gives.
fn explained(client: &Client, name: &str, more: &str) -> Value {
    client.get(&format!("/tlds/explain?name={}{more}", encoded(name))).expect(200).json()
}

/// Sends an import and gives the finished report, waiting for it if it takes long.
fn imported(client: &Client, body: &Value) -> Value {
    let answer = client.post("/tlds/import", body).send();
    if answer.status == 202 { finished(client, &answer) } else { answer.expect(200).json() }
}

/// Waits for the end of an import that was answered 202.
fn finished(client: &Client, answer: &Answer) -> Value {
    assert_eq!(answer.status, 202, "{answer}");
    let location = answer.header("location").expect("a Location").to_owned();
    let job = answer.json();
    assert_eq!((members(&job), &job["status"]), (vec!["job_id", "status"], &json!("running")), "{answer}");
    assert_eq!(location, format!("/tlds/import/{}", text(&job, "job_id")));
    for _ in 0..1200 {
        let report = client.get(&location).expect(200).json();
        if report["status"] != "running" {
            return report;
        }
        // Nothing tells of its end but the job itself.
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the import does not end: {location}");
}

/// Makes these calls at once.
fn at_once<T: Sync, R: Send>(items: &[T], call: impl Fn(&T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let started: Vec<_> = items.iter().map(|item| scope.spawn(|| call(item))).collect();
        started.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    })
}
