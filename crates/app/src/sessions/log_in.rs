//! Logging in with a login and a password.
//!
//! Whatever is wrong (no such login, a wrong password, something disabled, a login that several accounts have) costs the same time and
//! gives the same answer. The throttle is asked twice: before the wait for a hashing turn, so that a flood is refused cheaply, and with
//! the turn in hand, which is kept until a failure is counted: so of many guesses made at once no more get through than there are turns.

use std::fmt;
use std::net::IpAddr;

use domesday_domain::account::{AccountName, Session, UserId, check_login};
use domesday_domain::actor::Permission;

use super::attempts::{CountFailure, Subjects};
use super::open::OpenSession;
use super::rules::{Life, LoginLimits};
use crate::accounts::MAX_PASSWORD;
use crate::ports::{AccountReads, KeyHash, Principal, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Caller, Context, Query, Registry};

/// What a user logs in with.
#[derive(Clone)]
pub struct Credentials {
    /// The user's login, or `account/login`.
    pub login: String,
    /// The password.
    pub password: String,
    /// The account's handle; needed where several accounts have that login.
    pub account: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("login", &self.login)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// A session that was just opened.
#[derive(Clone)]
pub struct OpenedSession {
    /// The session.
    pub session: Session,
    /// Its token.
    pub token: String,
    /// Who it stands for.
    pub principal: Principal,
}

/// The user that credentials name, if they could exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claimed {
    account: Option<AccountName>,
    login: String,
}

impl Claimed {
    pub(super) fn read(credentials: &Credentials) -> Option<Self> {
        let (account, login) = match (&credentials.account, credentials.login.split_once('/')) {
            (None, Some((account, login))) => (Some(account), login),
            (account, _) => (account.as_deref(), credentials.login.as_str()),
        };
        check_login(login).ok()?;
        let account = account.map(AccountName::parse).transpose().ok()?;
        Some(Self { account, login: login.to_owned() })
    }

    /// The login in its account.
    pub(super) fn login(&self) -> &str {
        &self.login
    }

    /// Account and login in one spelling, whatever the case of the account was.
    pub(super) fn folded(&self) -> String {
        let account = self.account.as_ref().map(AccountName::folded).unwrap_or_default();
        format!("{account}/{}", self.login)
    }
}

/// A user who may log in, with what was read of how they show who they are.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) user: UserId,
    pub(super) login: String,
    /// The password's hash; none for a user who only has keys.
    pub(super) hash: Option<String>,
    /// What they gave for a password is this API key of theirs.
    pub(super) key: Option<KeyHash>,
}

/// Finds whom credentials name, unless they are throttled.
struct LookUp {
    claimed: Option<Claimed>,
    subjects: Subjects,
    limits: LoginLimits,
}

impl Query for LookUp {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Option<Candidate>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Option<Candidate>, Refusal> {
        self.subjects.check(&self.limits, context.now, snapshot)?;
        self.claimed.as_ref().map_or(Ok(None), |claimed| find(claimed, snapshot))
    }
}

/// The user, if there is just one with this name, and neither they nor their account is disabled.
pub(super) fn find(claimed: &Claimed, reads: &mut dyn AccountReads) -> Result<Option<Candidate>, Refusal> {
    let named = claimed.account.as_ref().map(AccountName::folded);
    let mut users = reads.users_with_login(&claimed.login)?;
    users.retain(|(account, _, _)| named.as_ref().is_none_or(|name| *name == account.name.folded()));
    let only = if users.len() == 1 { users.pop() } else { None };
    let enabled = only.filter(|(account, user, _)| !account.disabled && !user.disabled);
    Ok(enabled.map(|(_, user, hash)| Candidate { user: user.id, login: user.login, hash, key: None }))
}

impl Registry {
    /// Logs a user in: checks the password and opens a session.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] with `bad_credentials`, [`Refusal::TooMany`] after too many failures, [`Refusal::Busy`].
    pub async fn log_in(
        &self,
        caller: &Caller,
        credentials: Credentials,
        remote: IpAddr,
    ) -> Result<OpenedSession, Refusal> {
        self.log_in_for(caller, credentials, remote, Life::Fixed).await
    }

    /// Logs a user in for a session of this kind.
    ///
    /// # Errors
    /// As [`Registry::log_in`].
    pub async fn log_in_for(
        &self,
        caller: &Caller,
        credentials: Credentials,
        remote: IpAddr,
        life: Life,
    ) -> Result<OpenedSession, Refusal> {
        let system = caller.as_system();
        let limits = self.session_rules().limits.clone();
        let claimed = Claimed::read(&credentials);
        let subjects = Subjects::new(claimed.as_ref().map_or("", |claimed| &claimed.login), remote);
        let look_up = || LookUp { claimed: claimed.clone(), subjects: subjects.clone(), limits: limits.clone() };

        self.ask(&system, look_up()).await?;
        let turn = self.hashing_turn().await?;
        let candidate = self.ask(&system, look_up()).await?.filter(|_| credentials.password.len() <= MAX_PASSWORD);
        let hash = candidate.as_ref().and_then(|candidate| candidate.hash.clone());
        let (fits, turn) = self.fits(turn, credentials.password, hash).await?;

        let opened = match candidate.filter(|_| fits) {
            Some(candidate) => self.open(&system, candidate, subjects.clone(), life).await?,
            None => None,
        };
        let Some(opened) = opened else {
            self.run(&system, CountFailure { subjects, limits }).await?;
            return Err(bad_credentials());
        };
        drop(turn);
        Ok(opened)
    }

    async fn open(
        &self,
        system: &Caller,
        candidate: Candidate,
        subjects: Subjects,
        life: Life,
    ) -> Result<Option<OpenedSession>, Refusal> {
        let configured = self.configured_secret().cloned();
        let fixed = self.session_rules().life;
        let command = OpenSession { id: self.ids().uuid(), candidate, subjects, life, fixed, configured };
        let Some((principal, session, secret)) = self.run(system, command).await? else {
            return Ok(None);
        };
        let token = self.mint(&session, secret);
        Ok(Some(OpenedSession { session, token, principal }))
    }
}

pub(super) fn bad_credentials() -> Refusal {
    let detail =
        "no user with this login and password; where several accounts have the login, name the account too".into();
    Refusal::Unauthenticated { code: "bad_credentials", detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(login: &str, account: Option<&str>) -> Option<(Option<String>, String)> {
        let credentials = Credentials { login: login.into(), password: "p".into(), account: account.map(Into::into) };
        Claimed::read(&credentials).map(|c| (c.account.map(|name| name.to_string()), c.login))
    }

    #[test]
    fn an_account_is_named_beside_the_login_or_before_it() {
        assert_eq!(claimed("jane", None), Some((None, "jane".into())));
        assert_eq!(claimed("jane", Some("acme")), Some((Some("acme".into()), "jane".into())));
        assert_eq!(claimed("acme/jane", None), Some((Some("acme".into()), "jane".into())));
    }

    #[test]
    fn what_cannot_exist_is_never_looked_up() {
        for (login, account) in
            [("", None), ("a b", None), ("a\0", None), ("a/b", Some("acme")), ("x/jane", None), ("jane", Some(""))]
        {
            assert_eq!(claimed(login, account), None, "{login:?} {account:?}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let credentials = Credentials { login: "jane".into(), password: "swordfish".into(), account: None };
        assert!(!format!("{credentials:?}").contains("swordfish"));
    }
}
