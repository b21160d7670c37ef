//! What a caller believes of a delegation that nobody may change: no change if it is so, and a wrong field if it is not (rule Z5).

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_domain::finding::Findings;
use domesday_domain::history::Value;
use domesday_domain::host::in_order;

use super::draft::{Delegation, DelegationUpdate};

/// Notes every read-only member that is said to be other than it is.
pub(super) fn check(update: &DelegationUpdate, current: &Delegation, findings: &mut Findings) {
    for (member, believed) in &update.read_only {
        if stored(current, member).as_ref() == Some(believed) {
            continue;
        }
        if *member == "name" {
            findings.error("name", "name_immutable", "a delegation's name never changes");
        } else {
            findings.error(*member, "read_only", format!("{member} is set by the system"));
        }
    }
    for (place, believed) in &update.glue {
        let server = update.ns.as_ref().and_then(|servers| servers.get(*place));
        let Some(host) = server.map(|server| server.host.as_name()) else { continue };
        if in_order(believed.clone()) != current.glue_of(host) {
            let detail = format!("the glue of {host} follows from its addresses: set those with addresses");
            findings.error(format!("ns[{place}].glue"), "read_only", detail);
        }
    }
}

/// A read-only member, as clients see it.
fn stored(delegation: &Delegation, member: &str) -> Option<Value> {
    let time = |at: DateTime<Utc>| Value::Text(at.to_rfc3339_opts(SecondsFormat::Micros, true));
    Some(match member {
        "name" => Value::Text(delegation.name.to_string()),
        "unicode" => delegation.name.to_unicode().map_or(Value::Null, Value::Text),
        "origin" => Value::Text(delegation.origin.delegation_word().to_owned()),
        "created" => time(delegation.created),
        "updated" => time(delegation.updated),
        "etag" => Value::Text(delegation.tag.to_string()),
        _ => return None,
    })
}
