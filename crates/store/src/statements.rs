//! Whole statements that diesel's language has no words for: look-ups in the index of targets that cost a probe for each name asked
//! about, however many sets point at it, a page of cuts that costs no more than the page, a count that ends at a limit, and rows made of
//! a list.
//!
//! A `LIMIT 1` in a subquery keeps the planners from reading all targets at once and comparing. Each statement is prepared once.

use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Text};

use crate::expressions::Among;
use crate::lists::Rows;
use crate::schema::record_sets;

/// Those names of a list that some NS set names.
#[derive(Debug, QueryId)]
pub(crate) struct UsedAsNs<N>(pub(crate) Rows<N>);

impl<N> Query for UsedAsNs<N> {
    type SqlType = Binary;
}

impl<N, C> RunQueryDsl<C> for UsedAsNs<N> {}

impl<DB: Backend, N> QueryFragment<DB> for UsedAsNs<N>
where
    Rows<N>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT names.item FROM ");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(
            " AS names WHERE \
             (SELECT 1 FROM record_targets WHERE target_key = names.item AND rtype = 2 LIMIT 1) IS NOT NULL",
        );
        Ok(())
    }
}

/// Those names of a list that some NS set in some zone of another list names, each with that zone's number.
#[derive(Debug, QueryId)]
pub(crate) struct UsedAsNsIn<Z, N>(pub(crate) Rows<Z>, pub(crate) Rows<N>);

impl<Z, N> Query for UsedAsNsIn<Z, N> {
    type SqlType = (BigInt, Binary);
}

impl<Z, N, C> RunQueryDsl<C> for UsedAsNsIn<Z, N> {}

impl<DB: Backend, Z, N> QueryFragment<DB> for UsedAsNsIn<Z, N>
where
    Rows<Z>: QueryFragment<DB>,
    Rows<N>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT zones.item, names.item FROM ");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" AS zones CROSS JOIN ");
        self.1.walk_ast(out.reborrow())?;
        out.push_sql(
            " AS names WHERE (SELECT 1 FROM record_targets \
             WHERE target_key = names.item AND rtype = 2 AND zone_id = zones.item LIMIT 1) IS NOT NULL",
        );
        Ok(())
    }
}

/// The targets from one key up to another, each once, ascending. The next one is looked for beyond the last, so that what stands between
/// two is skipped.
#[derive(Debug, QueryId)]
pub(crate) struct TargetsBetween {
    /// The first key of the range.
    pub(crate) from: Vec<u8>,
    /// The first key beyond it.
    pub(crate) to: Vec<u8>,
}

impl Query for TargetsBetween {
    type SqlType = Binary;
}

impl<C> RunQueryDsl<C> for TargetsBetween {}

impl<DB: Backend> QueryFragment<DB> for TargetsBetween
where
    Vec<u8>: ToSql<Binary, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql(
            "WITH RECURSIVE found (item) AS (SELECT (SELECT target_key FROM record_targets WHERE target_key >= ",
        );
        out.push_bind_param::<Binary, Vec<u8>>(&self.from)?;
        out.push_sql(" AND target_key < ");
        out.push_bind_param::<Binary, Vec<u8>>(&self.to)?;
        out.push_sql(
            " ORDER BY target_key LIMIT 1) \
             UNION ALL SELECT (SELECT target_key FROM record_targets WHERE target_key > found.item AND target_key < ",
        );
        out.push_bind_param::<Binary, Vec<u8>>(&self.to)?;
        out.push_sql(
            " ORDER BY target_key LIMIT 1) FROM found WHERE found.item IS NOT NULL) \
             SELECT item FROM found WHERE item IS NOT NULL ORDER BY item",
        );
        Ok(())
    }
}

/// A page of a zone's cuts.
#[derive(Debug, QueryId)]
pub(crate) struct CutsOf<C, O> {
    /// The columns that are read.
    pub(crate) columns: C,
    /// What the database must be told, so that it reads cuts and not all sets.
    pub(crate) by_index: &'static str,
    /// The zone's number.
    pub(crate) zone: i64,
    /// The key they come after.
    pub(crate) after: Vec<u8>,
    /// The numbers of their origins.
    pub(crate) origins: Among<record_sets::origin, O>,
    /// How many at most.
    pub(crate) limit: i64,
}

impl<C: Expression, O> Query for CutsOf<C, O> {
    type SqlType = C::SqlType;
}

impl<C, O, K> RunQueryDsl<K> for CutsOf<C, O> {}

impl<DB: Backend, C, O> QueryFragment<DB> for CutsOf<C, O>
where
    C: QueryFragment<DB>,
    Among<record_sets::origin, O>: QueryFragment<DB>,
    Vec<u8>: ToSql<Binary, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT ");
        self.columns.walk_ast(out.reborrow())?;
        out.push_sql(" FROM record_sets");
        out.push_sql(self.by_index);
        out.push_sql(" WHERE rtype = 2 AND zone_id = ");
        out.push_bind_param::<BigInt, i64>(&self.zone)?;
        out.push_sql(" AND owner_key > ");
        out.push_bind_param::<Binary, Vec<u8>>(&self.after)?;
        out.push_sql(" AND ");
        self.origins.walk_ast(out.reborrow())?;
        out.push_sql(" ORDER BY owner_key LIMIT ");
        out.push_bind_param::<BigInt, i64>(&self.limit)
    }
}

/// How many zones an account has, counted up to a limit.
#[derive(Debug, QueryId)]
pub(crate) struct ZonesOf {
    /// The account's number.
    pub(crate) account: i64,
    /// How many are counted.
    pub(crate) most: i64,
}

impl Query for ZonesOf {
    type SqlType = BigInt;
}

impl<C> RunQueryDsl<C> for ZonesOf {}

impl<DB: Backend> QueryFragment<DB> for ZonesOf
where
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (SELECT 1 FROM zones WHERE account_id = ");
        out.push_bind_param::<BigInt, i64>(&self.account)?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, i64>(&self.most)?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

/// Notes for each rule of a list that a source wants it, where that is not noted yet.
#[derive(Debug, QueryId)]
pub(crate) struct AddSource<I> {
    /// The rules' ids.
    pub(crate) rules: Rows<I>,
    /// The source.
    pub(crate) source: String,
}

impl<I, C> RunQueryDsl<C> for AddSource<I> {}

impl<DB: Backend, I> QueryFragment<DB> for AddSource<I>
where
    Rows<I>: QueryFragment<DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("INSERT INTO tld_sources (tld_id, source) SELECT rules.item, ");
        out.push_bind_param::<Text, String>(&self.source)?;
        out.push_sql(" FROM ");
        self.rules.walk_ast(out.reborrow())?;
        // Without a condition SQLite would take the conflict for that of a join.
        out.push_sql(" AS rules WHERE TRUE ON CONFLICT DO NOTHING");
        Ok(())
    }
}
