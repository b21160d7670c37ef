//! Lists zones in canonical order of their names (rule Z14): a page of them, or all as a stream.

use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneKind;

use crate::input::Input;
use crate::ports::{Snapshot, Stored, ZoneFilter};
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Query, Streamed};

/// How many names a stream reads at a time.
const CHUNK: usize = 5000;

/// Which zones, and how many.
#[derive(Clone, Debug, Default)]
pub struct ZoneQuery {
    /// At or below this name.
    pub suffix: Option<Name>,
    /// Only the deepest visible zone that holds this name.
    pub covering: Option<Name>,
    /// Forward or reverse.
    pub kind: Option<ZoneKind>,
    /// With this apex name server.
    pub ns: Option<Name>,
    /// Of this account.
    pub owner: Option<AccountName>,
    /// After this name.
    pub marker: Option<Name>,
    /// At most so many; none for all.
    pub limit: Option<usize>,
}

/// A page of names.
pub struct ZonePage {
    /// In canonical order.
    pub names: Vec<Name>,
    /// Whether more exist.
    pub more: bool,
}

/// Asks for a page.
pub struct ListZones {
    /// Which zones.
    pub query: Input<ZoneQuery>,
}

/// Asks for all, as a stream.
pub struct StreamZones {
    /// Which zones.
    pub query: Input<ZoneQuery>,
}

impl Query for ListZones {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = ZonePage;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<ZonePage, Refusal> {
        let (query, findings) = self.query.well_formed()?;
        findings.settle(false)?;
        let Some(filter) = filter(context, query, snapshot)? else {
            return Ok(ZonePage { names: Vec::new(), more: false });
        };
        let limit = query.limit.unwrap_or(CHUNK);
        if let Some(held) = &query.covering {
            let names = covering(snapshot, &filter, held)?
                .into_iter()
                .filter(|name| query.marker.as_ref().is_none_or(|marker| name > marker));
            return Ok(ZonePage { names: names.collect(), more: false });
        }
        let mut names = snapshot.zone_names(&filter, query.marker.as_ref(), limit + 1)?;
        let more = names.len() > limit;
        names.truncate(limit);
        Ok(ZonePage { names, more })
    }
}

impl Streamed for StreamZones {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = ();
    type Item = Vec<Name>;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<(), Vec<Name>>,
    ) -> Result<(), Refusal> {
        stream(&self.query, context, snapshot, outlet, CHUNK, |_, names| Ok(names))
    }
}

/// Sends all zones that are asked for, `chunk` at a time, as what `shown` makes of their names.
pub(super) fn stream<T: Send + 'static>(
    query: &Input<ZoneQuery>,
    context: &Context,
    snapshot: &mut dyn Snapshot,
    outlet: &mut Outlet<(), T>,
    chunk: usize,
    shown: fn(&mut dyn Snapshot, Vec<Name>) -> Result<T, Refusal>,
) -> Result<(), Refusal> {
    let (query, findings) = query.well_formed()?;
    findings.settle(false)?;
    let filter = filter(context, query, snapshot)?;
    outlet.begin(());
    let Some(filter) = filter else { return Ok(()) };
    let mut marker = query.marker.clone();
    loop {
        let names = snapshot.zone_names(&filter, marker.as_ref(), chunk)?;
        let ended = names.len() < chunk;
        marker = names.last().cloned();
        if !names.is_empty() {
            let item = shown(snapshot, names)?;
            outlet.send(item)?;
        }
        if ended {
            return Ok(());
        }
    }
}

/// The store's filter; none if no zone can match, as with an account that does not exist.
pub(super) fn filter(context: &Context, query: &ZoneQuery, snapshot: &mut dyn Snapshot) -> Stored<Option<ZoneFilter>> {
    let visible_to = (!context.actor.is_admin()).then_some(context.actor.account);
    let owner = match &query.owner {
        Some(name) => match snapshot.account(name)? {
            Some(account) => Some(account.id),
            None => return Ok(None),
        },
        None => None,
    };
    Ok(Some(ZoneFilter { visible_to, suffix: query.suffix.clone(), kind: query.kind, ns: query.ns.clone(), owner }))
}

/// The deepest visible zone that holds a name, if the other filters let it through.
fn covering(snapshot: &mut dyn Snapshot, filter: &ZoneFilter, held: &Name) -> Stored<Vec<Name>> {
    let above: Vec<Name> = held.ancestors().filter(|name| !name.is_root()).collect();
    let mut zones = snapshot.zones_among(&above)?;
    zones.retain(|zone| filter.visible_to.is_none_or(|account| zone.owner == account));
    let Some(deepest) = zones.into_iter().max_by_key(|zone| zone.name.label_count()) else { return Ok(Vec::new()) };
    let narrowed = ZoneFilter { suffix: Some(deepest.name.clone()), ..filter.clone() };
    let inside_suffix = filter.suffix.as_ref().is_none_or(|suffix| deepest.name.is_at_or_below(suffix));
    let first = snapshot.zone_names(&narrowed, None, 1)?;
    Ok(first.into_iter().filter(|name| inside_suffix && *name == deepest.name).collect())
}
