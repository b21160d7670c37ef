//! `/accounts/{account}/users`: who may log in for an account, and a new user.

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::accounts::{MakeUser, PageOfUsers};

use super::{InAccount, any_text, draft, hashed, page, shapes, wire};
use crate::answer::Success;
use crate::caller::Visit;
use crate::paths::escaped;
use crate::problem::Problem;
use crate::refusals::{Adding, Reading};
use crate::{body, paging};

/// The users of an account by login; with `limit` a page of them, and a link to the next one if there is more.
#[utoipa::path(
    get, path = "/accounts/{account}/users", tag = "accounts", operation_id = "list_users",
    params(
        ("account" = String, Path, description = "Its handle, in any case"),
        ("limit" = Option<u32>, Query, description = "1 to 10000"),
        ("marker" = Option<String>, Query, description = "After this login"),
    ),
    responses(
        (status = 200, description = "The users", body = Vec<wire::User>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InAccount>,
) -> Result<HttpResponse, Problem> {
    let query = PageOfUsers { account: path.into_inner().account, page: page(&request, any_text) };
    let (users, more) = visit.ask(query).await?;
    let mut response = HttpResponse::Ok();
    if let Some((_, last)) = users.last().filter(|_| more) {
        paging::link_next(&mut response, &request, &last.login);
    }
    Ok(response.json(users.iter().map(|(account, user)| wire::User::of(account, user)).collect::<Vec<_>>()))
}

/// Make a user.
#[utoipa::path(
    post, path = "/accounts/{account}/users", tag = "accounts", operation_id = "create_user",
    params(
        ("account" = String, Path, description = "Its handle, in any case"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body = shapes::UserDraft,
    responses(
        (status = 201, description = "The user", body = wire::User, headers(("Location" = String), ("ETag" = String))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
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
    let written = body::written(&request, payload, body::OBJECT, most, draft::user).await;
    let password = hashed(&visit, &written.input, |draft| draft.password.as_ref()).await?;
    let command = MakeUser { account: path.into_inner().account, draft: written.input, password };
    let made = visit.run(command, written.dry_run).await?;
    let success = match Success::of(StatusCode::CREATED, &[], written.dry_run) {
        ControlFlow::Continue(success) => success,
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let path = format!("/accounts/{}/users/{}", escaped(made.account.name.as_str()), escaped(&made.user.login));
    Ok(success.etag(&made.tag).header(LOCATION, path).json(&wire::User::of_found(&made)))
}
