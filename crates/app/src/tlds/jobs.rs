//! Imports that answer later: the job that tells of one, from its start to its end (rule I5).
//!
//! While a server works on an import it notes now and then that it is alive. A job whose server has gone silent did not happen, since an
//! import is one transaction: whoever asks for it then is told so, and whoever imports next, or starts a server next, notes it.

use std::pin::pin;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::actor::Permission;
use domesday_domain::history::Face;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::{Duration, timeout};
use uuid::Uuid;

use super::import::{ImportList, TldImport};
use super::report::{ImportReport, ImportStatus, ReportedError};
use crate::input::Input;
use crate::ports::{ImportJob, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};

/// How often a server notes that it is alive.
const BEAT: Duration = Duration::from_secs(10);

/// After how long without a note its server has gone silent.
const SILENT: TimeDelta = TimeDelta::seconds(45);

/// How an import was answered.
#[derive(Debug)]
pub enum Imported {
    /// It is done.
    Done(Box<ImportReport>),
    /// It goes on under this job.
    Running(Uuid),
}

/// Asks what is told of an import, as JSON.
#[derive(Clone, Copy, Debug)]
pub struct ReadImport {
    /// Its job.
    pub id: Uuid,
}

impl Query for ReadImport {
    const NEEDS: Permission = Permission::Administer;
    type Answer = String;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<String, Refusal> {
        let job = snapshot.import_job(self.id)?.ok_or_else(|| Refusal::missing(format!("import {}", self.id)))?;
        let is_silent = !job.ended && job.beat < context.now - SILENT;
        Ok(if is_silent { abandoned(&job) } else { job.report })
    }
}

/// Notes the start of an import.
struct OpenJob(ImportReport, Uuid);

/// Notes that the server of an import is alive.
struct Beat(Uuid);

/// Notes that an import was refused.
struct Fail(Uuid, ImportReport);

/// Notes imports that ended with their server.
struct Abandon {
    /// All that have not ended did, as on a database that one server uses.
    all: bool,
}

impl Command for OpenJob {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let Self(report, id) = self;
        let job = ImportJob { id: *id, report: report.text()?, ended: false, beat: context.now };
        Ok(tx.insert_import_job(&job)?)
    }
}

impl Command for Beat {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        Ok(tx.beat_import_job(self.0, context.now)?)
    }
}

impl Command for Fail {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, _: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        Ok(tx.end_import_job(self.0, &self.1.text()?)?)
    }
}

impl Command for Abandon {
    const NEEDS: Permission = Permission::Administer;
    type Answer = usize;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<usize, Refusal> {
        let since = if self.all { context.now + TimeDelta::days(1) } else { context.now - SILENT };
        end_silent(tx, since, None)
    }
}

/// Notes imports whose server has gone silent; called by an import whose turn it is.
pub(super) fn abandon(tx: &mut dyn UnitOfWork, context: &Context, but: Option<Uuid>) -> Result<(), Refusal> {
    end_silent(tx, context.now - SILENT, but).map(drop)
}

fn end_silent(tx: &mut dyn UnitOfWork, since: DateTime<Utc>, but: Option<Uuid>) -> Result<usize, Refusal> {
    let silent = tx.silent_import_jobs(since, but)?;
    for job in &silent {
        tx.end_import_job(job.id, &abandoned(job))?;
    }
    Ok(silent.len())
}

/// What is told of an import whose server has gone silent.
fn abandoned(job: &ImportJob) -> String {
    let mut report: Value = serde_json::from_str(&job.report).unwrap_or_else(|_| json!({"job_id": job.id}));
    report["status"] = json!(ImportStatus::Failed);
    let message = "its server stopped before it was done: nothing was changed";
    report["errors"] = json!([ReportedError { path: Vec::new(), message: message.into() }]);
    report.to_string()
}

impl Registry {
    /// Imports a list as a job, and waits at most so long for its end; with no time at all it is told as running, whatever became of it (rule I5).
    ///
    /// # Errors
    /// The refusal of the import, where it ends in time; nothing was changed.
    pub async fn import_list(
        self: &Arc<Self>,
        caller: &Caller,
        import: Input<Option<Arc<TldImport>>>,
        patience: Duration,
    ) -> Result<Imported, Refusal> {
        self.admit(caller, Permission::Administer).await?;
        let (wanted, findings) = import.well_formed()?;
        findings.settle(false)?;
        let Some(wanted) = wanted.clone() else { return Err(Refusal::Failed("an import without its list".into())) };
        let Ok(list) = wanted.list() else {
            // All that is wrong with it is told at once, and no job is made of it.
            return self.rehearse_list(caller, import).await.map(|report| Imported::Done(Box::new(report)));
        };
        let job = self.ids().uuid();
        let begun = wanted.begun(Some(job), list, false);
        self.run(caller, OpenJob(begun.clone(), job)).await?;
        let command =
            ImportList { job: Some(job), ids: self.draw(wanted.rules()), import, dry_run: false, progress: None };
        let (done, ended) = oneshot::channel();
        let (registry, caller) = (self.clone(), caller.clone());
        tokio::spawn(async move {
            let outcome = registry.import_alive(&caller, job, command).await;
            if let Err(refusal) = &outcome {
                registry.note_failure(job, begun, refusal).await;
            }
            let _ = done.send(outcome);
        });
        // Who wants no report is given none, also if the import has ended by now.
        if patience.is_zero() {
            return Ok(Imported::Running(job));
        }
        match timeout(patience, ended).await {
            Ok(Ok(outcome)) => outcome.map(|report| Imported::Done(Box::new(report))),
            Ok(Err(_)) => Err(Refusal::Failed("an import was dropped unanswered".into())),
            Err(_) => Ok(Imported::Running(job)),
        }
    }

    /// Tells what importing a list would do.
    ///
    /// # Errors
    /// The refusal of the import.
    pub async fn rehearse_list(
        &self,
        caller: &Caller,
        import: Input<Option<Arc<TldImport>>>,
    ) -> Result<ImportReport, Refusal> {
        let ids = self.draw(import.well_formed().map_or(0, |(import, _)| import.as_ref().map_or(0, |i| i.rules())));
        self.rehearse(caller, ImportList { job: None, import, ids, dry_run: true, progress: None }).await
    }

    /// Notes imports that ended with their server: all that have not ended, if no other server uses the database.
    ///
    /// # Errors
    /// What the store says.
    pub async fn abandon_imports(&self, caller: &Caller, alone: bool) -> Result<usize, Refusal> {
        self.run(caller, Abandon { all: alone }).await
    }

    /// Ids for so many rules.
    pub fn draw(&self, count: usize) -> Vec<Uuid> {
        (0..count).map(|_| self.ids().uuid()).collect()
    }

    /// Runs an import, noting now and then that this server is alive.
    async fn import_alive(&self, caller: &Caller, job: Uuid, command: ImportList) -> Result<ImportReport, Refusal> {
        let system = self.own_voice();
        let mut running = pin!(self.run(caller, command));
        loop {
            if let Ok(outcome) = timeout(BEAT, &mut running).await {
                return outcome;
            }
            // If it cannot be noted now, the next beat may be.
            let _ = self.run(&system, Beat(job)).await;
        }
    }

    async fn note_failure(&self, job: Uuid, mut report: ImportReport, refusal: &Refusal) {
        report.status = ImportStatus::Failed;
        report.errors = match refusal {
            Refusal::BadList(faults) => ReportedError::of(faults),
            Refusal::Busy => vec![unexplained("the server was too busy")],
            _ => vec![unexplained("it was refused, or failed inside")],
        };
        if self.run(&self.own_voice(), Fail(job, report)).await.is_err() {
            tracing::warn!(%job, "the end of an import could not be noted: the next import will");
        }
    }

    fn own_voice(&self) -> Caller {
        Caller::system(Face::System, self.ids().uuid().to_string())
    }
}

fn unexplained(message: &str) -> ReportedError {
    ReportedError { path: Vec::new(), message: format!("{message}: nothing was changed") }
}
