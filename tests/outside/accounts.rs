//! Administration over HTTP, `/accounts…` (`docs/spec/README.md`, "Settled here"): a file a resource. Rules with numbers are those of
//! `docs/spec/zones.md`, whose form this is.

mod history;
mod hostile;
mod keys;
mod last_admin;
mod organisations;
mod users;

use domesday_tests::client::{Answer, Client};
use serde_json::{Value, json};

/// Makes an account over HTTP.
fn made(admin: &Client, name: &str) -> Answer {
    admin.post("/accounts", &json!({ "name": name })).expect(201)
}

/// Makes a user of an account over HTTP, with the password of all users.
fn made_user(admin: &Client, account: &str, login: &str, roles: &[&str]) -> Answer {
    let password = domesday_tests::server::PASSWORD;
    let user = json!({"login": login, "roles": roles, "password": password});
    admin.post(&format!("/accounts/{account}/users"), &user).expect(201)
}

/// Reads a thing, for its tag.
fn etag(client: &Client, path: &str) -> String {
    client.get(path).expect(200).etag()
}

/// Changes a thing as it is now.
fn change(client: &Client, path: &str, changes: &Value) -> Answer {
    client.patch(path, changes).if_match(&etag(client, path)).send()
}

/// The values of one member in a list.
fn column(list: &Answer, member: &str) -> Vec<Value> {
    let items = list.json();
    items.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(|item| item[member].clone()).collect()
}
