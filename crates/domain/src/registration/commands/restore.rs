//! A deleted domain comes back.

use super::{Caller, Refusal, judge_state};
use crate::registration::facts::Stage;
use crate::registration::obstacle::{Command, obstacles};
use crate::registration::project::Present;
use crate::registration::terms::TermsVersions;

/// Restores a domain from redemption, for the fewest years that make its expiry future (rule L11).
///
/// # Errors
/// [`Refusal::State`].
pub fn restore(present: &Present, versions: &TermsVersions, caller: Caller) -> Result<Present, Refusal> {
    let (mut registration, now) = (present.registration().clone(), present.now());
    judge_state(obstacles(present, Command::Restore))?;
    let expires = versions.at(now).year.made_future(registration.expires, now);
    registration.stage = Stage::Registered;
    registration.expire_at(expires, now);
    registration.touch(caller.account, now);
    Ok(Present::after(registration, now))
}
