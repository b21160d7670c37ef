//! `domesday user …`: who may log in, and what they may do.
//!
//! A password never stands on a command line, where others can read it: it comes by standard input, or is generated and printed once.

mod arguments;

use clap::Subcommand;
use domesday_app::accounts::{CreateUser, ListUsers, NewPassword, UpdateUser};
use domesday_app::registry::{Caller, Registry};
use domesday_domain::account::{Account, User};
use domesday_domain::actor::Role;
use serde::Serialize;

use self::arguments::{CreateArguments, Named, PasswordArguments, RoleArguments};
use super::output::{instant, json, line, note, readable, table};

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Make a user; without --password-stdin, a password is generated and printed once
    #[command(after_help = "Examples:\n  domesday user create jane --account acme --role hostmaster\n  \
        domesday user create jane --account acme --role hostmaster --role registrar --password-stdin < password.txt")]
    Create(CreateArguments),
    /// List the users of an account, or of all
    #[command(after_help = "Examples:\n  domesday user list\n  domesday user list --account acme --json")]
    List {
        /// Only this account's
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Let a user not log in; their sessions are closed and their keys refused at once
    #[command(after_help = "Example:\n  domesday user disable jane --account acme")]
    Disable(Named),
    /// Let a user log in again
    #[command(after_help = "Example:\n  domesday user enable jane --account acme")]
    Enable(Named),
    /// Replace a user's roles; closes their sessions
    #[command(after_help = "Example:\n  domesday user set-roles jane --account acme --role hostmaster --role reader")]
    SetRoles {
        #[command(flatten)]
        user: Named,
        #[command(flatten)]
        roles: RoleArguments,
    },
    /// Replace a user's password; closes their sessions
    #[command(after_help = "Examples:\n  domesday user set-password jane --account acme\n  \
        domesday user set-password jane --account acme --password-stdin < password.txt")]
    SetPassword {
        #[command(flatten)]
        user: Named,
        #[command(flatten)]
        password: PasswordArguments,
    },
}

#[derive(Serialize)]
struct ShownUser {
    id: i64,
    account: String,
    login: String,
    roles: Vec<&'static str>,
    disabled: bool,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

impl ShownUser {
    fn new(account: String, user: User, password: Option<String>) -> Self {
        let roles = user.roles.iter().map(Role::as_str).collect();
        let created = instant(user.created);
        Self { id: user.id.0, account, login: user.login, roles, disabled: user.disabled, created, password }
    }
}

/// Does it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: UserCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let unchanged = |user: Named| UpdateUser { user: user.into_named(), roles: None, password: None, disabled: None };
    match command {
        UserCommand::Create(arguments) => create(arguments, registry, caller).await,
        UserCommand::List { account, json } => list(account, json, registry, caller).await,
        UserCommand::Disable(user) => {
            update(UpdateUser { disabled: Some(true), ..unchanged(user) }, registry, caller).await
        }
        UserCommand::Enable(user) => {
            update(UpdateUser { disabled: Some(false), ..unchanged(user) }, registry, caller).await
        }
        UserCommand::SetRoles { user, roles } => {
            let roles = Some(roles.roles.into_iter().collect());
            update(UpdateUser { roles, ..unchanged(user) }, registry, caller).await
        }
        UserCommand::SetPassword { user, password } => {
            let (password, generated) = choose(&password, registry, caller).await?;
            update(UpdateUser { password: Some(password), ..unchanged(user) }, registry, caller).await?;
            generated.map_or(Ok(()), print_once)
        }
    }
}

async fn create(arguments: CreateArguments, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let CreateArguments { login, account, roles, password, json: as_json } = arguments;
    let (password, generated) = choose(&password, registry, caller).await?;
    let roles = roles.roles.into_iter().collect();
    let command = CreateUser { account: account.clone(), login, roles, password: Some(password) };
    let user = registry.run(caller, command).await.map_err(readable)?;
    if as_json {
        return json(&ShownUser::new(account, user, generated));
    }
    note(format!("user {} of account {account} created", user.login))?;
    generated.map_or(Ok(()), print_once)
}

async fn list(account: Option<String>, as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let users = registry.ask(caller, ListUsers { account }).await.map_err(readable)?;
    if as_json {
        let shown = |(account, user): (Account, User)| ShownUser::new(account.name.to_string(), user, None);
        return json(&users.into_iter().map(shown).collect::<Vec<_>>());
    }
    let row = |(account, user): (Account, User)| {
        let roles = user.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(",");
        let state = if user.disabled { "disabled" } else { "active" };
        [account.name.to_string(), user.login, roles, state.to_owned(), instant(user.created)]
    };
    table(["ACCOUNT", "LOGIN", "ROLES", "STATE", "CREATED"], &users.into_iter().map(row).collect::<Vec<_>>())
}

async fn update(command: UpdateUser, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let user = registry.run(caller, command).await.map_err(readable)?;
    note(format!("user {} changed", user.login))
}

/// The password to set, and its text if it was generated.
async fn choose(
    from: &PasswordArguments,
    registry: &Registry,
    caller: &Caller,
) -> anyhow::Result<(NewPassword, Option<String>)> {
    let given = from.read()?;
    let generated = if given.is_none() { Some(registry.generate_password()) } else { None };
    let text = given.or_else(|| generated.clone()).unwrap_or_default();
    let password = registry.new_password(caller, text).await.map_err(readable)?;
    Ok((password, generated))
}

fn print_once(password: String) -> anyhow::Result<()> {
    note("its password, which is not shown again:")?;
    line(password)
}
