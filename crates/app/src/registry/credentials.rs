//! Passwords and tokens as log-in and administration use them: off the async threads, and only so many at once.
//!
//! A password hash takes 19 MiB and 20 ms. So each waits for its turn, and the turn goes along into the blocking thread: a caller who
//! hangs up does not free it early. What waits too long is told to come again, so a flood of log-ins cannot pile up.

use std::time::Duration;

use domesday_domain::account::{AccountId, AccountName, Session};
use domesday_domain::actor::{Actor, Roles};
use domesday_domain::history::Face;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::{Caller, Proof, Registry};
use crate::ports::{KeyHash, Secret};
use crate::refusal::Refusal;
use crate::sessions::SessionRules;

/// How long a log-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// The right to hash one password.
pub(crate) struct HashingTurn {
    _permit: OwnedSemaphorePermit,
}

impl Caller {
    /// The system itself: the command line, the first start, due work. May do everything and belongs to no account, so what it makes
    /// must be given an owner.
    pub fn system(face: Face, request_id: String) -> Self {
        let actor = Actor {
            account: AccountId(0),
            account_name: AccountName::from_stored("registry".into()),
            user: None,
            login: face.as_str().into(),
            roles: Roles::all(),
            suspended: false,
        };
        Self { proof: Proof::Trusted(actor), face, request_id, transaction: None }
    }

    /// The system, on behalf of this request: for steps of a log-in, whose caller is nobody yet.
    pub(crate) fn as_system(&self) -> Self {
        Self::system(self.face, self.request_id.clone())
    }
}

impl Registry {
    /// How long sessions live, and how often a password may be wrong.
    pub(crate) fn session_rules(&self) -> &SessionRules {
        &self.session_rules
    }

    /// Waits for the right to hash a password.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when too many wait.
    pub(crate) async fn hashing_turn(&self) -> Result<HashingTurn, Refusal> {
        let turn = timeout(PATIENCE, self.hashing.clone().acquire_owned()).await;
        let permit = turn.ok().and_then(Result::ok).ok_or(Refusal::Busy)?;
        Ok(HashingTurn { _permit: permit })
    }

    /// Whether a password fits a hash; as slow without one.
    pub(crate) async fn fits(
        &self,
        turn: HashingTurn,
        password: String,
        hash: Option<String>,
    ) -> Result<(bool, HashingTurn), Refusal> {
        let passwords = self.passwords.clone();
        off_the_async_threads(move || (passwords.verify(&password, hash.as_deref()), turn)).await
    }

    /// Hashes a secret that was made of chance, with a salt of its own.
    pub(crate) fn hash_random(&self, secret: &str) -> String {
        self.passwords.hash_random(secret, self.random())
    }

    /// Hashes a password with a salt of its own.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Refusal> {
        let turn = self.hashing_turn().await?;
        let passwords = self.passwords.clone();
        let salt = self.random();
        let (hash, _turn) = off_the_async_threads(move || (passwords.hash(&password, salt), turn)).await?;
        Ok(hash)
    }

    /// The token of a session.
    pub(crate) fn mint(&self, session: &Session, secret: Secret) -> String {
        let token = self.tokens.mint(session, &secret);
        self.learn(Some(secret));
        token
    }

    /// What is stored of a new API key.
    pub(crate) fn key_hash(&self, key: &str) -> KeyHash {
        super::principal::key_hash(&*self.passwords, key)
    }

    /// Bytes nobody can guess.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ids.fill(&mut bytes);
        bytes
    }
}

async fn off_the_async_threads<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "hashing a password failed");
        Refusal::Busy
    })
}
