//! What a domain shows of its life: statuses, grace periods, the transfer that was asked for (rules S1, S2).

use chrono::{DateTime, Utc};

use super::claims::{ClaimState, RequiredClaim};
use super::facts::{Deletion, Registration, Stage};
use super::grace::Grace;
use super::project::Present;
use super::status::{Bar, RgpStatus, Status, StoredStatus};
use super::terms::TermsVersions;
use super::transfer::{TransferData, pending};

/// The word for a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lifecycle {
    /// It lives.
    Registered,
    /// Its time is over.
    Expired,
    /// It is deleted, and can be restored.
    Redemption,
    /// It is deleted for good.
    PendingDelete,
    /// There is none.
    Gone,
}

impl Lifecycle {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Expired => "expired",
            Self::Redemption => "redemption",
            Self::PendingDelete => "pendingDelete",
            Self::Gone => "gone",
        }
    }
}

/// What a domain shows of its life at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its stage.
    pub lifecycle: Lifecycle,
    /// Its statuses: sorted, none twice, never empty.
    pub statuses: Vec<Status>,
    /// Its grace statuses: sorted, none twice.
    pub rgp_statuses: Vec<RgpStatus>,
    /// The grace periods that run, oldest first.
    pub graces: Vec<Grace>,
    /// When its registration ends.
    pub expires: DateTime<Utc>,
    /// The ends of its deletion.
    pub deletion: Option<Deletion>,
    /// The transfer that was asked for.
    pub transfer: Option<TransferData>,
}

/// What a domain can be found by: what it shows, of its life and its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWords {
    /// Its statuses: sorted, none twice, never empty.
    pub statuses: Vec<Status>,
    /// Its grace statuses: sorted, none twice.
    pub rgp_statuses: Vec<RgpStatus>,
    /// The states of its claims: sorted, none twice.
    pub claims: Vec<ClaimState>,
}

impl Registration {
    /// What it shows as it is stored, without what time has done since.
    pub fn shown_words(&self) -> ShownWords {
        let mut claims: Vec<ClaimState> = self.claims.iter().map(RequiredClaim::state).collect();
        claims.sort_unstable_by_key(|state| state.as_str());
        claims.dedup();
        ShownWords { statuses: statuses(self), rgp_statuses: rgp_statuses(self), claims }
    }
}

impl Present {
    /// What it shows.
    pub fn view(&self, versions: &TermsVersions) -> View {
        let registration = self.registration();
        let (lifecycle, deletion) = match registration.stage {
            Stage::Registered => (Lifecycle::Registered, None),
            Stage::Expired(_) => (Lifecycle::Expired, None),
            Stage::Redemption(deletion) => (Lifecycle::Redemption, Some(deletion)),
            Stage::PendingDelete(deletion) => (Lifecycle::PendingDelete, Some(deletion)),
            Stage::Gone { .. } => (Lifecycle::Gone, None),
        };
        View {
            lifecycle,
            statuses: statuses(registration),
            rgp_statuses: rgp_statuses(registration),
            graces: registration.graces.clone(),
            expires: registration.expires,
            deletion,
            transfer: pending(registration, versions),
        }
    }
}

/// Whether time or a missing claim holds it back.
fn is_held(registration: &Registration) -> bool {
    matches!(registration.stage, Stage::Expired(expiry) if expiry.held) || registration.is_overdue()
}

/// The stored statuses and those that follow. A prohibition that time overran is not shown beside what it forbids (rule S2).
fn statuses(registration: &Registration) -> Vec<Status> {
    let is_deleted = registration.is_deleted();
    let stored = registration.statuses.iter().filter(|status| !(is_deleted && status.bar == Bar::Delete));
    let mut statuses: Vec<Status> = stored.map(|status| Status::Stored(*status)).collect();
    let derived = [
        (is_deleted, Status::PendingDelete),
        (registration.transfer.is_some(), Status::PendingTransfer),
        (registration.name_servers == 0, Status::Inactive),
        (is_held(registration), Status::Stored(StoredStatus::server(Bar::Hold))),
    ];
    statuses.extend(derived.into_iter().filter_map(|(holds, status)| holds.then_some(status)));
    if statuses.is_empty() {
        statuses.push(Status::Ok);
    }
    statuses.sort_unstable_by_key(|status| status.as_str());
    statuses.dedup();
    statuses
}

fn rgp_statuses(registration: &Registration) -> Vec<RgpStatus> {
    let stage = match registration.stage {
        Stage::Redemption(_) => Some(RgpStatus::RedemptionPeriod),
        Stage::PendingDelete(_) => Some(RgpStatus::PendingDelete),
        Stage::Registered | Stage::Expired(_) | Stage::Gone { .. } => None,
    };
    let mut statuses: Vec<RgpStatus> =
        registration.graces.iter().map(|grace| grace.kind.status()).chain(stage).collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}
