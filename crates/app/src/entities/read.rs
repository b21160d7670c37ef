//! An entity, or one claim of it, as its caller sees it (`attestations.md` section 6).

use domesday_domain::actor::Permission;
use domesday_domain::attestation::Envelope;
use domesday_domain::entity::{ClaimName, EntityId, KindName};
use serde_json::Value;

use super::info::EntityInfo;
use super::sight::Sight;
use super::subject::{self, Subject};
use super::{missing, missing_for};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Reads an entity.
pub struct ReadEntity {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub id: EntityId,
}

impl Query for ReadEntity {
    const NEEDS: Permission = Permission::Look;
    type Answer = EntityInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<EntityInfo, Refusal> {
        let (subject, sight) = visible(snapshot, context, self.kind.as_ref(), &self.id)?;
        EntityInfo::of(&subject, &sight, &context.actor)
    }
}

/// One claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimInfo {
    /// The kind of its entity.
    pub kind: KindName,
    /// The entity.
    pub entity: EntityId,
    /// The claim.
    pub claim: ClaimName,
    /// What it says.
    pub value: Value,
    /// The attestations of it that count, oldest first.
    pub attestations: Vec<Envelope>,
}

/// Reads one claim of an entity.
pub struct ReadClaim {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub id: EntityId,
    /// The claim's name.
    pub claim: String,
}

impl Query for ReadClaim {
    const NEEDS: Permission = Permission::Look;
    type Answer = ClaimInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<ClaimInfo, Refusal> {
        let (subject, sight) = visible(snapshot, context, self.kind.as_ref(), &self.id)?;
        let info = EntityInfo::of(&subject, &sight, &context.actor)?;
        let found = info.claims.into_iter().find(|(name, _)| name.as_str() == self.claim);
        let Some((claim, value)) = found else { return Err(missing()) };
        let of_claim = sight.attestations(&subject).filter(|attestation| attestation.claim == claim);
        let attestations =
            of_claim.map(|attestation| super::info::envelope(&attestation.jws)).collect::<Result<_, _>>()?;
        Ok(ClaimInfo { kind: info.kind, entity: info.id, claim, value, attestations })
    }
}

/// An entity of which the caller sees anything, and what he sees of it.
///
/// # Errors
/// 404; 401 for who has no log-in, whatever is there or not.
pub(crate) fn visible(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    kind: Option<&KindName>,
    id: &EntityId,
) -> Result<(Subject, Sight), Refusal> {
    let found = match kind {
        Some(kind) => subject::find(snapshot, context, kind, id)?,
        None => None,
    };
    let Some(subject) = found else { return Err(missing_for(context)) };
    let sight = Sight::of(snapshot, context, &subject)?;
    if sight.is_anything() { Ok((subject, sight)) } else { Err(missing_for(context)) }
}
