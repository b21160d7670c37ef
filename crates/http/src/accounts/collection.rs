//! `/accounts`: which accounts there are, and a new one.

use std::ops::ControlFlow;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::accounts::{MakeAccount, PageOfAccounts, tag_of_account};

use super::{any_text, draft, page, shapes, wire};
use crate::answer::Success;
use crate::caller::Visit;
use crate::paths::escaped;
use crate::problem::Problem;
use crate::refusals::{Creating, Listing};
use crate::{body, paging};

/// All accounts by handle, whatever the case; with `limit` a page of them, and a link to the next one if there is more.
#[utoipa::path(
    get, path = "/accounts", tag = "accounts", operation_id = "list_accounts",
    params(
        ("limit" = Option<u32>, Query, description = "1 to 10000"),
        ("marker" = Option<String>, Query, description = "After this handle"),
    ),
    responses(
        (status = 200, description = "The accounts", body = Vec<wire::Account>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Listing,
    )
)]
pub(crate) async fn list(visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (accounts, more) = visit.ask(PageOfAccounts { page: page(&request, any_text) }).await?;
    let mut response = HttpResponse::Ok();
    if let Some(last) = accounts.last().filter(|_| more) {
        paging::link_next(&mut response, &request, last.name.as_str());
    }
    Ok(response.json(accounts.iter().map(wire::Account::of).collect::<Vec<_>>()))
}

/// Make an account. It has no users yet.
#[utoipa::path(
    post, path = "/accounts", tag = "accounts", operation_id = "create_account",
    params(("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing")),
    request_body = shapes::AccountDraft,
    responses(
        (status = 201, description = "The account", body = wire::Account, headers(("Location" = String), ("ETag" = String))),
        (status = 200, description = "What would be, in a dry run", body = crate::answer::DryRun),
        Creating,
    )
)]
pub(crate) async fn create(visit: Visit, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Problem> {
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::OBJECT, most, draft::account).await;
    let account = visit.run(MakeAccount { draft: written.input }, written.dry_run).await?;
    let success = match Success::of(StatusCode::CREATED, &[], written.dry_run) {
        ControlFlow::Continue(success) => success,
        ControlFlow::Break(dry_run) => return Ok(dry_run),
    };
    let path = format!("/accounts/{}", escaped(account.name.as_str()));
    Ok(success.etag(&tag_of_account(&account)).header(LOCATION, path).json(&wire::Account::of(&account)))
}
