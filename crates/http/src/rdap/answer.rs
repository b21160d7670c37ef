//! An answer on its way out: which specifications it follows, and how caches may keep it.
//!
//! An object's entity tag is that of everything in it but the instant at which it was read, so that it is the same as long as nothing has
//! changed; therefore it is a weak one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, ETAG};
use chrono::{DateTime, SecondsFormat, Utc};
use domesday_app::stable_hash;
use serde::Serialize;

use super::call::{Call, MEDIA_TYPE};
use super::settings::RdapProfile;
use super::shapes::{Answer, Domain, Entity, Event, Nameserver};
use crate::etag;

/// What every answer follows, in a profile.
pub(super) fn conformance(profile: RdapProfile) -> Vec<&'static str> {
    match profile {
        RdapProfile::None => vec!["rdap_level_0"],
        RdapProfile::Icann => {
            vec!["rdap_level_0", "icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1"]
        }
    }
}

/// The extension by which it is told what was left out (RFC 9537).
pub(super) const REDACTED: &str = "redacted";

/// Our own: `domesday_verified` of a contact tells which of the shown fields are attested.
pub(super) const DOMESDAY: &str = "domesday_0";

/// An object that is looked up.
pub(crate) trait Object: Serialize {
    /// What happened to it.
    fn events(&mut self) -> &mut Vec<Event>;
    /// Whether something of it is told to be attested.
    fn is_verified(&self) -> bool;
}

impl Object for Domain {
    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    fn is_verified(&self) -> bool {
        self.entities.iter().any(Object::is_verified)
    }
}

impl Object for Nameserver {
    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    fn is_verified(&self) -> bool {
        false
    }
}

impl Object for Entity {
    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    fn is_verified(&self) -> bool {
        !self.verified.is_empty()
    }
}

/// An event.
pub(super) fn event(event_action: &'static str, at: DateTime<Utc>) -> Event {
    Event { event_action, event_date: second(at) }
}

/// An instant, to the second.
pub(super) fn second(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The events of an object that was made, and perhaps changed since.
pub(super) fn life(made: DateTime<Utc>, changed: Option<DateTime<Utc>>) -> Vec<Event> {
    let changed = changed.map(|at| event("last changed", at));
    [event("registration", made)].into_iter().chain(changed).collect()
}

impl<T: Object> Answer<T> {
    /// Sends an object as it is at `now`; 304 if the caller has it so.
    pub(super) fn send(mut self, call: &Call, now: DateTime<Utc>) -> HttpResponse {
        let used = [(REDACTED, !self.redacted.is_empty()), (DOMESDAY, self.object.is_verified())];
        let used = used.into_iter().filter_map(|(extension, is_used)| is_used.then_some(extension));
        self.rdap_conformance = conformance(call.profile()).into_iter().chain(used).collect();
        let Ok(timeless) = serde_json::to_vec(&self) else {
            return super::internal(call.settings(), call.request_id());
        };
        unless_known(call, &timeless, move || {
            self.object.events().push(event("last update of RDAP database", now));
            self
        })
    }
}

/// Sends a body whose tag is that of these octets, which are all of it but the instant; 304 if the caller has it so.
pub(super) fn unless_known<T: Serialize>(call: &Call, timeless: &[u8], body: impl FnOnce() -> T) -> HttpResponse {
    let tag = tag(timeless);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*")).insert_header((ETAG, format!("W/{tag}")));
    answer.insert_header((CACHE_CONTROL, caching(call.settings().max_age)));
    if etag::is_known(call.request(), &tag) {
        return answer.status(StatusCode::NOT_MODIFIED).finish();
    }
    answer.content_type(MEDIA_TYPE).json(body())
}

fn tag(octets: &[u8]) -> String {
    format!("\"{:016x}\"", stable_hash::of_octets(octets))
}

/// How caches may keep an object: as long as that, or only to ask each time whether it still stands.
fn caching(max_age: u32) -> String {
    match max_age {
        0 => "public, no-cache".to_owned(),
        seconds => format!("public, max-age={seconds}"),
    }
}
