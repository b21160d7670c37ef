//! Changes a zone's own members (rules Z3, Z5, Z9–Z12, S4, S5).
//!
//! Refusals, in order: the zone is missing; the body cannot be read; no condition was put, or it is stale; wrong fields; an owner the
//! caller may not name; conflicts.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::{Precondition, Verdict};
use domesday_domain::record::Origin;
use domesday_domain::zone::Zone;

use super::draft::{NameServer, ZoneUpdate, find_owner};
use super::{family, refuse_frozen, visible_zone};
use crate::input::Input;
use crate::ledger::Ledger;
use crate::name_servers::{self, Given, Listing, Makes, settle};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Changes a zone.
pub struct UpdateZone {
    /// Its name.
    pub name: ZoneName,
    /// The condition, which must be put.
    pub precondition: Precondition,
    /// What to change.
    pub update: Input<ZoneUpdate>,
    /// Nobody is asked for a condition: for callers that have no tags.
    pub unconditional: bool,
    /// Lift what is forcible.
    pub force: Force,
}

/// The zone afterwards, and what was let through.
pub struct UpdatedZone {
    /// As it is stored.
    pub zone: Zone,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for UpdateZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = UpdatedZone;

    fn locks(&self, _: &Actor) -> Locks {
        let own = Locks::none().writing(self.name.as_name());
        let Ok((update, _)) = self.update.well_formed() else { return own };
        name_servers::locks(own, update.ns.iter().flatten())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<UpdatedZone, Refusal> {
        let before = visible_zone(tx, context, &self.name)?;
        let (update, mut findings) = self.update.well_formed()?;
        match self.precondition.judge(Some(before.tag())) {
            Verdict::Holds => {}
            Verdict::Fails => return Err(Refusal::Stale { current: Some(before.tag()) }),
            Verdict::NotGiven if self.unconditional => {}
            Verdict::NotGiven => {
                let detail = "send If-Match with the ETag of the zone as you have read it".to_owned();
                return Err(Refusal::PreconditionMissing { detail });
            }
        }
        let mut patch = update.patch.clone();
        patch.ns = update.ns.as_ref().map(|servers| servers.iter().map(|server| server.host.clone()).collect());
        if let Some(wanted) = &update.owner {
            patch.owner = find_owner(tx, &context.actor, wanted, &mut findings)?;
        }
        let zone = patch.apply(&before, &mut findings);
        let ns_changed = zone.content.ns != before.content.ns;
        let mut given = Given::default();
        if let Some(servers) =
            update.ns.as_ref().filter(|servers| ns_changed || servers.iter().any(|s| s.addresses.is_some()))
        {
            given = listing(tx, &before, servers)?.judge(tx, &mut findings)?;
        }
        findings.settle_errors(self.force)?;
        if zone.owner.id != before.owner.id && !context.actor.is_admin() {
            return Err(Refusal::forbidden("owner_denied", "only an admin may give a zone to another account"));
        }
        let mut ledger = Ledger::new(Action::ZoneUpdate, self.name.as_name());
        ledger.open(before.clone()).set_zone(zone);
        given.store(tx, context, &mut ledger, &mut findings)?;
        if ledger.has_changes() || given.has_rows() {
            refuse_frozen(&before, &mut findings);
        }
        if ns_changed {
            follow_in_parent(tx, context, &mut ledger, &before, &mut findings)?;
        }
        let warnings = findings.settle(self.force)?;
        settle(tx, context, &mut ledger)?;
        let zone = ledger.close(tx, context, &warnings)?.remove(&before.id).unwrap_or(before);
        Ok(UpdatedZone { zone, warnings })
    }
}

/// The list as it is judged: both the zone and, if the cut there is the zone's (rules D2, D16), the parent publish it.
pub(crate) fn listing<'a>(
    tx: &mut dyn UnitOfWork,
    zone: &'a Zone,
    servers: &'a [NameServer],
) -> Result<Listing<'a>, Refusal> {
    let at = zone.name.as_name();
    let mut publishers = vec![(at.clone(), zone.id)];
    if let Some(parent) = family::parent(tx, at)? {
        let cut = family::cut(tx, &parent.name, parent.id, at)?.ns;
        if cut.is_some_and(|cut| cut.origin == Origin::ChildZone) {
            publishers.insert(0, (parent.name, parent.id));
        }
    }
    Ok(Listing { at, makes: Makes::Nothing, publishers, servers })
}

/// Rule D3: what the parent's cut says is what the zone says; but what registrars say stays, and is told if it differs (rule D16).
pub(crate) fn follow_in_parent(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    ledger: &mut Ledger,
    zone: &Zone,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let name = zone.name.as_name();
    let Some(parent) = family::parent(tx, name)? else { return Ok(()) };
    let Some(at) = family::cut(tx, &parent.name, parent.id, name)?.ns else { return Ok(()) };
    let ns = ledger.page(zone.id)?.zone.content.ns.clone();
    match at.origin {
        Origin::ChildZone => family::delegate(ledger.follow(tx, parent.id)?, context, name, &ns, Some(at)),
        Origin::Registrar => family::warn_differing(&parent.name, Some(&at), name, &ns, findings),
        _ => {}
    }
    Ok(())
}
