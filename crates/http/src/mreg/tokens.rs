//! `/api/token-auth/`, `/api/token-logout/`, `/api/token-is-valid/`: a token for a user, good for eight hours from its last use.
//!
//! Who logs in again while it lives is given the same token; it opens every other face too, as their tokens open this one.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::sessions::{Credentials, Life};
use domesday_domain::finding::Findings;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::body;
use super::call::{Call, parameters};
use super::refusals::{Holding, LoggingIn};
use super::{Refused, shapes};
use crate::members::{self, Fault};
use crate::sessions::remote;

/// A token.
#[derive(Serialize, ToSchema)]
#[schema(as = MregToken)]
pub(crate) struct Token {
    /// For `Authorization: Token …`.
    token: String,
}

/// Log in: check a password and give a token, the same one while it lives.
#[utoipa::path(
    post, path = "/api/token-auth", tag = "mreg", operation_id = "mreg_log_in", security(()),
    request_body(content((shapes::LogIn = "application/json"), (shapes::LogIn = "application/x-www-form-urlencoded"))),
    responses((status = 200, description = "The token", body = Token), LoggingIn)
)]
pub(crate) async fn log_in(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let input = body::read(&call, &request, payload, |body| {
        (body.required("username", owned_text), body.required("password", owned_text))
    });
    let input = input.await;
    let ((login, password), findings) = call.settle(input.well_formed())?;
    settle(&call, findings)?;
    let credentials = Credentials {
        login: login.clone().unwrap_or_default(),
        password: password.clone().unwrap_or_default(),
        account: None,
    };
    let opened = call.registry().log_in_for(call.caller(), credentials, remote(&request), Life::FromLastUse).await;
    let opened = call.settle(opened)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(Token { token: opened.token }))
}

fn owned_text(value: &Value) -> Result<String, Fault> {
    let text = members::text(value)?;
    if text.is_empty() { Err(("blank", "it is empty".to_owned())) } else { Ok(text.to_owned()) }
}

fn settle(call: &Call, findings: Findings) -> Result<(), Refused> {
    call.settle(findings.settle(false).map(drop).map_err(Into::into))
}

/// Log out: the token is refused from then on.
#[utoipa::path(
    post, path = "/api/token-logout", tag = "mreg", operation_id = "mreg_log_out",
    responses((status = 200, description = "Logged out"), Holding)
)]
pub(crate) async fn log_out(call: Call) -> Result<HttpResponse, Refused> {
    call.settle(call.registry().close_session(call.caller()).await)?;
    Ok(HttpResponse::Ok().finish())
}

/// Whether a token is good.
#[utoipa::path(
    get, path = "/api/token-is-valid", tag = "mreg", operation_id = "mreg_token_is_valid",
    responses((status = 200, description = "It is"), Holding)
)]
pub(crate) async fn is_valid(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    call.settle(call.registry().current_session(call.caller()).await)?;
    call.settle(parameters(&request).settle())?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).finish())
}
