//! The rules between a record set and what stands around it: deeper zones, cuts, CNAMEs, DNAMEs, and names that point here.
//!
//! Everything is judged on the state after the whole request (rule R17), so a bulk may swap a CNAME for an A. The use case loads
//! [`Surroundings`] with a fixed number of queries; this module never asks for more.

mod registered;

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, RecordType};

pub use registered::{managed_host, registered_name};

use super::edit::{SetKey, Sets};
use super::{Origin, RecordSet};
use crate::finding::{Conflict, ConflictKind, Findings};
use crate::zone::Zone;

/// What is stored around the sets a request touches.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Zones served here below this one, at or above a touched owner.
    pub deeper_zones: Vec<Name>,
    /// Registered names below the zone, at or above a touched owner; published or not (rule D16).
    pub registered: BTreeSet<Name>,
    /// Every set at a touched owner, the apex SOA and NS too, and the NS and DNAME sets of the names above it in the zone.
    pub sets: Sets,
    /// Owners and types below an owner that a DNAME is put at.
    pub below_dname: Vec<SetKey>,
    /// Which targets of touched MX and SRV sets own a CNAME, in any zone served here.
    pub aliases: BTreeSet<Name>,
    /// Who points with NS, MX or SRV at an owner that a CNAME is put at: target, and the set that points (zone, owner, type).
    pub pointers: Vec<(Name, Pointer)>,
}

/// A set that points at a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// The zone it stands in.
    pub zone: Name,
    /// Its owner.
    pub owner: Name,
    /// NS, MX or SRV.
    pub rtype: RecordType,
}

/// The touched sets after the request; `None` for one that is gone.
pub type After = BTreeMap<SetKey, Option<RecordSet>>;

/// A zone's sets around a request, before and after it.
pub struct Neighbourhood<'a> {
    zone: &'a Zone,
    around: &'a Surroundings,
    after: &'a After,
}

impl<'a> Neighbourhood<'a> {
    /// Puts the request's outcome among what is stored.
    pub fn new(zone: &'a Zone, around: &'a Surroundings, after: &'a After) -> Self {
        Self { zone, around, after }
    }

    /// The sets at a name after the request.
    fn sets_at(&self, owner: &Name) -> Vec<&RecordSet> {
        let range = (owner.clone(), RecordType(0))..=(owner.clone(), RecordType(u16::MAX));
        let kept =
            self.around.sets.range(range.clone()).filter(|(key, _)| !self.after.contains_key(*key)).map(|(_, set)| set);
        kept.chain(self.after.range(range).filter_map(|(_, set)| set.as_ref())).collect()
    }

    fn conflict(&self, code: &'static str, name: &Name, rtype: Option<RecordType>, detail: String) -> Conflict {
        let zone = Some(self.zone.name.as_name().clone());
        Conflict {
            code,
            kind: ConflictKind::RecordSet,
            name: name.clone(),
            rtype,
            zone,
            managed_by: None,
            detail,
            forcible: false,
        }
    }

    /// Notes everything that stands in the way of the touched sets.
    pub fn judge(&self, findings: &mut Findings) {
        let mut owners_seen = BTreeSet::new();
        for ((owner, rtype), after) in self.after {
            let before = self.around.sets.get(&(owner.clone(), *rtype));
            if self.refuse_registered(owner, *rtype, before.is_some(), findings) {
                continue;
            }
            if let Some(managed) = before.filter(|set| set.origin != Origin::User) {
                self.refuse_managed(managed, findings);
                continue;
            }
            if self.refuse_place(owner, *rtype, after.is_some(), findings) {
                continue;
            }
            if owners_seen.insert(owner) {
                self.judge_owner(owner, findings);
            }
            if let Some(set) = after {
                self.judge_targets(set, findings);
            }
        }
    }

    /// Rule R16: sets that somebody else writes.
    fn refuse_managed(&self, set: &RecordSet, findings: &mut Findings) {
        let detail =
            format!("{} {} is written by the {}, not as a record set", set.owner, set.rtype, set.origin.as_str());
        let mut conflict = self.conflict("managed", &set.owner, Some(set.rtype), detail);
        conflict.managed_by = set.managed_by(&self.zone.name, self.cut_at_or_above(&set.owner).as_ref());
        findings.conflict(conflict);
    }

    /// Rules R1, R8, D15: the zone does not own the name, or only delegations are written there. True if refused.
    fn refuse_place(&self, owner: &Name, rtype: RecordType, written: bool, findings: &mut Findings) -> bool {
        let apex = self.zone.name.as_name();
        let deeper = self
            .around
            .deeper_zones
            .iter()
            .filter(|zone| owner.is_at_or_below(zone))
            .max_by_key(|zone| zone.label_count());
        if let Some(zone) = deeper.filter(|zone| !(rtype == RecordType::DS && *zone == owner)) {
            let mut conflict =
                self.conflict("belongs_to_zone", owner, Some(rtype), format!("{owner} belongs to the zone {zone}"));
            conflict.kind = ConflictKind::Zone;
            conflict.zone = Some(zone.clone());
            findings.conflict(conflict);
            return true;
        }
        if rtype == RecordType::NS && owner != apex {
            let detail = format!("NS at {owner} is a delegation: use /zones/{}/delegations", self.zone.name);
            findings.conflict(self.conflict("use_delegations", owner, Some(rtype), detail));
            return true;
        }
        match self.cut_at_or_above(owner) {
            // A set that goes makes room for the cut that comes.
            Some(cut) if written && (cut != *owner || rtype != RecordType::DS) => {
                let mut conflict = self.conflict(
                    "below_delegation",
                    owner,
                    Some(rtype),
                    format!("{owner} is at or below the delegation of {cut}"),
                );
                conflict.kind = ConflictKind::Delegation;
                findings.conflict(conflict);
                true
            }
            None if rtype == RecordType::DS && written => {
                findings.conflict(self.conflict(
                    "not_a_cut",
                    owner,
                    Some(rtype),
                    format!("DS stands only at a delegation; {owner} is none"),
                ));
                true
            }
            _ => false,
        }
    }

    /// The topmost delegation that a name lies at or below.
    fn cut_at_or_above(&self, owner: &Name) -> Option<Name> {
        let apex = self.zone.name.as_name();
        owner.ancestors().take_while(|name| name.is_below(apex)).filter(|name| self.is_cut(name)).last()
    }

    fn is_cut(&self, name: &Name) -> bool {
        self.around.sets.get(&(name.clone(), RecordType::NS)).is_some_and(RecordSet::is_cut)
    }

    /// Rules R6, R7, R11: what may stand together at one name, below a DNAME, and at a name that others point at.
    fn judge_owner(&self, owner: &Name, findings: &mut Findings) {
        let here = self.sets_at(owner);
        let has = |rtype: RecordType| here.iter().any(|set| set.rtype == rtype);
        if has(RecordType::CNAME) {
            // Named is what stands in the way: the alias that was there, or what a new one would meet.
            let alias_is_new = self.after.contains_key(&(owner.clone(), RecordType::CNAME));
            for other in here.iter().filter(|set| alias_is_new && set.rtype != RecordType::CNAME) {
                let (code, word) = match other.rtype {
                    RecordType::DNAME => ("dname_conflict", "a DNAME"),
                    _ => ("cname_conflict", "other records"),
                };
                let detail =
                    format!("a CNAME stands alone at its name, and {owner} would have {word} too ({})", other.rtype);
                findings.conflict(self.conflict(code, owner, Some(other.rtype), detail));
            }
            if !alias_is_new && here.len() > 1 {
                let code = if has(RecordType::DNAME) { "dname_conflict" } else { "cname_conflict" };
                let detail = format!("{owner} is an alias already, and a CNAME stands alone at its name");
                findings.conflict(self.conflict(code, owner, Some(RecordType::CNAME), detail));
            }
            self.judge_pointers(owner, findings);
        }
        if has(RecordType::DNAME) {
            let still_there = |key: &&SetKey| !matches!(self.after.get(*key), Some(None));
            let added =
                self.after.iter().filter(|(key, set)| set.is_some() && key.0.is_below(owner)).map(|(key, _)| key);
            let below: BTreeSet<&SetKey> = self
                .around
                .below_dname
                .iter()
                .filter(|key| key.0.is_below(owner))
                .filter(still_there)
                .chain(added)
                .collect();
            for (name, rtype) in below {
                let detail = format!("nothing may stand below the DNAME at {owner}");
                findings.conflict(self.conflict("dname_conflict", name, Some(*rtype), detail));
            }
        }
        if let Some(above) = self.dname_above(owner).filter(|_| !here.is_empty()) {
            let detail = format!("{owner} is below the DNAME at {above}");
            findings.conflict(self.conflict("dname_conflict", &above, Some(RecordType::DNAME), detail));
        }
    }

    fn dname_above(&self, owner: &Name) -> Option<Name> {
        let apex = self.zone.name.as_name();
        let is_dname = |name: &Name| {
            let key = (name.clone(), RecordType::DNAME);
            match self.after.get(&key) {
                // Named from the DNAME's side already.
                Some(_) => false,
                None => self.around.sets.contains_key(&key),
            }
        };
        owner.ancestors().skip(1).take_while(|name| name.is_at_or_below(apex)).find(is_dname)
    }

    /// Rules D10, R11 from the alias's side: NS, MX and SRV that point at a name which becomes a CNAME.
    fn judge_pointers(&self, owner: &Name, findings: &mut Findings) {
        let was_alias = self.around.sets.contains_key(&(owner.clone(), RecordType::CNAME));
        if was_alias {
            return;
        }
        for (_, pointer) in self.around.pointers.iter().filter(|(target, _)| target == owner) {
            let key = (pointer.owner.clone(), pointer.rtype);
            let gone = pointer.zone == *self.zone.name.as_name()
                && self.after.get(&key).is_some_and(|set| set.as_ref().is_none_or(|set| !points_at(set, owner)));
            if gone {
                continue;
            }
            let detail = format!(
                "{} {} points at {owner}, which would be an alias (RFC 2181 section 10.3)",
                pointer.owner, pointer.rtype
            );
            let mut conflict = self.conflict("target_is_cname", &pointer.owner, Some(pointer.rtype), detail);
            conflict.zone = Some(pointer.zone.clone());
            conflict.forcible = pointer.rtype != RecordType::NS;
            findings.conflict(conflict);
        }
    }

    /// Rule R11 from the pointer's side.
    fn judge_targets(&self, set: &RecordSet, findings: &mut Findings) {
        if !matches!(set.rtype, RecordType::MX | RecordType::SRV) {
            return;
        }
        let targets: BTreeSet<Name> = set.records.iter().filter_map(|record| record.rdata.target()).collect();
        for target in targets {
            let is_alias = match self.after.get(&(target.clone(), RecordType::CNAME)) {
                Some(after) => after.is_some(),
                None => self.around.aliases.contains(&target),
            };
            let before = self.around.sets.get(&(set.owner.clone(), set.rtype));
            let told_already = before.is_some_and(|before| points_at(before, &target));
            if is_alias && !told_already {
                let detail =
                    format!("{target} is an alias: {} may not point at one (RFC 2181 section 10.3)", set.rtype);
                let mut conflict = self.conflict("target_is_cname", &target, Some(RecordType::CNAME), detail);
                conflict.forcible = true;
                findings.conflict(conflict);
            }
        }
    }
}

fn points_at(set: &RecordSet, target: &Name) -> bool {
    set.records.iter().any(|record| record.rdata.target().as_ref() == Some(target))
}

#[cfg(test)]
mod tests;
