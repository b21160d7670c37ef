//! Delegations: cuts of a zone made, read, changed and deleted by callers (rules D11, D13, D17).

mod believed;
mod create;
mod delete;
mod draft;
mod list;
mod read;
mod update;

pub use create::{CreateDelegation, StoredDelegation};
pub(crate) use create::{covered, keep_addresses, managed, refuse_place};
pub(crate) use delete::refuse_stranding;
pub use delete::{DeleteDelegation, DeletedDelegation};
pub use draft::{Delegation, DelegationDraft, DelegationUpdate, MAX_COMMENT, NamedServer};
pub use list::{DelegationList, ListDelegations, StreamDelegations};
pub use read::ReadDelegation;
pub use update::UpdateDelegation;
pub(crate) use update::refuse_managed;
