//! The front door: every face hands its commands and queries to a [`Registry`], and nothing else.
//!
//! Here a caller becomes an actor, the actor's permission is checked before anything is looked at, time is drawn once, and what went
//! wrong inside is logged and made harmless. A use case is a struct with one synchronous method that may be run again.

mod credentials;
mod jobs;
mod principal;

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::{AccountName, SessionId};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::entity::RegistryUrl;
use domesday_domain::history::Face;
use tokio::sync::{Semaphore, mpsc, oneshot};

use jobs::{CommandJob, QueryJob, StreamJob};
pub use jobs::{Items, Outlet};
pub(crate) use principal::KEY_PREFIX;

use crate::dynect::DynectRules;
use crate::jobs::Jobs;
use crate::paces::Paces;
use crate::ports::{
    Clock, Extent, Ids, Locks, Passwords, Principal, Secret, Signer, Snapshot, Store, Tokens, UnitOfWork,
};
use crate::rate_limits::RateLimits;
use crate::refusal::Refusal;
use crate::sessions::{LogInTurns, SessionRules, Sights};
use crate::signing_keys::KeyShelf;
use crate::tlds::Naming;

/// Who acts, when, and through which door: drawn once per request, so that a rerun gives the same result.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who acts.
    pub actor: Actor,
    /// When.
    pub now: DateTime<Utc>,
    /// The way in.
    pub face: Face,
    /// The request, for the history and the log.
    pub request_id: String,
    /// The caller's own id for the transaction, if it sent one (`registrar.md` Q2).
    pub transaction: Option<String>,
    /// What it does will be undone: it is asked for what it would do.
    pub rehearsal: bool,
    /// The locks that were taken for it; none where commands run one at a time, and for questions.
    pub locks: Option<Locks>,
    /// What the installation has settled about names.
    pub(crate) naming: Arc<Naming>,
    /// What this server has counted of callers' requests: to be told when limits change.
    pub(crate) rate_limits: Arc<RateLimits>,
    /// Where the registry is reached, and what its entities are called after.
    pub(crate) registry_url: Arc<RegistryUrl>,
}

impl Context {
    /// Where the registry is reached, and what its entities are called after.
    pub fn registry_url(&self) -> &RegistryUrl {
        &self.registry_url
    }

    /// Whether the zone of this name may be written: a command that finds it may not is run again with its lock.
    pub(crate) fn may_write(&self, zone: &Name) -> bool {
        self.locks.as_ref().is_none_or(|locks| locks.cover_writing(zone))
    }

    /// Whether what this account has may be counted, for a rule that nothing may change in between.
    pub(crate) fn may_count(&self, account: &AccountName) -> bool {
        self.locks.as_ref().is_none_or(|locks| locks.cover_counting(account))
    }

    /// Whether a thing that no name stands for may be changed.
    pub(crate) fn may_change(&self, kind: &str, id: &str) -> bool {
        self.locks.as_ref().is_none_or(|locks| locks.cover_object(kind, id))
    }

    /// Whether what this account has may be changed one by one, without its being counted or moved meanwhile.
    pub(crate) fn may_share(&self, account: &AccountName) -> bool {
        self.locks.as_ref().is_none_or(|locks| locks.cover_sharing(account))
    }
}

/// A change of the registry, one transaction: `Ok` commits, `Err` undoes.
pub trait Command: Send + Sync + 'static {
    /// What the caller must be allowed to do.
    const NEEDS: Permission;
    /// What it gives.
    type Answer: Send + 'static;
    /// What it reads and writes of the name space, done by this actor: every name that its rules look at.
    fn locks(&self, _: &Actor) -> Locks {
        Locks::none()
    }
    /// Does it. May be run again, so whatever is random or timed comes in with the command or its context.
    ///
    /// # Errors
    /// A [`Refusal`]: nothing was changed.
    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal>;
}

/// A question, answered from one snapshot.
pub trait Query: Send + Sync + 'static {
    /// What the caller must be allowed to do.
    const NEEDS: Permission;
    /// How much it looks at.
    const EXTENT: Extent = Extent::Short;
    /// What it gives.
    type Answer: Send + 'static;
    /// Answers it.
    ///
    /// # Errors
    /// A [`Refusal`].
    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal>;
}

/// A question whose answer is too long to hold: a head, then items as the reader takes them, all from one snapshot.
pub trait Streamed: Send + Sync + 'static {
    /// What the caller must be allowed to do.
    const NEEDS: Permission;
    /// What is known before the first item.
    type Head: Send + 'static;
    /// A piece of the answer.
    type Item: Send + 'static;
    /// Answers it: [`Outlet::begin`] once, then [`Outlet::send`] as often as needed.
    ///
    /// # Errors
    /// A [`Refusal`]; after `begin` it cuts the answer short.
    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<Self::Head, Self::Item>,
    ) -> Result<(), Refusal>;
}

/// How a caller shows who they are.
#[derive(Clone)]
pub enum Proof {
    /// Not at all.
    Nothing,
    /// By a session's token or an API key.
    Token(String),
    /// By running the program itself: the command line.
    Trusted(Actor),
}

/// A request's caller, not yet checked.
#[derive(Clone)]
pub struct Caller {
    /// Who they say they are.
    pub proof: Proof,
    /// The way in.
    pub face: Face,
    /// The request.
    pub request_id: String,
    /// Its own id for the transaction, if it sent one.
    pub transaction: Option<String>,
}

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

    /// Who the caller is, if they may do this.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] or [`Refusal::Forbidden`].
    pub async fn admit(&self, caller: &Caller, needs: Permission) -> Result<Principal, Refusal> {
        if let Proof::Trusted(actor) = &caller.proof {
            actor.require(needs)?;
            return Ok(Principal { actor: actor.clone(), session: None, key: None });
        }
        let (reply, answer) = oneshot::channel();
        let seal = self.seal(caller, needs)?;
        let job = QueryJob::new(reply, move |snapshot: &mut dyn Snapshot| {
            let principal = seal.open(snapshot)?;
            principal.actor.require(needs)?;
            Ok((principal, seal.into_learned()))
        });
        self.store.read(Extent::Point, Box::new(job));
        let (principal, learned) = self.settle(caller, answer.await)?;
        self.take_in(caller, learned);
        Ok(principal)
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
            principal.actor.require(Q::NEEDS)?;
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
        let principal = self.admit(caller, S::NEEDS).await?;
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

/// A context that waits for its actor.
struct Frame {
    now: DateTime<Utc>,
    face: Face,
    request_id: String,
    transaction: Option<String>,
    naming: Arc<Naming>,
    rate_limits: Arc<RateLimits>,
    registry_url: Arc<RegistryUrl>,
}

impl Frame {
    fn context(&self, actor: Actor) -> Context {
        let Self { now, face, request_id, transaction, naming, rate_limits, registry_url } = self;
        let (request_id, transaction) = (request_id.clone(), transaction.clone());
        let (naming, rate_limits, registry_url) = (naming.clone(), rate_limits.clone(), registry_url.clone());
        let (now, face, rehearsal, locks) = (*now, *face, false, None);
        Context { actor, now, face, request_id, transaction, rehearsal, locks, naming, rate_limits, registry_url }
    }
}
