//! What an account is as a client of the registrar face.

use domesday_domain::account::Client;
use serde::{Deserialize, Serialize};

use super::{Unreadable, read, written};

/// A member that is not there is as it is at first.
#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Wire {
    name: Option<String>,
    email: Option<String>,
    iana_id: Option<i64>,
    rdap_url: Option<String>,
    url: Option<String>,
    abuse_email: Option<String>,
    abuse_voice: Option<String>,
    token_life: u32,
    mutations_per_minute: u32,
    reads_per_minute: u32,
}

impl Default for Wire {
    fn default() -> Self {
        Self::from(Client::default())
    }
}

impl From<Client> for Wire {
    fn from(client: Client) -> Self {
        Self {
            name: client.name,
            email: client.email,
            iana_id: client.iana_id,
            rdap_url: client.rdap_url,
            url: client.url,
            abuse_email: client.abuse_email,
            abuse_voice: client.abuse_voice,
            token_life: client.token_life,
            mutations_per_minute: client.mutations_per_minute,
            reads_per_minute: client.reads_per_minute,
        }
    }
}

/// A client as a document.
pub(crate) fn client_document(client: &Client) -> Result<String, Unreadable> {
    written(&Wire::from(client.clone()))
}

/// The client of a document.
pub(crate) fn client(document: &str) -> Result<Client, Unreadable> {
    let wire: Wire = read(document)?;
    Ok(Client {
        name: wire.name,
        email: wire.email,
        iana_id: wire.iana_id,
        rdap_url: wire.rdap_url,
        url: wire.url,
        abuse_email: wire.abuse_email,
        abuse_voice: wire.abuse_voice,
        token_life: wire.token_life,
        mutations_per_minute: wire.mutations_per_minute,
        reads_per_minute: wire.reads_per_minute,
    })
}
