//! What a registrars' rule says when it is not satisfied: the kinds of RFC 5730 section 3, by their meaning (`registrar.md` E2–E4).
//!
//! Where the zones' rules collect findings and settle them in two classes, registrars are told in more: a request is tried class by class,
//! in the order of rule E3, and every fault of the first class that fails is told. A use case asks each class in turn, and settles it.

use domesday_domain::account::AccountName;
use domesday_domain::fault::{Fault, FaultKind};
use domesday_domain::finding::Warning;

use crate::refusal::Refusal;

/// Why, by its meaning. A face has a number for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// Not now: it is the caller's own domain, or an id that was used for something else.
    UseError,
    /// Something required is not there.
    Missing,
    /// A value is beyond its range.
    OutOfRange,
    /// A value is not of its form.
    Malformed,
    /// The domain is not to be renewed.
    NotRenewable,
    /// The domain is not to be transferred yet.
    NotTransferable,
    /// The caller may not.
    Denied,
    /// The code is not the domain's.
    BadCode,
    /// It is another account's, and no code was given.
    NoCode,
    /// A transfer is pending.
    TransferPending,
    /// No transfer is pending.
    NoTransferPending,
    /// It exists already.
    Exists,
    /// It does not exist.
    NotThere,
    /// Its state forbids it.
    Prohibited,
    /// Others depend on it.
    InUse,
    /// A policy does not allow it.
    Policy,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Why.
    pub ground: Ground,
    /// Where: a JSON pointer into the body such as `/ns/1`, or `path:name`, `query:limit`, `header:If-Match`.
    pub place: String,
    /// A stable word such as `linked`.
    pub reason: &'static str,
    /// A sentence for people. Never repeats a secret.
    pub detail: String,
}

/// An object that stands in the way (rule E4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// What it is: `domain`, `zone`, `delegation`, `record_set`, `host`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Whose it is, if it is an account's.
    pub sponsor: Option<AccountName>,
}

/// The most objects that are named.
pub const MOST_BLOCKERS: usize = 100;

/// Everything that is wrong in the first class that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objections {
    /// Each of it: at least one.
    pub list: Vec<Objection>,
    /// What stands in the way, at most [`MOST_BLOCKERS`].
    pub blockers: Vec<Blocker>,
    /// How many there are in all.
    pub blockers_total: u64,
}

impl Objection {
    /// Something that is wrong.
    pub fn new(ground: Ground, place: impl Into<String>, reason: &'static str, detail: impl Into<String>) -> Self {
        Self { ground, place: place.into(), reason, detail: detail.into() }
    }

    /// An object that is not there.
    pub fn not_there(place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Ground::NotThere, place, "unknown", detail)
    }
}

impl From<Fault> for Objection {
    fn from(fault: Fault) -> Self {
        let ground = match fault.kind {
            FaultKind::Missing => Ground::Missing,
            FaultKind::OutOfRange => Ground::OutOfRange,
            FaultKind::Malformed => Ground::Malformed,
            FaultKind::Refused => Ground::Policy,
        };
        Self { ground, place: fault.place, reason: fault.code, detail: fault.detail }
    }
}

impl From<Objection> for Refusal {
    fn from(objection: Objection) -> Self {
        Self::Objected(Box::new(Objections { list: vec![objection], blockers: Vec::new(), blockers_total: 0 }))
    }
}

/// Refuses with all of these, if there are any: one class of rule E3. What could not be read is left out of what was read: nothing at or
/// below it is told to be missing, too.
///
/// # Errors
/// [`Refusal::Objected`].
pub(crate) fn settle(objections: impl IntoIterator<Item = impl Into<Objection>>) -> Result<(), Refusal> {
    let mut list: Vec<Objection> = objections.into_iter().map(Into::into).collect();
    let malformed = list.iter().filter(|one| one.ground == Ground::Malformed).map(|one| one.place.clone());
    let malformed: Vec<String> = malformed.filter(|place| place.starts_with('/')).collect();
    let is_unread = |place: &str| {
        let rests = malformed.iter().filter_map(|unread| place.strip_prefix(unread.as_str()));
        rests.into_iter().any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    list.retain(|one| one.ground != Ground::Missing || !is_unread(&one.place));
    if list.is_empty() { Ok(()) } else { Err(refused(list)) }
}

/// The refusal for all of these, of which there is at least one.
pub(crate) fn refused(list: Vec<Objection>) -> Refusal {
    Refusal::Objected(Box::new(Objections { list, blockers: Vec::new(), blockers_total: 0 }))
}

/// Refuses because of objects that stand in the way; of more than [`MOST_BLOCKERS`] the first are named.
pub(crate) fn blocked(objection: Objection, mut blockers: Vec<Blocker>, total: u64) -> Refusal {
    blockers.truncate(MOST_BLOCKERS);
    Refusal::Objected(Box::new(Objections { list: vec![objection], blockers, blockers_total: total }))
}

/// The faults of form among some (2003, 2005), which are told before any object is looked at; and those that are left to policy.
pub(crate) fn by_class(faults: Vec<Fault>) -> (Vec<Fault>, Vec<Fault>) {
    faults.into_iter().partition(|fault| matches!(fault.kind, FaultKind::Missing | FaultKind::Malformed))
}

/// What is wrong, class by class, where one look tells of several classes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    /// Form: 2003, 2005.
    pub(crate) form: Vec<Objection>,
    /// State: 2304 and its like.
    pub(crate) state: Vec<Objection>,
    /// Objects that are named: 2303, 2201.
    pub(crate) referenced: Vec<Objection>,
    /// Policy: 2003, 2004, 2306.
    pub(crate) policy: Vec<Objection>,
    /// What is let through.
    pub(crate) warnings: Vec<Warning>,
}

impl Classes {
    /// Notes faults: of form, or of policy.
    pub(crate) fn fault(&mut self, faults: impl IntoIterator<Item = Fault>) {
        let (form, policy) = by_class(faults.into_iter().collect());
        self.form.extend(form.into_iter().map(Into::into));
        self.policy.extend(policy.into_iter().map(Into::into));
    }

    /// Notes faults that are all the policy's, be it that something is missing.
    pub(crate) fn policy_fault(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.policy.extend(faults.into_iter().map(Into::into));
    }

    /// Refuses for what is wrong with the form.
    pub(crate) fn settle_form(&mut self) -> Result<(), Refusal> {
        settle(std::mem::take(&mut self.form))
    }

    /// Refuses for the state, then for what is named, then for the policy; gives the warnings.
    pub(crate) fn settle(self) -> Result<Vec<Warning>, Refusal> {
        settle(self.form)?;
        settle(self.state)?;
        settle(self.referenced)?;
        settle(self.policy)?;
        Ok(self.warnings)
    }
}
