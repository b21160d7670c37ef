//! The use cases of Domesday, and the ports they need.
//!
//! A face parses, calls [`registry::Registry`] with a command or query from here, and renders what comes back. It holds no rule; and
//! nothing here knows of a protocol or a database.

pub mod accounts;
pub mod attestations;
pub mod blocklist;
pub mod clients;
pub mod collections;
pub mod contacts;
pub mod delegations;
pub mod domains;
pub mod dynect;
pub mod entities;
pub mod form;
pub mod history;
pub mod host_objects;
pub mod hosts;
pub mod input;
pub mod jobs;
mod ledger;
pub mod look_up;
pub mod messages;
mod name_servers;
pub mod notes;
pub mod objection;
pub mod paces;
pub mod pages;
pub mod policies;
pub mod ports;
pub mod quotas;
pub mod rate_limits;
pub mod records;
pub mod refusal;
pub mod registry;
pub mod repeats;
pub mod sessions;
pub mod signing_keys;
pub mod stable_hash;
pub mod staging;
pub mod tlds;
pub mod zones;
