//! Creates a zone (rules Z2, Z6–Z12, Z20, Z21).
//!
//! Refusals, in order: the body cannot be read; wrong fields, the name's verdict among them; somebody else's zone above or below, or an
//! owner the caller may not name; the name is taken, a name server has no address.

use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::actor::Permission;
use domesday_domain::finding::{Conflict, ConflictKind, Findings, Warning};
use domesday_domain::history::{Action, Change, Changes, Value};
use domesday_domain::name::ZoneName;
use domesday_domain::record::RecordSet;
use domesday_domain::serial::{Serial, SerialStyle};
use domesday_domain::timers::Timers;
use domesday_domain::zone::{Owner, Zone, ZoneContent, ZoneId};

use super::draft::{ZoneDraft, find_owner};
use super::name_servers::{self, Addresses};
use super::refuse_frozen;
use crate::history::{self, Story};
use crate::input::Input;
use crate::ports::{AccountReads, Locks, Snapshot, UnitOfWork};
use crate::records::{plan, surroundings};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Creates a zone.
pub struct CreateZone {
    /// The zone.
    pub draft: Input<ZoneDraft>,
    /// Lift what is forcible.
    pub force: bool,
}

/// The zone, and what was let through.
pub struct CreatedZone {
    /// As it is stored.
    pub zone: Zone,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for CreateZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = CreatedZone;

    fn locks(&self) -> Locks {
        let Ok((draft, _)) = self.draft.well_formed() else { return Locks::none() };
        let own = draft.name.iter().fold(Locks::none(), |locks, name| locks.writing(name.as_name()));
        name_servers::locks(own, draft.ns.iter().flatten())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<CreatedZone, Refusal> {
        let (draft, mut findings) = self.draft.well_formed()?;
        let owner = owner(tx, context, draft.owner.as_ref(), &mut findings)?;
        if let Some(name) = &draft.name {
            check_verdict(name, draft.registry_zone, &mut findings);
        }
        let content = content(draft, &mut findings);
        let mut addresses = Addresses::new();
        if let (Some(name), Some(servers)) = (&draft.name, &draft.ns) {
            addresses = name_servers::judge(tx, name, None, servers, &mut findings)?;
        }
        findings.settle_errors(self.force)?;
        let (Some(name), Some(content), Some(owner)) = (&draft.name, content, owner) else {
            return Err(Refusal::Failed("a zone without wrong fields lacks some".into()));
        };
        check_ownership(tx, context, name, &owner, draft.registry_zone)?;
        check_name_is_free(tx, name, &mut findings)?;
        let serial = draft.serial.and_then(Serial::new).unwrap_or_else(|| Serial::first(context.now));
        let zone = new_zone(context, name.clone(), owner, content, serial, draft.registry_zone);
        let zone = store(tx, context, zone, addresses, findings, self.force)?;
        Ok(zone)
    }
}

/// Whose the zone shall be: the caller's account, unless the request names another.
pub(super) fn owner(
    reads: &mut dyn AccountReads,
    context: &Context,
    wanted: Option<&AccountName>,
    findings: &mut Findings,
) -> Result<Option<Owner>, Refusal> {
    let actor = &context.actor;
    let by_default = if actor.account == AccountId(0) { Some(actor.account_name.clone()) } else { None };
    let account = match wanted.cloned().or(by_default) {
        Some(name) => find_owner(reads, actor, &name, findings)?,
        None => Some(Owner { id: actor.account, name: actor.account_name.clone() }),
    };
    Ok(account)
}

/// The verdict on the name (rule Z20), as long as no TLD rule is stored: any name of two labels; one label only on purpose.
pub(super) fn check_verdict(name: &ZoneName, registry_zone: bool, findings: &mut Findings) {
    if name.as_name().label_count() == 1 && !registry_zone {
        let detail = format!("{name} has one label: only a registry zone (registry_zone) stands at the top level");
        findings.error("name", "single_label", detail);
    }
}

fn content(draft: &ZoneDraft, findings: &mut Findings) -> Option<ZoneContent> {
    let timers = draft.refresh.zip(draft.retry).zip(draft.expire).zip(draft.ttl);
    let timers = timers.map(|(((refresh, retry), expire), ttl)| Timers { refresh, retry, expire, ttl });
    if let Some(timers) = &timers {
        timers.check_relations(findings);
    }
    let (timers, servers, email) = (timers?, draft.ns.as_ref()?, draft.email.clone()?);
    let ns: Vec<_> = servers.iter().map(|server| server.host.clone()).collect();
    let primary_ns = ns.first()?.clone();
    let default_ttl = draft.default_ttl.unwrap_or(timers.ttl);
    let mut content = ZoneContent { ns, primary_ns, email, timers, default_ttl, ns_ttl: draft.ns_ttl };
    if let (Some(primary), Some(name)) = (&draft.primary_ns, &draft.name) {
        content.lead_with(primary.clone(), name, findings);
    }
    Some(content)
}

/// Rules Z2 and Z21: other accounts' zones around the new one, and who may give a zone to whom.
pub(super) fn check_ownership(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    name: &ZoneName,
    owner: &Owner,
    registry_zone: bool,
) -> Result<(), Refusal> {
    if context.actor.is_admin() {
        return Ok(());
    }
    if registry_zone {
        return Err(Refusal::forbidden("registry_zone_denied", "only an admin may create a registry zone"));
    }
    if owner.id != context.actor.account {
        return Err(Refusal::forbidden("owner_denied", "only an admin may create zones for another account"));
    }
    let above: Vec<_> = name.as_name().ancestors().skip(1).filter(|name| !name.is_root()).collect();
    let nearest = snapshot.zones_among(&above)?.into_iter().max_by_key(|zone| zone.name.label_count());
    if let Some(parent) = nearest.filter(|parent| parent.owner != owner.id) {
        let detail = format!("{} encloses {name} and belongs to another account", parent.name);
        return Err(Refusal::forbidden("parent_owned", detail));
    }
    if let Some(child) = snapshot.foreign_zone_below(name.as_name(), owner.id)? {
        let detail = format!("{} lies below {name} and belongs to another account", child.name);
        return Err(Refusal::forbidden("child_owned", detail));
    }
    Ok(())
}

/// Rule Z7.
pub(super) fn check_name_is_free(
    snapshot: &mut dyn Snapshot,
    name: &ZoneName,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    if snapshot.zone_head(name.as_name())?.is_none() {
        return Ok(());
    }
    findings.conflict(Conflict {
        code: "zone_exists",
        kind: ConflictKind::Zone,
        name: name.as_name().clone(),
        rtype: None,
        zone: None,
        managed_by: None,
        detail: format!("the zone {name} exists already"),
        forcible: false,
    });
    Ok(())
}

pub(super) fn new_zone(
    context: &Context,
    name: ZoneName,
    owner: Owner,
    content: ZoneContent,
    serial: Serial,
    registry_zone: bool,
) -> Zone {
    Zone {
        id: ZoneId(0),
        name,
        owner,
        content,
        serial,
        serial_style: SerialStyle::Day,
        frozen: false,
        registry_zone,
        revision: 1,
        next_record: 0,
        created: context.now,
        updated: context.now,
    }
}

/// Stores the zone and the addresses that came with its name servers, each zone that they belong to one step further.
fn store(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    zone: Zone,
    mut addresses: Addresses,
    mut findings: Findings,
    force: bool,
) -> Result<CreatedZone, Refusal> {
    let own = addresses.remove(&None).unwrap_or_default();
    let elsewhere = elsewhere(tx, context, addresses, &mut findings)?;
    // The first state of a zone has revision 1, and so do the sets that come with it.
    let mut unborn = Zone { revision: 0, ..zone };
    let first_sets = plan(&mut unborn, &Default::default(), &own, context.now, &mut findings);
    let warnings = findings.settle(force)?;
    let mut zone = tx.insert_zone(Zone { revision: 1, next_record: 0, ..unborn })?;
    let mut sets: Vec<RecordSet> = first_sets.outcomes.into_iter().filter_map(|(_, _, set)| set).collect();
    if !sets.is_empty() {
        for record in sets.iter_mut().flat_map(|set| &mut set.records) {
            record.number = zone.number_record();
        }
        tx.insert_sets(zone.id, &sets)?;
        tx.update_zone(&zone, false)?;
    }
    tell_elsewhere(tx, context, &zone.name, elsewhere)?;
    let mut changes: Vec<Change> =
        zone.members().into_iter().map(|(member, to)| Change::Zone { member, from: Value::Null, to }).collect();
    changes.extend(first_sets.changes);
    let story = Story {
        action: Action::ZoneCreate,
        zone: &zone,
        serial_before: None,
        serial_after: Some(zone.serial),
        changes: Changes::Each(changes),
        warnings: &warnings,
        cause: None,
    };
    history::write(tx, context, &story)?;
    Ok(CreatedZone { zone, warnings })
}

/// Addresses of name servers that live in other zones here (rule D9): stored there, if the caller may write there.
pub(super) fn elsewhere(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    addresses: Addresses,
    findings: &mut Findings,
) -> Result<Vec<(Zone, Serial, Vec<Change>)>, Refusal> {
    let mut changed = Vec::new();
    for (home, edits) in addresses {
        let Some(mut zone) = home.map(|home| tx.zone(&home)).transpose()?.flatten() else { continue };
        let around = surroundings(tx, &zone, &edits)?;
        let before = zone.serial;
        let plan = plan(&mut zone, &around, &edits, context.now, findings);
        if !plan.changes_anything() {
            continue;
        }
        if !context.actor.sees(zone.owner.id) {
            let detail = format!("the addresses belong in {}, a zone of another account", zone.name);
            return Err(Refusal::forbidden("address_denied", detail));
        }
        name_servers::note_differences(&zone, &edits, &around, findings);
        refuse_frozen(&zone, findings);
        zone.step(true, context.now);
        plan.store(tx, &zone)?;
        tx.update_zone(&zone, false)?;
        changed.push((zone, before, plan.changes));
    }
    Ok(changed)
}

/// Tells the history of the zones that took addresses of this zone's name servers.
pub(super) fn tell_elsewhere(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    zone: &ZoneName,
    elsewhere: Vec<(Zone, Serial, Vec<Change>)>,
) -> Result<(), Refusal> {
    for (other, serial_before, changes) in elsewhere {
        let story = Story {
            action: Action::RecordsChange,
            zone: &other,
            serial_before: Some(serial_before),
            serial_after: Some(other.serial),
            changes: Changes::Each(changes),
            warnings: &[],
            cause: Some(format!("name servers of {zone}")),
        };
        history::write(tx, context, &story)?;
    }
    Ok(())
}
