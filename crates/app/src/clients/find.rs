//! Finding a client by what it is called.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use domesday_domain::account::{Account, AccountId, AccountName, Client, User, UserId, check_login};

use super::ClientInfo;
use crate::objection::{Ground, Objection};
use crate::ports::{AccountReads, Snapshot, Stored};
use crate::refusal::Refusal;
use crate::repeats::Left;
use crate::stable_hash::StableHasher;

/// A client as it was found.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) account: Account,
    /// The account's first user.
    pub(super) user: User,
    /// The hash of that user's password.
    pub(super) hash: Option<String>,
}

impl Found {
    /// What is shown of it.
    pub(super) fn info(self, client: Client, reads: &mut dyn AccountReads) -> Stored<ClientInfo> {
        let holdings = reads.holdings(self.account.id)?;
        let User { login, roles, .. } = self.user;
        Ok(ClientInfo { account: self.account, client, login, roles, holdings })
    }

    /// A number that is another when anything about it is, its password included.
    pub(super) fn revision(&self, client: &Client) -> i64 {
        let Client { name, email, iana_id, rdap_url, url, abuse_email, abuse_voice, .. } = client;
        let limits = (client.token_life, client.mutations_per_minute, client.reads_per_minute);
        let account = (self.account.disabled, self.account.suspended);
        let user = (self.user.roles.bits(), self.user.disabled, &self.hash);
        let mut hasher = StableHasher::default();
        (name, email, iana_id, rdap_url, url, abuse_email, abuse_voice, limits, account, user).hash(&mut hasher);
        hasher.finish().cast_signed()
    }
}

/// The clients that a text may mean, `login` or `account/login`: more than one only in different accounts.
pub(super) fn candidates(called: &str, reads: &mut dyn AccountReads) -> Stored<Vec<Found>> {
    let (account, login) = match called.split_once('/') {
        Some((account, login)) => (Some(account), login),
        None => (None, called),
    };
    let account = account.map(AccountName::parse).transpose();
    let (Ok(account), Ok(())) = (account, check_login(login)) else { return Ok(Vec::new()) };
    let folded = account.map(|account| account.folded());
    let mut users = reads.users_with_login(login)?;
    users.retain(|(account, _, _)| folded.as_ref().is_none_or(|name| *name == account.name.folded()));
    let scope = match users.as_slice() {
        [] => return Ok(Vec::new()),
        [(account, _, _)] => Some(account.id),
        _ => None,
    };
    let first = first_users(&reads.users(scope)?);
    users.retain(|(account, user, _)| first.get(&account.id) == Some(&user.id));
    Ok(users.into_iter().map(|(account, user, hash)| Found { account, user, hash }).collect())
}

/// The first user of each account that has any.
pub(super) fn first_users(users: &[(Account, User)]) -> HashMap<AccountId, UserId> {
    let mut first = HashMap::new();
    for (account, user) in users {
        let known = first.entry(account.id).or_insert(user.id);
        *known = user.id.min(*known);
    }
    first
}

/// The one client that a text means.
///
/// # Errors
/// [`Ground::NotThere`], or [`Ground::Malformed`] with `ambiguous` where several accounts have such a login.
pub(super) fn the_one(called: &str, mut found: Vec<Found>) -> Result<Found, Refusal> {
    match found.pop() {
        Some(one) if found.is_empty() => Ok(one),
        Some(_) => {
            let detail = format!("several accounts have a user {called}: write account/{called}");
            Err(Objection::new(Ground::Malformed, "path:login", "ambiguous", detail).into())
        }
        None => Err(Objection::not_there("path:login", format!("there is no client {called}")).into()),
    }
}

/// A client as it stands, by `account/login`, for whoever sends a request about it again.
pub(crate) fn left(name: &str, reads: &mut dyn Snapshot) -> Result<Option<Left>, Refusal> {
    let Some(found) = candidates(name, reads)?.pop() else { return Ok(None) };
    let client = reads.client(found.account.id)?;
    Ok(Some(Left::client(name.to_owned(), found.account.id, found.revision(&client))))
}
