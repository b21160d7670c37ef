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
use super::stored;
use crate::Options;
use crate::load::Counters;
use crate::rerun::{ATTEMPTS, read_once, run_once};

pub(super) struct Worker {
    options: Options,
    counters: Arc<Counters>,
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
    /// The connection is of no use any more; `committing` tells whether the commit had been sent.
    Broke {
        committing: bool,
    },
}

impl Worker {
    pub(super) fn new(options: Options, counters: Arc<Counters>) -> Self {
        Self { options, counters, connection: None, used: Instant::now() }
    }

    pub(super) fn write(&mut self, mut job: Box<dyn WriteJob>) {
        self.counters.waiting.fetch_sub(1, Ordering::Relaxed);
        let mut outcome = Outcome::Failed(Failure::Busy);
        let mut reconnected = false;
        for attempt in 0..ATTEMPTS {
            match self.attempt(&mut *job) {
                Attempt::Ended(ended) => {
                    outcome = ended;
                    break;
                }
                Attempt::LostRace => {
                    self.counters.reran();
                    sleep(Duration::from_micros(jitter(attempt)));
                }
                Attempt::Broke { committing } => {
                    self.connection = None;
                    if committing {
                        outcome = Outcome::Failed(Failure::Unknown);
                        break;
                    }
                    // A connection that died while idle is replaced once; a database that is away is told at once.
                    if std::mem::replace(&mut reconnected, true) {
                        break;
                    }
                }
            }
        }
        job.finish(outcome);
    }

    fn attempt(&mut self, job: &mut dyn WriteJob) -> Attempt {
        let locks = job.locks();
        let counters = self.counters.clone();
        let Some(connection) = self.connect() else { return Attempt::Broke { committing: false } };
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

    pub(super) fn read(&mut self, job: Box<dyn ReadJob>) {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let begun = self.connect().is_some_and(|connection| connection.batch_execute(begin).is_ok()) || {
            self.connection = None;
            self.connect().is_some_and(|connection| connection.batch_execute(begin).is_ok())
        };
        match &mut self.connection {
            Some(connection) if begun => {
                read_once(job, &mut Work::on(connection));
                if connection.batch_execute("COMMIT").is_err() {
                    self.connection = None;
                }
            }
            _ => {
                self.connection = None;
                job.fail(Failure::Busy);
            }
        }
    }

    /// Runs a read without a transaction around it: half the messages. Its own first statement finds out whether the connection is good,
    /// so one that was idle for long is asked first.
    pub(super) fn point(&mut self, job: Box<dyn ReadJob>) {
        let stale = self.used.elapsed() > IDLE;
        let good = self.connect().is_some_and(|connection| !stale || connection.batch_execute("SELECT 1").is_ok());
        if !good {
            self.connection = None;
        }
        let Some(connection) = self.connect() else { return job.fail(Failure::Busy) };
        let mut work = Work::on(connection);
        read_once(job, &mut work);
        if work.broken {
            self.connection = None;
        }
        self.used = Instant::now();
    }

    fn connect(&mut self) -> Option<&mut Connection> {
        if self.connection.is_none() {
            match connection::open(&self.options) {
                Ok(connection) => self.connection = Some(connection),
                Err(error) => tracing::error!(%error, "cannot connect to the database"),
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
