//! Who is logged in.

use domesday_domain::actor::Permission;

use crate::ports::Principal;
use crate::refusal::Refusal;
use crate::registry::{Caller, Registry};

impl Registry {
    /// Who the caller is. An API key has no session: its principal's is none.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] without a good credential.
    pub async fn current_session(&self, caller: &Caller) -> Result<Principal, Refusal> {
        self.admit(caller, Permission::UseSession).await
    }
}
