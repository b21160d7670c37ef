//! What the history keeps of a client that was made or changed: each member that differs, and of a password only that it does.

use domesday_domain::account::Client;
use domesday_domain::actor::{Role, Roles};
use domesday_domain::history::{Action, Deed, SubjectKind};
use serde_json::{Value, json};

use super::ClientInfo;
use crate::ports::{HistoryWrites, Stored};
use crate::registry::Context;
use crate::tlds::write::{Story, entry};

/// Tells the history of a client that was made or changed.
pub(super) fn tell(
    tx: &mut dyn HistoryWrites,
    context: &Context,
    before: Option<&ClientInfo>,
    after: &ClientInfo,
    new_password: bool,
) -> Stored<()> {
    let deed = if before.is_some() { Deed::ClientUpdate } else { Deed::ClientCreate };
    let story = Story {
        action: Action::Registration(deed),
        subject: after.account.name.to_string(),
        changes: changes(before, after, new_password),
        notes: json!([]),
        version: 0,
    };
    let mut entry = entry(context, SubjectKind::Account, &story, story.changes.to_string());
    entry.owner = Some(after.account.id);
    tx.insert_subject_entry(&entry).map(drop)
}

fn changes(before: Option<&ClientInfo>, after: &ClientInfo, new_password: bool) -> Value {
    let nothing = members(&Client::default(), Roles::default(), false, None);
    let from = before.map_or(nothing, of);
    let differing = from.into_iter().zip(of(after)).filter(|((_, from), (_, to))| from != to);
    let mut changes: Vec<Value> = differing
        .map(|((member, from), (_, to))| json!({"what": "client", "member": member, "from": from, "to": to}))
        .collect();
    if new_password {
        changes.push(json!({"what": "client", "member": "password"}));
    }
    Value::Array(changes)
}

fn of(info: &ClientInfo) -> Vec<(&'static str, Value)> {
    members(&info.client, info.roles, info.account.suspended, Some(&info.login))
}

/// Each member that may differ, always in the same order.
fn members(client: &Client, roles: Roles, suspended: bool, login: Option<&str>) -> Vec<(&'static str, Value)> {
    let Client { name, email, iana_id, rdap_url, url, abuse_email, abuse_voice, .. } = client;
    let roles: Vec<&str> = roles.iter().map(Role::as_str).collect();
    vec![
        ("login", json!(login)),
        ("name", json!(name)),
        ("email", json!(email)),
        ("ianaId", json!(iana_id)),
        ("rdapUrl", json!(rdap_url)),
        ("url", json!(url)),
        ("abuse.email", json!(abuse_email)),
        ("abuse.voice", json!(abuse_voice)),
        ("roles", json!(roles)),
        ("tokenTtl", json!(client.token_life)),
        ("mutationsPerMinute", json!(client.mutations_per_minute)),
        ("readsPerMinute", json!(client.reads_per_minute)),
        ("suspended", json!(suspended)),
    ]
}
