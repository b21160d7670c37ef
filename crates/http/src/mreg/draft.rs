//! Zones and delegations as bodies of this face describe them (rules M1, M2).

use domesday_app::delegations::{DelegationDraft, DelegationUpdate, MAX_COMMENT};
use domesday_app::hosts::HostDraft;
use domesday_app::zones::{ZoneDraft, ZoneUpdate};
use domesday_dns::Name;
use domesday_domain::name::ZoneKind;
use domesday_domain::zone::ZonePatch;
use serde_json::Value;

use super::body::{self, Body};
use crate::members::{self, Fault};

/// What a zone has that says nothing (rule M2).
const REFRESH: u32 = 10_800;
const RETRY: u32 = 3600;
const EXPIRE: u32 = 1_814_400;
const TTL: u32 = 43_200;

/// Members of a zone that clients only read.
const READ_ONLY: [&str; 6] = ["id", "nameservers", "serialno_updated_at", "updated", "created_at", "updated_at"];

/// A zone to create.
pub(super) fn zone(kind: ZoneKind, body: &mut Body) -> ZoneDraft {
    body.ignore(&READ_ONLY);
    if kind == ZoneKind::Reverse {
        body.ignore(&["network"]);
    }
    let name = body.required("name", members::zone_name);
    if let Some(name) = name.as_ref().filter(|name| name.kind() != kind) {
        let detail = format!("{name} is a {} zone's name: create it there", name.kind().as_str());
        body.wrong("name", ("bad_name", detail));
    }
    ZoneDraft {
        name,
        ns: body.name_servers("primary_ns"),
        email: body.required("email", members::email),
        serial: body.optional("serialno", body::serial),
        refresh: Some(or(body, "refresh", REFRESH)),
        retry: Some(or(body, "retry", RETRY)),
        expire: Some(or(body, "expire", EXPIRE)),
        ttl: Some(or(body, "soa_ttl", TTL)),
        default_ttl: Some(or(body, "default_ttl", TTL)),
        ..ZoneDraft::default()
    }
}

fn or(body: &mut Body, member: &str, default: u32) -> u32 {
    body.optional(member, body::seconds).unwrap_or(default)
}

/// Members of a zone to change.
pub(super) fn zone_update(kind: ZoneKind, body: &mut Body) -> ZoneUpdate {
    body.ignore(&READ_ONLY);
    if kind == ZoneKind::Reverse {
        body.ignore(&["network"]);
    }
    let patch = ZonePatch {
        primary_ns: body.optional("primary_ns", members::host_name),
        email: body.optional("email", members::email),
        serial: body.optional("serialno", body::serial),
        refresh: body.optional("refresh", body::seconds),
        retry: body.optional("retry", body::seconds),
        expire: body.optional("expire", body::seconds),
        ttl: body.optional("soa_ttl", body::seconds),
        default_ttl: body.optional("default_ttl", body::seconds),
        ..ZonePatch::default()
    };
    ZoneUpdate { patch, ..ZoneUpdate::default() }
}

/// The name servers of a zone, of which the first is its primary.
pub(super) fn zone_servers(body: &mut Body) -> ZoneUpdate {
    let ns = body.name_servers("primary_ns");
    let primary_ns = ns.as_ref().and_then(|ns| ns.first()).map(|first| first.host.clone());
    ZoneUpdate { patch: ZonePatch { primary_ns, ..ZonePatch::default() }, ns, ..ZoneUpdate::default() }
}

/// A delegation to make.
pub(super) fn delegation(body: &mut Body) -> DelegationDraft {
    body.ignore(&["id", "zone", "created_at", "updated_at"]);
    DelegationDraft {
        name: body.required("name", name),
        ns: body.name_servers("nameservers"),
        ttl: None,
        comment: body.optional("comment", comment).flatten(),
    }
}

/// The comment of a delegation, new or none.
pub(super) fn comment_update(body: &mut Body) -> DelegationUpdate {
    DelegationUpdate { comment: body.required("comment", comment), ..DelegationUpdate::default() }
}

/// A name server to make.
pub(super) fn host(body: &mut Body) -> HostDraft {
    body.ignore(&["id", "ttl", "created_at", "updated_at"]);
    HostDraft { name: body.required("name", members::host_name) }
}

fn name(value: &Value) -> Result<Name, Fault> {
    Name::parse(members::text(value)?).map_err(|problem| ("bad_name", problem.to_string()))
}

/// A comment; an empty one is none.
fn comment(value: &Value) -> Result<Option<String>, Fault> {
    let text = members::text(value)?;
    let length = text.chars().count();
    if length > MAX_COMMENT {
        return Err(("out_of_range", format!("a comment has at most {MAX_COMMENT} characters, not {length}")));
    }
    if text.chars().any(char::is_control) {
        return Err(("bad_value", "a comment has no control characters".to_owned()));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
