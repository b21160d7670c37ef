//! Contacts (section 6).

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, web};
use domesday_app::contacts::{
    CheckContact, ContactReference, ContactReferences, CreateContact, DeleteContact, NewContact, ReadContact,
    SearchContacts, UpdateContact,
};
use domesday_domain::word::Word;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::collection;
use super::domains::READ;
use super::head::pairs;
use super::mutate::Mode;
use super::refusals::{Changing, Creating, Reading, Validating};
use super::refused::Refused;
use super::sent::Sent;
use super::{forms, shapes, show};

/// Search contacts; without `do=search`, all of them.
#[utoipa::path(
    get, path = "/contacts", tag = "registrar: contacts", operation_id = "search_contacts",
    params(shapes::Headers, shapes::Searching),
    responses((status = 200, description = "A page of contacts", body = shapes::ContactResults), Reading)
)]
pub(crate) async fn search(call: Call) -> Result<HttpResponse, Refused> {
    let pairs = collection::begin(&call).await?;
    let page = call.ask(SearchContacts { pairs }).await?;
    let row = |info: &domesday_app::contacts::ContactInfo| (info.contact.id.to_string(), show::contact(info));
    Ok(call.send(&collection::answer(&call, &page, row)))
}

/// Make a contact.
#[utoipa::path(
    put, path = "/contacts", tag = "registrar: contacts", operation_id = "create_contact",
    params(shapes::Headers, shapes::Mutating, shapes::Repeating), request_body = shapes::NewContact,
    responses(
        (status = 201, description = "Made", body = shapes::ContactCreated,
            headers(("ETag" = String), ("Location" = String))),
        (status = 200, description = "What it would be, in a rehearsal", body = shapes::Rehearsed),
        Creating,
    )
)]
pub(crate) async fn create(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    make(&call, payload, mode, None).await
}

/// Rehearse the making of a contact: all its checks, and nothing kept.
#[utoipa::path(
    post, path = "/contacts/validate", tag = "registrar: contacts", operation_id = "validate_contact",
    params(shapes::Headers), request_body = shapes::NewContact,
    responses((status = 200, description = "It would be made", body = shapes::Rehearsed), Validating)
)]
pub(crate) async fn validate(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    call.mode();
    make(&call, payload, Mode::Rehearsal, None).await
}

/// Rehearse the making of a contact with this id.
#[utoipa::path(
    post, path = "/contacts/{id}/validate", tag = "registrar: contacts", operation_id = "validate_named_contact",
    params(("id" = String, Path), shapes::Headers), request_body = shapes::NewContact,
    responses((status = 200, description = "It would be made", body = shapes::Rehearsed), Validating)
)]
pub(crate) async fn validate_named(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    call.mode();
    let id = call.part("id");
    make(&call, payload, Mode::Rehearsal, Some(id)).await
}

async fn make(call: &Call, payload: web::Payload, mode: Mode, named: Option<String>) -> Result<HttpResponse, Refused> {
    call.begin(true).await?;
    let mut sent = Sent::of(call, payload).await;
    let form = sent.form(call, |reader, body| {
        let new = forms::new_contact(reader, body);
        NewContact { id: new.id.or(named), ..new }
    });
    let mut random = [0; 10];
    call.registry().ids().fill(&mut random);
    call.mutate(mode, &sent, CreateContact { form, random }).await
}

/// Whether an id is free: a hint, no promise.
#[utoipa::path(
    get, path = "/contacts/{id}/check", tag = "registrar: contacts", operation_id = "check_contact",
    params(("id" = String, Path), shapes::Headers),
    responses((status = 200, description = "Whether it is free", body = shapes::ContactChecked), Reading)
)]
pub(crate) async fn check(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let checked = call.ask(CheckContact { id: call.part("id") }).await?;
    let answer = Answer::done().with("id", checked.id).with("avail", u8::from(checked.available));
    Ok(call.send(&match checked.reason {
        Some(reason) => answer.with("reason", reason),
        None => answer,
    }))
}

/// A contact of one's own.
#[utoipa::path(
    get, path = "/contacts/{id}", tag = "registrar: contacts", operation_id = "read_contact",
    params(("id" = String, Path), shapes::Headers),
    responses(
        (status = 200, description = "The contact", body = shapes::ContactRead, headers(("ETag" = String))),
        Reading,
    )
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    collection::settle_due(&call).await?;
    let info = call.ask(ReadContact { id: call.part("id") }).await?;
    let answer = Answer::done().with("info", show::contact(&info)).header(ETAG, info.tag().to_string());
    Ok(call.send(&answer))
}

/// Change a contact: members of `chg` replace, others stay.
#[utoipa::path(
    post, path = "/contacts/{id}", tag = "registrar: contacts", operation_id = "update_contact",
    params(("id" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    request_body = shapes::ContactUpdate,
    responses((status = 200, description = "Changed", body = shapes::ContactUpdated, headers(("ETag" = String))), Changing)
)]
pub(crate) async fn update(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    collection::settle_due(&call).await?;
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, forms::contact_change);
    let command = UpdateContact { id: call.part("id"), precondition: call.precondition(), form };
    call.mutate(mode, &sent, command).await
}

/// Delete a contact that no live domain uses.
#[utoipa::path(
    delete, path = "/contacts/{id}", tag = "registrar: contacts", operation_id = "delete_contact",
    params(("id" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    responses((status = 200, description = "Gone", body = shapes::Done), Changing)
)]
pub(crate) async fn delete(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    collection::settle_due(&call).await?;
    let mut sent = Sent::of(&call, payload).await;
    sent.take_nothing(&call);
    let command = DeleteContact { id: call.part("id"), precondition: call.precondition() };
    call.mutate(mode, &sent, command).await
}

/// The domains that use a contact.
#[utoipa::path(
    get, path = "/contacts/{id}/references", tag = "registrar: contacts", operation_id = "list_contact_references",
    params(("id" = String, Path), shapes::Headers, shapes::Paging),
    responses((status = 200, description = "A page of domains", body = shapes::References), Reading)
)]
pub(crate) async fn references(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, collection::wrong_paging(&call)).await?;
    collection::settle_due(&call).await?;
    let page = call.ask(ContactReferences { id: call.part("id"), pairs: pairs(call.request()) }).await?;
    let one = |user: &ContactReference| {
        let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
        json!({"name": user.name.to_string(), "sponsor": user.sponsor.as_str(), "roles": roles})
    };
    let domains: Value = page.rows.iter().map(one).collect();
    Ok(call.send(&Answer::done().with("domains", domains).with("rows_count", page.count)))
}
