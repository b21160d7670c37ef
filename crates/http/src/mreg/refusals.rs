//! The refusals that resources of this face have in common, for the OpenAPI document: as `crate::refusals`, in this face's form.

use utoipa::openapi::{RefOr, Response};

use crate::refusals::{refusal, refusals};

/// What each status means.
fn describe(status: u16) -> &'static str {
    match status {
        400 => "Malformed, or wrong members or parameters: each is named",
        401 => "No credential, or not a good one; or a wrong pair of login and password",
        403 => "Not allowed, or not at this place; or it is still in use",
        404 => "Not there, not visible to this caller, or past the end",
        405 => "The path does not take this method: `Allow` lists those it takes",
        406 => "It cannot be given in a form that `Accept` names",
        409 => "It collides with what is stored",
        412 => "The condition does not hold; `ETag` is the current one",
        413 => "The body is too large",
        415 => "The body is neither JSON nor a form",
        429 => "Too many failed log-ins with this login or from this address",
        503 => "Overloaded, or the database is away; nothing was changed: try again",
        _ => "A defect; or, with the code `outcome_unknown`, a change that may or may not have been kept",
    }
}

fn errors(status: u16) -> RefOr<Response> {
    refusal(status, describe(status), "application/json", "MregErrors")
}

refusals! {
    errors;
    /// Of logging in.
    LoggingIn: 400 401 405 406 413 415 429 500 503;
    /// Of what is asked about a token itself.
    Holding: 401 403 405 500 503;
    /// Of reading a list or a thing.
    Reading: 400 401 403 404 405 406 500 503;
    /// Of a list that is always empty.
    ReadingNothing: 401 403 405 406 500 503;
    /// Of creating something.
    Creating: 400 401 403 404 405 406 409 413 415 500 503;
    /// Of changing something.
    Changing: 400 401 403 404 405 406 409 412 413 415 500 503;
    /// Of deleting something.
    Deleting: 400 401 403 404 405 409 412 500 503;
}
