//! `POST /zones/import`: a master file becomes a zone, or takes its place (rules F7–F14).
//!
//! The body is by far the largest that is taken, so its sender must be allowed to write before any of it is read.

use std::io::Cursor;
use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::zones::{ImportOptions, ImportZone, ZoneText};
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use serde::Serialize;
use utoipa::ToSchema;

use super::{collection, zonefile::FORMS};
use crate::answer::{OrDryRun, Success, WireWarning};
use crate::caller::Visit;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::Importing;
use crate::{accept, body, etag, paths};

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Imported {
    /// The zone.
    name: String,
    /// Its serial.
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
    serial: u32,
    /// Records in the file.
    records: u64,
    /// Record sets in the zone.
    recordsets: u64,
    /// What was let through.
    warnings: Vec<WireWarning>,
}

/// Create a zone from a master file, or replace what is in it.
#[utoipa::path(
    post, path = "/zones/import", tag = "zones", operation_id = "import_zone",
    params(
        ("origin" = Option<String>, Query, description = "The `$ORIGIN` that the file starts with"),
        ("replace" = Option<bool>, Query, description = "Replace the zone if it exists; needs `If-Match`"),
        ("registry_zone" = Option<bool>, Query, description = "It stands at an effective TLD on purpose"),
        ("owner" = Option<String>, Query, description = "The account a new zone shall belong to"),
        ("force" = Option<bool>, Query, description = "Lift what is forcible"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
        ("If-Match" = Option<String>, Header, description = "The zone's tag, to replace it"),
    ),
    request_body(content((String = "text/dns"), (String = "text/plain"))),
    responses(
        (status = 201, description = "Created", body = Imported,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "Replaced; or what would be, in a dry run", body = OrDryRun<Imported>,
            headers(("ETag" = String), ("Domesday-Serial" = u64), ("Domesday-Warning" = Option<String>))),
        Importing,
    )
)]
pub(crate) async fn import(visit: Visit, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Problem> {
    visit.admit(Permission::WriteZones).await?;
    let mut parameters = Parameters::of(&request);
    let origin = parameters.read("origin", collection::name);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let options = ImportOptions {
        replace: parameters.flag("replace").unwrap_or_default(),
        precondition: etag::precondition(&request),
        registry_zone: parameters.flag("registry_zone").unwrap_or_default(),
        owner: parameters.read("owner", collection::account),
        force: parameters.flag("force").unwrap_or_default().into(),
        ..ImportOptions::default()
    };
    let findings = parameters.finish();
    let body = read(&visit, &request, payload).await;
    let text = match body {
        // What the file means depends on its origin, so with a wrong parameter it is not read.
        Ok(_) if findings.has_hard_errors() => {
            Input::unreadable(Refusal::Invalid { errors: findings.errors().to_vec(), forcible: false })
        }
        Ok(body) => visit.settle(parse(body, origin).await)?,
        Err(refusal) => Input::unreadable(refusal),
    };
    let command = ImportZone { text, options: Input::read(options, findings), progress: None };
    let report = visit.run(command, dry_run).await?;
    let status = if report.created { StatusCode::CREATED } else { StatusCode::OK };
    let mut success = match Success::of(status, &report.warnings, dry_run) {
        ControlFlow::Continue(success) => success.serial(report.serial).etag(&report.zone_tag),
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    if report.created {
        success = success.header(LOCATION, paths::zone(&report.name));
    }
    let body = Imported {
        name: report.name.to_string(),
        serial: report.serial.get(),
        records: report.records,
        recordsets: report.recordsets,
        warnings: success.wire_warnings(),
    };
    Ok(success.json(&body))
}

async fn read(visit: &Visit, request: &HttpRequest, payload: web::Payload) -> Result<web::BytesMut, Refusal> {
    accept::json(request)?;
    body::check_type(request, &FORMS)?;
    body::bytes(request, payload, visit.state().settings.max_import_bytes).await
}

/// Reads the file away from the async threads: a large one takes a second.
async fn parse(body: web::BytesMut, origin: Option<Name>) -> Result<Input<ZoneText>, Refusal> {
    let read = web::block(move || Input::read(ZoneText::read(Cursor::new(body), origin), Findings::new()));
    read.await.map_err(|_| Refusal::Busy)
}
