//! The refusals that paths of this face have in common, for the OpenAPI document.

use utoipa::openapi::{RefOr, Response};

use crate::refusals::{refusal, refusals};

/// What each status means.
fn describe(status: u16) -> &'static str {
    match status {
        400 => "No name, or no handle",
        404 => "Not registered here, or gone",
        405 => "Not taken here: `Allow` lists what is",
        429 => "Too many requests from this address; `Retry-After` tells when to try again",
        501 => "This registry does not tell this",
        503 => "Overloaded, or the database is away: try again",
        _ => "A defect",
    }
}

fn error(status: u16) -> RefOr<Response> {
    refusal(status, describe(status), "application/rdap+json", "RdapError")
}

refusals! {
    error;
    /// Of looking an object up.
    LookingUp: 400 404 405 429 500 503;
    /// Of reading what the service is.
    Helping: 405 429;
    /// Of what is not served.
    Unserved: 405 429 501;
}
