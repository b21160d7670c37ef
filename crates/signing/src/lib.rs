//! Domesday's session tokens and password hashes, and the chance and the time they are made of.
//!
//! All of it stands on two crates: `ring` for chance, digests and message authentication, `argon2` for passwords. Each module
//! implements one port of `domesday_app::ports`; nothing else here is public.

mod chance;
mod passwords;
mod provider;
mod time;
mod tokens;

pub use chance::{NoChance, SystemChance};
pub use passwords::{Argon2Passwords, BadCost, PasswordCost};
pub use time::SystemClock;
pub use tokens::{SessionTokens, TokensUnusable, WeakSecret, configured_secret};
