//! Recording a log-in whose password fitted.
//!
//! Between the reading of the hash and this transaction the user may have been disabled, or given another password: then the log-in
//! fails like any other. Sessions that ran out are swept here, a few at a time, so nothing else has to.

use chrono::TimeDelta;
use domesday_domain::account::{Session, SessionId};
use domesday_domain::actor::{Actor, Permission};
use uuid::Uuid;

use super::attempts::{LOG_INS, Subjects};
use super::log_in::Candidate;
use crate::ports::{Locks, Principal, Secret, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// How many dead rows a log-in clears away.
const SWEPT: usize = 100;

/// Opens a session for a user whose password fitted; none if it no longer does.
pub(super) struct OpenSession {
    pub(super) id: Uuid,
    pub(super) candidate: Candidate,
    pub(super) subjects: Subjects,
    pub(super) life: TimeDelta,
    pub(super) configured: Option<Secret>,
}

impl Command for OpenSession {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Option<(Principal, Session, Secret)>;

    fn locks(&self) -> Locks {
        Locks::of_number(LOG_INS)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal> {
        let users = tx.users_with_login(&self.candidate.login)?;
        let unchanged = users.into_iter().find(|(account, user, hash)| {
            let enabled = !account.disabled && !user.disabled;
            user.id == self.candidate.user && enabled && hash.as_ref() == Some(&self.candidate.hash)
        });
        let Some((account, user, _)) = unchanged else {
            return Ok(None);
        };

        let secret = match &self.configured {
            Some(secret) => secret.clone(),
            None => tx.current_secret()?.ok_or_else(|| Refusal::Failed("there is no token secret".into()))?,
        };
        let (created, expires) = (context.now, context.now + self.life);
        let session = Session { id: SessionId(self.id), user: user.id, secret: secret.id.clone(), created, expires };
        tx.insert_session(&session)?;
        tx.clear_attempts(self.subjects.login())?;
        tx.sweep_sessions(context.now, SWEPT)?;

        let actor = Actor {
            account: account.id,
            account_name: account.name,
            user: Some(user.id),
            login: user.login,
            roles: user.roles,
            suspended: account.suspended,
        };
        Ok(Some((Principal { actor, session: Some(session.clone()) }, session, secret)))
    }
}
