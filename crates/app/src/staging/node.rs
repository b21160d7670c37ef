//! Stages the removal of a node: all records at it and below it (rule R10).

use std::collections::BTreeMap;

use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Findings, Force};
use domesday_domain::name::ZoneName;
use domesday_domain::record::edit::SetKey;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::staging::{DraftNode, DraftSet, Numbers};
use domesday_domain::zone::Zone;

use super::desk::Desk;
use super::read::refuse_outside;
use super::store::{Limit, anchor, store};
use crate::delegations::managed;
use crate::ports::{Locks, SetFilter, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{refuse_frozen, visible_zone};

/// Stages the removal of a node.
pub struct RemoveNode {
    /// The zone.
    pub zone: ZoneName,
    /// Who stages.
    pub holder: SessionId,
    /// The node.
    pub node: Name,
    /// Numbers for the changes.
    pub numbers: Numbers,
    /// How much a session may have staged.
    pub limit: Limit,
}

/// A node whose removal is staged.
#[derive(Debug)]
pub struct RemovedNode {
    /// The zone as it is published.
    pub zone: Zone,
    /// How many records will be deleted; none if nothing was there.
    pub deleted: u64,
}

impl Command for RemoveNode {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = RemovedNode;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().reading(self.zone.as_name()).object("staging", &self.holder.0.to_string())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<RemovedNode, Refusal> {
        anchor(tx, self.holder, context)?;
        let zone = visible_zone(tx, context, &self.zone)?;
        refuse_outside(&zone, &self.node)?;
        let mut findings = Findings::new();
        refuse_frozen(&zone, &mut findings);
        if self.node == *zone.name.as_name() {
            findings.conflict(stays(&zone, &self.node, None, "the node of the zone itself is not removed".to_owned()));
        }
        findings.settle(Force::Nothing)?;
        let filter = SetFilter { under: Some(self.node.clone()), ..SetFilter::default() };
        let published = tx.sets(zone.id, &filter, None, usize::MAX >> 1)?;
        let drafts = tx.staged(self.holder, zone.id, Some(&self.node), None, usize::MAX >> 1)?;
        let mut sets: BTreeMap<SetKey, (Option<RecordSet>, Option<DraftSet>)> = BTreeMap::new();
        for set in published {
            let key = (set.owner.clone(), set.rtype);
            sets.entry(key).or_default().0 = Some(set);
        }
        for draft in drafts {
            let key = draft.key();
            sets.entry(key).or_default().1 = Some(draft);
        }
        refuse_managed(&zone, sets.values().filter_map(|(set, _)| set.as_ref()))?;
        let mut desk = Desk::at(tx, zone, self.holder, &[])?;
        let mut numbers = self.numbers.clone();
        let mut deleted = 0;
        for ((owner, rtype), (set, draft)) in sets {
            // Glue goes with its delegation.
            if set.as_ref().is_some_and(|set| set.origin == Origin::Glue) && draft.is_none() {
                continue;
            }
            desk.add(set, draft);
            deleted += self.remove(&mut desk, &owner, rtype, &mut numbers)?;
        }
        store(tx, self.holder, &desk, self.limit)?;
        Ok(RemovedNode { zone: desk.zone, deleted })
    }
}

impl RemoveNode {
    fn remove(&self, desk: &mut Desk, owner: &Name, rtype: RecordType, numbers: &mut Numbers) -> Result<u64, Refusal> {
        let node = DraftNode { top: self.node.clone(), revision: desk.zone.revision };
        let (draft, published) = desk.take(owner, rtype);
        let mut staging = draft.staging(published.as_ref(), numbers);
        let shown: &[RecordType] =
            if rtype == RecordType::TXT { &[RecordType::TXT, RecordType::SPF] } else { std::slice::from_ref(&rtype) };
        let mut deleted = 0;
        for shown in shown {
            deleted += staging.remove_all(*shown, Some(node.clone())).map_err(|_| Refusal::OutOfNumbers)?;
        }
        desk.put(staging.done());
        Ok(deleted)
    }
}

/// Refuses what is not the caller's to remove, each named.
fn refuse_managed<'a>(zone: &Zone, sets: impl Iterator<Item = &'a RecordSet>) -> Result<(), Refusal> {
    let mut findings = Findings::new();
    for set in sets.filter(|set| matches!(set.origin, Origin::ChildZone | Origin::Registrar)) {
        let detail = format!("{} {} is written by the {}, and stays", set.owner, set.rtype, set.origin.as_str());
        let mut conflict = stays(zone, &set.owner, Some(set.rtype), detail);
        conflict.managed_by = managed(zone, set);
        findings.conflict(conflict);
    }
    findings.settle(Force::Nothing)?;
    Ok(())
}

fn stays(zone: &Zone, name: &Name, rtype: Option<RecordType>, detail: String) -> Conflict {
    Conflict {
        code: "managed",
        kind: ConflictKind::RecordSet,
        name: name.clone(),
        rtype,
        zone: Some(zone.name.as_name().clone()),
        managed_by: None,
        detail,
        forcible: false,
    }
}
