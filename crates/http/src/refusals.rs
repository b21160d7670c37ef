//! The refusals that resources have in common, for the OpenAPI document: which statuses a kind of request can be answered with.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::{ContentBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type};

/// What each status means.
fn describe(status: u16) -> &'static str {
    match status {
        400 => "Malformed, or wrong fields: each is named in `errors`",
        401 => "No credential, or not a good one",
        403 => "Not allowed by role or by ownership, the account is suspended, or a quota is used up",
        404 => "Not there, or not visible to this caller",
        405 => "The path does not take this method: `Allow` lists those it takes",
        406 => "It cannot be given in a form that `Accept` names",
        409 => "It collides with what is stored: see `conflicts`, and `forcible`",
        412 => "The condition does not hold; `ETag` is the current one",
        413 => "The body is too large",
        415 => "The body is of another type",
        428 => "A condition is required: send `If-Match`",
        429 => "Too many requests",
        503 => "Overloaded, or the database is away; nothing was changed: try again",
        _ => "A defect; or, with the code `outcome_unknown`, a change that may or may not have been kept",
    }
}

/// A refusal in one of the forms that faces have for it, with the header that its status brings.
pub(crate) fn refusal(status: u16, description: &str, media_type: &str, schema: &str) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
    let mut response = ResponseBuilder::new().description(description).content(media_type, content);
    let header = match status {
        401 => Some("WWW-Authenticate"),
        405 => Some("Allow"),
        412 => Some("ETag"),
        429 | 503 => Some("Retry-After"),
        _ => None,
    };
    if let Some(name) = header {
        let text = ObjectBuilder::new().schema_type(Type::String);
        response = response.header(name, HeaderBuilder::new().schema(Some(text)).build());
    }
    response.build().into()
}

/// Types that stand for the refusals of one kind of request, made by a function from statuses to responses.
macro_rules! refusals {
    ($refusal:path; $($(#[$doc:meta])* $name:ident: $($status:literal)+;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<
                String,
                utoipa::openapi::RefOr<utoipa::openapi::Response>,
            > {
                [$($status),+].into_iter().map(|status: u16| (status.to_string(), $refusal(status))).collect()
            }
        }
    )*};
}

pub(crate) use refusals;

fn problem(status: u16) -> RefOr<Response> {
    refusal(status, describe(status), "application/problem+json", "Problem")
}

refusals! {
    problem;
    /// Of reading one thing.
    Reading: 400 401 403 404 405 406 500 503;
    /// Of listing what has no parent.
    Listing: 400 401 403 405 406 500 503;
    /// Of reading a zone's file.
    Exporting: 400 401 403 404 405 406 409 500 503;
    /// Of creating something that has no parent.
    Creating: 400 401 403 405 406 409 413 415 500 503;
    /// Of creating something within a zone.
    Adding: 400 401 403 404 405 406 409 413 415 500 503;
    /// Of changing something that is there, or may be.
    Changing: 400 401 403 404 405 406 409 412 413 415 428 500 503;
    /// Of deleting something.
    Deleting: 400 401 403 404 405 409 412 500 503;
    /// Of importing a zone file.
    Importing: 400 401 403 405 406 409 412 413 415 428 500 503;
}
