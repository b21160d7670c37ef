//! One connection to PostgreSQL as a synchronous diesel connection, with TLS and without libpq.
//!
//! Each connection has a small runtime of its own, on which its tasks run while its thread waits for them: no hand-over to another
//! thread for each statement.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::{AsyncConnectionWrapper, BlockOn};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::Client;

use super::tls::Encryption;
use crate::Options;

/// The connection that this database's queries are compiled for.
pub(crate) type Connection = AsyncConnectionWrapper<AsyncPgConnection, OwnRuntime>;

/// A connection's runtime; it ends with the connection, and closes its socket.
pub(crate) struct OwnRuntime(Arc<Runtime>);

thread_local! {
    /// The runtime that the connection being wrapped was made on: [`BlockOn`] leaves no other way to hand it over.
    static MADE_ON: RefCell<Option<Arc<Runtime>>> = const { RefCell::new(None) };
}

#[expect(
    clippy::panic,
    reason = "the trait has no error, and without a runtime (no file descriptors left) nothing can go on"
)]
fn new_runtime() -> Arc<Runtime> {
    let built = Builder::new_current_thread().enable_all().build();
    Arc::new(built.unwrap_or_else(|error| panic!("cannot start a runtime: {error}")))
}

impl BlockOn for OwnRuntime {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.0.block_on(future)
    }

    fn get_runtime() -> Self {
        Self(MADE_ON.take().unwrap_or_else(new_runtime))
    }
}

/// How long connecting may take, until the session is set up.
const CONNECTING: Duration = Duration::from_secs(10);

/// After how long without a word it is asked whether the database's machine is still there, and how often before it is given up.
const SILENT: Duration = Duration::from_secs(10);
const ASKED_EVERY: Duration = Duration::from_secs(5);
const ASKED: u32 = 4;

/// Where and how to connect, by the URL.
fn settings(options: &Options) -> Result<(Encryption, tokio_postgres::Config), String> {
    let (encryption, url) = Encryption::from_url(&options.url)?;
    let mut config: tokio_postgres::Config = url.parse().map_err(|error| format!("database.url: {}", chain(&error)))?;
    config.ssl_mode(encryption.mode()).connect_timeout(CONNECTING).application_name("domesday");
    // Of a machine that vanished the system would tell after a quarter of an hour.
    config.keepalives_idle(SILENT).keepalives_interval(ASKED_EVERY).keepalives_retries(ASKED);
    config.tcp_user_timeout(Duration::from_secs(options.timeout_seconds.into()));
    Ok((encryption, config))
}

/// What comes of connecting, unless it takes too long: a connection may be taken by a machine that says nothing more.
async fn in_time<T>(connecting: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let late = |_| Err(format!("no answer within {} seconds", CONNECTING.as_secs()));
    tokio::time::timeout(CONNECTING, connecting).await.unwrap_or_else(late)
}

/// Connects without diesel and sets nothing up. The connection lives as long as its runtime; the error is a text for the operator.
pub(super) fn plain(options: &Options) -> Result<(Client, Runtime), String> {
    let (encryption, config) = settings(options)?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let connector = encryption.connector()?;
    let connecting = async { config.connect(connector).await.map_err(|error| chain(&error)) };
    let (client, task) = runtime.block_on(in_time(connecting))?;
    runtime.spawn(task);
    Ok((client, runtime))
}

/// Connects and sets the session up; the error is a text for the operator.
pub(super) fn open(options: &Options) -> Result<Connection, String> {
    let (encryption, config) = settings(options)?;
    let runtime = new_runtime();
    let connector = encryption.connector()?;
    // Every statement here is served by an index in the index's own order. Without fresh statistics, as after a large import, the planner
    // would rather fetch and sort what is left of a zone for each page of it.
    let setup = format!(
        "SET default_transaction_isolation = 'serializable'; SET statement_timeout = '{0}s'; SET lock_timeout = '{0}s'; SET idle_in_transaction_session_timeout = '{1}s'; SET client_min_messages = 'error'; SET jit = off; SET enable_seqscan = off; SET enable_bitmapscan = off; SET timezone = 'UTC'",
        options.timeout_seconds,
        u64::from(options.timeout_seconds) * 4,
    );
    let connected = runtime.block_on(in_time(async {
        let (client, task) = config.connect(connector).await.map_err(|error| chain(&error))?;
        let connected = AsyncPgConnection::try_from_client_and_connection(client, task).await;
        let mut connection = connected.map_err(|error| error.to_string())?;
        diesel_async::SimpleAsyncConnection::batch_execute(&mut connection, &setup)
            .await
            .map_err(|error| error.to_string())?;
        Ok(connection)
    }))?;
    MADE_ON.set(Some(runtime));
    Ok(Connection::from(connected))
}

/// An error with its causes, since the outer one says little.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn options(port: u16) -> Options {
        Options::for_url(format!("postgres://domesday@127.0.0.1:{port}/domesday?sslmode=disable"))
    }

    #[test]
    fn a_machine_that_vanished_is_noticed_within_the_time_limit() {
        let (_, config) = settings(&options(1)).unwrap();
        assert!(config.get_keepalives() && config.get_tcp_user_timeout() == Some(&Duration::from_secs(30)));
        let noticed = config.get_keepalives_idle() + config.get_keepalives_interval().unwrap() * ASKED;
        assert!(noticed <= Duration::from_secs(30), "{noticed:?}");
    }

    #[test]
    fn a_machine_that_takes_a_connection_and_says_nothing_is_given_up() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let options = options(silent.local_addr().unwrap().port());
        let given_up = std::thread::scope(|scope| {
            let plain = scope.spawn(|| plain(&options).err());
            (open(&options).err(), plain.join().unwrap())
        });
        let said = Some("no answer within 10 seconds".to_owned());
        assert_eq!(given_up, (said.clone(), said));
    }
}
