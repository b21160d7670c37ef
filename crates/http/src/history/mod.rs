//! `/history?subject=kind/name`: who changed what about anything that has a history, newest first (rules H1–H3).
//!
//! A zone's is the one at `/zones/{name}/history`, entry for entry.

pub(crate) mod wire;

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};
use domesday_app::history::{HistoryPage, OtherSubject, ReadHistory, ReadSubjectHistory, Subject, SubjectHistory};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;

use crate::caller::Visit;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::Reading;
use crate::routes::{Path, get};
use crate::zones::history::{self as of_zones, page};
use crate::{accept, paging};

/// The path.
pub(crate) static HISTORY: Path = Path { pattern: "/history", allow: "GET, HEAD" };

/// The route.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(HISTORY.resource().route(get().to(list)));
}

/// The history of one thing, newest first; also of one that is gone. Admins read all of it, others what was done while it was their account's.
#[utoipa::path(
    get, path = "/history", tag = "history", operation_id = "subject_history",
    params(
        ("subject" = String, Query, description = "`kind/name`, such as `zone/example.org`; kinds are `zone`, `domain`, `contact`, `host`, \
            `account`, `tld`, `blocklist`, `policy`, `kind`, `entity` (`entity/student/106`) and `signing_key`"),
        ("since" = Option<String>, Query, description = "From this instant on (RFC 3339)"),
        ("until" = Option<String>, Query, description = "Before this instant (RFC 3339)"),
        ("limit" = Option<u32>, Query, description = "1 to 1000, 100 if left out"),
        ("marker" = Option<i64>, Query, description = "Older than this entry"),
    ),
    responses(
        (status = 200, description = "The entries", body = Vec<wire::AnyEntry>,
            headers(("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (subject, page) = asked(&request);
    let subject = match subject {
        Some(Subject::Zone(zone)) => {
            return of_zones::answer(&visit, &request, visit.ask(ReadHistory { zone, page }).await?);
        }
        Some(Subject::Other(other)) => Some(other),
        None => None::<OtherSubject>,
    };
    let told = visit.ask(ReadSubjectHistory { subject, page }).await?;
    answer(&visit, &request, told)
}

/// The subject, and which of its entries; what is wrong with either is in the page.
fn asked(request: &HttpRequest) -> (Option<Subject>, Input<HistoryPage>) {
    if let Err(refusal) = accept::json(request) {
        return (None, Input::unreadable(refusal));
    }
    let mut parameters = Parameters::of(request);
    let given = parameters.names().iter().any(|name| name == "subject");
    let subject =
        parameters.read("subject", |text| Subject::parse(text).map_err(|error| ("bad_subject", error.to_string())));
    if !given {
        parameters.wrong("subject", ("missing", domesday_app::history::SubjectError::Form.to_string()));
    }
    // Of one that is given twice nobody knows which is meant.
    let subject = subject.filter(|_| !parameters.has_errors());
    (subject, page(parameters))
}

/// Which entries of a history, where the path says whose it is.
pub(crate) fn page_alone(request: &HttpRequest) -> Input<HistoryPage> {
    match accept::json(request) {
        Err(refusal) => Input::unreadable(refusal),
        Ok(()) => page(Parameters::of(request)),
    }
}

/// A page of entries, with a link to the next one.
pub(crate) fn answer(visit: &Visit, request: &HttpRequest, told: SubjectHistory) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::Ok();
    if let Some(last) = told.entries.last().filter(|_| told.more) {
        paging::link_next(&mut response, request, &last.id.to_string());
    }
    let entries: Result<Vec<_>, _> = told.entries.into_iter().map(wire::SubjectEntry::of).collect();
    let entries = entries.map_err(|cause| {
        tracing::error!(request_id = visit.caller.request_id, %cause, "an entry of the history is damaged");
        visit.problem(Refusal::Broken { id: visit.caller.request_id.clone() })
    })?;
    Ok(response.json(entries))
}
