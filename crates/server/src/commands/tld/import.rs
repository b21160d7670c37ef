//! `domesday tld import`: a list of TLDs, and what it changes, line by line.

use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow, ensure};
use clap::{Args, ValueEnum};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Registry};
use domesday_app::tlds::{ImportList, ImportReport, ImportRequest, TldImport};
use domesday_domain::finding::Findings;
use domesday_domain::tld::list::{self, Section};
use domesday_domain::tld::{Description, Source};

use super::super::output::{faults_of, json, line, note, readable};
use super::super::progress::Progress;
use super::outside;

/// How a list is imported.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    #[command(flatten)]
    list: ListArguments,
    /// In whose name: only rules that no other source wants are ever taken away with it [default: file, or the bundled list's name]
    #[arg(long, value_name = "NAME", value_parser = Source::parse)]
    source: Option<Source>,
    /// How the list is written
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// Which part of the Public Suffix List
    #[arg(long, value_enum, default_value_t = Part::All)]
    section: Part,
    /// Take away what the source wanted and the list has no more
    #[arg(long)]
    prune: bool,
    /// What to write about rules that the list does not describe
    #[arg(long, value_name = "TEXT", value_parser = Description::parse)]
    description: Option<Description>,
    /// Print what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Show progress also where standard error is no terminal
    #[arg(long)]
    progress: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Which list.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct ListArguments {
    /// The list, or - for standard input
    file: Option<PathBuf>,
    /// The Public Suffix List that comes with the program
    #[arg(long)]
    psl: bool,
    /// IANA's list of top-level domains that comes with the program
    #[arg(long)]
    iana: bool,
    /// Names for private use: internal, home.arpa, test, example
    #[arg(long)]
    private_use: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Auto,
    Psl,
    Iana,
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    All,
    Icann,
    Private,
}

/// The largest list, in octets, as over HTTP.
const LARGEST: u64 = 4 << 20;

/// Imports it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(arguments: ImportArguments, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let mut findings = Findings::new();
    let import = TldImport::read(arguments.request()?, &mut findings);
    let ids = registry.draw(import.as_ref().map_or(0, |import| import.rules()));
    let stored = Arc::new(Progress::shown("rules stored", arguments.progress || io::stderr().is_terminal()));
    let told = stored.clone();
    let dry_run = arguments.dry_run;
    let progress: domesday_app::zones::Progress = Box::new(move |rules| told.set(rules));
    let import = Input::read(import, findings);
    let command = ImportList { job: None, import, ids, dry_run, progress: Some(progress) };
    let done = if dry_run { registry.rehearse(caller, command).await } else { registry.run(caller, command).await };
    stored.finish();
    let report = done.map_err(|refusal| arguments.at_fault(refusal))?;
    if arguments.json { json(&report) } else { tell(&report) }
}

impl ImportArguments {
    fn request(&self) -> anyhow::Result<ImportRequest> {
        let bundled = [(self.list.psl, "psl"), (self.list.iana, "iana"), (self.list.private_use, "private-use")];
        let bundled = bundled.into_iter().find_map(|(wanted, name)| wanted.then_some(name));
        let usual = Source::parse(bundled.unwrap_or("file"))?;
        let named = self.source.clone().unwrap_or_else(|| usual.clone());
        let text = match &self.list.file {
            Some(file) => Some(text(file)?),
            // Under another name, the bundled text is a text like any other.
            None if named != usual => list::BundledList::of(&usual).map(|list| list.text().to_owned()),
            None => None,
        };
        let description = self.description.clone();
        let format = match self.format {
            Format::Auto => None,
            Format::Psl => Some(list::Format::Psl),
            Format::Iana => Some(list::Format::Iana),
            Format::Csv => Some(list::Format::Csv),
        };
        let section = match self.section {
            Part::All => Section::All,
            Part::Icann => Section::Icann,
            Part::Private => Section::Private,
        };
        Ok(ImportRequest { source: named, text, format, section, prune: self.prune, description })
    }

    /// Lines at fault as compilers tell them: `FILE:LINE: text`.
    fn at_fault(&self, refusal: Refusal) -> anyhow::Error {
        let (Refusal::BadList(faults), Some(file)) = (&refusal, &self.list.file) else { return readable(refusal) };
        let file = file.display();
        let place = |line: Option<u64>| line.map_or_else(|| file.to_string(), |line| format!("{file}:{line}"));
        let mut told: Vec<String> =
            faults.first.iter().map(|fault| format!("{}: {}", place(fault.line), fault.message)).collect();
        told.push(format!("{}; nothing was stored", faults_of(faults.total)));
        anyhow!(told.join("\n"))
    }
}

fn text(file: &PathBuf) -> anyhow::Result<String> {
    let mut octets = Vec::new();
    let input: Box<dyn Read> = match file.as_os_str() == "-" {
        true => Box::new(io::stdin().lock()),
        false => Box::new(std::fs::File::open(file).with_context(|| file.display().to_string())?),
    };
    input.take(LARGEST + 1).read_to_end(&mut octets).with_context(|| file.display().to_string())?;
    ensure!(octets.len() as u64 <= LARGEST, "{}: a list has at most {LARGEST} octets", file.display());
    String::from_utf8(octets).with_context(|| format!("{}: not UTF-8", file.display()))
}

/// The difference as diff tells it, then its sum.
fn tell(report: &ImportReport) -> anyhow::Result<()> {
    report.removed.names.iter().try_for_each(|name| line(format!("- {name}")))?;
    report.added.names.iter().try_for_each(|name| line(format!("+ {name}")))?;
    report.stale.names.iter().try_for_each(|name| line(format!("? {name}")))?;
    if report.stale.count > 0 {
        note(format!("{} rules (?) are not in the list any more: --prune takes them away", report.stale.count))?;
    }
    let zones = &report.affected_zones;
    if zones.count > 0 {
        outside(zones.count, zones.complete, zones.names.iter().cloned())?;
    }
    let verb = if report.dry_run { "would be" } else { "were" };
    line(format!(
        "{} ({}): {} rules read, {} {verb} added, {} removed, {} kept",
        report.source, report.format, report.read, report.added.count, report.removed.count, report.kept.count
    ))
}
