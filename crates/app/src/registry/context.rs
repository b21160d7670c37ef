//! What a use case knows beside what was asked: who acts, when, and what this server has settled.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Actor;
use domesday_domain::entity::RegistryUrl;
use domesday_domain::history::Face;

use crate::ports::Locks;
use crate::rate_limits::RateLimits;
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

/// A context that waits for its actor.
pub(super) struct Frame {
    pub(super) now: DateTime<Utc>,
    pub(super) face: Face,
    pub(super) request_id: String,
    pub(super) transaction: Option<String>,
    pub(super) naming: Arc<Naming>,
    pub(super) rate_limits: Arc<RateLimits>,
    pub(super) registry_url: Arc<RegistryUrl>,
}

impl Frame {
    pub(super) fn context(&self, actor: Actor) -> Context {
        let Self { now, face, request_id, transaction, naming, rate_limits, registry_url } = self;
        let (request_id, transaction) = (request_id.clone(), transaction.clone());
        let (naming, rate_limits, registry_url) = (naming.clone(), rate_limits.clone(), registry_url.clone());
        let (now, face, rehearsal, locks) = (*now, *face, false, None);
        Context { actor, now, face, request_id, transaction, rehearsal, locks, naming, rate_limits, registry_url }
    }
}
