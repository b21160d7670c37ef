//! The gate between servers: session advisory locks on one connection of its own, on a thread of its own (`dynect.md` Q2, P1).
//!
//! The locks have two numbers each, and so are none of those that commands take. All that ask at a moment are asked for in one statement,
//! and all that are given back in another. No row is written, and the locks of a server that dies go with its connection: keep-alives see to
//! it that the database notices within half a minute even where the machine died. A server whose connection broke takes its locks again
//! with the next one, unless another was faster.

mod statements;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use domesday_app::ports::{Gate, Latch, Taking, lock_numbers};
use domesday_domain::account::SessionId;
use tokio::sync::oneshot;

use super::connection::{self, Connection};
use crate::Options;
use statements::{TryLocks, Unlock};

/// After how long a lock that another server has is tried again, or a connection that could not be made.
const AGAIN: Duration = Duration::from_millis(50);

/// After how long without use it is asked whether the connection is still there, while locks are held on it.
const IDLE: Duration = Duration::from_secs(5);

/// What is particular to this connection.
const SETUP: &str = "SET default_transaction_isolation = 'read committed'; SET tcp_keepalives_idle = 5; \
                     SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

/// The two numbers of a lock.
type Lock = (i32, i32);

enum Ask {
    Take(Waiting),
    GiveBack(Lock),
    Close,
}

struct Waiting {
    lock: Lock,
    until: Instant,
    answer: oneshot::Sender<Taking>,
}

/// The gate of this server.
pub(super) struct PostgresGate {
    asks: Sender<Ask>,
    away: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl PostgresGate {
    /// Starts the thread. It connects when it is asked for the first time.
    pub(super) fn start(options: &Options) -> std::io::Result<Self> {
        let (asks, asked) = channel();
        let away = Arc::new(AtomicBool::new(true));
        let porter = Porter {
            options: options.clone(),
            asked,
            give_back: asks.clone(),
            away: away.clone(),
            connection: None,
            waiting: Vec::new(),
            held: HashSet::new(),
            returned: Vec::new(),
            asked_last: Instant::now(),
            told: false,
        };
        let thread = Builder::new().name("gate".into()).spawn(move || porter.serve())?;
        Ok(Self { asks, away, thread: Mutex::new(Some(thread)) })
    }

    /// Ends the thread, and with its connection all locks. Whoever waits is told that the gate is closed.
    pub(super) fn close(&self) {
        let _ = self.asks.send(Ask::Close);
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

impl Gate for PostgresGate {
    fn take(&self, holder: SessionId, until: Instant, answer: oneshot::Sender<Taking>) {
        // After the end the answer is dropped: that says so.
        let _ = self.asks.send(Ask::Take(Waiting { lock: lock_numbers(holder), until, answer }));
    }

    fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }
}

/// The thread's own.
struct Porter {
    options: Options,
    asked: Receiver<Ask>,
    /// How locks come back.
    give_back: Sender<Ask>,
    away: Arc<AtomicBool>,
    connection: Option<Connection>,
    waiting: Vec<Waiting>,
    held: HashSet<Lock>,
    /// Locks that were given back, and are not unlocked yet.
    returned: Vec<Lock>,
    /// When the database answered last.
    asked_last: Instant,
    /// That it cannot be reached was told to the log.
    told: bool,
}

impl Porter {
    fn serve(mut self) {
        while self.gather() {
            self.unlock();
            self.lock();
        }
    }

    /// Waits for something to do, and takes all of it; false at the end.
    fn gather(&mut self) -> bool {
        let first = match self.pause() {
            None => self.asked.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(pause) => self.asked.recv_timeout(pause),
        };
        let mut next = match first {
            Ok(ask) => Some(ask),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        while let Some(ask) = next {
            match ask {
                Ask::Take(waiting) => self.waiting.push(waiting),
                Ask::GiveBack(lock) => self.returned.push(lock),
                Ask::Close => return false,
            }
            next = self.asked.try_recv().ok();
        }
        true
    }

    /// For how long there is nothing to do unless somebody asks.
    fn pause(&self) -> Option<Duration> {
        match (self.waiting.is_empty(), self.held.is_empty()) {
            (false, _) => Some(AGAIN),
            (true, false) => Some(IDLE),
            (true, true) => None,
        }
    }

    fn unlock(&mut self) {
        let mut returned = std::mem::take(&mut self.returned);
        // One that went with its connection is no longer held.
        returned.retain(|lock| self.held.remove(lock));
        if let (false, Some(connection)) = (returned.is_empty(), &mut self.connection) {
            let unlocked = Unlock::of(&returned).execute(connection);
            self.used(unlocked);
        }
    }

    fn lock(&mut self) {
        self.waiting.retain(|waiting| !waiting.answer.is_closed());
        let idle = self.connection.is_none() || self.asked_last.elapsed() >= IDLE;
        if self.waiting.is_empty() && (self.held.is_empty() || !idle) {
            return;
        }
        // What two want at once, or one has here, the other waits for.
        let mut wanted = HashSet::new();
        let asked: Vec<bool> =
            self.waiting.iter().map(|one| !self.held.contains(&one.lock) && wanted.insert(one.lock)).collect();
        let Some(taken) = self.try_all(&wanted.into_iter().collect::<Vec<_>>()) else { return };
        let now = Instant::now();
        for (waiting, asked) in std::mem::take(&mut self.waiting).into_iter().zip(asked) {
            if asked && taken.contains(&waiting.lock) {
                self.held.insert(waiting.lock);
                let (give_back, lock) = (self.give_back.clone(), waiting.lock);
                // Unheard it comes back at once. After the end there is nothing to give back.
                let latch = Latch::new(move || drop(give_back.send(Ask::GiveBack(lock))));
                let _ = waiting.answer.send(Taking::Taken(latch));
            } else if waiting.until <= now {
                let _ = waiting.answer.send(Taking::Held);
            } else {
                self.waiting.push(waiting);
            }
        }
    }

    /// Those of some locks that were free and are now taken; none if the database cannot be asked.
    fn try_all(&mut self, locks: &[Lock]) -> Option<HashSet<Lock>> {
        self.connect()?;
        let connection = self.connection.as_mut()?;
        let tried: diesel::QueryResult<Vec<(i64, bool)>> = TryLocks::of(locks).load(connection);
        let tried = self.used(tried)?;
        let place = |number: i64| usize::try_from(number - 1).ok().and_then(|place| locks.get(place));
        Some(tried.into_iter().filter(|(_, taken)| *taken).filter_map(|(number, _)| place(number).copied()).collect())
    }

    /// The connection, made anew if there is none: then what is held is taken on it again.
    fn connect(&mut self) -> Option<()> {
        if self.connection.is_some() {
            return Some(());
        }
        let opened = connection::open(&self.options).and_then(|mut connection| {
            connection.batch_execute(SETUP).map_err(|error| error.to_string())?;
            Ok(connection)
        });
        match opened {
            Ok(connection) => self.connection = Some(connection),
            Err(error) => {
                if !std::mem::replace(&mut self.told, true) {
                    tracing::error!(%error, "the gate has no connection to the database, and goes on trying while it is needed");
                }
                return None;
            }
        }
        let held: Vec<Lock> = self.held.drain().collect();
        if !held.is_empty() {
            self.held = self.try_all(&held)?;
            tracing::warn!(
                before = held.len(),
                now = self.held.len(),
                "the gate's connection broke; locks were taken again"
            );
        }
        self.told = false;
        self.away.store(false, Ordering::Relaxed);
        Some(())
    }

    /// Gives the answer of a statement; without one the connection is given up.
    fn used<T>(&mut self, answer: diesel::QueryResult<T>) -> Option<T> {
        match answer {
            Ok(answer) => {
                self.asked_last = Instant::now();
                Some(answer)
            }
            Err(error) => {
                tracing::warn!(%error, "the gate's connection to the database broke");
                self.away.store(true, Ordering::Relaxed);
                self.connection = None;
                None
            }
        }
    }
}
