//! The durations and choices of a TLD's policy that the life cycle needs, by version.
//!
//! Whatever happens is judged by the version in force at its own instant; what a version once fixed stays as it was (rule L2).

use chrono::{DateTime, TimeDelta, Utc};

use super::calendar::{Period, SandboxYear, Year, is_over};
use crate::policy::{Expiry, Policy, PolicyDuration, PolicyHistory, PolicyVersion, TransferModel};

/// What becomes of a domain when its registration ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtExpiry {
    /// It is renewed for a year (rule L5).
    AutoRenew {
        /// For so long the renewal can be taken back.
        grace: TimeDelta,
    },
    /// It expires (rule L6).
    Expire {
        /// So long after, it leaves the zone.
        hold_after: TimeDelta,
        /// So long after, it is deleted.
        delete_after: TimeDelta,
    },
}

/// The terms of transfers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferTerms {
    /// How a request goes on.
    pub model: TransferModel,
    /// How long the losing side may answer.
    pub window: TimeDelta,
    /// For so long after its creation, and after a transfer, a domain stays where it is.
    pub lock: TimeDelta,
    /// What a transfer adds.
    pub years: u16,
}

/// A claim that has to be attested of the registrant (rule L12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimTerms {
    /// Its name.
    pub claim: String,
    /// How long it may be open.
    pub within: TimeDelta,
}

/// One version of the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The least that can be registered or renewed for.
    pub min_years: u16,
    /// The most, and the greatest distance of an expiry.
    pub max_years: u16,
    /// Whether periods may be in months.
    pub months: bool,
    /// After creation.
    pub add_grace: TimeDelta,
    /// After a renewal.
    pub renew_grace: TimeDelta,
    /// After a transfer.
    pub transfer_grace: TimeDelta,
    /// What happens at the end.
    pub at_expiry: AtExpiry,
    /// How long a deleted domain can be restored.
    pub redemption: TimeDelta,
    /// How long it waits after that to be free again.
    pub pending_delete: TimeDelta,
    /// How long before the end the sponsor is told of it.
    pub expiry_notices: Vec<TimeDelta>,
    /// Transfers.
    pub transfer: TransferTerms,
    /// What has to be attested of the registrant, in the order in which it is shown.
    pub claims: Vec<ClaimTerms>,
    /// What a year is.
    pub year: Year,
}

impl From<&Policy> for Terms {
    fn from(policy: &Policy) -> Self {
        let lasting = PolicyDuration::as_delta;
        let at_expiry = match policy.expiry() {
            Expiry::AutoRenew { grace } => AtExpiry::AutoRenew { grace: lasting(grace) },
            Expiry::Expire { hold_after, delete_after } => {
                AtExpiry::Expire { hold_after: lasting(hold_after), delete_after: lasting(delete_after) }
            }
        };
        let claims = policy.required_claims.iter();
        let claims =
            claims.map(|required| ClaimTerms { claim: required.claim.to_string(), within: lasting(required.within) });
        let sandbox = policy.sandbox_year.and_then(|year| SandboxYear::new(lasting(year)));
        Self {
            min_years: policy.min_years.into(),
            max_years: policy.max_years.into(),
            months: policy.months,
            add_grace: lasting(policy.add_grace),
            renew_grace: lasting(policy.renew_grace),
            transfer_grace: lasting(policy.transfer_grace),
            at_expiry,
            redemption: lasting(policy.redemption),
            pending_delete: lasting(policy.pending_delete),
            expiry_notices: policy.expiry_notices.iter().map(|notice| lasting(*notice)).collect(),
            transfer: TransferTerms {
                model: policy.transfer_model,
                window: lasting(policy.transfer_window),
                lock: lasting(policy.transfer_lock),
                years: policy.transfer_years.into(),
            },
            claims: claims.collect(),
            year: sandbox.map_or(Year::Calendar, Year::Sandbox),
        }
    }
}

impl Terms {
    /// The latest expiry that may be given at `now`.
    pub fn latest_expiry(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.year.add(now, Period::Years(self.max_years))
    }

    /// How long a claim may be open; none if it is not required.
    pub fn within(&self, claim: &str) -> Option<TimeDelta> {
        self.claims.iter().find(|required| required.claim == claim).map(|required| required.within)
    }

    /// Whether a period lies between the least and the most, a year counting twelve months.
    pub fn allow_length(&self, period: Period) -> bool {
        let (value, unit) = match period {
            Period::Years(years) => (u32::from(years), 1),
            Period::Months(months) => (u32::from(months), 12),
        };
        let least = u32::from(self.min_years) * unit;
        (least.max(1)..=u32::from(self.max_years) * unit).contains(&value)
    }
}

/// Terms, and from when on they are in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsVersion {
    /// The first instant at which they are.
    pub valid_from: DateTime<Utc>,
    /// The terms.
    pub terms: Terms,
}

/// All versions of a policy's terms: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsVersions {
    first: TermsVersion,
    later: Vec<TermsVersion>,
}

impl TermsVersions {
    /// Terms that were never changed.
    pub fn always(terms: Terms) -> Self {
        Self { first: TermsVersion { valid_from: DateTime::<Utc>::MIN_UTC, terms }, later: Vec::new() }
    }

    /// Versions in any order; of two from the same instant on the one that stands later here counts. None if there are none.
    pub fn new(mut versions: Vec<TermsVersion>) -> Option<Self> {
        versions.sort_by_key(|version| version.valid_from);
        let mut versions = versions.into_iter();
        Some(Self { first: versions.next()?, later: versions.collect() })
    }

    /// The terms of all versions of a policy; none if it has none.
    pub fn of(history: &PolicyHistory) -> Option<Self> {
        let version =
            |version: &PolicyVersion| TermsVersion { valid_from: version.valid_from, terms: (&version.policy).into() };
        Self::new(history.versions().iter().map(version).collect())
    }

    /// The terms in force at an instant; before the first version, that one's.
    pub fn at(&self, instant: DateTime<Utc>) -> &Terms {
        let begun = self.later.iter().rev().find(|version| is_over(version.valid_from, instant));
        &begun.unwrap_or(&self.first).terms
    }

    /// How many versions have begun at an instant; the first one always has.
    pub fn begun(&self, instant: DateTime<Utc>) -> usize {
        1 + self.later.iter().filter(|version| is_over(version.valid_from, instant)).count()
    }

    /// Each version, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &TermsVersion> {
        std::iter::once(&self.first).chain(&self.later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Preset;

    #[test]
    fn section_7_the_terms_of_a_policy_are_those_of_its_document() {
        let days = TimeDelta::days;
        let (default, st) = (Terms::from(&Preset::Default.policy()), Terms::from(&Preset::St.policy()));
        assert_eq!(default.at_expiry, AtExpiry::AutoRenew { grace: days(45) });
        assert_eq!(st.at_expiry, AtExpiry::Expire { hold_after: days(0), delete_after: days(40) });
        assert_eq!((default.transfer.window, st.transfer.window, st.transfer.lock), (days(5), days(7), days(60)));
        assert_eq!((default.months, st.months, default.year), (false, true, Year::Calendar));
        assert_eq!(st.expiry_notices, [days(30), days(14)]);
        assert_eq!((default.min_years, default.max_years, default.redemption), (1, 10, days(30)));
    }
}
