//! The refusals that resources of this face have in common, for the OpenAPI document, and the headers that all its answers have.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::{ObjectBuilder, OpenApi, RefOr, Response, Type};

use super::{MEDIA_TYPE, is_here};
use crate::refusals::{refusal, refusals};

/// What each status means.
fn describe(status: u16) -> &'static str {
    match status {
        400 => "Malformed, or wrong members or parameters: each is named in `errors`",
        401 => "No credential where one is needed, or not a good one",
        403 => {
            "Readable, and not allowed: by role, by ownership, or by a policy (`absent` names what has no proven value)"
        }
        404 => "Not there, or not visible to this caller",
        405 => "Not taken here: `Allow` lists what is",
        406 => "It cannot be given in a form that `Accept` names",
        409 => "It collides with what is stored: see `conflicts`",
        412 => "The condition does not hold; `ETag` has the current revision",
        413 => "The body is too large",
        415 => "The body is of another type",
        503 => "Overloaded, the database is away, or nothing can be signed here; nothing was changed: try again",
        _ => "A defect; or, with the code `outcome_unknown`, a change that may or may not have been kept",
    }
}

fn problem(status: u16) -> RefOr<Response> {
    refusal(status, describe(status), "application/problem+json", "Problem")
}

/// Describes the headers that every answer of this face has (rule H5).
pub(crate) fn describe_form(document: &mut OpenApi) {
    let header = |description: &str| {
        let text = ObjectBuilder::new().schema_type(Type::String);
        HeaderBuilder::new().schema(Some(text)).description(Some(description)).build()
    };
    let media_type = MEDIA_TYPE;
    let headers =
        [(media_type.as_str(), header("`registry.v1; format=json`")), ("server", header("The registry's URL"))];
    let here = document.paths.paths.iter_mut().filter(|(path, _)| is_here(path));
    for (_, item) in here {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        let responses = operations.into_iter().flatten().flat_map(|one| one.responses.responses.values_mut());
        for response in responses {
            if let RefOr::T(response) = response {
                let all = headers.iter().map(|(name, header)| ((*name).to_owned(), header.clone().into()));
                response.headers.extend(all);
            }
        }
    }
}

refusals! {
    problem;
    /// Of reading one thing, or a page of what belongs to it.
    Reading: 400 401 403 404 405 406 500 503;
    /// Of listing what has no parent.
    Listing: 401 403 405 406 500 503;
    /// Of searching a kind.
    Searching: 400 401 403 404 405 406 413 415 500 503;
    /// Of listing what waits.
    Working: 400 401 403 405 406 500 503;
    /// Of declaring a kind.
    Declaring: 400 401 403 405 406 409 412 413 415 500 503;
    /// Of making an entity.
    Creating: 400 401 403 404 405 406 409 413 415 500 503;
    /// Of changing an entity.
    Changing: 400 401 403 404 405 406 409 412 413 415 500 503;
    /// Of deleting an entity.
    Deleting: 401 403 404 405 406 412 500 503;
    /// Of attesting a claim.
    Attesting: 400 401 403 404 405 406 409 413 415 500 503;
    /// Of taking an attestation back.
    Revoking: 400 401 403 404 405 406 413 415 500 503;
    /// Of changing a signing key.
    ChangingKey: 400 401 403 404 405 406 409 413 415 500 503;
    /// Of what is open to everybody who knows its id.
    Open: 401 404 405 406 500 503;
    /// Of the signing keys, which are open to everybody.
    Keys: 405 406 500 503;
}
