//! The end of every change of rules or block list: its history entry, and the edition that it makes (rule C3).

use domesday_domain::history::{Action, SubjectKind};
use domesday_domain::precondition::{Precondition, Tag, Verdict};
use serde_json::Value;

use crate::ports::{PolicyEntry, SubjectEntry, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// What is to be told of a change.
pub(crate) struct Story {
    /// What was done.
    pub(crate) action: Action,
    /// To what.
    pub(crate) subject: String,
    /// What changed.
    pub(crate) changes: Value,
    /// What else is worth keeping.
    pub(crate) notes: Value,
    /// The thing's version afterwards.
    pub(crate) version: i64,
}

/// Writes the history entry of a change of rules or block list, and notes the edition that it makes; gives its revision.
pub(crate) fn note(tx: &mut dyn UnitOfWork, context: &Context, story: &Story) -> Result<i64, Refusal> {
    let before = tx.edition()?;
    let changes = story.changes.to_string();
    let entry = entry(context, SubjectKind::NamePolicy, story, changes.clone());
    let revision = tx.insert_subject_entry(&entry)?;
    let made = PolicyEntry { revision, request_id: context.request_id.clone(), changes };
    tx.set_edition(before.after(&made))?;
    Ok(revision)
}

/// A history entry about what is no zone.
pub(crate) fn entry(context: &Context, kind: SubjectKind, story: &Story, changes: String) -> SubjectEntry {
    SubjectEntry {
        at: context.now,
        kind,
        subject: story.subject.clone(),
        owner: None,
        account: context.actor.account_name.to_string(),
        user: context.actor.login.clone(),
        face: context.face.as_str(),
        request_id: context.request_id.clone(),
        action: story.action.as_str(),
        changes,
        forced: story.notes.to_string(),
        revision: story.version,
    }
}

/// Rule T7: a condition has to hold, and none is asked for.
pub(crate) fn check_condition(precondition: &Precondition, current: Tag) -> Result<(), Refusal> {
    match precondition.judge(Some(current)) {
        Verdict::Fails => Err(Refusal::Stale { current: Some(current) }),
        Verdict::Holds | Verdict::NotGiven => Ok(()),
    }
}
