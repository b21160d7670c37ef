//! What is told of an import, as JSON: kept with its job, and given as it was kept (rules I3, I5).

use domesday_domain::tld::Source;
use domesday_domain::tld::list::{ListFaults, Section, TldList};
use serde::Serialize;
use uuid::Uuid;

use super::affected::Affected;
use crate::refusal::Refusal;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportStatus {
    /// It was accepted and has not ended.
    Running,
    /// It is stored, all of it.
    Complete,
    /// It was refused, or its server stopped: nothing was changed.
    Failed,
}

/// Rules of one kind: how many, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// Which, sorted.
    pub names: Vec<String>,
}

/// Rules that are only counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// How many.
    pub count: u64,
}

/// Zones that a change leaves outside the list; or domains whose rule goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AffectedZones {
    /// How many.
    pub count: u64,
    /// The first 100 of them.
    pub names: Vec<String>,
    /// Whether all of them were looked at.
    pub complete: bool,
}

/// What was wrong, as the face of TLDs tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportedError {
    /// `["text", line]`, or empty.
    pub path: Vec<serde_json::Value>,
    /// A sentence for people.
    pub message: String,
}

/// What is told of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Its job; none for a dry run and for the command line.
    pub job_id: Option<Uuid>,
    /// Where it stands.
    pub status: ImportStatus,
    /// In whose name.
    pub source: String,
    /// How the list is written.
    pub format: &'static str,
    /// Which part of it counted.
    pub section: &'static str,
    /// Nothing was kept.
    pub dry_run: bool,
    /// What the list has no more was taken away.
    pub prune: bool,
    /// Rules in the list, duplicates among them.
    pub read: u64,
    /// Rules that were there already, further up.
    pub duplicates: u64,
    /// In the list, not stored before.
    pub added: Counted,
    /// In both.
    pub kept: Kept,
    /// Taken away.
    pub removed: Counted,
    /// What `prune` would take away.
    pub stale: Counted,
    /// Zones that it leaves outside the list.
    pub affected_zones: AffectedZones,
    /// The edition of rules and block list after it.
    pub revision: i64,
    /// What was wrong.
    pub errors: Vec<ReportedError>,
}

impl Counted {
    pub(super) fn of(names: impl Iterator<Item = String>) -> Self {
        let mut names: Vec<String> = names.collect();
        names.sort();
        Self { count: names.len() as u64, names }
    }
}

impl From<&Affected> for AffectedZones {
    fn from(affected: &Affected) -> Self {
        let names = affected.names.iter().map(ToString::to_string).collect();
        Self { count: affected.count, names, complete: affected.complete }
    }
}

impl ReportedError {
    /// What is wrong with a list.
    pub fn of(faults: &ListFaults) -> Vec<Self> {
        let path = |line: Option<u64>| line.map_or_else(Vec::new, |line| vec!["text".into(), line.into()]);
        let told = faults.first.iter().map(|fault| Self { path: path(fault.line), message: fault.message.clone() });
        told.collect()
    }
}

impl ImportReport {
    pub(super) fn begun(
        job_id: Option<Uuid>,
        source: &Source,
        list: &TldList,
        section: Section,
        prune: bool,
        dry_run: bool,
    ) -> Self {
        Self {
            job_id,
            status: ImportStatus::Running,
            source: source.as_str().to_owned(),
            format: list.format.as_str(),
            section: section.as_str(),
            dry_run,
            prune,
            read: list.read,
            duplicates: list.duplicates,
            added: Counted::default(),
            kept: Kept::default(),
            removed: Counted::default(),
            stale: Counted::default(),
            affected_zones: (&Affected::default()).into(),
            revision: 0,
            errors: Vec::new(),
        }
    }

    /// The report as it is kept and given.
    ///
    /// # Errors
    /// None that can happen: no key here is anything but a text.
    pub fn text(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(|error| Refusal::Failed(error.to_string()))
    }
}
