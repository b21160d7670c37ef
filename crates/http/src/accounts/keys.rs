//! `/accounts/{account}/keys`: the API keys of an account's users, and a new one, which is shown once.

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::accounts::{PageOfKeys, tag_of_key};

use super::{InAccount, draft, page, shapes, wire};
use crate::answer::Success;
use crate::caller::Visit;
use crate::paths::escaped;
use crate::problem::Problem;
use crate::refusals::{Adding, Reading};
use crate::{body, paging};

/// The keys of an account's users by number, never the keys themselves; with `limit` a page, and a link to the next one if there is more.
#[utoipa::path(
    get, path = "/accounts/{account}/keys", tag = "accounts", operation_id = "list_keys",
    params(
        ("account" = String, Path, description = "Its handle, in any case"),
        ("limit" = Option<u32>, Query, description = "1 to 10000"),
        ("marker" = Option<i64>, Query, description = "After the key of this number"),
    ),
    responses(
        (status = 200, description = "The keys", body = Vec<wire::Key>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InAccount>,
) -> Result<HttpResponse, Problem> {
    let number =
        |marker: &str| marker.parse::<i64>().map_err(|_| ("bad_value", "marker is the id of a key".to_owned()));
    let query = PageOfKeys { account: path.into_inner().account, page: page(&request, number) };
    let (keys, more) = visit.ask(query).await?;
    let mut response = HttpResponse::Ok();
    if let Some(last) = keys.last().filter(|_| more) {
        paging::link_next(&mut response, &request, &last.key.id.to_string());
    }
    Ok(response.json(keys.iter().map(|listed| wire::Key::of(listed, None)).collect::<Vec<_>>()))
}

/// Make a key for a user. The answer is the only place where the key itself ever stands.
#[utoipa::path(
    post, path = "/accounts/{account}/keys", tag = "accounts", operation_id = "create_key",
    params(
        ("account" = String, Path, description = "Its handle, in any case"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body = shapes::KeyDraft,
    responses(
        (status = 201, description = "The key", body = wire::Key,
            headers(("Location" = String), ("ETag" = String), ("Cache-Control" = String, description = "`no-store`"))),
        (status = 200, description = "What would be, in a dry run: no key", body = crate::answer::DryRun),
        Adding,
    )
)]
pub(crate) async fn create(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InAccount>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::OBJECT, most, draft::key).await;
    let account = path.into_inner().account;
    let made = visit.registry().make_key(&visit.caller, account, written.input, written.dry_run).await;
    let (listed, text) = visit.settle(made)?;
    let success = match Success::of(StatusCode::CREATED, &[], written.dry_run) {
        ControlFlow::Continue(success) => success,
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let path = format!("/accounts/{}/keys/{}", escaped(listed.account.as_str()), listed.key.id);
    let success = success.etag(&tag_of_key(&listed.key)).header(LOCATION, path);
    Ok(success.header(CACHE_CONTROL, "no-store".to_owned()).json(&wire::Key::of(&listed, Some(text))))
}
