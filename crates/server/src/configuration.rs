//! The configuration: defaults, then a file, then the environment. A key that nobody knows is refused, in the file and in the
//! environment, since a misspelt one would be silently without effect. Each key is explained in `config/domesday.toml`.

mod dynect;
mod rdap;

use std::path::Path;

use anyhow::Context;
use config::{Config, Environment, File, FileFormat};
use secrecy::SecretString;
use serde::Deserialize;

use self::dynect::Dynect;
use self::rdap::Rdap;

/// The file that is read when none is named, if it is there.
const USUAL_FILE: &str = "config/domesday.toml";

/// Heads that are larger are refused by the HTTP library itself, before anything else looks at them.
const MOST_HEADER: usize = 128 << 10;

/// Everything that can be configured.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) server: Server,
    pub(crate) http: Http,
    pub(crate) database: Database,
    pub(crate) admin: Admin,
    pub(crate) sessions: Sessions,
    pub(crate) logins: Logins,
    pub(crate) passwords: Passwords,
    pub(crate) limits: Limits,
    pub(crate) tlds: Tlds,
    pub(crate) quotas: Quotas,
    pub(crate) due_work: DueWork,
    pub(crate) signing: Signing,
    pub(crate) dynect: Dynect,
    pub(crate) rdap: Rdap,
    pub(crate) log: Log,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) listen: String,
    pub(crate) public_url: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) workers: usize,
    pub(crate) shutdown_seconds: u64,
    pub(crate) request_seconds: u64,
    pub(crate) max_connections: usize,
    pub(crate) tls: Tls,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Http {
    pub(crate) keep_alive_s: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Tls {
    pub(crate) certificate: Option<String>,
    pub(crate) key: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) connections: usize,
    pub(crate) queue: usize,
    pub(crate) timeout_seconds: u32,
    pub(crate) migrate: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Admin {
    pub(crate) password: Option<SecretString>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sessions {
    pub(crate) life: i64,
    pub(crate) secret: Option<SecretString>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Logins {
    pub(crate) failures_of_login: u32,
    pub(crate) failures_of_address: u32,
    pub(crate) window: i64,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Passwords {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) at_once: usize,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) body_bytes: usize,
    pub(crate) bulk_bytes: usize,
    pub(crate) import_bytes: usize,
    pub(crate) header_bytes: usize,
    pub(crate) body_wait_seconds: u64,
    pub(crate) body_seconds: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Tlds {
    pub(crate) registry_operators: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Quotas {
    pub(crate) zones: i64,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DueWork {
    pub(crate) every_milliseconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Signing {
    pub(crate) key_dir: String,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) level: String,
    pub(crate) format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8053".into(),
            public_url: None,
            name: None,
            workers: 0,
            shutdown_seconds: 30,
            request_seconds: 30,
            max_connections: 10_000,
            tls: Tls::default(),
        }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self { keep_alive_s: 75 }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite:data/domesday.db".into(), connections: 16, queue: 4096, timeout_seconds: 30, migrate: true }
    }
}

impl Default for Sessions {
    fn default() -> Self {
        Self { life: 43_200, secret: None }
    }
}

impl Default for Logins {
    fn default() -> Self {
        Self { failures_of_login: 10, failures_of_address: 50, window: 300 }
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, at_once: 2 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            bulk_bytes: 16 << 20,
            import_bytes: 64 << 20,
            header_bytes: 64 << 10,
            body_wait_seconds: 30,
            body_seconds: 600,
        }
    }
}

impl Default for Quotas {
    fn default() -> Self {
        Self { zones: -1 }
    }
}

impl Default for DueWork {
    fn default() -> Self {
        Self { every_milliseconds: 1000 }
    }
}

impl Default for Signing {
    fn default() -> Self {
        Self { key_dir: "data/signing-keys".into() }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::Text }
    }
}

impl Configuration {
    /// Reads it.
    ///
    /// # Errors
    /// When the named file is missing, or a key is unknown or of the wrong kind; the message names it.
    pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let builder = match file {
            Some(file) => Config::builder().add_source(File::from(file).format(FileFormat::Toml).required(true)),
            None => Config::builder().add_source(File::new(USUAL_FILE, FileFormat::Toml).required(false)),
        };
        let environment = Environment::with_prefix("DOMESDAY").prefix_separator("__").separator("__").try_parsing(true);
        let environment = environment
            .list_separator(",")
            .with_list_parse_key("tlds.registry_operators")
            .with_list_parse_key("dynect.nameservers")
            .with_list_parse_key("dynect.close_for_agents");
        let read = builder.add_source(environment).build().context("the configuration cannot be read")?;
        let configuration: Self = read.try_deserialize().context("the configuration is wrong")?;
        configuration.check()?;
        Ok(configuration)
    }

    fn check(&self) -> anyhow::Result<()> {
        let tls = &self.server.tls;
        anyhow::ensure!(
            tls.certificate.is_some() == tls.key.is_some(),
            "server.tls.certificate and server.tls.key belong together: set both or neither"
        );
        anyhow::ensure!(self.sessions.life > 0, "sessions.life must be at least 1 second");
        anyhow::ensure!(self.quotas.zones >= -1, "quotas.zones must be -1 (any number) or more");
        let limits = &self.limits;
        let is_header = (1024..=MOST_HEADER).contains(&limits.header_bytes);
        anyhow::ensure!(is_header, "limits.header_bytes must be 1024 to {MOST_HEADER}");
        let times = [("body_wait_seconds", limits.body_wait_seconds), ("body_seconds", limits.body_seconds)];
        for (key, seconds) in times {
            anyhow::ensure!((1..=86_400).contains(&seconds), "limits.{key} must be 1 to 86400");
        }
        anyhow::ensure!((1..=3600).contains(&self.http.keep_alive_s), "http.keep_alive_s must be 1 to 3600");
        self.dynect.rules()?;
        self.rdap.settings()?;
        anyhow::ensure!(self.database.connections > 0, "database.connections must be at least 1");
        Ok(())
    }
}
