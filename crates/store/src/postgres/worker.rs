//! One thread's connection: transactions with their reruns, snapshots, and a new connection after the old one broke.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use domesday_app::ports::{Failure, Locks, Outcome, ReadJob, StoreError, Verdict, WriteJob};

use super::connection::{self, Connection};
use super::queries::Work;
use super::reach::Reach;
use super::stored;
use crate::Options;
use crate::load::Counters;
use crate::rerun::{ATTEMPTS, read_once, run_once};

pub(super) struct Worker {
    options: Options,
    counters: Arc<Counters>,
    reach: Arc<Reach>,
    connection: Option<Connection>,
    /// When a point read used the connection last.
    used: Instant,
}

/// After how long without use a connection is asked whether it is still there, before a point read relies on it.
const IDLE: Duration = Duration::from_secs(1);

/// How one attempt at a transaction went.
enum Attempt {
    Ended(Outcome),
    LostRace,
    /// No connection can be made.
    Away,
    /// The connection is of no use any more; `committing` tells whether the commit had been sent.
    Broke {
        committing: bool,
    },
}

impl Worker {
    pub(super) fn new(options: Options, counters: Arc<Counters>, reach: Arc<Reach>) -> Self {
        Self { options, counters, reach, connection: None, used: Instant::now() }
    }

    /// Runs a write that has waited since this instant.
    pub(super) fn write(&mut self, mut job: Box<dyn WriteJob>, since: Instant) {
        self.counters.waiting.fetch_sub(1, Ordering::Relaxed);
        let mut outcome = Outcome::Failed(Failure::Busy);
        let mut reconnected = false;
        for attempt in 0..ATTEMPTS {
            match self.attempt(&mut *job, since) {
                Attempt::Ended(ended) => {
                    outcome = ended;
                    break;
                }
                Attempt::LostRace => {
                    self.counters.reran();
                    sleep(Duration::from_micros(jitter(attempt)));
                }
                Attempt::Away => break,
                Attempt::Broke { committing } => {
                    self.connection = None;
                    if committing {
                        outcome = Outcome::Failed(Failure::Unknown);
                        break;
                    }
                    // A connection that died while idle is replaced once.
                    if std::mem::replace(&mut reconnected, true) {
                        break;
                    }
                }
            }
        }
        job.finish(outcome);
    }

    fn attempt(&mut self, job: &mut dyn WriteJob, since: Instant) -> Attempt {
        let locks = job.locks();
        let counters = self.counters.clone();
        let Some(connection) = self.connect(since) else { return Attempt::Away };
        let (begin, unlock) = opening(&locks);
        if let Err(error) = stored(connection.batch_execute(&begin)) {
            return broke(&error, false);
        }
        let verdict = run_once(job, &mut Work::on(connection));
        if matches!(verdict, Ok(Verdict::Commit)) {
            match stored(connection.batch_execute(&format!("COMMIT{unlock}"))) {
                Ok(()) => {
                    counters.committed(1);
                    return Attempt::Ended(Outcome::Done);
                }
                Err(StoreError::LostRace) => {}
                Err(error) => return broke(&error, true),
            }
        }
        if let Err(error) = stored(connection.batch_execute(&format!("ROLLBACK{unlock}"))) {
            return broke(&error, false);
        }
        match verdict {
            // A commit that comes here lost its race at the last moment.
            Ok(Verdict::Commit | Verdict::Rerun) => Attempt::LostRace,
            Ok(Verdict::Undo) => Attempt::Ended(Outcome::Done),
            Err(failure) => Attempt::Ended(Outcome::Failed(failure)),
        }
    }

    /// Runs a read that has waited since this instant.
    pub(super) fn read(&mut self, job: Box<dyn ReadJob>, since: Instant) {
        let begun = self.say("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", since);
        let Some(connection) = self.connection.as_mut().filter(|_| begun) else { return job.fail(Failure::Busy) };
        read_once(job, &mut Work::on(connection));
        if connection.batch_execute("COMMIT").is_err() {
            self.connection = None;
        }
    }

    /// Runs a read without a transaction around it: half the messages. Its own first statement finds out whether the connection is good,
    /// so one that was idle for long is asked first.
    pub(super) fn point(&mut self, job: Box<dyn ReadJob>, since: Instant) {
        let stale = self.used.elapsed() > IDLE;
        let good = if stale { self.say("SELECT 1", since) } else { self.connect(since).is_some() };
        let Some(connection) = self.connection.as_mut().filter(|_| good) else { return job.fail(Failure::Busy) };
        let mut work = Work::on(connection);
        read_once(job, &mut work);
        if work.broken {
            self.connection = None;
        }
        self.used = Instant::now();
    }

    /// Says something to the database that it has to agree to, on a new connection if the old one died while idle; whether it did.
    fn say(&mut self, statement: &str, since: Instant) -> bool {
        let mut said = |connection: &mut Connection| connection.batch_execute(statement).is_ok();
        if self.connection.as_mut().is_some_and(&mut said) {
            return true;
        }
        self.connection = None;
        let agreed = self.connect(since).is_some_and(said);
        if !agreed {
            self.connection = None;
        }
        agreed
    }

    /// The connection, made anew if there is none; none too if somebody has tried in vain since this instant.
    fn connect(&mut self, since: Instant) -> Option<&mut Connection> {
        if self.connection.is_none() && !self.reach.has_failed_since(since) {
            let begun = Instant::now();
            match connection::open(&self.options) {
                Ok(connection) => self.connection = Some(connection),
                Err(error) => {
                    self.reach.failed(begun);
                    tracing::error!(%error, "cannot connect to the database");
                }
            }
        }
        self.connection.as_mut()
    }
}

/// How a transaction begins, and what is sent along with its end.
///
/// Locks are taken in a transaction of its own, so that the snapshot is younger than they; one message carries it all, and they go with
/// the same message as the commit. Locked, a command sees one snapshot (REPEATABLE READ), since nobody can change what its rules look
/// at; any other is judged by the database itself (SERIALIZABLE, the session's default).
fn opening(locks: &Locks) -> (String, &'static str) {
    let regions = locks.regions();
    if regions.is_empty() {
        return ("BEGIN".to_owned(), "");
    }
    let lock = |(region, alone): &(u64, bool)| {
        let function = if *alone { "pg_advisory_lock" } else { "pg_advisory_lock_shared" };
        format!("SELECT {function}({});", region.cast_signed())
    };
    let taken: String = regions.iter().map(lock).collect();
    let level = if locks.cover_all() { " ISOLATION LEVEL REPEATABLE READ" } else { "" };
    (format!("BEGIN; {taken} COMMIT; BEGIN{level}"), "; SELECT pg_advisory_unlock_all()")
}

fn broke(error: &StoreError, committing: bool) -> Attempt {
    match error {
        StoreError::LostRace => Attempt::LostRace,
        _ => {
            tracing::warn!(%error, committing, "a connection to the database broke");
            Attempt::Broke { committing }
        }
    }
}

/// A little chance, so that two losers do not meet again: 0.2 to 1.2 ms, doubling with each attempt up to 64 times that.
fn jitter(attempt: u32) -> u64 {
    let chance = RandomState::new().build_hasher().finish();
    (200 + chance % 1000) << attempt.min(6)
}
