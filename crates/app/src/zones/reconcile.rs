//! Computes from scratch what follows from a zone (the cuts of its children and of registered names, its glue, the rows of its name
//! servers) and mends what is not so.
//!
//! Every command leaves all of it right, so this finds nothing to do. It is for zones that an earlier program stored, which made no cuts
//! of child zones and kept glue without rows; and for whoever wants to see it proved.

use std::collections::BTreeMap;

use domesday_dns::Name;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::delegation::glue::{Addresses, Home, of_set, to_row};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::record::Origin;
use domesday_domain::zone::{Zone, ZoneId};

use super::family::{adopt, nearest};
use super::{registered, visible_zone};
use crate::ledger::Ledger;
use crate::name_servers::{put_addresses, settle, survey};
use crate::ports::{Extent, Locks, Order, SetFilter, Snapshot, TextFilter, UnitOfWork, ZoneFilter, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};

/// How many zones are looked up at a time.
const CHUNK: usize = 1000;

/// Mends what follows from a zone.
pub struct ReconcileZone {
    /// The zone.
    pub name: ZoneName,
}

impl Command for ReconcileZone {
    const NEEDS: Permission = Permission::Administer;
    /// The zones that were not right, as they are now.
    type Answer = Vec<Zone>;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().writing(self.name.as_name())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Vec<Zone>, Refusal> {
        let zone = visible_zone(tx, context, &self.name)?;
        let mut ledger = Ledger::new(Action::ZoneReconcile, self.name.as_name());
        let head = ZoneHead { id: zone.id, name: zone.name.as_name().clone(), owner: zone.owner.id };
        ledger.refer(tx.ns_targets_of(zone.id)?);
        ledger.open(zone).reshape();
        registered::withdraw(tx, context, &mut ledger, &head)?;
        let below = tx.served_below(&head.name)?;
        adopt(tx, context, &mut ledger, &head, &nearest(&below), Default::default())?;
        let domains = registered::publish(tx, context, &mut ledger, &head)?;
        settle(tx, context, &mut ledger)?;
        let changed = ledger.changed();
        let zones = ledger.close(tx, context, &[])?;
        if let Some(zone) = zones.get(&head.id) {
            registered::note_serial(tx, &domains, zone.serial)?;
        }
        Ok(zones.into_iter().filter(|(id, _)| changed.contains(id)).map(|(_, zone)| zone).collect())
    }
}

/// Puts addresses on the rows of name servers that have them only in a zone's glue, as an earlier program left it. For all zones at
/// once, before any is reconciled: without its row, glue would seem to be nobody's.
struct KeepGlueOnRows;

impl Command for KeepGlueOnRows {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::everything()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let mut marker = None;
        loop {
            let names = tx.zone_names(&ZoneFilter::default(), marker.as_ref(), CHUNK)?;
            for zone in tx.zones_among(&names)? {
                keep_glue_on_rows(tx, context, zone.id)?;
            }
            if names.len() < CHUNK {
                return Ok(());
            }
            marker = names.last().cloned();
        }
    }
}

fn keep_glue_on_rows(tx: &mut dyn UnitOfWork, context: &Context, zone: ZoneId) -> Result<(), Refusal> {
    let filter = SetFilter { origins: vec![Origin::Glue], ..SetFilter::default() };
    let glue = tx.sets(zone, &filter, None, usize::MAX >> 1)?;
    let mut glued: BTreeMap<Name, Vec<Addresses>> = BTreeMap::new();
    for set in &glue {
        glued.entry(set.owner.clone()).or_default().push(of_set(set));
    }
    let names: Vec<Name> = glued.keys().cloned().collect();
    let survey = survey(tx, &names)?;
    let homeless = |name: &Name| {
        let bare = survey.hosts.get(name).is_none_or(|row| row.addresses.is_empty());
        bare && matches!(survey.home(name), Home::Row(_, id) if id == zone)
    };
    glued.retain(|name, _| homeless(name));
    let addressed: Vec<_> = glued.into_iter().map(|(name, glue)| (name, to_row(&glue))).collect();
    put_addresses(tx, context, &addressed)
}

/// Asks whether no name server has a row although there are zones: an earlier program stored them.
struct HasOnlyOldZones;

impl Query for HasOnlyOldZones {
    const NEEDS: Permission = Permission::Administer;
    type Answer = bool;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<bool, Refusal> {
        let no_rows = snapshot.host_page(&TextFilter::default(), Order::Id, 0, 1)?.is_empty();
        Ok(no_rows && !snapshot.zone_names(&ZoneFilter::default(), None, 1)?.is_empty())
    }
}

/// Asks for the next zones in canonical order.
struct NextZones(Option<Name>);

impl Query for NextZones {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<Name>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<Name>, Refusal> {
        Ok(snapshot.zone_names(&ZoneFilter::default(), self.0.as_ref(), CHUNK)?)
    }
}

/// What reconciling all zones came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Zones looked at.
    pub zones: u64,
    /// Changes of zones that were not right.
    pub mended: u64,
}

impl Registry {
    /// Reconciles every zone, each in its own transaction; with `rehearse`, only counts what is not right.
    ///
    /// # Errors
    /// A [`Refusal`] ends it where it stands; what was mended stays.
    pub async fn reconcile_all(&self, caller: &Caller, rehearse: bool) -> Result<Reconciled, Refusal> {
        let mut done = Reconciled::default();
        let mut marker = None;
        loop {
            let names = self.ask(caller, NextZones(marker.take())).await?;
            for name in &names {
                let command = ReconcileZone { name: ZoneName::from_stored(name.clone()) };
                let answer =
                    if rehearse { self.rehearse(caller, command).await } else { self.run(caller, command).await };
                match answer {
                    Ok(mended) => done.mended += mended.len() as u64,
                    // Deleted meanwhile.
                    Err(Refusal::Missing { .. }) => continue,
                    Err(refusal) => return Err(refusal),
                }
                done.zones += 1;
            }
            if names.len() < CHUNK {
                return Ok(done);
            }
            marker = names.last().cloned();
        }
    }

    /// After the first start on a database of an earlier program: brings every zone up to this one. Gives none if there is nothing to do.
    ///
    /// # Errors
    /// As [`Registry::reconcile_all`].
    pub async fn catch_up(&self, caller: &Caller) -> Result<Option<Reconciled>, Refusal> {
        if !self.ask(caller, HasOnlyOldZones).await? {
            return Ok(None);
        }
        self.run(caller, KeepGlueOnRows).await?;
        self.reconcile_all(caller, false).await.map(Some)
    }
}
