//! A zone as a body describes it (rules Z5, Z6, Z8).

use std::net::IpAddr;

use domesday_app::zones::{NameServer, ZoneDraft, ZoneUpdate};
use domesday_domain::finding::Findings;
use domesday_domain::history::Value as Believed;
use domesday_domain::name::ZoneName;
use domesday_domain::zone::{MAX_NAME_SERVERS, ZonePatch};
use serde_json::Value;

use crate::members::{self, Members, wrong_type};

/// How many addresses a name server may bring along.
const MAX_ADDRESSES: usize = 16;

/// Members that nobody changes; a PATCH may say what they are (rule Z5).
const READ_ONLY: [&str; 11] = [
    "name",
    "unicode",
    "id",
    "kind",
    "network",
    "registry_zone",
    "serial_style",
    "frozen",
    "revision",
    "created",
    "updated",
];

/// A zone to create.
pub(super) fn draft(body: &mut Members) -> ZoneDraft {
    ZoneDraft {
        name: body.required("name", members::zone_name),
        ns: {
            if !body.has("ns") {
                body.missing("ns");
            }
            name_servers(body)
        },
        primary_ns: body.optional("primary_ns", members::host_name),
        email: body.required("email", members::email),
        serial: body.optional("serial", members::serial),
        refresh: body.required("refresh", members::seconds),
        retry: body.required("retry", members::seconds),
        expire: body.required("expire", members::seconds),
        ttl: body.required("ttl", members::seconds),
        default_ttl: body.optional("default_ttl", members::seconds),
        ns_ttl: body.nullable("ns_ttl", members::seconds).flatten(),
        owner: body.optional("owner", members::account),
        registry_zone: body.optional("registry_zone", members::flag).unwrap_or_default(),
        ..ZoneDraft::default()
    }
}

/// Members of a zone to change.
pub(super) fn update(body: &mut Members) -> ZoneUpdate {
    let ns = name_servers(body);
    let owner = body.optional("owner", members::account);
    let patch = ZonePatch {
        ns: None,
        primary_ns: body.optional("primary_ns", members::host_name),
        email: body.optional("email", members::email),
        serial: body.optional("serial", members::serial),
        refresh: body.optional("refresh", members::seconds),
        retry: body.optional("retry", members::seconds),
        expire: body.optional("expire", members::seconds),
        ttl: body.optional("ttl", members::seconds),
        default_ttl: body.optional("default_ttl", members::seconds),
        ns_ttl: body.nullable("ns_ttl", members::seconds),
        owner: None,
        read_only: READ_ONLY.into_iter().filter_map(|member| Some((member, believed(body, member)?))).collect(),
    };
    ZoneUpdate { patch, ns, owner }
}

/// What the caller believes a read-only member to be. Names count in any spelling.
fn believed(body: &mut Members, member: &'static str) -> Option<Believed> {
    let value = body.take(member)?;
    Some(match value {
        Value::String(text) if member == "name" => {
            Believed::Text(ZoneName::parse(&text).map_or(text, |name| name.to_string()))
        }
        Value::String(text) => Believed::Text(text),
        Value::Bool(flag) => Believed::Flag(flag),
        Value::Null => Believed::Null,
        // No member is a list: what is nothing else differs from all of them.
        Value::Number(number) => number.as_i64().map_or(Believed::List(Vec::new()), Believed::Number),
        Value::Array(_) | Value::Object(_) => Believed::List(Vec::new()),
    })
}

/// The name servers of a zone or a delegation (rule Z8).
pub(super) fn name_servers(body: &mut Members) -> Option<Vec<NameServer>> {
    let servers = body.list("ns", name_server)?;
    if servers.is_empty() || servers.len() > MAX_NAME_SERVERS {
        body.wrong(
            "ns",
            ("out_of_range", format!("there are 1 to {MAX_NAME_SERVERS} name servers, not {}", servers.len())),
        );
        return None;
    }
    let mut twice = false;
    for (place, server) in servers.iter().enumerate() {
        if servers.iter().take(place).any(|before| before.host == server.host) {
            body.wrong(&format!("ns[{place}]"), ("duplicate", format!("{} is listed twice", server.host)));
            twice = true;
        }
    }
    (!twice).then_some(servers)
}

fn name_server(value: &Value, field: String, findings: &mut Findings) -> Option<NameServer> {
    let Value::Object(fields) = value else {
        let expected = if value.is_string() {
            members::host_name(value)
        } else {
            Err(wrong_type("a host name, or an object with name and addresses", value))
        };
        let host = expected.map_err(|(code, detail)| findings.error(field, code, detail)).ok()?;
        return Some(NameServer { host, addresses: None });
    };
    let mut server = Members::within(fields.clone(), format!("{field}."));
    let host = server.required("name", members::host_name);
    let brings_addresses = server.has("addresses");
    let addresses = addresses(&mut server);
    findings.absorb(server.finish());
    let unread = brings_addresses && addresses.is_none();
    host.filter(|_| !unread).map(|host| NameServer { host, addresses })
}

fn addresses(server: &mut Members) -> Option<Vec<IpAddr>> {
    let addresses = server.list("addresses", |value, field, findings| {
        members::address(value).map_err(|(code, detail)| findings.error(field, code, detail)).ok()
    })?;
    let fault = match addresses.len() {
        0 => ("bad_address", "an empty list of addresses: leave addresses out to keep those that are known".to_owned()),
        1..=MAX_ADDRESSES => return Some(addresses),
        many => ("out_of_range", format!("a name server has at most {MAX_ADDRESSES} addresses, not {many}")),
    };
    server.wrong("addresses", fault);
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(body: Value) -> Vec<(String, &'static str)> {
        let Value::Object(fields) = body else { unreachable!() };
        let mut body = Members::of(fields);
        update(&mut body);
        body.finish().errors().iter().map(|error| (error.field.clone(), error.code)).collect()
    }

    #[test]
    fn name_servers_are_1_to_32_names_each_once() {
        let many: Vec<String> = (0..33).map(|number| format!("ns{number}.a.net")).collect();
        for (ns, field, code) in [
            (json!("ns1.a.net"), "ns", "wrong_type"),
            (json!([]), "ns", "out_of_range"),
            (json!(many), "ns", "out_of_range"),
            (json!(["a.net", "A.net."]), "ns[1]", "duplicate"),
            (json!([5]), "ns[0]", "wrong_type"),
            (json!([{"addresses": ["192.0.2.1"]}]), "ns[0].name", "missing"),
            (json!([{"name": "a.net", "addresses": []}]), "ns[0].addresses", "bad_address"),
            (json!([{"name": "a.net", "addresses": ["192.0.2.1", "::1"]}]), "ns[0].addresses[1]", "bad_address"),
            (json!([{"name": "a.net", "addresses": ["192.0.2.1"], "x": 1}]), "ns[0].x", "unknown_member"),
        ] {
            assert_eq!(wrong(json!({ "ns": ns })), [(field.to_owned(), code)], "{ns}");
        }
        assert_eq!(
            wrong(json!({"ns": ["a.net", {"name": "b.net"}, {"name": "c.net", "addresses": ["2001:db8::1"]}]})),
            []
        );
    }

    #[test]
    fn only_the_ttl_of_the_name_servers_may_be_null() {
        assert_eq!(wrong(json!({"ns_ttl": null})), []);
        assert_eq!(
            wrong(json!({"retry": null, "ns": null})),
            [("ns".to_owned(), "wrong_type"), ("retry".to_owned(), "wrong_type")]
        );
    }
}
