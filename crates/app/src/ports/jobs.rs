//! Jobs of sessions, as the store keeps them (`dynect.md` J7–J10). What an answer says is its maker's business: here it is text in pieces.

use chrono::{DateTime, Utc};
use domesday_domain::account::SessionId;
use tokio::sync::oneshot;

use super::Stored;

/// How far a kept job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Some server works on it.
    Running,
    /// Its answer is kept.
    Done,
    /// It ended with its server, and changed nothing.
    Lost,
}

/// A kept job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredJob {
    /// Who may see it.
    pub holder: SessionId,
    /// How far it is.
    pub progress: Progress,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Which kept jobs are too old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooOld {
    /// All but so many of the newest.
    Beyond(usize),
    /// Those that came to their state before an instant; only the oldest are looked at.
    Before(DateTime<Utc>),
}

/// Reading kept jobs.
pub trait JobReads {
    /// A job, whosever it is.
    fn session_job(&mut self, id: i64) -> Stored<Option<StoredJob>>;
    /// The pieces of its answer, in order.
    fn job_pieces(&mut self, id: i64) -> Stored<Vec<String>>;
    /// Those with running jobs, the longest running first, each once; as many jobs as this are looked at.
    fn holders_running(&mut self, limit: usize) -> Stored<Vec<SessionId>>;
    /// The sessions from one id up to another.
    fn sessions_between(&mut self, from: SessionId, to: SessionId) -> Stored<Vec<SessionId>>;
}

/// Writing kept jobs.
pub trait JobWrites {
    /// Notes that a job runs. Nothing happens if it is known already, or if the session is gone.
    fn start_job(&mut self, id: i64, holder: SessionId, now: DateTime<Utc>) -> Stored<()>;
    /// Keeps a job's answer; false if it was declared lost, which stands. Nothing happens if it has an answer, or if the session is gone.
    fn finish_job(&mut self, id: i64, holder: SessionId, pieces: &[&str], now: DateTime<Utc>) -> Stored<bool>;
    /// Declares a holder's running jobs lost, and tells how many.
    fn lose_jobs(&mut self, holder: SessionId, now: DateTime<Utc>) -> Stored<usize>;
    /// Declares a job lost unless it has an answer: from then on nothing commits under its name.
    fn lose_job(&mut self, id: i64, holder: SessionId, now: DateTime<Utc>) -> Stored<()>;
    /// Deletes at most so many of a holder's jobs that are too old, the oldest first, and tells how many.
    fn delete_old_jobs(&mut self, holder: SessionId, old: TooOld, most: usize) -> Stored<usize>;
}

/// An answer that is not worth a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The job.
    pub id: i64,
    /// Who may see it.
    pub holder: SessionId,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// The answer, without U+0000.
    pub answer: String,
}

/// Which remembered answers may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// Those of before an instant.
    Before(DateTime<Utc>),
    /// All of a session.
    Of(SessionId),
    /// All of a session but so many of the newest.
    Beyond(SessionId, usize),
}

/// What servers of one database remember in common, without durability: what is told to it may be lost (`dynect.md` J7).
pub trait JobMemory: Send + Sync {
    /// Remembers an answer within 200 ms or so, all of a server's in one statement. Blocks nobody.
    fn remember(&self, job: Remembered);
    /// Gives the answer of a job of this holder, if it is remembered. Dropped unanswered: that cannot be told now.
    fn recall(&self, id: i64, holder: SessionId, answer: oneshot::Sender<Option<String>>);
    /// Forgets at most so many answers, and tells how many.
    fn forget(&self, which: Forgotten, most: usize, answer: oneshot::Sender<usize>);
}
