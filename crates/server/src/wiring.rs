//! Puts the registry together from its parts, as the configuration says.

mod keyless;

use std::sync::Arc;

use anyhow::Context;
use chrono::TimeDelta;
use domesday_app::ports::{Signer, Store};
use domesday_app::registry::{Caller, Outside, Registry};
use domesday_app::sessions::{LoginLimits, SessionRules};
use domesday_app::tlds::Naming;
use domesday_domain::account::AccountName;
use domesday_domain::entity::RegistryUrl;
use domesday_domain::history::Face;
use domesday_signing::{
    Argon2Passwords, FileSigner, KeyDirectory, PasswordCost, SessionTokens, SystemChance, SystemClock,
    configured_secret,
};
use domesday_store::Options;
use secrecy::ExposeSecret;

use self::keyless::Keyless;
use crate::commands::output::{note, readable};
use crate::configuration::Configuration;

/// Opens the configured database.
pub(crate) fn open_store(configuration: &Configuration, migrate: bool) -> anyhow::Result<Arc<dyn Store>> {
    let database = &configuration.database;
    let options = Options {
        url: database.url.clone(),
        queue: database.queue,
        connections: database.connections,
        timeout_seconds: database.timeout_seconds,
        migrate,
    };
    Ok(domesday_store::open(&options)?)
}

/// The keys that sign attestations, from the configured directory; a file in it that others may read stops the start.
pub(crate) fn signer(configuration: &Configuration) -> anyhow::Result<Arc<dyn Signer>> {
    let directory = KeyDirectory::open(&configuration.signing.key_dir).context("signing.key_dir")?;
    Ok(Arc::new(FileSigner::new(Arc::new(directory))))
}

/// A signer without keys, for commands that sign nothing.
pub(crate) fn keyless() -> Arc<dyn Signer> {
    Arc::new(Keyless)
}

/// Where the registry is reached: `server.public_url`, or else where it listens.
pub(crate) fn registry_url(configuration: &Configuration, listening: &str) -> anyhow::Result<RegistryUrl> {
    let (url, key) = match &configuration.server.public_url {
        Some(url) => (url.trim_end_matches('/').to_owned(), "server.public_url"),
        None if configuration.server.tls.certificate.is_some() => (format!("https://{listening}"), "server.listen"),
        None => (format!("http://{listening}"), "server.listen"),
    };
    RegistryUrl::parse(&url).with_context(|| format!("{key}: {url}"))
}

/// The registry on a store, reached at this address, with these keys.
pub(crate) fn registry(
    configuration: &Configuration,
    store: Arc<dyn Store>,
    registry_url: RegistryUrl,
    signer: Arc<dyn Signer>,
) -> anyhow::Result<Registry> {
    let Configuration { sessions, logins, passwords, tlds, quotas, dynect, .. } = configuration;
    let cost = PasswordCost { memory: passwords.memory_kib, passes: passwords.passes, lanes: 1 };
    let secret = sessions.secret.as_ref().map(|secret| configured_secret(secret.expose_secret())).transpose();
    let operators = tlds.registry_operators.iter().map(|name| AccountName::parse(name));
    let operators: Vec<AccountName> = operators.collect::<Result<_, _>>().context("tlds.registry_operators")?;
    Ok(Registry::new(Outside {
        store,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemChance::new().context("no source of chance")?),
        tokens: Arc::new(SessionTokens::new()?),
        passwords: Arc::new(Argon2Passwords::new(cost).context("passwords")?),
        configured_secret: secret.context("sessions.secret")?,
        hashing_at_once: passwords.at_once,
        session_rules: SessionRules {
            life: TimeDelta::seconds(sessions.life),
            limits: LoginLimits {
                of_login: logins.failures_of_login,
                of_address: logins.failures_of_address,
                window: TimeDelta::seconds(logins.window),
            },
        },
        naming: Naming::new(operators, quotas.zones),
        dynect_rules: dynect.rules()?,
        registry_url,
        signer,
    }))
}

/// Brings what an earlier program stored up to this one: delegations of child zones, glue and rows of name servers.
pub(crate) async fn catch_up(registry: &Registry) -> anyhow::Result<()> {
    let caller = Caller::system(Face::System, registry.ids().uuid().to_string());
    if let Some(done) = registry.catch_up(&caller).await.map_err(readable)? {
        tracing::info!(
            zones = done.zones,
            mended = done.mended,
            "the zones of an earlier version were brought up to date"
        );
    }
    Ok(())
}

/// Tells of imports of TLD lists that ended with their server. On an embedded database there is no other server that might be at work.
pub(crate) async fn abandon_imports(configuration: &Configuration, registry: &Registry) -> anyhow::Result<()> {
    let caller = Caller::system(Face::System, registry.ids().uuid().to_string());
    let alone = configuration.database.url.starts_with("sqlite:");
    let abandoned = registry.abandon_imports(&caller, alone).await.map_err(readable)?;
    if abandoned > 0 {
        tracing::warn!(
            imports = abandoned,
            "imports of TLD lists had not ended when their server stopped: nothing of them was kept"
        );
    }
    Ok(())
}

/// Has a first key sign attestations where none is known at all. That it cannot be made stops no start: attesting is refused until a key
/// is there.
pub(crate) async fn first_key(configuration: &Configuration, registry: &Registry) -> anyhow::Result<()> {
    match registry.first_key().await {
        Ok(Some(key)) => {
            let (id, directory) = (key.id, &configuration.signing.key_dir);
            tracing::info!(key = %id, %directory, "this key signs attestations; its private half is in the directory: keep a copy");
        }
        Ok(None) => {}
        Err(refusal) => {
            let error = readable(refusal);
            tracing::warn!(%error, "no signing key could be made: attesting is refused until one is imported");
        }
    }
    Ok(())
}

/// Makes the first account and user on an empty database, and tells their password if it was made up.
pub(crate) async fn first_start(configuration: &Configuration, registry: &Registry) -> anyhow::Result<()> {
    let caller = Caller::system(Face::System, registry.ids().uuid().to_string());
    let password = configuration.admin.password.as_ref().map(|password| password.expose_secret().to_owned());
    let Some(first) = registry.first_start(&caller, password).await.map_err(readable)? else { return Ok(()) };
    let Some(password) = first.generated_password else {
        return note("first start: made the account `registry` with the user `admin`, with the configured password");
    };
    note(format!(
        "\nfirst start: made the account `registry` with the user `admin` (all roles)\n\n    login     admin\n    password  {password}\n\n\
         This password is shown only this once; `domesday user set-password admin` makes a new one.\n"
    ))
}
