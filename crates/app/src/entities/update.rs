//! Changes an entity: some of its claims (PATCH), or all of them (PUT) (`attestations.md` E5 to E8).
//!
//! Refusals in the order of H9: it is not there, or not for this caller; another face keeps it; it is not his to change; a body that cannot
//! be read, wrong claims; a stale condition; values that are not unique.

use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::attestation::SubjectKey;
use domesday_domain::entity::{EntityId, KindName};
use domesday_domain::finding::Findings;
use domesday_domain::history::Deed;
use domesday_domain::json;
use domesday_domain::precondition::Precondition;

use super::draft::{self, EntityDraft, ReadClaims};
use super::info::EntityInfo;
use super::sight::Sight;
use super::subject::{self, HeldClaim, Subject};
use super::{authority, missing, ownership, revision, story, unique};
use crate::attestations::supersede::supersede;
use crate::input::Input;
use crate::ports::{Locks, StoredClaim, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Changes an entity.
pub struct UpdateEntity {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub id: EntityId,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// What it is to say.
    pub body: Input<EntityDraft>,
    /// All claims are given: those that are not named go.
    pub whole: bool,
}

impl Command for UpdateEntity {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = EntityInfo;

    fn locks(&self, actor: &Actor) -> Locks {
        self.kind.as_ref().map_or_else(Locks::none, |kind| super::locks(kind, &self.id, actor))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<EntityInfo, Refusal> {
        let kind = self.kind.as_ref().ok_or_else(missing)?;
        let before = subject::find(tx, context, kind, &self.id)?.ok_or_else(missing)?;
        let sight = Sight::of(tx, context, &before)?;
        if !sight.is_anything() {
            return Err(missing());
        }
        authority::refuse_system(kind, "GET, HEAD")?;
        self.body.acceptable()?;
        authority::may_update(context, &before)?;
        let owner =
            ownership::asked_for(context, self.body.well_formed().ok().and_then(|(body, _)| body.owner.as_deref()))?;
        let (body, mut findings) = self.body.well_formed()?;
        let claims = self.read(context, &before, body, &mut findings);
        let owner = ownership::read(tx, context, owner, &mut findings)?;
        let after = changed(&before, &claims, owner, context, self.whole, &mut findings);
        findings.settle(false)?;
        revision::check(&self.precondition, Some(before.revision))?;
        let (differ, moved) = (differing(&before, &after), before.owner != after.owner);
        if differ.is_empty() && !moved {
            return EntityInfo::of(&before, &sight, &context.actor);
        }
        let claims: Vec<StoredClaim> = after.to_stored().claims;
        let new = claims.into_iter().filter(|claim| differ.iter().any(|(name, _)| *name == claim.name));
        unique::check(tx, context, after.declared(), &self.id, &new.collect::<Vec<_>>())?;
        tx.update_entity(&before.to_stored(), &after.to_stored())?;
        let key: SubjectKey = before.key();
        supersede(tx, context, &key, &differ)?;
        let deed = if differ.is_empty() { Deed::EntityOwner } else { Deed::EntityUpdate };
        story::tell(tx, context, deed, Some(&before), Some(&after))?;
        let after = subject::find(tx, context, kind, &self.id)?.ok_or_else(missing)?;
        let sight = Sight::by_standing(&context.actor, &after);
        EntityInfo::of(&after, &sight, &context.actor)
    }
}

impl UpdateEntity {
    fn read(&self, context: &Context, before: &Subject, body: &EntityDraft, findings: &mut Findings) -> ReadClaims {
        let kind = before.declared();
        authority::same_kind(context, body.kind.as_deref(), &kind.name, findings);
        if let Some(id) = &body.id {
            match context.registry_url().read_entity(id) {
                Ok((of, id)) if of == kind.name && id == self.id => {}
                Ok(_) => findings.error("id", "bad_id", "it names another entity than the path"),
                Err(fault) => findings.error("id", fault.code(), fault.to_string()),
            }
        }
        if self.whole && body.claims.is_none() && findings.errors().iter().all(|error| error.field != "claims") {
            findings.error("claims", "required", "all claims are replaced: give them");
        }
        let (claims, named) = draft::read(kind, body.claims.as_deref().unwrap_or_default(), findings);
        for (field, id) in named.into_iter().filter(|(_, id)| *id != self.id) {
            findings.error(field, "bad_id", format!("{id} is another entity"));
        }
        claims
    }
}

/// The entity after the change.
fn changed(
    before: &Subject,
    claims: &ReadClaims,
    owner: Option<(AccountId, AccountName)>,
    context: &Context,
    whole: bool,
    findings: &mut Findings,
) -> Subject {
    let kept = before.claims.iter().filter(|claim| !whole && !claims.contains_key(&claim.name)).cloned();
    let given = claims.iter().filter_map(|(name, value)| {
        let value = value.clone()?;
        // What says the same as before says it since then (rule E6).
        let same = before.claim(name.as_str()).filter(|held| json::equal(&held.value, &value));
        let since = same.map_or(context.now, |held| held.since);
        Some(HeldClaim { name: name.clone(), value, since, kept: false })
    });
    let kind = before.declared();
    let claims = subject::in_order(kind, kept.chain(given).collect());
    draft::require(kind, |name| claims.iter().any(|claim| claim.name == *name), findings);
    draft::check_size(claims.iter().map(|claim| (&claim.name, &claim.value)), findings);
    Subject {
        claims,
        owner: owner.or_else(|| before.owner.clone()),
        revision: before.revision + 1,
        updated: context.now,
        attestations: Vec::new(),
        ..before.clone()
    }
}

/// The claims that say something else, or nothing any more: each with whether it is gone.
fn differing(before: &Subject, after: &Subject) -> Vec<(domesday_domain::entity::ClaimName, bool)> {
    let went = before.claims.iter().filter(|claim| after.claim(claim.name.as_str()).is_none());
    let says_else = |claim: &&HeldClaim| {
        before.claim(claim.name.as_str()).is_none_or(|held| !json::equal(&held.value, &claim.value))
    };
    let changed = after.claims.iter().filter(says_else);
    went.map(|claim| (claim.name.clone(), true)).chain(changed.map(|claim| (claim.name.clone(), false))).collect()
}
