//! Delegations as clients of the zones face see them (`zones.md` section 1), members in that order.
//!
//! What comes in is read by hand ([`super::delegation_draft`]); its shapes are in [`super::shapes`].

use std::net::IpAddr;

use domesday_app::delegations as app;
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::instant;
use crate::answer::WireWarning;

/// A delegation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Delegation {
    /// The delegated name, absolute, no final dot.
    #[schema(example = "sub.example.org")]
    name: String,
    /// The name with U-labels, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    unicode: Option<String>,
    /// The name servers, in canonical order.
    ns: Vec<GluedServer>,
    /// Seconds; null for the zone's default.
    ttl: Option<u32>,
    /// A remark that is never published.
    comment: Option<String>,
    /// Where it comes from: `explicit` (made here), `zone` (a child zone served here) or `registrar`.
    origin: &'static str,
    /// When it was made.
    #[schema(format = "date-time")]
    created: String,
    /// When it was changed last.
    #[schema(format = "date-time")]
    updated: String,
    /// Its tag, as in `ETag`.
    etag: String,
    /// What was let through; only in the answer to a change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WireWarning>,
}

/// A name server of a delegation.
#[derive(Debug, Serialize, ToSchema)]
struct GluedServer {
    /// Its name.
    name: String,
    /// The addresses that the delegating zone publishes for it.
    #[schema(value_type = Vec<String>)]
    glue: Vec<IpAddr>,
}

impl Delegation {
    /// A delegation as clients see it, with what was let through.
    pub(super) fn of(delegation: &app::Delegation, warnings: Vec<WireWarning>) -> Self {
        let server =
            |server: &app::NamedServer| GluedServer { name: server.name.to_string(), glue: server.glue.clone() };
        Self {
            name: delegation.name.to_string(),
            unicode: delegation.name.to_unicode(),
            ns: delegation.ns.iter().map(server).collect(),
            ttl: delegation.ttl,
            comment: delegation.comment.clone(),
            origin: delegation.origin.delegation_word(),
            created: instant(delegation.created),
            updated: instant(delegation.updated),
            etag: delegation.tag.to_string(),
            warnings,
        }
    }
}
