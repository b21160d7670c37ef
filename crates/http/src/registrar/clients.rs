//! Clients (rule A10): accounts that log in here, shown to themselves, and made and changed by admins.

use actix_web::{HttpResponse, web};
use domesday_app::clients::{ClientDraft, CreateClient, ListClients, ReadClient, UpdateClient};
use domesday_app::form::Form;
use domesday_domain::actor::Permission;
use serde_json::Value;

use super::answer::Answer;
use super::call::Call;
use super::domains::READ;
use super::refusals::{Changing, Creating, Reading};
use super::refused::Refused;
use super::sent::Sent;
use super::{forms, shapes, show};

/// All clients, by handle.
#[utoipa::path(
    get, path = "/clients", tag = "registrar: clients", operation_id = "list_clients", params(shapes::Headers),
    responses((status = 200, description = "All clients", body = shapes::ClientList), Reading)
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(Permission::Administer, Vec::new()).await?;
    let clients: Value = call.ask(ListClients).await?.iter().map(show::client).collect();
    Ok(call.send(&Answer::done().with("clients", clients)))
}

/// One's own client; an admin reads all.
#[utoipa::path(
    get, path = "/clients/{login}", tag = "registrar: clients", operation_id = "read_client",
    params(("login" = String, Path), shapes::Headers),
    responses((status = 200, description = "The client", body = shapes::ClientRead), Reading)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    call.settle(call.registry().settle_due(call.caller()).await)?;
    let info = call.ask(ReadClient { login: call.part("login") }).await?;
    Ok(call.send(&Answer::done().with("client", show::client(&info))))
}

/// Make a client: an account with its first user.
#[utoipa::path(
    put, path = "/clients", tag = "registrar: clients", operation_id = "create_client",
    params(shapes::Headers, shapes::Mutating, shapes::Repeating), request_body = shapes::NewClient,
    responses(
        (status = 201, description = "Made", body = shapes::ClientRead, headers(("Location" = String))),
        (status = 200, description = "What it would be, in a rehearsal", body = shapes::Rehearsed),
        Creating,
    )
)]
pub(crate) async fn create(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    let (form, password) = client(&call, &mut sent);
    let password = match password {
        Some(password) => Some(sent.settle(&call, call.registry().client_password(call.caller(), password).await)?),
        None => None,
    };
    call.mutate(mode, &sent, CreateClient { form, password }).await
}

/// Change a client: all but its login and handle.
#[utoipa::path(
    post, path = "/clients/{login}", tag = "registrar: clients", operation_id = "update_client",
    params(("login" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating), request_body = shapes::NewClient,
    responses((status = 200, description = "Changed", body = shapes::ClientRead), Changing)
)]
pub(crate) async fn update(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    let (form, password) = client(&call, &mut sent);
    let password = match password {
        Some(password) => Some(sent.settle(&call, call.registry().client_password(call.caller(), password).await)?),
        None => None,
    };
    let command = UpdateClient { login: call.part("login"), form, password };
    call.mutate(mode, &sent, command).await
}

/// What is said about a client, and its password, which is kept apart.
fn client(call: &Call, sent: &mut Sent) -> (Form<ClientDraft>, Option<String>) {
    let mut chosen = None;
    let form = sent.form(call, |reader, body| {
        let (draft, password) = forms::client(reader, body);
        chosen = password;
        draft
    });
    (form, chosen)
}
