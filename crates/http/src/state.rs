//! What all requests share: the registry, the limits of this server, and its figures.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domesday_app::paces::Paces;
use domesday_app::registry::Registry;

use crate::rdap::RdapSettings;
use crate::service::health::Health;
use crate::service::metrics::Metrics;

/// How large a body of one object may be, unless the configuration says otherwise.
const BODY_BYTES: usize = 1 << 20;

/// The same for a bulk of changes (rule R20).
const BULK_BYTES: usize = 16 << 20;

/// The same for a zone file (rule F7).
const IMPORT_BYTES: usize = 64 << 20;

/// Limits, and where clients see this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpSettings {
    /// The largest body of one object, in bytes.
    pub max_body_bytes: usize,
    /// The largest bulk of changes, in bytes.
    pub max_bulk_bytes: usize,
    /// The largest zone file, in bytes.
    pub max_import_bytes: usize,
    /// The largest head of a request, in bytes: its address and the headers' names and values.
    pub max_header_bytes: usize,
    /// For how long the next piece of a body is waited for.
    pub body_wait: Duration,
    /// How long a body may take until it is whole.
    pub body_time: Duration,
    /// The address that clients use, if it is known: for the OpenAPI document.
    pub public_url: Option<String>,
    /// What the header `server` of the entities face says; the registry's URL if it is left out (`attestations.md` H5).
    pub server_header: Option<String>,
    /// What is set for the public view.
    pub rdap: RdapSettings,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            max_body_bytes: BODY_BYTES,
            max_bulk_bytes: BULK_BYTES,
            max_import_bytes: IMPORT_BYTES,
            max_header_bytes: 64 << 10,
            body_wait: Duration::from_secs(30),
            body_time: Duration::from_secs(600),
            public_url: None,
            server_header: None,
            rdap: RdapSettings::default(),
        }
    }
}

/// What all requests share. One for the whole server: its figures count every worker.
pub struct State {
    pub(crate) registry: Arc<Registry>,
    pub(crate) settings: HttpSettings,
    pub(crate) metrics: Metrics,
    pub(crate) health: Health,
    /// The OpenAPI document, made when it is asked for first.
    pub(crate) document: OnceLock<String>,
    /// How many requests addresses have sent the public view.
    pub(crate) rdap_paces: Paces<IpAddr>,
}

impl State {
    /// The state of a server that begins now.
    pub fn new(registry: Arc<Registry>, settings: HttpSettings) -> Self {
        let started = registry.clock().now();
        Self {
            registry,
            settings,
            metrics: Metrics::new(started),
            health: Health::ready_since(started),
            document: OnceLock::new(),
            rdap_paces: Paces::default(),
        }
    }
}
