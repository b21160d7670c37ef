//! Choosing a password. Its length is judged, and it is hashed, before the transaction; a wrong length is told inside, with all else.

use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;

use crate::refusal::Refusal;
use crate::registry::{Caller, Registry};

/// The least bytes of a password.
pub const MIN_PASSWORD: usize = 8;
/// The most bytes of a password.
pub const MAX_PASSWORD: usize = 1024;

/// A password that was chosen for a user: hashed already, or of a wrong length.
#[derive(Clone)]
pub struct NewPassword {
    hash: Option<String>,
}

impl NewPassword {
    /// The hash to store; a finding if the password was not fit for one.
    pub(super) fn settle(&self, findings: &mut Findings) -> Option<String> {
        if self.hash.is_none() {
            findings.error(
                "password",
                "bad_password",
                format!("a password is {MIN_PASSWORD} to {MAX_PASSWORD} bytes long"),
            );
        }
        self.hash.clone()
    }
}

impl Registry {
    /// Hashes a password that an administrator chose for a user.
    ///
    /// # Errors
    /// Those of [`Registry::admit`], and [`Refusal::Busy`] when too much is being hashed. A wrong length is told by the command that
    /// takes the password.
    pub async fn new_password(&self, caller: &Caller, password: String) -> Result<NewPassword, Refusal> {
        self.admit(caller, Permission::Administer).await?;
        let hash = match (MIN_PASSWORD..=MAX_PASSWORD).contains(&password.len()) {
            true => Some(self.hash(password).await?),
            false => None,
        };
        Ok(NewPassword { hash })
    }
}
