//! Commands, queries and streams as the boxed jobs that a store runs.

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, timeout};

use super::{Command, Context, Streamed};
use crate::ports::{Failure, Lock, Locks, Outcome, ReadJob, Snapshot, UnitOfWork, Verdict, WriteJob};
use crate::refusal::Refusal;

/// How many items of a stream wait for its reader.
pub(super) const ITEMS_AHEAD: usize = 4;

/// For how long a stream's reader may take nothing before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

type Reply<T> = oneshot::Sender<Result<T, Refusal>>;

/// A command on its way through the store.
pub(super) struct CommandJob<C: Command> {
    command: C,
    context: Context,
    rehearse: bool,
    /// Locks that a run found it needs too.
    found: Vec<Lock>,
    result: Result<C::Answer, Refusal>,
    reply: Reply<C::Answer>,
}

impl<C: Command> CommandJob<C> {
    pub(super) fn new(command: C, context: Context, rehearse: bool, reply: Reply<C::Answer>) -> Self {
        Self { command, context, rehearse, found: Vec::new(), result: Err(Refusal::Busy), reply }
    }
}

impl<C: Command> WriteJob for CommandJob<C> {
    fn locks(&mut self) -> Locks {
        let locks = self.found.iter().fold(self.command.locks(&self.context.actor), Locks::and);
        self.context.locks = Some(locks.clone());
        locks
    }

    fn run(&mut self, tx: &mut dyn UnitOfWork) -> Verdict {
        self.result = self.command.execute(&self.context, tx);
        match &mut self.result {
            Ok(_) if self.rehearse => Verdict::Undo,
            Ok(_) => Verdict::Commit,
            Err(Refusal::LostRace) => Verdict::Rerun,
            Err(Refusal::NotLocked(locks)) => {
                self.found.append(locks);
                Verdict::Rerun
            }
            Err(_) => Verdict::Undo,
        }
    }

    fn finish(self: Box<Self>, outcome: Outcome) {
        let result = match outcome {
            Outcome::Done => self.result,
            Outcome::Failed(failure) => Err(failure.into()),
        };
        // A caller who hung up is told nothing; what they asked for happened all the same.
        let _ = self.reply.send(result);
    }
}

/// A read that ends in one answer.
pub(super) struct QueryJob<T, F> {
    reply: Reply<T>,
    work: F,
}

impl<T, F: FnOnce(&mut dyn Snapshot) -> Result<T, Refusal> + Send> QueryJob<T, F> {
    pub(super) fn new(reply: Reply<T>, work: F) -> Self {
        Self { reply, work }
    }
}

impl<T: Send, F: FnOnce(&mut dyn Snapshot) -> Result<T, Refusal> + Send> ReadJob for QueryJob<T, F> {
    fn run(self: Box<Self>, snapshot: &mut dyn Snapshot) {
        let _ = self.reply.send((self.work)(snapshot));
    }

    fn fail(self: Box<Self>, failure: Failure) {
        let _ = self.reply.send(Err(failure.into()));
    }
}

/// The items of a stream, as they come. A stream that breaks off never looks like one that ended.
pub struct Items<I> {
    items: mpsc::Receiver<Sent<I>>,
    over: bool,
}

/// What goes through the channel: a channel that closes without `End` was cut off.
pub(super) enum Sent<I> {
    Item(I),
    End,
    Cut(Refusal),
}

impl<I> Items<I> {
    pub(super) fn new(items: mpsc::Receiver<Sent<I>>) -> Self {
        Self { items, over: false }
    }

    /// The next item; none after the last one, an error where the stream broke off.
    pub async fn recv(&mut self) -> Option<Result<I, Refusal>> {
        if self.over {
            return None;
        }
        let sent = self.items.recv().await;
        self.over = !matches!(sent, Some(Sent::Item(_)));
        match sent {
            Some(Sent::Item(item)) => Some(Ok(item)),
            Some(Sent::End) => None,
            Some(Sent::Cut(refusal)) => Some(Err(refusal)),
            None => Some(Err(Refusal::Failed("a stream broke off".into()))),
        }
    }
}

/// Where a stream's answer goes.
pub struct Outlet<H, I> {
    head: Option<Reply<H>>,
    items: mpsc::Sender<Sent<I>>,
    runtime: Handle,
}

impl<H, I> Outlet<H, I> {
    pub(super) fn new(head: Reply<H>, items: mpsc::Sender<Sent<I>>, runtime: Handle) -> Self {
        Self { head: Some(head), items, runtime }
    }

    /// Gives the head; only the first one counts.
    pub fn begin(&mut self, head: H) {
        if let Some(reply) = self.head.take() {
            let _ = reply.send(Ok(head));
        }
    }

    /// Gives an item, waiting for the reader to take earlier ones.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when the reader is gone or takes nothing for a minute: the query stops.
    pub fn send(&mut self, item: I) -> Result<(), Refusal> {
        self.hand_over(Sent::Item(item))
    }

    fn hand_over(&self, sent: Sent<I>) -> Result<(), Refusal> {
        let taken = self.runtime.block_on(async { timeout(PATIENCE, self.items.send(sent)).await });
        matches!(taken, Ok(Ok(()))).then_some(()).ok_or(Refusal::Busy)
    }

    /// Ends the answer; one that cannot be ended, since its reader takes nothing, is cut off by its channel closing.
    fn end(mut self, result: Result<(), Refusal>) {
        match (self.head.take(), result) {
            (Some(reply), Err(refusal)) => drop(reply.send(Err(refusal))),
            (_, Ok(())) => drop(self.hand_over(Sent::End)),
            (None, Err(refusal)) => drop(self.hand_over(Sent::Cut(refusal))),
        }
    }
}

/// A stream on its way through the store.
pub(super) struct StreamJob<S: Streamed> {
    pub(super) query: S,
    pub(super) context: Context,
    pub(super) outlet: Outlet<S::Head, S::Item>,
}

impl<S: Streamed> ReadJob for StreamJob<S> {
    fn run(mut self: Box<Self>, snapshot: &mut dyn Snapshot) {
        let result = self.query.execute(&self.context, snapshot, &mut self.outlet);
        self.outlet.end(result);
    }

    fn fail(self: Box<Self>, failure: Failure) {
        self.outlet.end(Err(failure.into()));
    }
}
