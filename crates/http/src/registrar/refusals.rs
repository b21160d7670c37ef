//! The refusals that routes of this face have in common, for the OpenAPI document: as `crate::refusals`, in this face's form.

use utoipa::openapi::{RefOr, Response};

use crate::refusals::{refusal, refusals};

/// What each status means.
fn describe(status: u16) -> &'static str {
    match status {
        400 => {
            "2001, 2003, 2005, 2100: it cannot be read, or something is missing or malformed; each fault is in `errors`"
        }
        401 => "2200: no token, or none that is good",
        403 => "2201, 2202, 2203: not allowed, or not with this code",
        404 => "2303: it does not exist",
        405 => "2000: the path does not take this method; `Allow` lists those it takes",
        409 => "2002, 2105, 2106, 2300, 2301, 2302, 2304, 2305: not in its present state; `blockers` are in the way",
        412 => "2304 `stale`: the condition does not hold; `ETag` is the current one",
        413 => "2001: the body has more than 256 KiB",
        422 => "2004, 2306: beyond its range, or against the policy",
        429 => "2502, or 2202 after too many wrong codes",
        503 => "2400: overloaded, or the database is away; nothing was changed: try again",
        _ => "2400: a defect, or a change that may or may not have been kept",
    }
}

fn told(status: u16) -> RefOr<Response> {
    refusal(status, describe(status), "application/json", "RegistrarError")
}

refusals! {
    told;
    /// Of logging in.
    LoggingIn: 400 401 405 413 429 500 503;
    /// Of reading.
    Reading: 400 401 403 404 405 429 500 503;
    /// Of asking whether something is free.
    Checking: 400 401 403 405 429 500 503;
    /// Of creating.
    Creating: 400 401 403 404 405 409 413 422 429 500 503;
    /// Of rehearsing that.
    Validating: 400 401 403 404 405 409 413 422 429 500 503;
    /// Of changing and deleting.
    Changing: 400 401 403 404 405 409 412 413 422 429 500 503;
}
