//! The shared store: one PostgreSQL database behind any number of nodes.
//!
//! Every transaction is SERIALIZABLE and run again when it loses a race. Writers of the same zone take an advisory lock before their
//! snapshot, on whichever node they are, or a busy zone would do little but rerun. Connections live on threads of their own.

mod connection;
mod gate;
mod memory;
mod migrating;
mod reach;
mod side;
mod tls;
mod values;
mod worker;

#[path = "queries/mod.rs"]
mod queries;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use diesel::result::{DatabaseErrorKind, Error};
use domesday_app::ports::{
    Extent, Failure, Gate, JobMemory, Load, Outcome, ReadJob, Store, StoreError, Stored, WriteJob,
};

use crate::load::Counters;
use crate::{OpenError, Options, migrations};

use gate::PostgresGate;
use memory::PostgresMemory;
use reach::Reach;
use worker::Worker;

pub(crate) use crate::lists::uses::ArrayUses as Uses;
pub(crate) use crate::lists::{ArrayIds as Ids, ArrayNames as Names, ArrayNumbers as Numbers, ArrayTexts as Texts};
pub(crate) use crate::patterns::LikePattern as Pattern;
pub(crate) use connection::Connection;
pub(crate) use side::PostgresSide;

/// The database.
pub(crate) type Backend = diesel::pg::Pg;

/// What stands between a column and a list that its value is sought in.
pub(crate) const AMONG: &str = " = ANY(";

/// The same before and after a query that is to be asked first, and its answers looked up one by one.
pub(crate) const AMONG_ALL: (&str, &str) = (" = ANY(ARRAY(", "))");

/// PostgreSQL knows by itself which index is not to be used.
pub(crate) const NO_INDEX: &str = "";

/// Rows of one statement: PostgreSQL takes 65535 values, and no table here has more than 32 columns.
pub(crate) const ROWS_A_STATEMENT: usize = 1000;

/// PostgreSQL reads cuts by their index without being told.
pub(crate) const BY_CUTS: &str = "";

/// Inserts rows, many a statement.
macro_rules! insert_rows {
    ($connection:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        let mut done = Ok(());
        for some in rows.chunks(super::super::ROWS_A_STATEMENT) {
            done = diesel::insert_into($table).values(some).execute($connection).map(drop);
            if done.is_err() {
                break;
            }
        }
        done
    }};
}
pub(crate) use insert_rows;

/// The port's meaning of an error of PostgreSQL.
pub(crate) fn stored<T>(result: diesel::QueryResult<T>) -> Stored<T> {
    result.map_err(|error| match error {
        Error::DatabaseError(
            DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation,
            _,
        ) => StoreError::LostRace,
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _)
        | Error::BrokenTransactionManager => StoreError::Unavailable,
        Error::DatabaseError(_, ref details) => match details.message() {
            text if text.contains("deadlock detected") || text.contains("could not serialize") => StoreError::LostRace,
            text if text.contains("statement timeout")
                || text.contains("terminating connection")
                || text.contains("shutting down")
                || text.contains("starting up") =>
            {
                StoreError::Unavailable
            }
            _ => StoreError::Broken(Box::new(error)),
        },
        other => StoreError::Broken(Box::new(other)),
    })
}

/// What the threads take from their queues.
enum Task {
    Write(Box<dyn WriteJob>),
    Read(Box<dyn ReadJob>),
    /// A read whose statements stand each for itself.
    Point(Box<dyn ReadJob>),
}

impl Task {
    fn refuse(self, failure: Failure) {
        match self {
            Self::Write(job) => job.finish(Outcome::Failed(failure)),
            Self::Read(job) | Self::Point(job) => job.fail(failure),
        }
    }
}

/// A task, and since when it waits.
type Queued = (Task, Instant);

/// A queue with threads behind it.
struct Lane {
    queue: Mutex<Option<SyncSender<Queued>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// How the connections are shared out: writes, which may wait for one another's locks; short reads, which never should; long ones.
fn shares(connections: usize) -> (usize, usize, usize) {
    let long = (connections / 8).clamp(1, 4);
    let writes = (connections * 5 / 8).clamp(1, connections.saturating_sub(long + 1).max(1));
    (writes, connections.saturating_sub(long + writes).max(1), long)
}

impl Lane {
    fn start(
        name: &str,
        threads: usize,
        queue: usize,
        options: &Options,
        counters: &Arc<Counters>,
        reach: &Arc<Reach>,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(queue.max(1));
        let receiver = Arc::new(Mutex::new(receiver));
        let mut started = Vec::with_capacity(threads);
        for number in 0..threads {
            let worker = Worker::new(options.clone(), counters.clone(), reach.clone());
            let receiver = receiver.clone();
            started.push(Builder::new().name(format!("{name}-{number}")).spawn(move || serve(worker, &receiver))?);
        }
        Ok(Self { queue: Mutex::new(Some(sender)), threads: Mutex::new(started) })
    }

    /// Queues a task; false if it was refused.
    fn submit(&self, task: Task) -> bool {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let refused = match queue {
            Some(queue) => match queue.try_send((task, Instant::now())) {
                Ok(()) => return true,
                Err(TrySendError::Full((task, _)) | TrySendError::Disconnected((task, _))) => task,
            },
            None => task,
        };
        refused.refuse(Failure::Busy);
        false
    }

    fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = thread.join();
        }
    }
}

fn serve(mut worker: Worker, queue: &Mutex<Receiver<Queued>>) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok((Task::Write(job), since)) => worker.write(job, since),
            Ok((Task::Read(job), since)) => worker.read(job, since),
            Ok((Task::Point(job), since)) => worker.point(job, since),
            Err(_) => return,
        }
    }
}

/// A registry in a PostgreSQL database.
pub(crate) struct PostgresStore {
    options: Options,
    writes: Lane,
    short: Lane,
    long: Lane,
    gate: Arc<PostgresGate>,
    memory: Arc<PostgresMemory>,
    counters: Arc<Counters>,
    /// Checks under way: a health check opens a connection of its own, and many at once would crowd out the rest.
    checks: AtomicUsize,
}

impl PostgresStore {
    /// Connects, brings the database up to this program, and starts the threads.
    pub(crate) fn open(options: &Options) -> Result<Self, OpenError> {
        migrating::migrate(options, options.migrate)?;
        let counters = Arc::new(Counters::default());
        let (writes, short, long) = shares(options.connections);
        let reach = Arc::new(Reach::default());
        let unreachable = |error: std::io::Error| OpenError::Unreachable(error.to_string());
        let lane =
            |name, threads| Lane::start(name, threads, options.queue, options, &counters, &reach).map_err(unreachable);
        Ok(Self {
            writes: lane("writes", writes)?,
            short: lane("reads", short)?,
            long: lane("long-reads", long)?,
            gate: Arc::new(PostgresGate::start(options).map_err(unreachable)?),
            memory: Arc::new(PostgresMemory::start(options).map_err(unreachable)?),
            options: options.clone(),
            counters,
            checks: AtomicUsize::new(0),
        })
    }
}

impl Store for PostgresStore {
    fn write(&self, job: Box<dyn WriteJob>) {
        self.counters.waiting.fetch_add(1, Ordering::Relaxed);
        if !self.writes.submit(Task::Write(job)) {
            self.counters.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn read(&self, extent: Extent, job: Box<dyn ReadJob>) {
        match extent {
            Extent::Point => self.short.submit(Task::Point(job)),
            Extent::Short => self.short.submit(Task::Read(job)),
            Extent::Long => self.long.submit(Task::Read(job)),
        };
    }

    fn check(&self) -> Stored<bool> {
        if self.checks.fetch_add(1, Ordering::Relaxed) >= 2 {
            self.checks.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::Unavailable);
        }
        let fits = connection::open(&self.options)
            .map_err(|_| StoreError::Unavailable)
            .map(|mut connection| migrations::apply(&mut connection, migrations::POSTGRES, false).is_ok());
        self.checks.fetch_sub(1, Ordering::Relaxed);
        fits
    }

    fn load(&self) -> Load {
        self.counters.load()
    }

    fn gate(&self) -> Arc<dyn Gate> {
        self.gate.clone()
    }

    fn job_memory(&self) -> Option<Arc<dyn JobMemory>> {
        Some(self.memory.clone())
    }

    fn close(&self) {
        self.writes.close();
        self.short.close();
        self.long.close();
        self.memory.close();
        self.gate.close();
    }
}
