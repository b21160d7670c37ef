//! Declares a key untrustworthy for ever (`attestations.md` S6): what it signed is signed anew by due work.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Deed;
use domesday_domain::signing_key::{KeyRefusal, PublicSigningKey};

use super::{changing, existing, refused, story};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

/// Revokes a key. Revoked already: nothing is written, its reason stays.
pub struct RevokeKey {
    /// Its id.
    pub id: String,
    /// Why: 1 to 256 characters.
    pub reason: Input<String>,
}

impl Command for RevokeKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = PublicSigningKey;

    fn locks(&self, _: &Actor) -> Locks {
        changing()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<PublicSigningKey, Refusal> {
        let before = existing(tx, &self.id)?;
        let (reason, mut findings) = self.reason.well_formed()?;
        if reason.contains('\0') {
            findings.error("reason", "bad_value", "U+0000 cannot be kept");
        }
        let mut key = before.clone();
        let revoked = match key.revoke(context.now, reason) {
            Err(KeyRefusal::Reason) if findings.is_clean() => {
                let code = if reason.is_empty() { "required" } else { "too_long" };
                findings.error("reason", code, KeyRefusal::Reason.to_string());
                false
            }
            Err(KeyRefusal::Reason) => false,
            Err(refusal) => {
                findings.settle(false)?;
                return Err(refused(&before, &refusal));
            }
            Ok(revoked) => revoked,
        };
        findings.settle(false)?;
        if revoked {
            tx.update_signing_key(&key)?;
            story::tell(tx, context, Deed::KeyRevoke, Some(&before), &key)?;
        }
        Ok(key)
    }
}

impl Registry {
    /// Revokes a key.
    ///
    /// # Errors
    /// `not_found`; what is wrong with the reason; `key_state` for the active one.
    pub async fn revoke_key(
        &self,
        caller: &Caller,
        id: String,
        reason: Input<String>,
    ) -> Result<PublicSigningKey, Refusal> {
        let revoked = self.run(caller, RevokeKey { id, reason }).await;
        self.forget_keys();
        revoked
    }
}
