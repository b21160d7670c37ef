//! A request of this face in front of the registry. Nobody is asked who they are: a token changes nothing, be it good or not.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv6Addr};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Proof, Query};
use domesday_domain::history::Face;

use super::refused::Refused;
use super::settings::{RdapProfile, RdapSettings};
use super::shapes::Link;
use crate::paths;
use crate::state::State;
use crate::watch::RequestId;

/// The media type of all answers.
pub(super) const MEDIA_TYPE: &str = "application/rdap+json";

/// A request. Extracting it never fails.
pub(crate) struct Call {
    state: web::Data<State>,
    request: HttpRequest,
    request_id: String,
    base: String,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<web::Data<State>>() else {
            return ready(Err(actix_web::error::ErrorInternalServerError("the faces were set up without their state")));
        };
        let base = match paths::base(state, request) {
            // Such a request does not say where it was sent.
            base if base.is_empty() => state.registry.url().as_str().trim_end_matches('/').to_owned(),
            base => base,
        };
        let request_id = RequestId::of(request, state);
        ready(Ok(Self { state: state.clone(), request: request.clone(), request_id, base }))
    }
}

impl Call {
    /// The request itself.
    pub(super) fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The request's id, as in the log.
    pub(super) fn request_id(&self) -> &str {
        &self.request_id
    }

    /// What the configuration says.
    pub(super) fn settings(&self) -> &RdapSettings {
        &self.state.settings.rdap
    }

    /// Whose rules the answer follows.
    pub(super) fn profile(&self) -> RdapProfile {
        self.settings().profile
    }

    /// A part of the path by its name in the pattern, decoded.
    pub(super) fn part(&self, name: &str) -> String {
        paths::decoded(self.request.match_info().get(name).unwrap_or_default())
    }

    /// Where an object is: `kind` is `domain`, `nameserver`, `entity` or `help`.
    pub(super) fn place(&self, kind: &str, name: &str) -> String {
        let end = if name.is_empty() { String::new() } else { format!("/{}", paths::escaped(name)) };
        format!("{}/rdap/{kind}{end}", self.base)
    }

    /// The link of an object to itself.
    pub(super) fn own_link(&self, kind: &str, name: &str) -> Link {
        let place = self.place(kind, name);
        Link { value: place.clone(), rel: "self", href: place, media_type: MEDIA_TYPE }
    }

    /// Counts the request on its address.
    ///
    /// # Errors
    /// 429 beyond the limit.
    pub(super) fn begin(&self) -> Result<(), Refused> {
        let most = self.settings().requests_per_minute;
        let counted = self.request.peer_addr().and_then(|peer| network(peer.ip())).filter(|_| most > 0);
        let now = self.state.registry.clock().now();
        let taken = counted.map_or(Ok(()), |network| self.state.rdap_paces.take(network, most, now));
        taken.map_err(|refusal| Refused::of(&refusal, self))
    }

    /// Asks a question, as nobody in particular.
    pub(super) async fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Refused> {
        let request_id = self.request_id.clone();
        let caller = Caller { proof: Proof::Nothing, face: Face::Rdap, request_id, transaction: None };
        let answer: Result<_, Refusal> = self.state.registry.ask(&caller, query).await;
        answer.map_err(|refusal| Refused::of(&refusal, self))
    }
}

/// Who is counted together: one IPv4 address, or one IPv6 network of 64 bits; none for loopback.
fn network(peer: IpAddr) -> Option<IpAddr> {
    match peer.to_canonical() {
        peer if peer.is_loopback() => None,
        IpAddr::V6(peer) => Some(IpAddr::V6(Ipv6Addr::from_bits(peer.to_bits() >> 64 << 64))),
        peer => Some(peer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_and_loopback_is_nobody() {
        let of = |text: &str| network(text.parse().unwrap()).map(|network| network.to_string());
        assert_eq!(of("192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(of("::ffff:192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(of("2001:db8:1:2:3:4:5:6").as_deref(), Some("2001:db8:1:2::"));
        for loopback in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(of(loopback), None, "{loopback}");
        }
    }
}
