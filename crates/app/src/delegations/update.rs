//! Changes a delegation that was made by hand (rules D8, D9, D17).
//!
//! Refusals, in order: the zone or the delegation is missing; the body cannot be read; no condition was put, or it is stale; wrong
//! fields; addresses that are another account's; the delegation is somebody else's to change.

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Findings, Force};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::{Precondition, Tag, Verdict};
use domesday_domain::record::RecordSet;
use domesday_domain::zone::Zone;

use super::believed;
use super::create::{StoredDelegation, finish, managed};
use super::draft::DelegationUpdate;
use super::read::{find, values};
use crate::input::Input;
use crate::ledger::Ledger;
use crate::name_servers::{self, Given, Listing, Makes, settle};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::family::ns_values;
use crate::zones::{refuse_frozen, visible_zone};

/// Changes a delegation.
pub struct UpdateDelegation {
    /// The zone that delegates.
    pub zone: ZoneName,
    /// The delegated name.
    pub child: Name,
    /// The condition, which must be put.
    pub precondition: Precondition,
    /// Nobody is asked for a condition: for callers that have no tags.
    pub unconditional: bool,
    /// What to change.
    pub update: Input<DelegationUpdate>,
    /// Lift what is forcible.
    pub force: Force,
}

impl Command for UpdateDelegation {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = StoredDelegation;

    fn locks(&self, _: &Actor) -> Locks {
        let own = Locks::none().writing(self.zone.as_name());
        let Ok((update, _)) = self.update.well_formed() else { return own };
        name_servers::locks(own, update.ns.iter().flatten())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<StoredDelegation, Refusal> {
        let zone = visible_zone(tx, context, &self.zone)?;
        let current = find(tx, &zone, &self.child)?;
        let (update, mut findings) = self.update.well_formed()?;
        check_condition(&self.precondition, current.tag, !self.unconditional)?;
        believed::check(update, &current, &mut findings);
        let cut = tx.set(zone.id, &self.child, RecordType::NS)?;
        let cut = cut.ok_or_else(|| Refusal::Failed("a delegation without a cut".into()))?;
        let after_values = match &update.ns {
            Some(servers) => ns_values(servers.iter().map(|server| &server.host)),
            None => values(&cut),
        };
        let given = match &update.ns {
            Some(servers) if after_values != values(&cut) || servers.iter().any(|s| s.addresses.is_some()) => {
                let publishers = vec![(zone.name.as_name().clone(), zone.id)];
                Listing { at: &self.child, makes: Makes::Nothing, publishers, servers }.judge(tx, &mut findings)?
            }
            _ => Given::default(),
        };
        findings.settle_errors(self.force)?;
        let mut ledger = Ledger::new(Action::DelegationUpdate, &self.child);
        let page = ledger.open(zone.clone());
        let mut after = cut.revised(&mut page.zone, update.ttl.unwrap_or(cut.ttl), after_values, context.now);
        if let (Some(comment), Some(notes)) = (&update.comment, &mut after.cut)
            && notes.comment != *comment
        {
            notes.comment.clone_from(comment);
            (after.revision, after.updated) = (zone.revision + 1, context.now);
        }
        page.put(Some(cut.clone()), Some(after));
        given.store(tx, context, &mut ledger, &mut findings)?;
        if ledger.has_changes() || given.has_rows() {
            refuse_managed(&zone, &cut, &mut findings);
            refuse_frozen(&zone, &mut findings);
        }
        let warnings = findings.settle(self.force)?;
        settle(tx, context, &mut ledger)?;
        finish(tx, context, ledger, &zone, &self.child, warnings)
    }
}

/// Rule Z3, for an object that is there.
pub(super) fn check_condition(precondition: &Precondition, current: Tag, needed: bool) -> Result<(), Refusal> {
    match precondition.judge(Some(current)) {
        Verdict::Fails => Err(Refusal::Stale { current: Some(current) }),
        Verdict::NotGiven if needed => {
            let detail = "send If-Match with the ETag of the delegation as you have read it".to_owned();
            Err(Refusal::PreconditionMissing { detail })
        }
        _ => Ok(()),
    }
}

/// Rule D17: a delegation that follows from something else is changed there.
pub(crate) fn refuse_managed(zone: &Zone, cut: &RecordSet, findings: &mut Findings) {
    let Some(managed_by) = managed(zone, cut) else { return };
    findings.conflict(Conflict {
        code: "managed",
        kind: ConflictKind::Delegation,
        name: cut.owner.clone(),
        rtype: None,
        zone: Some(zone.name.as_name().clone()),
        managed_by: Some(managed_by),
        detail: format!("the delegation of {} follows from something else, which is to be changed instead", cut.owner),
        forcible: false,
    });
}
