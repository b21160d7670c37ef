//! The commands beside `serve`: each opens the database itself, so they work beside a running server, or without one.

pub(crate) mod account;
pub(crate) mod attestation;
pub(crate) mod copy;
pub(crate) mod key;
pub(crate) mod output;
mod progress;
pub(crate) mod session_key;
pub(crate) mod signing_key;
pub(crate) mod tld;
pub(crate) mod user;
pub(crate) mod zone;

use domesday_app::registry::Caller;
use domesday_domain::history::Face;

use crate::Command;
use crate::configuration::Configuration;
use crate::wiring;

/// Runs a command on the configured database.
pub(crate) fn run(command: Command, configuration: &Configuration) -> anyhow::Result<()> {
    if let Command::Attestation(attestation::AttestationCommand::Resign) = command {
        // Where it listens is not where others reach it: all would be signed anew for an address that nobody asked for.
        anyhow::ensure!(
            configuration.server.public_url.is_some(),
            "attestations are signed anew for server.public_url, which is not set (DOMESDAY__SERVER__PUBLIC_URL)"
        );
    }
    let store = wiring::open_store(configuration, configuration.database.migrate)?;
    let signer = match command {
        Command::SigningKey(_) | Command::Attestation(_) => wiring::signer(configuration)?,
        _ => wiring::keyless(),
    };
    let url = wiring::registry_url(configuration, &configuration.server.listen)?;
    let registry = wiring::registry(configuration, store.clone(), url, signer)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let caller = Caller::system(Face::CommandLine, registry.ids().uuid().to_string());
    let done = runtime.block_on(async {
        // On an empty database the first account is made as at the first start of the server.
        wiring::first_start(configuration, &registry).await?;
        match command {
            Command::Account(command) => account::run(command, &registry, &caller).await,
            Command::User(command) => user::run(command, &registry, &caller).await,
            Command::Key(command) => key::run(command, &registry, &caller).await,
            Command::SessionKey(command) => session_key::run(command, &registry, &caller).await,
            Command::Zone(command) => zone::run(command, &registry, &caller).await,
            Command::Tld(command) => tld::run(command, &registry, &caller).await,
            Command::SigningKey(command) => signing_key::run(command, &registry, &caller).await,
            Command::Attestation(command) => attestation::run(command, &registry).await,
            Command::Serve | Command::Migrate | Command::Copy(_) => Ok(()),
        }
    });
    store.close();
    done
}
