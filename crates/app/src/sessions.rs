//! Sessions: logging in, who is logged in, logging out, and the secrets that session tokens are signed with.
//!
//! A session ends when it was to end at log-in, or it lives from its last use; each log-in opens one, or each user has one ([`Life`]):
//! which, the face decides that a user logs in by.
//!
//! A log-in is not one transaction but several, since a wrong password must be counted although it is refused, and since hashing takes
//! longer than any transaction should: read, hash, then record under a re-check of what was read ([`Registry::log_in`]).
//!
//! [`Registry::log_in`]: crate::registry::Registry::log_in

mod attempts;
mod close;
mod current;
mod log_in;
mod note_use;
mod open;
mod rules;
mod secrets;

pub use current::Presence;
pub use log_in::{Credentials, OpenedSession};
pub(crate) use note_use::NoteUse;
pub use rules::{Life, LoginLimits, SessionRules};
