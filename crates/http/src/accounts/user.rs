//! `/accounts/{account}/users/{login}`: one user, read, given other roles, another password, disabled (rules Z3, Z5).

use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::accounts::{ChangeUser, ReadUser};

use super::{InUser, draft, hashed, shapes, wire};
use crate::caller::Visit;
use crate::problem::Problem;
use crate::refusals::{Changing, Reading};
use crate::{answer, body, etag};

/// Read a user.
#[utoipa::path(
    get, path = "/accounts/{account}/users/{login}", tag = "accounts", operation_id = "read_user",
    params(
        ("account" = String, Path, description = "The account's handle, in any case"),
        ("login" = String, Path, description = "The login, exactly"),
        ("If-None-Match" = Option<String>, Header),
    ),
    responses(
        (status = 200, description = "The user", body = wire::User, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(visit: Visit, request: HttpRequest, path: web::Path<InUser>) -> Result<HttpResponse, Problem> {
    let InUser { account, login } = path.into_inner();
    let found = visit.ask(ReadUser { account, login }).await?;
    answer::found(&visit, &request, &found.tag, &wire::User::of_found(&found))
}

/// Change a user's roles, password or state. New roles, a new password and being disabled close their sessions.
#[utoipa::path(
    patch, path = "/accounts/{account}/users/{login}", tag = "accounts", operation_id = "update_user",
    params(
        ("account" = String, Path, description = "The account's handle, in any case"),
        ("login" = String, Path, description = "The login, exactly"),
        ("If-Match" = String, Header, description = "The user's tag"),
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the user in the answer"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::UserPatch = "application/json"), (shapes::UserPatch = "application/merge-patch+json"))),
    responses(
        (status = 204, description = "Changed, or nothing differed", headers(("ETag" = String))),
        (status = 200, description = "The same with the user, if it was preferred; or what would be, in a dry run",
            body = crate::answer::OrDryRun<wire::User>, headers(("ETag" = String), ("Preference-Applied" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn update(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InUser>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let InUser { account, login } = path.into_inner();
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::CHANGES, most, draft::user_update).await;
    let password = hashed(&visit, &written.input, |update| update.password.as_ref()).await?;
    let precondition = etag::precondition(&request);
    let command = ChangeUser { account, login, precondition, update: written.input, password };
    let found = visit.run(command, written.dry_run).await?;
    Ok(answer::changed(&request, &found.tag, &wire::User::of_found(&found), written.dry_run))
}
