//! `domesday session-key …`: the secret that session tokens are signed with.

use clap::Subcommand;
use domesday_app::registry::{Caller, Registry};
use serde::Serialize;

use super::output::{json, line, readable};

/// What to do with the tokens' secret.
#[derive(Debug, Subcommand)]
pub(crate) enum SessionKeyCommand {
    /// Sign new sessions with a new secret; tokens signed with the old one stay good until they run out
    #[command(after_help = "Examples:\n  domesday session-key rotate\n  domesday session-key rotate --json")]
    Rotate {
        /// Print the new secret's id as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Serialize)]
struct Rotated {
    id: String,
}

/// Does it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: SessionKeyCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let SessionKeyCommand::Rotate { json: as_json } = command;
    let id = registry.rotate_secret(caller).await.map_err(readable)?;
    if as_json { json(&Rotated { id }) } else { line(format!("new sessions are signed with the secret {id}")) }
}
