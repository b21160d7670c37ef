//! What the registry of a TLD demands and allows (`registrar.md` section 7): the whole document, its presets, its changes, its versions.
//!
//! A policy is made from a preset and what overrides it; a change names the members that it changes, and null sets one back to what the
//! preset says. Whatever is sent, every wrong member is named at once. Names that are reserved or dearer stand apart
//! ([`SpecialNames`]).
//!
//! ```
//! use chrono::DateTime;
//! use domesday_domain::policy::{PolicyPatch, PolicyVersion, Value};
//!
//! let now = DateTime::UNIX_EPOCH;
//! let patch = |members: &[(&str, Value)]| {
//!     let members = members.iter().map(|(member, value)| ((*member).to_owned(), value.clone()));
//!     PolicyPatch::read(&Value::Members(members.collect()))
//! };
//! let st = PolicyVersion::create(&patch(&[("preset", "st".into()), ("redemption", "PT10M".into())]), now).unwrap();
//! assert_eq!((st.policy.redemption.seconds(), st.policy.min_years), (600, 1));
//!
//! let faults = st.patched(&patch(&[("min_years", Value::Number(0)), ("colour", "red".into())]), now).unwrap_err();
//! let told: Vec<_> = faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect();
//! assert_eq!(told, [("/min_years", "out-of-range"), ("/colour", "unknown-member")]);
//! ```

mod accredited;
mod choice;
mod claims;
mod contact_rules;
mod duration;
mod fee;
mod preset;
mod script;
mod special;
mod table;
mod value;
mod version;

pub use accredited::Accredited;
pub use choice::{AddressClass, AtExpiry, AuthOnCreate, ContactRule, Hyphens, NsParent, Registrations, TransferModel};
pub use claims::RequiredClaim;
pub use contact_rules::{ContactRules, ContactRulesPatch};
pub use duration::{PolicyDuration, PolicyDurationProblem};
pub use fee::{Fee, FeeProblem};
pub use preset::Preset;
pub use script::{ScriptSet, ScriptSetProblem};
pub use special::{LabelPattern, LabelPatternProblem, SpecialKind, SpecialName, SpecialNames};
pub use table::{Policy, PolicyPatch, Setting};
pub use value::Value;
pub use version::{PolicyHistory, PolicyVersion};

use crate::contact::ContactRole;
use crate::fault::Fault;

/// What happens at the expiry, with the durations that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// A year is added, and can be taken back for a while.
    AutoRenew {
        /// For so long.
        grace: PolicyDuration,
    },
    /// The domain is expired; counted from its expiry it is held, then deleted.
    Expire {
        /// Out of the zone after so long.
        hold_after: PolicyDuration,
        /// Deleted after so long.
        delete_after: PolicyDuration,
    },
}

impl Policy {
    /// A policy as it was stored: the members that [`Policy::members`] gave. One that is not there, or cannot be read any more, is as the
    /// preset says.
    pub fn from_stored(preset: Preset, members: &Value) -> Self {
        let base = preset.policy();
        PolicyPatch::read(members).over(&base, &base)
    }

    /// What happens at the expiry.
    pub fn expiry(&self) -> Expiry {
        match self.at_expiry {
            AtExpiry::AutoRenew => {
                Expiry::AutoRenew { grace: self.auto_renew_grace.unwrap_or(preset::AUTO_RENEW_GRACE) }
            }
            AtExpiry::Expire => Expiry::Expire {
                hold_after: self.expire_hold_after.unwrap_or(preset::EXPIRE_HOLD_AFTER),
                delete_after: self.expire_delete_after.unwrap_or(preset::EXPIRE_DELETE_AFTER),
            },
        }
    }

    /// What of a policy contradicts itself, and the members between which it does.
    pub fn broken_relations(&self) -> Vec<([&'static str; 2], Fault)> {
        let mut broken = Vec::new();
        let mut more_than = |least: &'static str, most: &'static str, is_more: bool| {
            if is_more {
                let fault = Fault::refused(format!("/{least}"), "above-maximum", format!("{least} is above {most}"));
                broken.push(([least, most], fault));
            }
        };
        more_than("min_years", "max_years", self.min_years > self.max_years);
        more_than("min_ns", "max_ns", self.min_ns > self.max_ns);
        if let Expiry::Expire { hold_after, delete_after } = self.expiry() {
            more_than("expire_hold_after", "expire_delete_after", hold_after > delete_after);
        }
        let twice =
            self.required_claims.iter().enumerate().any(|(at, required)| {
                self.required_claims.iter().take(at).any(|before| before.claim == required.claim)
            });
        if twice {
            let fault = Fault::refused("/required_claims", "claim-twice", "a claim is required once");
            broken.push((["required_claims", "required_claims"], fault));
        }
        let no_registrant = self.contacts.rule(ContactRole::Registrant) == ContactRule::Forbidden;
        if no_registrant && !self.required_claims.is_empty() {
            let detail = "claims are a registrant's, and a registrant is forbidden";
            let fault = Fault::refused("/required_claims", "no-registrant", detail);
            broken.push((["required_claims", "contacts"], fault));
        }
        broken
    }
}

#[cfg(test)]
mod tests;
