//! What a domain says about the keys of its zone: DS records, and keys from which the registry makes them (`registrar.md` D9).
//!
//! Both kinds may stand side by side; what is published is the DS records given and those derived, none twice. No digest is computed
//! here: SHA-256 is brought by the caller, since these crates know no cryptography.

mod ds;
mod key;

pub use ds::{DsDraft, DsRecord};
pub use key::{KeyDraft, KeyRecord};

use domesday_dns::Name;

use crate::fault::{Fault, below};
use crate::policy::Policy;
use crate::set_change::SetChange;

/// The length of a SHA-256 digest.
pub const SHA256_OCTETS: usize = 32;

/// The keys of a domain, each list in the order given, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecureDelegation {
    /// DS records as they were given.
    pub ds: Vec<DsRecord>,
    /// Keys from which DS records are made.
    pub keys: Vec<KeyRecord>,
}

/// Both lists as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecureDelegationDraft {
    /// `dsData`
    pub ds: Vec<DsDraft>,
    /// `keyData`
    pub keys: Vec<KeyDraft>,
}

/// A change of a domain's keys, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecureDelegationChange {
    /// `add.secDNS`
    pub add: SecureDelegationDraft,
    /// `rem.secDNS`
    pub remove: SecureDelegationDraft,
    /// `rem.secDNS.all`: everything that was there goes, before anything is added.
    pub remove_all: bool,
}

impl SecureDelegationDraft {
    /// Reads a new domain's keys; `place` is that of `secDNS`.
    ///
    /// # Errors
    /// All that is wrong, by form or by policy.
    pub fn read(&self, policy: &Policy, place: &str) -> Result<SecureDelegation, Vec<Fault>> {
        let mut faults = Vec::new();
        let read = self.read_into(policy, place, &mut faults);
        let ds = SetChange { add: read.ds, remove: Vec::new() }.apply_to(&[], "");
        let keys = SetChange { add: read.keys, remove: Vec::new() }.apply_to(&[], "");
        let read = SecureDelegation { ds: ds.unwrap_or_default(), keys: keys.unwrap_or_default() };
        read.check_count(policy, place, &mut faults);
        if faults.is_empty() { Ok(read) } else { Err(faults) }
    }

    fn read_into(&self, policy: &Policy, place: &str, faults: &mut Vec<Fault>) -> SecureDelegation {
        let (ds_place, key_place) = (below(place, "dsData"), below(place, "keyData"));
        let too_many = self.ds.len() + self.keys.len() > MOST_SENT;
        if too_many {
            let detail = format!("more than {MOST_SENT} records in one request");
            faults.push(Fault::refused(place, "too-many", detail));
            return SecureDelegation::default();
        }
        let mut collect = |wrong: Vec<Fault>| faults.extend(wrong);
        let ds = self.ds.iter().enumerate();
        let ds = ds.filter_map(|(at, ds)| ds.read(policy, &below(&ds_place, at)).map_err(&mut collect).ok()).collect();
        let keys = self.keys.iter().enumerate();
        let keys =
            keys.filter_map(|(at, key)| key.read(policy, &below(&key_place, at)).map_err(&mut collect).ok()).collect();
        SecureDelegation { ds, keys }
    }
}

/// More records than this are not even read: no policy allows so many.
const MOST_SENT: usize = 256;

impl SecureDelegationChange {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The keys after the change (rules D5, D9). What is removed need not be allowed any more.
    ///
    /// # Errors
    /// All that is wrong, by form, by policy, or because it is there or not there.
    pub fn apply_to(&self, present: &SecureDelegation, policy: &Policy) -> Result<SecureDelegation, Vec<Fault>> {
        let mut faults = Vec::new();
        let add = self.add.read_into(policy, "/add/secDNS", &mut faults);
        let any = Policy { ds_digests: (0..=255).collect(), ds_algorithms: (0..=255).collect(), ..policy.clone() };
        let remove = self.remove.read_into(&any, "/rem/secDNS", &mut faults);
        let start = if self.remove_all { &SecureDelegation::default() } else { present };
        if self.remove_all && (!self.remove.ds.is_empty() || !self.remove.keys.is_empty()) {
            let detail = "everything is removed, so nothing is named";
            faults.push(Fault::refused("/rem/secDNS/all", "all-and-some", detail));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let ds = SetChange { add: add.ds, remove: remove.ds }.apply_to(&start.ds, "secDNS/dsData");
        let keys = SetChange { add: add.keys, remove: remove.keys }.apply_to(&start.keys, "secDNS/keyData");
        for wrong in [ds.as_ref().err(), keys.as_ref().err()].into_iter().flatten() {
            faults.extend(wrong.iter().cloned());
        }
        let after = SecureDelegation { ds: ds.unwrap_or_default(), keys: keys.unwrap_or_default() };
        if faults.is_empty() {
            after.check_count(policy, "/add/secDNS", &mut faults);
        }
        if faults.is_empty() { Ok(after) } else { Err(faults) }
    }
}

impl SecureDelegation {
    /// What is published for a domain: the records given, then those made from its keys, none twice.
    pub fn published(&self, owner: &Name, sha256: impl Fn(&[u8]) -> [u8; SHA256_OCTETS]) -> Vec<DsRecord> {
        let mut published = self.ds.clone();
        for derived in self.keys.iter().map(|key| key.delegation_signer(owner, &sha256)) {
            if !published.contains(&derived) {
                published.push(derived);
            }
        }
        published
    }

    fn check_count(&self, policy: &Policy, place: &str, faults: &mut Vec<Fault>) {
        let count = self.ds.len() + self.keys.len();
        if count > policy.max_ds.into() {
            let detail = format!("{count} records and keys; there are at most {} here", policy.max_ds);
            faults.push(Fault::refused(place, "too-many", detail));
        }
    }
}

#[cfg(test)]
mod tests;
