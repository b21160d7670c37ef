//! Histories of domains and hosts (rule H1 of `zones.md`): one entry for each thing that was done to them, be it by time.

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountId;
use domesday_domain::contact::Contact;
use domesday_domain::finding::Warning;
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::registration::{Registration, Roid, Side, Stage};
use serde_json::{Value, json};

use super::transfer_info::{Handles, handle, second};
use crate::history::About;
use crate::ports::{StoredDomain, SubjectEntry};
use crate::registry::Context;

/// An entry about an object of the registrars' registry.
pub(crate) fn entry(
    context: &Context,
    kind: SubjectKind,
    subject: String,
    owner: AccountId,
    deed: Deed,
    changes: &Value,
    revision: i64,
) -> SubjectEntry {
    About { kind, subject, owner: Some(owner), revision }.tells(context, deed, changes)
}

/// An entry about a domain.
pub(crate) fn of_domain(context: &Context, after: &Registration, deed: Deed, changes: &Value) -> SubjectEntry {
    let (name, sponsor) = (after.name.to_string(), after.sponsor);
    entry(context, SubjectKind::Domain, name, sponsor, deed, changes, after.revision)
}

/// The same entry with what rules let through.
pub(super) fn letting(entry: SubjectEntry, warnings: &[Warning]) -> SubjectEntry {
    let lifted = |told: &Warning| json!({"code": told.code, "subject": told.subject, "detail": told.detail});
    SubjectEntry { forced: warnings.iter().map(lifted).collect::<Value>().to_string(), ..entry }
}

/// An entry about a contact.
pub(crate) fn of_contact(context: &Context, contact: &Contact, deed: Deed, changes: &Value) -> SubjectEntry {
    let (id, sponsor) = (contact.id.to_string(), contact.sponsor);
    entry(context, SubjectKind::Contact, id, sponsor, deed, changes, contact.revision)
}

/// An entry as what time did: at its own instant, by the system.
pub(crate) fn by_time(entry: SubjectEntry, owner: AccountId, due: DateTime<Utc>) -> SubjectEntry {
    SubjectEntry {
        at: due,
        owner: Some(owner),
        account: "registry".to_owned(),
        user: "system".to_owned(),
        face: "system",
        ..entry
    }
}

/// An entry about what time did to a domain.
pub(crate) fn of_time(
    context: &Context,
    after: &Registration,
    sponsor: AccountId,
    due: DateTime<Utc>,
    deed: Deed,
    changes: &Value,
) -> SubjectEntry {
    by_time(of_domain(context, after, deed, changes), sponsor, due)
}

/// How a domain's members differ, as the history tells it; never its code, only that it is another.
/// Sponsors are told by the handles that are known: a change that leaves the sponsor needs none.
pub(crate) fn differences(before: Option<&StoredDomain>, after: Option<&StoredDomain>, handles: &Handles) -> Value {
    let members = |domain: Option<&StoredDomain>| domain.map(|domain| members(domain, handles)).unwrap_or_default();
    let (from, to) = (members(before), members(after));
    let mut names: Vec<&str> = from.iter().chain(&to).map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let value = |members: &[(&'static str, Value)], name: &str| {
        members.iter().find(|(member, _)| *member == name).map_or(Value::Null, |(_, value)| value.clone())
    };
    let changed = names.into_iter().filter_map(|name| {
        let (from, to) = (value(&from, name), value(&to, name));
        (from != to).then(|| json!({"what": "domain", "member": name, "from": from, "to": to}))
    });
    changed.collect()
}

fn members(domain: &StoredDomain, handles: &Handles) -> Vec<(&'static str, Value)> {
    let facts = &domain.registration;
    let contacts: serde_json::Map<String, Value> = facts
        .contacts
        .iter()
        .map(|(role, contact)| (role.to_string(), json!(Roid::numbered('C', contact.0).0)))
        .collect();
    let statuses: Vec<&str> = facts.statuses.iter().map(|status| status.as_str()).collect();
    let hosts: Vec<String> = domain.hosts.iter().map(|(_, host)| host.to_string()).collect();
    let ds: Vec<String> = domain.keys.ds.iter().map(ToString::to_string).collect();
    let keys = domain.keys.keys.len();
    vec![
        ("clID", json!(handle(handles, facts.sponsor).as_str())),
        ("expires", json!(second(facts.expires))),
        ("status", json!(statuses)),
        ("stage", json!(stage(facts.stage))),
        ("contacts", Value::Object(contacts)),
        ("ns", json!(hosts)),
        ("dsData", json!(ds)),
        ("keyData", json!(keys)),
        ("authInfo", json!(domain.code.as_ref().map(|code| second(code.set)))),
        ("transfer", json!(facts.transfer.as_ref().map(|request| second(request.requested)))),
    ]
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Registered => "registered",
        Stage::Expired(_) => "expired",
        Stage::Redemption(_) => "redemption",
        Stage::PendingDelete(_) => "pendingDelete",
        Stage::Gone { .. } => "gone",
    }
}

/// The words of statuses that only the registry sets, among these.
pub(crate) fn of_the_registry<'a>(
    statuses: impl IntoIterator<Item = &'a domesday_domain::registration::StoredStatus>,
) -> Vec<&'static str> {
    let own = statuses.into_iter().filter(|status| status.side == Side::Server);
    own.map(|status| status.as_str()).collect()
}
