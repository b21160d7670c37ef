//! Group commit with nothing around it: one writer that drains its queue, a savepoint for each zone, one commit, then all answers.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use actix_web::rt;
use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use crate::bare::{first_number, insert_zone, open};
use crate::{Measured, Problem, micros};

const BATCH: usize = 256;
const QUEUE: usize = 4096;

/// Somebody who waits for a zone of theirs.
type Waiting = oneshot::Sender<()>;

/// The queue's end for those who ask.
#[derive(Clone)]
pub(crate) struct Writer(SyncSender<Waiting>);

impl Writer {
    /// Opens the file and starts the thread.
    pub(crate) fn start(path: &Path) -> Result<Self, Problem> {
        let mut connection = open(path)?;
        let number = first_number(&mut connection)?;
        let (sender, receiver) = sync_channel(QUEUE);
        std::thread::Builder::new().name("writer".into()).spawn(move || serve(connection, number, &receiver))?;
        Ok(Self(sender))
    }

    /// One more zone; true once it is durable.
    pub(crate) async fn create(&self) -> bool {
        let (waiting, done) = oneshot::channel();
        self.0.try_send(waiting).is_ok() && done.await.is_ok()
    }
}

/// Ends at the first error; whoever waits then is told by the channel that breaks.
fn serve(mut connection: SqliteConnection, mut number: u64, queue: &Receiver<Waiting>) {
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        batch.extend(queue.try_iter().take(BATCH - 1));
        if let Err(error) = commit(&mut connection, number, batch.len()) {
            eprintln!("domesday-bench: {error}");
            return;
        }
        number += batch.len() as u64;
        for waiting in batch {
            let _ = waiting.send(());
        }
    }
}

fn commit(connection: &mut SqliteConnection, number: u64, count: usize) -> diesel::QueryResult<()> {
    connection.batch_execute("BEGIN IMMEDIATE")?;
    for number in (number..).take(count) {
        connection.batch_execute("SAVEPOINT job")?;
        insert_zone(connection, number)?;
        connection.batch_execute("RELEASE job")?;
    }
    connection.batch_execute("COMMIT")
}

/// So many clients, each creating one zone after the other.
pub(crate) fn measure(clients: usize, lasting: Duration, path: &Path) -> Result<Measured, Problem> {
    let writer = Writer::start(path)?;
    let begun = Instant::now();
    let latencies = rt::System::new().block_on(async move {
        let each = move |writer: Writer| async move {
            let mut latencies = Vec::new();
            while begun.elapsed() < lasting {
                let began = Instant::now();
                if !writer.create().await {
                    break;
                }
                latencies.push(micros(began.elapsed()));
            }
            latencies
        };
        let tasks: Vec<_> = (0..clients).map(|_| rt::spawn(each(writer.clone()))).collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await?);
        }
        Ok::<_, Problem>(all)
    })?;
    Ok(Measured { count: latencies.len() as u64, lasted: begun.elapsed(), latencies })
}
