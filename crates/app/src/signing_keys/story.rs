//! What the history keeps of a signing key: each step of its life.

use domesday_domain::history::{Action, Deed, SubjectKind};
use domesday_domain::signing_key::PublicSigningKey;
use serde_json::json;

use crate::ports::{HistoryWrites, Stored, SubjectEntry};
use crate::registry::Context;

/// Tells what was done to a key.
pub(super) fn tell(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    deed: Deed,
    before: Option<&PublicSigningKey>,
    after: &PublicSigningKey,
) -> Stored<()> {
    let status = |key: &PublicSigningKey| key.state.as_str();
    let entry = SubjectEntry {
        at: context.now,
        kind: SubjectKind::SigningKey,
        subject: after.id.clone(),
        owner: None,
        account: context.actor.account_name.to_string(),
        user: context.actor.login.clone(),
        face: context.face.as_str(),
        request_id: context.request_id.clone(),
        action: Action::Registration(deed).as_str(),
        changes: json!([{"what": "signing_key", "member": "status", "from": before.map(status), "to": status(after)}])
            .to_string(),
        forced: "[]".to_owned(),
        revision: 0,
    };
    tx.insert_subject_entry(&entry).map(drop)
}
