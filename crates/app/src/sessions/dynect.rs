//! Logging in through the DynECT face (`dynect.md` S1, S3, S7).
//!
//! What is given for a password may be an API key of the user's. Nobody is locked out: where other faces would refuse a log-in unseen, only a
//! wrong one is answered later here. Whatever is wrong, the same is done: one look at user, key and failures, one password hashed, one
//! failure counted.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domesday_domain::account::{Idling, NEVER, Session, SessionId, UserId};
use domesday_domain::actor::{Actor, Permission};
use tokio::time::sleep;
use uuid::Uuid;

use super::attempts::{CountFailure, LOG_INS, Subjects};
use super::log_in::{Candidate, Claimed, Credentials, OpenedSession, bad_credentials, find};
use super::open::{SWEPT, principal, signing_secret};
use super::rules::LoginLimits;
use super::sights::Sights;
use crate::accounts::MAX_PASSWORD;
use crate::dynect::DynectRules;
use crate::ports::{KeyHash, Locks, Principal, Secret, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};

/// How much later a wrong log-in is answered, once there were too many.
const DELAY: Duration = Duration::from_secs(2);

/// The words of the refusal of a user who has too many sessions, none of which may be ended (rule S3).
pub const TOO_MANY_SESSIONS: &str = "Too many open sessions";

/// Finds whom credentials name, and whether too many log-ins failed before.
struct LookUp {
    claimed: Option<Claimed>,
    key: KeyHash,
    subjects: Subjects,
    limits: LoginLimits,
}

impl Query for LookUp {
    const NEEDS: Permission = Permission::Administer;
    type Answer = (Option<Candidate>, bool);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let are_spent = self.subjects.are_spent(&self.limits, context.now, snapshot)?;
        let of_key = snapshot.key(&self.key)?.and_then(|principal| principal.actor.user);
        let found = self.claimed.as_ref().map_or(Ok(None), |claimed| find(claimed, snapshot))?;
        let candidate = found.map(|found| {
            let key = (of_key == Some(found.user)).then_some(self.key);
            Candidate { key, ..found }
        });
        Ok((candidate, are_spent))
    }
}

/// Opens a session of its own for a user whose password or key fitted; none if it no longer does.
struct OpenDynectSession {
    id: Uuid,
    candidate: Candidate,
    subjects: Subjects,
    rules: DynectRules,
    configured: Option<Secret>,
    /// What this server knows of last uses: of two sessions the one that was not used for longer is ended.
    sights: Arc<Sights>,
}

impl Command for OpenDynectSession {
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
        let now = context.now;
        self.make_room(user.id, now, tx)?;
        let session = Session {
            id: SessionId(self.id),
            user: user.id,
            secret: secret.id.clone(),
            created: now,
            expires: self.rules.session_life.map_or(NEVER, |life| now + life),
            idle: None,
            registrar: false,
            idling: Some(Idling { limit: self.rules.session_idle, used: now }),
        };
        tx.insert_session(&session)?;
        tx.clear_attempts(self.subjects.login())?;
        tx.sweep_sessions(now, SWEPT)?;
        Ok(Some((principal(account, user, &session), session, secret)))
    }
}

impl OpenDynectSession {
    /// Ends the sessions of the user that were not used for longest, if there are too many for one more (rule S3).
    fn make_room(&self, user: UserId, now: DateTime<Utc>, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let mut live = tx.live_sessions(user, now)?;
        let too_many = (live.len() + 1).saturating_sub(self.rules.sessions_per_user);
        if too_many == 0 {
            return Ok(());
        }
        live.retain(|session| !session.is_busy);
        if live.len() < too_many {
            return Err(Refusal::Quota { detail: TOO_MANY_SESSIONS.into() });
        }
        let used: HashMap<SessionId, DateTime<Utc>> =
            live.iter().map(|session| (session.id, self.sights.last_use(session.id, session.used))).collect();
        live.sort_by_key(|session| used.get(&session.id).copied());
        for session in live.iter().take(too_many) {
            tx.end_session(session.id, now)?;
        }
        Ok(())
    }
}

impl Registry {
    /// Logs a user of an account in for a session of the DynECT face, which is none but this log-in's. The password may be an API key of the
    /// user's; the account has to be named.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] with `bad_credentials`, two seconds later once too many log-ins have failed; [`Refusal::Quota`] with
    /// [`TOO_MANY_SESSIONS`]; [`Refusal::Busy`].
    pub async fn log_in_dynect(
        &self,
        caller: &Caller,
        credentials: Credentials,
        remote: IpAddr,
    ) -> Result<OpenedSession, Refusal> {
        let system = caller.as_system();
        let limits = self.session_rules().limits.clone();
        let claimed = Claimed::read(&credentials).filter(|_| credentials.account.is_some());
        let name = claimed.as_ref().map_or_else(String::new, Claimed::folded);
        let subjects = Subjects::new(claimed.as_ref().map_or("", Claimed::login), remote);
        let key = self.key_hash(&credentials.password);
        let look_up = LookUp { claimed, key, subjects: subjects.clone(), limits: limits.clone() };

        let login_turn = self.log_in_turns().enter(name).await?;
        let turn = self.hashing_turn().await?;
        let (candidate, are_spent) = self.ask(&system, look_up).await?;
        let candidate = candidate.filter(|_| credentials.password.len() <= MAX_PASSWORD);
        let hash = candidate.as_ref().and_then(|candidate| candidate.hash.clone());
        let (fits, turn) = self.fits(turn, credentials.password, hash).await?;
        let opened = match candidate.filter(|candidate| fits || candidate.key.is_some()) {
            Some(candidate) => self.open_dynect(&system, candidate, subjects.clone()).await?,
            None => None,
        };
        if opened.is_none() {
            self.run(&system, CountFailure { subjects, limits }).await?;
        }
        drop((turn, login_turn));
        // Whoever waits for the answer to a wrong one holds up nobody.
        if opened.is_none() && are_spent {
            sleep(DELAY).await;
        }
        opened.ok_or_else(bad_credentials)
    }

    async fn open_dynect(
        &self,
        system: &Caller,
        candidate: Candidate,
        subjects: Subjects,
    ) -> Result<Option<OpenedSession>, Refusal> {
        let (rules, configured) = (self.dynect_rules().clone(), self.configured_secret().cloned());
        let (id, sights) = (self.ids().uuid(), self.sights().clone());
        let command = OpenDynectSession { id, candidate, subjects, rules, configured, sights };
        let Some((principal, session, secret)) = self.run(system, command).await? else {
            return Ok(None);
        };
        let token = self.mint(&session, secret);
        Ok(Some(OpenedSession { session, token, principal }))
    }
}
