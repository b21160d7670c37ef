//! What has become of an attestation (`attestations.md` S8): told to anybody who knows its id, in part.

use chrono::{DateTime, Utc};
use domesday_domain::actor::Permission;
use domesday_domain::attestation::{Attestation, AttestationId, Envelope, State, Status, SubjectKey};

use crate::entities::{Denial, Sight, Subject, envelope, find_kind, subject};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// How an attestation stands.
#[derive(Clone, Debug, PartialEq)]
pub struct AttestationInfo {
    /// What it is called.
    pub id: AttestationId,
    /// How it stands.
    pub status: Status,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Why it does not count any more.
    pub reason: Option<&'static str>,
    /// The one in its place.
    pub superseded_by: Option<AttestationId>,
    /// The attestation itself; for who may read its claim.
    pub attestation: Option<Envelope>,
    /// What was written when it was revoked; for the owners of entity and attestor, and admins.
    pub note: Option<String>,
}

/// Reads what has become of an attestation.
pub struct ReadAttestation {
    /// Its id; none for a text that cannot be one.
    pub id: Option<AttestationId>,
}

impl Query for ReadAttestation {
    const NEEDS: Permission = Permission::Look;
    type Answer = AttestationInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<AttestationInfo, Refusal> {
        let found = match self.id {
            Some(id) => snapshot.attestation(id)?,
            None => None,
        };
        let attestation = found.ok_or_else(missing)?;
        show(snapshot, context, &attestation)
    }
}

/// The refusal of an attestation that is not there.
pub(super) fn missing() -> Denial {
    Denial::missing("not_found", "there is no such attestation")
}

/// The entity of a key, as it is now; none if it is gone.
pub(super) fn entity(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    key: &SubjectKey,
) -> Result<Option<Subject>, Refusal> {
    let Some(kind) = find_kind(snapshot, &key.kind)? else { return Ok(None) };
    Ok(subject::numbered(snapshot, context, &kind.into(), &[key.number])?.pop())
}

/// Whether the caller owns the entity of a key, or owned it last.
pub(super) fn owns(snapshot: &mut dyn Snapshot, context: &Context, key: &SubjectKey) -> Result<bool, Refusal> {
    if context.actor.is_nobody() {
        return Ok(false);
    }
    if let Some(found) = entity(snapshot, context, key)? {
        return Ok(found.is_owned_by(context.actor.account));
    }
    Ok(snapshot.entity_owner(key)? == Some(context.actor.account))
}

/// An attestation, as far as the caller may see it.
pub(super) fn show(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    attestation: &Attestation,
) -> Result<AttestationInfo, Refusal> {
    let reads = reads_claim(snapshot, context, attestation)?;
    let note = match &attestation.state {
        State::Revoked { note: Some(note), .. } if reads_note(snapshot, context, attestation)? => Some(note.clone()),
        _ => None,
    };
    let shown = reads.then(|| envelope(&attestation.jws)).transpose()?;
    Ok(AttestationInfo { attestation: shown, note, ..bare(attestation, context.now) })
}

/// What anybody may know.
pub(super) fn bare(attestation: &Attestation, now: DateTime<Utc>) -> AttestationInfo {
    AttestationInfo {
        id: attestation.id,
        status: attestation.status(now),
        since: attestation.since(now),
        reason: attestation.reason(now),
        superseded_by: attestation.superseded_by(),
        attestation: None,
        note: None,
    }
}

/// Whether the caller may read the claim; of an entity that is gone, its last owner and admins. Its value may be another by now: what was
/// attested is read by who may read what is said now.
fn reads_claim(snapshot: &mut dyn Snapshot, context: &Context, attestation: &Attestation) -> Result<bool, Refusal> {
    if let Some(found) = entity(snapshot, context, &attestation.subject)? {
        let sight = Sight::of(snapshot, context, &found)?;
        return Ok(sight.sees(found.declared(), attestation.claim.as_str()));
    }
    Ok(context.actor.is_admin() || owns(snapshot, context, &attestation.subject)?)
}

fn reads_note(snapshot: &mut dyn Snapshot, context: &Context, attestation: &Attestation) -> Result<bool, Refusal> {
    if context.actor.is_admin() || owns(snapshot, context, &attestation.subject)? {
        return Ok(true);
    }
    match &attestation.attestor {
        Some(attestor) => owns(snapshot, context, attestor),
        None => Ok(false),
    }
}
