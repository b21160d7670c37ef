//! `/policies/{rule}`: policies by the names of their rules, those of deleted rules among them (rule T8 of `tlds.md`). What each call does
//! is told beside its twin.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::call::Call;
use super::super::refusals::{Deleting, Ending, Merging, Putting, Reading};
use super::super::{Refused, answer, shapes as common};
use super::{name_shapes, names, shapes};

/// Read the policy of a rule, which may be deleted.
#[utoipa::path(
    get, path = "/policies/{rule}", tag = "TLD policies", operation_id = "read_policy_by_rule",
    params(("rule" = String, Path, description = "The rule's name, in any spelling"), common::Known),
    responses(
        (status = 200, description = "The policy", body = shapes::Policy, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    super::read(call, request).await
}

/// Make the policy of a rule, or replace it.
#[utoipa::path(
    put, path = "/policies/{rule}", tag = "TLD policies", operation_id = "put_policy_by_rule",
    params(("rule" = String, Path, description = "The rule's name, in any spelling"), common::Changing, shapes::PutCondition),
    request_body = shapes::PolicyDraft,
    responses(
        (status = 200, description = "It is replaced; or what would be, in a dry run", body = shapes::PolicyChange, headers(("ETag" = String))),
        (status = 201, description = "It is made", body = shapes::Policy, headers(("Location" = String), ("ETag" = String))),
        Putting,
    )
)]
pub(crate) async fn put(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    super::put(call, request, payload).await
}

/// Change some of the policy of a rule.
#[utoipa::path(
    patch, path = "/policies/{rule}", tag = "TLD policies", operation_id = "update_policy_by_rule",
    params(("rule" = String, Path, description = "The rule's name, in any spelling"), common::Changing, common::Condition),
    request_body(content((shapes::PolicyDraft = "application/json"), (shapes::PolicyDraft = "application/merge-patch+json"))),
    responses(
        (status = 200, description = "The policy; or what would be, in a dry run", body = shapes::PolicyChange, headers(("ETag" = String))),
        Merging,
    )
)]
pub(crate) async fn update(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    super::update(call, request, payload).await
}

/// Delete the policy of a rule, under which no domain lives.
#[utoipa::path(
    delete, path = "/policies/{rule}", tag = "TLD policies", operation_id = "delete_policy_by_rule",
    params(("rule" = String, Path, description = "The rule's name, in any spelling"), common::Changing, common::Condition),
    responses(
        (status = 204, description = "Deleted, with its names"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Ending,
    )
)]
pub(crate) async fn delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    super::delete(call, request).await
}

/// List the names of which the policy of a rule says something.
#[utoipa::path(
    get, path = "/policies/{rule}/names", tag = "TLD policies", operation_id = "list_policy_names_by_rule",
    params(
        ("rule" = String, Path, description = "The rule's name, in any spelling"),
        name_shapes::NameListParameters, common::Known,
    ),
    responses(
        (status = 200, description = "The page", body = name_shapes::SpecialNameList,
            headers(("ETag" = String), ("Link" = Option<String>, description = "The next page"))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn list_names(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    names::list(call, request).await
}

/// Read what the policy of a rule says of a name.
#[utoipa::path(
    get, path = "/policies/{rule}/names/{match}", tag = "TLD policies", operation_id = "read_policy_name_by_rule",
    params(
        ("rule" = String, Path, description = "The rule's name, in any spelling"),
        ("match" = String, Path, description = "A label, or `?`, `??` … for any of that length"), common::Known,
    ),
    responses(
        (status = 200, description = "The entry", body = name_shapes::SpecialName, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read_name(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    names::read(call, request).await
}

/// Reserve a name below a rule, or make it premium.
#[utoipa::path(
    put, path = "/policies/{rule}/names/{match}", tag = "TLD policies", operation_id = "put_policy_name_by_rule",
    params(
        ("rule" = String, Path, description = "The rule's name, in any spelling"),
        ("match" = String, Path, description = "A label, or `?`, `??` … for any of that length"),
        common::Changing, shapes::PutCondition,
    ),
    request_body = name_shapes::SpecialNameDraft,
    responses(
        (status = 200, description = "It is replaced; or what would be, in a dry run", body = name_shapes::SpecialNameChange, headers(("ETag" = String))),
        (status = 201, description = "It is made", body = name_shapes::SpecialName, headers(("Location" = String), ("ETag" = String))),
        Putting,
    )
)]
pub(crate) async fn put_name(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    names::put(call, request, payload).await
}

/// Set a name below a rule free.
#[utoipa::path(
    delete, path = "/policies/{rule}/names/{match}", tag = "TLD policies", operation_id = "delete_policy_name_by_rule",
    params(
        ("rule" = String, Path, description = "The rule's name, in any spelling"),
        ("match" = String, Path, description = "A label, or `?`, `??` … for any of that length"),
        common::Changing, common::Condition,
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn delete_name(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    names::delete(call, request).await
}
