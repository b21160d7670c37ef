//! Transfers of a domain (section 5): asked for, answered, looked at.

use actix_web::{HttpResponse, web};
use domesday_app::domains::{ListTransfers, TransferInfo};
use domesday_domain::actor::Permission;
use serde_json::Value;

use super::answer::Answer;
use super::call::Call;
use super::domains::READ;
use super::refusals::{Changing, Reading};
use super::refused::Refused;
use super::sent::Sent;
use super::{forms, shapes};

/// Ask for a domain with its code, answer that, take it back, or ask how it stands.
#[utoipa::path(
    post, path = "/domains/{name}/transfer", tag = "registrar: domains", operation_id = "transfer_domain",
    params(("name" = String, Path), shapes::Headers, shapes::Mutating, shapes::Repeating, shapes::Condition),
    request_body = shapes::TransferForm,
    responses(
        (status = 200, description = "How the transfer stands", body = shapes::Transferred),
        (status = 202, description = "Asked for; code 1001 in version 2.0", body = shapes::Transferred),
        Changing,
    )
)]
pub(crate) async fn transfer(mut call: Call, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let mode = call.mode();
    let mut sent = Sent::of(&call, payload).await;
    let form = sent.form(&call, forms::transfer);
    let name = call.part("name");
    let is_query = form.peek().is_some_and(|form| form.op == "query");
    call.begin(!is_query).await?;
    if !is_query {
        let prepared = call.registry().prepare_transfer(call.caller(), name, call.precondition(), form).await;
        let command = sent.settle(&call, prepared)?;
        return call.mutate(mode, &sent, command).await;
    }
    sent.settle(&call, call.registry().admit(call.caller(), Permission::KeepRegistrations).await)?;
    let asked = sent.settle(&call, form.well_formed().cloned())?;
    let info = call.registry().query_transfer(call.caller(), &name, asked.code.as_deref()).await;
    let info = sent.settle(&call, info)?;
    Ok(call.send(&sent.warn(Answer::done().with("trnData", info.data()))))
}

/// All transfers of a domain of one's own, the newest first.
#[utoipa::path(
    get, path = "/domains/{name}/transfers", tag = "registrar: domains", operation_id = "list_transfers",
    params(("name" = String, Path), shapes::Headers),
    responses((status = 200, description = "Its transfers", body = shapes::TransferList), Reading)
)]
pub(crate) async fn list(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let transfers = call.ask(ListTransfers { name: call.part("name") }).await?;
    let transfers: Value = transfers.iter().map(TransferInfo::data).collect();
    Ok(call.send(&Answer::done().with("transfers", transfers)))
}
