//! Two conditions that diesel's language has no word for, written so that their statements are still prepared only once.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, Binary, Bool, Text};
use diesel::sqlite::Sqlite;
use domesday_dns::Name;

/// `record_sets.rtype = 5`, spelled out: a bound value would hide from the planner that the index of aliases serves.
#[derive(Clone, Copy, Debug, QueryId)]
pub(crate) struct IsAlias;

impl Expression for IsAlias {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for IsAlias {}
impl<QS> SelectableExpression<QS> for IsAlias {}

impl<G> ValidGrouping<G> for IsAlias {
    type IsAggregate = is_aggregate::Never;
}

impl<DB: Backend> QueryFragment<DB> for IsAlias {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("record_sets.rtype = 5");
        Ok(())
    }
}

/// `column = ANY (names)` by sort key. SQLite has no arrays, and a list of a varying length would be prepared anew for each
/// length; so the keys go in as one JSON text of hex strings.
#[derive(Debug, QueryId)]
pub(crate) struct JsonAmong<C> {
    column: C,
    keys: String,
}

impl<C> JsonAmong<C> {
    /// Whether the column holds one of these names' keys.
    pub(crate) fn new(column: C, names: &[Name]) -> Self {
        let mut keys = String::with_capacity(names.len() * 40 + 2);
        keys.push('[');
        for name in names {
            let separator = if keys.len() > 1 { ",\"" } else { "\"" };
            keys.push_str(separator);
            for octet in name.sort_key() {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                keys.extend([octet >> 4, octet & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
            }
            keys.push('"');
        }
        keys.push(']');
        Self { column, keys }
    }
}

impl<C: Expression> Expression for JsonAmong<C> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for JsonAmong<C> {}
impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for JsonAmong<C> {}

impl<C, G> ValidGrouping<G> for JsonAmong<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for JsonAmong<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT unhex(value) FROM json_each(");
        out.push_bind_param::<Text, String>(&self.keys)?;
        out.push_sql("))");
        Ok(())
    }
}

/// `column = ANY (names)` by sort key, with PostgreSQL's arrays.
#[derive(Debug, QueryId)]
pub(crate) struct ArrayAmong<C> {
    column: C,
    keys: Vec<Vec<u8>>,
}

impl<C> ArrayAmong<C> {
    /// Whether the column holds one of these names' keys.
    pub(crate) fn new(column: C, names: &[Name]) -> Self {
        Self { column, keys: names.iter().map(Name::sort_key).collect() }
    }
}

impl<C: Expression> Expression for ArrayAmong<C> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for ArrayAmong<C> {}
impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for ArrayAmong<C> {}

impl<C, G> ValidGrouping<G> for ArrayAmong<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for ArrayAmong<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<Binary>, Vec<Vec<u8>>>(&self.keys)?;
        out.push_sql(")");
        Ok(())
    }
}
