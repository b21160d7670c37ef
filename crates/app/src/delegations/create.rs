//! Makes a delegation (rules D8–D11, D16, D17).
//!
//! Refusals, in order: the zone is missing; the body cannot be read; wrong fields; addresses that are another account's; the name is not
//! the zone's to delegate, is delegated already, or has records (which force deletes).

use std::collections::BTreeMap;

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::delegation::glue::{ADDRESS_TYPES, Addresses, of_set, to_row};
use domesday_domain::finding::{Conflict, ConflictKind, Findings, Force, ManagedBy, Warning};
use domesday_domain::history::Action;
use domesday_domain::name::{ZoneName, check_owner};
use domesday_domain::record::neighbourhood::registered_name;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use super::draft::{Delegation, DelegationDraft};
use super::read::shown;
use crate::input::Input;
use crate::ledger::Ledger;
use crate::name_servers::{self, Listing, Makes, put_addresses, settle};
use crate::ports::{Locks, SetFilter, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::family::{self, Cut, ns_values};
use crate::zones::{refuse_frozen, registered, visible_zone};

/// Makes a delegation.
pub struct CreateDelegation {
    /// The zone that delegates.
    pub zone: ZoneName,
    /// The delegation.
    pub draft: Input<DelegationDraft>,
    /// Lift what is forcible.
    pub force: Force,
}

/// A delegation after a change, and what was let through.
pub struct StoredDelegation {
    /// The zone, one step further.
    pub zone: Zone,
    /// The delegation.
    pub delegation: Delegation,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for CreateDelegation {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = StoredDelegation;

    fn locks(&self, _: &Actor) -> Locks {
        let own = Locks::none().writing(self.zone.as_name());
        let Ok((draft, _)) = self.draft.well_formed() else { return own };
        name_servers::locks(own, draft.ns.iter().flatten())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<StoredDelegation, Refusal> {
        let zone = visible_zone(tx, context, &self.zone)?;
        let (draft, mut findings) = self.draft.well_formed()?;
        if let Some(name) = &draft.name {
            check_name(&zone, name, &mut findings);
        }
        // Addresses that are not taken are a wrong field, which only a survey tells.
        let given = match (&draft.name, &draft.ns) {
            (Some(at), Some(servers)) if at.is_below(zone.name.as_name()) => {
                let publishers = vec![(zone.name.as_name().clone(), zone.id)];
                Some(Listing { at, makes: Makes::Cut, publishers, servers }.judge(tx, &mut findings)?)
            }
            _ => None,
        };
        findings.settle_errors(self.force)?;
        let (Some(name), Some(servers), Some(given)) = (&draft.name, &draft.ns, given) else {
            return Err(Refusal::Failed("a delegation without wrong fields lacks some".into()));
        };
        let mut ledger = Ledger::new(Action::DelegationCreate, name);
        let page = ledger.open(zone.clone());
        refuse_frozen(&zone, &mut findings);
        let cut = family::cut(tx, zone.name.as_name(), zone.id, name)?;
        let covered =
            if refuse_place(tx, &zone, name, &cut, &mut findings)? { Vec::new() } else { covered(tx, &zone, name)? };
        note_covered(&zone, name, &covered, &mut findings);
        for set in &covered {
            page.put(Some(set.clone()), None);
        }
        let values = ns_values(servers.iter().map(|server| &server.host));
        let origin = Origin::ExplicitDelegation;
        let mut ns =
            RecordSet::made(&mut page.zone, name.clone(), RecordType::NS, draft.ttl, origin, values, context.now);
        if let Some(notes) = &mut ns.cut {
            notes.comment.clone_from(&draft.comment);
        }
        page.put(None, Some(ns));
        // What is given comes after what was there.
        keep_addresses(tx, context, &mut ledger, &covered)?;
        given.store(tx, context, &mut ledger, &mut findings)?;
        let warnings = findings.settle(self.force)?;
        settle(tx, context, &mut ledger)?;
        finish(tx, context, ledger, &zone, name, warnings)
    }
}

/// What is wrong with the name by itself.
fn check_name(zone: &Zone, name: &Name, findings: &mut Findings) {
    if !name.is_below(zone.name.as_name()) {
        findings.error("name", "outside_zone", format!("{name} is not below {}", zone.name));
    } else if let Err((code, detail)) = check_owner(name, RecordType::NS) {
        findings.error("name", code, detail);
    }
}

/// Rules D1, D17, R7: whether the name is the zone's to delegate. True if it is not.
pub(crate) fn refuse_place(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    name: &Name,
    cut: &Cut,
    findings: &mut Findings,
) -> Result<bool, Refusal> {
    let apex = zone.name.as_name();
    let in_way = |code, kind, at: &Name, managed_by, detail: String| Conflict {
        code,
        kind,
        name: at.clone(),
        rtype: None,
        zone: Some(apex.clone()),
        managed_by,
        detail,
        forcible: false,
    };
    let between: Vec<Name> = name.ancestors().skip(1).take_while(|above| above.is_below(apex)).collect();
    if let Some(deeper) = family::deepest(snapshot.zones_among(&between)?).map(|zone| zone.name) {
        let (kind, detail) = (ConflictKind::Zone, format!("{name} belongs to the zone {deeper}"));
        findings.conflict(in_way("belongs_to_zone", kind, &deeper, None, detail));
        return Ok(true);
    }
    if let Some(registered) = registered::at_or_above(snapshot, Some(apex), name)? {
        findings.conflict(registered_name(&registered.name, Some(apex), name, None));
        return Ok(true);
    }
    if let Some(above) = &cut.above {
        let (kind, detail) = (ConflictKind::Delegation, format!("{name} is below the delegation of {above}"));
        findings.conflict(in_way("below_delegation", kind, above, None, detail));
        return Ok(true);
    }
    if let Some(ns) = &cut.ns {
        let managed_by = managed(zone, ns);
        let (kind, detail) = (ConflictKind::Delegation, format!("{name} is delegated already"));
        findings.conflict(in_way("delegation_exists", kind, name, managed_by, detail));
        return Ok(true);
    }
    if let Some(dname) = &cut.dname {
        let (kind, detail) = (ConflictKind::RecordSet, format!("{name} is below the DNAME at {dname}"));
        findings.conflict(in_way("dname_conflict", kind, dname, None, detail));
        return Ok(true);
    }
    Ok(false)
}

/// Who must be asked to change a cut; none for one that was made by hand.
pub(crate) fn managed(zone: &Zone, cut: &RecordSet) -> Option<ManagedBy> {
    match cut.origin {
        Origin::ExplicitDelegation => None,
        Origin::ChildZone => Some(ManagedBy::Zone(cut.owner.clone())),
        _ => cut.managed_by(&zone.name, None),
    }
}

/// What the zone holds at or below a name that would be cut off, glue apart.
pub(crate) fn covered(snapshot: &mut dyn Snapshot, zone: &Zone, name: &Name) -> Result<Vec<RecordSet>, Refusal> {
    let filter = SetFilter { under: Some(name.clone()), ..SetFilter::default() };
    let mut sets = snapshot.sets(zone.id, &filter, None, usize::MAX >> 1)?;
    sets.retain(|set| set.origin != Origin::Glue);
    Ok(sets)
}

/// Rule D11; cuts of child zones go without a word: their zones are served on, and the names between are not ours. Their DS were
/// somebody's to write.
fn note_covered(zone: &Zone, name: &Name, covered: &[RecordSet], findings: &mut Findings) {
    for set in covered {
        let kind = match set.origin {
            Origin::User => ConflictKind::RecordSet,
            Origin::ExplicitDelegation => ConflictKind::Delegation,
            _ => continue,
        };
        findings.conflict(Conflict {
            code: "records_below_cut",
            kind,
            name: set.owner.clone(),
            rtype: Some(set.rtype),
            zone: Some(zone.name.as_name().clone()),
            managed_by: None,
            detail: format!("{} {} would lie at or below the delegation of {name}", set.owner, set.rtype),
            forcible: true,
        });
    }
}

/// Rule D11: addresses of name servers that become glue move to their rows.
pub(crate) fn keep_addresses(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    covered: &[RecordSet],
) -> Result<(), Refusal> {
    let mut kept: BTreeMap<Name, Vec<Addresses>> = BTreeMap::new();
    for set in covered.iter().filter(|set| ADDRESS_TYPES.contains(&set.rtype)) {
        kept.entry(set.owner.clone()).or_default().push(of_set(set));
    }
    if kept.is_empty() {
        return Ok(());
    }
    ledger.flush(tx, context)?;
    let owners: Vec<Name> = kept.keys().cloned().collect();
    let used = tx.used_as_ns(&owners)?;
    used.iter().for_each(|host| ledger.address(host));
    let addresses = |host: Name| kept.remove(&host).map(|addresses| (host, to_row(&addresses)));
    let addressed: Vec<_> = used.into_iter().filter_map(addresses).collect();
    put_addresses(tx, context, &addressed)
}

/// Closes the ledger, and gives the delegation as it is then.
pub(super) fn finish(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: Ledger,
    zone: &Zone,
    name: &Name,
    warnings: Vec<Warning>,
) -> Result<StoredDelegation, Refusal> {
    let zone = ledger.close(tx, context, &warnings)?.remove(&zone.id).unwrap_or_else(|| zone.clone());
    let cut = tx.set(zone.id, name, RecordType::NS)?;
    let shown = cut.map(|cut| shown(tx, &zone, vec![cut])).transpose()?.and_then(|mut one| one.pop());
    let delegation = shown.ok_or_else(|| Refusal::Failed(format!("the delegation of {name} is not there")))?;
    Ok(StoredDelegation { zone, delegation, warnings })
}
