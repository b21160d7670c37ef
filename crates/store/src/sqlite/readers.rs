//! Readers beside the writer: short reads on the thread that asks, long ones on a few threads of their own.
//!
//! A short read never waits for another: if every kept connection is out, one more is opened, and kept or dropped afterwards.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use diesel::connection::SimpleConnection;
use diesel::{ConnectionError, SqliteConnection};
use domesday_app::ports::{Failure, ReadJob};

use super::connection;
use super::queries::Work;
use crate::rerun::read_once;

/// How many connections are kept for short reads.
const KEPT: usize = 8;

/// Threads for long reads, and how many of these may wait for one.
const LONG_READERS: usize = 4;
const LONG_WAITING: usize = 256;

pub(super) struct Readers {
    path: PathBuf,
    timeout_seconds: u32,
    kept: Mutex<Vec<SqliteConnection>>,
    long: Mutex<Option<SyncSender<Box<dyn ReadJob>>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    /// Opens the first connection, to fail early, and starts the threads.
    pub(super) fn start(path: PathBuf, timeout_seconds: u32) -> Result<Arc<Self>, ConnectionError> {
        let first = connection::reading(&path, timeout_seconds)?;
        let (long, waiting) = sync_channel(LONG_WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        let readers = Arc::new(Self {
            path,
            timeout_seconds,
            kept: Mutex::new(vec![first]),
            long: Mutex::new(Some(long)),
            threads: Mutex::default(),
        });
        for number in 0..LONG_READERS {
            let (readers_again, waiting) = (readers.clone(), waiting.clone());
            let spawned =
                Builder::new().name(format!("long-reads-{number}")).spawn(move || readers_again.serve(&waiting));
            let thread = spawned.map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
            lock(&readers.threads).push(thread);
        }
        Ok(readers)
    }

    /// Runs a read here and now.
    pub(super) fn run(&self, job: Box<dyn ReadJob>) {
        let kept = lock(&self.kept).pop();
        let opened = kept.map_or_else(|| connection::reading(&self.path, self.timeout_seconds), Ok);
        let mut connection = match opened {
            Ok(connection) => connection,
            Err(error) => {
                tracing::error!(%error, "cannot open a reader's connection");
                return job.fail(Failure::Busy);
            }
        };
        if snapshot(&mut connection, job) {
            let mut kept = lock(&self.kept);
            if kept.len() < KEPT {
                kept.push(connection);
            }
        }
    }

    /// Hands a long read to the threads for them.
    pub(super) fn submit(&self, job: Box<dyn ReadJob>) {
        let long = lock(&self.long).clone();
        let Some(long) = long else { return job.fail(Failure::Busy) };
        if let Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) = long.try_send(job) {
            job.fail(Failure::Busy);
        }
    }

    fn serve(&self, waiting: &Mutex<Receiver<Box<dyn ReadJob>>>) {
        loop {
            let next = lock(waiting).recv();
            match next {
                Ok(job) => self.run(job),
                Err(_) => return,
            }
        }
    }

    /// Ends the threads once what waits is done.
    pub(super) fn close(&self) {
        lock(&self.long).take();
        for thread in lock(&self.threads).drain(..) {
            let _ = thread.join();
        }
    }
}

/// Runs a read in one transaction, so that it sees one state; false if the connection is not fit to be used again.
fn snapshot(connection: &mut SqliteConnection, job: Box<dyn ReadJob>) -> bool {
    if let Err(error) = connection.batch_execute("BEGIN") {
        tracing::error!(%error, "cannot begin a read");
        job.fail(Failure::Busy);
        return false;
    }
    let mut work = Work::on(connection);
    read_once(job, &mut work);
    let fit = !work.broken;
    connection.batch_execute("COMMIT").is_ok() && fit
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
