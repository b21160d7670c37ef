//! Whether a name can be registered at all: its form, its place below a TLD, and what the TLD's policy says of its label
//! (`registrar.md` N1–N5).
//!
//! The steps are apart because they are asked apart: [`DomainName`] is the form, [`RuleTable::effective_tld`] the place, [`judge`] the
//! policy, [`check`] the answer to "is it free?". Which policy belongs to a TLD, and what is stored, is brought by the caller.
//!
//! ```
//! use domesday_domain::policy::Preset;
//! use domesday_domain::registrable::{DomainName, Unregistrable, judge};
//! use domesday_domain::tld::{RuleTable, TldPattern};
//!
//! let rules: RuleTable = ["st", "co.st"].into_iter().filter_map(|rule| TldPattern::parse(rule).ok()).collect();
//! let policy = Preset::St.policy();
//! let asked = |name: &str| {
//!     let name = DomainName::parse(name).unwrap();
//!     let tld = rules.effective_tld(name.as_name());
//!     judge(&name, tld.as_ref(), Some(&policy)).map(|found| found.label)
//! };
//! assert_eq!(asked("Blue.ST."), Ok("blue".to_owned()));
//! assert_eq!(asked("a--b.st"), Err(vec![Unregistrable::TwoHyphens]));
//! assert_eq!(asked("co.st"), Err(vec![Unregistrable::IsTld]));
//! ```
//!
//! [`RuleTable::effective_tld`]: crate::tld::RuleTable::effective_tld

mod check;

pub use check::{Availability, Facts, check};

use std::fmt;

use domesday_dns::Name;

use crate::fault::{Fault, FaultKind};
use crate::name::NameProblem;
use crate::policy::{Hyphens, Policy, Registrations, ScriptSet};
use crate::tld::Effective;

/// The canonical name of a domain (rule N1): lower case, A-labels, letters, digits and inner hyphens only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainName(Name);

impl DomainName {
    /// Reads a name in any spelling, with blanks around it or a final dot.
    ///
    /// # Errors
    /// [`NameProblem`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let text = text.trim_matches(|letter: char| letter == ' ' || letter == '\t');
        let name = Name::parse(text)?;
        if name.is_root() {
            return Err(NameProblem::Root);
        }
        if let Some(label) = name.labels().find(|label| !is_ldh(label)) {
            return Err(NameProblem::Label(String::from_utf8_lossy(label).into_owned()));
        }
        if text.contains('\\') {
            return Err(NameProblem::Label(crate::fault::excerpt(text)));
        }
        Ok(Self(name))
    }

    /// A name that was a domain's when it was stored.
    pub fn from_stored(name: Name) -> Self {
        Self(name)
    }

    /// The name itself.
    pub fn as_name(&self) -> &Name {
        &self.0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn is_ldh(label: &[u8]) -> bool {
    label.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-')
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

/// A name that can be registered, as far as rules go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registrable {
    /// The label that is registered.
    pub label: String,
    /// The TLD that it is registered below.
    pub tld: Name,
}

/// Why a name cannot be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unregistrable {
    /// No TLD with a policy is above it, and it is none (rule N2).
    NoTld,
    /// It lies more than one label below this TLD.
    TooDeep(Name),
    /// It is itself a TLD.
    IsTld,
    /// The TLD takes no new names.
    Closed,
    /// The label has fewer characters than this.
    TooShort(u8),
    /// Hyphens in third and fourth place, and no A-label (rule N3).
    ReservedHyphens,
    /// Two hyphens in a row, where none may be.
    TwoHyphens,
    /// An internationalised label, where none may be.
    NoIdn,
    /// A label with letters from no set of scripts that is allowed.
    Scripts(Vec<ScriptSet>),
}

/// Judges a name by the policy of its effective TLD (rules N2, N3). Without a policy it is as if there were no TLD.
///
/// # Errors
/// Why it cannot be registered: the place alone, or all that the policy refuses.
pub fn judge(
    name: &DomainName,
    tld: Option<&Effective>,
    policy: Option<&Policy>,
) -> Result<Registrable, Vec<Unregistrable>> {
    let (Some(tld), Some(policy)) = (tld, policy) else { return Err(vec![Unregistrable::NoTld]) };
    let name = name.as_name();
    let above = name.label_count().checked_sub(tld.name.label_count()).filter(|_| name.is_at_or_below(&tld.name));
    match above {
        None => return Err(vec![Unregistrable::NoTld]),
        Some(0) => return Err(vec![Unregistrable::IsTld]),
        Some(1) => {}
        Some(_) => return Err(vec![Unregistrable::TooDeep(tld.name.clone())]),
    }
    let label = name.labels().next().map(|label| String::from_utf8_lossy(label).into_owned()).unwrap_or_default();
    let mut refused = Vec::new();
    if policy.registrations == Registrations::Closed {
        refused.push(Unregistrable::Closed);
    }
    refused.extend(judge_label(&label, policy));
    if refused.is_empty() { Ok(Registrable { label, tld: tld.name.clone() }) } else { Err(refused) }
}

/// What a policy refuses of a canonical label (rule N3).
fn judge_label(label: &str, policy: &Policy) -> Vec<Unregistrable> {
    let mut refused = Vec::new();
    if label.len() < policy.min_label.into() {
        refused.push(Unregistrable::TooShort(policy.min_label));
    }
    let unicode = Name::root().child(label.as_bytes()).ok().and_then(|name| name.to_unicode());
    match policy.hyphens {
        Hyphens::AceOnly if label.get(2..4) == Some("--") && unicode.is_none() => {
            refused.push(Unregistrable::ReservedHyphens);
        }
        Hyphens::Forbid if label.contains("--") => refused.push(Unregistrable::TwoHyphens),
        _ => {}
    }
    match unicode {
        Some(_) if policy.idn_scripts.is_empty() => refused.push(Unregistrable::NoIdn),
        Some(unicode) if !policy.idn_scripts.iter().any(|set| set.covers(&unicode)) => {
            refused.push(Unregistrable::Scripts(policy.idn_scripts.clone()));
        }
        _ => {}
    }
    refused
}

impl Unregistrable {
    /// The word clients see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTld => "no-tld",
            Self::TooDeep(_) => "too-deep",
            Self::IsTld => "is-tld",
            Self::Closed => "registrations-closed",
            Self::TooShort(_) => "too-short",
            Self::ReservedHyphens => "reserved-hyphens",
            Self::TwoHyphens => "two-hyphens",
            Self::NoIdn => "no-idn",
            Self::Scripts(_) => "scripts",
        }
    }

    /// The fault that it is when the name is to be registered; `place` is the name's.
    pub fn fault(&self, name: &DomainName, place: &str) -> Fault {
        let (kind, detail) = match self {
            Self::NoTld => (FaultKind::OutOfRange, format!("{name} is below no TLD whose names are registered here")),
            Self::TooDeep(tld) => {
                (FaultKind::Malformed, format!("{name} is not exactly one label below the TLD {tld}"))
            }
            Self::IsTld => (FaultKind::Refused, format!("{name} is itself a TLD")),
            Self::Closed => (FaultKind::Refused, "the TLD takes no new names".to_owned()),
            Self::TooShort(least) => (FaultKind::Refused, format!("a label has at least {least} characters here")),
            Self::ReservedHyphens => {
                (FaultKind::Refused, "`--` in third and fourth place is kept for internationalised names".to_owned())
            }
            Self::TwoHyphens => (FaultKind::Refused, "two hyphens in a row are not allowed here".to_owned()),
            Self::NoIdn => (FaultKind::Refused, "internationalised names are not registered here".to_owned()),
            Self::Scripts(sets) => {
                let sets: Vec<_> = sets.iter().map(ToString::to_string).collect();
                (FaultKind::Refused, format!("all letters of a name are from one of: {}", sets.join(", ")))
            }
        };
        Fault::new(kind, place, self.code(), detail)
    }
}

#[cfg(test)]
mod tests;
