//! `/rdap/domain/{name}`: a registered domain (rules R3, R5 to R9, R11).

use actix_web::HttpResponse;
use domesday_app::look_up::{LookUpDomain, PublicDomain};
use domesday_dns::Name;
use domesday_domain::registration::Roid;
use domesday_domain::secdns::{DsRecord, KeyRecord};

use super::answer::{event, life};
use super::call::{Call, MEDIA_TYPE};
use super::refusals::LookingUp;
use super::refused::Refused;
use super::shapes::{Answer, Domain, DsData, Event, KeyData, Link, NameserverLink, SecureDns};
use super::{notices, people, status};

/// A registered domain.
#[utoipa::path(
    get, path = "/rdap/domain/{name}", tag = "RDAP", operation_id = "rdapDomain", security(()),
    params(("name" = String, Path, description = "In A- or U-labels, in any case, with a final dot or none")),
    responses((status = 200, description = "The domain", body = Answer<Domain>, content_type = "application/rdap+json"), LookingUp)
)]
pub(crate) async fn look_up(call: Call) -> Result<HttpResponse, Refused> {
    call.begin()?;
    let domain = call.ask(LookUpDomain { name: call.part("name") }).await?;
    let now = domain.now;
    Ok(shown(&domain, &call).send(&call, now))
}

fn shown(domain: &PublicDomain, call: &Call) -> Answer<Domain> {
    let (stored, view) = (&domain.info.stored, &domain.info.view);
    let facts = &stored.registration;
    let name = facts.name.to_string();
    let own = call.own_link("domain", &name);
    let (entities, redacted) = people::of_domain(domain, call);
    let words = view.statuses.iter().map(|status| status.as_str());
    let grace_words = view.rgp_statuses.iter().map(|status| status.as_str());
    let object = Domain {
        object_class_name: "domain",
        handle: facts.roid.0.clone(),
        unicode_name: unicode(&facts.name),
        status: status::spoken(words.chain(grace_words)),
        events: events(domain),
        entities,
        nameservers: stored.hosts.iter().map(|(id, host)| nameserver(&Roid::numbered('H', id.0), host, call)).collect(),
        secure_dns: secure_dns(domain),
        links: [own.clone()].into_iter().chain(related(domain, &name, &own)).collect(),
        ldh_name: name,
    };
    Answer { rdap_conformance: Vec::new(), object, notices: notices::of_domain(call.settings(), &own.value), redacted }
}

/// A name server, as a domain names it.
pub(super) fn nameserver(roid: &Roid, name: &Name, call: &Call) -> NameserverLink {
    let ldh_name = name.to_string();
    NameserverLink {
        object_class_name: "nameserver",
        handle: roid.0.clone(),
        unicode_name: unicode(name),
        links: vec![call.own_link("nameserver", &ldh_name)],
        ldh_name,
    }
}

/// A name in U-labels, if that is another.
fn unicode(name: &Name) -> Option<String> {
    name.to_unicode().filter(|unicode| *unicode != name.to_string())
}

fn events(domain: &PublicDomain) -> Vec<Event> {
    let facts = &domain.info.stored.registration;
    let mut events = life(facts.created, facts.updated);
    events.insert(1, event("expiration", domain.info.view.expires));
    events.extend(facts.transferred.map(|at| event("transfer", at)));
    events
}

fn secure_dns(domain: &PublicDomain) -> SecureDns {
    let ds = |ds: &DsRecord| DsData {
        key_tag: ds.key_tag,
        algorithm: ds.algorithm,
        digest_type: ds.digest_type,
        digest: ds.digest_text(),
    };
    let key = |key: &KeyRecord| KeyData {
        flags: key.flags(),
        protocol: key.protocol(),
        algorithm: key.algorithm(),
        public_key: key.public_key(),
    };
    let keys = &domain.info.stored.keys;
    SecureDns {
        delegation_signed: domain.is_signed,
        ds_data: domain.ds.iter().map(ds).collect(),
        key_data: keys.keys.iter().map(key).collect(),
    }
}

/// Where the registrar tells more of the domain, if it says where.
fn related(domain: &PublicDomain, name: &str, own: &Link) -> Option<Link> {
    let base = domain.registrar.client.rdap_url.as_deref()?.trim_end_matches('/');
    let href = format!("{base}/domain/{name}");
    Some(Link { value: own.value.clone(), rel: "related", href, media_type: MEDIA_TYPE })
}
