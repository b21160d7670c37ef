//! `domesday key …`: API keys, which stand in for a session.

use clap::Subcommand;
use domesday_app::accounts::{DisableKey, ListKeys, ListedKey, NamedUser, WantedKey};
use domesday_app::registry::{Caller, Registry};
use serde::Serialize;

use super::output::{instant, json, line, note, readable, table};

/// What to do with API keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key for a user, and print it once
    #[command(after_help = "Examples:\n  domesday key create --user robot --account acme --label 'backup job'\n  \
        KEY=$(domesday key create --user robot --account acme)")]
    Create {
        /// The login of the user it stands for
        #[arg(long, value_name = "LOGIN")]
        user: String,
        /// The user's account; needed if several accounts have that login
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// What it is for
        #[arg(long, value_name = "TEXT", default_value = "")]
        label: String,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// List the keys of an account's users, or of all; never the keys themselves
    #[command(after_help = "Examples:\n  domesday key list\n  domesday key list --account acme --json")]
    List {
        /// Only this account's
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Refuse a key from now on, for good
    #[command(after_help = "Example:\n  domesday key disable 7")]
    Disable {
        /// Its number, as `domesday key list` shows it
        id: i64,
    },
}

#[derive(Serialize)]
struct NewKey {
    id: i64,
    key: String,
    label: String,
    created: String,
}

#[derive(Serialize)]
struct ShownKey {
    id: i64,
    account: String,
    user: String,
    label: String,
    disabled: bool,
    created: String,
}

impl From<ListedKey> for ShownKey {
    fn from(listed: ListedKey) -> Self {
        Self {
            id: listed.key.id,
            account: listed.account.to_string(),
            user: listed.login,
            label: listed.key.label,
            disabled: listed.key.disabled,
            created: instant(listed.key.created),
        }
    }
}

/// Does it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: KeyCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    match command {
        KeyCommand::Create { user, account, label, json } => {
            create(WantedKey { user: NamedUser { account, login: user }, label }, json, registry, caller).await
        }
        KeyCommand::List { account, json } => list(account, json, registry, caller).await,
        KeyCommand::Disable { id } => {
            registry.run(caller, DisableKey { id }).await.map_err(readable)?;
            note(format!("key {id} disabled"))
        }
    }
}

async fn create(wanted: WantedKey, as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let created = registry.create_key(caller, wanted).await.map_err(readable)?;
    if as_json {
        let (id, label, created_at) = (created.key.id, created.key.label, instant(created.key.created));
        return json(&NewKey { id, key: created.text, label, created: created_at });
    }
    note(format!("key {}, which is not shown again:", created.key.id))?;
    line(created.text)
}

async fn list(account: Option<String>, as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let keys = registry.ask(caller, ListKeys { account }).await.map_err(readable)?;
    let shown: Vec<ShownKey> = keys.into_iter().map(ShownKey::from).collect();
    if as_json {
        return json(&shown);
    }
    let row = |key: ShownKey| {
        let state = if key.disabled { "disabled" } else { "active" };
        [key.id.to_string(), key.account, key.user, state.to_owned(), key.created, key.label]
    };
    table(["ID", "ACCOUNT", "USER", "STATE", "CREATED", "LABEL"], &shown.into_iter().map(row).collect::<Vec<_>>())
}
