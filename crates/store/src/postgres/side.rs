//! A PostgreSQL database as one side of a copy (`copy.rs`).
//!
//! It speaks the protocol without diesel: rows whose columns are only known while it runs, read as a stream and written by `COPY`.

use std::pin::pin;

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

use super::{connection, migrating};
use crate::copy::{Batch, Fault, Kind, Row, Side, Table, Taker};
use crate::{OpenError, Options};

/// A database.
pub(crate) struct PostgresSide {
    client: Client,
    runtime: Runtime,
}

impl PostgresSide {
    /// Connects. Statements may take any time, locks only the configured one.
    ///
    /// # Errors
    /// The server cannot be reached, or does not let us in.
    pub(crate) fn open(options: &Options) -> Result<Self, OpenError> {
        let (client, runtime) = connection::plain(options).map_err(OpenError::Unreachable)?;
        let mut side = Self { client, runtime };
        let setup = format!(
            "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '{}s'; SET client_min_messages = 'error'; SET timezone = 'UTC'",
            options.timeout_seconds
        );
        side.execute(&setup).map_err(|fault| OpenError::Unreachable(fault.to_string()))?;
        Ok(side)
    }

    /// Brings a database up to this program.
    ///
    /// # Errors
    /// It cannot be reached, or a migration failed.
    pub(crate) fn migrate(options: &Options) -> Result<(), OpenError> {
        migrating::migrate(options, true)
    }

    /// The name of what numbers a table's rows.
    fn sequence(&mut self, table: &Table, key: &str) -> Result<String, Fault> {
        let query = format!("SELECT pg_get_serial_sequence('\"{}\"', '{key}')", table.name);
        self.texts(&query)?.pop().ok_or_else(|| format!("{} has no sequence", table.name).into())
    }
}

impl Side for PostgresSide {
    fn tables(&mut self) -> Result<Vec<String>, Fault> {
        self.texts("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()")
    }

    fn texts(&mut self, query: &str) -> Result<Vec<String>, Fault> {
        let rows = self.runtime.block_on(self.client.query(query, &[])).map_err(said)?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    fn begin_reading(&mut self) -> Result<(), Fault> {
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn begin_writing(&mut self, tables: &[Table]) -> Result<(), Fault> {
        // Not even a server that starts meanwhile may look: it would find no account, and make its first one.
        let names: Vec<String> = tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
        self.execute(&format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED; LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
            names.join(", ")
        ))
    }

    fn read(&mut self, table: &Table, taker: &mut Taker<'_>) -> Result<(), Fault> {
        let query = format!("SELECT {} FROM \"{}\"", table.names(), table.name);
        let none: [&str; 0] = [];
        let mut rows = pin!(self.runtime.block_on(self.client.query_raw(&query, none)).map_err(said)?);
        let mut batch = Batch::default();
        loop {
            // The taker may wait for a runtime of its own, so it is called outside of this one.
            let is_end = self.runtime.block_on(async {
                while !batch.is_full() {
                    let Some(row) = rows.try_next().await.map_err(said)? else { return Ok::<_, Fault>(true) };
                    batch.push((0..row.len()).map(|place| row.try_get(place)).collect::<Result<_, _>>()?);
                }
                Ok(false)
            })?;
            batch.hand_on(taker)?;
            if is_end {
                return Ok(());
            }
        }
    }

    fn write(&mut self, table: &Table, rows: &[Row]) -> Result<(), Fault> {
        let statement = format!("COPY \"{}\" ({}) FROM STDIN BINARY", table.name, table.names());
        let types: Vec<Type> = table.columns.iter().map(|column| wire_type(column.kind)).collect();
        self.runtime
            .block_on(async {
                let sink = self.client.copy_in(&statement).await?;
                let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
                for row in rows {
                    writer.as_mut().write_raw(row).await?;
                }
                writer.finish().await.map(drop)
            })
            .map_err(said)
    }

    fn last_number(&mut self, table: &Table, key: &str) -> Result<i64, Fault> {
        let sequence = self.sequence(table, key)?;
        // Numbers may have been given by hand, too.
        let query = format!(
            "SELECT GREATEST((SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}), (SELECT MAX(\"{key}\") FROM \"{}\"))::text",
            table.name
        );
        Ok(self.texts(&query)?.pop().ok_or("no number")?.parse()?)
    }

    fn set_last_number(&mut self, table: &Table, key: &str, number: i64) -> Result<(), Fault> {
        if number < 1 {
            return Ok(());
        }
        let sequence = self.sequence(table, key)?;
        self.execute(&format!("SELECT setval('{sequence}', {number}, true)"))
    }

    fn execute(&mut self, statement: &str) -> Result<(), Fault> {
        self.runtime.block_on(self.client.batch_execute(statement)).map_err(said)
    }
}

/// PostgreSQL's type for what a column holds.
fn wire_type(kind: Kind) -> Type {
    match kind {
        Kind::Small => Type::INT2,
        Kind::Integer => Type::INT4,
        Kind::Big => Type::INT8,
        Kind::Truth => Type::BOOL,
        Kind::Text => Type::TEXT,
        Kind::Octets => Type::BYTEA,
        Kind::Moment => Type::TIMESTAMPTZ,
        Kind::Unique => Type::UUID,
        Kind::Document => Type::JSON,
    }
}

/// What the server said: the driver's own words leave that to the cause.
fn said(error: tokio_postgres::Error) -> Fault {
    match error.as_db_error() {
        Some(refused) => refused.to_string().into(),
        None => error.into(),
    }
}
