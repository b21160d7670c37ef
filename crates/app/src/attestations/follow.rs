//! What follows elsewhere when a claim becomes, or ceases to be, attested: domains whose registrant a contact is (`attestations.md` N4).

use domesday_domain::attestation::{Attestation, SubjectKey};
use domesday_domain::entity::SystemKind;
use domesday_domain::registration::ContactNumber;

use crate::domains::claims::{Occasion, settle_claims_of};
use crate::entities::Subject;
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::Context;

/// A claim was attested.
pub(super) fn attested(tx: &mut dyn UnitOfWork, context: &Context, subject: &Subject) -> Result<(), Refusal> {
    settle(tx, context, &subject.key(), Occasion::Attested)
}

/// An attestation was revoked.
pub(super) fn revoked(tx: &mut dyn UnitOfWork, context: &Context, attestation: &Attestation) -> Result<(), Refusal> {
    settle(tx, context, &attestation.subject, Occasion::Revoked)
}

fn settle(tx: &mut dyn UnitOfWork, context: &Context, subject: &SubjectKey, occasion: Occasion) -> Result<(), Refusal> {
    if SystemKind::of(&subject.kind) != Some(SystemKind::Contacts) {
        return Ok(());
    }
    settle_claims_of(tx, context, ContactNumber(subject.number), occasion)
}
