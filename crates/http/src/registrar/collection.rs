//! What all collections have in common (section 9): due work first, then a page of `info`.

use actix_web::http::StatusCode;
use domesday_app::collections::{Page, Span};
use domesday_app::objection::Objection;
use domesday_domain::actor::Permission;
use serde_json::{Value, json};

use super::answer::{Answer, Results};
use super::call::Call;
use super::codes::Code;
use super::head::pairs;
use super::refused::Refused;

/// Begins a search: what is due for the caller's account is done first (rule L14). Gives the query, decoded.
pub(super) async fn begin(call: &Call) -> Result<Vec<(String, String)>, Refused> {
    call.begin_reading(Permission::ReadRegistrations, Vec::new()).await?;
    settle_due(call).await?;
    Ok(pairs(call.request()))
}

/// Has done what is due for the caller's account: whose contacts are, and which domains use them, is as of what was written (rule T5).
pub(super) async fn settle_due(call: &Call) -> Result<(), Refused> {
    call.settle(call.registry().settle_due(call.caller()).await)
}

/// A page as it is told.
pub(super) fn answer<T>(call: &Call, page: &Page<T>, row: impl Fn(&T) -> (String, Value)) -> Answer {
    let Page { rows, count, limit, offset } = page;
    let results = Results::of(call.version(), rows.iter().map(row).collect());
    let about = json!({"limit": limit, "offset": offset, "rows_count": count});
    Answer { results: Some(results), ..Answer::new(StatusCode::OK, Code::DONE) }.with("searchInf", about)
}

/// What is wrong with the parameters of a list that is given by the page.
pub(super) fn wrong_paging(call: &Call) -> Vec<Objection> {
    Span::read(&pairs(call.request())).err().unwrap_or_default()
}
