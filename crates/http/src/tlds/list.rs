//! `/tlds` and `/v2/tlds`: which rules there are (rules L1–L6), and a new one (rules T1, T2, T4).

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use domesday_app::tlds::{CreateTld, ListTlds, StreamTlds};
use domesday_domain::tld::Tld;
use futures_util::{StreamExt, stream};

use super::call::Call;
use super::refusals::{Creating, Listing};
use super::wire::Showing;
use super::{Refused, answer, body, draft, query, shapes};
use crate::query::Parameters;
use crate::{accept, etag, paging};

/// All rules as a stream; or, with `limit`, a page of them and a link to the next one.
#[utoipa::path(
    get, path = "/tlds", tag = "TLDs", operation_id = "list_tlds",
    params(shapes::TldListParameters, shapes::Known),
    responses(
        (status = 200, description = "The rules", body = shapes::TldList,
            headers(("ETag" = String), ("Link" = Option<String>, description = "The next page"))),
        (status = 304, description = "The caller has them already", headers(("ETag" = String))),
        Listing,
    )
)]
pub(crate) async fn list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let query = query::rows(call.place(), &request);
    if query.well_formed().is_ok_and(|(query, _)| query.limit.is_some()) {
        let page = call.ask(ListTlds { query }).await?;
        return Ok(answer::page(&call, &request, page));
    }
    let (revision, rows) = call.stream(StreamTlds { query }).await?;
    let tag = answer::list_tag(&call, revision);
    if etag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let showing = Showing::of(&call, &request);
    let rows = paging::array(call.visit(), rows, move |tld: Tld| showing.row(tld.into()));
    let around = |text: String| stream::iter([Ok(Bytes::from(text))]);
    let body = around(format!("{{\"{}\":", call.place().key())).chain(rows).chain(around("}".to_owned()));
    Ok(HttpResponse::Ok().insert_header((ETAG, tag)).content_type(accept::JSON).streaming(body))
}

/// A page of rules.
#[utoipa::path(
    get, path = "/v2/tlds", tag = "OpenStack TLDs", operation_id = "openstack_list_tlds",
    params(shapes::TldListParameters, shapes::Known),
    responses(
        (status = 200, description = "The page", body = shapes::OpenStackTldList, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Listing,
    )
)]
pub(crate) async fn openstack_list(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    list(call, request).await
}

/// Make a rule.
#[utoipa::path(
    post, path = "/tlds", tag = "TLDs", operation_id = "create_tld",
    params(shapes::Changing), request_body = shapes::TldDraft,
    responses(
        (status = 201, description = "The rule", body = shapes::TldBody,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun,
            headers(("Domesday-Warning" = Option<String>))),
        Creating,
    )
)]
pub(crate) async fn create(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let form = call.place().form;
    let draft = body::row(&call, &request, payload, parameters.finish(), |members| draft::tld(form, members)).await;
    let made = call.run(CreateTld { id: call.registry().ids().uuid(), draft }, dry_run).await?;
    if dry_run {
        return Ok(answer::rehearsed(StatusCode::CREATED, &made));
    }
    let mut response = HttpResponse::Created();
    answer::warn(&mut response, &(&made.affected).into(), None);
    Ok(answer::created(response, &call, &request, made.tld.into()))
}

/// Make a rule.
#[utoipa::path(
    post, path = "/v2/tlds", tag = "OpenStack TLDs", operation_id = "openstack_create_tld",
    params(shapes::Changing), request_body = shapes::TldDraft,
    responses(
        (status = 201, description = "The rule", body = shapes::OpenStackTld,
            headers(("Location" = String), ("ETag" = String), ("Domesday-Warning" = Option<String>))),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun,
            headers(("Domesday-Warning" = Option<String>))),
        Creating,
    )
)]
pub(crate) async fn openstack_create(
    call: Call,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refused> {
    create(call, request, payload).await
}
