//! The front door: every face hands its commands and queries to a [`Registry`], and nothing else.
//!
//! Here a caller becomes an actor, the actor's permission is checked before anything is looked at, time is drawn once, and what went
//! wrong inside is logged and made harmless. A use case is a struct with one synchronous method that may be run again.

mod caller;
mod context;
mod credentials;
mod jobs;
mod principal;
mod use_case;

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use domesday_domain::account::SessionId;
use domesday_domain::actor::Actor;
use domesday_domain::entity::RegistryUrl;
use tokio::sync::{Semaphore, mpsc, oneshot};

pub use caller::{Caller, Proof};
pub use context::Context;
use context::Frame;
use jobs::{CommandJob, QueryJob, StreamJob};
pub use jobs::{Items, Outlet};
pub(crate) use principal::KEY_PREFIX;
pub use use_case::{Command, Query, Streamed};

use crate::dynect::DynectRules;
use crate::jobs::Jobs;
use crate::paces::Paces;
use crate::ports::{Clock, Extent, Ids, Passwords, Secret, Signer, Snapshot, Store, Tokens};
use crate::rate_limits::RateLimits;
use crate::refusal::Refusal;
use crate::sessions::{LogInTurns, SessionRules, Sights};
use crate::signing_keys::KeyShelf;
use crate::tlds::Naming;

/// The registry: one set of rules in front of one store.
pub struct Registry {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    tokens: Arc<dyn Tokens>,
    passwords: Arc<dyn Passwords>,
    /// A secret from the configuration takes the place of the database's.
    configured_secret: Option<Secret>,
    /// Secrets never change under their id, so those seen are kept.
    secrets: RwLock<HashMap<String, Secret>>,
    /// How many passwords are hashed at once.
    hashing: Arc<Semaphore>,
    /// How long sessions live, and how often a password may be wrong.
    session_rules: SessionRules,
    /// What the installation has settled about names, and the rules as they are compiled.
    naming: Arc<Naming>,
    /// How many requests accounts have sent the registrar face.
    rate_limits: Arc<RateLimits>,
    /// What the configuration says about the DynECT face.
    pub(crate) dynect_rules: DynectRules,
    /// The last uses of its sessions that this server knows of.
    sights: Arc<Sights>,
    /// The logins of it that are being checked.
    log_in_turns: Arc<LogInTurns>,
    /// How many requests its sessions have sent.
    paces: Paces<SessionId>,
    /// What this server knows about sessions' requests.
    jobs: Jobs,
    /// Where the registry is reached.
    registry_url: Arc<RegistryUrl>,
    /// The keys that sign attestations.
    signer: Arc<dyn Signer>,
    /// The public halves, as they were read last.
    key_shelf: KeyShelf,
}

/// The outside that a [`Registry`] stands on.
pub struct Outside {
    /// Where it is kept.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub ids: Arc<dyn Ids>,
    /// Session tokens.
    pub tokens: Arc<dyn Tokens>,
    /// Password hashing.
    pub passwords: Arc<dyn Passwords>,
    /// The tokens' secret, if the configuration has one.
    pub configured_secret: Option<Secret>,
    /// How many passwords may be hashed at once, each with its memory.
    pub hashing_at_once: usize,
    /// How long sessions live, and how often a password may be wrong.
    pub session_rules: SessionRules,
    /// What the installation has settled about names.
    pub naming: Naming,
    /// What the configuration says about the DynECT face.
    pub dynect_rules: DynectRules,
    /// Where the registry is reached from outside (`server.public_url`).
    pub registry_url: RegistryUrl,
    /// The keys that sign attestations.
    pub signer: Arc<dyn Signer>,
}

impl Registry {
    /// A registry on this outside.
    pub fn new(outside: Outside) -> Self {
        let Outside { store, clock, ids, tokens, passwords, configured_secret, session_rules, naming, signer, .. } =
            outside;
        let dynect_rules = outside.dynect_rules;
        let hashing = Arc::new(Semaphore::new(outside.hashing_at_once.max(1)));
        let jobs = Jobs::new(dynect_rules.jobs.clone(), &*store);
        Self {
            store,
            clock,
            ids,
            tokens,
            passwords,
            configured_secret,
            secrets: RwLock::default(),
            hashing,
            session_rules,
            naming: Arc::new(naming),
            rate_limits: Arc::default(),
            dynect_rules,
            sights: Arc::default(),
            log_in_turns: Arc::default(),
            paces: Paces::default(),
            jobs,
            registry_url: Arc::new(outside.registry_url),
            signer,
            key_shelf: KeyShelf::default(),
        }
    }

    /// The store, for health and figures.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Chance.
    pub fn ids(&self) -> &dyn Ids {
        &*self.ids
    }

    /// Where the registry is reached, and what its entities are called after.
    pub fn url(&self) -> &RegistryUrl {
        &self.registry_url
    }

    /// The keys that sign attestations.
    pub(crate) fn signer(&self) -> &Arc<dyn Signer> {
        &self.signer
    }

    /// The public halves, as they were read last.
    pub(crate) fn key_shelf(&self) -> &KeyShelf {
        &self.key_shelf
    }

    /// What this server knows about sessions' requests.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The last uses of sessions of the DynECT face that this server knows of.
    pub(crate) fn sights(&self) -> &Arc<Sights> {
        &self.sights
    }

    /// The logins of the DynECT face that are being checked.
    pub(crate) fn log_in_turns(&self) -> &Arc<LogInTurns> {
        &self.log_in_turns
    }

    /// How many requests sessions of the DynECT face have sent.
    pub(crate) fn paces(&self) -> &Paces<SessionId> {
        &self.paces
    }

    /// How many requests accounts have sent the registrar face.
    pub(crate) fn rate_limits(&self) -> &RateLimits {
        &self.rate_limits
    }

    /// Runs a command for a caller.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing was changed, save [`Refusal::Unknown`].
    pub async fn run<C: Command>(&self, caller: &Caller, command: C) -> Result<C::Answer, Refusal> {
        let principal = self.admit(caller, C::NEEDS).await?;
        self.write(caller, principal.actor, command, false).await
    }

    /// Runs a command and undoes it: all checks, nothing kept (rule Z18).
    ///
    /// # Errors
    /// The very refusal that [`Registry::run`] would give.
    pub async fn rehearse<C: Command>(&self, caller: &Caller, command: C) -> Result<C::Answer, Refusal> {
        let principal = self.admit(caller, C::NEEDS).await?;
        self.write(caller, principal.actor, command, true).await
    }

    /// Answers a question for a caller.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub async fn ask<Q: Query>(&self, caller: &Caller, query: Q) -> Result<Q::Answer, Refusal> {
        let (reply, answer) = oneshot::channel();
        let seal = self.seal(caller, Q::NEEDS)?;
        let frame = self.frame(caller);
        let job = QueryJob::new(reply, move |snapshot: &mut dyn Snapshot| {
            let principal = seal.open(snapshot)?;
            principal.actor.require_to_read(Q::NEEDS)?;
            let answer = query.execute(&frame.context(principal.actor), snapshot);
            Ok((answer, seal.into_learned()))
        });
        self.store.read(Q::EXTENT, Box::new(job));
        let (answer, learned) = self.settle(caller, answer.await)?;
        self.take_in(caller, learned);
        self.settle(caller, Ok(answer))
    }

    /// Begins a long answer: its head, and its items as they are taken. An item that is an error ends it, cut short.
    ///
    /// # Errors
    /// A [`Refusal`] from before the head.
    pub async fn stream<S: Streamed>(&self, caller: &Caller, query: S) -> Result<(S::Head, Items<S::Item>), Refusal> {
        let principal = self.admit_by(caller, S::NEEDS, Actor::require_to_read).await?;
        let (head, begun) = oneshot::channel();
        let (items, taken) = mpsc::channel(jobs::ITEMS_AHEAD);
        let context = self.frame(caller).context(principal.actor);
        let outlet = Outlet::new(head, items, tokio::runtime::Handle::current());
        self.store.read(Extent::Long, Box::new(StreamJob { query, context, outlet }));
        let head = self.settle(caller, begun.await)?;
        Ok((head, Items::new(taken)))
    }

    async fn write<C: Command>(
        &self,
        caller: &Caller,
        actor: Actor,
        command: C,
        rehearse: bool,
    ) -> Result<C::Answer, Refusal> {
        let (reply, answer) = oneshot::channel();
        let context = Context { rehearsal: rehearse, ..self.frame(caller).context(actor) };
        self.store.write(Box::new(CommandJob::new(command, context, rehearse, reply)));
        self.settle(caller, answer.await)
    }

    /// Logs a defect once, with its cause, and leaves the caller an id.
    fn settle<T>(
        &self,
        caller: &Caller,
        answer: Result<Result<T, Refusal>, oneshot::error::RecvError>,
    ) -> Result<T, Refusal> {
        match answer.unwrap_or(Err(Refusal::Failed("the job was dropped unanswered".into()))) {
            Err(Refusal::Failed(cause)) => {
                tracing::error!(request_id = %caller.request_id, %cause, "a request failed inside");
                Err(Refusal::Broken { id: caller.request_id.clone() })
            }
            Err(Refusal::LostRace | Refusal::NotLocked(_)) => Err(Refusal::Busy),
            other => other,
        }
    }

    fn frame(&self, caller: &Caller) -> Frame {
        let naming = self.naming.clone();
        let (transaction, rate_limits) = (caller.transaction.clone(), self.rate_limits.clone());
        let (now, face, request_id) = (self.clock.now(), caller.face, caller.request_id.clone());
        let registry_url = self.registry_url.clone();
        Frame { now, face, request_id, transaction, naming, rate_limits, registry_url }
    }
}
