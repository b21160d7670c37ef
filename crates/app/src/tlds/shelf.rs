//! The compiled policies of the last few editions, shared by all commands of this process (rule C3).
//!
//! An edition's stamp is a fingerprint of the edition before it and of the entry that made it. So equal editions are equal policies, and
//! one that was built from rows that were never committed does no harm: nobody will read its edition again. A policy that is behind is
//! brought up to date by the entries since then, if they lead to the very stamp that was read; else it is read anew.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};

use domesday_domain::tld::NamePolicy;

use super::changes::{Step, steps};
use crate::ports::{Edition, PolicyEntry, Snapshot};
use crate::refusal::Refusal;
use crate::stable_hash::StableHasher;

/// How many editions are kept: the last one, and those that transactions under way may still be at.
const KEPT: usize = 3;

/// More entries than this are not followed: reading everything costs less.
const FOLLOWED: usize = 1000;

/// The last editions, the newest used first.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    policies: Mutex<VecDeque<(Edition, Arc<NamePolicy>)>>,
}

impl Edition {
    /// The edition that an entry makes of this one.
    pub(super) fn after(self, entry: &PolicyEntry) -> Self {
        let mut hasher = StableHasher::default();
        (self.revision, self.stamp, entry.revision).hash(&mut hasher);
        (&entry.request_id, &entry.changes).hash(&mut hasher);
        Self { revision: entry.revision, stamp: hasher.finish().cast_signed() }
    }
}

impl Shelf {
    /// The policy that holds in a snapshot.
    pub(super) fn at(&self, snapshot: &mut dyn Snapshot) -> Result<(Edition, Arc<NamePolicy>), Refusal> {
        let edition = snapshot.edition()?;
        if let Some(policy) = self.find(edition) {
            return Ok((edition, policy));
        }
        let policy = match self.latest_before(edition) {
            Some((older, policy)) => match follow(snapshot, older, &policy, edition)? {
                Some(policy) => policy,
                None => load(snapshot, &policy)?,
            },
            None => load(snapshot, &NamePolicy::default())?,
        };
        let policy = Arc::new(policy);
        self.put(edition, policy.clone());
        Ok((edition, policy))
    }

    fn find(&self, edition: Edition) -> Option<Arc<NamePolicy>> {
        let policies = self.policies.lock().ok()?;
        policies.iter().find(|(kept, _)| *kept == edition).map(|(_, policy)| policy.clone())
    }

    fn latest_before(&self, edition: Edition) -> Option<(Edition, Arc<NamePolicy>)> {
        let policies = self.policies.lock().ok()?;
        policies
            .iter()
            .filter(|(kept, _)| kept.revision < edition.revision)
            .max_by_key(|(kept, _)| kept.revision)
            .cloned()
    }

    fn put(&self, edition: Edition, policy: Arc<NamePolicy>) {
        let Ok(mut policies) = self.policies.lock() else { return };
        policies.retain(|(kept, _)| *kept != edition);
        policies.push_front((edition, policy));
        policies.truncate(KEPT);
    }
}

/// Everything, as it is stored.
fn load(snapshot: &mut dyn Snapshot, known: &NamePolicy) -> Result<NamePolicy, Refusal> {
    let rules = snapshot.tld_patterns()?.into_iter().collect();
    Ok(NamePolicy { rules, blocklist: snapshot.blocklist(&known.blocklist)? })
}

/// A policy with the entries since its edition; none if they do not lead where they should, or say too little.
fn follow(
    snapshot: &mut dyn Snapshot,
    from: Edition,
    policy: &NamePolicy,
    to: Edition,
) -> Result<Option<NamePolicy>, Refusal> {
    let entries = snapshot.policy_entries(from.revision, FOLLOWED + 1)?;
    if entries.len() > FOLLOWED || entries.iter().fold(from, Edition::after) != to {
        return Ok(None);
    }
    let mut after = policy.clone();
    let mut blocklist_changed = false;
    for entry in &entries {
        let Some(steps) = steps(&entry.changes) else { return Ok(None) };
        for step in steps {
            match step {
                Step::Add(rule) => after.rules.insert(&rule),
                Step::Remove(rule) => after.rules.remove(&rule),
                Step::Blocklist => blocklist_changed = true,
            }
        }
    }
    if blocklist_changed {
        after.blocklist = snapshot.blocklist(&after.blocklist)?;
    }
    Ok(Some(after))
}
