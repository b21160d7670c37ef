//! `domesday attestation …`: verifies attestations without a registry, and has them signed anew.
//!
//! Verifying needs no database and no configuration: an entity document, the key documents, and the registry's URL from the verifier's own
//! settings (`attestations.md` section 11).

mod online;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::SecondsFormat;
use clap::error::ErrorKind;
use clap::{Args, Subcommand};
use domesday_app::ports::Clock;
use domesday_app::registry::Registry;
use domesday_domain::entity::RegistryUrl;
use domesday_domain::json;
use domesday_signing::{KeyDocument, SystemClock, Verified, key_documents, verify_document};
use serde_json::{Value, json};

use super::output::{self, line, readable};

/// What to do with attestations.
#[derive(Debug, Subcommand)]
pub(crate) enum AttestationCommand {
    /// Verify every attestation of a document; exit code 0 if all are good, 1 if one is refused, naming the step
    #[command(
        override_usage = "domesday attestation verify --registry <URL> [--online] [--json] [--keys <FILE>...] <DOCUMENT>",
        after_help = "Examples:\n  curl -s $R/api/student/ID > entity.json; curl -s $R/meta/signing-keys > keys.json\n  \
            domesday attestation verify --registry $R --keys keys.json entity.json\n  \
            domesday attestation verify --registry $R --online entity.json"
    )]
    Verify(VerifyArguments),
    /// Sign anew what was signed when the registry had another address, or with a key that was revoked
    #[command(after_help = "Example:\n  DOMESDAY__SERVER__PUBLIC_URL=https://new.example domesday attestation resign")]
    Resign,
}

/// What to verify, and by which keys.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The registry's URL, from your own settings, never from the document
    #[arg(long, value_name = "URL")]
    registry: String,
    /// Key documents of that registry, or its JWK Set
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "online")]
    keys: Vec<PathBuf>,
    /// Also ask the registry whether the attestations are valid now, and for the keys
    #[arg(long)]
    online: bool,
    /// Print what was verified as JSON
    #[arg(long)]
    json: bool,
    /// The entity document, or one attestation of it; `-` for standard input
    // It may stand behind the files of `--keys`, which take all that follows them.
    document: Option<PathBuf>,
}

impl VerifyArguments {
    /// The files with keys, and the document; ends the program where one of them is missing.
    fn files(&self) -> (&[PathBuf], &Path) {
        let (keys, document) = match (&self.document, self.keys.split_last()) {
            (Some(document), _) => (self.keys.as_slice(), document),
            (None, Some((document, keys))) => (keys, document),
            (None, None) => misused("which document? It stands last"),
        };
        if keys.is_empty() && !self.online {
            misused("by which keys? `--keys FILE` or `--online`, and then the document");
        }
        (keys, document)
    }
}

fn misused(detail: &str) -> ! {
    clap::Error::raw(ErrorKind::MissingRequiredArgument, format!("{detail}\n")).exit()
}

/// Verifies a document.
///
/// # Errors
/// What is wrong with it, naming the step; or a file that cannot be read.
pub(crate) fn verify(arguments: &VerifyArguments) -> anyhow::Result<()> {
    let registry = RegistryUrl::parse(arguments.registry.trim_end_matches('/')).context("--registry")?;
    let registry = registry.as_str();
    let (files, document) = arguments.files();
    let mut keys: Vec<KeyDocument> = Vec::new();
    for file in files {
        let document = read(file)?;
        keys.extend(key_documents(&document).with_context(|| file.display().to_string())?);
    }
    let document = read(document)?;
    if arguments.online {
        keys.extend(online::keys(registry, &document)?);
    }
    let verified = verify_document(registry, &keys, &document, SystemClock.now())?;
    if arguments.online {
        for one in &verified {
            online::check(registry, one)?;
        }
    }
    if arguments.json { output::json(&verified.iter().map(shown).collect::<Vec<_>>()) } else { tell(&verified) }
}

/// Has attestations signed anew.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: AttestationCommand, registry: &Registry) -> anyhow::Result<()> {
    match command {
        AttestationCommand::Verify(arguments) => verify(&arguments),
        AttestationCommand::Resign => {
            let done = registry.resign_moved().await.map_err(readable)?;
            line(format!("{done} attestations signed anew"))
        }
    }
}

/// A JSON document; one with a member twice is two documents, and refused.
fn read(file: &Path) -> anyhow::Result<Value> {
    let place = || file.display().to_string();
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        bytes
    } else {
        std::fs::read(file).with_context(place)?
    };
    json::read(&bytes)
        .map_err(|fault| anyhow::anyhow!("{} (at byte {}, {})", fault.detail, fault.offset, fault.code))
        .with_context(place)
}

fn tell(verified: &[Verified]) -> anyhow::Result<()> {
    for one in verified {
        let claims: Vec<&str> = one.claims.iter().map(|claim| claim.id.as_str()).collect();
        line(format!("good  {}  attested by {} on {}", claims.join(" "), one.attestor, one.date))?;
    }
    Ok(())
}

fn shown(verified: &Verified) -> Value {
    let claims: Vec<Value> =
        verified.claims.iter().map(|claim| json!({"id": claim.id, "value": claim.value})).collect();
    json!({
        "attestation": verified.attestation, "entity": verified.entity, "kind": verified.kind, "claims": claims,
        "attestor": verified.attestor, "date": verified.date, "key": verified.key,
        "expires": verified.expires.map(|expires| expires.to_rfc3339_opts(SecondsFormat::Secs, true)),
    })
}
