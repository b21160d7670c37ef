//! What servers remember in common of reads and refusals: a table without a log, written by a thread of its own, all of a server's answers
//! in one statement every 200 ms (`dynect.md` J7).
//!
//! None of it is worth a flush: what cannot be written is dropped, and so is what comes while too much waits.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{Array, BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use domesday_app::ports::{Forgotten, JobMemory, Remembered};
use domesday_domain::account::SessionId;
use tokio::sync::oneshot;

use super::connection::{self, Connection};
use crate::Options;
use crate::types::{At, Key, Moment, Unique};

/// How often answers are written, if there are any.
const EVERY: Duration = Duration::from_millis(200);

/// How many octets of answers may wait to be written.
const MOST_WAITING: usize = 16 << 20;

const REMEMBER: &str = "INSERT INTO remembered_jobs (id, session_id, at, answer) \
                        SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING";

const RECALL: &str = "SELECT id, session_id, answer FROM remembered_jobs WHERE id = ANY($1)";

const FORGET_BEFORE: &str = "DELETE FROM remembered_jobs WHERE id = ANY(ARRAY( \
                             SELECT id FROM remembered_jobs WHERE at < $1 ORDER BY at LIMIT $2))";

const FORGET_BEYOND: &str = "DELETE FROM remembered_jobs WHERE id = ANY(ARRAY( \
                             SELECT id FROM remembered_jobs WHERE session_id = $1 AND id <= ( \
                             SELECT id FROM remembered_jobs WHERE session_id = $1 ORDER BY session_id DESC, id DESC LIMIT 1 OFFSET $3) \
                             ORDER BY session_id, id LIMIT $2))";

enum Ask {
    Remember(Remembered),
    Recall(i64, SessionId, oneshot::Sender<Option<String>>),
    Forget(Forgotten, usize, oneshot::Sender<usize>),
    Close,
}

/// The memory of this server's share.
pub(super) struct PostgresMemory {
    asks: Sender<Ask>,
    waiting: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl PostgresMemory {
    /// Starts the thread. It connects when it is asked for the first time.
    pub(super) fn start(options: &Options) -> std::io::Result<Self> {
        let (asks, asked) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let keeper = Keeper {
            options: options.clone(),
            connection: None,
            asked,
            waiting: waiting.clone(),
            answers: Vec::new(),
            recalls: Vec::new(),
            due: None,
        };
        let thread = Builder::new().name("job-memory".into()).spawn(move || keeper.serve())?;
        Ok(Self { asks, waiting, thread: Mutex::new(Some(thread)) })
    }

    /// Writes what waits, and ends the thread.
    pub(super) fn close(&self) {
        let _ = self.asks.send(Ask::Close);
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

impl JobMemory for PostgresMemory {
    fn remember(&self, job: Remembered) {
        let octets = job.answer.len();
        if self.waiting.fetch_add(octets, Ordering::Relaxed) + octets > MOST_WAITING {
            self.waiting.fetch_sub(octets, Ordering::Relaxed);
            return;
        }
        let _ = self.asks.send(Ask::Remember(job));
    }

    fn recall(&self, id: i64, holder: SessionId, answer: oneshot::Sender<Option<String>>) {
        let _ = self.asks.send(Ask::Recall(id, holder, answer));
    }

    fn forget(&self, which: Forgotten, most: usize, answer: oneshot::Sender<usize>) {
        let _ = self.asks.send(Ask::Forget(which, most, answer));
    }
}

/// An answer as it stands in the table.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Unique)]
    session_id: Key,
    #[diesel(sql_type = Text)]
    answer: String,
}

/// The thread's own.
struct Keeper {
    options: Options,
    connection: Option<Connection>,
    asked: Receiver<Ask>,
    waiting: Arc<AtomicUsize>,
    /// What is to be written, and when.
    answers: Vec<Remembered>,
    due: Option<Instant>,
    recalls: Vec<(i64, SessionId, oneshot::Sender<Option<String>>)>,
}

impl Keeper {
    fn serve(mut self) {
        let mut goes_on = true;
        while goes_on {
            goes_on = self.gather();
            self.recall();
            if !goes_on || self.due.is_some_and(|due| due <= Instant::now()) {
                self.write();
            }
        }
    }

    /// Waits for something to do, and takes all of it; false at the end.
    fn gather(&mut self) -> bool {
        let first = match self.due {
            None => self.asked.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => self.asked.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        let mut next = match first {
            Ok(ask) => Some(ask),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        while let Some(ask) = next {
            match ask {
                Ask::Remember(job) => {
                    self.due.get_or_insert_with(|| Instant::now() + EVERY);
                    self.answers.push(job);
                }
                Ask::Recall(id, holder, answer) => self.recalls.push((id, holder, answer)),
                Ask::Forget(which, most, answer) => drop(self.forget(which, most).map(|gone| answer.send(gone))),
                Ask::Close => return false,
            }
            next = self.asked.try_recv().ok();
        }
        true
    }

    fn write(&mut self) {
        self.due = None;
        let answers = std::mem::take(&mut self.answers);
        if answers.is_empty() {
            return;
        }
        let octets: usize = answers.iter().map(|job| job.answer.len()).sum();
        let ids: Vec<i64> = answers.iter().map(|job| job.id).collect();
        let sessions: Vec<Key> = answers.iter().map(|job| Key(job.holder.0)).collect();
        let instants: Vec<At> = answers.iter().map(|job| At(job.at)).collect();
        let texts: Vec<String> = answers.into_iter().map(|job| job.answer).collect();
        self.ask(|connection| {
            sql_query(REMEMBER)
                .bind::<Array<BigInt>, _>(&ids)
                .bind::<Array<Unique>, _>(&sessions)
                .bind::<Array<Moment>, _>(&instants)
                .bind::<Array<Text>, _>(&texts)
                .execute(connection)
        });
        self.waiting.fetch_sub(octets, Ordering::Relaxed);
    }

    fn recall(&mut self) {
        let mut recalls = std::mem::take(&mut self.recalls);
        recalls.retain(|(_, _, answer)| !answer.is_closed());
        if recalls.is_empty() {
            return;
        }
        let ids: Vec<i64> = recalls.iter().map(|(id, _, _)| *id).collect();
        let rows = self.ask(|connection| sql_query(RECALL).bind::<Array<BigInt>, _>(&ids).load::<Row>(connection));
        let Some(rows) = rows else { return };
        for (id, holder, answer) in recalls {
            let found = rows.iter().find(|row| row.id == id && row.session_id == Key(holder.0));
            let _ = answer.send(found.map(|row| row.answer.clone()));
        }
    }

    fn forget(&mut self, which: Forgotten, most: usize) -> Option<usize> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let (holder, kept) = match which {
            Forgotten::Before(instant) => {
                let before = |connection: &mut Connection| {
                    sql_query(FORGET_BEFORE).bind::<Moment, _>(At(instant)).bind::<BigInt, _>(most).execute(connection)
                };
                return self.ask(before);
            }
            Forgotten::Of(holder) => (holder, 0),
            Forgotten::Beyond(holder, kept) => (holder, i64::try_from(kept).unwrap_or(i64::MAX)),
        };
        self.ask(|connection| {
            sql_query(FORGET_BEYOND)
                .bind::<Unique, _>(Key(holder.0))
                .bind::<BigInt, _>(most)
                .bind::<BigInt, _>(kept)
                .execute(connection)
        })
    }

    /// Asks the database, once more on a new connection if the old one broke; none if it cannot be asked.
    fn ask<T>(&mut self, mut ask: impl FnMut(&mut Connection) -> diesel::QueryResult<T>) -> Option<T> {
        for _ in 0..2 {
            let connection = match &mut self.connection {
                Some(connection) => connection,
                none => none.insert(open(&self.options)?),
            };
            match ask(connection) {
                Ok(answer) => return Some(answer),
                Err(error) => {
                    tracing::warn!(%error, "what servers remember in common cannot be reached");
                    self.connection = None;
                }
            }
        }
        None
    }
}

fn open(options: &Options) -> Option<Connection> {
    let mut connection = connection::open(options)
        .inspect_err(|error| tracing::warn!(%error, "what servers remember in common cannot be reached"))
        .ok()?;
    connection.batch_execute("SET default_transaction_isolation = 'read committed'").ok()?;
    Some(connection)
}
