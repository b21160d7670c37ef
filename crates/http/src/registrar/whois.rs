//! What everybody may know of a domain, as members and as lines of `key: value`, for those who are logged in here; RDAP is for the others.

use actix_web::HttpResponse;
use domesday_app::domains::DomainInfo;
use domesday_app::look_up::{PublicDomain, ReadPublic};
use domesday_domain::contact::{Contact, ContactRole, Part, PublicContact};
use domesday_domain::policy::Policy;
use domesday_domain::word::Word;
use serde_json::{Map, Value};

use super::answer::Answer;
use super::call::Call;
use super::domains::READ;
use super::refusals::Reading;
use super::refused::Refused;
use super::{shapes, show};

/// The members of a domain that everybody may know.
const PUBLIC: [&str; 12] =
    ["name", "uname", "roid", "status", "rgpStatus", "ns", "secDNS", "clID", "crDate", "upDate", "exDate", "trDate"];

/// What everybody may know of a domain.
#[utoipa::path(
    get, path = "/whois/{name}", tag = "registrar: domains", operation_id = "whois",
    params(("name" = String, Path), shapes::Headers),
    responses((status = 200, description = "What is public of it", body = shapes::Whois), Reading)
)]
pub(crate) async fn read(call: Call) -> Result<HttpResponse, Refused> {
    call.begin_reading(READ, Vec::new()).await?;
    let domain = call.ask(ReadPublic { name: call.part("name") }).await?;
    let info = public(&domain);
    let text = lines(&info, domain.is_signed);
    Ok(call.send(&Answer::done().with("info", info).with("text", text)))
}

fn public(domain: &PublicDomain) -> Value {
    let PublicDomain { info, contacts, policy, .. } = domain;
    let Value::Object(whole) = show::domain(info) else { return Value::Null };
    let mut members: Map<String, Value> =
        whole.into_iter().filter(|(member, _)| PUBLIC.contains(&member.as_str())).collect();
    let roles = [ContactRole::Registrant, ContactRole::Admin, ContactRole::Tech, ContactRole::Billing];
    let shown = roles.into_iter().filter_map(|role| {
        let contact = in_role(info, contacts, role)?;
        Some((role.as_str().to_owned(), contact_of(contact, policy)))
    });
    members.insert("contacts".to_owned(), Value::Object(shown.collect()));
    Value::Object(members)
}

/// The contact that is shown in a role: the one that stands in for it, if one is set (rule R8).
fn in_role<'a>(info: &DomainInfo, contacts: &'a [Contact], role: ContactRole) -> Option<&'a Contact> {
    let facts = &info.stored.registration;
    let stand_in = role.privacy().and_then(|privacy| facts.contacts.get(&privacy));
    let number = stand_in.or_else(|| facts.contacts.get(&role))?;
    contacts.iter().find(|contact| contact.number == *number)
}

/// What of a contact is disclosed (rule C6): the rest is not there.
fn contact_of(contact: &Contact, policy: &Policy) -> Value {
    let public = PublicContact::of(&contact.content, &[&policy.disclose]);
    let mut members = Map::from_iter([("roid".to_owned(), contact.roid().0.into())]);
    let mut put = |member: &str, part: Part<&str>| {
        members.extend(part.shown().map(|value| (member.to_owned(), value.into())));
    };
    put("voice", public.voice);
    put("fax", public.fax);
    put("email", public.email);
    put("name", public.name);
    put("org", public.organization);
    if public.shows_of_address() {
        members.insert("addr".to_owned(), Value::Object(address_of(&public)));
    }
    Value::Object(members)
}

fn address_of(public: &PublicContact<'_>) -> Map<String, Value> {
    let text = |part: Part<&str>| part.shown().map(Value::from);
    let members = [
        ("street", public.street.shown().map(Value::from)),
        ("city", text(public.city)),
        ("sp", text(public.province)),
        ("pc", text(public.postal_code)),
        ("cc", public.country.shown().map(|country| country.to_string().into())),
    ];
    members.into_iter().filter_map(|(member, value)| Some((member.to_owned(), value?))).collect()
}

/// The same as lines; `is_signed` as RDAP has it: DS records are published now.
fn lines(info: &Value, is_signed: bool) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: Option<&Value>| {
        let values = match value {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
            other => other.and_then(Value::as_str).into_iter().collect::<Vec<_>>(),
        };
        for value in values {
            text.push_str(&format!("{key}: {value}\n"));
        }
    };
    for (key, place) in [
        ("Domain Name", "/name"),
        ("Internationalized Domain Name", "/uname"),
        ("Registry Domain ID", "/roid"),
        ("Registrar", "/clID"),
        ("Creation Date", "/crDate"),
        ("Updated Date", "/upDate"),
        ("Transfer Date", "/trDate"),
        ("Registry Expiry Date", "/exDate"),
        ("Domain Status", "/status"),
        ("Domain Status", "/rgpStatus"),
    ] {
        line(key, info.pointer(place));
    }
    for (role, word) in [("registrant", "Registrant"), ("admin", "Admin"), ("tech", "Tech"), ("billing", "Billing")] {
        for (key, member) in [
            ("ID", "roid"),
            ("Name", "name"),
            ("Organization", "org"),
            ("Street", "addr/street"),
            ("City", "addr/city"),
            ("State/Province", "addr/sp"),
            ("Postal Code", "addr/pc"),
            ("Country", "addr/cc"),
            ("Phone", "voice"),
            ("Fax", "fax"),
            ("Email", "email"),
        ] {
            line(&format!("{word} {key}"), info.pointer(&format!("/contacts/{role}/{member}")));
        }
    }
    line("Name Server", info.pointer("/ns"));
    let signed = if is_signed { "signedDelegation" } else { "unsigned" };
    line("DNSSEC", Some(&signed.into()));
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_there_has_no_line() {
        let info = json!({
            "name": "blue.st", "uname": null, "status": ["ok"], "rgpStatus": ["addPeriod"], "ns": ["a.st", "b.st"],
            "secDNS": {"dsData": [], "keyData": []},
            "contacts": {"registrant": {"roid": "C1-DMSD", "addr": {"cc": "DE", "street": ["1", "2"]}}},
        });
        let expected = "Domain Name: blue.st\nDomain Status: ok\nDomain Status: addPeriod\nRegistrant ID: C1-DMSD\n\
            Registrant Street: 1\nRegistrant Street: 2\nRegistrant Country: DE\nName Server: a.st\nName Server: b.st\nDNSSEC: unsigned\n";
        assert_eq!(lines(&info, false), expected);
        assert!(lines(&info, true).ends_with("\nDNSSEC: signedDelegation\n"));
    }
}
