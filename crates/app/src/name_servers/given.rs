//! Addresses that came along with an NS list, stored where they live (rules D6, D9).

use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::delegation::glue::{ADDRESS_TYPES, Addresses, to_row};
use domesday_domain::finding::Findings;
use domesday_domain::record::edit::{Edit, SetEdit};
use domesday_domain::zone::ZoneId;

use super::put_addresses;
use crate::ledger::Ledger;
use crate::ports::UnitOfWork;
use crate::records::{plan, surroundings};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::zones::refuse_frozen;

/// Where addresses are to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the zone that the request makes.
    Made,
    /// In this zone.
    Zone(ZoneId),
    /// On the name's row, since it lies at or below a cut of this zone; none for a zone that the request makes.
    Row(Option<ZoneId>),
}

/// Addresses to store.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// In the zone that the request makes.
    pub(crate) made: Vec<SetEdit>,
    /// Names of the list that have a row, and no cut of any zone above them: neither row nor glue has to follow.
    at_rest: Vec<Name>,
    zones: BTreeMap<ZoneId, Vec<SetEdit>>,
    rows: Vec<Row>,
}

impl Given {
    /// No addresses to store yet, of a list whose names have nothing to follow as far as these.
    pub(super) fn leaving_at_rest(at_rest: Vec<Name>) -> Self {
        Self { at_rest, ..Self::default() }
    }

    /// Addresses to store.
    pub(crate) fn put(&mut self, place: Place, host: &Name, addresses: Vec<Addresses>) {
        match place {
            Place::Made => self.made.extend(edits(host, &addresses)),
            Place::Zone(zone) => self.zones.entry(zone).or_default().extend(edits(host, &addresses)),
            Place::Row(zone) => self.rows.push((zone, host.clone(), addresses)),
        }
    }

    /// Whether rows of name servers take other addresses.
    pub(crate) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Enters the addresses on the ledger, those of the zone that the request makes apart.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] where the caller may not write.
    pub(crate) fn store(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        ledger: &mut Ledger,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        ledger.leave_at_rest(self.at_rest.iter().cloned());
        for (zone, edits) in &self.zones {
            let page = ledger.follow(tx, *zone)?;
            if !context.actor.sees(page.zone.owner.id) {
                return Err(denied(&page.zone.name.to_string()));
            }
            refuse_frozen(&page.zone, findings);
            let around = surroundings(tx, &page.zone, edits)?;
            plan(&mut page.zone, &around, edits, context.now, findings).enter(&around, page);
        }
        if self.rows.is_empty() { Ok(()) } else { store_rows(tx, context, ledger, &self.rows) }
    }
}

/// Addresses of a name, for its row.
type Row = (Option<ZoneId>, Name, Vec<Addresses>);

/// Stores the addresses of some rows, if the zones that cut their names off are the caller's to change: whoever made a row before the
/// name was anybody's here has no say in it.
fn store_rows(tx: &mut dyn UnitOfWork, context: &Context, ledger: &mut Ledger, rows: &[Row]) -> Result<(), Refusal> {
    let zones: BTreeSet<ZoneId> = rows.iter().filter_map(|(zone, ..)| *zone).collect();
    let zones: Vec<ZoneId> = zones.into_iter().collect();
    let served = if zones.is_empty() { Vec::new() } else { tx.zones_numbered(&zones)? };
    if let Some(zone) = served.iter().find(|zone| !context.actor.sees(zone.owner.id)) {
        let theirs = rows.iter().find(|(of, ..)| *of == Some(zone.id)).map(|(_, name, _)| name.to_string());
        return Err(denied(&theirs.unwrap_or_default()));
    }
    for (_, name, _) in rows {
        ledger.address(name);
    }
    let addressed: Vec<_> = rows.iter().map(|(_, name, addresses)| (name.clone(), to_row(addresses))).collect();
    put_addresses(tx, context, &addressed)
}

fn denied(whose: &str) -> Refusal {
    Refusal::forbidden("address_denied", format!("the addresses of {whose} are another account's to change"))
}

/// Both address sets of a name, replaced.
fn edits(host: &Name, addresses: &[Addresses]) -> impl Iterator<Item = SetEdit> {
    let values = |rtype: RecordType| -> Vec<Rdata> {
        addresses.iter().filter(|some| some.rtype == rtype).flat_map(|some| some.values.clone()).collect()
    };
    ADDRESS_TYPES
        .map(|rtype| SetEdit {
            owner: host.clone(),
            rtype,
            edit: Edit { replace: Some(values(rtype)), ..Edit::default() },
            prefix: String::new(),
        })
        .into_iter()
}
