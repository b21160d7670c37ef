//! `domesday serve`: listens, answers until told to stop, then lets what is under way finish.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpServer, web};
use anyhow::Context;
use domesday_app::ports::Store;
use domesday_http::{HttpSettings, State};
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

use crate::configuration::Configuration;
use crate::{due_work, tls, wiring};

/// Serves until SIGTERM or SIGINT.
pub(crate) fn serve(configuration: &Configuration) -> anyhow::Result<()> {
    let store = wiring::open_store(configuration, configuration.database.migrate)?;
    let served = actix_web::rt::System::new().block_on(serve_on(configuration, store.clone()));
    // The queue drains whatever ended the serving: what was accepted is answered or refused, never forgotten.
    store.close();
    tracing::info!("stopped");
    served
}

async fn serve_on(configuration: &Configuration, store: Arc<dyn Store>) -> anyhow::Result<()> {
    // First: a server that cannot listen must not take itself for the only one.
    let listener = listen(&configuration.server.listen)?;
    let address = listener.local_addr()?;
    let url = wiring::registry_url(configuration, &address.to_string())?;
    let registry = Arc::new(wiring::registry(configuration, store, url, wiring::signer(configuration)?)?);
    wiring::first_start(configuration, &registry).await?;
    wiring::catch_up(&registry).await?;
    wiring::abandon_imports(configuration, &registry).await?;
    wiring::first_key(configuration, &registry).await?;
    if !registry.dynect_rules().has_nameservers() {
        tracing::warn!(
            "dynect.nameservers is not set: zones made through /REST are given name servers that resolve nowhere"
        );
    }
    let server = &configuration.server;
    let limits = &configuration.limits;
    let settings = HttpSettings {
        max_import_bytes: limits.import_bytes,
        max_bulk_bytes: limits.bulk_bytes,
        max_body_bytes: limits.body_bytes,
        max_header_bytes: limits.header_bytes,
        body_wait: Duration::from_secs(limits.body_wait_seconds),
        body_time: Duration::from_secs(limits.body_seconds),
        public_url: server.public_url.clone(),
        server_header: server.name.clone(),
        rdap: configuration.rdap.settings()?,
    };
    let every = Duration::from_millis(configuration.due_work.every_milliseconds);
    let worker = actix_web::rt::spawn(due_work::work(registry.clone(), every));
    let noting = actix_web::rt::spawn(due_work::note_uses(registry.clone()));
    let state = web::Data::new(State::new(registry.clone(), settings));
    let workers =
        if server.workers == 0 { std::thread::available_parallelism().map_or(2, usize::from) } else { server.workers };
    let http = HttpServer::new(move || {
        App::new().configure(domesday_http::configure(state.clone())).wrap(domesday_http::watch())
    })
    .tcp_nodelay(true)
    .workers(workers)
    .max_connections(server.max_connections.div_ceil(workers))
    .keep_alive(Duration::from_secs(configuration.http.keep_alive_s))
    .client_request_timeout(Duration::from_secs(server.request_seconds))
    .shutdown_signal(told_to_stop()?)
    .shutdown_timeout(server.shutdown_seconds);
    let (http, scheme) = match (&server.tls.certificate, &server.tls.key) {
        (Some(certificate), Some(key)) => {
            (http.listen_rustls_0_23(listener, tls::configuration(certificate, key)?)?, "https")
        }
        _ => (http.listen(listener)?, "http"),
    };
    announce(scheme, address);
    let served = http.run().await;
    worker.abort();
    noting.abort();
    due_work::note_last_uses(&registry).await;
    Ok(served?)
}

/// Comes to an end at SIGTERM or at SIGINT: both let what is under way finish. By itself the framework would cut it at SIGINT.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Comes to an end when somebody at the terminal wants it.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // An error tells that nobody can ever want it.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn announce(scheme: &str, address: SocketAddr) {
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        "Domesday listens on {scheme}://{address}, documentation at {scheme}://{address}/docs"
    );
}

fn listen(wanted: &str) -> anyhow::Result<TcpListener> {
    let addresses: Vec<SocketAddr> =
        wanted.to_socket_addrs().with_context(|| format!("server.listen: {wanted}"))?.collect();
    let listener =
        TcpListener::bind(addresses.as_slice()).with_context(|| format!("server.listen: cannot listen on {wanted}"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
