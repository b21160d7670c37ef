//! Bodies of requests, read into what the use cases take (rules U2–U9).

mod client;
mod contact;
mod domain;
mod host;
mod parts;
mod transfer;

pub(super) use client::client;
pub(super) use contact::{contact_change, new_contact};
pub(super) use domain::{domain_update, new_domain, renewal};
pub(super) use host::{host_change, new_host};
pub(super) use parts::code;
pub(super) use transfer::transfer;
