//! Sessions that run one request at a time, and the job that each request is (`dynect.md` section 4).
//!
//! A face takes a number for each request ([`Registry::job_number`]), waits for the session's turn ([`Registry::enter`]) and keeps the
//! [`Pass`] until the job has ended, answered or not. Then:
//!
//! - a change is run with [`Registry::run_job`], which keeps the answer of one that succeeded in the transaction of the change itself;
//! - a refusal, and the answer to a question, is told to [`Registry::remember_job`];
//! - a job whose client is not kept waiting any longer is noted by [`Registry::start_slow_job`], and ended by
//!   [`Registry::finish_slow_job`], whatever it was. One task does both, one after the other, or the end may come before the start.
//!
//! What an answer says is the face's business: here it is text ([`JobAnswer`]).

mod kept;
mod memory;
mod numbers;
mod result;
mod running;
mod slow;
mod sweep;
mod turns;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domesday_domain::account::SessionId;
use domesday_domain::history::Face;

pub use kept::{Kept, Ran, RenderJob};
pub use result::JobState;
pub use slow::Finished;
pub use turns::Pass;

use crate::ports::{JobMemory, Remembered, Store};
use crate::refusal::Refusal;
use crate::registry::{Caller, Registry};
use memory::Memory;
use numbers::Numbers;
use running::Running;
use turns::Turns;

/// How long a piece of a kept answer is, in octets (rule J7).
const PIECE: usize = 1 << 20;

/// The longest answer of a read that is kept in memory, in octets (rule J10).
const MEMORY_EACH: usize = 1 << 20;

/// The longest one that servers remember in common, in octets (rule J7).
const SHARED_EACH: usize = 64 << 10;

/// What the configuration says about jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRules {
    /// How long a request waits for the one before it in its session (`busy_wait_ms`); zero for not at all.
    pub busy_wait: Duration,
    /// How much memory the answers of reads and refusals may take, in octets (`job_memory_mib`).
    pub memory: usize,
    /// The longest answer that is kept, in octets (`job_result_max_mib`).
    pub result_max: usize,
}

impl Default for JobRules {
    fn default() -> Self {
        Self { busy_wait: Duration::from_secs(1), memory: 64 << 20, result_max: 64 << 20 }
    }
}

/// A request, as it can be asked for afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// The session that made it, which alone may ask for it (rule J3).
    pub holder: SessionId,
}

/// An answer as it is kept: JSON, so without U+0000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobAnswer(pub String);

impl JobAnswer {
    /// The answer in pieces of at most 1 MiB, one at least.
    fn pieces(&self) -> Vec<&str> {
        let mut rest = self.0.as_str();
        let mut pieces = Vec::with_capacity(rest.len() / PIECE + 1);
        while rest.len() > PIECE {
            // No character has more than four octets, so this ends at the fourth at the latest.
            let end = (0..=PIECE).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or_default();
            let (piece, after) = rest.split_at(end);
            pieces.push(piece);
            rest = after;
        }
        pieces.push(rest);
        pieces
    }
}

/// What a server knows about sessions and jobs beside what is stored.
pub(crate) struct Jobs {
    rules: JobRules,
    numbers: Numbers,
    turns: Arc<Turns>,
    running: Running,
    memory: Mutex<Memory>,
    /// What servers remember in common, if there may be several.
    shared: Option<Arc<dyn JobMemory>>,
    /// Sessions that may have more jobs than are kept.
    full: Mutex<HashSet<SessionId>>,
    /// When the jobs of API keys were looked through last.
    keys_swept: Mutex<Option<DateTime<Utc>>>,
}

impl Jobs {
    /// Those of a server that begins.
    pub(crate) fn new(rules: JobRules, store: &dyn Store) -> Self {
        Self {
            numbers: Numbers::default(),
            turns: Arc::new(Turns::new(store.gate())),
            running: Running::default(),
            memory: Mutex::new(Memory::of(rules.memory)),
            shared: store.job_memory(),
            full: Mutex::default(),
            keys_swept: Mutex::default(),
            rules,
        }
    }

    /// Notes now and then, by chance, that a session may have too many jobs: one in 256, whichever numbers a session gets.
    fn count_row(&self, job: &Job) {
        if job.id.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56 == 0 {
            lock(&self.full).insert(job.holder);
        }
    }
}

impl Registry {
    /// Waits for a session's turn (rule Q1): one request at a time, in order of arrival, at most four waiting, each for
    /// [`JobRules::busy_wait`]. Takes no thread and no connection meanwhile. Whoever stops waiting leaves the queue. The turn ends when the
    /// pass is dropped, which must be after the job's end has been told.
    ///
    /// # Errors
    /// [`Refusal::SessionBusy`] if it does not come to its turn; [`Refusal::Busy`] if for a second no server can be asked.
    pub async fn enter(&self, holder: SessionId) -> Result<Pass, Refusal> {
        let jobs = self.jobs();
        jobs.turns.enter(holder, jobs.rules.busy_wait).await
    }

    /// Remembers what a job said that changed nothing, a read or a refusal, within the bounds of rules J7 and J10: in this server's memory, and
    /// where there may be others in theirs.
    pub fn remember_job(&self, job: &Job, answer: JobAnswer) {
        let jobs = self.jobs();
        if let Some(shared) = jobs.shared.as_ref().filter(|_| answer.0.len() <= SHARED_EACH && !answer.0.contains('\0'))
        {
            let at = self.clock().now();
            shared.remember(Remembered { id: job.id, holder: job.holder, at, answer: answer.0.clone() });
            jobs.count_row(job);
        }
        lock(&jobs.memory).remember(job, answer);
    }

    /// The longest answer that is kept, in octets (rule J10).
    pub fn job_result_max(&self) -> usize {
        self.jobs().rules.result_max
    }

    /// The server itself, where it keeps jobs on behalf of others.
    fn keeper(&self) -> Caller {
        Caller::system(Face::System, self.ids().uuid().to_string())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn j7_large_results_are_kept_in_pieces_of_a_mebibyte() {
        let lengths = |text: String| JobAnswer(text).pieces().iter().map(|piece| piece.len()).collect::<Vec<_>>();
        assert_eq!(lengths(String::new()), [0], "an answer has a piece");
        assert_eq!(lengths("x".repeat(PIECE)), [PIECE]);
        assert_eq!(lengths("x".repeat(2 * PIECE + 7)), [PIECE, PIECE, 7]);
        let whole = JobAnswer(format!("x{}", "ø".repeat(PIECE)));
        assert!(whole.pieces().iter().all(|piece| piece.len() <= PIECE), "no character is cut");
        assert_eq!(whole.pieces().concat(), whole.0);
    }
}
