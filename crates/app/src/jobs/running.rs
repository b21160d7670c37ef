//! Jobs that run in this server and are asked for: who waits for their end, and who asks too often (`dynect.md` J5, J6).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use domesday_domain::account::SessionId;
use tokio::sync::watch;

use super::{Job, lock};
use crate::refusal::Refusal;

/// A question for a running job is early if the one before it was less than this ago.
const EARLY: Duration = Duration::from_millis(4500);

/// After so long without a question those that were early are forgotten.
const RESET: Duration = Duration::from_secs(5);

/// So many early questions are answered like any other.
const EARLY_ANSWERED: u32 = 20;

/// When those who ask too often are to come back, in seconds.
const COME_BACK: u64 = 5;

/// When so many jobs are counted, those nobody asks for any more are dropped.
const COUNTED: usize = 1024;

/// The jobs that run in this server as slow ones, and the questions for any running job that arrived here.
#[derive(Debug, Default)]
pub(super) struct Running {
    jobs: Mutex<HashMap<i64, (SessionId, watch::Sender<()>)>>,
    questions: Mutex<HashMap<i64, Questions>>,
}

/// The questions for one job.
#[derive(Clone, Copy, Debug)]
struct Questions {
    last: Instant,
    early: u32,
}

/// A job that is registered as running; until this is dropped.
pub(super) struct Registered<'a> {
    running: &'a Running,
    id: i64,
}

impl Drop for Registered<'_> {
    fn drop(&mut self) {
        // Those who wait for its end are woken by the sender's going.
        lock(&self.running.jobs).remove(&self.id);
    }
}

impl Running {
    /// Registers a job as running.
    pub(super) fn begin(&self, job: &Job) {
        lock(&self.jobs).insert(job.id, (job.holder, watch::Sender::new(())));
    }

    /// A job that was registered as running, whose end is near; none if it was not.
    pub(super) fn ending(&self, job: &Job) -> Option<Registered<'_>> {
        let runs = lock(&self.jobs).contains_key(&job.id);
        runs.then(|| Registered { running: self, id: job.id })
    }

    /// Whose a running job is, and what closes when it ends; none if it does not run here.
    pub(super) fn find(&self, id: i64) -> Option<(SessionId, watch::Receiver<()>)> {
        lock(&self.jobs).get(&id).map(|(holder, end)| (*holder, end.subscribe()))
    }

    /// Counts a question for a running job that arrived at this instant (rule J6).
    ///
    /// # Errors
    /// [`Refusal::TooMany`] for the 21st that is early, and those after it.
    pub(super) fn ask(&self, id: i64, now: Instant) -> Result<(), Refusal> {
        let mut questions = lock(&self.questions);
        if questions.len() >= COUNTED {
            questions.retain(|_, asked| now.saturating_duration_since(asked.last) < RESET);
        }
        let asked = match questions.entry(id) {
            Entry::Occupied(asked) => asked.into_mut(),
            Entry::Vacant(first) => {
                first.insert(Questions { last: now, early: 0 });
                return Ok(());
            }
        };
        let since = now.saturating_duration_since(asked.last);
        asked.last = asked.last.max(now);
        if since >= EARLY {
            asked.early = if since >= RESET { 0 } else { asked.early };
            return Ok(());
        }
        asked.early += 1;
        if asked.early > EARLY_ANSWERED { Err(Refusal::TooMany { retry_after: COME_BACK }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks so many milliseconds after the beginning, and tells whether the question is answered.
    fn asker(running: &Running) -> impl Fn(i64, u64) -> bool + '_ {
        let begin = Instant::now();
        move |id, milliseconds| match running.ask(id, begin + Duration::from_millis(milliseconds)) {
            Ok(()) => true,
            Err(Refusal::TooMany { retry_after: 5 }) => false,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn j6_twenty_early_questions_are_answered_and_the_next_is_not() {
        let running = Running::default();
        let ask = asker(&running);
        assert!((0..=20).all(|number| ask(7, number * 100)), "the first is not early, and twenty are answered");
        assert!(!ask(7, 2100) && !ask(7, 6000), "what is refused counts like any other");
        assert!(ask(7, 10_500) && !ask(7, 10_600), "one that is not early is answered");
        assert!(ask(8, 2200), "jobs are counted apart");
    }

    #[test]
    fn j6_five_seconds_without_a_question_reset_the_count() {
        let running = Running::default();
        let ask = asker(&running);
        assert!((0..=20).all(|number| ask(7, number)));
        assert!(!ask(7, 21));
        assert!((0..=20).all(|number| ask(7, 5021 + number)), "the count began anew");
        assert!(!ask(7, 5050));
    }

    #[test]
    fn j6_who_asks_every_five_seconds_is_never_refused() {
        let running = Running::default();
        let ask = asker(&running);
        assert!((0..200).all(|number| ask(7, number * 4500)));
    }

    #[test]
    fn j6_what_is_counted_is_bounded() {
        let running = Running::default();
        let ask = asker(&running);
        for id in 0..10_000 {
            assert!(ask(id, id.unsigned_abs() * 10));
        }
        let counted = lock(&running.questions).len();
        assert!(counted <= COUNTED, "{counted}");
    }

    #[test]
    fn j5_the_end_of_a_job_wakes_who_waits_for_it() {
        let running = Running::default();
        let job = Job { id: 7, holder: SessionId(uuid::Uuid::from_u128(1)) };
        running.begin(&job);
        let (holder, end) = running.find(7).expect("it runs");
        assert_eq!((holder, end.has_changed().is_ok()), (job.holder, true));
        drop(running.ending(&job).expect("it runs"));
        assert!(end.has_changed().is_err() && running.find(7).is_none() && running.ending(&job).is_none());
    }
}
