//! Recording a log-in whose password fitted.
//!
//! Between the reading of the hash and this transaction the user may have been disabled, or given another password: then the log-in
//! fails like any other. Sessions that ran out are swept here, a few at a time, so nothing else has to.
//!
//! Of sessions that live from their last use each user has one, as long as it is signed with the secret of today: after a rotation the
//! next log-in begins another, so that an old secret goes out of use.

use chrono::TimeDelta;
use domesday_domain::account::{Session, SessionId, UserId};
use domesday_domain::actor::{Actor, Permission};
use uuid::Uuid;

use super::attempts::{LOG_INS, Subjects};
use super::log_in::Candidate;
use super::rules::{IDLE_LIFE, Life};
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
    pub(super) life: Life,
    pub(super) fixed: TimeDelta,
    pub(super) configured: Option<Secret>,
}

impl Command for OpenSession {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Option<(Principal, Session, Secret)>;

    fn locks(&self, _: &Actor) -> Locks {
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
        let session = self.session(context, tx, user.id, &secret)?;
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

impl OpenSession {
    fn session(
        &self,
        context: &Context,
        tx: &mut dyn UnitOfWork,
        user: UserId,
        secret: &Secret,
    ) -> Result<Session, Refusal> {
        let now = context.now;
        let (idle, life) = match self.life {
            Life::Fixed => (None, self.fixed),
            Life::FromLastUse => (Some(IDLE_LIFE), IDLE_LIFE),
        };
        let going_on = if idle.is_some() { tx.sliding_session(user, &secret.id, now)? } else { None };
        if let Some(session) = going_on {
            let Some(expires) = session.prolonged(now) else { return Ok(session) };
            tx.prolong_session(session.id, expires)?;
            return Ok(Session { expires, ..session });
        }
        let id = SessionId(self.id);
        let session = Session { id, user, secret: secret.id.clone(), created: now, expires: now + life, idle };
        tx.insert_session(&session)?;
        Ok(session)
    }
}
