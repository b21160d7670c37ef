//! What becomes of domains when a contact's claim is attested, changed or removed, or an attestation is taken back.

use domesday_dns::Name;
use domesday_domain::history::Deed;
use domesday_domain::registration::{ContactNumber, Occasion};

use super::{Registrant, is_concerned, number_of};
use crate::domains::held::Held;
use crate::domains::proceedings::Proceedings;
use crate::ports::{Lock, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// All domains of a contact are settled in one transaction, however many they are.
const ALL: usize = i32::MAX as usize;

/// Settles the required claims of all domains whose registrant a contact is, since something happened to its claims that is stored already:
/// rows, zones, histories and messages.
///
/// Domains of which nothing is required are not touched, nor are their TLDs' zones locked.
///
/// # Errors
/// [`Refusal::NotLocked`] with the zones of the TLDs; a [`Refusal`] of the store.
pub(crate) fn settle_claims_of(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    contact: ContactNumber,
    occasion: Occasion,
) -> Result<(), Refusal> {
    let stored = tx.registrant_of(&[contact], ALL)?.into_iter().map(|(_, domain)| domain).collect();
    let mut domains = Held::all(tx, stored, context.now)?;
    domains.retain(|held| is_concerned(held.facts(), &held.versions, context));
    let mut missing: Vec<Name> = domains.iter().map(|held| held.stored.tld.clone()).collect();
    missing.sort_unstable();
    missing.dedup();
    missing.retain(|tld| !context.may_write(tld));
    if !missing.is_empty() {
        return Err(Refusal::NotLocked(missing.into_iter().map(Lock::Zone).collect()));
    }
    let subject = match domains.as_slice() {
        [] => return Ok(()),
        [only] => only.facts().name.clone(),
        _ => Name::root(),
    };
    let mut proceedings = Proceedings::new(Deed::DomainClaims, &subject);
    let mut settled = Vec::new();
    for held in domains {
        // What was due may have ended it, left it with a copy of the contact, or taken the contact along to another account.
        let held = proceedings.materialise(tx, context, held)?;
        settled.extend(held.filter(|held| number_of(held.facts()) == Some(contact)));
    }
    let Some(contact) = tx.contacts_numbered(&[contact])?.pop() else {
        return Err(Refusal::Failed("a contact of domains is not there".to_owned()));
    };
    let registrant = Registrant::of(tx, contact, context.now)?;
    for held in settled {
        let mut after = held.stored.clone();
        let present = proceedings.settle_claims(context, &mut after, &held.versions, &registrant, occasion);
        proceedings.update(tx, context, &held.stored, after, &present, &held.versions)?;
    }
    proceedings.finish(tx, context, &[])?;
    Ok(())
}
