//! Administration over HTTP: accounts, their users and API keys (`/accounts…`; `docs/spec/README.md`, "Settled here").
//!
//! A file per resource, in the form of the zones face: problem details, its order of checks, tags, paging and dry runs. Passwords and keys pass
//! through here and stay nowhere: a password goes to be hashed, a key is shown in the one answer that makes it.

pub(crate) mod account;
pub(crate) mod collection;
mod draft;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
pub(crate) mod history;
pub(crate) mod key;
pub(crate) mod keys;
pub(crate) mod shapes;
pub(crate) mod user;
pub(crate) mod users;
pub(crate) mod wire;

use actix_web::HttpRequest;
use actix_web::web::{self, ServiceConfig};
use domesday_app::accounts::{ListPage, NewPassword};
use domesday_app::input::Input;
use serde::Deserialize;

use crate::accept;
use crate::caller::Visit;
use crate::members::Fault;
use crate::paging::MAX_LIMIT;
use crate::problem::Problem;
use crate::query::Parameters;
use crate::routes::{Path, get};

static ACCOUNTS: Path = Path { pattern: "/accounts", allow: "GET, HEAD, POST" };
static ACCOUNT: Path = Path { pattern: "/accounts/{account}", allow: "GET, HEAD, PATCH" };
static HISTORY: Path = Path { pattern: "/accounts/{account}/history", allow: "GET, HEAD" };
static USERS: Path = Path { pattern: "/accounts/{account}/users", allow: "GET, HEAD, POST" };
static USER: Path = Path { pattern: "/accounts/{account}/users/{login}", allow: "GET, HEAD, PATCH" };
static KEYS: Path = Path { pattern: "/accounts/{account}/keys", allow: "GET, HEAD, POST" };
static KEY: Path = Path { pattern: "/accounts/{account}/keys/{key}", allow: "GET, HEAD, PATCH" };

/// Every path here.
#[cfg(test)]
pub(crate) static PATHS: [&Path; 7] = [&ACCOUNTS, &ACCOUNT, &HISTORY, &USERS, &USER, &KEYS, &KEY];

/// The routes.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(ACCOUNTS.resource().route(get().to(collection::list)).route(web::post().to(collection::create)))
        .service(ACCOUNT.resource().route(get().to(account::read)).route(web::patch().to(account::update)))
        .service(HISTORY.resource().route(get().to(history::list)))
        .service(USERS.resource().route(get().to(users::list)).route(web::post().to(users::create)))
        .service(USER.resource().route(get().to(user::read)).route(web::patch().to(user::update)))
        .service(KEYS.resource().route(get().to(keys::list)).route(web::post().to(keys::create)))
        .service(KEY.resource().route(get().to(key::read)).route(web::patch().to(key::update)));
}

/// The account in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct InAccount {
    account: String,
}

/// A user in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct InUser {
    account: String,
    login: String,
}

/// A key in a path.
#[derive(Debug, Deserialize)]
pub(crate) struct InKey {
    account: String,
    key: String,
}

/// Which part of a list is asked for: `limit` and `marker`.
fn page<M>(request: &HttpRequest, marker: impl FnOnce(&str) -> Result<M, Fault>) -> Input<ListPage<M>> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let page = ListPage { marker: parameters.read("marker", marker), limit: parameters.limit(MAX_LIMIT) };
    parameters.input(page)
}

/// A marker that is taken as it stands.
#[expect(clippy::unnecessary_wraps, reason = "the form that parameters are read in")]
fn any_text(marker: &str) -> Result<String, Fault> {
    Ok(marker.to_owned())
}

/// The password in a body, hashed before the command runs; none if there is none, or nothing could be read.
async fn hashed<T>(
    visit: &Visit,
    body: &Input<T>,
    password: impl FnOnce(&T) -> Option<&String>,
) -> Result<Option<NewPassword>, Problem> {
    let Some(password) = body.well_formed().ok().and_then(|(body, _)| password(body)).cloned() else {
        return Ok(None);
    };
    visit.settle(visit.registry().new_password(&visit.caller, password).await).map(Some)
}
