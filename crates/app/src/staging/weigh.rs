//! What staged sets come to together, judged by the rules of zones on the state after all of them (rule C4; `zones.md` R17).
//!
//! The same judgement serves a session that stages one more record, among what it has staged around it, and a publish of everything.
//! Sets are of four kinds here: the apex NS, which are the zone's; NS below it, which are explicit delegations (rule R11); addresses of name
//! servers at or below a cut, which live on the host's row (rule R12); and all others.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::delegation::glue::ADDRESS_TYPES;
use domesday_domain::finding::Findings;
use domesday_domain::record::edit::{Edit, SetEdit};
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::staging::Content;
use domesday_domain::zone::Zone;

use crate::ports::Snapshot;
use crate::records::{Plan, plan, surroundings};
use crate::refusal::Refusal;

use super::cuts::judge_cuts;

/// A set as it shall be.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Its owner.
    pub(super) owner: Name,
    /// Its type, as it is stored.
    pub(super) rtype: RecordType,
    /// As it is published.
    pub(super) published: Option<RecordSet>,
    /// Its values; none for a set that shall not be.
    pub(super) values: Vec<Rdata>,
    /// Its TTL; none for the zone's default.
    pub(super) ttl: Option<u32>,
}

/// Sets by their kind, and what the rules need to know around them.
pub(super) struct Weighed {
    /// What is stored around them, with the cuts as they shall be.
    pub(super) around: Surroundings,
    /// Record sets like any other.
    pub(super) plan: Plan,
    /// NS sets below the apex.
    pub(super) cuts: Vec<Wanted>,
    /// Addresses of name servers at or below a cut.
    pub(super) glue: Vec<Wanted>,
    /// The apex NS.
    pub(super) apex: Option<Wanted>,
    /// Published addresses of name servers that new cuts are put over: they move to the rows of their names.
    pub(super) moving: Vec<RecordSet>,
}

impl Wanted {
    /// A set as it is published, and as it shall be.
    pub(super) fn of(owner: &Name, rtype: RecordType, published: Option<RecordSet>, set: Option<&Content>) -> Self {
        let values = set.map(|set| set.records.iter().map(|record| record.rdata.clone()).collect());
        let ttl = set.and_then(|set| set.ttl);
        Self { owner: owner.clone(), rtype, published, values: values.unwrap_or_default(), ttl }
    }

    fn edit(&self) -> SetEdit {
        let edit = Edit { replace: Some(self.values.clone()), ttl: Some(self.ttl), ..Edit::default() };
        SetEdit { owner: self.owner.clone(), rtype: self.rtype, edit, prefix: String::new() }
    }

    fn is_address(&self) -> bool {
        ADDRESS_TYPES.contains(&self.rtype)
    }

    /// The names that it points at.
    pub(super) fn targets(&self) -> impl Iterator<Item = Name> + '_ {
        self.values.iter().filter_map(Rdata::target)
    }

    /// The set as a cut that was made by hand.
    pub(super) fn as_cut(&self, zone: &mut Zone, now: DateTime<Utc>) -> Option<RecordSet> {
        if self.values.is_empty() {
            return None;
        }
        let values = domesday_domain::record::values::canonical(self.values.clone());
        Some(match &self.published {
            Some(stored) => stored.revised(zone, self.ttl, values, now),
            None => {
                let origin = Origin::ExplicitDelegation;
                RecordSet::made(zone, self.owner.clone(), self.rtype, self.ttl, origin, values, now)
            }
        })
    }
}

/// Sorts sets by their kind and judges them. Numbers new records in `zone`. `named` are names that NS sets staged elsewhere in the zone
/// name.
///
/// # Errors
/// [`Refusal`] where the store fails; what is wrong goes to `findings`.
pub(super) fn weigh(
    snapshot: &mut dyn Snapshot,
    zone: &mut Zone,
    wanted: Vec<Wanted>,
    named: &BTreeSet<Name>,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> Result<Weighed, Refusal> {
    let apex = zone.name.as_name().clone();
    let edits: Vec<SetEdit> = wanted.iter().map(Wanted::edit).collect();
    let mut around = surroundings(snapshot, zone, &edits)?;
    let (name_servers, others): (Vec<Wanted>, Vec<Wanted>) =
        wanted.into_iter().partition(|set| set.rtype == RecordType::NS);
    let (at_apex, cuts): (Vec<Wanted>, Vec<Wanted>) = name_servers.into_iter().partition(|set| set.owner == apex);
    let mut numbering = zone.clone();
    for cut in &cuts {
        let key = (cut.owner.clone(), RecordType::NS);
        match cut.as_cut(&mut numbering, now) {
            Some(set) => drop(around.sets.insert(key, set)),
            None => drop(around.sets.remove(&key)),
        }
    }
    let hosts = name_servers_among(snapshot, zone, &others, cuts.iter().chain(&at_apex), &around, named)?;
    let (glue, plain): (Vec<Wanted>, Vec<Wanted>) =
        others.into_iter().partition(|set| set.is_address() && hosts.contains(&set.owner));
    let edits: Vec<SetEdit> = plain.iter().map(Wanted::edit).collect();
    let plan = plan(zone, &around, &edits, now, findings);
    let goes: BTreeSet<_> =
        plain.iter().filter(|set| set.values.is_empty()).map(|set| (&set.owner, set.rtype)).collect();
    let stays = |set: &RecordSet| !goes.contains(&(&set.owner, set.rtype));
    let moving = judge_cuts(snapshot, zone, &cuts, &around, stays, named, findings)?;
    Ok(Weighed { around, plan, cuts, glue, apex: at_apex.into_iter().next(), moving })
}

/// Of the owners of addresses at or below a cut, those that are name servers of the zone.
fn name_servers_among<'a>(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    sets: &[Wanted],
    lists: impl Iterator<Item = &'a Wanted>,
    around: &Surroundings,
    named: &BTreeSet<Name>,
) -> Result<BTreeSet<Name>, Refusal> {
    let apex = zone.name.as_name();
    let is_cut = |name: &Name| {
        let set = around.sets.get(&(name.clone(), RecordType::NS));
        set.is_some_and(RecordSet::is_cut)
    };
    let below = |name: &Name| name.ancestors().take_while(|above| above.is_below(apex)).any(|above| is_cut(&above));
    let candidates: BTreeSet<Name> =
        sets.iter().filter(|set| set.is_address() && below(&set.owner)).map(|set| set.owner.clone()).collect();
    if candidates.is_empty() {
        return Ok(candidates);
    }
    let mut named: BTreeSet<Name> = named.clone();
    named.extend(lists.flat_map(Wanted::targets));
    let asked: Vec<Name> = candidates.difference(&named).cloned().collect();
    let stored: BTreeSet<Name> =
        snapshot.used_as_ns_in(&[zone.id], &asked)?.into_iter().map(|(_, name)| name).collect();
    Ok(candidates.into_iter().filter(|name| named.contains(name) || stored.contains(name)).collect())
}
