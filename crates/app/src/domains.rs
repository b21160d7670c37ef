//! Registered domains: registered, changed, renewed, transferred, deleted, restored, and what time does to them (`registrar.md` sections 4
//! and 5).
//!
//! The rules of a life are pure, in `domesday_domain::registration`. Here a domain is loaded as it is at the instant of the request
//! (`Held`), a command makes its next state of it, and `Proceedings` store, publish and tell it. What time does is written in the same
//! way, by the worker (`due`) or by the next command that meets it (rules L13, L14).

mod addressee;
mod check;
pub(crate) mod claims;
mod code;
mod contacts;
mod create;
mod delete;
pub mod draft;
pub(crate) mod due;
pub(crate) mod entries;
pub(crate) mod held;
mod info;
mod list;
mod materialise;
pub(crate) mod messages;
pub(crate) mod proceedings;
pub(crate) mod publication;
mod read;
mod reading;
mod refusals;
mod renew;
mod restore;
mod site;
mod transfer;
pub(crate) mod transfer_info;
mod transfers;
mod update;

pub(crate) use addressee::{path_name, sponsor, unknown};
pub use check::{CheckDomain, CheckedDomain};
pub use code::PreparedCode;
pub use create::{CreateDomain, DomainCreated};
pub use delete::{DeleteDomain, DomainDeleted};
pub use due::DueWork;
pub(crate) use held::Held;
pub use info::{DomainInfo, Standing};
pub(crate) use info::{show, show_all};
pub use list::SearchDomains;
pub use proceedings::DnsDiff;
pub(crate) use proceedings::Proceedings;
pub use read::ReadDomain;
pub use renew::{DomainChanged, RenewDomain};
pub use restore::RestoreDomain;
pub use transfer::{DomainTransferred, TransferDomain, TransferOp};
pub use transfer_info::TransferInfo;
pub use transfers::ListTransfers;
pub use update::{DomainUpdated, UpdateDomain};
