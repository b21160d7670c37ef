//! Attestations of what is not said any more: they end in the transaction in which the claim changes (`attestations.md` E7).

use domesday_domain::attestation::{Attestation, SubjectKey, Superseding};
use domesday_domain::entity::ClaimName;
use domesday_domain::history::Deed;
use serde_json::json;

use super::story;
use crate::entities::{find_kind, subject};
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::Context;

/// Ends all valid attestations of an entity that is about to be deleted (rule E9).
pub(crate) fn end_all(tx: &mut dyn UnitOfWork, context: &Context, key: &SubjectKey) -> Result<(), Refusal> {
    let mut ended = tx.valid_attestations(std::slice::from_ref(key), context.now)?;
    for attestation in &mut ended {
        attestation.supersede(Superseding::EntityDeleted, None, context.now);
    }
    Ok(tx.update_attestations(&ended)?)
}

/// Ends the valid attestations of claims that say something else now, or nothing (with true); the entity's new state is stored already.
/// Gives how many there were. Histories say which claims and attestations, never values.
pub(crate) fn supersede(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    key: &SubjectKey,
    changed: &[(ClaimName, bool)],
) -> Result<usize, Refusal> {
    if changed.is_empty() {
        return Ok(0);
    }
    let mut ended: Vec<Attestation> = Vec::new();
    for mut attestation in tx.valid_attestations(std::slice::from_ref(key), context.now)? {
        let Some((_, gone)) = changed.iter().find(|(claim, _)| *claim == attestation.claim) else { continue };
        let reason = if *gone { Superseding::ClaimRemoved } else { Superseding::ValueChanged };
        if attestation.supersede(reason, None, context.now) {
            ended.push(attestation);
        }
    }
    if ended.is_empty() {
        return Ok(0);
    }
    tx.update_attestations(&ended)?;
    let kind = find_kind(tx, &key.kind)?.ok_or_else(|| Refusal::Failed(format!("there is no kind {}", key.kind)))?;
    let subject = subject::numbered(tx, context, &std::sync::Arc::new(kind), &[key.number])?.pop();
    let subject = subject.ok_or_else(|| Refusal::Failed("an entity that was changed is not there".to_owned()))?;
    for Attestation { id, claim, .. } in &ended {
        let change = json!({"claim": claim.as_str(), "from": null, "to": null});
        story::tell(tx, context, &subject, Deed::ClaimSupersede, vec![change], Some(*id), subject.revision)?;
    }
    Ok(ended.len())
}
