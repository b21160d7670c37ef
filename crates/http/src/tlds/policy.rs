//! `/tlds/{tld_id}/policy`: what the registry of a TLD demands and allows (`registrar.md` section 7).
//!
//! The same stands at `/policies/{rule}`, by the rule's name, which is all that is left of one that was deleted (rule T8 of `tlds.md`):
//! the handlers here serve both, and `by_rule` describes the second.

mod asked;
mod body;
pub(crate) mod by_rule;
#[cfg(feature = "fuzzing")]
pub(super) mod fuzzing;
mod name_shapes;
pub(crate) mod names;
mod shapes;
mod wire;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use domesday_app::policies::{Change, ChangePolicy, DeletePolicy, ReadPolicy};
use domesday_domain::actor::Permission;
use domesday_domain::policy::PolicyVersion;
use domesday_domain::precondition::Tag;

use super::call::Call;
use super::refusals::{Ending, Merging, Putting, Reading};
use super::{Refused, answer, shapes as common};
use crate::body::{CHANGES, OBJECT};
use crate::etag;
use crate::query::Parameters;
use asked::{of, written};
use wire::Shown;

/// Read a TLD's policy.
#[utoipa::path(
    get, path = "/tlds/{tld_id}/policy", tag = "TLD policies", operation_id = "read_policy",
    params(("tld_id" = String, Path), common::Known),
    responses(
        (status = 200, description = "The policy", body = shapes::Policy, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let of = of(&call, &request, Permission::ReadRegistrations, Parameters::of(&request)).await?;
    let version = call.ask(ReadPolicy { of }).await?;
    let tag = tag(&version);
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(shown(HttpResponse::Ok(), &version))
}

/// Make a TLD's policy, or replace it: a preset with what is sent over it.
#[utoipa::path(
    put, path = "/tlds/{tld_id}/policy", tag = "TLD policies", operation_id = "put_policy",
    params(("tld_id" = String, Path), common::Changing, shapes::PutCondition), request_body = shapes::PolicyDraft,
    responses(
        (status = 200, description = "It is replaced; or what would be, in a dry run", body = shapes::PolicyChange, headers(("ETag" = String))),
        (status = 201, description = "It is made", body = shapes::Policy, headers(("Location" = String), ("ETag" = String))),
        Putting,
    )
)]
pub(crate) async fn put(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let asked = written(&call, &request, payload, OBJECT).await?;
    let (precondition, change) = (etag::precondition_or_absent(&request), Change::Replace);
    let location = asked::path(&asked.of);
    let command = ChangePolicy { of: asked.of, precondition, change, members: asked.members };
    let changed = call.run(command, asked.dry_run).await?;
    let status = if changed.created { StatusCode::CREATED } else { StatusCode::OK };
    if asked.dry_run {
        return Ok(answer::tried(status));
    }
    let mut response = HttpResponse::build(status);
    if changed.created {
        response.insert_header((LOCATION, location));
    }
    Ok(shown(response, &changed.version))
}

/// Change some of a TLD's policy: null sets a member to what the preset says.
#[utoipa::path(
    patch, path = "/tlds/{tld_id}/policy", tag = "TLD policies", operation_id = "update_policy",
    params(("tld_id" = String, Path), common::Changing, common::Condition),
    request_body(content((shapes::PolicyDraft = "application/json"), (shapes::PolicyDraft = "application/merge-patch+json"))),
    responses(
        (status = 200, description = "The policy; or what would be, in a dry run", body = shapes::PolicyChange, headers(("ETag" = String))),
        Merging,
    )
)]
pub(crate) async fn update(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let asked = written(&call, &request, payload, CHANGES).await?;
    let (precondition, change) = (etag::precondition(&request), Change::Merge);
    let command = ChangePolicy { of: asked.of, precondition, change, members: asked.members };
    let changed = call.run(command, asked.dry_run).await?;
    if asked.dry_run {
        return Ok(answer::tried(StatusCode::OK));
    }
    Ok(shown(HttpResponse::Ok(), &changed.version))
}

/// Delete a TLD's policy, under which no domain lives.
#[utoipa::path(
    delete, path = "/tlds/{tld_id}/policy", tag = "TLD policies", operation_id = "delete_policy",
    params(("tld_id" = String, Path), common::Changing, common::Condition),
    responses(
        (status = 204, description = "Deleted, with its names"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Ending,
    )
)]
pub(crate) async fn delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let of = of(&call, &request, Permission::Administer, parameters).await?;
    call.run(DeletePolicy { of, precondition: etag::precondition(&request) }, dry_run).await?;
    Ok(if dry_run { answer::tried(StatusCode::NO_CONTENT) } else { HttpResponse::NoContent().finish() })
}

fn tag(version: &PolicyVersion) -> String {
    Tag::Version(version.number).to_string()
}

fn shown(mut response: HttpResponseBuilder, version: &PolicyVersion) -> HttpResponse {
    response.insert_header((ETAG, tag(version))).json(Shown(version))
}
