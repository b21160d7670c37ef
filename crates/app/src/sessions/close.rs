//! Logging out: the session ends, and with it its token, on every node. Its row goes at once, or after what hangs on it (`dynect.md` S5).

use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;

use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

struct CloseSession(SessionId);

impl Command for CloseSession {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        if tx.end_session(self.0, context.now)? { Ok(()) } else { Err(Refusal::unauthenticated()) }
    }
}

impl Registry {
    /// Closes the caller's session.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] when it is not good (any more), [`Refusal::Forbidden`] with `not_a_session` for an API key.
    pub async fn close_session(&self, caller: &Caller) -> Result<(), Refusal> {
        let principal = self.admit(caller, Permission::UseSession).await?;
        let session = principal.session.ok_or_else(|| {
            Refusal::forbidden(
                "not_a_session",
                "an API key is no session: it ends when it is disabled (`domesday key disable`)",
            )
        })?;
        // Admitted already; asking again could only lose a race with a second log-out, which `end_session` tells as well.
        self.run(&caller.as_system(), CloseSession(session.id)).await
    }
}
