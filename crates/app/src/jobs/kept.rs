//! Changes whose answer is kept with them: a row in the very transaction of the change, so that there is none without the other
//! (`dynect.md` J7, X2).

use std::sync::Arc;
use std::time::Duration;

use domesday_domain::actor::{Actor, Permission};
use tokio::time::{Instant, sleep};

use super::{Job, JobAnswer};
use crate::ports::{Locks, Progress, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};
use crate::sessions::anchor_holder;

/// How long it is tried to learn whether a commit that got no answer happened (rule J9).
const LEARNING: Duration = Duration::from_secs(30);

/// How long to wait between two tries.
const AGAIN: Duration = Duration::from_millis(250);

/// How a face writes an answer that is to be kept.
pub type RenderJob<A> = Arc<dyn Fn(&A) -> JobAnswer + Send + Sync>;

/// A command whose answer is kept as that of a job. One whose job was declared lost does not commit: what was told about it stays true
/// (rule J9). A rehearsal keeps nothing. Where the session is gone the change counts, and nothing is kept (rule X3).
///
/// Refused: as the command itself; [`Refusal::Busy`] where the job was declared lost.
pub struct Kept<C: Command> {
    /// What is to be done.
    pub command: C,
    /// As which job.
    pub job: Job,
    /// How its answer is kept.
    pub render: RenderJob<C::Answer>,
}

/// How a change that succeeded is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran<A> {
    /// By its own answer.
    Fresh(A),
    /// By what was kept of it: the connection failed in the commit.
    Found(JobAnswer),
}

impl<C: Command> Command for Kept<C> {
    const NEEDS: Permission = C::NEEDS;
    type Answer = C::Answer;

    fn locks(&self, actor: &Actor) -> Locks {
        self.command.locks(actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal> {
        let answer = self.command.execute(context, tx)?;
        if !context.rehearsal {
            let Job { id, holder } = self.job;
            let there = anchor_holder(tx, holder, context.now)?;
            if there && !tx.finish_job(id, holder, &(self.render)(&answer).pieces(), context.now)? {
                return Err(Refusal::Busy);
            }
        }
        Ok(answer)
    }
}

/// Settles what became of a change whose commit got no answer: it has happened, or from now on it cannot.
struct Settle(Job);

/// What became of it.
enum Settled {
    /// It happened, and was answered so.
    Done(JobAnswer),
    /// It did not, and will not.
    Undone,
    /// The session is gone, and with it what would tell.
    Unknown,
}

impl Command for Settle {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Settled;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Settled, Refusal> {
        let Job { id, holder } = self.0;
        // A commit that is still under way holds the job's row: this waits for it, and then meets it or is met by it.
        tx.lose_job(id, holder, context.now)?;
        Ok(match tx.session_job(id)?.map(|job| job.progress) {
            Some(Progress::Done) => Settled::Done(JobAnswer(tx.job_pieces(id)?.concat())),
            Some(Progress::Lost) => Settled::Undone,
            Some(Progress::Running) | None => Settled::Unknown,
        })
    }
}

impl Registry {
    /// Runs a change as a job: the answer of one that succeeds is kept with it. What is refused keeps nothing: that is told to
    /// [`Registry::remember_job`], or [`Registry::finish_slow_job`].
    ///
    /// If the connection fails in the commit, the job's row tells whether it happened; that is tried for 30 s.
    ///
    /// # Errors
    /// As [`Registry::run`]; [`Refusal::Busy`] too where the change did not happen for a failed connection, or its job was declared lost;
    /// [`Refusal::Unknown`] only where the outcome could not be learned.
    pub async fn run_job<C: Command>(
        &self,
        caller: &Caller,
        job: Job,
        command: C,
        render: RenderJob<C::Answer>,
    ) -> Result<Ran<C::Answer>, Refusal> {
        let ran = self.run(caller, Kept { command, job, render }).await;
        self.jobs().count_row(&job);
        match ran {
            Ok(answer) => Ok(Ran::Fresh(answer)),
            Err(Refusal::Unknown) => self.learn_outcome(job).await.map(Ran::Found),
            Err(refusal) => Err(refusal),
        }
    }

    async fn learn_outcome(&self, job: Job) -> Result<JobAnswer, Refusal> {
        let until = Instant::now() + LEARNING;
        while Instant::now() < until {
            match self.run(&self.keeper(), Settle(job)).await {
                Ok(Settled::Done(answer)) => return Ok(answer),
                Ok(Settled::Undone) => return Err(Refusal::Busy),
                Ok(Settled::Unknown) => break,
                Err(refusal) => tracing::warn!(job = job.id, ?refusal, "the outcome of a change is not known yet"),
            }
            sleep(AGAIN).await;
        }
        Err(Refusal::Unknown)
    }
}
