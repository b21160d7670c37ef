//! Conditions that diesel's language has no word for, written so that their statements are still prepared only once.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;
use diesel::sqlite::Sqlite;

/// A condition with nothing bound in it.
macro_rules! spelled_out {
    ($(#[$note:meta])* $name:ident, $sql:literal) => {
        $(#[$note])*
        #[derive(Clone, Copy, Debug, QueryId)]
        pub(crate) struct $name;

        impl Expression for $name {
            type SqlType = Bool;
        }

        impl<QS> AppearsOnTable<QS> for $name {}
        impl<QS> SelectableExpression<QS> for $name {}

        impl<G> ValidGrouping<G> for $name {
            type IsAggregate = is_aggregate::Never;
        }

        impl<DB: Backend> QueryFragment<DB> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
                out.push_sql($sql);
                Ok(())
            }
        }
    };
}

spelled_out!(
    /// Whether a set is an alias; a bound value would hide from the planner that the index of aliases serves.
    IsAlias,
    "record_sets.rtype = 5"
);

spelled_out!(
    /// Whether a set is a cut; a bound value would hide from the planner that the index of cuts serves.
    IsCut,
    "record_sets.rtype = 2"
);

spelled_out!(
    /// Whether a name server's row is shown: made on purpose, addressed, or in use. The limit keeps the planner from reading all targets
    /// at once: it is a probe for each row.
    IsShown,
    "(hosts.posted OR hosts.addresses <> '' OR \
     (SELECT 1 FROM record_targets WHERE target_key = hosts.name_key AND rtype = 2 LIMIT 1) IS NOT NULL)"
);

/// Whether a column holds one of the items of a list, which is bound as one value ([`crate::lists`]).
#[derive(Debug, QueryId)]
pub(crate) struct Among<C, L> {
    column: C,
    list: L,
}

impl<C, L> Among<C, L> {
    /// Whether the column holds one of these.
    pub(crate) fn new(column: C, list: L) -> Self {
        Self { column, list }
    }
}

impl<C: Expression, L> Expression for Among<C, L> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, L, QS> AppearsOnTable<QS> for Among<C, L> {}
impl<C: SelectableExpression<QS>, L, QS> SelectableExpression<QS> for Among<C, L> {}

impl<C, L, G> ValidGrouping<G> for Among<C, L> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<Sqlite>, L: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Among<C, L> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        self.list.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl<C: QueryFragment<Pg>, L: QueryFragment<Pg>> QueryFragment<Pg> for Among<C, L> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        self.list.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
