//! Imports a list of rules: all of it or nothing, in one transaction (rules I2–I4).
//!
//! The list is read before the transaction ([`TldImport::read`]); inside it, it is compared with what is stored. Imports wait for one
//! another, as all changes of rules do, and whoever's turn it is notes imports that ended with their server.
//!
//! Refusals, in order: the body cannot be read; wrong fields; lines at fault.

use std::sync::Arc;

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::Findings;
use domesday_domain::history::Action;
use domesday_domain::tld::list::{
    BundledList, Difference, Format, ListFaults, Section, TldList, difference, read, usual_description,
};
use domesday_domain::tld::{Description, RuleTable, Source, Tld, TldPattern};
use serde_json::json;
use uuid::Uuid;

use super::affected::affected;
use super::changes::of_import;
use super::jobs::abandon;
use super::report::{Counted, ImportReport, ImportStatus};
use super::write::{self, Story};
use crate::input::Input;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::Progress;

/// What an import is asked to do.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// In whose name.
    pub source: Source,
    /// The list; none for the one that comes with the program under the source's name.
    pub text: Option<String>,
    /// How the text is written; none to tell it from the text.
    pub format: Option<Format>,
    /// Which part of it counts.
    pub section: Section,
    /// Take away what the list has no more.
    pub prune: bool,
    /// What is said of rules that the list does not describe.
    pub description: Option<Description>,
}

/// An import whose list has been read, or what is wrong with it.
#[derive(Debug)]
pub struct TldImport {
    request: ImportRequest,
    list: Result<TldList, ListFaults>,
}

impl TldImport {
    /// Reads the list of a request; notes as wrong that there is none. Takes time for a long one: not for an async thread.
    pub fn read(mut request: ImportRequest, findings: &mut Findings) -> Option<Arc<Self>> {
        let list = match (request.text.take(), BundledList::of(&request.source)) {
            (Some(text), _) => read(&text, request.format, request.section),
            (None, Some(bundled)) if request.format.is_some_and(|format| format != bundled.format()) => {
                let detail =
                    format!("the list that comes with the program is written as {}", bundled.format().as_str());
                findings.error("format", "contradiction", detail);
                return None;
            }
            (None, Some(bundled)) => read(bundled.text(), Some(bundled.format()), request.section),
            (None, None) => {
                let detail = "the list itself is missing: only psl, iana and private-use come with the program";
                findings.error("text", "required", detail);
                return None;
            }
        };
        Some(Arc::new(Self { request, list }))
    }

    /// How many rules may be added: so many ids are needed.
    pub fn rules(&self) -> usize {
        self.list.as_ref().map_or(0, |list| list.rules.len())
    }

    /// The list, or what is wrong with it.
    pub(super) fn list(&self) -> Result<&TldList, &ListFaults> {
        self.list.as_ref()
    }

    /// What is told of it before it has ended.
    pub(super) fn begun(&self, job: Option<Uuid>, list: &TldList, dry_run: bool) -> ImportReport {
        let ImportRequest { source, section, prune, .. } = &self.request;
        ImportReport::begun(job, source, list, *section, *prune, dry_run)
    }
}

/// Imports a list.
pub struct ImportList {
    /// The job that tells of it, if there is one.
    pub job: Option<Uuid>,
    /// The list.
    pub import: Input<Option<Arc<TldImport>>>,
    /// Ids for as many rules as it has.
    pub ids: Vec<Uuid>,
    /// It will be undone: for the report.
    pub dry_run: bool,
    /// Who is told the number of rules stored.
    pub progress: Option<Progress>,
}

/// How many rules are stored at a time.
const CHUNK: usize = 2000;

impl Command for ImportList {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ImportReport;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::importing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ImportReport, Refusal> {
        let (import, findings) = self.import.well_formed()?;
        findings.settle(false)?;
        let import = import.as_ref().ok_or_else(|| Refusal::Failed("an import without its list".into()))?;
        abandon(tx, context, self.job)?;
        let ImportRequest { source, prune, .. } = &import.request;
        let stored = tx.stored_rules()?;
        let list = import.list().map_err(|faults| Refusal::BadList(faults.clone().beside(&stored, source, *prune)))?;
        let difference = difference(list, &stored, source, *prune).map_err(Refusal::BadList)?;
        let (edition, policy) = context.naming.policy(tx)?;
        let (after, changed) = outcome(&policy.rules, &difference);
        let affected = affected(tx, &policy.rules, &after, &changed)?;
        self.store(tx, context, import, &difference)?;
        let mut report = import.begun(self.job, list, self.dry_run);
        report.status = ImportStatus::Complete;
        report.added = Counted::of(difference.added.iter().map(|rule| rule.pattern.to_string()));
        report.kept.count = difference.kept;
        report.removed = Counted::of(difference.removed.iter().map(|(_, rule)| rule.to_string()));
        report.stale = Counted::of(difference.stale.iter().map(ToString::to_string));
        let touched =
            [difference.added.len(), difference.claimed.len(), difference.removed.len(), difference.withdrawn.len()];
        report.revision = edition.revision;
        if touched.iter().any(|count| *count > 0) {
            let (claimed, withdrawn) = (difference.claimed.len(), difference.withdrawn.len());
            let sources = json!({"code": "sources", "claimed": claimed, "withdrawn": withdrawn});
            let notes = affected.noted("zones_affected").into_iter().chain([sources]).collect();
            let changes = of_import(&report.added.names, &report.removed.names);
            let story =
                Story { action: Action::TldImport, subject: source.as_str().to_owned(), changes, notes, version: 0 };
            let revision = write::note(tx, context, &story)?;
            report.revision = if self.dry_run { edition.revision } else { revision };
        }
        report.affected_zones = (&affected).into();
        if let Some(job) = self.job {
            tx.end_import_job(job, &report.text()?)?;
        }
        Ok(report)
    }
}

impl ImportList {
    fn store(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        import: &TldImport,
        difference: &Difference,
    ) -> Result<(), Refusal> {
        let ImportRequest { source, description, .. } = &import.request;
        let usual = description.clone().or_else(|| usual_description(source));
        let made = difference.added.iter().zip(&self.ids).map(|(rule, id)| Tld {
            id: *id,
            pattern: rule.pattern.clone(),
            description: rule.description.clone().or_else(|| usual.clone()),
            created: context.now,
            updated: None,
            version: 1,
        });
        let made: Vec<Tld> = made.collect();
        let removed: Vec<Uuid> = difference.removed.iter().map(|(id, _)| *id).collect();
        tx.delete_tlds(&removed)?;
        tx.withdraw_source(&difference.withdrawn, source)?;
        tx.add_source(&difference.claimed, source)?;
        let mut stored = 0;
        for chunk in made.chunks(CHUNK) {
            tx.insert_tlds(chunk, source)?;
            stored += chunk.len() as u64;
            if let Some(progress) = &self.progress {
                progress(stored);
            }
        }
        Ok(())
    }
}

/// The rules after an import, and those that it changed.
fn outcome(before: &RuleTable, difference: &Difference) -> (RuleTable, Vec<TldPattern>) {
    let mut after = before.clone();
    let removed = difference.removed.iter().map(|(_, rule)| rule);
    removed.clone().for_each(|rule| after.remove(rule));
    difference.added.iter().for_each(|rule| after.insert(&rule.pattern));
    let added = difference.added.iter().map(|rule| &rule.pattern);
    (after, added.chain(removed).cloned().collect())
}
