//! From a token to an actor: the signature first, then the row it names, in the same snapshot as what is asked.
//!
//! Nothing about a session is remembered between requests, so one that was closed, or whose user was disabled, is refused at once on
//! every node. Secrets are remembered: what stands under an id never changes. That a session which lives from its last use was used is
//! noted afterwards, by a command of its own that nobody waits for: reading writes nothing itself. That one of the DynECT face was used is
//! remembered, and noted once a minute with all others; this judges by the newer of the two.

use std::cell::RefCell;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domesday_domain::account::Session;
use domesday_domain::actor::{Actor, Denied, Permission};
use tokio::sync::oneshot;

use super::jobs::{CommandJob, QueryJob};
use super::{Caller, Proof, Registry};
use crate::ports::{Extent, Passwords, Principal, Secret, Snapshot, Tokens};
use crate::refusal::Refusal;
use crate::sessions::{NoteUse, Sights};

/// What every API key begins with.
pub(crate) const KEY_PREFIX: &str = "ddk_";

/// A caller's proof with what is needed to check it inside a snapshot.
pub(super) struct Seal {
    proof: Sealed,
    now: DateTime<Utc>,
    tokens: Arc<dyn Tokens>,
    known: Option<Secret>,
    sights: Arc<Sights>,
    learned: RefCell<Learned>,
}

/// What opening a seal brought to light beside the principal.
#[derive(Default)]
pub(super) struct Learned {
    /// A secret that was read.
    secret: Option<Secret>,
    /// A principal whose session's use is to be noted.
    used: Option<Principal>,
}

enum Sealed {
    Nobody,
    Trusted(Principal),
    Key([u8; 32]),
    Token { token: String, secret: String },
}

impl Registry {
    /// Who the caller is, if they may do this.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] or [`Refusal::Forbidden`].
    pub async fn admit(&self, caller: &Caller, needs: Permission) -> Result<Principal, Refusal> {
        self.admit_by(caller, needs, Actor::require).await
    }

    /// The same by a rule of one's own about who may.
    pub(super) async fn admit_by(
        &self,
        caller: &Caller,
        needs: Permission,
        require: fn(&Actor, Permission) -> Result<(), Denied>,
    ) -> Result<Principal, Refusal> {
        if let Proof::Trusted(actor) = &caller.proof {
            require(actor, needs)?;
            return Ok(Principal { actor: actor.clone(), session: None, key: None });
        }
        let (reply, answer) = oneshot::channel();
        let seal = self.seal(caller, needs)?;
        let job = QueryJob::new(reply, move |snapshot: &mut dyn Snapshot| {
            let principal = seal.open(snapshot)?;
            require(&principal.actor, needs)?;
            Ok((principal, seal.into_learned()))
        });
        self.store.read(Extent::Point, Box::new(job));
        let (principal, learned) = self.settle(caller, answer.await)?;
        self.take_in(caller, learned);
        Ok(principal)
    }

    /// Checks as much of the proof of a caller who needs this permission as needs no database.
    pub(super) fn seal(&self, caller: &Caller, needs: Permission) -> Result<Seal, Refusal> {
        let seal = |proof, known| Seal {
            proof,
            now: self.clock.now(),
            tokens: self.tokens.clone(),
            known,
            sights: self.sights().clone(),
            learned: RefCell::default(),
        };
        match &caller.proof {
            // Who shows a credential that is not good is refused even where none is needed.
            Proof::Nothing if needs == Permission::Look => Ok(seal(Sealed::Nobody, None)),
            Proof::Nothing => Err(Refusal::unauthenticated()),
            Proof::Trusted(actor) => {
                let principal = Principal { actor: actor.clone(), session: None, key: None };
                Ok(seal(Sealed::Trusted(principal), None))
            }
            Proof::Token(token) if token.starts_with(KEY_PREFIX) => {
                Ok(seal(Sealed::Key(key_hash(&*self.passwords, token)), None))
            }
            Proof::Token(token) => {
                let secret = self.tokens.claimed_secret(token).ok_or_else(Refusal::unauthenticated)?;
                let known = self.known_secret(&secret);
                Ok(seal(Sealed::Token { token: token.clone(), secret }, known))
            }
        }
    }

    fn known_secret(&self, id: &str) -> Option<Secret> {
        if let Some(secret) = self.configured_secret.as_ref().filter(|secret| secret.id == id) {
            return Some(secret.clone());
        }
        self.secrets.read().ok()?.get(id).cloned()
    }

    /// Takes in what admitting a caller brought to light. Noting the use of a session may fail: then the next request notes it.
    pub(super) fn take_in(&self, caller: &Caller, learned: Learned) {
        self.learn(learned.secret);
        let Some(Principal { actor, session: Some(session), .. }) = learned.used else { return };
        let (reply, answer) = oneshot::channel();
        let context = self.frame(caller).context(actor);
        self.store.write(Box::new(CommandJob::new(NoteUse(session.id), context, false, reply)));
        let request_id = caller.request_id.clone();
        // Nobody waits for it; but a defect is told to the log like any other.
        tokio::spawn(async move {
            if let Ok(Err(Refusal::Failed(cause))) = answer.await {
                tracing::error!(%request_id, %cause, "the use of a session could not be noted");
            }
        });
    }

    /// Remembers a secret that was read.
    pub(super) fn learn(&self, secret: Option<Secret>) {
        if let (Some(secret), Ok(mut known)) = (secret, self.secrets.write()) {
            known.insert(secret.id.clone(), secret);
        }
    }

    /// The secret of the configuration, which takes the place of the database's.
    pub(crate) fn configured_secret(&self) -> Option<&Secret> {
        self.configured_secret.as_ref()
    }
}

/// What the store keeps of an API key.
pub(crate) fn key_hash(passwords: &dyn Passwords, key: &str) -> [u8; 32] {
    passwords.digest(key.as_bytes())
}

impl Seal {
    /// Who it is.
    pub(super) fn open(&self, snapshot: &mut dyn Snapshot) -> Result<Principal, Refusal> {
        let principal = match &self.proof {
            Sealed::Nobody => Some(Principal { actor: Actor::nobody(), session: None, key: None }),
            Sealed::Trusted(principal) => Some(principal.clone()),
            Sealed::Key(hash) => snapshot.key(hash)?,
            Sealed::Token { token, secret } => {
                let secret = match &self.known {
                    Some(secret) => secret.clone(),
                    None => {
                        let read = snapshot.secret(secret)?.ok_or_else(Refusal::unauthenticated)?;
                        self.learned.borrow_mut().secret = Some(read.clone());
                        read
                    }
                };
                let session = self.tokens.verify(token, &secret).ok_or_else(Refusal::unauthenticated)?;
                let mut principal = snapshot.session(session)?;
                if let Some(session) = principal.as_mut().and_then(|principal| principal.session.as_mut()) {
                    self.judge(session, &secret)?;
                }
                principal
            }
        };
        let principal = principal.ok_or_else(Refusal::unauthenticated)?;
        if principal.session.as_ref().is_some_and(|session| session.prolonged(self.now).is_some()) {
            self.learned.borrow_mut().used = Some(principal.clone());
        }
        Ok(principal)
    }

    /// Whether a session is good, its last use being what is known of it here.
    fn judge(&self, session: &mut Session, secret: &Secret) -> Result<(), Refusal> {
        if let Some(idling) = &mut session.idling {
            idling.used = self.sights.last_use(session.id, idling.used);
        }
        // A token is good only under the secret its session was opened with: with a configured secret, one that stands in a copy of the
        // database mints nothing.
        if session.secret != secret.id {
            return Err(Refusal::unauthenticated());
        }
        match session.is_live(self.now) {
            true => Ok(()),
            false if session.has_idled_out(self.now) => Err(Refusal::idled_out()),
            false => Err(Refusal::unauthenticated()),
        }
    }

    /// What came to light while opening it.
    pub(super) fn into_learned(self) -> Learned {
        self.learned.into_inner()
    }
}
