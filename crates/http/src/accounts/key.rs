//! `/accounts/{account}/keys/{key}`: one API key by its number, read and disabled (rules Z3, Z5).

use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::accounts::{ChangeKey, ReadKey, tag_of_key};

use super::{InKey, draft, shapes, wire};
use crate::caller::Visit;
use crate::problem::Problem;
use crate::refusals::{Changing, Reading};
use crate::{answer, body, etag};

/// Read what is known of a key: never the key itself.
#[utoipa::path(
    get, path = "/accounts/{account}/keys/{key}", tag = "accounts", operation_id = "read_key",
    params(
        ("account" = String, Path, description = "The account's handle, in any case"),
        ("key" = i64, Path, description = "The key's number"),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The key", body = wire::Key, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(visit: Visit, request: HttpRequest, path: web::Path<InKey>) -> Result<HttpResponse, Problem> {
    let InKey { account, key } = path.into_inner();
    let listed = visit.ask(ReadKey { account, key }).await?;
    answer::found(&visit, &request, &tag_of_key(&listed.key), &wire::Key::of(&listed, None))
}

/// Disable a key, for good. It is refused from the next request on.
#[utoipa::path(
    patch, path = "/accounts/{account}/keys/{key}", tag = "accounts", operation_id = "update_key",
    params(
        ("account" = String, Path, description = "The account's handle, in any case"),
        ("key" = i64, Path, description = "The key's number"),
        ("If-Match" = String, Header, description = "The key's tag"),
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the key's row in the answer"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::KeyPatch = "application/json"), (shapes::KeyPatch = "application/merge-patch+json"))),
    responses(
        (status = 204, description = "Disabled, or nothing differed", headers(("ETag" = String))),
        (status = 200, description = "The same with the key's row, if it was preferred; or what would be, in a dry run",
            body = crate::answer::OrDryRun<wire::Key>, headers(("ETag" = String), ("Preference-Applied" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn update(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InKey>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let InKey { account, key } = path.into_inner();
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::CHANGES, most, draft::key_update).await;
    let precondition = etag::precondition(&request);
    let command = ChangeKey { account, key, precondition, update: written.input };
    let listed = visit.run(command, written.dry_run).await?;
    Ok(answer::changed(&request, &tag_of_key(&listed.key), &wire::Key::of(&listed, None), written.dry_run))
}
