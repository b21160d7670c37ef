//! The bodies and queries of this face, for fuzz targets: see [`crate::fuzzing`].

use actix_web::{HttpRequest, web};
use domesday_domain::policy;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::form::Form;
use super::import_body::{self, Given};
use super::{OWN_BLOCKLIST, OWN_TLDS, V2_TLDS, body, draft, query, quotas};
use crate::fuzzing::Reading;
use crate::query::Parameters;

/// The row that changes are about.
const ROW: Uuid = Uuid::from_u128(7);

/// The members of an object, read as bodies of this face are; none if it is refused.
pub fn object(text: &[u8]) -> Option<Map<String, Value>> {
    body::object(text).ok()
}

/// An object as policies read it, each number from its own text; none if it is refused.
pub fn policy(text: &[u8]) -> Option<policy::Value> {
    super::policy::fuzzing::members(text)
}

/// An import as the body of a request, its list read with it; none if it is refused as a whole.
pub fn import(text: &[u8]) -> Option<Reading> {
    let read = import_body::understood(Given::Json(web::BytesMut::from(text)), Parameters::default());
    read.ok().map(|understood| Reading::input("tlds: import", &understood.import))
}

/// An object as the requests of this face read it.
pub(crate) fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    let mut all = vec![
        Reading::object("blocklist: create", fields, draft::entry),
        Reading::object("blocklist: change", fields, |body| draft::entry_patch(ROW, body)),
        Reading::object("quotas: set", fields, quotas::asked),
    ];
    for form in [Form::Own, Form::OpenStack] {
        all.push(Reading::object("tlds: create", fields, |body| draft::tld(form, body)));
        all.push(Reading::object("tlds: change", fields, |body| draft::tld_patch(form, ROW, body)));
    }
    all
}

/// A query as the lists of this face read it.
pub(crate) fn queries(request: &HttpRequest) -> Vec<Reading> {
    let places = [("tlds", &OWN_TLDS), ("tlds, OpenStack", &V2_TLDS), ("blocklist", &OWN_BLOCKLIST)];
    places.into_iter().map(|(list, place)| Reading::input(list, &query::rows(place, request))).collect()
}
