//! The refusals that resources of this face have in common, for the OpenAPI document: as `crate::refusals`, in this face's form.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::{ObjectBuilder, OpenApi, RefOr, Response, Type};

use super::{OPENSTACK_REQUEST_ID, is_here};
use crate::refusals::{refusal, refusals};

/// What each status means.
fn describe(status: u16) -> &'static str {
    match status {
        400 => "Malformed, or wrong members, parameters or lines: each is named in `errors`",
        401 => "No token, or one that is closed or expired",
        403 => "Not allowed",
        404 => "Not there",
        405 => "The path does not take this method: `Allow` lists those it takes",
        406 => "It cannot be given in a form that `Accept` names",
        409 => "That name or pattern is there already; or domains live under a policy",
        412 => "The condition does not hold; `ETag` is the current one",
        413 => "The body is too large",
        415 => "The body is of another type",
        503 => "Overloaded, or the database is away; nothing was changed: try again",
        _ => "A defect, or a change that may or may not have been kept",
    }
}

fn error(status: u16) -> RefOr<Response> {
    refusal(status, describe(status), "application/json", "OpenStackError")
}

/// Describes the header that every answer of this face has.
pub(crate) fn describe_id(document: &mut OpenApi) {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let header = HeaderBuilder::new().schema(Some(text)).description(Some("`req-`, then the request's id")).build();
    let here = document.paths.paths.iter_mut().filter(|(path, _)| is_here(path));
    for (_, item) in here {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        let responses = operations.into_iter().flatten().flat_map(|one| one.responses.responses.values_mut());
        for response in responses {
            if let RefOr::T(response) = response {
                response.headers.insert(OPENSTACK_REQUEST_ID.to_string(), header.clone().into());
            }
        }
    }
}

refusals! {
    error;
    /// Of listing what has no parent, and of asking about a name.
    Listing: 400 401 403 405 406 500 503;
    /// Of reading one thing.
    Reading: 400 401 403 404 405 406 500 503;
    /// Of creating something.
    Creating: 400 401 403 405 406 409 413 415 500 503;
    /// Of changing something.
    Changing: 400 401 403 404 405 406 409 412 413 415 500 503;
    /// Of deleting something.
    Deleting: 400 401 403 404 405 406 412 500 503;
    /// Of making or replacing something at its own path.
    Putting: 400 401 403 404 405 406 412 413 415 500 503;
    /// Of changing what no other can collide with.
    Merging: 400 401 403 404 405 406 412 413 415 500 503;
    /// Of deleting what may be needed.
    Ending: 400 401 403 404 405 406 409 412 500 503;
    /// Of importing a list.
    Importing: 400 401 403 405 406 413 415 500 503;
    /// Of setting a quota.
    Setting: 400 401 403 404 405 406 413 415 500 503;
    /// Of what is open to everybody.
    Open: 405 406;
}
