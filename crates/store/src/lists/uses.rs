//! Last uses of sessions as rows of three columns, bound as one value on SQLite and as three on PostgreSQL, however many they are.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, Text};
use diesel::sqlite::Sqlite;
use domesday_app::ports::SessionUse;

use crate::types::{At, Key, Moment, Unique};

/// Uses, for SQLite.
#[derive(Debug, QueryId)]
pub(crate) struct JsonUses(String);

impl JsonUses {
    /// The rows of these uses.
    pub(crate) fn of(uses: &[SessionUse]) -> Self {
        let text = |one: &SessionUse| {
            let [used, ends] = [one.used, one.ends].map(|at| at.timestamp_micros());
            format!("[\"{}\",{used},{ends}]", one.id.0.simple())
        };
        Self(format!("[{}]", uses.iter().map(text).collect::<Vec<_>>().join(",")))
    }
}

impl QueryFragment<Sqlite> for JsonUses {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql("(SELECT unhex(value ->> 0) AS id, value ->> 1 AS used, value ->> 2 AS ends FROM json_each(");
        out.push_bind_param::<Text, String>(&self.0)?;
        out.push_sql("))");
        Ok(())
    }
}

/// Uses, for PostgreSQL.
#[derive(Debug, QueryId)]
pub(crate) struct ArrayUses {
    ids: Vec<Key>,
    used: Vec<At>,
    ends: Vec<At>,
}

impl ArrayUses {
    /// The rows of these uses.
    pub(crate) fn of(uses: &[SessionUse]) -> Self {
        Self {
            ids: uses.iter().map(|one| Key(one.id.0)).collect(),
            used: uses.iter().map(|one| At(one.used)).collect(),
            ends: uses.iter().map(|one| At(one.ends)).collect(),
        }
    }
}

impl QueryFragment<Pg> for ArrayUses {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql("(SELECT unnest(");
        out.push_bind_param::<Array<Unique>, Vec<Key>>(&self.ids)?;
        out.push_sql(") AS id, unnest(");
        out.push_bind_param::<Array<Moment>, Vec<At>>(&self.used)?;
        out.push_sql(") AS used, unnest(");
        out.push_bind_param::<Array<Moment>, Vec<At>>(&self.ends)?;
        out.push_sql(") AS ends)");
        Ok(())
    }
}
