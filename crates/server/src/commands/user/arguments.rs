//! What the commands about users take.

use std::io::Read;

use anyhow::Context;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use domesday_app::accounts::NamedUser;
use domesday_domain::actor::Role;

/// A user to make.
#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// Their login
    pub(super) login: String,
    /// Their account
    #[arg(long, value_name = "NAME")]
    pub(super) account: String,
    #[command(flatten)]
    pub(super) roles: RoleArguments,
    #[command(flatten)]
    pub(super) password: PasswordArguments,
    /// Print them as JSON, with the generated password
    #[arg(long)]
    pub(super) json: bool,
}

/// A user who is there.
#[derive(Debug, Args)]
pub(crate) struct Named {
    /// Their login
    pub(super) login: String,
    /// Their account; needed if several accounts have that login
    #[arg(long, value_name = "NAME")]
    pub(super) account: Option<String>,
}

/// Roles, at least one.
#[derive(Debug, Args)]
pub(crate) struct RoleArguments {
    /// What they may do; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true, value_parser = role_parser())]
    pub(super) roles: Vec<Role>,
}

/// Where the password comes from.
#[derive(Debug, Args)]
pub(crate) struct PasswordArguments {
    /// Read the password from standard input, up to its end; a line end there does not count
    #[arg(long)]
    pub(super) password_stdin: bool,
}

impl Named {
    /// As the use cases want them named.
    pub(super) fn into_named(self) -> NamedUser {
        NamedUser { account: self.account, login: self.login }
    }
}

fn role_parser() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str)).try_map(|text| text.parse::<Role>())
}

impl PasswordArguments {
    /// The password given, if one was to be read.
    ///
    /// # Errors
    /// When standard input is not text.
    pub(super) fn read(&self) -> anyhow::Result<Option<String>> {
        const MOST: u64 = 64 * 1024;
        if !self.password_stdin {
            return Ok(None);
        }
        let mut text = String::new();
        let input = std::io::stdin().lock();
        input.take(MOST).read_to_string(&mut text).context("cannot read the password from standard input")?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        Ok(Some(line.strip_suffix('\r').unwrap_or(line).to_owned()))
    }
}
