//! Sessions: logging in, who is logged in, logging out, and the secrets that session tokens are signed with.
//!
//! A session ends when it was to end at log-in, or it lives from its last use; each log-in opens one, or each user has one ([`Life`]):
//! which, the face decides that a user logs in by. One of the DynECT face ends when it idles, too (`dynect.md` section 3).
//!
//! A log-in is not one transaction but several, since a wrong password must be counted although it is refused, and since hashing takes
//! longer than any transaction should: read, hash, then record under a re-check of what was read ([`Registry::log_in`]).
//!
//! [`Registry::log_in`]: crate::registry::Registry::log_in

mod anchor;
mod attempts;
mod close;
mod current;
mod dynect;
mod log_in;
mod note_use;
mod open;
mod paces;
mod rules;
mod secrets;
mod sights;
mod sweep;
mod turns;

pub(crate) use anchor::anchor_holder;
pub use current::Presence;
pub use dynect::TOO_MANY_SESSIONS;
pub use log_in::{Credentials, OpenedSession};
pub(crate) use note_use::NoteUse;
pub use rules::{Life, LoginLimits, SessionRules};
pub(crate) use sights::Sights;
pub(crate) use turns::LogInTurns;
