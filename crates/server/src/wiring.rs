//! Puts the registry together from its parts, as the configuration says.

use std::sync::Arc;

use anyhow::Context;
use chrono::TimeDelta;
use domesday_app::ports::Store;
use domesday_app::registry::{Caller, Outside, Registry};
use domesday_app::sessions::{LoginLimits, SessionRules};
use domesday_app::tlds::Naming;
use domesday_domain::account::AccountName;
use domesday_domain::history::Face;
use domesday_signing::{Argon2Passwords, PasswordCost, SessionTokens, SystemChance, SystemClock, configured_secret};
use domesday_store::Options;
use secrecy::ExposeSecret;

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

/// The registry on a store.
pub(crate) fn registry(configuration: &Configuration, store: Arc<dyn Store>) -> anyhow::Result<Registry> {
    let Configuration { sessions, logins, passwords, tlds, quotas, .. } = configuration;
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
