//! Whether a name may be a zone for this caller (rule Z20; `tlds.md` section 5): the one check behind every way to make a zone.
//!
//! The rules' own verdict is pure ([`judge`]); here it meets the policy that holds in this transaction, the block list, and whose the
//! zones around the name are. What creation refuses and what `explain` tells are the same functions.

use domesday_domain::account::AccountId;
use domesday_domain::finding::Findings;
use domesday_domain::name::ZoneName;
use domesday_domain::tld::{NamePolicy, judge};

use crate::ports::{Snapshot, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;

/// Steps Z2–Z9: the first that refuses is a wrong field.
pub(super) fn check_verdict(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    name: &ZoneName,
    registry_zone: bool,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let (_, policy) = context.naming.policy(snapshot)?;
    let verdict = judge(&policy.rules, name.as_name(), registry_zone);
    if let Some(stop) = verdict.stops.first() {
        findings.error("name", stop.code(), stop.detail(name.as_name(), verdict.effective.as_ref()));
        return Ok(());
    }
    match policy.blocklist.hit(name.as_name()) {
        Some((entry, _)) if context.actor.is_admin() => {
            findings.warn(
                "blocked",
                name.to_string(),
                format!("passed as admin: block-list entry {entry} blocks {name}"),
            );
        }
        Some(_) => findings.error("name", "blocked", blocked(name)),
        None => {}
    }
    Ok(())
}

/// What is said of a blocked name to those who may not see the block list.
pub(crate) fn blocked(name: &ZoneName) -> String {
    format!("{name} is on the block list: choose another name, or ask an admin")
}

/// Whether the policy alone, without the block list, lets a name be a zone.
pub(crate) fn passes_rules(policy: &NamePolicy, name: &ZoneName, registry_zone: bool) -> bool {
    judge(&policy.rules, name.as_name(), registry_zone).is_allowed()
}

/// Why a caller may not make a zone where it would stand among others' (rules Z8, Z21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Denial {
    /// `registry_zone_denied`, `parent_owned`, `child_owned`.
    pub(crate) code: &'static str,
    /// A sentence for people.
    pub(crate) detail: String,
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        Self::forbidden(denial.code, denial.detail)
    }
}

/// Every reason why whoever acts may not make a zone of `owner` here, in order; the first is what creation answers. Names of zones below,
/// which nobody can guess, are not told.
pub(crate) fn denials(
    context: &Context,
    name: &ZoneName,
    owner: AccountId,
    registry_zone: bool,
    enclosing: Option<&ZoneHead>,
    below: Option<&ZoneHead>,
) -> Vec<Denial> {
    if context.actor.is_admin() {
        return Vec::new();
    }
    let no_right = registry_zone && !context.naming.may_make_registry_zones(&context.actor);
    let no_right = no_right.then(|| Denial {
        code: "registry_zone_denied",
        detail: "only an admin, or a hostmaster of a registry operator, may create a registry zone".to_owned(),
    });
    let parent = enclosing.filter(|parent| parent.owner != owner).map(|parent| Denial {
        code: "parent_owned",
        detail: format!("{} encloses {name} and belongs to another account", parent.name),
    });
    let child = below
        .filter(|child| child.owner != owner)
        .map(|_| Denial { code: "child_owned", detail: format!("a zone of another account lies below {name}") });
    [no_right, parent, child].into_iter().flatten().collect()
}
