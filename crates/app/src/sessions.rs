//! Sessions: logging in, who is logged in, logging out, and the secrets that session tokens are signed with.
//!
//! A log-in is not one transaction but several, since a wrong password must be counted although it is refused, and since hashing takes
//! longer than any transaction should: read, hash, then record under a re-check of what was read ([`Registry::log_in`]).
//!
//! [`Registry::log_in`]: crate::registry::Registry::log_in

mod attempts;
mod close;
mod current;
mod log_in;
mod open;
mod rules;
mod secrets;

pub use log_in::{Credentials, OpenedSession};
pub use rules::{LoginLimits, SessionRules};
