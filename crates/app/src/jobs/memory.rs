//! What reads and refusals said, in this server's memory and within bounds: oldest out (`dynect.md` J10).

use std::collections::{BTreeMap, HashMap, VecDeque};

use domesday_domain::account::SessionId;

use super::{Job, JobAnswer, MEMORY_EACH};

/// How many answers of a session are kept.
const A_SESSION: usize = 100;

/// What an answer takes beside its text, in octets.
const OVERHEAD: usize = 256;

/// The answers.
#[derive(Debug)]
pub(super) struct Memory {
    /// How many octets they may take.
    most: usize,
    octets: usize,
    /// The number of the next one, in order of arrival.
    next: u64,
    jobs: HashMap<i64, Kept>,
    by_age: BTreeMap<u64, i64>,
    by_session: HashMap<SessionId, VecDeque<u64>>,
}

#[derive(Debug)]
struct Kept {
    age: u64,
    holder: SessionId,
    answer: JobAnswer,
}

impl Memory {
    /// None yet, and so many octets for them.
    pub(super) fn of(most: usize) -> Self {
        let (jobs, by_age, by_session) = Default::default();
        Self { most, octets: 0, next: 0, jobs, by_age, by_session }
    }

    /// Keeps an answer, unless it is too long; the oldest go for it. One that a job has already stays.
    pub(super) fn remember(&mut self, job: &Job, answer: JobAnswer) {
        let octets = answer.0.len() + OVERHEAD;
        if answer.0.len() > MEMORY_EACH || octets > self.most || self.jobs.contains_key(&job.id) {
            return;
        }
        let age = self.next;
        self.next += 1;
        self.octets += octets;
        self.jobs.insert(job.id, Kept { age, holder: job.holder, answer });
        self.by_age.insert(age, job.id);
        let theirs = self.by_session.entry(job.holder).or_default();
        theirs.push_back(age);
        let oldest = theirs.front().copied().filter(|_| theirs.len() > A_SESSION);
        if let Some(oldest) = oldest {
            self.drop_aged(oldest);
        }
        while self.octets > self.most {
            let Some((oldest, _)) = self.by_age.first_key_value() else { return };
            self.drop_aged(*oldest);
        }
    }

    /// Whose the answer of a job is, and what it says.
    pub(super) fn recall(&self, id: i64) -> Option<(SessionId, &JobAnswer)> {
        self.jobs.get(&id).map(|kept| (kept.holder, &kept.answer))
    }

    /// Forgets what a session asked.
    pub(super) fn forget(&mut self, holder: SessionId) {
        for age in self.by_session.get(&holder).cloned().unwrap_or_default() {
            self.drop_aged(age);
        }
    }

    fn drop_aged(&mut self, age: u64) {
        let Some(kept) = self.by_age.remove(&age).and_then(|id| self.jobs.remove(&id)) else { return };
        self.octets -= kept.answer.0.len() + OVERHEAD;
        if let Some(theirs) = self.by_session.get_mut(&kept.holder) {
            // The oldest of all is the oldest of its session too, so it is the first here.
            theirs.retain(|other| *other != kept.age);
            if theirs.is_empty() {
                self.by_session.remove(&kept.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn job(id: i64, session: u128) -> Job {
        Job { id, holder: SessionId(Uuid::from_u128(session)) }
    }

    fn text(length: usize) -> JobAnswer {
        JobAnswer("x".repeat(length))
    }

    fn is_kept(memory: &Memory, id: i64) -> bool {
        memory.recall(id).is_some()
    }

    /// The sums agree with what is kept.
    fn check(memory: &Memory) {
        let octets: usize = memory.jobs.values().map(|kept| kept.answer.0.len() + OVERHEAD).sum();
        assert_eq!(octets, memory.octets);
        assert!(octets <= memory.most);
        let theirs: usize = memory.by_session.values().map(VecDeque::len).sum();
        assert_eq!((memory.by_age.len(), theirs), (memory.jobs.len(), memory.jobs.len()));
    }

    #[test]
    fn j10_a_session_has_a_hundred_reads_and_the_oldest_goes() {
        let mut memory = Memory::of(64 << 20);
        memory.remember(&job(500, 2), text(1));
        for id in 0..150 {
            memory.remember(&job(id, 1), text(1));
        }
        check(&memory);
        assert!((0..50).all(|id| !is_kept(&memory, id)) && (50..150).all(|id| is_kept(&memory, id)));
        assert!(is_kept(&memory, 500), "another session's are its own");
        assert_eq!(memory.recall(500).map(|(holder, _)| holder), Some(job(500, 2).holder));
    }

    #[test]
    fn j10_memory_is_bounded_and_the_oldest_goes() {
        let mut memory = Memory::of(10 * (1000 + OVERHEAD));
        for id in 0..25 {
            memory.remember(&job(id, u128::try_from(id % 7).unwrap()), text(1000));
            check(&memory);
        }
        assert!((0..15).all(|id| !is_kept(&memory, id)) && (15..25).all(|id| is_kept(&memory, id)));
    }

    #[test]
    fn j10_a_result_over_a_mebibyte_is_not_kept_in_memory() {
        let mut memory = Memory::of(64 << 20);
        memory.remember(&job(1, 1), text(MEMORY_EACH));
        memory.remember(&job(2, 1), text(MEMORY_EACH + 1));
        assert!(is_kept(&memory, 1) && !is_kept(&memory, 2));
        let mut small = Memory::of(1000);
        small.remember(&job(1, 1), text(2000));
        assert!(!is_kept(&small, 1), "nor one that would push out all others and itself");
        check(&small);
    }

    #[test]
    fn a_job_has_one_answer() {
        let mut memory = Memory::of(64 << 20);
        memory.remember(&job(1, 1), text(1));
        memory.remember(&job(1, 1), text(2));
        assert_eq!(memory.recall(1).map(|(_, answer)| answer.0.len()), Some(1));
        check(&memory);
    }

    #[test]
    fn what_a_session_asked_is_forgotten_with_it() {
        let mut memory = Memory::of(64 << 20);
        for id in 0..10 {
            memory.remember(&job(id, u128::try_from(id % 2).unwrap()), text(1));
        }
        memory.forget(job(0, 0).holder);
        check(&memory);
        assert_eq!((0..10).filter(|id| is_kept(&memory, *id)).collect::<Vec<_>>(), [1, 3, 5, 7, 9]);
    }
}
