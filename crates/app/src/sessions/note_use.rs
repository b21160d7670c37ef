//! Noting that a session which lives from its last use was used, so that it goes on.
//!
//! A command of its own, after the request that used the session and apart from it. It reads the row again, so that of many requests
//! at once only one writes, and none more often than every five minutes.

use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;

use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Moves a session's end, unless that was done a moment ago.
pub(crate) struct NoteUse(pub(crate) SessionId);

impl Command for NoteUse {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let session = tx.session(self.0)?.and_then(|principal| principal.session);
        match session.and_then(|session| session.prolonged(context.now)) {
            Some(expires) => Ok(tx.prolong_session(self.0, expires)?),
            None => Ok(()),
        }
    }
}
