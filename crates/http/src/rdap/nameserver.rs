//! `/rdap/nameserver/{name}`: a host (rule R9).

use std::net::IpAddr;

use actix_web::HttpResponse;
use domesday_app::look_up::{LookUpHost, PublicHost};

use super::answer::life;
use super::call::Call;
use super::refusals::LookingUp;
use super::refused::Refused;
use super::shapes::{Answer, IpAddresses, Nameserver};
use super::{domain, notices, status};

/// A name server.
#[utoipa::path(
    get, path = "/rdap/nameserver/{name}", tag = "RDAP", operation_id = "rdapNameserver", security(()),
    params(("name" = String, Path, description = "In A- or U-labels, in any case, with a final dot or none")),
    responses((status = 200, description = "The name server", body = Answer<Nameserver>, content_type = "application/rdap+json"), LookingUp)
)]
pub(crate) async fn look_up(call: Call) -> Result<HttpResponse, Refused> {
    call.begin()?;
    let host = call.ask(LookUpHost { name: call.part("name") }).await?;
    let now = host.now;
    Ok(shown(&host, &call).send(&call, now))
}

fn shown(host: &PublicHost, call: &Call) -> Answer<Nameserver> {
    let info = &host.info;
    let object = Nameserver {
        named: domain::nameserver(&info.roid, &info.host.name, call),
        status: status::spoken(info.statuses.iter().map(String::as_str)),
        events: life(info.host.created, info.host.changed),
        ip_addresses: addresses(&info.addresses),
    };
    let here = call.place("nameserver", &object.named.ldh_name);
    let notices = notices::of_service(call.settings(), &here);
    Answer { rdap_conformance: Vec::new(), object, notices, redacted: Vec::new() }
}

fn addresses(all: &[IpAddr]) -> Option<IpAddresses> {
    let texts = |is_v4: bool| all.iter().filter(|ip| ip.is_ipv4() == is_v4).map(ToString::to_string).collect();
    (!all.is_empty()).then(|| IpAddresses { v4: texts(true), v6: texts(false) })
}
