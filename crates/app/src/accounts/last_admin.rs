//! Somebody must be left who can administer: what would lock out the last admin is refused, on every face and on the command line.
//!
//! An admin counts who is not disabled, in an account that is neither disabled nor suspended: only they can still change anything. It is
//! looked at after the change, inside its transaction, and only if the change took one away.

use crate::entities::{Clash, Denial};
use crate::ports::{AccountReads, Stored};
use crate::refusal::Refusal;

/// What is told about it.
pub(crate) const LAST_ADMIN: &str = "nobody would be left who can administer the registry: make another admin first";

/// Whether anybody can administer, as things stand in this transaction.
pub(crate) fn is_any_left(reads: &mut (impl AccountReads + ?Sized)) -> Stored<bool> {
    Ok(reads.users(None)?.iter().any(|(account, user)| user.can_administer(account)))
}

/// Refuses if nobody is left who can administer.
///
/// # Errors
/// 409 `last_admin`, naming `whom` the change was about.
pub(super) fn keep_one(reads: &mut (impl AccountReads + ?Sized), whom: (&'static str, String)) -> Result<(), Refusal> {
    if is_any_left(reads)? {
        return Ok(());
    }
    let (kind, name) = whom;
    let clash = Clash::of([("kind", kind.to_owned()), ("name", name)], LAST_ADMIN);
    Err(Denial::conflict("last_admin", LAST_ADMIN).with(vec![clash]).into())
}
