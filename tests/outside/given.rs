//! What laws start from: a zone like many, the paths of things, and a look at an answer's parts.

use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::fs::DirEntry;
use std::path::PathBuf;
use std::time::SystemTime;

/// A zone as `POST /zones` wants it, with name servers that no test serves.
pub(crate) fn zone(name: &str) -> Value {
    json!({
        "name": name, "ns": ["ns1.provider.net", "ns2.provider.net"], "email": "hostmaster@example.org",
        "refresh": 10800, "retry": 3600, "expire": 1_814_400, "ttl": 3600
    })
}

/// `base` with the members of `changes` put over it; a member that is `null` there is taken away.
pub(crate) fn with(mut base: Value, changes: &Value) -> Value {
    for (member, value) in changes.as_object().expect("an object of changes") {
        let members = base.as_object_mut().expect("an object to change");
        if value.is_null() {
            members.remove(member);
        } else {
            members.insert(member.clone(), value.clone());
        }
    }
    base
}

/// Creates [`zone`] and gives the answer.
pub(crate) fn created(client: &Client, name: &str) -> Answer {
    client.post("/zones", &zone(name)).expect(201)
}

/// Reads a zone.
pub(crate) fn read(client: &Client, name: &str) -> Value {
    client.get(&format!("/zones/{name}")).expect(200).json()
}

/// A zone's serial.
pub(crate) fn serial(client: &Client, name: &str) -> u64 {
    read(client, name)["serial"].as_u64().expect("a serial")
}

/// The path of a record set of `example.org`.
pub(crate) fn set(owner: &str, kind: &str) -> String {
    format!("/zones/example.org/recordsets/{owner}/{kind}")
}

/// Puts a record set into `example.org` that is not there yet.
pub(crate) fn put(client: &Client, owner: &str, kind: &str, records: &[&str]) -> Answer {
    client.put(&set(owner, kind), &json!({ "records": records })).expect(201)
}

/// The exported file of a zone.
pub(crate) fn exported(client: &Client, name: &str) -> String {
    client.get(&format!("/zones/{name}/zonefile")).expect(200).text()
}

/// Imports a zone file.
pub(crate) fn import(client: &Client, query: &str, file: &str) -> Answer {
    client.request("POST", &format!("/zones/import{query}")).body("text/dns", file).send()
}

/// The codes of an answer's `warnings`.
pub(crate) fn warnings(answer: &Answer) -> Vec<String> {
    let document = answer.json();
    let items = document["warnings"].as_array().unwrap_or_else(|| panic!("no warnings: {answer}"));
    items.iter().map(|item| item["code"].as_str().expect("a code").to_owned()).collect()
}

/// Panics unless the answer is a conflict of this code that says whether force would help.
pub(crate) fn conflict(answer: &Answer, code: &str, forcible: bool) {
    assert_eq!(answer.status, 409, "{answer}");
    assert_eq!(answer.code(), code, "{answer}");
    assert_eq!(answer.json()["forcible"].as_bool().unwrap_or(false), forcible, "{answer}");
}

/// Panics unless the answer is a 400 with this field and code among its errors.
pub(crate) fn error(answer: &Answer, field: &str, code: &str) {
    assert_eq!(answer.status, 400, "{answer}");
    assert!(answer.has_error(field, code), "wanted {code} at {field}: {answer}");
}

/// Panics unless the answer is a 400 that names exactly these fields.
pub(crate) fn fields(answer: &Answer, expected: &[&str]) {
    assert_eq!(answer.status, 400, "{answer}");
    let mut fields: Vec<String> = answer.errors().into_iter().map(|(field, _)| field).collect();
    fields.dedup();
    let mut expected: Vec<String> = expected.iter().map(|field| (*field).to_owned()).collect();
    expected.sort();
    assert_eq!(fields, expected, "{answer}");
}

/// Panics unless the answer is a 400 with this code, for the whole or for one of its errors.
pub(crate) fn refused(answer: &Answer, code: &str) {
    assert_eq!(answer.status, 400, "{answer}");
    let document = answer.json();
    let items = document["errors"].as_array().cloned().unwrap_or_default();
    assert!(document["code"] == code || items.iter().any(|item| item["code"] == code), "wanted {code}: {answer}");
}

/// `base` with the members of `changes` put over it, `null` too.
pub(crate) fn with_null(mut base: Value, changes: &Value) -> Value {
    for (member, value) in changes.as_object().expect("an object of changes") {
        base.as_object_mut().expect("an object to change").insert(member.clone(), value.clone());
    }
    base
}

/// Computes anew what follows from every zone, and panics if anything of it is not so.
pub(crate) fn healthy(server: &Server) {
    let output = server.command(&["zone", "reconcile", "--dry-run", "--json"], b"");
    assert_eq!(output.status, 0, "{}{}", output.stdout, output.stderr);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(done["mended"], 0, "{done}");
}

/// Every file of the database, but for the index that readers share, with its length and when it was written last.
pub(crate) fn database_files(server: &Server) -> Vec<(PathBuf, u64, SystemTime)> {
    let files = std::fs::read_dir(server.database().directory()).unwrap().map(|entry| entry.unwrap());
    let named = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.ends_with(".db") || name.ends_with("-wal")
    };
    let mut files: Vec<_> = files
        .filter(named)
        .map(|entry| {
            let told = entry.metadata().unwrap();
            (entry.path(), told.len(), told.modified().unwrap())
        })
        .collect();
    files.sort();
    files
}
