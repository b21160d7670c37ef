//! Delegations: cuts of a zone made, read, changed and deleted by callers (rules D11, D13, D17).

mod believed;
mod create;
mod delete;
mod draft;
mod list;
mod read;
mod update;

pub use create::{CreateDelegation, StoredDelegation};
pub use delete::{DeleteDelegation, DeletedDelegation};
pub use draft::{Delegation, DelegationDraft, DelegationUpdate, MAX_COMMENT, NamedServer};
pub use list::{DelegationList, ListDelegations, StreamDelegations};
pub use read::ReadDelegation;
pub use update::UpdateDelegation;
