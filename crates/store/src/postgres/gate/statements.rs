//! The gate's two statements, each prepared once.

use diesel::RunQueryDsl;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Integer};

use super::super::connection::Connection;

/// Tries to take locks: for each its place in the list, from 1, and whether it was free.
#[derive(Debug, QueryId)]
pub(super) struct TryLocks(Vec<i32>, Vec<i32>);

/// Gives locks back.
#[derive(Debug, QueryId)]
pub(super) struct Unlock(Vec<i32>, Vec<i32>);

impl TryLocks {
    /// Of these two numbers each.
    pub(super) fn of(locks: &[(i32, i32)]) -> Self {
        let (first, second) = locks.iter().copied().unzip();
        Self(first, second)
    }
}

impl Unlock {
    /// Of these two numbers each.
    pub(super) fn of(locks: &[(i32, i32)]) -> Self {
        let (first, second) = locks.iter().copied().unzip();
        Self(first, second)
    }
}

impl Query for TryLocks {
    type SqlType = (BigInt, Bool);
}

impl RunQueryDsl<Connection> for TryLocks {}
impl RunQueryDsl<Connection> for Unlock {}

impl QueryFragment<Pg> for TryLocks {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT wanted.place, pg_try_advisory_lock(wanted.first, wanted.second) FROM unnest(");
        out.push_bind_param::<Array<Integer>, Vec<i32>>(&self.0)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, Vec<i32>>(&self.1)?;
        out.push_sql(") WITH ORDINALITY AS wanted (first, second, place)");
        Ok(())
    }
}

impl QueryFragment<Pg> for Unlock {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT pg_advisory_unlock(given.first, given.second) FROM unnest(");
        out.push_bind_param::<Array<Integer>, Vec<i32>>(&self.0)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, Vec<i32>>(&self.1)?;
        out.push_sql(") AS given (first, second)");
        Ok(())
    }
}
