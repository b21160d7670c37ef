//! What a session sees of a zone: what is published now, with its own changes laid over (rule C2).

use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::staging::Content;
use domesday_domain::zone::Zone;

use super::desk::Desk;
use super::merged::{Merged, node_exists};
use super::seen::{SeenRecord, all_shown, shown_as, stored_type};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Query, Streamed};
use crate::zones::visible_zone;

/// How many records an item of a stream has at least, unless it is the last.
const CHUNK: usize = 500;

/// Asks for the records of one type at a node.
pub struct ReadRecords {
    /// The zone.
    pub zone: ZoneName,
    /// Whose view.
    pub holder: SessionId,
    /// The node.
    pub node: Name,
    /// The type as it is shown.
    pub rtype: RecordType,
    /// Only the one with this number.
    pub number: Option<i64>,
}

/// The records of one type at a node.
#[derive(Debug)]
pub struct Records {
    /// The zone.
    pub zone: Zone,
    /// Its records.
    pub records: Vec<SeenRecord>,
}

impl Query for ReadRecords {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = Records;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Records, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        refuse_outside(&zone, &self.node)?;
        let desk = Desk::at(snapshot, zone, self.holder, std::slice::from_ref(&self.node))?;
        let set = desk.view(&self.node, stored_type(self.rtype));
        let mut records = set.map(|set| shown_as(&desk.view_of_zone(), &set, self.rtype)).unwrap_or_default();
        if records.is_empty() && !node_exists(snapshot, &desk.zone, self.holder, &self.node)? {
            return Err(no_such_node(&self.node));
        }
        if let Some(number) = self.number {
            records.retain(|record| record.number == number);
            if records.is_empty() {
                return Err(no_such_record(number));
            }
        }
        Ok(Records { zone: desk.zone, records })
    }
}

/// Which nodes of a zone are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nodes {
    /// All of the zone.
    All,
    /// This one and those below it.
    Under(Name),
    /// This one.
    Only(Name),
}

impl Nodes {
    /// The name at or below which they lie, if that is not the zone's.
    pub(super) fn top(&self) -> Option<&Name> {
        match self {
            Self::All => None,
            Self::Under(name) | Self::Only(name) => Some(name),
        }
    }
}

/// Asks for all records of some nodes, in canonical order.
pub struct StreamRecords {
    /// The zone.
    pub zone: ZoneName,
    /// Whose view.
    pub holder: SessionId,
    /// Which.
    pub nodes: Nodes,
}

impl Streamed for StreamRecords {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = Zone;
    type Item = Vec<SeenRecord>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<Zone, Vec<SeenRecord>>,
    ) -> Result<(), Refusal> {
        let (zone, view, mut merged) = begin(context, snapshot, &self.zone, self.holder, &self.nodes)?;
        outlet.begin(zone);
        send(snapshot, &mut merged, outlet, |set, item| item.extend(all_shown(&view, &set)))
    }
}

/// Asks for the names that have records, in canonical order.
pub struct StreamNodes {
    /// The zone.
    pub zone: ZoneName,
    /// Whose view.
    pub holder: SessionId,
    /// Which.
    pub nodes: Nodes,
}

impl Streamed for StreamNodes {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = Zone;
    type Item = Vec<Name>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<Zone, Vec<Name>>,
    ) -> Result<(), Refusal> {
        let (zone, _, mut merged) = begin(context, snapshot, &self.zone, self.holder, &self.nodes)?;
        outlet.begin(zone);
        let mut last = None;
        send(snapshot, &mut merged, outlet, |set, item| {
            let (owner, _) = set.key;
            if last.as_ref() != Some(&owner) {
                last = Some(owner.clone());
                item.push(owner);
            }
        })
    }
}

/// Sends what `add` makes of each set, some at a time.
fn send<T>(
    snapshot: &mut dyn Snapshot,
    merged: &mut Merged,
    outlet: &mut Outlet<Zone, Vec<T>>,
    mut add: impl FnMut(Content, &mut Vec<T>),
) -> Result<(), Refusal> {
    let mut item = Vec::new();
    while let Some(set) = merged.next(snapshot)? {
        add(set, &mut item);
        if item.len() >= CHUNK {
            outlet.send(std::mem::take(&mut item))?;
        }
    }
    if item.is_empty() { Ok(()) } else { outlet.send(item) }
}

/// The zone as it is and as the session sees it, and its sets to go through; a node that does not exist is refused (rule R1).
fn begin(
    context: &Context,
    snapshot: &mut dyn Snapshot,
    name: &ZoneName,
    holder: SessionId,
    nodes: &Nodes,
) -> Result<(Zone, Zone, Merged), Refusal> {
    let zone = visible_zone(snapshot, context, name)?;
    if let Some(node) = nodes.top() {
        refuse_outside(&zone, node)?;
        if !node_exists(snapshot, &zone, holder, node)? {
            return Err(no_such_node(node));
        }
    }
    let apex = zone.name.as_name().clone();
    let view = Desk::at(snapshot, zone.clone(), holder, std::slice::from_ref(&apex))?.view_of_zone();
    let merged = Merged::of(&zone, holder, nodes);
    Ok((zone, view, merged))
}

/// Refuses a node that is not in the zone.
pub(super) fn refuse_outside(zone: &Zone, node: &Name) -> Result<(), Refusal> {
    if node.is_at_or_below(zone.name.as_name()) { Ok(()) } else { Err(no_such_node(node)) }
}

/// The refusal of a node that does not exist.
pub(super) fn no_such_node(node: &Name) -> Refusal {
    Refusal::missing(format!("node {node}"))
}

/// The refusal of a record that is not there.
pub(super) fn no_such_record(number: i64) -> Refusal {
    Refusal::missing(format!("record {number}"))
}
