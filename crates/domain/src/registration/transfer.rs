//! What a transfer is, and what it does when it succeeds (section 5).
//!
//! A request that is open is a fact of the domain; one that is closed is a [`TransferData`] of its own, kept apart from it.

use chrono::{DateTime, Utc};

use super::calendar::Period;
use super::event::Happening;
use super::facts::Registration;
use super::grace::{Grace, GraceKind};
use super::project::project;
use super::terms::{Terms, TermsVersions};
use crate::account::AccountId;

/// A transfer that was asked for and not yet decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferRequest {
    /// Who asked.
    pub requester: AccountId,
    /// When.
    pub requested: DateTime<Utc>,
    /// When it succeeds unless somebody decides; fixed when it was asked for (rule L2).
    pub acts_at: DateTime<Utc>,
}

/// How a transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransferStatus {
    /// Asked for.
    Pending,
    /// The losing side agreed.
    ClientApproved,
    /// The requester took it back.
    ClientCancelled,
    /// The losing side refused.
    ClientRejected,
    /// Time, the policy or the registry granted it.
    ServerApproved,
    /// The registry, or the domain's end, undid it.
    ServerCancelled,
}

impl TransferStatus {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::ClientApproved => "clientApproved",
            Self::ClientCancelled => "clientCancelled",
            Self::ClientRejected => "clientRejected",
            Self::ServerApproved => "serverApproved",
            Self::ServerCancelled => "serverCancelled",
        }
    }
}

/// A transfer, open or closed, as both sides see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferData {
    /// How it stands.
    pub status: TransferStatus,
    /// Who asked.
    pub requester: AccountId,
    /// When.
    pub requested: DateTime<Utc>,
    /// Who is to answer, or had to: the losing side.
    pub acting: AccountId,
    /// When it was decided; of an open one, when time will.
    pub acted: DateTime<Utc>,
    /// The expiry that success gives or gave; of one that failed, would have given.
    pub expires: DateTime<Utc>,
}

/// What success at `at` makes of a domain's time (rule T4).
struct Gain {
    /// The new expiry, never before the old one.
    expires: DateTime<Utc>,
    /// The grace it starts.
    grace: Option<Grace>,
}

fn gain(registration: &Registration, terms: &Terms, at: DateTime<Utc>) -> Gain {
    let (old, year) = (registration.expires, terms.year);
    let auto_renewed = registration.graces.iter().rfind(|grace| grace.kind == GraceKind::AutoRenew);
    let base = auto_renewed.map_or(old, |grace| grace.take_off(old, year));
    let period = Period::Years(terms.transfer.years);
    let wanted = year.add(base, period);
    let expires = wanted.min(terms.latest_expiry(at)).max(old);
    let grace = Grace::start(GraceKind::Transfer, at, terms.transfer_grace, period);
    let grace = grace.map(|grace| Grace { added: (expires != wanted).then(|| expires - base), ..grace });
    Gain { expires, grace }
}

/// Hands a domain over; says what became of the request.
pub(super) fn hand_over(
    registration: &mut Registration,
    request: TransferRequest,
    status: TransferStatus,
    terms: &Terms,
    at: DateTime<Utc>,
) -> TransferData {
    let Gain { expires, grace } = gain(registration, terms, at);
    let TransferRequest { requester, requested, .. } = request;
    let data = TransferData { status, requester, requested, acting: registration.sponsor, acted: at, expires };
    registration.sponsor = requester;
    registration.transferred = Some(at);
    registration.transfer = None;
    registration.graces = grace.into_iter().collect();
    registration.expire_at(expires, at);
    data
}

/// Takes the open request off a domain, leaving all else as it was (rule T6).
pub(super) fn close(
    registration: &mut Registration,
    versions: &TermsVersions,
    status: TransferStatus,
    at: DateTime<Utc>,
) -> Option<TransferData> {
    let pending = pending(registration, versions)?;
    registration.transfer = None;
    Some(TransferData { status, acted: at, ..pending })
}

/// Takes the open request off a domain that its own time ends before the request's: nothing is foreseen of it any more.
pub(super) fn fall(
    registration: &mut Registration,
    versions: &TermsVersions,
    at: DateTime<Utc>,
) -> Option<TransferData> {
    let TransferRequest { requester, requested, acts_at } = registration.transfer.take()?;
    let expires = gain(registration, versions.at(acts_at), acts_at).expires;
    let (status, acting) = (TransferStatus::ServerCancelled, registration.sponsor);
    Some(TransferData { status, requester, requested, acting, acted: at, expires })
}

/// The open request as both sides see it. Its expiry is what success at its own instant gives, auto-renewals before that included.
pub(super) fn pending(registration: &Registration, versions: &TermsVersions) -> Option<TransferData> {
    let TransferRequest { requester, requested, acts_at } = registration.transfer?;
    let outcome = project(registration, versions, acts_at).events.into_iter().find_map(|event| match event.what {
        Happening::Transferred(data) | Happening::TransferCancelled(data) => Some(data),
        _ => None,
    })?;
    let (status, acting) = (TransferStatus::Pending, registration.sponsor);
    Some(TransferData { status, requester, requested, acting, acted: acts_at, expires: outcome.expires })
}
