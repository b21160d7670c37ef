//! What the history keeps of accounts, their users and keys: each member that went from something to something else, in the history of the
//! account, in the transaction of the change. Of a password and of a key it keeps only that there is another.

use domesday_domain::account::{Account, ApiKey, User};
use domesday_domain::actor::{Role, Roles};
use domesday_domain::history::{Action, SubjectKind};
use serde_json::{Value, json};

use crate::ports::{HistoryWrites, Stored};
use crate::registry::Context;
use crate::tlds::write::{Story, entry};

/// Tells what was done to an account, or to a user or a key of it; nothing if nothing differs.
fn tell(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    account: &Account,
    action: Action,
    changes: Vec<Value>,
) -> Stored<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let story = Story {
        action,
        subject: account.name.to_string(),
        changes: Value::Array(changes),
        notes: json!([]),
        version: 0,
    };
    let mut entry = entry(context, SubjectKind::Account, &story, story.changes.to_string());
    entry.owner = Some(account.id);
    tx.insert_subject_entry(&entry).map(drop)
}

/// Tells of an account that was made (`before` is none) or changed.
pub(super) fn of_account(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    before: Option<&Account>,
    after: &Account,
) -> Stored<()> {
    let to = members_of_account(after);
    let from = before.map_or_else(|| to.clone().map(|(member, _)| (member, Value::Null)), members_of_account);
    let differing = from.into_iter().zip(to).filter_map(|((member, from), (_, to))| {
        // A new account has what it does not say, as every account.
        let is_news = if before.is_some() { from != to } else { !to.is_null() && to != json!(false) };
        is_news.then(|| json!({"what": "account", "member": member, "from": from, "to": to}))
    });
    let action = if before.is_some() { Action::AccountUpdate } else { Action::AccountCreate };
    tell(tx, context, after, action, differing.collect())
}

/// Each member of an account that may differ, always in the same order.
fn members_of_account(account: &Account) -> [(&'static str, Value); 4] {
    [
        ("name", json!(account.name.as_str())),
        ("disabled", json!(account.disabled)),
        ("suspended", json!(account.suspended)),
        ("zones_quota", json!(account.zones_quota)),
    ]
}

/// Tells of a user who was made (`before` is none) or changed, and whether they have a new password.
pub(super) fn of_user(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    account: &Account,
    before: Option<&User>,
    after: &User,
    new_password: bool,
) -> Stored<()> {
    let login = &after.login;
    let mut changes = Vec::new();
    if before.is_none_or(|before| before.roles != after.roles) {
        let from = before.map(|before| words(before.roles));
        changes.push(json!({"what": "user", "user": login, "member": "roles", "from": from, "to": words(after.roles)}));
    }
    if let Some(before) = before.filter(|before| before.disabled != after.disabled) {
        let (from, to) = (before.disabled, after.disabled);
        changes.push(json!({"what": "user", "user": login, "member": "disabled", "from": from, "to": to}));
    }
    if new_password {
        changes.push(json!({"what": "user", "user": login, "member": "password"}));
    }
    let action = if before.is_some() { Action::UserUpdate } else { Action::UserCreate };
    tell(tx, context, account, action, changes)
}

fn words(roles: Roles) -> Vec<&'static str> {
    roles.iter().map(Role::as_str).collect()
}

/// Tells of a key that was made.
pub(super) fn of_new_key(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    account: &Account,
    login: &str,
    key: &ApiKey,
) -> Stored<()> {
    let change = json!({"what": "key", "key": key.id, "user": login, "member": "label", "from": null, "to": key.label});
    tell(tx, context, account, Action::ApiKeyCreate, vec![change])
}

/// Tells of a key that was disabled.
pub(super) fn of_disabled_key(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    account: &Account,
    login: &str,
    key: &ApiKey,
) -> Stored<()> {
    let change = json!({"what": "key", "key": key.id, "user": login, "member": "disabled", "from": false, "to": true});
    tell(tx, context, account, Action::ApiKeyDisable, vec![change])
}
