//! What stands at a name that is to be registered (rule N4): a live domain, or something of zones served here at or below it.

use domesday_dns::Name;
use domesday_domain::record::{Origin, RecordSet};

use super::held::Held;
use super::transfer_info::{handle, handles};
use crate::objection::{Blocker, Ground, MOST_BLOCKERS, Objection, blocked};
use crate::ports::{SetFilter, Snapshot};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::zones::family;

/// What is in use.
pub(super) struct Site {
    /// A domain that lives.
    pub(super) live: Option<Held>,
    /// A domain that time has ended, though nobody has written so yet: whoever registers the name writes it first.
    pub(super) ended: Option<Held>,
    blockers: Vec<Blocker>,
}

impl Site {
    /// Looks at a name: a fixed number of statements.
    pub(super) fn survey(snapshot: &mut dyn Snapshot, context: &Context, name: &Name) -> Result<Self, Refusal> {
        let held = Held::stored(snapshot, name, context.now)?;
        let (live, ended) = match held {
            Some(held) if held.facts().is_live() => (Some(held), None),
            ended => (None, ended),
        };
        let mut blockers = Vec::new();
        if let Some(held) = &live {
            let handles = handles(snapshot, [held.facts().sponsor])?;
            let sponsor = Some(handle(&handles, held.facts().sponsor));
            blockers.push(Blocker { kind: "domain", name: name.to_string(), sponsor });
            return Ok(Self { live, ended, blockers });
        }
        let at = snapshot.zone_head(name)?.map(|zone| zone.name);
        let below = snapshot.zones_below(name, MOST_BLOCKERS)?.into_iter().map(|zone| zone.name);
        let zone = |zone: Name| Blocker { kind: "zone", name: zone.to_string(), sponsor: None };
        blockers.extend(at.into_iter().chain(below).map(zone));
        if let Some(parent) = family::parent(snapshot, name)? {
            let filter = SetFilter {
                under: Some(name.clone()),
                origins: vec![Origin::User, Origin::ExplicitDelegation],
                ..SetFilter::default()
            };
            let sets = snapshot.sets(parent.id, &filter, None, MOST_BLOCKERS)?;
            blockers.extend(sets.iter().map(in_zone));
        }
        blockers.truncate(MOST_BLOCKERS);
        Ok(Self { live, ended, blockers })
    }

    /// Whether the name is in use.
    pub(super) fn is_in_use(&self) -> bool {
        !self.blockers.is_empty()
    }

    /// Refuses a name that is in use (2302).
    pub(super) fn refuse(&self, name: &Name) -> Result<(), Refusal> {
        if self.blockers.is_empty() {
            return Ok(());
        }
        let detail = match &self.live {
            Some(_) => format!("{name} is registered already"),
            None => format!("something stands at or below {name} in a zone served here"),
        };
        let total = u64::try_from(self.blockers.len()).unwrap_or(u64::MAX);
        Err(blocked(Objection::new(Ground::Exists, "/name", "in-use", detail), self.blockers.clone(), total))
    }
}

fn in_zone(set: &RecordSet) -> Blocker {
    let kind = if set.origin == Origin::ExplicitDelegation { "delegation" } else { "record_set" };
    Blocker { kind, name: set.owner.to_string(), sponsor: None }
}
