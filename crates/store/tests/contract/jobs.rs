//! Closures as the jobs that a store runs.

use std::sync::mpsc::{Sender, channel};

use domesday_app::ports::{
    Extent, Failure, Locks, Outcome, ReadJob, Snapshot, Store, StoreError, Stored, UnitOfWork, Verdict, WriteJob,
};

/// How a written job ended: its own result, or the store's failure.
pub(crate) type Ended<T> = Result<T, Failure>;

struct Writing<T, F> {
    work: F,
    result: Option<Stored<T>>,
    reply: Sender<Ended<T>>,
}

impl<T: Send, F: FnMut(&mut dyn UnitOfWork) -> Stored<T> + Send> WriteJob for Writing<T, F> {
    fn locks(&mut self) -> Locks {
        Locks::none()
    }

    fn run(&mut self, tx: &mut dyn UnitOfWork) -> Verdict {
        let result = (self.work)(tx);
        let verdict = match &result {
            Ok(_) => Verdict::Commit,
            Err(StoreError::LostRace) => Verdict::Rerun,
            Err(_) => Verdict::Undo,
        };
        self.result = Some(result);
        verdict
    }

    fn finish(self: Box<Self>, outcome: Outcome) {
        let ended = match (outcome, self.result) {
            (Outcome::Failed(failure), _) => Err(failure),
            (Outcome::Done, Some(Ok(answer))) => Ok(answer),
            (Outcome::Done, Some(Err(error))) => Err(Failure::Broken(error.to_string())),
            (Outcome::Done, None) => Err(Failure::Broken("never run".into())),
        };
        let _ = self.reply.send(ended);
    }
}

/// Hands a transaction to the store, and goes on: the answer comes through the receiver.
pub(crate) fn submit<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnMut(&mut dyn UnitOfWork) -> Stored<T> + Send + 'static,
) -> std::sync::mpsc::Receiver<Ended<T>> {
    let (reply, answer) = channel();
    store.write(Box::new(Writing { work, result: None, reply }));
    answer
}

/// Runs a transaction to its end.
pub(crate) fn write<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnMut(&mut dyn UnitOfWork) -> Stored<T> + Send + 'static,
) -> Ended<T> {
    submit(store, work).recv().expect("every job is answered")
}

struct Reading<T, F> {
    work: F,
    reply: Sender<Stored<T>>,
}

impl<T: Send, F: FnOnce(&mut dyn Snapshot) -> Stored<T> + Send> ReadJob for Reading<T, F> {
    fn run(self: Box<Self>, snapshot: &mut dyn Snapshot) {
        let _ = self.reply.send((self.work)(snapshot));
    }

    fn fail(self: Box<Self>, _: Failure) {
        let _ = self.reply.send(Err(StoreError::Unavailable));
    }
}

/// Runs a read of some extent.
pub(crate) fn read_as<T: Send + 'static>(
    store: &dyn Store,
    extent: Extent,
    work: impl FnOnce(&mut dyn Snapshot) -> Stored<T> + Send + 'static,
) -> Stored<T> {
    let (reply, answer) = channel();
    store.read(extent, Box::new(Reading { work, reply }));
    answer.recv().expect("every read is answered")
}

/// Runs a short read.
pub(crate) fn read<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnOnce(&mut dyn Snapshot) -> Stored<T> + Send + 'static,
) -> Stored<T> {
    read_as(store, Extent::Short, work)
}
