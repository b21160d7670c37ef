//! `PATCH /zones/{name}/recordsets`: up to ten thousand changes, all or none (rules R17, R20).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::records::{ChangeRecords, MAX_CHANGES};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use domesday_domain::name::{ZoneName, check_owner, read_owner};
use domesday_domain::precondition::Precondition;
use domesday_domain::record::edit::{Edit, SetEdit};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{InZone, shapes, values};
use crate::answer::{OrDryRun, Success, WireWarning};
use crate::caller::Visit;
use crate::members::{self, Fault, Members, wrong_type};
use crate::problem::Problem;
use crate::refusals::Changing;
use crate::{body, etag};

/// What became of a bulk.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// The zone's serial afterwards.
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
    serial: u32,
    /// Each change, in the order of the request.
    changes: Vec<ChangedSet>,
    /// What was let through.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WireWarning>,
}

/// What became of one record set.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedSet {
    /// Its owner.
    name: String,
    /// Its type.
    #[serde(rename = "type")]
    rtype: String,
    /// `created`, `replaced`, `deleted` or `unchanged`.
    result: &'static str,
    /// Its tag; null if there is no such set.
    etag: Option<String>,
}

/// Change many record sets, all or none, in one step.
#[utoipa::path(
    patch, path = "/zones/{name}/recordsets", tag = "record sets", operation_id = "change_record_sets",
    params(
        ("name" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The zone's tag, in the place of each set's"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::Bulk = "application/json"), (shapes::Bulk = "application/merge-patch+json"))),
    responses(
        (status = 200, description = "What became of each; or what would be, in a dry run", body = OrDryRun<Changed>,
            headers(("ETag" = String, description = "The zone's"), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn change(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    // Nobody else may make the server hold a body of this size.
    visit.admit(Permission::WriteZones).await?;
    let most = visit.state().settings.max_bulk_bytes;
    let written = body::written(&request, payload, body::CHANGES, most, |body| edits(&zone, body)).await;
    let precondition = etag::precondition(&request);
    let command = ChangeRecords { zone, precondition, edits: written.input, force: written.force.into() };
    let changed = visit.run(command, written.dry_run).await?;
    let success = match Success::of(StatusCode::OK, &changed.warnings, written.dry_run) {
        ControlFlow::Continue(success) => success.serial(changed.serial).etag(&changed.zone_tag),
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let sets = changed.sets.iter().map(|set| ChangedSet {
        name: set.owner.to_string(),
        rtype: set.rtype.to_string(),
        result: set.outcome.as_str(),
        etag: set.tag.map(|tag| tag.to_string()),
    });
    let body = Changed { serial: changed.serial.get(), changes: sets.collect(), warnings: success.wire_warnings() };
    Ok(success.json(&body))
}

/// The changes in a body, each as far as it could be read.
pub(super) fn edits(zone: &ZoneName, body: &mut Members) -> Vec<SetEdit> {
    let changes = match body.take("changes") {
        Some(Value::Array(changes)) => changes,
        Some(other) => {
            body.wrong("changes", wrong_type("a list", &other));
            return Vec::new();
        }
        None => {
            body.missing("changes");
            return Vec::new();
        }
    };
    if changes.len() > MAX_CHANGES {
        body.wrong(
            "changes",
            ("out_of_range", format!("at most {MAX_CHANGES} changes fit in one request, not {}", changes.len())),
        );
        return Vec::new();
    }
    let mut findings = Findings::new();
    let mut edits = Vec::with_capacity(changes.len());
    for (place, change) in changes.into_iter().enumerate() {
        let Value::Object(fields) = change else {
            let (code, detail) = wrong_type("an object", &change);
            findings.error(format!("changes[{place}]"), code, detail);
            continue;
        };
        let mut change = Members::within(fields, format!("changes[{place}]."));
        edits.extend(edit(zone, &mut change));
        findings.absorb(change.finish());
    }
    body.absorb(findings);
    edits
}

/// What a change does to its set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Put,
    Add,
    Remove,
    Delete,
}

impl Operation {
    fn read(value: &Value) -> Result<Self, Fault> {
        match members::text(value)? {
            "put" => Ok(Self::Put),
            "add" => Ok(Self::Add),
            "remove" => Ok(Self::Remove),
            "delete" => Ok(Self::Delete),
            _ => Err(("bad_value", "op is put, add, remove or delete".to_owned())),
        }
    }
}

fn edit(zone: &ZoneName, change: &mut Members) -> Option<SetEdit> {
    let operation = change.required("op", Operation::read);
    let rtype = change.required("type", |value| values::writable_type(members::text(value)?));
    let owner = change.required("name", |value| {
        let owner = read_owner(zone, members::text(value)?)?;
        let checked = if operation == Some(Operation::Delete) {
            Ok(())
        } else {
            rtype.map_or(Ok(()), |rtype| check_owner(&owner, rtype))
        };
        checked.map(|()| owner)
    });
    let condition = change.optional("etag", |value| Ok(Precondition::from_if_match(members::text(value)?)));
    let edit = Edit { precondition: condition.unwrap_or_default(), ..Edit::default() };
    let edit = match operation {
        Some(Operation::Put) => {
            let (ttl, records) = (values::ttl(change), values::some_records(change, "records", rtype));
            Edit { replace: records, ttl: Some(ttl.flatten()), ..edit }
        }
        Some(Operation::Add) => {
            let (ttl, records) = (values::ttl(change), values::some_records(change, "records", rtype));
            Edit { add: records.unwrap_or_default(), ttl, ..edit }
        }
        Some(Operation::Remove) => {
            Edit { remove: values::some_records(change, "records", rtype).unwrap_or_default(), ..edit }
        }
        Some(Operation::Delete) => Edit { replace: Some(Vec::new()), ..edit },
        None => {
            // What belongs to no known operation cannot be judged.
            let _ = (change.take("ttl"), change.take("records"));
            return None;
        }
    };
    Some(SetEdit { owner: owner?, rtype: rtype?, edit, prefix: change.prefix().to_owned() })
}
