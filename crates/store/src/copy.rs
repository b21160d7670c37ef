//! A whole registry from one database into another, SQLite or PostgreSQL, in either direction.
//!
//! The source is read in one snapshot, so its server may go on; the target is written in one transaction, which is compared with the source
//! before it is committed. Whoever ends a copy before leaves a target without a row, on which it can begin again.

mod side;
mod sum;
mod tables;
#[cfg(test)]
mod tests;

use crate::{OpenError, Options, migrations};

pub(crate) use side::{Batch, Fault, Row, Side, Taker, Value};
use sum::Sum;
pub(crate) use tables::{Kind, Table};

/// Why nothing was copied. The target holds what it held before, unless it says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A database could not be opened.
    #[error("the {0}: {1}")]
    Open(&'static str, OpenError),
    /// Source and target are the same.
    #[error("the source and the target are the same database")]
    Same,
    /// The source is of an earlier program, or no registry at all.
    #[error(
        "the source lacks migrations of this program ({0}): run `domesday migrate` on it first; nothing was copied"
    )]
    Behind(String),
    /// A database is of a later program.
    #[error(
        "the {0} has migrations that this program does not know ({1}): use the program of that release; nothing was copied"
    )]
    Ahead(&'static str, String),
    /// The target has tables of somebody else.
    #[error(
        "the target has a table that is not Domesday's ({0}): a copy needs a database of its own; nothing was copied"
    )]
    Foreign(String),
    /// The target holds something already.
    #[error("the target is not empty, there are rows in {0}: nothing was copied")]
    NotEmpty(&'static str),
    /// What was written is not what was read.
    #[error("{table} is not the same in the target, {found} rows for {copied}: nothing was kept")]
    Differs {
        /// The table.
        table: &'static str,
        /// Rows that were read from the source.
        copied: u64,
        /// Rows that the target then had.
        found: u64,
    },
    /// A database failed.
    #[error("{0}: {1}; nothing was kept")]
    Failed(String, Fault),
    /// The target did not confirm that it keeps what was written.
    #[error("the target failed while it committed ({0}): it has everything or nothing; look before trying again")]
    Unconfirmed(Fault),
}

/// How many rows of a table were copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedTable {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
}

/// Copies all of a registry into an empty database, and tells after each batch how many rows that were so far. `told` gets 0 first.
/// The target's tables are made if they are not there; it must not hold a row beside those that migrations put there.
///
/// # Errors
/// A [`CopyError`], each with a message for the operator.
pub fn copy(from: &Options, to: &Options, told: &mut dyn FnMut(u64)) -> Result<Vec<CopiedTable>, CopyError> {
    if from.url == to.url {
        return Err(CopyError::Same);
    }
    let tables = tables::tables();
    let mut source = crate::source(from).map_err(|error| CopyError::Open("source", error))?;
    source.begin_reading().map_err(failed("the source"))?;
    let applied = applied(&mut *source).map_err(failed("the source"))?;
    no_later_program("source", &applied)?;
    if let Some(missing) = migrations::versions().into_iter().find(|version| !applied.contains(version)) {
        return Err(CopyError::Behind(missing));
    }
    let mut target = ready_target(to, &tables)?;
    let copied = fill(&mut *source, &mut *target, &tables, told)?;
    target.execute("COMMIT").map_err(CopyError::Unconfirmed)?;
    Ok(copied)
}

/// Opens the target, brings it up to this program, and begins the transaction that nobody else writes beside.
fn ready_target(to: &Options, tables: &[Table]) -> Result<Box<dyn Side>, CopyError> {
    let mut target = crate::target(to).map_err(|error| CopyError::Open("target", error))?;
    // Before it is migrated, or else a refusal would have changed it.
    must_be_empty(&mut *target, tables)?;
    crate::migrate(to).map_err(|error| CopyError::Open("target", error))?;
    target.begin_writing(tables).map_err(failed("the target"))?;
    must_be_empty(&mut *target, tables)?;
    Ok(target)
}

/// Refuses a target that holds anything but what `domesday migrate` makes.
fn must_be_empty(target: &mut dyn Side, tables: &[Table]) -> Result<(), CopyError> {
    let there = target.tables().map_err(failed("the target"))?;
    let is_known = |name: &str| tables::BESIDE.contains(&name) || tables.iter().any(|table| table.name == name);
    if let Some(foreign) = there.iter().find(|name| !is_known(name)) {
        return Err(CopyError::Foreign(foreign.clone()));
    }
    no_later_program("target", &applied(target).map_err(failed("the target"))?)?;
    for table in tables.iter().filter(|table| there.iter().any(|name| name == table.name)) {
        let query = format!("SELECT 'row' FROM \"{}\" WHERE {} LIMIT 1", table.name, table.beyond_migrations);
        if !target.texts(&query).map_err(failed(table.name))?.is_empty() {
            return Err(CopyError::NotEmpty(table.name));
        }
    }
    Ok(())
}

/// The migrations that a database has had.
fn applied(side: &mut dyn Side) -> Result<Vec<String>, Fault> {
    if side.tables()?.iter().any(|name| name == tables::BESIDE[0]) {
        side.texts(&format!("SELECT version FROM {} ORDER BY version", tables::BESIDE[0]))
    } else {
        Ok(Vec::new())
    }
}

fn no_later_program(which: &'static str, applied: &[String]) -> Result<(), CopyError> {
    let known = migrations::versions();
    match applied.iter().find(|version| !known.contains(version)) {
        Some(unknown) => Err(CopyError::Ahead(which, unknown.clone())),
        None => Ok(()),
    }
}

/// Copies every table, then reads the target again and compares.
fn fill(
    source: &mut dyn Side,
    target: &mut dyn Side,
    tables: &[Table],
    told: &mut dyn FnMut(u64),
) -> Result<Vec<CopiedTable>, CopyError> {
    let mut sums = Vec::with_capacity(tables.len());
    let mut total = 0;
    told(total);
    for table in tables {
        let clear = format!("DELETE FROM \"{}\"", table.name);
        target.execute(&clear).map_err(failed(table.name))?;
        let mut sum = Sum::default();
        let mut taker = |rows: &[Row]| {
            sum.add(rows);
            target.write(table, rows)?;
            total += rows.len() as u64;
            told(total);
            Ok(())
        };
        source.read(table, &mut taker).map_err(failed(table.name))?;
        if let Some(key) = table.numbered {
            let last = source.last_number(table, key).map_err(failed(table.name))?;
            target.set_last_number(table, key, last).map_err(failed(table.name))?;
        }
        sums.push(sum);
    }
    for (table, copied) in tables.iter().zip(&sums) {
        let mut found = Sum::default();
        let mut taker = |rows: &[Row]| {
            found.add(rows);
            Ok(())
        };
        target.read(table, &mut taker).map_err(failed(table.name))?;
        if found != *copied {
            return Err(CopyError::Differs { table: table.name, copied: copied.rows, found: found.rows });
        }
    }
    Ok(tables.iter().zip(sums).map(|(table, sum)| CopiedTable { table: table.name, rows: sum.rows }).collect())
}

fn failed(what: &str) -> impl FnOnce(Fault) -> CopyError {
    let what = what.to_owned();
    move |fault| CopyError::Failed(what, fault)
}
