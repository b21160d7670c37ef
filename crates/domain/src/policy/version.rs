//! A policy in time: what it was from when on (rule L2), and how it is made, replaced and changed.

use chrono::{DateTime, Utc};

use super::preset::{AUTO_RENEW_GRACE, EXPIRE_DELETE_AFTER, EXPIRE_HOLD_AFTER};
use super::{AtExpiry, Policy, PolicyPatch, Preset, Setting};
use crate::fault::Fault;

/// A policy as it is, or was, in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// 1 at first, one more with each real change.
    pub number: i64,
    /// From this instant on it holds.
    pub valid_from: DateTime<Utc>,
    /// What it started from.
    pub preset: Preset,
    /// What it says.
    pub policy: Policy,
}

/// All versions of one TLD's policy, the first one first. A policy change never rewrites the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyHistory(Vec<PolicyVersion>);

impl PolicyHistory {
    /// The history as it was stored, in any order; none without a version.
    pub fn from_stored(mut versions: Vec<PolicyVersion>) -> Option<Self> {
        versions.sort_by_key(|version| (version.valid_from, version.number));
        (!versions.is_empty()).then_some(Self(versions))
    }

    /// All of them, the first one first.
    pub fn versions(&self) -> &[PolicyVersion] {
        &self.0
    }

    /// The version that an event at `instant` is judged by: the last that held then. What is older than all falls under the first.
    pub fn in_force_at(&self, instant: DateTime<Utc>) -> Option<&PolicyVersion> {
        let after = self.0.partition_point(|version| version.valid_from <= instant);
        self.0.get(after.saturating_sub(1))
    }
}

impl PolicyVersion {
    /// The first version: a preset with what the patch overrides; `default` if it names none. Only here `sandbox_year` is set.
    ///
    /// # Errors
    /// Everything that is wrong with the patch.
    pub fn create(patch: &PolicyPatch, now: DateTime<Utc>) -> Result<Self, Vec<Fault>> {
        let preset = patch.preset.unwrap_or(Preset::Default);
        let policy = preset.policy();
        let policy = checked(patch, patch.over(&policy, &policy), Vec::new())?;
        Ok(Self { number: 1, valid_from: now, preset, policy })
    }

    /// The version that replaces this one: a preset with what the patch overrides. The length of a year stays. None: nothing differs.
    ///
    /// # Errors
    /// Everything that is wrong with the patch.
    pub fn replaced(&self, patch: &PolicyPatch, now: DateTime<Utc>) -> Result<Option<Self>, Vec<Fault>> {
        let preset = patch.preset.unwrap_or(Preset::Default);
        let mut base = preset.policy();
        base.sandbox_year = self.policy.sandbox_year;
        let policy = checked(patch, patch.over(&base, &preset.policy()), self.year_changed(patch))?;
        Ok(self.followed_by(preset, policy, now))
    }

    /// The version with the members of the patch changed; null sets one to what the preset says. None: nothing differs.
    ///
    /// # Errors
    /// Everything that is wrong with the patch.
    pub fn patched(&self, patch: &PolicyPatch, now: DateTime<Utc>) -> Result<Option<Self>, Vec<Fault>> {
        let mut faults = self.year_changed(patch);
        if patch.preset.is_some_and(|preset| preset != self.preset) {
            let detail = format!("it starts from {}; only replacing it as a whole changes that", self.preset);
            faults.push(Fault::refused("/preset", "preset-stays", detail));
        }
        let policy = checked(patch, patch.over(&self.policy, &self.preset.policy()), faults)?;
        Ok(self.followed_by(self.preset, policy, now))
    }

    fn followed_by(&self, preset: Preset, policy: Policy, now: DateTime<Utc>) -> Option<Self> {
        let differs = (preset, &policy) != (self.preset, &self.policy);
        let next = Self { number: self.number + 1, valid_from: now.max(self.valid_from), preset, policy };
        differs.then_some(next)
    }

    fn year_changed(&self, patch: &PolicyPatch) -> Vec<Fault> {
        let wanted = match &patch.sandbox_year {
            None => return Vec::new(),
            Some(Setting::Preset) => None,
            Some(Setting::To(year)) => *year,
        };
        if wanted == self.policy.sandbox_year {
            return Vec::new();
        }
        vec![Fault::refused(
            "/sandbox_year",
            "only-at-creation",
            "the length of a year is set when a policy is created",
        )]
    }
}

/// The policy with what its model of expiry needs, if nothing is wrong with it.
fn checked(patch: &PolicyPatch, mut policy: Policy, more: Vec<Fault>) -> Result<Policy, Vec<Fault>> {
    let mut faults = patch.faults.clone();
    faults.extend(more);
    match policy.at_expiry {
        AtExpiry::AutoRenew => {
            policy.auto_renew_grace.get_or_insert(AUTO_RENEW_GRACE);
        }
        AtExpiry::Expire => {
            policy.expire_hold_after.get_or_insert(EXPIRE_HOLD_AFTER);
            let least = policy.expire_hold_after.unwrap_or_default().max(EXPIRE_DELETE_AFTER);
            policy.expire_delete_after.get_or_insert(least);
        }
    }
    // A relation is judged only between members that could be read.
    for (members, fault) in policy.broken_relations() {
        let unread = |member: &&str| patch.faults.iter().any(|fault| fault.place.split('/').nth(1) == Some(*member));
        if !members.iter().any(unread) {
            faults.push(fault);
        }
    }
    if faults.is_empty() { Ok(policy) } else { Err(faults) }
}
