//! What is stored of a registered domain.
//!
//! The facts are as of the last change that was written. What time has done since is not in them: it is what [`project`] adds, and only
//! its outcome, [`Present`], may be shown, published or commanded.
//!
//! [`project`]: fn@super::project
//! [`Present`]: super::Present

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domesday_dns::Name;

use super::calendar::{is_over, later};
use super::claims::{ClaimState, RequiredClaim};
use super::grace::{Grace, GraceKind};
use super::status::{Bar, StoredStatus};
use super::transfer::TransferRequest;
use crate::account::AccountId;
use crate::contact::ContactRole;

/// A registered domain's number; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainId(pub i64);

/// A contact's number; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContactNumber(pub i64);

/// A repository object id: the handle that no other registration of the same name has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Roid(pub String);

/// Digits and letters of a handle: those of Crockford's base 32.
const ROID_DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Roid {
    /// The handle of an object by its kind (`D` domain, `C` contact, `H` host) and number: `D7K2Q-DMSD`.
    pub fn numbered(kind: char, number: i64) -> Self {
        let mut rest = number.unsigned_abs();
        let mut digits = Vec::new();
        while rest > 0 || digits.is_empty() {
            let digit = ROID_DIGITS.get(usize::try_from(rest % 32).unwrap_or_default()).copied().unwrap_or(b'0');
            digits.push(char::from(digit));
            rest /= 32;
        }
        Self(
            digits.into_iter().rev().fold(kind.to_string(), |mut text, digit| {
                text.push(digit);
                text
            }) + "-DMSD",
        )
    }

    /// The number behind a handle of this kind, in any case; none if the text is no such handle as [`Roid::numbered`] writes.
    pub fn number_in(kind: char, text: &str) -> Option<i64> {
        let text = text.to_ascii_uppercase();
        let digits = text.strip_prefix(kind)?.strip_suffix("-DMSD")?;
        let number = digits.bytes().try_fold(0_i64, |number, digit| {
            let value = ROID_DIGITS.iter().position(|known| *known == digit)?;
            number.checked_mul(32)?.checked_add(i64::try_from(value).ok()?)
        })?;
        (Self::numbered(kind, number).0 == text).then_some(number)
    }
}

/// Where a domain is in its life.
///
/// ```text
///            exDate, under "expire"        delete_at
/// Registered ----------------------> Expired ------+
///   ^  ^ |                            | |          |
///   |  | +-------- delete ------------|-+----------+--> Redemption --> PendingDelete --> Gone
///   |  +---------- renew, transfer ---+                     |                             ^
///   +------------- restore ---------------------------------+     delete in the add grace |
///                                            Registered, Expired -------------------------+
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It lives.
    Registered,
    /// Its time is over, and it can still be renewed.
    Expired(Expiry),
    /// It is deleted, and can be restored.
    Redemption(Deletion),
    /// It is deleted for good, and the name is not free yet.
    PendingDelete(Deletion),
    /// There is no such domain any more.
    Gone {
        /// Since when.
        at: DateTime<Utc>,
    },
}

/// What follows an expiry; fixed when it came (rule L2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// When it leaves the zone.
    pub hold_at: DateTime<Utc>,
    /// When it is deleted.
    pub delete_at: DateTime<Utc>,
    /// It has left the zone.
    pub held: bool,
}

/// What follows a deletion; fixed when it came (rule L2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// When it was deleted.
    pub deleted: DateTime<Utc>,
    /// Before that instant it can be restored.
    pub restorable_until: DateTime<Utc>,
    /// When the name is free.
    pub purge_at: DateTime<Utc>,
}

/// A registered domain as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Its number.
    pub id: DomainId,
    /// Its name.
    pub name: Name,
    /// Its handle.
    pub roid: Roid,
    /// Whose it is.
    pub sponsor: AccountId,
    /// Who created it.
    pub created_by: AccountId,
    /// Who changed it last; none until the first change.
    pub updated_by: Option<AccountId>,
    /// When it was created.
    pub created: DateTime<Utc>,
    /// When somebody changed it last. Neither time nor a transfer counts.
    pub updated: Option<DateTime<Utc>>,
    /// When its registration ends.
    pub expires: DateTime<Utc>,
    /// When it came to its sponsor by transfer.
    pub transferred: Option<DateTime<Utc>>,
    /// The statuses that somebody set.
    pub statuses: BTreeSet<StoredStatus>,
    /// Its contacts.
    pub contacts: BTreeMap<ContactRole, ContactNumber>,
    /// How many name servers it has.
    pub name_servers: usize,
    /// Where it is in its life.
    pub stage: Stage,
    /// Its grace periods, oldest first.
    pub graces: Vec<Grace>,
    /// The transfer that was asked for.
    pub transfer: Option<TransferRequest>,
    /// What the policy requires of its registrant.
    pub claims: Vec<RequiredClaim>,
    /// By how many of the policy's versions, the first ones, its required claims were judged; 0 stands for those in force at its creation.
    pub judged: usize,
    /// Notices of its expiry up to this instant were given, or came too late to be given.
    pub noticed_to: DateTime<Utc>,
    /// One more with each change of what it shows.
    pub revision: i64,
}

impl Registration {
    /// Whether there still is such a domain.
    pub fn is_live(&self) -> bool {
        !matches!(self.stage, Stage::Gone { .. })
    }

    /// Whether it is deleted, and not yet gone.
    pub fn is_deleted(&self) -> bool {
        matches!(self.stage, Stage::Redemption(_) | Stage::PendingDelete(_))
    }

    /// Whether a grace period of this kind runs.
    pub fn has_grace(&self, kind: GraceKind) -> bool {
        self.graces.iter().any(|grace| grace.kind == kind)
    }

    /// Whether a claim is missing that should be there.
    pub fn is_overdue(&self) -> bool {
        self.claims.iter().any(|claim| claim.state() == ClaimState::Overdue)
    }

    /// Whether a stored status, the sponsor's or the registry's, bars something.
    pub fn barred(&self, bar: Bar) -> impl Iterator<Item = StoredStatus> {
        self.statuses.iter().copied().filter(move |status| status.bar == bar)
    }

    /// Gives it another expiry at `now`. An expired domain lives again if that is future (rule L6); else what follows its expiry moves
    /// along, and a hold stays.
    pub(super) fn expire_at(&mut self, expires: DateTime<Utc>, now: DateTime<Utc>) {
        if let Stage::Expired(expiry) = self.stage {
            let by: TimeDelta = expires - self.expires;
            self.stage = if is_over(expires, now) {
                let Expiry { hold_at, delete_at, held } = expiry;
                Stage::Expired(Expiry { hold_at: later(hold_at, by), delete_at: later(delete_at, by), held })
            } else {
                Stage::Registered
            };
        }
        self.expires = expires;
        self.noticed_to = now;
    }

    /// Notes that somebody changed it.
    pub(super) fn touch(&mut self, by: AccountId, now: DateTime<Utc>) {
        self.updated = Some(now);
        self.updated_by = Some(by);
        self.revision += 1;
    }
}
