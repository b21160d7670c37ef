//! `/rdap/entity/{handle}`: a registrar by its handle, or a contact by its `roid` while a live domain uses it (rules R8, R10).

use actix_web::HttpResponse;
use domesday_app::look_up::{LookUpEntity, PublicCard, PublicEntity};
use domesday_domain::contact::PublicField;
use domesday_domain::prohibition::Prohibition;

use super::answer::life;
use super::call::Call;
use super::refusals::LookingUp;
use super::refused::Refused;
use super::shapes::{Answer, Entity};
use super::{notices, people, redacted, status};

/// A registrar, or a contact.
#[utoipa::path(
    get, path = "/rdap/entity/{handle}", tag = "RDAP", operation_id = "rdapEntity", security(()),
    params(("handle" = String, Path, description = "A registrar's handle, or a contact's `roid`, in any case")),
    responses((status = 200, description = "The entity", body = Answer<Entity>, content_type = "application/rdap+json"), LookingUp)
)]
pub(crate) async fn look_up(call: Call) -> Result<HttpResponse, Refused> {
    call.begin()?;
    Ok(match call.ask(LookUpEntity { handle: call.part("handle") }).await? {
        PublicEntity::Registrar { account, client, now } => {
            let entity = people::registrar(account.name.as_str(), &client, &call);
            let entity =
                Entity { status: status::spoken(["ok"].into_iter()), events: life(account.created, None), ..entity };
            answer(entity, Vec::new(), &call).send(&call, now)
        }
        PublicEntity::Contact { card, now } => contact(&card, &call).send(&call, now),
    })
}

fn contact(card: &PublicCard, call: &Call) -> Answer<Entity> {
    let PublicCard { contact, roles, policies, verified } = card;
    let policies: Vec<&[PublicField]> = policies.iter().map(Vec::as_slice).collect();
    let (entity, hidden) = people::contact(contact, roles, &policies, verified, call);
    let words = Prohibition::shown(&contact.statuses, true);
    let entity =
        Entity { status: status::spoken(words.into_iter()), events: life(contact.created, contact.updated), ..entity };
    answer(entity, redacted::tell(&hidden, roles, "$", call.profile()).collect(), call)
}

fn answer(object: Entity, redacted: Vec<super::shapes::Redacted>, call: &Call) -> Answer<Entity> {
    let here = call.place("entity", object.handle.as_deref().unwrap_or_default());
    Answer { rdap_conformance: Vec::new(), object, notices: notices::of_service(call.settings(), &here), redacted }
}
