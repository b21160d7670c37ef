//! A client (rule A10).

use domesday_app::clients::ClientInfo;
use domesday_domain::account::Client;
use domesday_domain::actor::Role;
use serde_json::{Value, json};

/// `client`.
pub(in super::super) fn client(info: &ClientInfo) -> Value {
    let ClientInfo { account, client, login, roles, holdings } = info;
    let Client { name, email, iana_id, rdap_url, url, abuse_email, abuse_voice, .. } = client;
    json!({
        "login": login,
        "handle": account.name.as_str(),
        "name": name,
        "email": email,
        "ianaId": iana_id,
        "rdapUrl": rdap_url,
        "url": url,
        "abuse": {"email": abuse_email, "voice": abuse_voice},
        "roles": roles.iter().map(Role::as_str).collect::<Vec<_>>(),
        "tokenTtl": client.token_life,
        "mutationsPerMinute": client.mutations_per_minute,
        "readsPerMinute": client.reads_per_minute,
        "suspended": account.suspended,
        "counts": {
            "domains": holdings.domains,
            "contacts": holdings.contacts,
            "hosts": holdings.hosts,
            "messages": holdings.unread,
        },
    })
}
