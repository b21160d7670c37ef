//! A request of this face in front of the registry: as [`Visit`], with what its headers say and refusals in this face's form.
//!
//! Headers and parameters that are wrong are no answer yet: who calls (2200) and whether they may (2201) comes first (rule E3). Parameters
//! that nobody knows are passed over where something is read; where something is changed they are wrong, since what was meant to be
//! `dry_run` must not be done in earnest.

use std::future::{Ready, ready};
use std::time::Instant;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use domesday_app::objection::{Objection, Objections};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Query, Registry};
use domesday_domain::actor::Permission;
use domesday_domain::fault::Fault;
use domesday_domain::finding::FieldError;
use domesday_domain::precondition::Precondition;
use serde_json::Value;

use super::answer::{Answer, Stamp};
use super::head::{decoded, id, pairs, wrong_parameter};
use super::refused::{Refused, VERSION_NOT_SERVED};
use super::sent::{Sent, excerpt, is_secret};
use super::version::Version;
use crate::caller::Visit;
use crate::etag;

/// Headers whose values are shown again where they are wrong; others may hold secrets.
const SHOWN_HEADERS: [&str; 5] =
    ["api-version", "api-clienttransactionid", "idempotency-key", "if-match", "content-type"];

/// A request's caller, and what its headers say. Extracting it never fails: who may do what is the registry's to say.
pub(crate) struct Call {
    visit: Visit,
    request: HttpRequest,
    stamp: Stamp,
    /// Whether the version that is asked for is served.
    served: bool,
    /// What is wrong with the form of headers and parameters.
    faults: Vec<Fault>,
    /// The caller's key for this request, which takes the transaction id's place.
    idempotency_key: Option<String>,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Visit::from_request(request, payload).into_inner().map(|visit| Self::of(visit, request)))
    }
}

impl Call {
    fn of(mut visit: Visit, request: &HttpRequest) -> Self {
        let mut faults = Vec::new();
        let client = id(request, "Api-ClientTransactionId", &mut faults);
        let idempotency_key = id(request, "Idempotency-Key", &mut faults);
        visit.caller.transaction.clone_from(&client);
        let version = Version::of(request.headers());
        if let Some(agent) = request.headers().get("api-useragent") {
            let agent = excerpt(&String::from_utf8_lossy(agent.as_bytes()));
            tracing::info!(request_id = %visit.caller.request_id, %agent, "a registrar's program");
        }
        let server = visit.caller.request_id.clone();
        let stamp = Stamp { version: version.unwrap_or(Version::One), client, server, since: Instant::now() };
        Self { visit, request: request.clone(), stamp, served: version.is_some(), faults, idempotency_key }
    }

    /// The registry.
    pub(super) fn registry(&self) -> &Registry {
        self.visit.registry()
    }

    /// Who says to be calling.
    pub(super) fn caller(&self) -> &Caller {
        &self.visit.caller
    }

    /// The request itself.
    pub(super) fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// What the answers to it have in common.
    pub(super) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The version that is spoken.
    pub(super) fn version(&self) -> Version {
        self.stamp.version
    }

    /// The key by which the caller knows this request.
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }

    /// The condition of a change.
    pub(super) fn precondition(&self) -> Precondition {
        etag::precondition(&self.request)
    }

    /// Notes that a parameter is wrong.
    pub(super) fn wrong_parameter(&mut self, name: &str, detail: &str) {
        self.faults.push(wrong_parameter(name, detail));
    }

    /// What is wrong with the form of headers and parameters.
    pub(super) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Why the request cannot be read whatever its body is: its version is not served (2100).
    pub(super) fn unserved(&self) -> Option<Refusal> {
        let detail = "the versions served are 1.0 and 2.0".to_owned();
        let error = FieldError::new("header:Api-Version", VERSION_NOT_SERVED, detail);
        (!self.served).then(|| Refusal::Invalid { errors: vec![error], forcible: false })
    }

    /// A part of the path by its name in the pattern, decoded.
    pub(super) fn part(&self, name: &str) -> String {
        decoded(self.request.match_info().get(name).unwrap_or_default())
    }

    /// Begins: counts the request on its caller's account (2200, 2502).
    pub(super) async fn begin(&self, mutation: bool) -> Result<(), Refused> {
        self.settle(self.registry().throttle(self.caller(), mutation).await)
    }

    /// Begins a request that reads: what is wrong with its headers and parameters is told to who may ask.
    pub(super) async fn begin_reading(&self, needs: Permission, wrong: Vec<Objection>) -> Result<(), Refused> {
        self.begin(false).await?;
        let wrong: Vec<Objection> = self.faults.iter().cloned().map(Into::into).chain(wrong).collect();
        let wrong = self.unserved().or_else(|| objected(wrong));
        let Some(wrong) = wrong else { return Ok(()) };
        self.settle(self.registry().admit(self.caller(), needs).await)?;
        Err(self.refused(&wrong))
    }

    /// Asks a question.
    pub(super) async fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Refused> {
        self.settle(self.registry().ask(self.caller(), query).await)
    }

    /// The answer, or the refusal as this face tells it, of a request without a body.
    pub(super) fn settle<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Refused> {
        outcome.map_err(|refusal| self.refused(&refusal))
    }

    /// A refusal of a request without a body.
    pub(super) fn refused(&self, refusal: &Refusal) -> Refused {
        Refused::new(refusal, &self.stamp, |place| (place.to_owned(), self.value(place)))
    }

    /// A refusal of a request with a body.
    pub(super) fn refused_of(&self, refusal: &Refusal, sent: &Sent) -> Refused {
        Refused::new(refusal, &self.stamp, |place| {
            let place = if place.starts_with('/') { sent.as_sent(place) } else { place.to_owned() };
            let value = if place.starts_with('/') { sent.shown(&place) } else { self.value(&place) };
            (place, value)
        })
    }

    /// An answer.
    pub(super) fn send(&self, answer: &Answer) -> HttpResponse {
        answer.send(&self.stamp)
    }

    /// What stands at a place outside the body.
    fn value(&self, place: &str) -> Value {
        let Some((kind, name)) = place.split_once(':') else { return Value::Null };
        let found = match kind {
            "path" => self.request.match_info().get(name).map(decoded),
            "query" if !is_secret(name) => {
                let pairs = pairs(&self.request).into_iter();
                pairs.rev().find_map(|(given, value)| (given == name).then_some(value))
            }
            "header" if SHOWN_HEADERS.iter().any(|shown| shown.eq_ignore_ascii_case(name)) => {
                let value = self.request.headers().get(name);
                value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            }
            _ => None,
        };
        found.map_or(Value::Null, |text| excerpt(&text).into())
    }
}

/// What is wrong, as a refusal; none if there is nothing.
fn objected(list: Vec<Objection>) -> Option<Refusal> {
    if list.is_empty() {
        return None;
    }
    Some(Refusal::Objected(Box::new(Objections { list, blockers: Vec::new(), blockers_total: 0 })))
}
