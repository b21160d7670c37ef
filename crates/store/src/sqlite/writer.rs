//! One thread that writes, with group commit.
//!
//! It takes every command that waits, runs each in its own savepoint, commits once with full durability, and then answers all of
//! them: refusals too, since a refusal may rest on a neighbour's write that the commit could still lose. No command waits for company:
//! a batch is whatever came while the one before was being committed. If a batch fails as a whole, it is split until the command at
//! fault stands alone.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use domesday_app::ports::{Failure, Outcome, StoreError, Verdict, WriteJob};

use super::queries::Work;
use super::stored;
use crate::load::Counters;
use crate::rerun::{ATTEMPTS, run_once};

/// The most commands one commit holds.
const BATCH: usize = 256;

type Job = Box<dyn WriteJob>;

pub(super) struct Writer {
    queue: Mutex<Option<SyncSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    counters: Arc<Counters>,
}

impl Writer {
    pub(super) fn start(connection: SqliteConnection, queue: usize, counters: Arc<Counters>) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(queue.max(1));
        let desk = Desk { connection, counters: counters.clone() };
        let thread = Builder::new().name("writer".into()).spawn(move || desk.serve(&receiver))?;
        Ok(Self { queue: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)), counters })
    }

    /// Queues a command; a full queue is answered at once.
    pub(super) fn submit(&self, job: Job) {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(queue) = queue else { return job.finish(Outcome::Failed(Failure::Busy)) };
        self.counters.waiting.fetch_add(1, Ordering::Relaxed);
        if let Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) = queue.try_send(job) {
            self.counters.waiting.fetch_sub(1, Ordering::Relaxed);
            job.finish(Outcome::Failed(Failure::Busy));
        }
    }

    /// Takes no more, and returns when what waits is answered.
    pub(super) fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

/// The writer's thread and its connection.
struct Desk {
    connection: SqliteConnection,
    counters: Arc<Counters>,
}

impl Desk {
    fn serve(mut self, queue: &Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(BATCH - 1));
            self.counters.waiting.fetch_sub(batch.len() as u64, Ordering::Relaxed);
            self.commit(batch);
        }
    }

    /// Runs a batch in one transaction and answers it; splits it where the transaction fails as a whole.
    fn commit(&mut self, mut batch: Vec<Job>) {
        let ended = match self.transact(&mut batch) {
            Ok(endings) => endings,
            Err(failure) => {
                let _ = self.connection.batch_execute("ROLLBACK");
                return self.split(batch, &failure);
            }
        };
        self.counters.committed(batch.len());
        for (job, failure) in batch.into_iter().zip(ended) {
            job.finish(failure.map_or(Outcome::Done, Outcome::Failed));
        }
    }

    fn split(&mut self, mut batch: Vec<Job>, failure: &Failure) {
        let half = batch.len() / 2;
        if half == 0 || matches!(failure, Failure::Busy) {
            for job in batch {
                job.finish(Outcome::Failed(failure.clone()));
            }
            return;
        }
        tracing::warn!(?failure, jobs = batch.len(), "a batch failed and is split");
        let rest = batch.split_off(half);
        self.commit(batch);
        self.commit(rest);
    }

    /// Each job's own failure, or none; an error is one of the whole transaction, which is then to be rolled back.
    fn transact(&mut self, batch: &mut [Job]) -> Result<Vec<Option<Failure>>, Failure> {
        self.execute("BEGIN IMMEDIATE")?;
        let mut endings = Vec::with_capacity(batch.len());
        for job in batch {
            endings.push(self.run(&mut **job)?);
        }
        self.execute("COMMIT")?;
        Ok(endings)
    }

    fn run(&mut self, job: &mut dyn WriteJob) -> Result<Option<Failure>, Failure> {
        for _ in 0..ATTEMPTS {
            self.execute("SAVEPOINT job")?;
            let verdict = run_once(job, &mut Work::on(&mut self.connection));
            if !matches!(verdict, Ok(Verdict::Commit)) {
                self.execute("ROLLBACK TO job")?;
            }
            self.execute("RELEASE job")?;
            match verdict {
                Ok(Verdict::Commit | Verdict::Undo) => return Ok(None),
                Ok(Verdict::Rerun) => self.counters.reran(),
                Err(failure) => return Ok(Some(failure)),
            }
        }
        Ok(Some(Failure::Busy))
    }

    fn execute(&mut self, sql: &str) -> Result<(), Failure> {
        stored(self.connection.batch_execute(sql)).map_err(|error| match error {
            StoreError::Unavailable | StoreError::LostRace => Failure::Busy,
            StoreError::Broken(cause) => Failure::Broken(cause.to_string()),
        })
    }
}
