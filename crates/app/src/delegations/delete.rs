//! Deletes a delegation that was made by hand: its NS, its DS and needless glue go (rules D13, D14, D17).

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::delegation::glue::Home;
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Precondition;
use domesday_domain::serial::Serial;
use domesday_domain::zone::Zone;

use super::read::find;
use super::update::{check_condition, refuse_managed};
use crate::ledger::Ledger;
use crate::name_servers::{refuse_loss, settle, survey};
use crate::ports::{Locks, Snapshot, Stored, UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::family::{adopt, cut, nearest};
use crate::zones::{refuse_frozen, visible_zone};

/// How many names one statement asks about.
const NAMES: usize = 10_000;

/// Deletes a delegation.
pub struct DeleteDelegation {
    /// The zone that delegates.
    pub zone: ZoneName,
    /// The delegated name.
    pub child: Name,
    /// The condition, if one was put.
    pub precondition: Precondition,
    /// Lift what is forcible.
    pub force: Force,
}

/// What was let through, and the zone's serial afterwards.
pub struct DeletedDelegation {
    /// The serial.
    pub serial: Serial,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for DeleteDelegation {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = DeletedDelegation;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().writing(self.zone.as_name())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DeletedDelegation, Refusal> {
        let zone = visible_zone(tx, context, &self.zone)?;
        let current = find(tx, &zone, &self.child)?;
        check_condition(&self.precondition, current.tag, false)?;
        let stands = cut(tx, zone.name.as_name(), zone.id, &self.child)?;
        let mut findings = Findings::new();
        if let Some(ns) = &stands.ns {
            refuse_managed(&zone, ns, &mut findings);
        }
        refuse_frozen(&zone, &mut findings);
        refuse_stranding(tx, &zone, &self.child, &mut findings)?;
        let warnings = findings.settle(self.force)?;
        let mut ledger = Ledger::new(Action::DelegationDelete, &self.child);
        let head = ZoneHead { id: zone.id, name: zone.name.as_name().clone(), owner: zone.owner.id };
        let page = ledger.open(zone);
        page.put(stands.ns, None);
        page.put(stands.ds, None);
        // Zones served below the cut were nobody's children: the zone is their parent again (rule D2).
        let below = tx.served_below(&self.child)?;
        adopt(tx, context, &mut ledger, &head, &nearest(&below), Default::default())?;
        settle(tx, context, &mut ledger)?;
        let zone = ledger.close(tx, context, &warnings)?.remove(&head.id);
        let serial = zone.map(|zone| zone.serial);
        let serial = serial.ok_or_else(|| Refusal::Failed("the zone is not on the ledger".into()))?;
        Ok(DeletedDelegation { serial, warnings })
    }
}

/// Rule D14: names below a cut have their addresses on their rows, where nobody looks once they are the zone's own.
pub(crate) fn refuse_stranding(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    child: &Name,
    findings: &mut Findings,
) -> Stored<()> {
    let names = snapshot.targets_below(child)?;
    for some in names.chunks(NAMES) {
        let before = survey(snapshot, some)?;
        let mut after = before.clone();
        after.cuts.remove(&(zone.id, child.clone()));
        let loses = |host: &&Name| {
            let moves = matches!(before.home(host), Home::Row(..)) && matches!(after.home(host), Home::Zone(..));
            moves && !before.addresses(host).is_empty() && after.addresses(host).is_empty()
        };
        let lost: Vec<Name> = some.iter().filter(loses).cloned().collect();
        let own = |owner: &Name, rtype| owner == child && rtype == RecordType::NS;
        refuse_loss(snapshot, &lost, None, |user| !own(&user.owner, user.rtype), findings)?;
    }
    Ok(())
}
