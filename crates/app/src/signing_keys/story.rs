//! What the history keeps of a signing key: each step of its life.

use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::signing_key::PublicSigningKey;
use serde_json::json;

use crate::history::About;
use crate::ports::{HistoryWrites, Stored};
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
    let changes = json!([{"what": "signing_key", "member": "status", "from": before.map(status), "to": status(after)}]);
    let about = About { kind: SubjectKind::SigningKey, subject: after.id.clone(), owner: None, revision: 0 };
    tx.insert_subject_entry(&about.tells(context, deed, &changes)).map(drop)
}
