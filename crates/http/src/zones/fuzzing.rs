//! The bodies and queries of this face, for fuzz targets: see [`crate::fuzzing`].

use actix_web::HttpRequest;
use domesday_dns::RecordType;
use domesday_domain::name::ZoneName;
use serde_json::{Map, Value};

use super::{bulk, collection, delegation_draft, delegations, draft, history, recordsets, values};
use crate::fuzzing::Reading;
use crate::members::Members;
use crate::query::Parameters;

/// The zone that requests are about.
const ZONE: &str = "example.org";

/// An object as the requests of this face read it.
pub(crate) fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    let mut all = vec![
        Reading::object("zones: create", fields, draft::draft),
        Reading::object("zones: change", fields, draft::update),
        Reading::object("delegations: replace", fields, delegation_draft::content),
        Reading::object("delegations: change", fields, delegation_draft::update),
    ];
    if let Ok(zone) = ZoneName::parse(ZONE) {
        all.push(Reading::object("record sets: many", fields, |body| bulk::edits(&zone, body)));
        all.push(Reading::object("delegations: create", fields, |body| delegation_draft::draft(&zone, body)));
    }
    for (request, rtype) in [
        ("record sets: put A", RecordType::A),
        ("record sets: put TXT", RecordType::TXT),
        ("record sets: put NAPTR", RecordType::NAPTR),
    ] {
        let set = |body: &mut Members| (values::some_records(body, "records", Some(rtype)), values::ttl(body));
        all.push(Reading::object(request, fields, set));
    }
    all
}

/// A query as the lists of this face read it.
pub(crate) fn queries(request: &HttpRequest) -> Vec<Reading> {
    let mut all = vec![
        Reading::input("zones", &collection::query(request)),
        Reading::input("delegations", &delegations::page(request)),
        Reading::input("history", &history::page(Parameters::of(request))),
    ];
    all.extend(ZoneName::parse(ZONE).map(|zone| Reading::input("record sets", &recordsets::page(request, &zone))));
    all
}
