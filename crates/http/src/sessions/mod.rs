//! The session face: logging in, who is logged in, logging out.
//!
//! `POST /sessions` is the one route that takes no credential, and the one that learns where its caller is: log-ins are throttled by
//! address. A session is always `current` to its holder; there is no path to another's.

#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod wire;

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_app::sessions::Credentials;

use crate::caller::Visit;
use crate::problem::{Document, Problem};
use crate::routes::{Path, get};

/// The path of whoever asks' own session.
const CURRENT: &str = "/sessions/current";

/// Log in: check a password and open a session.
#[utoipa::path(
    post,
    path = "/sessions",
    operation_id = "log_in",
    tag = "sessions",
    request_body = wire::LogIn,
    security(()),
    responses(
        (status = 201, description = "The session, with its token", body = wire::Session,
            headers(("Location" = String, description = "`/sessions/current`"))),
        (status = 400, description = "Malformed, or members unknown, missing or of a wrong type: each is named",
            body = Document, content_type = "application/problem+json"),
        (status = 401, description = "`bad_credentials`: no user with this login and password, or disabled",
            body = Document, content_type = "application/problem+json"),
        (status = 413, description = "`too_large`",
            body = Document, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON",
            body = Document, content_type = "application/problem+json"),
        (status = 429, description = "Too many failed log-ins with this login or from this address",
            body = Document, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "Seconds"))),
        (status = 503, description = "Busy: try again",
            body = Document, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "Seconds"))),
    )
)]
pub(crate) async fn log_in(
    visit: Visit,
    request: HttpRequest,
    body: Result<web::Bytes, Error>,
) -> Result<HttpResponse, Problem> {
    let credentials = visit.settle(credentials(&request, body))?;
    let opened = visit.registry().log_in(&visit.caller, credentials, remote(&request)).await;
    let opened = visit.settle(opened)?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, CURRENT))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(wire::Session::from(opened)))
}

/// Who is logged in. For an API key, `id`, `created` and `expires` are null.
#[utoipa::path(
    get,
    path = "/sessions/current",
    operation_id = "current_session",
    tag = "sessions",
    responses(
        (status = 200, description = "The session, without its token", body = wire::Session),
        (status = 401, description = "No credential, or a dead one",
            body = Document, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again",
            body = Document, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "Seconds"))),
    )
)]
pub(crate) async fn current(visit: Visit) -> Result<HttpResponse, Problem> {
    let principal = visit.settle(visit.registry().current_session(&visit.caller).await)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(wire::Session::from(principal)))
}

/// Log out: close the session. Its token is refused from then on.
#[utoipa::path(
    delete,
    path = "/sessions/current",
    operation_id = "close_session",
    tag = "sessions",
    responses(
        (status = 204, description = "Closed"),
        (status = 401, description = "No credential, or a dead one",
            body = Document, content_type = "application/problem+json"),
        (status = 403, description = "`not_a_session`: an API key ends when it is disabled",
            body = Document, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again",
            body = Document, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "Seconds"))),
    )
)]
pub(crate) async fn close(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.settle(visit.registry().close_session(&visit.caller).await)?;
    Ok(HttpResponse::NoContent().finish())
}

static SESSIONS: Path = Path { pattern: "/sessions", allow: "POST" };
static CURRENT_SESSION: Path = Path { pattern: CURRENT, allow: "GET, HEAD, DELETE" };

/// The routes.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config.service(SESSIONS.resource().route(web::post().to(log_in)));
    config.service(CURRENT_SESSION.resource().route(get().to(current)).route(web::delete().to(close)));
}

fn credentials(request: &HttpRequest, body: Result<web::Bytes, Error>) -> Result<Credentials, Refusal> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let body = body.map_err(|error| {
        let too_large = error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE;
        let how = if too_large { Unreadable::TooLarge } else { Unreadable::Malformed };
        let detail = format!("the body could not be read: {error}");
        Refusal::Unreadable { how, detail }
    })?;
    wire::read_credentials(content_type, &body)
}

/// Where the connection comes from; no forwarding header is believed, since anybody can write one.
pub(crate) fn remote(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip())
}
