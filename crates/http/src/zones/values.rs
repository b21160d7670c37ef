//! Owners, types and values of record sets as a request gives them (rules R1–R3, R9, R10, R12).

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::finding::Findings;
use domesday_domain::name::{ZoneName, check_owner, read_owner};
use serde_json::Value;

use crate::members::{self, Fault, Members};

/// A type by name or number, of those that stand in zones.
pub(super) fn record_type(text: &str) -> Result<RecordType, Fault> {
    let rtype: RecordType =
        text.parse().map_err(|problem: domesday_dns::UnknownType| ("bad_type", problem.to_string()))?;
    if rtype.is_meta() {
        return Err((
            "type_not_allowed",
            format!("{rtype} is a question or part of the transport: it stands in no zone"),
        ));
    }
    Ok(rtype)
}

/// A type that callers write.
pub(super) fn writable_type(text: &str) -> Result<RecordType, Fault> {
    let rtype = record_type(text)?;
    if rtype.is_signer_made() {
        return Err(("type_not_allowed", format!("{rtype} is made by a signer, not written here")));
    }
    Ok(rtype)
}

/// An owner and a type from a path; what is wrong with them goes to `findings`.
pub(super) fn key(
    zone: &ZoneName,
    owner: &str,
    rtype: Result<RecordType, Fault>,
    written: bool,
    findings: &mut Findings,
) -> Option<(Name, RecordType)> {
    let rtype = rtype.map_err(|(code, detail)| findings.error("type", code, detail)).ok();
    let owner = read_owner(zone, owner).map_err(|(code, detail)| findings.error("name", code, detail)).ok();
    let (owner, rtype) = (owner?, rtype?);
    if written && let Err((code, detail)) = check_owner(&owner, rtype) {
        findings.error("name", code, detail);
        return None;
    }
    Some((owner, rtype))
}

/// A list of values of a type; without a type their form cannot be judged, only that they are texts.
pub(super) fn records(body: &mut Members, member: &str, rtype: Option<RecordType>) -> Option<Vec<Rdata>> {
    let read = |value: &Value, field: String, findings: &mut Findings| {
        let text = members::text(value).map_err(|(code, detail)| findings.error(field.clone(), code, detail)).ok()?;
        let Some(rtype) = rtype else { return Some(None) };
        let problem = match Rdata::parse(rtype, text) {
            Ok(rdata) => return Some(Some(rdata)),
            Err(problem) => problem,
        };
        let code = if problem.is_too_large() { "too_large" } else { "bad_rdata" };
        findings.error(field, code, problem.to_string());
        None
    };
    let all = body.list(member, read)?;
    all.into_iter().collect()
}

/// The same, where there must be at least one.
pub(super) fn some_records(body: &mut Members, member: &str, rtype: Option<RecordType>) -> Option<Vec<Rdata>> {
    if !body.has(member) {
        body.missing(member);
        return None;
    }
    let records = records(body, member, rtype)?;
    if records.is_empty() && rtype.is_some() {
        body.wrong(member, ("out_of_range", format!("{member} has at least one value: delete the set instead")));
        return None;
    }
    Some(records)
}

/// A TTL: null is the zone's default.
pub(super) fn ttl(body: &mut Members) -> Option<Option<u32>> {
    body.nullable("ttl", members::seconds)
}
