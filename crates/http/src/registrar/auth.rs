//! Sessions of this face (rules A1, A5–A8): a login and a password give a token, one for each user as long as it lives.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use domesday_app::form::Form;
use domesday_app::sessions::{Credentials, Life, OpenedSession, Presence};
use domesday_domain::actor::Permission;
use domesday_domain::fault::Fault;

use super::answer::Answer;
use super::call::Call;
use super::codes::Code;
use super::reader::{Members, Reader};
use super::refusals::{LoggingIn, Reading};
use super::refused::Refused;
use super::sent::Sent;
use super::shapes;
use crate::sessions::remote;

/// Log in. Within the life of a token a second log-in gives the same one.
#[utoipa::path(
    put, path = "/auth", tag = "registrar: auth", operation_id = "registrar_log_in", security(()),
    params(shapes::Headers), request_body = shapes::LogIn,
    responses((status = 200, description = "The token", body = shapes::Opened), LoggingIn)
)]
pub(crate) async fn log_in(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mut sent = Sent::of(&call, payload).await;
    let form: Form<Credentials> = sent.form(&call, credentials);
    let credentials = sent.settle(&call, form.well_formed().cloned())?;
    let opened = call.registry().log_in_for(call.caller(), credentials, remote(call.request()), Life::Registrar).await;
    let OpenedSession { session, token, principal } = sent.settle(&call, opened)?;
    let answer = Answer::done()
        .with("login", principal.actor.login)
        .with("token", token)
        .with("created", session.created.timestamp())
        .with("expires", session.expires.timestamp());
    Ok(call.send(&sent.warn(answer.secret())))
}

/// Log in, as with PUT.
#[utoipa::path(
    post, path = "/auth", tag = "registrar: auth", operation_id = "registrar_log_in_by_post", security(()),
    params(shapes::Headers), request_body = shapes::LogIn,
    responses((status = 200, description = "The token", body = shapes::Opened), LoggingIn)
)]
pub(crate) async fn log_in_by_post(call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    log_in(call, payload).await
}

/// Who is logged in, and until when. An API key has no end.
#[utoipa::path(
    get, path = "/auth", tag = "registrar: auth", operation_id = "registrar_session", params(shapes::Headers),
    responses((status = 200, description = "The session", body = shapes::Session), Reading)
)]
pub(crate) async fn session(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(Permission::UseSession, Vec::new()).await?;
    let Presence { principal, created, expires, asked } = call.settle(call.registry().presence(call.caller()).await)?;
    let answer = Answer::done()
        .with("login", principal.actor.login)
        .with("created", created.timestamp())
        .with("expires", expires.map(|expires| expires.timestamp()))
        .with("reqtime", asked.timestamp());
    Ok(call.send(&answer.header(CACHE_CONTROL, "no-store")))
}

/// Log out: the token is refused from then on.
#[utoipa::path(
    delete, path = "/auth", tag = "registrar: auth", operation_id = "registrar_log_out", params(shapes::Headers),
    responses((status = 200, description = "Ended; code 1500 in version 2.0", body = shapes::Done), Reading)
)]
pub(crate) async fn log_out(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(Permission::UseSession, Vec::new()).await?;
    call.settle(call.registry().close_session(call.caller()).await)?;
    let code = call.version().success(Code::ENDED);
    Ok(call.send(&Answer { code, ..Answer::done() }))
}

fn credentials(reader: &mut Reader, body: &mut Members<'_>) -> Credentials {
    let mut needed = |member: &'static str| {
        let place = body.place_of(member);
        let is_given = body.take(member).is_some_and(|node| node.value != "");
        if !is_given {
            reader.wrong(Fault::missing(place, format!("{member} is required")));
        }
        reader.given(body, member).unwrap_or_default()
    };
    Credentials { login: needed("login"), password: needed("password"), account: None }
}
