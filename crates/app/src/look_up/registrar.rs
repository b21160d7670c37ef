//! Registrars as everybody sees them.

use domesday_domain::account::{Account, AccountId, AccountName, Client};
use domesday_domain::actor::Role;

use crate::ports::Snapshot;
use crate::refusal::Refusal;

/// An account that registers names: what it says of itself is public, but for its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRegistrar {
    /// Its handle.
    pub handle: AccountName,
    /// What it says of itself.
    pub client: Client,
}

/// The account of a handle, if it registers names: a user of it has the role, or it sponsors a domain. Four statements, whether there is
/// such an account or not.
pub(super) fn find(snapshot: &mut dyn Snapshot, handle: &AccountName) -> Result<Option<(Account, Client)>, Refusal> {
    let account = snapshot.account(handle)?;
    // Nobody's number, for the statements of an account that is not there.
    let id = account.as_ref().map_or(AccountId(0), |account| account.id);
    let has_role = snapshot.users(Some(id))?.iter().any(|(_, user)| user.roles.contains(Role::Registrar));
    let is_sponsor = snapshot.is_sponsor(id)?;
    let client = snapshot.client(id)?;
    Ok(account.filter(|_| has_role || is_sponsor).map(|account| (account, client)))
}
