//! Conditions that diesel's language has no word for, written so that their statements are still prepared only once.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::Bool;
use diesel::sqlite::Sqlite;

use crate::types::{At, Key, Moment, Unique};

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
    /// Whether a name server's row is shown: made on purpose, also below a registered domain, addressed, or in use. The limit keeps the planner from reading all targets
    /// at once: it is a probe for each row.
    IsShown,
    "(hosts.posted OR hosts.parent_id IS NOT NULL OR hosts.addresses <> '' OR \
     (SELECT 1 FROM record_targets WHERE target_key = hosts.name_key AND rtype = 2 LIMIT 1) IS NOT NULL)"
);

spelled_out!(
    /// Whether an entry is about rules or block list; a bound value would hide from the planner that the index of these serves.
    IsOfPolicy,
    "history.subject_kind = 1"
);

spelled_out!(
    /// Whether an import has not ended; a bound value would hide from the planner that the index of these serves.
    IsUnderWay,
    "NOT import_jobs.ended"
);

spelled_out!(
    /// Whether a job has not ended; a bound value would hide from the planner that the index of these serves.
    IsRunning,
    "jobs.state = 0"
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

/// Whether a column's text matches a pattern ([`crate::patterns`]).
#[derive(Debug, QueryId)]
pub(crate) struct Matching<C, P> {
    column: C,
    pattern: P,
}

impl<C, P> Matching<C, P> {
    /// Whether the column's text matches this.
    pub(crate) fn new(column: C, pattern: P) -> Self {
        Self { column, pattern }
    }
}

impl<C: Expression, P> Expression for Matching<C, P> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, P, QS> AppearsOnTable<QS> for Matching<C, P> {}
impl<C: SelectableExpression<QS>, P, QS> SelectableExpression<QS> for Matching<C, P> {}

impl<C, P, G> ValidGrouping<G> for Matching<C, P> {
    type IsAggregate = is_aggregate::No;
}

impl<DB: Backend, C: QueryFragment<DB>, P: QueryFragment<DB>> QueryFragment<DB> for Matching<C, P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        self.pattern.walk_ast(out.reborrow())
    }
}

/// Whether a row comes after an instant and an id in the order of two columns. Comparing both at once lets the index of both begin there,
/// however many rows have the same instant.
#[derive(Debug)]
pub(crate) struct Beyond<C, I> {
    columns: (C, I),
    place: (At, Key),
    descending: bool,
}

impl<C, I> Beyond<C, I> {
    /// Whether a row comes after this place; in the order from the last to the first if that is `descending`.
    pub(crate) fn new(columns: (C, I), place: (At, Key), descending: bool) -> Self {
        Self { columns, place, descending }
    }
}

impl<C: QueryId, I: QueryId> QueryId for Beyond<C, I> {
    type QueryId = ();
    // Two directions are two statements.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: Expression, I: Expression> Expression for Beyond<C, I> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, I: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Beyond<C, I> {}
impl<C: SelectableExpression<QS>, I: SelectableExpression<QS>, QS> SelectableExpression<QS> for Beyond<C, I> {}

impl<C, I, G> ValidGrouping<G> for Beyond<C, I> {
    type IsAggregate = is_aggregate::No;
}

impl<DB: Backend, C: QueryFragment<DB>, I: QueryFragment<DB>> QueryFragment<DB> for Beyond<C, I>
where
    At: ToSql<Moment, DB>,
    Key: ToSql<Unique, DB>,
    DB: diesel::sql_types::HasSqlType<Moment> + diesel::sql_types::HasSqlType<Unique>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql("(");
        self.columns.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.columns.1.walk_ast(out.reborrow())?;
        out.push_sql(if self.descending { ") < (" } else { ") > (" });
        out.push_bind_param::<Moment, At>(&self.place.0)?;
        out.push_sql(", ");
        out.push_bind_param::<Unique, Key>(&self.place.1)?;
        out.push_sql(")");
        Ok(())
    }
}
