//! `domesday zone …`: zone files, in and out (rule F15).

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::Subcommand;
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Registry};
use domesday_app::zones::{
    ExportOptions, ExportZone, ImportOptions, ImportReport, ImportZone, ReconcileZone, Reconciled, ZoneText,
};
use domesday_dns::Name;
use domesday_domain::account::AccountName;
use domesday_domain::finding::Findings;
use domesday_domain::name::ZoneName;

use super::output::{json, line, note, readable};
use super::progress::Progress;

/// What to do with a zone's file.
#[derive(Debug, Subcommand)]
pub(crate) enum ZoneCommand {
    /// Write a zone as a file that any name server loads
    #[command(
        after_help = "Examples:\n  domesday zone export example.org\n  domesday zone export example.org -o example.org.zone --strict"
    )]
    Export {
        /// The zone
        name: String,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Refuse a zone that still has warnings
        #[arg(long)]
        strict: bool,
        /// Show progress also where standard error is no terminal
        #[arg(long)]
        progress: bool,
    },
    /// Create a zone from its file, or replace it
    #[command(
        after_help = "Examples:\n  domesday zone import example.org.zone --owner acme\n  domesday zone import - --origin example.org. < db.example\n  \
        domesday zone import example.org.zone --replace --dry-run"
    )]
    Import(ImportArguments),
    /// Compute child zones' delegations, glue and name servers' rows anew, and mend what is not right
    #[command(
        after_help = "There is nothing to mend in a healthy registry; --dry-run proves it.\n\nExamples:\n  domesday zone reconcile --dry-run\n  domesday zone reconcile example.org"
    )]
    Reconcile {
        /// The zone; all of them if none is named
        name: Option<String>,
        /// Only tell what would be mended
        #[arg(long)]
        dry_run: bool,
        /// Print the figures as JSON
        #[arg(long)]
        json: bool,
    },
}

/// How a file is imported.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArguments {
    /// The file, or - for standard input
    file: PathBuf,
    /// The $ORIGIN the file starts with
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
    /// Replace the zone if it exists
    #[arg(long)]
    replace: bool,
    /// Let pass what can be forced
    #[arg(long)]
    force: bool,
    /// Check everything, keep nothing
    #[arg(long)]
    dry_run: bool,
    /// The zone stands at an effective TLD on purpose
    #[arg(long)]
    registry_zone: bool,
    /// The account that a new zone shall belong to
    #[arg(long, value_name = "ACCOUNT", default_value = "registry")]
    owner: String,
    /// Show progress also where standard error is no terminal
    #[arg(long)]
    progress: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Runs a command.
pub(crate) async fn run(command: ZoneCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    match command {
        ZoneCommand::Export { name, output, strict, progress } => {
            export(registry, caller, &name, output, strict, progress).await
        }
        ZoneCommand::Import(arguments) => import(registry, caller, arguments).await,
        ZoneCommand::Reconcile { name, dry_run, json } => reconcile(registry, caller, name, dry_run, json).await,
    }
}

async fn reconcile(
    registry: &Registry,
    caller: &Caller,
    name: Option<String>,
    dry_run: bool,
    as_json: bool,
) -> anyhow::Result<()> {
    let done = match name {
        None => registry.reconcile_all(caller, dry_run).await.map_err(readable)?,
        Some(name) => {
            let zone = ZoneName::parse(&name).map_err(|problem| anyhow!("{name}: {problem}"))?;
            let command = ReconcileZone { name: zone };
            let run =
                if dry_run { registry.rehearse(caller, command).await } else { registry.run(caller, command).await };
            Reconciled { zones: 1, mended: run.map_err(readable)?.len() as u64 }
        }
    };
    if as_json {
        return json(&serde_json::json!({"zones": done.zones, "mended": done.mended, "dry_run": dry_run}));
    }
    let verb = if dry_run { "would mend" } else { "mended" };
    line(format!("{} zones looked at, {verb} {}", done.zones, done.mended))
}

async fn export(
    registry: &Registry,
    caller: &Caller,
    name: &str,
    output: Option<PathBuf>,
    strict: bool,
    progress: bool,
) -> anyhow::Result<()> {
    let zone = ZoneName::parse(name).map_err(|problem| anyhow!("{name}: {problem}"))?;
    let options = Input::read(ExportOptions { strict, exclude_private: false }, Findings::new());
    let query = ExportZone { zone, options, known: Vec::new() };
    let (head, mut pieces) = registry.stream(caller, query).await.map_err(readable)?;
    for warning in &head.warnings {
        note(format!("warning: {warning}"))?;
    }
    let written = Progress::shown("records written", progress || (output.is_some() && io::stderr().is_terminal()));
    let mut out: Box<dyn Write> = match &output {
        Some(file) => Box::new(BufWriter::new(File::create(file).with_context(|| file.display().to_string())?)),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    while let Some(piece) = pieces.recv().await {
        let piece = piece.map_err(readable)?;
        out.write_all(piece.as_bytes())?;
        written.add(piece.bytes().filter(|octet| *octet == b'\n').count() as u64);
    }
    out.flush()?;
    written.finish();
    Ok(())
}

async fn import(registry: &Registry, caller: &Caller, arguments: ImportArguments) -> anyhow::Result<()> {
    let origin = arguments.origin.as_deref().map(Name::parse).transpose().context("--origin")?;
    let owner = AccountName::parse(&arguments.owner).context("--owner")?;
    let shown = arguments.progress || io::stderr().is_terminal();
    let reading = Progress::shown("records read", shown);
    let input: Box<dyn BufRead> = if arguments.file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(&arguments.file).with_context(|| arguments.file.display().to_string())?))
    };
    let text = ZoneText::read_with(input, origin, |records| reading.set(records));
    reading.finish();
    let storing = Arc::new(Progress::shown("record sets stored", shown));
    let told = storing.clone();
    let options = ImportOptions {
        replace: arguments.replace,
        registry_zone: arguments.registry_zone,
        owner: Some(owner),
        force: arguments.force.into(),
        unconditional: true,
        ..ImportOptions::default()
    };
    let command = ImportZone {
        text: Input::read(text, Findings::new()),
        options: Input::read(options, Findings::new()),
        progress: Some(Box::new(move |sets| told.set(sets))),
    };
    let done =
        if arguments.dry_run { registry.rehearse(caller, command).await } else { registry.run(caller, command).await };
    storing.finish();
    let report = done.map_err(|refusal| at_fault(&arguments, refusal))?;
    tell(&arguments, &report)
}

/// Lines at fault as compilers tell them: `FILE:LINE: text`.
fn at_fault(arguments: &ImportArguments, refusal: Refusal) -> anyhow::Error {
    let Refusal::BadFile { lines, forcible } = refusal else { return readable(refusal) };
    let file = arguments.file.display();
    let mut told: Vec<String> =
        lines.iter().map(|fault| format!("{file}:{}: {} ({})", fault.line, fault.detail, fault.code)).collect();
    told.push(format!(
        "{} faults; nothing was stored{}",
        lines.len(),
        if forcible { "; --force lets them pass" } else { "" }
    ));
    anyhow!(told.join("\n"))
}

fn tell(arguments: &ImportArguments, report: &ImportReport) -> anyhow::Result<()> {
    for warning in &report.warnings {
        note(format!("warning: {}: {warning}", warning.subject))?;
    }
    if arguments.json {
        return json(&serde_json::json!({
            "name": report.name.to_string(),
            "serial": report.serial.get(),
            "records": report.records,
            "recordsets": report.recordsets,
            "created": report.created,
            "warnings": report.warnings.iter().map(|w| serde_json::json!({"code": w.code, "subject": w.subject, "detail": w.detail})).collect::<Vec<_>>(),
        }));
    }
    let verb = match (arguments.dry_run, report.created) {
        (true, true) => "would create",
        (true, false) => "would replace",
        (false, true) => "created",
        (false, false) => "replaced",
    };
    line(format!(
        "{verb} {}: {} records in {} record sets, serial {}",
        report.name, report.records, report.recordsets, report.serial
    ))
}
