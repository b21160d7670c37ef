//! Clients of the registrar face (`registrar.md` A10): an account together with its first user, as that face shows them.
//!
//! Accounts and users are those of all faces; nothing is stored twice. A client is called by its first user's login, or by `account/login`
//! where several accounts have that login. What a new client's login is, though, no user of any account may have: the face's clients log in
//! with a login alone.

mod create;
mod draft;
mod find;
mod password;
mod read;
mod story;
mod update;

pub use create::CreateClient;
pub use draft::ClientDraft;
pub(crate) use find::left;
pub use password::ClientPassword;
pub use read::{ListClients, ReadClient};
pub use update::UpdateClient;

use domesday_domain::account::{Account, Client};
use domesday_domain::actor::Roles;

use crate::ports::Holdings;
use crate::repeats::Left;

/// A client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientInfo {
    /// Its account; the account's name is its handle.
    pub account: Account,
    /// What the account is as a client.
    pub client: Client,
    /// Its first user's login.
    pub login: String,
    /// That user's roles.
    pub roles: Roles,
    /// How much it has.
    pub holdings: Holdings,
}

/// A client that was made or changed.
#[derive(Clone, Debug)]
pub struct ChangedClient {
    /// As it was; none if it was made.
    pub before: Option<ClientInfo>,
    /// As it is.
    pub after: ClientInfo,
    /// A number of this state of it, its password included.
    pub(crate) revision: i64,
}

impl ChangedClient {
    /// What is left of it for whoever sends the request again.
    fn left(&self) -> Left {
        let name = format!("{}/{}", self.after.account.name, self.after.login);
        Left::client(name, self.after.account.id, self.revision)
    }
}
