//! `/accounts/{account}`: one account, read, disabled, suspended, given a quota (rules Z3, Z5).

use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::accounts::{ChangeAccount, ReadAccount, tag_of_account};

use super::{InAccount, draft, shapes, wire};
use crate::caller::Visit;
use crate::problem::Problem;
use crate::refusals::{Changing, Reading};
use crate::{answer, body, etag};

/// Read an account.
#[utoipa::path(
    get, path = "/accounts/{account}", tag = "accounts", operation_id = "read_account",
    params(("account" = String, Path, description = "Its handle, in any case"), ("If-None-Match" = Option<String>, Header)),
    responses(
        (status = 200, description = "The account", body = wire::Account, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already", headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InAccount>,
) -> Result<HttpResponse, Problem> {
    let account = visit.ask(ReadAccount { account: path.into_inner().account }).await?;
    answer::found(&visit, &request, &tag_of_account(&account), &wire::Account::of(&account))
}

/// Disable or enable an account, suspend it or not, or set its quota.
#[utoipa::path(
    patch, path = "/accounts/{account}", tag = "accounts", operation_id = "update_account",
    params(
        ("account" = String, Path, description = "Its handle, in any case"),
        ("If-Match" = String, Header, description = "The account's tag"),
        ("Prefer" = Option<String>, Header, description = "`return=representation` for the account in the answer"),
        ("dry_run" = Option<bool>, Query, description = "Check everything, keep nothing"),
    ),
    request_body(content((shapes::AccountPatch = "application/json"), (shapes::AccountPatch = "application/merge-patch+json"))),
    responses(
        (status = 204, description = "Changed, or nothing differed", headers(("ETag" = String))),
        (status = 200, description = "The same with the account, if it was preferred; or what would be, in a dry run",
            body = crate::answer::OrDryRun<wire::Account>, headers(("ETag" = String), ("Preference-Applied" = Option<String>))),
        Changing,
    )
)]
pub(crate) async fn update(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InAccount>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let most = visit.state().settings.max_body_bytes;
    let written = body::written(&request, payload, body::CHANGES, most, draft::account_update).await;
    let (account, precondition) = (path.into_inner().account, etag::precondition(&request));
    let account = visit.run(ChangeAccount { account, precondition, update: written.input }, written.dry_run).await?;
    Ok(answer::changed(&request, &tag_of_account(&account), &wire::Account::of(&account), written.dry_run))
}
