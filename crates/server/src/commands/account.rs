//! `domesday account …`: the organisations whose users log in and whose zones are served.

use clap::Subcommand;
use domesday_app::accounts::{AccountChange, CreateAccount, ListAccounts, SetAccountState};
use domesday_app::registry::{Caller, Registry};
use domesday_domain::account::Account;
use serde::Serialize;

use super::output::{instant, json, line, readable, table};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account
    #[command(after_help = "Examples:\n  domesday account create acme\n  domesday account create acme --json")]
    Create {
        /// Its handle: 3 to 16 letters, digits, `-` or `_`
        name: String,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// List all accounts
    #[command(after_help = "Examples:\n  domesday account list\n  domesday account list --json")]
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Let nobody of it log in; sessions are closed and keys refused at once
    #[command(after_help = "Example:\n  domesday account disable acme")]
    Disable {
        /// Its handle
        name: String,
    },
    /// Let its users and keys in again
    #[command(after_help = "Example:\n  domesday account enable acme")]
    Enable {
        /// Its handle
        name: String,
    },
    /// Let its users read, and write nothing
    #[command(after_help = "Example:\n  domesday account suspend acme")]
    Suspend {
        /// Its handle
        name: String,
    },
    /// Let its users write again
    #[command(after_help = "Example:\n  domesday account resume acme")]
    Resume {
        /// Its handle
        name: String,
    },
}

#[derive(Serialize)]
struct ShownAccount {
    id: i64,
    name: String,
    disabled: bool,
    suspended: bool,
    created: String,
}

impl From<Account> for ShownAccount {
    fn from(account: Account) -> Self {
        Self {
            id: account.id.0,
            name: account.name.to_string(),
            disabled: account.disabled,
            suspended: account.suspended,
            created: instant(account.created),
        }
    }
}

impl ShownAccount {
    fn state(&self) -> &'static str {
        match (self.disabled, self.suspended) {
            (true, true) => "disabled, suspended",
            (true, false) => "disabled",
            (false, true) => "suspended",
            (false, false) => "active",
        }
    }
}

/// Does it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: AccountCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let (account, change) = match command {
        AccountCommand::Create { name, json } => return create(name, json, registry, caller).await,
        AccountCommand::List { json } => return list(json, registry, caller).await,
        AccountCommand::Disable { name } => (name, AccountChange::Disable),
        AccountCommand::Enable { name } => (name, AccountChange::Enable),
        AccountCommand::Suspend { name } => (name, AccountChange::Suspend),
        AccountCommand::Resume { name } => (name, AccountChange::Resume),
    };
    let changed = registry.run(caller, SetAccountState { account, change }).await.map_err(readable)?;
    let shown = ShownAccount::from(changed);
    line(format!("account {}: {}", shown.name, shown.state()))
}

async fn create(name: String, as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let account = registry.run(caller, CreateAccount { name }).await.map_err(readable)?;
    if as_json { json(&ShownAccount::from(account)) } else { line(format!("account {} created", account.name)) }
}

async fn list(as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let accounts = registry.ask(caller, ListAccounts).await.map_err(readable)?;
    let shown: Vec<ShownAccount> = accounts.into_iter().map(ShownAccount::from).collect();
    if as_json {
        return json(&shown);
    }
    let rows: Vec<_> =
        shown.iter().map(|account| [account.name.clone(), account.state().into(), account.created.clone()]).collect();
    table(["NAME", "STATE", "CREATED"], &rows)
}
