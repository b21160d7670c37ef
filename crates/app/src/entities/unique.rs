//! Claims that no two entities say alike (`attestations.md` E8): asked while nobody else says the same.

use domesday_domain::entity::{EntityId, Kind};
use domesday_domain::json;

use super::denial::{Clash, Denial};
use super::sight::Sight;
use super::subject;
use crate::ports::{Lock, StoredClaim, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// What locks call a value of a unique claim.
const VALUE: &str = "unique value";

/// Refuses values of unique claims that another live entity of the kind has.
pub(super) fn check(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    kind: &Kind,
    own: &EntityId,
    claims: &[StoredClaim],
) -> Result<(), Refusal> {
    let is_unique =
        |claim: &&StoredClaim| kind.claims.iter().any(|declared| declared.unique && declared.name == claim.name);
    let unique: Vec<&StoredClaim> = claims.iter().filter(is_unique).collect();
    let lock = |claim: &&&StoredClaim| format!("{}/{}/{}", kind.name, claim.name, json::canonical(&claim.value));
    let missing = unique.iter().map(|claim| lock(&claim)).filter(|lock| !context.may_change(VALUE, lock));
    let missing: Vec<Lock> = missing.map(|lock| Lock::Object(VALUE, lock)).collect();
    if !missing.is_empty() {
        return Err(Refusal::NotLocked(missing));
    }
    let mut clashes = Vec::new();
    for claim in unique {
        let others = tx.entities_with(&kind.name, &claim.name, &claim.value, 2)?;
        let Some(other) = others.into_iter().find(|other| other != own) else { continue };
        let mut members = vec![("claim", claim.name.to_string())];
        if let Some(found) = subject::find(tx, context, &kind.name, &other)?
            && Sight::of(tx, context, &found)?.is_anything()
        {
            members.push(("entity", context.registry_url().entity(&kind.name, &other)));
        }
        clashes.push(Clash::of(members, format!("another entity of {} says the same as {}", kind.name, claim.name)));
    }
    if clashes.is_empty() {
        return Ok(());
    }
    Err(Denial::conflict("claim_not_unique", "another entity says the same").with(clashes).into())
}
