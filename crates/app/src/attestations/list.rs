//! The attestations of an entity, newest first, those that do not count any more too (`attestations.md` Q9).

use domesday_domain::actor::Permission;
use domesday_domain::attestation::{Status, SubjectKey};
use domesday_domain::entity::{ClaimName, EntityId, KindName, SystemKind, read_claim};

use super::status::{self, AttestationInfo};
use crate::entities::{Subject, envelope, missing_for, visible};
use crate::input::Input;
use crate::ports::{AttestationFilter, Extent, PlacedAttestation, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Which attestations, and how many.
#[derive(Clone, Debug, Default)]
pub struct AttestationPage {
    /// Only those that stand so; none for all.
    pub status: Option<Status>,
    /// Only those of this claim: its id.
    pub claim: Option<String>,
    /// Older than the one of this number.
    pub marker: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// Asks for a page of an entity's attestations.
pub struct ListAttestations {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub id: EntityId,
    /// Which of them.
    pub page: Input<AttestationPage>,
}

/// A page of them.
#[derive(Clone, Debug)]
pub struct AttestationsFound {
    /// Newest first.
    pub attestations: Vec<AttestationInfo>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

impl Query for ListAttestations {
    const NEEDS: Permission = Permission::Look;
    const EXTENT: Extent = Extent::Long;
    type Answer = AttestationsFound;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<AttestationsFound, Refusal> {
        let seen = self.seen(snapshot, context)?;
        let (page, mut findings) = self.page.well_formed()?;
        let asked = page.claim.as_deref().map(read_claim).transpose().unwrap_or_else(|fault| {
            findings.error("claim", fault.code(), fault.to_string());
            None
        });
        findings.settle(false)?;
        let claims = match (asked, seen.claims) {
            (None, claims) => claims,
            (Some((_, asked)), None) => Some(vec![asked]),
            (Some((_, asked)), Some(claims)) => Some(claims.into_iter().filter(|claim| *claim == asked).collect()),
        };
        let filter = AttestationFilter { claims, status: page.status, now: context.now };
        let mut found: Vec<PlacedAttestation> =
            snapshot.attestations_of(&seen.key, &filter, page.marker, page.limit + 1)?;
        let more = found.len() > page.limit;
        found.truncate(page.limit);
        let next = found.last().map(|placed| placed.number).filter(|_| more);
        let shown = found.iter().map(|placed| {
            let attestation = Some(envelope(&placed.attestation.jws)?);
            Ok(AttestationInfo { attestation, ..status::bare(&placed.attestation, context.now) })
        });
        Ok(AttestationsFound { attestations: shown.collect::<Result<_, Refusal>>()?, next })
    }
}

/// What the caller sees of an entity's attestations.
struct Seen {
    key: SubjectKey,
    /// Of these claims; none for all.
    claims: Option<Vec<ClaimName>>,
}

impl ListAttestations {
    fn seen(&self, snapshot: &mut dyn Snapshot, context: &Context) -> Result<Seen, Refusal> {
        match visible(snapshot, context, self.kind.as_ref(), &self.id) {
            Ok((subject, sight)) => {
                let all = sight.whole;
                let claims = |subject: &Subject| {
                    let declared = subject.declared().claims.iter().map(|declared| declared.name.clone());
                    declared.filter(|name| sight.sees(subject.declared(), name.as_str())).collect()
                };
                Ok(Seen { key: subject.key(), claims: (!all).then(|| claims(&subject)) })
            }
            Err(refusal) => self.gone(snapshot, context)?.ok_or(refusal),
        }
    }

    /// An entity that was deleted: its attestations stay readable to its last owner and admins (rule E9).
    fn gone(&self, snapshot: &mut dyn Snapshot, context: &Context) -> Result<Option<Seen>, Refusal> {
        let Some(kind) = self.kind.as_ref().filter(|kind| SystemKind::of(kind).is_none()) else { return Ok(None) };
        if context.actor.is_nobody() {
            return Err(missing_for(context));
        }
        let gone = snapshot.entity(kind, &self.id)?.filter(|stored| stored.deleted.is_some());
        let gone = gone.filter(|stored| context.actor.sees(stored.owner));
        Ok(gone.map(|stored| Seen { key: SubjectKey { kind: kind.clone(), number: stored.number }, claims: None }))
    }
}
