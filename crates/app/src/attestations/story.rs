//! What the history keeps of attestations and claims: in the history of the entity, whatever its kind (`attestations.md` Q9).

use domesday_domain::attestation::AttestationId;
use domesday_domain::entity::SystemKind;
use domesday_domain::history::{Deed, SubjectKind};
use serde_json::{Value, json};

use crate::entities::Subject;
use crate::history::About;
use crate::ports::{HistoryWrites, Stored};
use crate::registry::Context;

/// Where an entity's history stands: its kind in the history, and what it is called there.
pub(crate) fn place(subject: &Subject) -> (SubjectKind, String) {
    let name = &subject.declared().name;
    match SystemKind::of(name) {
        Some(SystemKind::Contacts) => (SubjectKind::Contact, subject.id.to_string()),
        Some(SystemKind::Domains) => (SubjectKind::Domain, subject.id.to_string()),
        Some(SystemKind::Hosts) => (SubjectKind::Host, subject.id.to_string()),
        Some(SystemKind::Clients) => (SubjectKind::Account, subject.id.to_string()),
        Some(SystemKind::Zones) | None => (SubjectKind::Entity, format!("{name}/{}", subject.id)),
    }
}

/// Tells what was done to an entity's claims; each change is `{claim, from, to}`. Values stand in the history, which its owner and admins
/// read, and nowhere else.
pub(crate) fn tell(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    subject: &Subject,
    deed: Deed,
    changes: Vec<Value>,
    attestation: Option<AttestationId>,
    revision: i64,
) -> Stored<()> {
    let (kind, called) = place(subject);
    let attestation = attestation.map(|id| json!({"attestation": id.to_string()}));
    let changes: Value = changes.into_iter().chain(attestation).collect();
    let owner = subject.owner.as_ref().map(|(owner, _)| *owner);
    let entry = About { kind, subject: called, owner, revision }.tells(context, deed, &changes);
    tx.insert_subject_entry(&entry).map(drop)
}
