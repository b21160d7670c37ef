//! Entities and their claims (`attestations.md` sections 4 to 6, 12, 13): kinds that admins declare, entities that accounts keep, and the
//! registry's own objects read as entities.
//!
//! What a kind declares, and what is wrong with a declaration or a value, is told by `domesday_domain::entity`. Here are who sees and does
//! what, in which order refusals come, and what an entity of any kind is at the moment of a request ([`Subject`]).

mod authority;
mod contact_claims;
mod create;
mod delete;
mod denial;
mod draft;
mod history;
mod info;
mod kinds;
mod ownership;
mod projection;
mod read;
mod revision;
mod search;
mod sight;
mod story;
pub(crate) mod subject;
mod unique;
mod update;

pub(crate) use authority::refuse_suspended;
pub(crate) use contact_claims::{changed_claims, claims_of};
pub use create::CreateEntity;
pub use delete::DeleteEntity;
pub use denial::{Clash, Denial, DenialKind};
pub use draft::{ClaimDraft, EntityDraft};
pub use history::{EntityEntry, EntityHistory, ReadEntityHistory};
pub use info::EntityInfo;
pub(crate) use info::envelope;
pub use kinds::{KindChanged, ListKinds, PutKind, ReadKind};
pub(crate) use kinds::{all as all_kinds, find as find_kind};
pub(crate) use projection::sought;
pub(crate) use read::visible;
pub use read::{ClaimInfo, ReadClaim, ReadEntity};
pub use search::{AttestationCriterion, ClaimCriterion, EntitiesFound, EntityQuery, SearchEntities};
pub(crate) use sight::{Attestors, Sight};
pub use subject::Subject;
pub use update::UpdateEntity;

use domesday_domain::actor::Actor;
use domesday_domain::entity::{EntityId, KindName, SystemKind};

use crate::ports::{Lock, Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// What locks call an entity of a declared kind.
const ENTITY: &str = "entity";
/// What locks call a contact, here as in its own use cases.
const CONTACT: &str = "contact";

/// The refusal of an entity that is not there, or not for this caller.
pub(crate) fn missing() -> Refusal {
    Denial::missing("not_found", "there is no such entity, or not for you").into()
}

/// The same for whoever has no log-in: first of all he is to show who he is.
pub(crate) fn missing_for(context: &Context) -> Refusal {
    if context.actor.is_nobody() { Refusal::unauthenticated() } else { missing() }
}

/// The locks of whoever changes an entity or its attestations: nobody else does, and no kind changes meanwhile.
pub(crate) fn locks(kind: &KindName, id: &EntityId, actor: &Actor) -> Locks {
    let (what, called) = lock_of(kind, id.as_str());
    let locks = kinds::relying(Locks::none().object(what, &called));
    // A contact's account must not be changed meanwhile by a transfer, nor what a policy asks of it.
    if what == CONTACT { locks.making_for(&actor.account_name).judging_names() } else { locks }
}

/// The same, and an entity that is called so by somebody is looked at: its attestations and claims stay as they are.
pub(crate) fn looking_at(locks: Locks, entity: &str) -> Locks {
    let mut segments = entity.trim_end_matches('/').rsplit('/');
    let (Some(id), Some(kind)) = (segments.next(), segments.next()) else { return locks };
    let (what, called) = lock_of(&KindName::from_stored(kind.to_owned()), id);
    locks.looking_at(what, &called)
}

/// What locks call an entity.
pub(crate) fn lock_of(kind: &KindName, id: &str) -> (&'static str, String) {
    if SystemKind::of(kind) == Some(SystemKind::Contacts) {
        (CONTACT, id.to_ascii_lowercase())
    } else {
        (ENTITY, format!("{kind}/{id}"))
    }
}

/// Asks for the lock that keeps a contact its account's.
pub(crate) fn share(context: &Context, subject: &Subject) -> Result<(), Refusal> {
    let is_contact = SystemKind::of(&subject.declared().name) == Some(SystemKind::Contacts);
    let Some((_, owner)) = subject.owner.as_ref().filter(|_| is_contact) else { return Ok(()) };
    if context.may_share(owner) { Ok(()) } else { Err(Refusal::NotLocked(vec![Lock::Sharing(owner.clone())])) }
}

/// Counts a change of an entity's attestations. What is projected from the registry has a revision of its own there, which attestations do
/// not move.
pub(crate) fn note_change(tx: &mut dyn UnitOfWork, context: &Context, subject: &mut Subject) -> Result<(), Refusal> {
    if SystemKind::of(&subject.declared().name).is_some() {
        return Ok(());
    }
    let before = subject.to_stored();
    subject.revision += 1;
    subject.updated = context.now;
    Ok(tx.update_entity(&before, &subject.to_stored())?)
}
