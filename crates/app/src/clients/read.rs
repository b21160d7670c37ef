//! Reading clients: one's own, and all of them for an admin.

use std::collections::HashMap;

use domesday_domain::account::{Account, User};
use domesday_domain::actor::{Actor, Permission};

use super::ClientInfo;
use super::find::{Found, candidates, first_users, the_one};
use crate::objection::{Ground, Objection};
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a client: that of the caller's own account, by its first user's login or by the caller's own; any, for an admin.
///
/// Refused: not there; another's.
#[derive(Clone, Debug)]
pub struct ReadClient {
    /// The login, or `account/login`.
    pub login: String,
}

impl Query for ReadClient {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = ClientInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<ClientInfo, Refusal> {
        let actor = &context.actor;
        let mut found = if is_called(actor, &self.login) { own(actor, snapshot)? } else { Vec::new() };
        if found.is_empty() {
            found = candidates(&self.login, snapshot)?;
        }
        if !found.is_empty() && !actor.is_admin() {
            found.retain(|client| client.account.id == actor.account);
            if found.is_empty() {
                let detail = "a client is shown to itself and to admins";
                return Err(Objection::new(Ground::Denied, "path:login", "foreign", detail).into());
            }
        }
        let found = the_one(&self.login, found)?;
        let client = snapshot.client(found.account.id)?;
        Ok(found.info(client, snapshot)?)
    }
}

/// Whether a text is what the caller logs in as.
fn is_called(actor: &Actor, text: &str) -> bool {
    let login = match text.split_once('/') {
        Some((account, login)) if account.eq_ignore_ascii_case(actor.account_name.as_str()) => login,
        _ => text,
    };
    actor.user.is_some() && login == actor.login
}

/// The client of the caller's account, whichever of its users calls.
fn own(actor: &Actor, snapshot: &mut dyn Snapshot) -> Result<Vec<Found>, Refusal> {
    let first = snapshot.users(Some(actor.account))?.into_iter().min_by_key(|(_, user)| user.id);
    Ok(first.map(|(account, user)| Found { account, user, hash: None }).into_iter().collect())
}

/// All clients, by handle: accounts that have a user.
#[derive(Clone, Copy, Debug)]
pub struct ListClients;

impl Query for ListClients {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<ClientInfo>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<ClientInfo>, Refusal> {
        let users = snapshot.users(None)?;
        let first = first_users(&users);
        let mut clients: HashMap<_, _> = snapshot.clients()?.into_iter().collect();
        let mut holdings: HashMap<_, _> = snapshot.all_holdings()?.into_iter().collect();
        let is_first = |(account, user): &(Account, User)| first.get(&account.id) == Some(&user.id);
        let shown = users.into_iter().filter(is_first).map(|(account, user)| ClientInfo {
            client: clients.remove(&account.id).unwrap_or_default(),
            holdings: holdings.remove(&account.id).unwrap_or_default(),
            login: user.login,
            roles: user.roles,
            account,
        });
        Ok(shown.collect())
    }
}
