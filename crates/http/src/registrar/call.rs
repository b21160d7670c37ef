//! A request of this face in front of the registry: as [`Visit`], with what its headers say and refusals in this face's form.
//!
//! Headers and parameters that are wrong are no answer yet: who calls (2200) and whether they may (2201) comes first (rule E3).

use std::future::{Ready, ready};
use std::time::Instant;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use domesday_app::objection::{Objection, Objections};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Query, Registry};
use domesday_domain::actor::Permission;
use domesday_domain::fault::Fault;
use domesday_domain::finding::FieldError;
use domesday_domain::precondition::Precondition;
use serde_json::Value;

use super::answer::{Answer, Stamp};
use super::refused::{Refused, VERSION_NOT_SERVED};
use super::sent::{Sent, excerpt};
use super::version::Version;
use crate::caller::Visit;
use crate::etag;

/// The longest transaction id, or idempotency key.
const LONGEST_ID: usize = 128;

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
        let error = FieldError { field: "header:Api-Version".into(), code: VERSION_NOT_SERVED, detail, forcible: false };
        (!self.served).then(|| Refusal::Invalid { errors: vec![error], forcible: false })
    }

    /// A part of the path by its name in the pattern, decoded.
    pub(super) fn part(&self, name: &str) -> String {
        decoded(self.request.match_info().get(name).unwrap_or_default())
    }

    /// What is wrong with the parameters of a request that takes these.
    pub(super) fn only(&self, known: &[&str]) -> Vec<Objection> {
        let unknown = pairs(&self.request).into_iter().filter(|(name, _)| !known.contains(&name.as_str()));
        unknown.map(|(name, _)| wrong_parameter(&name, "no such parameter is known here").into()).collect()
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
            "query" => {
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

/// The parameters of a request, decoded, in the order in which they were sent.
pub(super) fn pairs(request: &HttpRequest) -> Vec<(String, String)> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
    pairs.map(web::Query::into_inner).unwrap_or_default()
}

fn wrong_parameter(name: &str, detail: &str) -> Fault {
    Fault::malformed(format!("query:{}", excerpt(name)), "parameter", detail)
}

/// What is wrong, as a refusal; none if there is nothing.
fn objected(list: Vec<Objection>) -> Option<Refusal> {
    if list.is_empty() {
        return None;
    }
    Some(Refusal::Objected(Box::new(Objections { list, blockers: Vec::new(), blockers_total: 0 })))
}

/// The id in a header: 1 to 128 printable ASCII characters.
fn id(request: &HttpRequest, header: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let mut values = request.headers().get_all(header).map(|value| value.to_str().unwrap_or_default());
    let first = values.next()?;
    let fits = (1..=LONGEST_ID).contains(&first.len()) && first.bytes().all(|octet| (b' '..=b'~').contains(&octet));
    if fits && values.all(|other| other == first) {
        return Some(first.to_owned());
    }
    let detail = format!("{header} is 1 to {LONGEST_ID} printable ASCII characters");
    faults.push(Fault::malformed(format!("header:{header}"), "header", detail));
    None
}

/// A segment of a path, every escape of it undone.
fn decoded(segment: &str) -> String {
    let mut octets = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = (*first == b'%').then(|| tail.split_at_checked(2)).flatten();
        let escaped = escape.and_then(|(digits, tail)| Some((hex(digits)?, tail)));
        let (octet, tail) = escaped.unwrap_or((*first, tail));
        octets.push(octet);
        rest = tail;
    }
    String::from_utf8_lossy(&octets).into_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0_u8, |octet, digit| {
        let nibble = char::from(*digit).to_digit(16)?;
        Some(octet << 4 | u8::try_from(nibble).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn section_1_transaction_ids_are_printable_ascii() {
        let long = "x".repeat(129);
        for (value, good) in
            [("acme-17", true), ("a b", true), (&long[..128], true), (&long[..], false), ("", false), ("b\u{e4}", false)]
        {
            let request = TestRequest::get().insert_header(("Api-ClientTransactionId", value)).to_http_request();
            let mut faults = Vec::new();
            assert_eq!(id(&request, "Api-ClientTransactionId", &mut faults).is_some(), good, "{value:?}");
            let places: Vec<_> = faults.iter().map(|fault| fault.place.as_str()).collect();
            assert_eq!(places.is_empty(), good, "{places:?}");
        }
        let twice = TestRequest::get()
            .append_header(("Api-ClientTransactionId", "a"))
            .append_header(("Api-ClientTransactionId", "b"));
        assert_eq!(id(&twice.to_http_request(), "Api-ClientTransactionId", &mut Vec::new()), None);
    }

    #[test]
    fn u6_names_in_paths_are_decoded() {
        for (segment, text) in [
            ("blue.st", "blue.st"),
            ("b%C3%BCcher.st", "bücher.st"),
            ("a%2fb%25%20", "a/b% "),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz", "%zz"),
            ("%FF", "\u{fffd}"),
        ] {
            assert_eq!(decoded(segment), text, "{segment}");
        }
    }
}
