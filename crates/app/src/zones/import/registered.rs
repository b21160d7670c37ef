//! What a file says of registered names in its zone: no more, and nothing else, than what stands there by itself (rules D16, F8).
//!
//! Delegations of registered names and the glue below them stay as they are, whether the file has them or not. So the file of a zone that
//! was exported can be imported again; and whatever it has beside them is refused.

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::delegation::glue::{ADDRESS_TYPES, Survey};
use domesday_domain::finding::{Conflict, ConflictKind, Findings, ManagedBy};
use domesday_domain::record::neighbourhood::registered_name;
use domesday_domain::zone::ZoneId;
use domesday_domain::zone_file::{FileSet, ZoneFile};

use super::NAMES;
use crate::domains::{Held, publication};
use crate::name_servers::survey;
use crate::ports::{RegisteredName, ServedZone, Snapshot, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;

/// Stands for the zone that the import makes.
const MADE: ZoneId = ZoneId(0);

/// The registered names in a file's zone that the file has something at or below.
#[derive(Default)]
pub(super) struct Registered {
    names: BTreeMap<Name, RegisteredName>,
    /// Any name that is registered in the zone.
    any: Option<Name>,
}

impl Registered {
    /// Those of a file, but for names in child zones. One statement where nothing is registered, else one for ten thousand names.
    pub(super) fn of(snapshot: &mut dyn Snapshot, file: &ZoneFile, children: &[&ServedZone]) -> Result<Self, Refusal> {
        let apex = file.name.as_name();
        let mut registered = Self::default();
        let Some(any) = snapshot.registered_below(apex, 1)?.pop() else { return Ok(registered) };
        registered.any = Some(any.name);
        let above = |set: &FileSet| set.owner.ancestors().take_while(|name| name.is_below(apex)).collect::<Vec<_>>();
        let asked: BTreeSet<Name> = file.sets.iter().flat_map(above).collect();
        let asked: Vec<Name> = asked.into_iter().collect();
        for some in asked.chunks(NAMES) {
            let found = snapshot.registered_among(some)?.into_iter();
            let own = found.filter(|found| !children.iter().any(|child| found.name.is_below(&child.head.name)));
            registered.names.extend(own.map(|found| (found.name.clone(), found)));
        }
        Ok(registered)
    }

    /// Whether a name is registered in the zone.
    pub(super) fn contains(&self, name: &Name) -> bool {
        self.names.contains_key(name)
    }

    /// The registered name that a name lies at or below.
    pub(super) fn above(&self, name: &Name) -> Option<&Name> {
        name.ancestors().filter_map(|above| self.names.get_key_value(&above)).last().map(|(name, _)| name)
    }

    /// Notes what the file says otherwise than it is; `existing` is the zone that it replaces.
    pub(super) fn judge(
        &self,
        snapshot: &mut dyn Snapshot,
        context: &Context,
        file: &ZoneFile,
        existing: Option<&ZoneHead>,
        children: &[&ServedZone],
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let apex = file.name.as_name();
        let at_apex = |set: &&FileSet| set.rtype == RecordType::DNAME && set.owner == *apex;
        if let (Some(registered), Some(dname)) = (&self.any, file.sets.iter().find(at_apex)) {
            findings.conflict(below_dname(dname, registered));
        }
        if self.names.is_empty() {
            return Ok(());
        }
        let standing = match existing {
            Some(zone) => self.stored(snapshot, zone)?,
            None => self.to_come(snapshot, context, apex)?,
        };
        let concerned: Vec<(&FileSet, &Name)> =
            file.sets.iter().filter_map(|set| Some((set, self.above(&set.owner)?))).collect();
        for some in concerned.chunks(NAMES) {
            let hosts: BTreeSet<Name> = some.iter().map(|(set, _)| set.owner.clone()).collect();
            let mut survey = survey(snapshot, &hosts.into_iter().collect::<Vec<_>>())?;
            survey.zones.entry(apex.clone()).or_insert(MADE);
            for (set, registered) in some {
                let is_child = |child: &&ServedZone| set.owner.is_at_or_below(&child.head.name);
                let is_delegation = set.owner == **registered && publication::TYPES.contains(&set.rtype);
                // What a child zone holds is told as its.
                let is_told = !is_delegation && !is_address(set) && children.iter().any(is_child);
                if !is_told && !self.says_what_is(set, is_delegation, &standing, &survey) {
                    findings.conflict(differs(set, registered, apex, is_delegation && standing.has_cut(registered)));
                }
            }
        }
        Ok(())
    }

    fn says_what_is(&self, set: &FileSet, is_delegation: bool, standing: &Standing, survey: &Survey) -> bool {
        if is_delegation {
            return standing.0.get(&(set.owner.clone(), set.rtype)) == Some(&set.values);
        }
        let known = survey.addresses(&set.owner);
        is_address(set) && known.iter().any(|known| known.rtype == set.rtype && known.values == set.values)
    }

    /// What stands at the names in the zone that there is.
    fn stored(&self, snapshot: &mut dyn Snapshot, zone: &ZoneHead) -> Result<Standing, Refusal> {
        let names: Vec<Name> = self.names.keys().cloned().collect();
        let mut standing = Standing::default();
        for some in names.chunks(NAMES) {
            for set in publication::stored(snapshot, zone, some)?.into_values().flatten() {
                let values = set.records.into_iter().map(|record| record.rdata).collect();
                standing.0.insert((set.owner, set.rtype), values);
            }
        }
        Ok(standing)
    }

    /// What comes to stand at the names when the zone is made: published is only what is registered right below it.
    fn to_come(&self, snapshot: &mut dyn Snapshot, context: &Context, apex: &Name) -> Result<Standing, Refusal> {
        let ids: Vec<_> = self.names.values().map(|registered| registered.id).collect();
        let mut standing = Standing::default();
        for some in ids.chunks(NAMES) {
            let domains = snapshot.domains_numbered(some)?.into_iter().filter(|domain| domain.tld == *apex).collect();
            for held in Held::all(snapshot, domains, context.now)? {
                let Some(wanted) = publication::wanted(&held.stored, &held.present) else { continue };
                let name = &held.stored.registration.name;
                for (rtype, values) in [(RecordType::NS, wanted.ns), (RecordType::DS, wanted.ds)] {
                    standing.0.insert((name.clone(), rtype), values);
                }
            }
        }
        Ok(standing)
    }
}

/// NS and DS as they stand at registered names.
#[derive(Default)]
struct Standing(BTreeMap<(Name, RecordType), Vec<Rdata>>);

impl Standing {
    fn has_cut(&self, name: &Name) -> bool {
        self.0.contains_key(&(name.clone(), RecordType::NS))
    }
}

fn is_address(set: &FileSet) -> bool {
    ADDRESS_TYPES.contains(&set.rtype)
}

/// Rule R7: a registered name has its delegation below a DNAME, or will have.
fn below_dname(dname: &FileSet, registered: &Name) -> Conflict {
    Conflict {
        code: "dname_conflict",
        kind: ConflictKind::RegisteredName,
        name: registered.clone(),
        rtype: Some(dname.rtype),
        zone: Some(dname.owner.clone()),
        managed_by: None,
        detail: format!("line {}: {registered} is registered, and would be below the DNAME", dname.line),
        forcible: false,
    }
}

/// A set that says something else.
fn differs(set: &FileSet, registered: &Name, apex: &Name, of_cut: bool) -> Conflict {
    if !of_cut {
        let found = registered_name(registered, Some(apex), &set.owner, Some(set.rtype));
        return Conflict { detail: format!("line {}: {}", set.line, found.detail), ..found };
    }
    Conflict {
        code: "delegation_differs",
        kind: ConflictKind::Delegation,
        name: registered.clone(),
        rtype: Some(set.rtype),
        zone: Some(apex.clone()),
        managed_by: Some(ManagedBy::Domain(registered.clone())),
        detail: format!("line {}: {registered} is registered with another {} here", set.line, set.rtype),
        forcible: false,
    }
}
