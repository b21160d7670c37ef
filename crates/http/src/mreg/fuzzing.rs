//! The bodies and queries of this face, for fuzz targets: see [`crate::fuzzing`].

use actix_web::HttpRequest;
use domesday_domain::name::ZoneKind;
use serde_json::{Map, Value};

use super::body::{self, Body};
use super::{draft, lists};
use crate::fuzzing::Reading;

/// The members of a form: a member given repeatedly is a list.
pub fn form(text: &str) -> Option<Map<String, Value>> {
    body::form(text).ok()
}

/// The members of a form as the requests of this face read them.
pub fn forms(fields: &Map<String, Value>) -> Vec<Reading> {
    all(fields, true)
}

/// An object as the requests of this face read it.
pub(crate) fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    all(fields, false)
}

fn all(fields: &Map<String, Value>, is_form: bool) -> Vec<Reading> {
    let mut all = vec![
        read("mreg: name servers of a zone", fields, is_form, draft::zone_servers),
        read("mreg: delegation", fields, is_form, draft::delegation),
        read("mreg: comment", fields, is_form, draft::comment_update),
        read("mreg: host", fields, is_form, draft::host),
    ];
    for kind in [ZoneKind::Forward, ZoneKind::Reverse] {
        all.push(read("mreg: zone", fields, is_form, |body| draft::zone(kind, body)));
        all.push(read("mreg: change of a zone", fields, is_form, |body| draft::zone_update(kind, body)));
    }
    all
}

fn read<T: std::fmt::Debug>(
    request: &'static str,
    fields: &Map<String, Value>,
    is_form: bool,
    read: impl FnOnce(&mut Body) -> T,
) -> Reading {
    let mut body = Body::of(fields.clone(), is_form);
    let value = read(&mut body);
    Reading::of(request, value, &body.finish())
}

/// A query as the lists of this face read it.
pub(crate) fn queries(request: &HttpRequest) -> Vec<Reading> {
    let kinds = [("mreg: forward zones", ZoneKind::Forward), ("mreg: reverse zones", ZoneKind::Reverse)];
    let asked = |kind| lists::asked(request, Some(kind), |asked| asked);
    kinds.into_iter().map(|(list, kind)| Reading::input(list, &asked(kind))).collect()
}
