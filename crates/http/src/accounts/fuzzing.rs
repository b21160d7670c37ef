//! The bodies and queries of this face, for fuzz targets: see [`crate::fuzzing`].

use actix_web::HttpRequest;
use domesday_app::accounts::{UserDraft, UserUpdate};
use domesday_domain::actor::Roles;
use serde_json::{Map, Value};

use super::{any_text, draft, page};
use crate::fuzzing::Reading;
use crate::members::Members;

/// An object as the requests of this face read it.
pub(crate) fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    vec![
        Reading::object("accounts: create", fields, draft::account),
        Reading::object("accounts: change", fields, draft::account_update),
        Reading::object("users: create", fields, user),
        Reading::object("users: change", fields, user_update),
        Reading::object("keys: create", fields, draft::key),
        Reading::object("keys: change", fields, draft::key_update),
    ]
}

/// A user as far as it may be shown.
fn user(body: &mut Members) -> (Option<String>, Option<Roles>) {
    let UserDraft { login, roles, .. } = draft::user(body);
    (login, roles)
}

/// A change of a user as far as it may be shown.
fn user_update(body: &mut Members) -> (Option<Roles>, Option<bool>) {
    let UserUpdate { roles, disabled, .. } = draft::user_update(body);
    (roles, disabled)
}

/// A query as the lists of this face read it.
pub(crate) fn queries(request: &HttpRequest) -> Vec<Reading> {
    vec![Reading::input("accounts", &page(request, any_text))]
}
