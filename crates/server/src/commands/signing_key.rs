//! `domesday signing-key …`: the keys that attestations are signed with. They work beside a running server, on the node whose key directory
//! is configured.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use domesday_app::input::Input;
use domesday_app::registry::{Caller, Registry};
use domesday_domain::finding::Findings;
use domesday_domain::signing_key::{PublicSigningKey, SigningAlgorithm};
use serde::Serialize;

use super::output::{instant, json, line, readable, table};

/// What to do with signing keys.
#[derive(Debug, Subcommand)]
pub(crate) enum SigningKeyCommand {
    /// Make a key; it is published at once and signs once it is activated
    #[command(
        after_help = "Examples:\n  domesday signing-key generate\n  domesday signing-key generate --algorithm es256 --json"
    )]
    Generate {
        /// RS256 has an RSA key of 2048 bits, ES256 one on P-256
        #[arg(long, value_enum, default_value_t = AlgorithmName::Rs256)]
        algorithm: AlgorithmName,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a private key from a PEM file (PKCS#8; RSA also PKCS#1)
    #[command(after_help = "Example:\n  domesday signing-key import key.pem")]
    Import {
        /// The file
        file: PathBuf,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// List all keys, oldest first
    #[command(after_help = "Example:\n  domesday signing-key list --json")]
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Have a key sign from now on; the one before is retired
    #[command(after_help = "Example:\n  domesday signing-key activate KEY-ID")]
    Activate {
        /// Its id, as `domesday signing-key list` shows it
        id: String,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Trust a key no more, for good; what it signed is signed anew by the running server
    #[command(after_help = "Example:\n  domesday signing-key revoke KEY-ID --reason 'the disk was stolen'")]
    Revoke {
        /// Its id
        id: String,
        /// Why, in 1 to 256 characters: everybody may read it
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
}

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AlgorithmName {
    /// RSA of 2048 bits, PKCS#1 v1.5 with SHA-256
    Rs256,
    /// ECDSA on P-256 with SHA-256
    Es256,
}

impl From<AlgorithmName> for SigningAlgorithm {
    fn from(name: AlgorithmName) -> Self {
        match name {
            AlgorithmName::Rs256 => Self::Rs256,
            AlgorithmName::Es256 => Self::Es256,
        }
    }
}

#[derive(Serialize)]
struct ShownKey {
    id: String,
    algorithm: &'static str,
    status: &'static str,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    activated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<PublicSigningKey> for ShownKey {
    fn from(key: PublicSigningKey) -> Self {
        Self {
            id: key.id,
            algorithm: key.algorithm.as_str(),
            status: key.state.as_str(),
            created: instant(key.created),
            activated: key.activated.map(instant),
            retired: key.retired.map(instant),
            revoked: key.revoked.map(instant),
            reason: key.reason,
        }
    }
}

/// Does it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: SigningKeyCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    match command {
        SigningKeyCommand::Generate { algorithm, json } => {
            let key = registry.generate_key(caller, algorithm.into()).await.map_err(readable)?;
            show(key, json, "made")
        }
        SigningKeyCommand::Import { file, json } => {
            let pem = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            let key = registry.import_key(caller, pem).await.map_err(readable)?;
            show(key, json, "imported")
        }
        SigningKeyCommand::List { json } => list(registry, json).await,
        SigningKeyCommand::Activate { id, json } => {
            let key = registry.activate_key(caller, id).await.map_err(readable)?;
            show(key, json, "activated")
        }
        SigningKeyCommand::Revoke { id, reason, json } => {
            let reason = Input::read(reason, Findings::new());
            let key = registry.revoke_key(caller, id, reason).await.map_err(readable)?;
            show(key, json, "revoked")
        }
    }
}

async fn list(registry: &Registry, as_json: bool) -> anyhow::Result<()> {
    let keys = registry.signing_keys().await.map_err(readable)?;
    let shown: Vec<ShownKey> = keys.iter().cloned().map(ShownKey::from).collect();
    if as_json {
        return json(&shown);
    }
    let row = |key: &ShownKey| [key.id.clone(), key.algorithm.to_owned(), key.status.to_owned(), key.created.clone()];
    table(["KEY", "ALGORITHM", "STATUS", "CREATED"], &shown.iter().map(row).collect::<Vec<_>>())
}

fn show(key: PublicSigningKey, as_json: bool, done: &str) -> anyhow::Result<()> {
    if as_json {
        return json(&ShownKey::from(key));
    }
    line(format!("{done} {} ({}, {})", key.id, key.algorithm.as_str(), key.state.as_str()))
}
