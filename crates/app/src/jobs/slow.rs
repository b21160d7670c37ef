//! Jobs that outlast their client's patience: a row while they run, and their answer in it at the end (`dynect.md` J4, J7).

use std::time::Duration;

use domesday_domain::actor::Permission;
use tokio::time::{Instant, sleep};

use super::{Job, JobAnswer};
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::{Command, Context, Registry};
use crate::sessions::anchor_holder;

/// How long it is tried to store an answer while the database is busy or away.
const TRYING: Duration = Duration::from_secs(30);

/// How long to wait between two tries.
const AGAIN: Duration = Duration::from_millis(250);

/// How the end of a job was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finished {
    /// The answer is kept; or one that was kept with the change itself.
    Kept,
    /// It was declared lost, which stands.
    Lost,
    /// The answer is longer than [`super::JobRules::result_max`]: the job is still running, and wants a shorter one (rule J10).
    TooLong,
}

/// Notes that a job runs.
struct StartJob(Job);

/// Keeps a job's answer.
struct FinishJob(Job, JobAnswer);

impl Command for StartJob {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let Job { id, holder } = self.0;
        if anchor_holder(tx, holder, context.now)? {
            tx.start_job(id, holder, context.now)?;
        }
        Ok(())
    }
}

impl Command for FinishJob {
    const NEEDS: Permission = Permission::Administer;
    type Answer = bool;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<bool, Refusal> {
        let Self(Job { id, holder }, answer) = self;
        let there = anchor_holder(tx, *holder, context.now)?;
        Ok(!there || tx.finish_job(*id, *holder, &answer.pieces(), context.now)?)
    }
}

impl Registry {
    /// Notes that a job goes on behind its client's back: it can be asked for from now on. The session's pass must be held until its end was
    /// told to [`Registry::finish_slow_job`], or it is taken for lost.
    ///
    /// # Errors
    /// [`Refusal::Busy`], [`Refusal::Unknown`] or [`Refusal::Broken`] where it could not be stored: it can be asked for all the same, as long
    /// as this server lives.
    pub async fn start_slow_job(&self, job: &Job) -> Result<(), Refusal> {
        self.jobs().running.begin(job);
        self.jobs().count_row(job);
        self.run(&self.keeper(), StartJob(*job)).await
    }

    /// Ends a job that [`Registry::start_slow_job`] began, and wakes those who wait for it; any other is remembered as by
    /// [`Registry::remember_job`]. The answer of a change that was kept with it stays as it is.
    ///
    /// # Errors
    /// [`Refusal::Busy`] or [`Refusal::Broken`] where the answer could not be stored for 30 s: it is in this server's memory alone.
    pub async fn finish_slow_job(&self, job: &Job, answer: JobAnswer) -> Result<Finished, Refusal> {
        if answer.0.len() > self.job_result_max() {
            return Ok(Finished::TooLong);
        }
        // Those who wait for the end are woken when this goes, whichever way.
        let Some(_running) = self.jobs().running.ending(job) else {
            self.remember_job(job, answer);
            return Ok(Finished::Kept);
        };
        let until = Instant::now() + TRYING;
        loop {
            match self.run(&self.keeper(), FinishJob(*job, answer.clone())).await {
                Ok(true) => return Ok(Finished::Kept),
                Ok(false) => return Ok(Finished::Lost),
                Err(Refusal::Busy | Refusal::Unknown) if Instant::now() < until => sleep(AGAIN).await,
                Err(refusal) => {
                    self.remember_job(job, answer);
                    return Err(refusal);
                }
            }
        }
    }
}
