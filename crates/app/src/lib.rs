//! The use cases of Domesday, and the ports they need.
//!
//! A face parses, calls [`registry::Registry`] with a command or query from here, and renders what comes back. It holds no rule; and
//! nothing here knows of a protocol or a database.

pub mod accounts;
pub mod blocklist;
pub mod delegations;
pub mod history;
pub mod hosts;
pub mod input;
mod ledger;
mod name_servers;
pub mod pages;
pub mod ports;
pub mod quotas;
pub mod records;
pub mod refusal;
pub mod registry;
pub mod sessions;
mod stable_hash;
pub mod tlds;
pub mod zones;
