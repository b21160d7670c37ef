//! The secrets that session tokens are signed with.
//!
//! A new one signs from now on; the one before is kept under its id, so the tokens it signed stay good until their sessions run out.

use std::fmt::Write;

use domesday_domain::actor::Permission;

use crate::ports::{Secret, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

struct RotateSecret(Secret);

impl Command for RotateSecret {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        Ok(tx.insert_secret(&self.0, context.now)?)
    }
}

impl Registry {
    /// Signs new sessions with a new secret; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] with `secret_configured` where the configuration's secret takes the place of the database's.
    pub async fn rotate_secret(&self, caller: &Caller) -> Result<String, Refusal> {
        self.admit(caller, Permission::Administer).await?;
        if self.configured_secret().is_some() {
            return Err(Refusal::forbidden(
                "secret_configured",
                "the secret comes from `sessions.secret`: change it in the configuration",
            ));
        }
        let secret = self.new_secret();
        let id = secret.id.clone();
        self.run(caller, RotateSecret(secret)).await?;
        Ok(id)
    }

    /// A secret of 32 random bytes under a random id.
    pub(crate) fn new_secret(&self) -> Secret {
        Secret { id: hex(&self.random::<8>()), bytes: self.random::<32>().to_vec() }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
