//! Messages (section 8).

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, web};
use domesday_app::collections::is_search;
use domesday_app::messages::{DeleteMessage, ListUnread, MarkRead, MessageInfo, ReadMessage, SearchMessages};

use super::answer::Answer;
use super::call::Call;
use super::codes::Code;
use super::collection;
use super::domains::READ;
use super::refusals::{Changing, Reading};
use super::refused::Refused;
use super::sent::Sent;
use super::{shapes, show};

/// The unread messages, the oldest first; with `do=search`, any.
#[utoipa::path(
    get, path = "/notifications", tag = "registrar: messages", operation_id = "search_messages",
    params(shapes::Headers, shapes::Searching),
    responses(
        (status = 200, description = "A page of messages; in version 2.0 code 1300 if there are none, else 1301",
            body = shapes::MessageResults),
        Reading,
    )
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    let pairs = collection::begin(&call).await?;
    let page = match is_search(&pairs) {
        true => call.ask(SearchMessages { pairs }).await?,
        false => call.ask(ListUnread { pairs }).await?,
    };
    let row = |info: &MessageInfo| (info.message.id.to_string(), show::message(info));
    let code = if page.count == 0 { Code::NO_MESSAGES } else { Code::MESSAGES };
    let answer = Answer { code: call.version().success(code), ..collection::answer(&call, &page, row) };
    Ok(call.send(&answer))
}

/// A message.
#[utoipa::path(
    get, path = "/notifications/{id}", tag = "registrar: messages", operation_id = "read_message",
    params(("id" = String, Path), shapes::Headers),
    responses((status = 200, description = "The message", body = shapes::MessageRead, headers(("ETag" = String))), Reading)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let info = call.ask(ReadMessage { id: call.part("id") }).await?;
    let answer = Answer::done().with("info", show::message(&info)).header(ETAG, info.tag().to_string());
    Ok(call.send(&answer))
}

/// Note that a message was read.
#[utoipa::path(
    post, path = "/notifications/{id}/read", tag = "registrar: messages", operation_id = "mark_message_read",
    params(("id" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    responses((status = 200, description = "When it was read first, and what is still unread", body = shapes::MessageMarked), Changing)
)]
pub(crate) async fn mark(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    sent.take_nothing(&call);
    let command = MarkRead { id: call.part("id"), precondition: call.precondition() };
    call.mutate(mode, &sent, command).await
}

/// Delete a message that was read.
#[utoipa::path(
    delete, path = "/notifications/{id}", tag = "registrar: messages", operation_id = "delete_message",
    params(("id" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    responses((status = 200, description = "Gone", body = shapes::Done), Changing)
)]
pub(crate) async fn delete(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    call.begin(true).await?;
    let mut sent = Sent::of(&call, payload).await;
    sent.take_nothing(&call);
    let command = DeleteMessage { id: call.part("id"), precondition: call.precondition() };
    call.mutate(mode, &sent, command).await
}
