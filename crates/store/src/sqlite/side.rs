//! An SQLite file as one side of a copy (`copy.rs`).

use std::path::PathBuf;

use diesel::connection::{DefaultLoadingMode, SimpleConnection};
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::{Field, NamedRow};
use diesel::sql_types::{BigInt, Binary, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteType};
use diesel::{QueryResult, RunQueryDsl, SqliteConnection, sql_query};

use super::{connection, private_file};
use crate::copy::{Batch, Fault, Kind, Row, Side, Table, Taker, Value};
use crate::{OpenError, Options, migrations};

/// A file.
pub(crate) struct SqliteSide(SqliteConnection);

impl SqliteSide {
    /// Opens a file that must be there, to read it.
    ///
    /// # Errors
    /// It is not there, or is no database.
    pub(crate) fn source(path: &str, options: &Options) -> Result<Self, OpenError> {
        let path = PathBuf::from(path);
        if !path.is_file() {
            return Err(OpenError::Unreachable(format!("{}: there is no such file", path.display())));
        }
        let opened = connection::reading(&path, options.timeout_seconds);
        opened.map(Self).map_err(|error| OpenError::Unreachable(format!("{}: {error}", path.display())))
    }

    /// Opens a file to write it, and makes it if it is not there.
    ///
    /// # Errors
    /// It cannot be made, or is no database.
    pub(crate) fn target(path: &str, options: &Options) -> Result<Self, OpenError> {
        let path = PathBuf::from(path);
        let unreachable =
            |error: &dyn std::fmt::Display| OpenError::Unreachable(format!("{}: {error}", path.display()));
        private_file(&path).map_err(|error| unreachable(&error))?;
        connection::writing(&path, options.timeout_seconds).map(Self).map_err(|error| unreachable(&error))
    }

    /// Brings a file up to this program.
    ///
    /// # Errors
    /// A migration failed.
    pub(crate) fn migrate(path: &str, options: &Options) -> Result<(), OpenError> {
        migrations::apply(&mut Self::target(path, options)?.0, migrations::SQLITE, true)
    }
}

impl Side for SqliteSide {
    fn tables(&mut self) -> Result<Vec<String>, Fault> {
        self.texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    }

    fn texts(&mut self, query: &str) -> Result<Vec<String>, Fault> {
        let rows: Vec<Values> = sql_query(query).load(&mut self.0)?;
        let first = |row: Values| match row.0.into_iter().next() {
            Some(Value::Text(text)) => Ok(text),
            other => Err(format!("{other:?} is no text")),
        };
        Ok(rows.into_iter().map(first).collect::<Result<_, _>>()?)
    }

    fn begin_reading(&mut self) -> Result<(), Fault> {
        // The snapshot is taken by the first statement that reads.
        self.execute("BEGIN")?;
        self.tables().map(drop)
    }

    fn begin_writing(&mut self, _: &[Table]) -> Result<(), Fault> {
        self.execute("BEGIN IMMEDIATE")
    }

    fn read(&mut self, table: &Table, taker: &mut Taker<'_>) -> Result<(), Fault> {
        let query = sql_query(format!("SELECT {} FROM \"{}\"", table.names(), table.name));
        let mut batch = Batch::default();
        for row in query.load_iter::<Values, DefaultLoadingMode>(&mut self.0)? {
            batch.push(row?.0);
            if batch.is_full() {
                batch.hand_on(taker)?;
            }
        }
        batch.hand_on(taker)
    }

    fn write(&mut self, table: &Table, rows: &[Row]) -> Result<(), Fault> {
        for row in rows {
            Insert { table, row }.execute(&mut self.0)?;
        }
        Ok(())
    }

    fn last_number(&mut self, table: &Table, _: &str) -> Result<i64, Fault> {
        let query = format!("SELECT seq FROM sqlite_sequence WHERE name = '{}'", table.name);
        let rows: Vec<Values> = sql_query(query).load(&mut self.0)?;
        match rows.into_iter().next().and_then(|row| row.0.into_iter().next()) {
            None => Ok(0),
            Some(Value::Number(number)) => Ok(number),
            Some(other) => Err(format!("{other:?} is no number").into()),
        }
    }

    fn set_last_number(&mut self, table: &Table, _: &str, number: i64) -> Result<(), Fault> {
        let name = table.name;
        self.execute(&format!(
            "DELETE FROM sqlite_sequence WHERE name = '{name}'; INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {number})"
        ))
    }

    fn execute(&mut self, statement: &str) -> Result<(), Fault> {
        Ok(self.0.batch_execute(statement)?)
    }
}

/// A row whatever its columns are.
struct Values(Row);

impl QueryableByName<Sqlite> for Values {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = diesel::row::Row::get(row, place).ok_or("a column is missing")?;
            values.push(match field.value() {
                None => Value::Nothing,
                Some(mut value) => match value.value_type() {
                    Some(SqliteType::Text) => Value::Text(value.read_text().to_owned()),
                    Some(SqliteType::Binary) => Value::Octets(value.read_blob().to_vec()),
                    Some(SqliteType::SmallInt | SqliteType::Integer | SqliteType::Long) => {
                        Value::Number(value.read_long())
                    }
                    other => return Err(format!("{other:?} is nothing that Domesday stores").into()),
                },
            });
        }
        Ok(Self(values))
    }
}

/// One row into a table; prepared once a table, since the text is always the same.
struct Insert<'a> {
    table: &'a Table,
    row: &'a [Value],
}

impl QueryId for Insert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Insert<'_> {}

impl QueryFragment<Sqlite> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO \"");
        out.push_sql(self.table.name);
        out.push_sql("\" (");
        out.push_sql(&self.table.names());
        out.push_sql(") VALUES (");
        for (place, (column, value)) in self.table.columns.iter().zip(self.row).enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            match (value, column.kind) {
                (Value::Number(number), _) => out.push_bind_param::<BigInt, i64>(number)?,
                (Value::Text(text), _) => out.push_bind_param::<Text, String>(text)?,
                (Value::Octets(octets), _) => out.push_bind_param::<Binary, Vec<u8>>(octets)?,
                (Value::Nothing, Kind::Text | Kind::Document) => {
                    out.push_bind_param::<Nullable<Text>, Option<String>>(&None)?;
                }
                (Value::Nothing, Kind::Octets | Kind::Unique) => {
                    out.push_bind_param::<Nullable<Binary>, Option<Vec<u8>>>(&None)?;
                }
                (Value::Nothing, _) => out.push_bind_param::<Nullable<BigInt>, Option<i64>>(&None)?,
            }
        }
        out.push_sql(")");
        Ok(())
    }
}
