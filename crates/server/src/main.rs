//! The binary `domesday`: configuration, wiring, command line, logging, shutdown.
//!
//! `domesday` alone is `domesday serve`. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

mod commands;
mod configuration;
mod due_work;
mod logging;
mod serve;
mod tls;
mod wiring;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::account::AccountCommand;
use commands::attestation::AttestationCommand;
use commands::copy::CopyArguments;
use commands::key::KeyCommand;
use commands::session_key::SessionKeyCommand;
use commands::signing_key::SigningKeyCommand;
use commands::tld::TldCommand;
use commands::user::UserCommand;
use commands::zone::ZoneCommand;
use configuration::Configuration;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A registry server for DNS names.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "Examples:\n  domesday\n  DOMESDAY__SERVER__LISTEN=0.0.0.0:8053 domesday serve\n  domesday --config /etc/domesday.toml migrate"
)]
struct Arguments {
    /// The configuration file; without it config/domesday.toml is read if it is there
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until told to stop (the default)
    #[command(
        after_help = "Examples:\n  domesday serve\n  DOMESDAY__ADMIN__PASSWORD=… domesday --config /etc/domesday.toml serve"
    )]
    Serve,
    /// Bring the database up to this program, and exit
    #[command(after_help = "Example:\n  DOMESDAY__DATABASE__URL=postgres://domesday@db/domesday domesday migrate")]
    Migrate,
    /// Copy a whole registry into an empty database, from SQLite to PostgreSQL or back
    ///
    /// The source is read as it is at one instant and not changed; what is written to it later is not copied. The target is written in one
    /// transaction and compared with the source before it is committed: all of it is there, or nothing.
    #[command(
        after_help = "Examples:\n  domesday copy --from sqlite:data/domesday.db --to postgres://domesday@db/domesday\n  DOMESDAY__DATABASE__URL=postgres://domesday@db/domesday domesday copy --from sqlite:data/domesday.db --json\n  domesday copy --from sqlite:data/domesday.db --to sqlite:backup.db"
    )]
    Copy(CopyArguments),
    /// Accounts: the organisations that own zones
    #[command(subcommand, after_help = "Example:\n  domesday account create acme")]
    Account(AccountCommand),
    /// Users of accounts
    #[command(subcommand, after_help = "Example:\n  domesday user create jane --account acme --role hostmaster")]
    User(UserCommand),
    /// API keys for machines
    #[command(subcommand, after_help = "Example:\n  domesday key create --user jane --account acme --label backup")]
    Key(KeyCommand),
    /// The secret that session tokens are signed with
    #[command(subcommand, after_help = "Example:\n  domesday session-key rotate")]
    SessionKey(SessionKeyCommand),
    /// The keys that attestations are signed with
    #[command(
        name = "signing-key",
        subcommand,
        after_help = "Examples:\n  domesday signing-key list\n  domesday signing-key generate\n  domesday signing-key activate KEY-ID"
    )]
    SigningKey(SigningKeyCommand),
    /// Attestations: verify them without the registry, or have them signed anew
    #[command(
        subcommand,
        after_help = "Example:\n  domesday attestation verify --registry https://registry.example --keys keys.json entity.json"
    )]
    Attestation(AttestationCommand),
    /// Top-level domains: which names may become zones
    #[command(
        subcommand,
        after_help = "Examples:\n  domesday tld import --psl --dry-run\n  domesday tld create '*.bd'\n  domesday tld explain shop.co.uk"
    )]
    Tld(TldCommand),
    /// Zone files, in and out
    #[command(
        subcommand,
        after_help = "Examples:\n  domesday zone export example.org\n  domesday zone import example.org.zone --owner acme"
    )]
    Zone(ZoneCommand),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error may be closed; there is nobody else to tell.
            let _ = commands::output::note(format!("domesday: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let configuration = Configuration::read(arguments.config.as_deref())?;
    match arguments.command {
        None | Some(Command::Serve) => {
            logging::start(&configuration.log, logging::Reader::Operator)?;
            serve::serve(&configuration)
        }
        // Whoever verifies has no database and needs none.
        Some(Command::Attestation(AttestationCommand::Verify(arguments))) => commands::attestation::verify(&arguments),
        Some(Command::Migrate) => {
            wiring::open_store(&configuration, true)?.close();
            commands::output::note("the database is up to date")
        }
        Some(Command::Copy(arguments)) => commands::copy::run(&arguments, &configuration),
        Some(command) => {
            logging::start(&configuration.log, logging::Reader::Caller)?;
            commands::run(command, &configuration)
        }
    }
}
