//! What the use cases need of the outside: the store, the clock, chance, tokens and passwords.
//!
//! The unit of work is the sum of small traits, reads and writes apart; a helper takes the narrowest one. The [`Store`] itself is
//! two methods over boxed jobs: how jobs are batched, rerun and committed is the adapter's business (`docs/architecture.md`).

mod accounts;
mod attestations;
mod contacts;
mod counters;
mod domains;
mod entities;
mod gate;
mod history;
mod hosts;
mod jobs;
mod locks;
mod messages;
mod pages;
mod policies;
mod records;
mod search;
mod sessions;
mod signer;
mod staging;
mod tlds;
mod zones;

use std::error::Error;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domesday_domain::account::{Session, SessionId};
use uuid::Uuid;

pub use accounts::{AccountReads, AccountWrites, Holdings, NewUser, UserPatch};
pub use attestations::{
    AttestationFilter, AttestationReads, AttestationWrites, PlacedAttestation, SigningKeyReads, SigningKeyWrites,
};
pub use contacts::{ContactReads, ContactWrites};
pub use counters::{Counter, CounterReads, CounterWrites};
pub use domains::{ContactLink, ContactUse, DomainReads, DomainWrites, RegisteredName, StoredCode, StoredDomain};
pub use entities::{
    AttestedBy, EntityReads, EntityWrites, StoredClaim, StoredEntity, StoredKind, SubjectSearch, Work, WorkPlace,
    WorkSearch,
};
pub use gate::{Gate, Latch, OneServer, Taking, lock_numbers};
pub use history::{
    Entry, EntryHead, HistoryFilter, HistoryReads, HistoryWrites, NewEntry, StoredSubjectEntry, SubjectEntry,
};
pub use hosts::{HostReads, HostWrites};
pub use jobs::{Forgotten, JobMemory, JobReads, JobWrites, Progress, Remembered, StoredJob, TooOld};
pub use locks::{Lock, Locks};
pub use messages::{AnswerReads, AnswerWrites, KeptAnswer, MessageReads, MessageWrites, RepeatKey, Unread};
pub use pages::{Order, TextFilter};
pub use policies::{PolicyReads, PolicyWrites};
pub use records::{RecordReads, RecordWrites, SetFilter};
pub use search::{
    Comparison, Condition, ContactField, DomainField, Found, HostField, MessageField, Search, Searches, Sought,
};
pub use sessions::{
    Attempts, EndedSession, KeyHash, LiveSession, Principal, Secret, SessionReads, SessionUse, SessionWrites,
};
pub use signer::{PublicKeyInfo, Signer, SignerError};
pub use staging::{StagingReads, StagingWrites};
pub use tlds::{Edition, ImportJob, ListOrder, PolicyEntry, SortKey, TextMatch, TldReads, TldWrites};
pub use zones::{ServedZone, ZoneFilter, ZoneHead, ZoneReads, ZoneSelection, ZoneWrites};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was faster, and the rules must be asked again: a serialization failure, or a duplicate no rule foresaw.
    #[error("a concurrent change came first")]
    LostRace,
    /// The database does not answer, or not in time. Nothing was changed.
    #[error("the database is not available")]
    Unavailable,
    /// Anything else: a defect, or a damaged database.
    #[error("storage failed: {0}")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
}

/// What a call of the store gives.
pub type Stored<T> = Result<T, StoreError>;

/// All reads, from one snapshot.
pub trait Snapshot:
    ZoneReads
    + RecordReads
    + HostReads
    + HistoryReads
    + AccountReads
    + SessionReads
    + TldReads
    + PolicyReads
    + DomainReads
    + ContactReads
    + MessageReads
    + AnswerReads
    + Searches
    + EntityReads
    + AttestationReads
    + SigningKeyReads
    + StagingReads
    + CounterReads
    + JobReads
{
}

/// All reads and writes of one transaction.
pub trait UnitOfWork:
    Snapshot
    + ZoneWrites
    + RecordWrites
    + HostWrites
    + HistoryWrites
    + AccountWrites
    + SessionWrites
    + TldWrites
    + PolicyWrites
    + DomainWrites
    + ContactWrites
    + MessageWrites
    + AnswerWrites
    + EntityWrites
    + AttestationWrites
    + SigningKeyWrites
    + StagingWrites
    + CounterWrites
    + JobWrites
{
}

/// What is to become of what a job did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Keep it.
    Commit,
    /// Undo it; its answer stands.
    Undo,
    /// Undo it and run the job again: it lost a race.
    Rerun,
}

/// How a job ended.
#[derive(Debug)]
pub enum Outcome {
    /// As its last verdict said, durably.
    Done,
    /// It did not happen.
    Failed(Failure),
}

/// Why a job did not happen, or may not have.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Too much is waiting, or the database is away. Nothing was changed; try again.
    Busy,
    /// The commit got no answer: it may have happened.
    Unknown,
    /// It panicked, or the store failed in an unforeseen way; for the log.
    Broken(String),
}

/// A transaction to run, as often as it takes, and then to answer.
pub trait WriteJob: Send {
    /// What it reads and writes: jobs that meet wait for one another, each before its snapshot is taken. Asked before each run by a store
    /// that locks, and never by one that runs one job at a time.
    fn locks(&mut self) -> Locks;
    /// Runs it. May be called again after [`Verdict::Rerun`], or when a batch is split.
    fn run(&mut self, tx: &mut dyn UnitOfWork) -> Verdict;
    /// Answers it, once.
    fn finish(self: Box<Self>, outcome: Outcome);
}

/// How much a read will look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A row or two by key that need not agree to the instant: fit for the thread that asks, and no snapshot is taken for them.
    Point,
    /// A few rows by key, from one snapshot: fit for the thread that asks.
    Short,
    /// Many rows, or a stream: must not hold up others.
    Long,
}

/// A read, to run once: from one snapshot, unless its extent is a point.
pub trait ReadJob: Send {
    /// Runs it, answering as it goes.
    fn run(self: Box<Self>, snapshot: &mut dyn Snapshot);
    /// It will not run.
    fn fail(self: Box<Self>, failure: Failure);
}

/// Where the registry is kept.
pub trait Store: Send + Sync {
    /// Runs a transaction; answers through the job. Never blocks for long.
    fn write(&self, job: Box<dyn WriteJob>);
    /// Runs a read; a short one may run on the calling thread.
    fn read(&self, extent: Extent, job: Box<dyn ReadJob>);
    /// Whether the database answers and has every migration of this program. Blocks.
    fn check(&self) -> Stored<bool>;
    /// Figures of the writer, for operators.
    fn load(&self) -> Load;
    /// What its servers have in common beside it.
    fn gate(&self) -> Arc<dyn Gate>;
    /// What its servers remember in common; none where one server uses it, whose own memory does.
    fn job_memory(&self) -> Option<Arc<dyn JobMemory>>;
    /// Stops taking jobs, and returns when those that wait have been answered. Blocks.
    fn close(&self);
}

/// Figures of a store's writer since its start.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// Jobs waiting now.
    pub waiting: u64,
    /// Transactions committed, by how many jobs each held: up to 1, 4, 16, 64, 256, and more.
    pub batches: [u64; 6],
    /// Jobs in them.
    pub jobs: u64,
    /// Jobs run again after a lost race.
    pub reruns: u64,
}

/// The time.
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds, which is what both databases keep.
    fn now(&self) -> DateTime<Utc>;
}

/// Chance.
pub trait Ids: Send + Sync {
    /// A new UUID, version 7.
    fn uuid(&self) -> Uuid;
    /// Bytes nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// Session tokens: signed, deterministic, with nothing in them that must stay secret.
pub trait Tokens: Send + Sync {
    /// The token of a session: always the same text for the same session and secret.
    fn mint(&self, session: &Session, secret: &Secret) -> String;
    /// The id of the secret that a text claims to be signed with; none if it is no token at all.
    fn claimed_secret(&self, token: &str) -> Option<String>;
    /// The session of a token whose signature holds.
    fn verify(&self, token: &str, secret: &Secret) -> Option<SessionId>;
}

/// Password hashing. Slow on purpose: never called on an async thread, nor inside a transaction.
pub trait Passwords: Send + Sync {
    /// A hash to store, salted with these bytes.
    fn hash(&self, password: &str, salt: [u8; 16]) -> String;
    /// A hash to store of a secret with so much chance of its own that nobody guesses it: quick enough for the thread that asks.
    fn hash_random(&self, secret: &str, salt: [u8; 16]) -> String;
    /// Whether a password fits a stored hash; a missing hash costs as much and never fits.
    fn verify(&self, password: &str, hash: Option<&str>) -> bool;
    /// SHA-256, for keys of so much chance that no slow hash is needed.
    fn digest(&self, text: &[u8]) -> [u8; 32];
}
