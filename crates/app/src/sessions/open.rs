//! Recording a log-in whose password fitted.
//!
//! Between the reading of the hash and this transaction the user may have been disabled, or given another password: then the log-in
//! fails like any other. Sessions that ran out are swept here, a few at a time, so nothing else has to.
//!
//! Of sessions that live from their last use each user has one, as long as it is signed with the secret of today: after a rotation the
//! next log-in begins another, so that an old secret goes out of use.
//!
//! The same holds for sessions of the registrar face, which nothing extends. They begin and end at whole seconds, since that face tells
//! instants so: a token is dead from the very instant that was told.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domesday_domain::account::{Account, AccountId, Session, SessionId, User, UserId};
use domesday_domain::actor::{Actor, Permission};
use uuid::Uuid;

use super::attempts::{LOG_INS, Subjects};
use super::log_in::Candidate;
use super::rules::{IDLE_LIFE, Life};
use crate::ports::{Locks, Principal, Secret, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// How many dead rows a log-in clears away.
pub(super) const SWEPT: usize = 100;

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
        let Some((account, user)) = self.candidate.still_fits(tx)? else {
            return Ok(None);
        };
        let secret = signing_secret(self.configured.as_ref(), tx)?;
        let session = self.session(context, tx, account.id, user.id, &secret)?;
        tx.clear_attempts(self.subjects.login())?;
        tx.sweep_sessions(context.now, SWEPT)?;

        Ok(Some((principal(account, user, &session), session, secret)))
    }
}

impl Candidate {
    /// The user, if what they showed still fits, and nothing has been disabled.
    pub(super) fn still_fits(&self, tx: &mut dyn UnitOfWork) -> Result<Option<(Account, User)>, Refusal> {
        let users = tx.users_with_login(&self.login)?.into_iter();
        let mut enabled = users.filter(|(account, user, _)| !account.disabled && !user.disabled);
        let Some((account, user, hash)) = enabled.find(|(_, user, _)| user.id == self.user) else { return Ok(None) };
        let fits = match &self.key {
            Some(key) => tx.key(key)?.is_some_and(|principal| principal.actor.user == Some(self.user)),
            None => hash.is_some() && hash == self.hash,
        };
        Ok(fits.then_some((account, user)))
    }
}

/// What a new session is signed with: the configuration's secret, or else the database's.
pub(super) fn signing_secret(configured: Option<&Secret>, tx: &mut dyn UnitOfWork) -> Result<Secret, Refusal> {
    match configured {
        Some(secret) => Ok(secret.clone()),
        None => tx.current_secret()?.ok_or_else(|| Refusal::Failed("there is no token secret".into())),
    }
}

/// Whom a session stands for.
pub(super) fn principal(account: Account, user: User, session: &Session) -> Principal {
    let actor = Actor {
        account: account.id,
        account_name: account.name,
        user: Some(user.id),
        login: user.login,
        roles: user.roles,
        suspended: account.suspended,
    };
    Principal { actor, session: Some(session.clone()), key: None }
}

impl OpenSession {
    fn session(
        &self,
        context: &Context,
        tx: &mut dyn UnitOfWork,
        account: AccountId,
        user: UserId,
        secret: &Secret,
    ) -> Result<Session, Refusal> {
        let now = context.now;
        if let Some(session) = self.going_on(now, tx, user, secret)? {
            return Ok(session);
        }
        let (created, life, idle) = match self.life {
            Life::Fixed => (now, self.fixed, None),
            Life::FromLastUse => (now, IDLE_LIFE, Some(IDLE_LIFE)),
            Life::Registrar => {
                let life = tx.client(account)?.token_life;
                (now.trunc_subsecs(0), TimeDelta::seconds(life.into()), None)
            }
        };
        let session = Session {
            id: SessionId(self.id),
            user,
            secret: secret.id.clone(),
            created,
            expires: created + life,
            idle,
            registrar: self.life == Life::Registrar,
            idling: None,
        };
        tx.insert_session(&session)?;
        Ok(session)
    }

    /// The session that the user has already, if it is of the kind of which each user has one; its use is noted, if that prolongs it.
    fn going_on(
        &self,
        now: DateTime<Utc>,
        tx: &mut dyn UnitOfWork,
        user: UserId,
        secret: &Secret,
    ) -> Result<Option<Session>, Refusal> {
        let session = match self.life {
            Life::Fixed => None,
            Life::FromLastUse => tx.sliding_session(user, &secret.id, now)?,
            Life::Registrar => tx.registrar_session(user, &secret.id, now)?,
        };
        let Some(session) = session else { return Ok(None) };
        let Some(expires) = session.prolonged(now) else { return Ok(Some(session)) };
        tx.prolong_session(session.id, expires)?;
        Ok(Some(Session { expires, ..session }))
    }
}
