//! Who stands behind an object: registrars and contacts (rules R8, R10).

use domesday_app::look_up::{PublicDomain, PublicRegistrar, Verified};
use domesday_domain::account::Client;
use domesday_domain::contact::{Contact, ContactField, ContactRole, PublicContact, PublicField};
use domesday_domain::word::Word;

use super::answer::second;
use super::call::Call;
use super::jcard::{Card, Hidden};
use super::redacted;
use super::shapes::{Entity, PublicId, Redacted, VerifiedClaim};

/// The roles that are shown, in order.
const SHOWN: [ContactRole; 4] = [ContactRole::Registrant, ContactRole::Admin, ContactRole::Tech, ContactRole::Billing];

/// The registrar of a domain, then its contacts, each once; and what was left out of them.
pub(super) fn of_domain(domain: &PublicDomain, call: &Call) -> (Vec<Entity>, Vec<Redacted>) {
    let PublicRegistrar { handle, client } = &domain.registrar;
    let mut entities = vec![registrar(handle.as_str(), client, call)];
    let mut left_out = Vec::new();
    for (contact, roles) in shown(domain) {
        let place = format!("$.entities[{}]", entities.len());
        let (entity, hidden) = self::contact(contact, &roles, &[&domain.policy.disclose], &domain.verified, call);
        left_out.extend(redacted::tell(&hidden, &roles, &place, call.profile()));
        entities.push(entity);
    }
    (entities, left_out)
}

/// The contacts that are shown, each with its roles: who stands in for another is shown in its place.
fn shown(domain: &PublicDomain) -> Vec<(&Contact, Vec<ContactRole>)> {
    let by_role = &domain.info.stored.registration.contacts;
    let mut shown: Vec<(&Contact, Vec<ContactRole>)> = Vec::new();
    for role in SHOWN {
        let stand_in = role.privacy().and_then(|privacy| by_role.get(&privacy));
        let number = stand_in.or_else(|| by_role.get(&role));
        let contact = domain.contacts.iter().find(|contact| Some(&contact.number) == number);
        let Some(contact) = contact else { continue };
        match shown.iter_mut().find(|(known, _)| known.number == contact.number) {
            Some((_, roles)) => roles.push(role),
            None => shown.push((contact, vec![role])),
        }
    }
    shown
}

/// A registrar.
pub(super) fn registrar(handle: &str, client: &Client, call: &Call) -> Entity {
    let number = client.iana_id.map(|id| PublicId { kind: "IANA Registrar ID", identifier: id.to_string() });
    let abuse = Card::of_abuse(client).map(|card| entity(None, vec!["abuse"], card.into_parts().0));
    Entity {
        public_ids: number.into_iter().collect(),
        entities: abuse.into_iter().collect(),
        links: vec![call.own_link("entity", handle)],
        ..entity(Some(handle.to_owned()), vec!["registrar"], Card::of_registrar(handle, client).into_parts().0)
    }
}

/// A contact as these policies show it, and what of it is hidden.
pub(super) fn contact(
    contact: &Contact,
    roles: &[ContactRole],
    policies: &[&[PublicField]],
    verified: &Verified,
    call: &Call,
) -> (Entity, Vec<Hidden>) {
    let public = PublicContact::of(&contact.content, policies);
    let (card, hidden) = Card::of_contact(&public).into_parts();
    let handle = contact.roid().0;
    let attested = ContactField::ALL.iter().filter(|field| public.shows_all_of(**field));
    let claims = attested.filter_map(|field| {
        let date = verified.date(contact.number, *field)?;
        Some(VerifiedClaim { claim: field.as_str(), date: second(date) })
    });
    let entity = Entity {
        verified: claims.collect(),
        links: vec![call.own_link("entity", &handle)],
        ..entity(Some(handle.clone()), roles.iter().map(|role| word(*role)).collect(), card)
    };
    (entity, hidden)
}

fn entity(handle: Option<String>, roles: Vec<&'static str>, vcard_array: serde_json::Value) -> Entity {
    Entity {
        object_class_name: "entity",
        handle,
        roles,
        public_ids: Vec::new(),
        vcard_array,
        verified: Vec::new(),
        entities: Vec::new(),
        status: Vec::new(),
        events: Vec::new(),
        links: Vec::new(),
    }
}

/// A contact's role in the words of RFC 9083, section 10.2.4.
fn word(role: ContactRole) -> &'static str {
    match role.shown_as() {
        ContactRole::Admin => "administrative",
        ContactRole::Tech => "technical",
        ContactRole::Billing => "billing",
        _ => "registrant",
    }
}
