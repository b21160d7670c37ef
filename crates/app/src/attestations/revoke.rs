//! Takes an attestation back (`attestations.md` S7): by an attestor of the account that owns who made it, or an admin. Repeated, nothing
//! happens.

use domesday_domain::actor::{Actor, Permission, Role};
use domesday_domain::attestation::{Attestation, AttestationId, Revocation};
use domesday_domain::entity::EntityId;
use domesday_domain::history::Deed;
use serde_json::json;

use super::status::{self, AttestationInfo};
use super::{follow, story};
use crate::entities::{self, Denial, Subject};
use crate::input::Input;
use crate::ports::{Lock, Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// The most characters of a note.
const LONGEST_NOTE: usize = 1024;

/// Why it is taken back.
#[derive(Clone, Debug)]
pub struct RevocationBody {
    /// In a word; none if it is missing or wrong, which is told already.
    pub reason: Option<Revocation>,
    /// In a sentence.
    pub note: Option<String>,
}

/// Revokes an attestation.
pub struct RevokeAttestation {
    /// Its id; none for a text that cannot be one.
    pub id: Option<AttestationId>,
    /// Why.
    pub body: Input<RevocationBody>,
}

impl Command for RevokeAttestation {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = AttestationInfo;

    fn locks(&self, _: &Actor) -> Locks {
        match self.id {
            Some(id) => Locks::none().object("attestation", &id.to_string()),
            None => Locks::none(),
        }
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<AttestationInfo, Refusal> {
        let found = match self.id {
            Some(id) => tx.attestation(id)?,
            None => None,
        };
        let mut attestation = found.ok_or_else(status::missing)?;
        self.body.acceptable()?;
        entities::refuse_suspended(context)?;
        refuse_others(tx, context, &attestation)?;
        let (body, mut findings) = self.body.well_formed()?;
        if body.note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
            findings.error("note", "too_long", format!("a note has at most {LONGEST_NOTE} characters"));
        }
        if body.note.as_ref().is_some_and(|note| note.contains('\0')) {
            findings.error("note", "bad_value", "U+0000 cannot be kept");
        }
        if body.reason.is_none() && findings.is_clean() {
            findings.error("reason", "required", "`error`, `fraud`, `withdrawn` or `other`");
        }
        findings.settle(false)?;
        let Some(reason) = body.reason else { return status::show(tx, context, &attestation) };
        let mut subject = status::entity(tx, context, &attestation.subject)?;
        if let Some(subject) = &subject {
            entity_lock(context, subject)?;
            entities::share(context, subject)?;
        }
        let counted = attestation.status(context.now) == domesday_domain::attestation::Status::Valid;
        if attestation.revoke(reason, body.note.clone(), context.now) {
            tx.update_attestations(std::slice::from_ref(&attestation))?;
            if let Some(subject) = &mut subject {
                self.tell(tx, context, subject, &attestation, counted)?;
            }
        }
        status::show(tx, context, &attestation)
    }
}

impl RevokeAttestation {
    fn tell(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        subject: &mut Subject,
        attestation: &Attestation,
        counted: bool,
    ) -> Result<(), Refusal> {
        if counted {
            entities::note_change(tx, context, subject)?;
        }
        let change = json!({"claim": attestation.claim.as_str(), "from": null, "to": null});
        story::tell(tx, context, subject, Deed::ClaimRevoke, vec![change], Some(attestation.id), subject.revision)?;
        if counted { follow::revoked(tx, context, attestation) } else { Ok(()) }
    }
}

/// Refuses who is no attestor of the account that owns who attested.
fn refuse_others(tx: &mut dyn UnitOfWork, context: &Context, attestation: &Attestation) -> Result<(), Refusal> {
    if context.actor.is_admin() {
        return Ok(());
    }
    let of_role = context.actor.roles.contains(Role::Attestor);
    let owns = match &attestation.attestor {
        Some(attestor) if of_role => status::owns(tx, context, attestor)?,
        _ => false,
    };
    if owns { Ok(()) } else { Err(Denial::forbidden("forbidden", "only its attestor's account revokes it").into()) }
}

/// Asks for the lock under which an entity's attestations change.
fn entity_lock(context: &Context, subject: &Subject) -> Result<(), Refusal> {
    let id: &EntityId = &subject.id;
    let (what, called) = entities::lock_of(&subject.declared().name, id.as_str());
    if context.may_change(what, &called) {
        return Ok(());
    }
    Err(Refusal::NotLocked(vec![Lock::Object(what, called)]))
}
