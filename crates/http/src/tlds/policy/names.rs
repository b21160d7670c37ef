//! `/tlds/{tld_id}/policy/names`: names that a TLD reserves, or sells dearer (rules N5, P1); the same at `/policies/{rule}/names`.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use domesday_app::input::Input;
use domesday_app::policies::{
    DeleteSpecialName, ListSpecialNames, NameQuery, PutSpecialName, ReadSpecialName, name_tag,
};
use domesday_domain::actor::Permission;
use domesday_domain::policy::{LabelPattern, SpecialKind, SpecialName};
use domesday_domain::word::Word;

use super::super::call::{Call, segment};
use super::super::refusals::{Deleting, Putting, Reading};
use super::super::{Refused, answer, query, shapes as common};
use super::asked::{name_path, of, of_only, written};
use super::wire::{ShownName, ShownNames};
use super::{name_shapes, shapes};
use crate::body::OBJECT;
use crate::members::Fault;
use crate::query::Parameters;
use crate::{accept, etag, paging};

/// How many entries a page has, unless the caller says otherwise.
const USUAL: usize = 100;

/// List the names of which a TLD's policy says something, in the order of their patterns.
#[utoipa::path(
    get, path = "/tlds/{tld_id}/policy/names", tag = "TLD policies", operation_id = "list_policy_names",
    params(("tld_id" = String, Path), name_shapes::NameListParameters, common::Known),
    responses(
        (status = 200, description = "The page", body = name_shapes::SpecialNameList,
            headers(("ETag" = String), ("Link" = Option<String>, description = "The next page"))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let of = of_only(&call, &request, Permission::ReadRegistrations).await?;
    let page = call.ask(ListSpecialNames { of, query: asked_for(&request) }).await?;
    let tag = page.tag.to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, tag));
    if let Some(last) = page.names.last().filter(|_| page.more) {
        paging::link_next(&mut response, &request, &last.pattern.to_string());
    }
    Ok(response.json(ShownNames(&page.names)))
}

/// Read what a TLD's policy says of a name, or of all names of a length.
#[utoipa::path(
    get, path = "/tlds/{tld_id}/policy/names/{match}", tag = "TLD policies", operation_id = "read_policy_name",
    params(
        ("tld_id" = String, Path),
        ("match" = String, Path, description = "A label, or `?`, `??` … for any of that length"), common::Known,
    ),
    responses(
        (status = 200, description = "The entry", body = name_shapes::SpecialName, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let of = of(&call, &request, Permission::ReadRegistrations, Parameters::of(&request)).await?;
    let name = call.ask(ReadSpecialName { of, pattern: pattern(&request) }).await?;
    let tag = name_tag(&name).to_string();
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    Ok(shown(HttpResponse::Ok(), &name))
}

/// Reserve a name, or make it premium; or say something else of one that is.
#[utoipa::path(
    put, path = "/tlds/{tld_id}/policy/names/{match}", tag = "TLD policies", operation_id = "put_policy_name",
    params(
        ("tld_id" = String, Path),
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
pub(crate) async fn put(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let asked = written(&call, &request, payload, OBJECT).await?;
    let (pattern, precondition) = (pattern(&request), etag::precondition_or_absent(&request));
    let command = PutSpecialName { of: asked.of.clone(), pattern, precondition, members: asked.members };
    let put = call.run(command, asked.dry_run).await?;
    let status = if put.created { StatusCode::CREATED } else { StatusCode::OK };
    if asked.dry_run {
        return Ok(answer::tried(status));
    }
    let mut response = HttpResponse::build(status);
    if put.created {
        response.insert_header((LOCATION, name_path(&asked.of, &put.name.pattern)));
    }
    Ok(shown(response, &put.name))
}

/// Set a name free.
#[utoipa::path(
    delete, path = "/tlds/{tld_id}/policy/names/{match}", tag = "TLD policies", operation_id = "delete_policy_name",
    params(
        ("tld_id" = String, Path),
        ("match" = String, Path, description = "A label, or `?`, `??` … for any of that length"),
        common::Changing, common::Condition,
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Deleting,
    )
)]
pub(crate) async fn delete(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let of = of(&call, &request, Permission::Administer, parameters).await?;
    let (pattern, precondition) = (pattern(&request), etag::precondition(&request));
    call.run(DeleteSpecialName { of, pattern, precondition }, dry_run).await?;
    Ok(if dry_run { answer::tried(StatusCode::NO_CONTENT) } else { HttpResponse::NoContent().finish() })
}

fn pattern(request: &HttpRequest) -> String {
    segment(request, "match")
}

fn shown(mut response: HttpResponseBuilder, name: &SpecialName) -> HttpResponse {
    response.insert_header((ETAG, name_tag(name).to_string())).json(ShownName(name))
}

/// What a request for a list asks for.
fn asked_for(request: &HttpRequest) -> Input<NameQuery> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let limit = parameters.read("limit", query::limit).unwrap_or(USUAL);
    let kind = parameters.read("kind", kind);
    let marker = parameters.read("marker", |value| {
        LabelPattern::parse(value).map_err(|problem| ("invalid_marker", format!("marker: {problem}")))
    });
    parameters.input(NameQuery { kind, marker, limit })
}

fn kind(value: &str) -> Result<SpecialKind, Fault> {
    SpecialKind::parse(value).ok_or_else(|| ("bad_value", format!("kind is {}", SpecialKind::words())))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(query: &str) -> Result<NameQuery, Vec<String>> {
        let input = asked_for(&TestRequest::with_uri(&format!("/policies/st/names?{query}")).to_http_request());
        let (asked, findings) = input.well_formed().unwrap();
        if findings.is_clean() {
            return Ok(asked.clone());
        }
        Err(findings.errors().iter().map(|error| format!("{} {}", error.field, error.code)).collect())
    }

    #[test]
    fn p1_a_list_is_asked_for_by_kind_and_page() {
        let usual = asked("").unwrap();
        assert_eq!((usual.kind, usual.marker, usual.limit), (None, None, USUAL));
        let page = asked("kind=premium&limit=max&marker=%3F%3F").unwrap();
        assert_eq!(
            (page.kind, page.marker, page.limit),
            (Some(SpecialKind::Premium), LabelPattern::of_length(2), 1000)
        );
        let wrong = asked("kind=Premium&limit=0&marker=a.b&colour=red").unwrap_err();
        let expected = ["limit invalid_limit", "kind bad_value", "marker invalid_marker", "colour unknown_parameter"];
        assert_eq!(wrong, expected);
        assert_eq!(asked("kind=premium&kind=reserved").unwrap_err(), ["kind repeated"]);
    }
}
