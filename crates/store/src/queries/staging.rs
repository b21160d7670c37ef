//! What sessions have staged, a row for each record set.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Integer};
use domesday_app::ports::{StagingReads, StagingWrites, Stored};
use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::record::edit::SetKey;
use domesday_domain::staging::{DraftNode, DraftSet};
use domesday_domain::zone::ZoneId;

use super::super::{Names, insert_rows};
use super::Work;
use super::keys::{documented, end_of_subtree, limited, name, narrow};
use super::set_rows::rtype;
use super::written::Written;
use crate::documents::{draft, draft_document};
use crate::expressions::Among;
use crate::schema::staged_sets;
use crate::types::{Json, Key};

/// How many nodes or owners one statement takes.
const A_STATEMENT: usize = 1000;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = staged_sets)]
struct Row {
    session_id: Key,
    zone_id: i64,
    owner_key: Vec<u8>,
    rtype: i32,
    changes: i64,
    draft: Json,
}

impl Row {
    fn of(holder: SessionId, zone: ZoneId, draft: &DraftSet) -> Stored<Self> {
        Ok(Self {
            session_id: Key(holder.0),
            zone_id: zone.0,
            owner_key: draft.owner.sort_key(),
            rtype: draft.rtype.0.into(),
            changes: i64::try_from(draft.count()).unwrap_or(i64::MAX),
            draft: Json(documented(draft_document(draft))?),
        })
    }
}

/// Rows as drafts.
fn drafts(rows: Vec<(Vec<u8>, i32, Json)>) -> Stored<Vec<DraftSet>> {
    let one =
        |(key, number, document): (Vec<u8>, i32, Json)| documented(draft(name(&key)?, rtype(number)?, &document.0));
    rows.into_iter().map(one).collect()
}

/// The columns of a draft.
const DRAFT: (staged_sets::owner_key, staged_sets::rtype, staged_sets::draft) =
    (staged_sets::owner_key, staged_sets::rtype, staged_sets::draft);

/// The sum of the changes of rows.
fn counting() -> Written<BigInt> {
    Written::new("SELECT CAST(COALESCE(SUM(changes), 0) AS BIGINT) FROM staged_sets WHERE session_id = ", true)
}

impl Work<'_> {
    fn sum(&mut self, count: Written<BigInt>) -> Stored<u64> {
        let sums: Vec<i64> = self.query(|connection| count.load(connection))?;
        narrow(sums.into_iter().sum())
    }
}

impl StagingReads for Work<'_> {
    fn staged_at(&mut self, holder: SessionId, zone: ZoneId, owners: &[Name]) -> Stored<Vec<DraftSet>> {
        if owners.is_empty() {
            return Ok(Vec::new());
        }
        let found = staged_sets::table
            .filter(staged_sets::session_id.eq(Key(holder.0)))
            .filter(staged_sets::zone_id.eq(zone.0))
            .filter(Among::new(staged_sets::owner_key, Names::of(owners)))
            .order((staged_sets::owner_key, staged_sets::rtype))
            .select(DRAFT);
        drafts(self.query(|connection| found.load(connection))?)
    }

    fn staged(
        &mut self,
        holder: SessionId,
        zone: ZoneId,
        under: Option<&Name>,
        marker: Option<&SetKey>,
        limit: usize,
    ) -> Stored<Vec<DraftSet>> {
        let mut query = staged_sets::table
            .filter(staged_sets::session_id.eq(Key(holder.0)))
            .filter(staged_sets::zone_id.eq(zone.0))
            .order((staged_sets::owner_key, staged_sets::rtype))
            .select(DRAFT)
            .into_boxed();
        if let Some(top) = under {
            let key = top.sort_key();
            let end = end_of_subtree(&key);
            query = query.filter(staged_sets::owner_key.ge(key).and(staged_sets::owner_key.lt(end)));
        }
        if let Some((owner, rtype)) = marker {
            let key = owner.sort_key();
            let later = staged_sets::owner_key.ge(key.clone());
            let after = staged_sets::owner_key.gt(key).or(staged_sets::rtype.gt(i32::from(rtype.0)));
            query = query.filter(later).filter(after);
        }
        drafts(self.query(|connection| query.limit(limited(limit)).load(connection))?)
    }

    fn staged_of_type(&mut self, holder: SessionId, zone: ZoneId, rtype: RecordType) -> Stored<Vec<DraftSet>> {
        let found = staged_sets::table
            .filter(staged_sets::session_id.eq(Key(holder.0)))
            .filter(staged_sets::zone_id.eq(zone.0))
            .filter(staged_sets::rtype.eq(i32::from(rtype.0)))
            .order(staged_sets::owner_key)
            .select(DRAFT);
        drafts(self.query(|connection| found.load(connection))?)
    }

    fn count_staged(&mut self, holder: SessionId) -> Stored<u64> {
        self.sum(counting().id(Key(holder.0)))
    }

    fn count_staged_in(&mut self, holder: SessionId, zone: ZoneId) -> Stored<u64> {
        self.sum(counting().id(Key(holder.0)).sql(" AND zone_id = ").number(zone.0))
    }

    fn changed_under(
        &mut self,
        holder: SessionId,
        zone: ZoneId,
        nodes: &[DraftNode],
        limit: usize,
    ) -> Stored<Vec<SetKey>> {
        let nodes: BTreeSet<&DraftNode> = nodes.iter().collect();
        let nodes: Vec<&DraftNode> = nodes.into_iter().collect();
        let mut found = BTreeSet::new();
        for some in nodes.chunks(A_STATEMENT) {
            let mut query: Written<(Binary, Integer)> =
                Written::new("SELECT sets.owner_key, sets.rtype FROM (VALUES ", false);
            for (place, node) in some.iter().enumerate() {
                let key = node.top.sort_key();
                let end = end_of_subtree(&key);
                query = query.sql(if place == 0 { "(" } else { ", (" }).octets(key).sql(", ").octets(end).sql(", ");
                query = query.number(node.revision).sql(")");
            }
            // Both databases name the columns so.
            let query = query
                .sql(
                    ") AS nodes CROSS JOIN record_sets AS sets WHERE sets.owner_key >= nodes.column1 \
                     AND sets.owner_key < nodes.column2 AND sets.revision > nodes.column3 AND sets.zone_id = ",
                )
                .number(zone.0)
                .sql(
                    " AND NOT EXISTS (SELECT 1 FROM staged_sets AS staged WHERE staged.owner_key = sets.owner_key \
                     AND staged.rtype = sets.rtype AND staged.zone_id = ",
                )
                .number(zone.0)
                .sql(" AND staged.session_id = ")
                .id(Key(holder.0))
                .sql(") ORDER BY sets.owner_key, sets.rtype LIMIT ")
                .number(limited(limit));
            let rows: Vec<(Vec<u8>, i32)> = self.query(|connection| query.load(connection))?;
            found.extend(rows);
        }
        found.into_iter().take(limit).map(|(key, number)| Ok((name(&key)?, rtype(number)?))).collect()
    }
}

impl StagingWrites for Work<'_> {
    fn put_drafts(&mut self, holder: SessionId, zone: ZoneId, drafts: &[DraftSet]) -> Stored<()> {
        if let [draft] = drafts
            && !draft.is_empty()
        {
            let row = Row::of(holder, zone, draft)?;
            let (changes, document) =
                (staged_sets::changes.eq(row.changes), staged_sets::draft.eq(Json(row.draft.0.clone())));
            let upsert = diesel::insert_into(staged_sets::table)
                .values(row)
                .on_conflict((
                    staged_sets::session_id,
                    staged_sets::zone_id,
                    staged_sets::owner_key,
                    staged_sets::rtype,
                ))
                .do_update()
                .set((changes, document));
            return self.query(|connection| upsert.execute(connection)).map(drop);
        }
        let keys: Vec<SetKey> = drafts.iter().map(DraftSet::key).collect();
        self.delete_drafts(holder, zone, &keys)?;
        let kept = drafts.iter().filter(|draft| !draft.is_empty());
        let rows: Vec<Row> = kept.map(|draft| Row::of(holder, zone, draft)).collect::<Stored<_>>()?;
        self.query(|connection| insert_rows!(connection, staged_sets::table, rows))
    }

    fn delete_drafts(&mut self, holder: SessionId, zone: ZoneId, keys: &[SetKey]) -> Stored<()> {
        let mut by_type: BTreeMap<RecordType, Vec<Name>> = BTreeMap::new();
        for (owner, rtype) in keys {
            by_type.entry(*rtype).or_default().push(owner.clone());
        }
        for (rtype, owners) in &by_type {
            for some in owners.chunks(A_STATEMENT) {
                let gone = staged_sets::table
                    .filter(staged_sets::session_id.eq(Key(holder.0)))
                    .filter(staged_sets::zone_id.eq(zone.0))
                    .filter(Among::new(staged_sets::owner_key, Names::of(some)))
                    .filter(staged_sets::rtype.eq(i32::from(rtype.0)));
                self.query(|connection| diesel::delete(gone).execute(connection))?;
            }
        }
        Ok(())
    }

    fn discard(&mut self, holder: SessionId, zone: ZoneId) -> Stored<u64> {
        let count = self.count_staged_in(holder, zone)?;
        let gone = staged_sets::table
            .filter(staged_sets::session_id.eq(Key(holder.0)))
            .filter(staged_sets::zone_id.eq(zone.0));
        self.query(|connection| diesel::delete(gone).execute(connection))?;
        Ok(count)
    }
}
