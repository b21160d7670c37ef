//! What became of a job, asked by the session that made it (`dynect.md` J2, J3, J5, J6, J8, J9).

use std::time::Duration;

use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

use super::{JobAnswer, lock};
use crate::ports::{Counter, Extent, Progress, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context, Query, Registry};

/// How long a question for a running job is held (rule J5).
const HELD: Duration = Duration::from_secs(5);

/// How long an unknown job is looked for (rule J8).
const LOOKED_FOR: Duration = Duration::from_secs(1);

/// How often the database is looked at for what may happen on another server.
const AGAIN: Duration = Duration::from_millis(250);

/// How long what servers remember in common is waited for.
const RECALLING: Duration = Duration::from_secs(1);

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It runs.
    Running,
    /// It has ended, and this is its answer.
    Done(String),
    /// It ended with its server: nothing was changed.
    Lost,
    /// There is none with this number, any more or ever, or it is another session's.
    None,
}

/// What one look at a job found.
enum Look {
    Ended(JobState),
    /// It runs in this server, and this closes at its end; or it runs in another.
    Running(Option<watch::Receiver<()>>),
    /// Not here and now.
    Absent,
    /// A number that nobody has taken yet.
    Impossible,
}

/// Looks for a job's row.
struct FindJob(i64);

/// A job's row, if there is one, whose it is; else whether its number has been taken.
enum Row {
    Found(SessionId, Progress),
    Missing { taken: bool },
}

impl Query for FindJob {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Point;
    type Answer = Row;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Row, Refusal> {
        if let Some(job) = snapshot.session_job(self.0)? {
            return Ok(Row::Found(job.holder, job.progress));
        }
        let taken = (Counter::Jobs.first()..snapshot.next_number(Counter::Jobs)?).contains(&self.0);
        Ok(Row::Missing { taken })
    }
}

/// Reads the answer of a job that has ended.
struct ReadAnswer(i64);

impl Query for ReadAnswer {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = Option<String>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Option<String>, Refusal> {
        let pieces = snapshot.job_pieces(self.0)?;
        Ok((!pieces.is_empty()).then(|| pieces.concat()))
    }
}

/// Declares a session's running jobs lost: for whoever has its turn, so that no server works on them.
struct LoseJobs(SessionId);

impl Command for LoseJobs {
    const NEEDS: Permission = Permission::Administer;
    type Answer = usize;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<usize, Refusal> {
        Ok(tx.lose_jobs(self.0, context.now)?)
    }
}

impl Registry {
    /// What became of a session's job. While it runs the question is held until it ends, at most 5 s; a number that is not known is looked
    /// for for a second, since another server may be about to tell of it, unless nobody can have it yet. Neither takes a thread or a
    /// connection.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] for who asks too often for a running job (rule J6); [`Refusal::Busy`] where the database is away.
    pub async fn job_result(&self, holder: SessionId, id: i64) -> Result<JobState, Refusal> {
        let arrived = Instant::now();
        let mut counted = false;
        loop {
            match self.look_for(holder, id).await? {
                Look::Ended(state) => return Ok(state),
                Look::Running(here) => {
                    if !std::mem::replace(&mut counted, true) {
                        self.jobs().running.ask(id, arrived.into_std())?;
                    }
                    let left = HELD.saturating_sub(arrived.elapsed());
                    match here {
                        _ if left.is_zero() => return Ok(JobState::Running),
                        // It closes or the time is up: either way the next look tells.
                        Some(mut end) => drop(timeout(left, end.changed()).await),
                        None => sleep(left.min(AGAIN)).await,
                    }
                }
                Look::Absent if arrived.elapsed() < LOOKED_FOR => sleep(AGAIN).await,
                Look::Absent | Look::Impossible => return Ok(JobState::None),
            }
        }
    }

    async fn look_for(&self, holder: SessionId, id: i64) -> Result<Look, Refusal> {
        let jobs = self.jobs();
        if let Some((theirs, end)) = jobs.running.find(id) {
            return Ok(if theirs == holder { Look::Running(Some(end)) } else { Look::Absent });
        }
        let remembered =
            lock(&jobs.memory).recall(id).map(|(theirs, answer)| (theirs == holder).then(|| answer.clone()));
        if let Some(answer) = remembered {
            return Ok(answer.map_or(Look::Absent, |JobAnswer(text)| Look::Ended(JobState::Done(text))));
        }
        match self.ask(&self.keeper(), FindJob(id)).await? {
            Row::Found(theirs, _) if theirs != holder => Ok(Look::Absent),
            Row::Found(_, Progress::Lost) => Ok(Look::Ended(JobState::Lost)),
            Row::Found(_, Progress::Done) => {
                // It may have been deleted in between.
                let answer = self.ask(&self.keeper(), ReadAnswer(id)).await?;
                Ok(answer.map_or(Look::Absent, |text| Look::Ended(JobState::Done(text))))
            }
            Row::Found(_, Progress::Running) => {
                let lost = self.lose_abandoned(holder).await?;
                Ok(if lost { Look::Ended(self.state_of(id).await?) } else { Look::Running(None) })
            }
            Row::Missing { taken: false } => Ok(Look::Impossible),
            Row::Missing { taken: true } => Ok(self.recall(holder, id).await.map_or(Look::Absent, Look::Ended)),
        }
    }

    /// How a job ended that no longer runs.
    async fn state_of(&self, id: i64) -> Result<JobState, Refusal> {
        Ok(match self.ask(&self.keeper(), FindJob(id)).await? {
            Row::Found(_, Progress::Done) => {
                self.ask(&self.keeper(), ReadAnswer(id)).await?.map_or(JobState::None, JobState::Done)
            }
            Row::Found(_, Progress::Running) => JobState::Running,
            Row::Found(_, Progress::Lost) => JobState::Lost,
            Row::Missing { .. } => JobState::None,
        })
    }

    async fn recall(&self, holder: SessionId, id: i64) -> Option<JobState> {
        let shared = self.jobs().shared.as_ref()?;
        let (answer, recalled) = oneshot::channel();
        shared.recall(id, holder, answer);
        let text = timeout(RECALLING, recalled).await.ok()?.ok()??;
        Some(JobState::Done(text))
    }

    /// Declares a session's running jobs lost if no server works on them, and tells whether none runs any more (rule J9).
    ///
    /// Who works on a job has its session's turn until the job's end is stored. So whoever gets the turn, and keeps it meanwhile, can be sure
    /// that what is running by its row has lost its server. A server that lost its turn with the connection to the gate may still work: then
    /// its change meets the row, and does not commit.
    pub(super) async fn lose_abandoned(&self, holder: SessionId) -> Result<bool, Refusal> {
        let _pass = match self.jobs().turns.enter(holder, Duration::ZERO).await {
            Ok(pass) => pass,
            Err(Refusal::SessionBusy | Refusal::Busy) => return Ok(false),
            Err(other) => return Err(other),
        };
        let lost = self.run(&self.keeper(), LoseJobs(holder)).await?;
        if lost > 0 {
            tracing::warn!(jobs = lost, session = %holder.0, "jobs had not ended when their server stopped");
        }
        Ok(true)
    }
}
