//! `domesday copy`: a whole registry from one database into another, SQLite or PostgreSQL.

use std::io::{self, IsTerminal};

use clap::Args;
use domesday_store::{CopiedTable, Options};
use serde::Serialize;

use super::output::{json, line, table};
use super::progress::Progress;
use crate::configuration::Configuration;

/// What to copy where.
#[derive(Debug, Args)]
pub(crate) struct CopyArguments {
    /// The database to read, as in database.url; without it the configured one
    #[arg(long, value_name = "URL", required_unless_present = "to")]
    from: Option<String>,
    /// The database to fill, which must be empty; without it the configured one
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Tell how many rows were copied, on standard error; on a terminal that is always told
    #[arg(long)]
    progress: bool,
    /// Print the rows of each table as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    rows: u64,
    tables: Vec<ShownTable<'a>>,
}

#[derive(Serialize)]
struct ShownTable<'a> {
    table: &'a str,
    rows: u64,
}

/// Does it.
///
/// # Errors
/// Why nothing was copied, as a sentence; the target then holds what it held before.
pub(crate) fn run(arguments: &CopyArguments, configuration: &Configuration) -> anyhow::Result<()> {
    let database = &configuration.database;
    let options = |url: &Option<String>| Options {
        timeout_seconds: database.timeout_seconds,
        ..Options::for_url(url.as_ref().unwrap_or(&database.url))
    };
    let (from, to) = (options(&arguments.from), options(&arguments.to));
    let progress = Progress::shown("rows copied", arguments.progress || io::stderr().is_terminal());
    let copied = domesday_store::copy(&from, &to, &mut |rows| progress.set(rows))?;
    progress.finish();
    tell(&copied, arguments.json)
}

fn tell(copied: &[CopiedTable], as_json: bool) -> anyhow::Result<()> {
    let rows = copied.iter().map(|one| one.rows).sum();
    if as_json {
        let tables = copied.iter().map(|one| ShownTable { table: one.table, rows: one.rows }).collect();
        return json(&Report { rows, tables });
    }
    let row = |one: &CopiedTable| [one.table.to_owned(), one.rows.to_string()];
    table(["TABLE", "ROWS"], &copied.iter().map(row).collect::<Vec<_>>())?;
    line(format!("copied {rows} rows; both databases were compared"))
}
