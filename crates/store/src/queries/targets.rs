//! What NS, MX and SRV sets point at, kept along with the sets so that rules can ask from the target's side.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_dns::{Name, RecordType};
use domesday_domain::record::RecordSet;
use domesday_domain::record::neighbourhood::Pointer;
use domesday_domain::zone::{Zone, ZoneId};

use super::super::{Connection, Names, insert_rows};
use super::keys::name;
use super::set_rows::rtype;
use crate::expressions::Among;
use crate::schema::record_targets;

#[derive(Insertable)]
#[diesel(table_name = record_targets, treat_none_as_default_value = false)]
struct TargetRow {
    zone_id: i64,
    owner_key: Vec<u8>,
    rtype: i32,
    target_key: Vec<u8>,
}

/// Target, zone, owner and type of a set that points somewhere.
pub(super) type PointerRow = (Vec<u8>, Vec<u8>, Vec<u8>, i32);

/// A row as the set that points and what it points at.
pub(super) fn pointer((target, zone, owner, number): PointerRow) -> Stored<(Name, Pointer)> {
    Ok((name(&target)?, Pointer { zone: name(&zone)?, owner: name(&owner)?, rtype: rtype(number)? }))
}

/// Whether sets of a type are kept by target.
pub(super) fn are_kept(rtype: RecordType) -> bool {
    matches!(rtype, RecordType::NS | RecordType::MX | RecordType::SRV)
}

/// Keeps the apex name servers of a zone.
pub(super) fn put_apex(connection: &mut Connection, zone: &Zone) -> QueryResult<()> {
    let owner_key = zone.name.as_name().sort_key();
    let rows: Vec<TargetRow> = zone
        .content
        .ns
        .iter()
        .map(|host| TargetRow {
            zone_id: zone.id.0,
            owner_key: owner_key.clone(),
            rtype: RecordType::NS.0.into(),
            target_key: host.as_name().sort_key(),
        })
        .collect();
    insert_rows!(connection, record_targets::table, rows)
}

/// Keeps what sets point at; none of them is kept yet.
pub(super) fn put(connection: &mut Connection, zone: ZoneId, sets: &[RecordSet]) -> QueryResult<()> {
    let mut rows = Vec::new();
    for set in sets.iter().filter(|set| are_kept(set.rtype)) {
        let targets: BTreeSet<Name> = set.records.iter().filter_map(|record| record.rdata.target()).collect();
        let owner_key = set.owner.sort_key();
        rows.extend(targets.into_iter().map(|target| TargetRow {
            zone_id: zone.0,
            owner_key: owner_key.clone(),
            rtype: set.rtype.0.into(),
            target_key: target.sort_key(),
        }));
    }
    insert_rows!(connection, record_targets::table, rows)
}

/// Forgets what sets of one type point at.
pub(super) fn remove(connection: &mut Connection, zone: ZoneId, owners: &[Name], rtype: RecordType) -> QueryResult<()> {
    let of_sets = record_targets::table
        .filter(record_targets::zone_id.eq(zone.0))
        .filter(Among::new(record_targets::owner_key, Names::of(owners)))
        .filter(record_targets::rtype.eq(i32::from(rtype.0)));
    diesel::delete(of_sets).execute(connection).map(drop)
}
