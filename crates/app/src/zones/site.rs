//! Where a zone is to be made: what encloses the name, what lies below it, and what of other zones becomes its own (rules Z7, Z21, D2,
//! D3, D11, D12).

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, RecordType};
use domesday_domain::delegation::glue::{Home, of_row};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::host::Host;
use domesday_domain::name::{HostName, ZoneName};
use domesday_domain::record::edit::{SetEdit, SetKey};
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::{Owner, ZoneId};

use super::family::{Cut, adopt, cut, deepest, delegate, move_in, nearest, ns_values};
use crate::ledger::{Ledger, refuse_unlocked};
use crate::name_servers::survey;
use crate::ports::{ServedZone, SetFilter, Snapshot, UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;

/// Tells of a set that is not to move into a zone; the flag says that it stands at the cut of a child zone.
pub(super) type KeepsOut<'a> = dyn Fn(&SetKey, bool) -> bool + 'a;

/// The surroundings of a name that a zone is to be made at.
pub(super) struct Site {
    name: Name,
    taken: bool,
    enclosing: Option<Enclosing>,
    below: Vec<ServedZone>,
}

/// The zone that encloses the name.
struct Enclosing {
    head: ZoneHead,
    cut: Cut,
    /// What it holds at or below the name, glue apart.
    sets: Vec<RecordSet>,
}

impl Site {
    /// Looks around.
    pub(super) fn survey(snapshot: &mut dyn Snapshot, name: &ZoneName) -> Result<Self, Refusal> {
        let name = name.as_name().clone();
        let above: Vec<Name> = name.ancestors().filter(|above| !above.is_root()).collect();
        let mut zones = snapshot.zones_among(&above)?;
        let taken = zones.iter().any(|zone| zone.name == name);
        zones.retain(|zone| zone.name != name);
        let enclosing = deepest(zones).map(|head| Enclosing::survey(snapshot, head, &name)).transpose()?;
        let below = if taken { Vec::new() } else { snapshot.served_below(&name)? };
        Ok(Self { name, taken, enclosing, below })
    }

    /// The zones that will publish the new zone's NS as a cut: the enclosing one, unless a cut of it lies above (rule D2) or somebody
    /// else's is there.
    pub(super) fn publishers(&self) -> Vec<(Name, ZoneId)> {
        let publishing = self.enclosing.as_ref().filter(|parent| parent.delegates());
        publishing.map(|parent| (parent.head.name.clone(), parent.head.id)).into_iter().collect()
    }

    /// Whether an equal set will move into it, with its TTL (rule D11).
    pub(super) fn brings(&self, edit: &SetEdit) -> bool {
        let is_it =
            |set: &&RecordSet| set.origin == Origin::User && (&set.owner, set.rtype) == (&edit.owner, edit.rtype);
        let moving = self.enclosing.as_ref().filter(|parent| parent.delegates());
        let equal = moving.and_then(|parent| parent.sets.iter().find(is_it));
        equal
            .zip(edit.edit.replace.as_ref())
            .is_some_and(|(set, values)| set.records.iter().map(|record| &record.rdata).eq(values))
    }

    /// Whether a zone of that name is served already.
    pub(super) fn is_taken(&self) -> bool {
        self.taken
    }

    /// The sets that will move into it, as the surroundings of what else it is to have.
    pub(super) fn brought(&self) -> Surroundings {
        let moving = self.enclosing.as_ref().filter(|parent| parent.delegates());
        let sets =
            moving.into_iter().flat_map(|parent| &parent.sets).filter(|set| set.owner != self.name || !set.is_cut());
        Surroundings {
            sets: sets.map(|set| ((set.owner.clone(), set.rtype), set.clone())).collect(),
            ..Surroundings::default()
        }
    }

    /// Whether a zone served here encloses it.
    pub(super) fn is_enclosed(&self) -> bool {
        self.enclosing.is_some()
    }

    /// The zones that will be its children.
    pub(super) fn children(&self) -> Vec<&ServedZone> {
        nearest(&self.below)
    }

    /// The same, by name.
    pub(super) fn child_names(&self) -> BTreeSet<Name> {
        self.children().into_iter().map(|child| child.head.name.clone()).collect()
    }

    /// Rules Z2 and Z21: other accounts' zones around the new one, and who may give a zone to whom.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub(super) fn check_ownership(&self, context: &Context, owner: &Owner, registry_zone: bool) -> Result<(), Refusal> {
        if context.actor.is_admin() {
            return Ok(());
        }
        if registry_zone {
            return Err(Refusal::forbidden("registry_zone_denied", "only an admin may create a registry zone"));
        }
        if owner.id != context.actor.account {
            return Err(Refusal::forbidden("owner_denied", "only an admin may create zones for another account"));
        }
        let name = &self.name;
        if let Some(parent) = self.enclosing.as_ref().filter(|parent| parent.head.owner != owner.id) {
            let detail = format!("{} encloses {name} and belongs to another account", parent.head.name);
            return Err(Refusal::forbidden("parent_owned", detail));
        }
        if let Some(child) = self.below.iter().find(|child| child.head.owner != owner.id) {
            let detail = format!("{} lies below {name} and belongs to another account", child.head.name);
            return Err(Refusal::forbidden("child_owned", detail));
        }
        Ok(())
    }

    /// Notes what is in the way.
    pub(super) fn judge(&self, ns: &[HostName], findings: &mut Findings) {
        if self.taken {
            let detail = format!("the zone {} exists already", self.name);
            findings.conflict(conflict("zone_exists", ConflictKind::Zone, &self.name, None, detail, false));
            return;
        }
        let Some(parent) = &self.enclosing else { return };
        if parent.cut.above.is_some() {
            return;
        }
        let in_parent = |mut conflict: Conflict| {
            conflict.zone = Some(parent.head.name.clone());
            conflict
        };
        if let Some(dname) = &parent.cut.dname {
            let detail = format!("{} is below the DNAME at {dname}", self.name);
            let kind = ConflictKind::RecordSet;
            findings.conflict(in_parent(conflict(
                "dname_conflict",
                kind,
                dname,
                Some(RecordType::DNAME),
                detail,
                false,
            )));
        }
        let explicit = parent.cut.ns.as_ref().filter(|cut| cut.origin == Origin::ExplicitDelegation);
        if let Some(cut) = explicit.filter(|cut| !cut.records.iter().map(|record| &record.rdata).eq(&ns_values(ns))) {
            let detail = format!("{} is delegated by hand, to other name servers", cut.owner);
            let kind = ConflictKind::Delegation;
            findings.conflict(in_parent(conflict("delegation_exists", kind, &cut.owner, None, detail, true)));
        }
        let cuts: BTreeSet<&Name> = parent.sets.iter().filter(|set| set.is_cut()).map(|set| &set.owner).collect();
        for set in &parent.sets {
            let at_cut = cuts.contains(&set.owner);
            let kind = match set.origin {
                // The zone's own cut, and those of its children with their DS, come along by themselves.
                _ if at_cut && set.owner == self.name => continue,
                Origin::User if at_cut && set.rtype == RecordType::DS => continue,
                Origin::User => ConflictKind::RecordSet,
                Origin::ExplicitDelegation => ConflictKind::Delegation,
                _ => continue,
            };
            let is_alias = set.rtype == RecordType::CNAME && set.owner == self.name;
            let detail = match is_alias {
                true => format!("{} is an alias, and the apex of a zone cannot be one", set.owner),
                false => format!("{} {} would belong to the zone {}", set.owner, set.rtype, self.name),
            };
            let found = conflict("records_below_cut", kind, &set.owner, Some(set.rtype), detail, !is_alias);
            findings.conflict(in_parent(found));
        }
    }

    /// Moves what belongs to the zone that was made, and makes the delegations follow. `keeps_out` tells of a set that the zone has, or
    /// may not have; those are dropped. Its flag tells that the set stands at the cut of a child zone, which only an equal key keeps out.
    pub(super) fn take_over(
        self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        ledger: &mut Ledger,
        made: &ZoneHead,
        ns: &[HostName],
        keeps_out: &KeepsOut<'_>,
    ) -> Result<(), Refusal> {
        let Self { name, enclosing, below, .. } = self;
        if enclosing.is_some() || !below.is_empty() {
            ledger.reshape(&name);
        }
        let had_parent = enclosing.is_some();
        if let Some(parent) = enclosing {
            parent.hand_over(tx, context, ledger, made, ns, keeps_out)?;
        }
        adopt(tx, context, ledger, made, &nearest(&below), Default::default())?;
        if had_parent {
            take_addresses(tx, context, ledger, made, keeps_out)?;
        }
        Ok(())
    }
}

impl Enclosing {
    fn survey(snapshot: &mut dyn Snapshot, head: ZoneHead, name: &Name) -> Result<Self, Refusal> {
        let cut = cut(snapshot, &head.name, head.id, name)?;
        let mut sets = Vec::new();
        if cut.above.is_none() {
            let filter = SetFilter { under: Some(name.clone()), ..SetFilter::default() };
            sets = snapshot.sets(head.id, &filter, None, usize::MAX >> 1)?;
            sets.retain(|set| set.origin != Origin::Glue);
        }
        Ok(Self { head, cut, sets })
    }

    /// Whether its cut at the name is, or becomes, the zone's.
    fn delegates(&self) -> bool {
        self.cut.above.is_none() && self.cut.ns.as_ref().is_none_or(|cut| cut.origin != Origin::Registrar)
    }

    fn hand_over(
        self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        ledger: &mut Ledger,
        made: &ZoneHead,
        ns: &[HostName],
        keeps_out: &KeepsOut<'_>,
    ) -> Result<(), Refusal> {
        if !self.delegates() {
            return Ok(());
        }
        let page = ledger.follow(tx, self.head.id)?;
        let parents_default = page.zone.content.default_ttl;
        let had_cut = self.cut.ns.is_some();
        let stays = |set: &RecordSet| {
            set.owner == made.name && (set.rtype == RecordType::NS || (set.rtype == RecordType::DS && had_cut))
        };
        let moving: Vec<RecordSet> = self.sets.into_iter().filter(|set| !stays(set)).collect();
        for set in &moving {
            page.put(Some(set.clone()), None);
        }
        delegate(page, context, &made.name, ns, self.cut.ns);
        let page = ledger.page(made.id)?;
        let default_ttl = (page.zone.content.default_ttl != parents_default).then_some(parents_default);
        let cuts: BTreeMap<Name, Origin> =
            moving.iter().filter(|set| set.is_cut()).map(|set| (set.owner.clone(), set.origin)).collect();
        let is_kept_out = |set: &RecordSet| {
            let key = |rtype: RecordType| (set.owner.clone(), rtype);
            match cuts.get(&set.owner) {
                Some(Origin::ChildZone) => set.rtype == RecordType::DS && keeps_out(&key(set.rtype), true),
                // A DS goes where its delegation goes.
                Some(_) => keeps_out(&key(RecordType::NS), false),
                None => keeps_out(&key(set.rtype), false),
            }
        };
        for set in moving.into_iter().filter(|set| !is_kept_out(set)) {
            let default_ttl = default_ttl.filter(|_| matches!(set.origin, Origin::User | Origin::ExplicitDelegation));
            move_in(page, context, set, default_ttl);
        }
        Ok(())
    }
}

/// Addresses on rows of names that are authoritative in the zone that was made: they become its own (rule D6).
fn take_addresses(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    made: &ZoneHead,
    keeps_out: &KeepsOut<'_>,
) -> Result<(), Refusal> {
    ledger.flush(tx, context)?;
    // Only names that something uses as NS have addresses to take; others' rows stay as they are.
    let own = ledger.page(made.id)?.zone.content.ns.iter().map(|host| host.as_name().clone());
    let names: BTreeSet<Name> =
        used_below(tx, &made.name)?.into_iter().chain(own).filter(|name| name.is_at_or_below(&made.name)).collect();
    let names: Vec<Name> = names.into_iter().collect();
    let survey = survey(tx, &names)?;
    let homed = |row: &&Host| matches!(survey.home(&row.name), Home::Zone(_, zone) if zone == made.id);
    for row in survey.hosts.values().filter(|row| !row.addresses.is_empty()).filter(homed) {
        refuse_unlocked(context, [row.name.clone()])?;
        let page = ledger.page(made.id)?;
        // The zone's own take the place of what the row has from another time.
        let kept = survey.user_addresses(made.id, &row.name).is_empty().then(|| of_row(&row.addresses));
        for addresses in kept.unwrap_or_default() {
            let key = (row.name.clone(), addresses.rtype);
            if !keeps_out(&key, false) {
                let (ttl, origin) = (addresses.ttl, Origin::User);
                let set = RecordSet::made(&mut page.zone, key.0, key.1, ttl, origin, addresses.values, context.now);
                page.put(None, Some(set));
            }
        }
        tx.update_host(&Host { addresses: Vec::new(), updated: context.now, ..row.clone() })?;
    }
    Ok(())
}

/// Names at or below this one that some NS set names.
fn used_below(tx: &mut dyn UnitOfWork, name: &Name) -> Result<Vec<Name>, Refusal> {
    let targets = tx.targets_below(name)?;
    Ok(tx.used_as_ns(&targets)?)
}

fn conflict(
    code: &'static str,
    kind: ConflictKind,
    name: &Name,
    rtype: Option<RecordType>,
    detail: String,
    forcible: bool,
) -> Conflict {
    Conflict { code, kind, name: name.clone(), rtype, zone: None, managed_by: None, detail, forcible }
}
