//! `/zones/{name}/recordsets/{owner}/{type}`: one record set, and the three ways to write it (rules R18, R19).

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::records::{ChangeRecords, ChangedRecords, ReadSet};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Precondition;
use domesday_domain::record::edit::{Edit, Outcome, SetEdit};
use serde::Deserialize;

use super::{InZone, shapes, values, wire};
use crate::answer::{OrDryRun, Success};
use crate::body::{self, Written};
use crate::caller::Visit;
use crate::members::Members;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::{Changing, Deleting, Reading};
use crate::{accept, etag, paths};

/// The least that a body may have: enough for the largest set (64000 octets), each octet escaped in its value and again in JSON.
const SET_BYTES: usize = 1 << 20;

/// The set in a path, beside its zone.
#[derive(Debug, Deserialize)]
pub(crate) struct SetKey {
    owner: String,
    r#type: String,
}

/// Read a record set.
#[utoipa::path(
    get, path = "/zones/{name}/recordsets/{owner}/{type}", tag = "record sets", operation_id = "read_record_set",
    params(
        ("name" = String, Path), ("owner" = String, Path, description = "Absolute, or `@`"), ("type" = String, Path),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The set", body = wire::RecordSet, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    key: web::Path<SetKey>,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::ReadZones).await?;
    let mut findings = Findings::new();
    let place = values::key(&zone, &key.owner, values::record_type(&key.r#type), false, &mut findings);
    findings.absorb(Parameters::of(&request).finish());
    // With a finding the place is not looked at: the zone's own stands in for one that could not be read.
    let place = place.unwrap_or_else(|| (zone.as_name().clone(), domesday_dns::RecordType::SOA));
    let read_key = accept::json(&request).map_or_else(Input::unreadable, |()| Input::read(place, findings));
    let (set, tag) = visit.ask(ReadSet { zone, key: read_key }).await?;
    let quoted = tag.to_string();
    if etag::is_known(&request, &quoted) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, quoted)).finish());
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, quoted)).json(wire::RecordSet::of(&set, tag, Vec::new())))
}

/// Create a record set, or replace it.
#[utoipa::path(
    put, path = "/zones/{name}/recordsets/{owner}/{type}", tag = "record sets", operation_id = "put_record_set",
    params(
        ("name" = String, Path), ("owner" = String, Path, description = "Absolute, or `@`"), ("type" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The set's tag; needed to replace other content"),
        ("If-None-Match" = Option<String>, Header, description = "`*` to create only"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body = shapes::SetContent,
    responses(
        (status = 201, description = "Created", body = wire::RecordSet,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "Replaced, or nothing differed; or what would be, in a dry run", body = OrDryRun<wire::RecordSet>,
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn put(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    key: web::Path<SetKey>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let precondition = etag::precondition_or_absent(&request);
    let most = visit.state().settings.max_body_bytes.max(SET_BYTES);
    let written = body::written(&request, payload, body::OBJECT, most, |body| {
        one(&zone, &key, body, |body, rtype| {
            let (ttl, replace) = (values::ttl(body), values::some_records(body, "records", rtype));
            Edit { replace, ttl: Some(ttl.flatten()), precondition, ..Edit::default() }
        })
    });
    let written = written.await;
    answer(&visit, zone, written, Put).await
}

/// Change a record set: values in or out, all of them, or its TTL.
#[utoipa::path(
    patch, path = "/zones/{name}/recordsets/{owner}/{type}", tag = "record sets", operation_id = "patch_record_set",
    params(
        ("name" = String, Path), ("owner" = String, Path, description = "Absolute, or `@`"), ("type" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The set's tag; needed for `records` and for another `ttl`"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::SetPatch = "application/json"), (shapes::SetPatch = "application/merge-patch+json"))),
    responses(
        (status = 200, description = "The set; or what would be, in a dry run", body = OrDryRun<wire::RecordSet>,
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 204, description = "Its last value is gone, and the set with it", headers(("Domesday-Serial" = u64))),
        Changing,
    )
)]
pub(crate) async fn patch(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    key: web::Path<SetKey>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let precondition = etag::precondition(&request);
    let most = visit.state().settings.max_body_bytes.max(SET_BYTES);
    let written = body::written(&request, payload, body::CHANGES, most, |body| {
        one(&zone, &key, body, |body, rtype| Edit {
            replace: if body.has("records") { values::some_records(body, "records", rtype) } else { None },
            remove: values::records(body, "remove", rtype).unwrap_or_default(),
            add: values::records(body, "add", rtype).unwrap_or_default(),
            ttl: values::ttl(body),
            precondition,
            must_exist: false,
        })
    });
    let written = written.await;
    answer(&visit, zone, written, Patch).await
}

/// Delete a record set.
#[utoipa::path(
    delete, path = "/zones/{name}/recordsets/{owner}/{type}", tag = "record sets", operation_id = "delete_record_set",
    params(
        ("name" = String, Path), ("owner" = String, Path, description = "Absolute, or `@`"), ("type" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The set's tag"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    responses(
        (status = 204, description = "Deleted", headers(("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn delete(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InZone>,
    key: web::Path<SetKey>,
) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::WriteZones).await?;
    let mut parameters = Parameters::of(&request);
    let force = parameters.flag("force").unwrap_or_default();
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let mut findings = parameters.finish();
    let place = values::key(&zone, &key.owner, values::record_type(&key.r#type), false, &mut findings);
    let edit = Edit {
        replace: Some(Vec::new()),
        precondition: etag::precondition(&request),
        must_exist: true,
        ..Edit::default()
    };
    let edits = place.map(|(owner, rtype)| SetEdit { owner, rtype, edit, prefix: String::new() }).into_iter().collect();
    let written = Written { input: Input::read(edits, findings), force, dry_run };
    answer(&visit, zone, written, Delete).await
}

/// The only edit of a request; none if its owner or type is wrong.
fn one(
    zone: &ZoneName,
    key: &SetKey,
    body: &mut Members,
    edit: impl FnOnce(&mut Members, Option<domesday_dns::RecordType>) -> Edit,
) -> Vec<SetEdit> {
    let mut findings = Findings::new();
    let place = values::key(zone, &key.owner, values::writable_type(&key.r#type), true, &mut findings);
    let edit = edit(body, place.as_ref().map(|(_, rtype)| *rtype));
    body.absorb(findings);
    place.map(|(owner, rtype)| SetEdit { owner, rtype, edit, prefix: String::new() }).into_iter().collect()
}

use Way::{Delete, Patch, Put};

/// Which of the three ways to write it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Put,
    Patch,
    Delete,
}

async fn answer(
    visit: &Visit,
    zone: ZoneName,
    written: Written<Vec<SetEdit>>,
    way: Way,
) -> Result<HttpResponse, Problem> {
    let apex = zone.as_name().clone();
    let command =
        ChangeRecords { zone, precondition: Precondition::None, edits: written.input, force: written.force.into() };
    let ChangedRecords { serial, sets, warnings, .. } = visit.run(command, written.dry_run).await?;
    let changed = sets.into_iter().next();
    let left = changed.as_ref().and_then(|changed| changed.set.as_ref().zip(changed.tag));
    let created = changed.as_ref().is_some_and(|changed| changed.outcome == Outcome::Created);
    let status = match left {
        None => StatusCode::NO_CONTENT,
        Some(_) if way == Delete => StatusCode::NO_CONTENT,
        Some(_) if way == Put && created => StatusCode::CREATED,
        Some(_) => StatusCode::OK,
    };
    let mut success = match Success::of(status, &warnings, written.dry_run) {
        ControlFlow::Continue(success) => success.serial(serial),
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let Some((set, tag)) = left.filter(|_| status != StatusCode::NO_CONTENT) else { return Ok(success.empty()) };
    success = success.etag(&tag);
    if status == StatusCode::CREATED {
        success = success.header(LOCATION, paths::record_set(&apex, &set.owner, set.rtype));
    }
    let body = wire::RecordSet::of(set, tag, success.wire_warnings());
    Ok(success.json(&body))
}
