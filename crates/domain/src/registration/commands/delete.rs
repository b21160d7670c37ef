//! A domain is deleted by an account.

use super::{Caller, Deleted, Outcome, Refusal, judge_state};
use crate::registration::deletion;
use crate::registration::grace::GraceKind;
use crate::registration::obstacle::{Command, obstacles};
use crate::registration::project::Present;
use crate::registration::terms::TermsVersions;
use crate::registration::transfer::{TransferStatus, close};

/// Deletes a domain: in the add grace it is gone at once, else it can be restored for a while (rules L7, L10). That no host below it is
/// in use elsewhere (rule L8) is known.
///
/// # Errors
/// [`Refusal::State`].
pub fn delete(present: &Present, versions: &TermsVersions, caller: Caller) -> Result<Deleted, Refusal> {
    let (mut registration, now) = (present.registration().clone(), present.now());
    judge_state(obstacles(present, Command::Delete))?;
    let transfer = close(&mut registration, versions, TransferStatus::ServerCancelled, now);
    if registration.has_grace(GraceKind::Add) {
        deletion::purge(&mut registration, now);
    } else {
        deletion::delete(&mut registration, versions.at(now), now);
    }
    registration.touch(caller.account, now);
    Ok(Outcome { present: Present::after(registration, now), transfer })
}
