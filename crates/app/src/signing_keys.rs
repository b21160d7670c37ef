//! The keys that attestations are signed with, as the registry knows them: public halves, and where each is in its life
//! (`attestations.md` section 10).
//!
//! Private halves stay in the signer, on the nodes that were given them. So a key is made, or imported, on one node; activated where its
//! file is; and served by all.

mod activate;
mod add;
mod read;
mod revoke;
mod shelf;
mod story;

pub use activate::ActivateKey;
pub use add::AddKey;
pub use revoke::RevokeKey;
pub use shelf::KeyShelf;

use domesday_domain::signing_key::{KeyRefusal, KeyState, PublicSigningKey};

use crate::entities::{Clash, Denial};
use crate::ports::{Locks, SigningKeyReads};
use crate::refusal::Refusal;

/// What locks call all keys together: there are few, and they change one after the other.
const KEYS: (&str, &str) = ("signing keys", "");

/// The locks of whoever changes a key.
pub(crate) fn changing() -> Locks {
    Locks::none().object(KEYS.0, KEYS.1)
}

/// The locks of whoever relies on the keys' states.
pub(crate) fn relying(locks: Locks) -> Locks {
    locks.looking_at(KEYS.0, KEYS.1)
}

/// The key that signs.
pub(crate) fn active(keys: &[PublicSigningKey]) -> Option<&PublicSigningKey> {
    keys.iter().find(|key| key.state == KeyState::Active)
}

/// A key by its id.
fn existing(reads: &mut (impl SigningKeyReads + ?Sized), id: &str) -> Result<PublicSigningKey, Refusal> {
    let keys = reads.signing_keys()?;
    keys.into_iter().find(|key| key.id == id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Refusal {
    Denial::missing("not_found", format!("there is no signing key {id}")).into()
}

/// A step that the key's state does not allow.
fn refused(key: &PublicSigningKey, refusal: &KeyRefusal) -> Refusal {
    let clash = Clash::of([("key", key.id.clone()), ("status", key.state.as_str().to_owned())], refusal.to_string());
    Denial::conflict("key_state", refusal.to_string()).with(vec![clash]).into()
}
