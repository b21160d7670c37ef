//! Has a key sign from now on (`attestations.md` S2): the one before is retired in the same transaction.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Deed;
use domesday_domain::signing_key::PublicSigningKey;

use super::{active, changing, existing, refused, story};
use crate::entities::{Clash, Denial};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

/// Activates a key. Active already: nothing is written.
pub struct ActivateKey {
    /// Its id.
    pub id: String,
    /// Whether this node has its private half.
    pub held: bool,
}

impl Command for ActivateKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = PublicSigningKey;

    fn locks(&self, _: &Actor) -> Locks {
        changing()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<PublicSigningKey, Refusal> {
        let before = existing(tx, &self.id)?;
        let mut key = before.clone();
        if !key.activate(context.now).map_err(|refusal| refused(&before, &refusal))? {
            return Ok(key);
        }
        if !self.held {
            let detail = "this node has not its private half: activate it where its file is";
            let clash = Clash::of([("key", self.id.clone())], detail);
            return Err(Denial::conflict("key_state", detail).with(vec![clash]).into());
        }
        let keys = tx.signing_keys()?;
        if let Some(former) = active(&keys) {
            let mut retired = former.clone();
            retired.retire(context.now).map_err(|refusal| refused(former, &refusal))?;
            tx.update_signing_key(&retired)?;
            story::tell(tx, context, Deed::KeyRetire, Some(former), &retired)?;
        }
        tx.update_signing_key(&key)?;
        story::tell(tx, context, Deed::KeyActivate, Some(&before), &key)?;
        Ok(key)
    }
}

impl Registry {
    /// Activates a key on this node.
    ///
    /// # Errors
    /// `not_found`; `key_state` for one that was active before or is revoked, or whose private half is elsewhere.
    pub async fn activate_key(&self, caller: &Caller, id: String) -> Result<PublicSigningKey, Refusal> {
        let (signer, wanted) = (self.signer().clone(), id.clone());
        let held = tokio::task::spawn_blocking(move || signer.holds(&wanted)).await;
        let held = held.map_err(|error| Refusal::Failed(error.to_string()))?.unwrap_or_else(|error| {
            tracing::warn!(%error, "a signing key was looked for, and this node's keys cannot be read");
            false
        });
        let activated = self.run(caller, ActivateKey { id, held }).await;
        self.forget_keys();
        activated
    }
}
