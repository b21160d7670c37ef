//! Entries about what is no zone: who did what to it, through which face, and what changed.

use domesday_domain::account::AccountId;
use domesday_domain::history::{Action, Deed, SubjectKind};
use serde_json::Value;

use crate::ports::SubjectEntry;
use crate::registry::Context;

/// What a deed was done to.
pub(crate) struct About {
    /// What kind of thing it is.
    pub(crate) kind: SubjectKind,
    /// Which of them.
    pub(crate) subject: String,
    /// Who may read the entry beside admins.
    pub(crate) owner: Option<AccountId>,
    /// Its version after.
    pub(crate) revision: i64,
}

impl About {
    /// The entry of a deed that is done now, by the caller.
    pub(crate) fn tells(self, context: &Context, deed: Deed, changes: &Value) -> SubjectEntry {
        let Self { kind, subject, owner, revision } = self;
        SubjectEntry {
            at: context.now,
            kind,
            subject,
            owner,
            account: context.actor.account_name.to_string(),
            user: context.actor.login.clone(),
            face: context.face.as_str(),
            request_id: context.request_id.clone(),
            action: Action::Registration(deed).as_str(),
            changes: changes.to_string(),
            forced: "[]".to_owned(),
            revision,
        }
    }
}
