//! What commands print: answers on standard output, for people or as JSON, and refusals as sentences.

use std::io::{self, Write};

use anyhow::anyhow;
use chrono::{DateTime, SecondsFormat, Utc};
use domesday_app::refusal::Refusal;
use serde::Serialize;

/// Prints a value as JSON, on lines of its own.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}

/// Prints a line.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn line(text: impl AsRef<str>) -> anyhow::Result<()> {
    writeln!(io::stdout().lock(), "{}", text.as_ref())?;
    Ok(())
}

/// Says something beside the answer, on standard error: a script that takes the answer does not get it.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn note(text: impl AsRef<str>) -> anyhow::Result<()> {
    writeln!(io::stderr().lock(), "{}", text.as_ref())?;
    Ok(())
}

/// Prints rows under headings, in columns.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> anyhow::Result<()> {
    let mut widths = headings.map(str::len);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = io::stdout().lock();
    let headings = headings.map(str::to_owned);
    for row in std::iter::once(&headings).chain(rows) {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// An instant as all of Domesday writes it.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A refusal as sentences, each wrong field on a line.
pub(crate) fn readable(refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::Unauthenticated { detail, .. }
        | Refusal::Forbidden { detail, .. }
        | Refusal::Unreadable { detail, .. }
        | Refusal::PreconditionMissing { detail }
        | Refusal::Quota { detail } => anyhow!(detail),
        Refusal::Missing { what } => anyhow!("there is no {what}"),
        Refusal::Stale { .. } => anyhow!("it was changed meanwhile"),
        Refusal::Invalid { errors, .. } => {
            anyhow!(lines(errors.iter().map(|error| format!("{}: {} ({})", error.field, error.detail, error.code))))
        }
        Refusal::Conflict { conflicts, .. } => {
            anyhow!(lines(conflicts.iter().map(|conflict| format!("{} ({})", conflict.detail, conflict.code))))
        }
        Refusal::Objected(objections) => {
            let told = objections.list.iter().map(|one| format!("{}: {} ({})", one.place, one.detail, one.reason));
            anyhow!(lines(told))
        }
        Refusal::Denied(denial) => {
            let told = denial.conflicts.iter().map(|clash| clash.detail.clone());
            anyhow!(lines([format!("{} ({})", denial.detail, denial.code)].into_iter().chain(told)))
        }
        Refusal::Unpublished(unpublished) => {
            anyhow!(lines(unpublished.conflicts.iter().map(|one| format!("{}: {}", one.owner, one.detail))))
        }
        Refusal::BadFile { lines: faults, .. } => {
            anyhow!(lines(faults.iter().map(|fault| format!("line {}: {} ({})", fault.line, fault.detail, fault.code))))
        }
        Refusal::BadList(faults) => {
            let at = |line: Option<u64>| line.map_or_else(String::new, |line| format!("line {line}: "));
            let told = faults.first.iter().map(|fault| format!("{}{}", at(fault.line), fault.message));
            anyhow!(lines(told.chain([format!("{}; nothing was stored", faults_of(faults.total))])))
        }
        Refusal::TooMany { retry_after } => anyhow!("too many attempts: try again in {retry_after} s"),
        Refusal::Busy | Refusal::SessionBusy | Refusal::OutOfNumbers | Refusal::LostRace | Refusal::NotLocked(_) => {
            anyhow!("the database is busy or away: try again")
        }
        Refusal::Unknown => {
            anyhow!("the database did not answer: the change may have been made; look before trying again")
        }
        Refusal::Broken { id } => anyhow!("something failed inside; the log says more under {id}"),
        Refusal::Failed(cause) => anyhow!("something failed inside: {cause}"),
    }
}

/// A number of faults, as people say it.
pub(crate) fn faults_of(count: u64) -> String {
    if count == 1 { "1 fault".to_owned() } else { format!("{count} faults") }
}

fn lines(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("\n")
}
