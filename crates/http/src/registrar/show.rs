//! Objects as this face shows them: `info` of domains, contacts, hosts and messages, `client`, and what stands within them.

mod client;
mod contact;
mod domain;
mod host;
mod message;

pub(super) use client::client;
pub(super) use contact::contact;
pub(super) use domain::{availability, domain, standing};
pub(super) use host::host;
pub(super) use message::message;
