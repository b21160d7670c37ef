//! `/accounts/{account}/history`: what was done to an account, its users and keys, newest first.

use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::history::ReadAccountHistory;

use super::InAccount;
use crate::caller::Visit;
use crate::history::{self, wire};
use crate::problem::Problem;
use crate::refusals::Reading;

/// An account's history, newest first: what was done to it, to its users and to their keys.
#[utoipa::path(
    get, path = "/accounts/{account}/history", tag = "accounts", operation_id = "account_history",
    params(
        ("account" = String, Path, description = "Its handle, in any case"),
        ("since" = Option<String>, Query, description = "From this instant on (RFC 3339)"),
        ("until" = Option<String>, Query, description = "Before this instant (RFC 3339)"),
        ("limit" = Option<u32>, Query, description = "1 to 1000, 100 if left out"),
        ("marker" = Option<i64>, Query, description = "Older than this entry"),
    ),
    responses(
        (status = 200, description = "The entries", body = Vec<wire::SubjectEntry>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<InAccount>,
) -> Result<HttpResponse, Problem> {
    let query = ReadAccountHistory { account: path.into_inner().account, page: history::page_alone(&request) };
    let told = visit.ask(query).await?;
    history::answer(&visit, &request, told)
}
