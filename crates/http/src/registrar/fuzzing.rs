//! The bodies and queries of this face, for fuzz targets: see [`crate::fuzzing`].

use std::fmt::Debug;

use actix_web::HttpRequest;
use domesday_app::collections::{self, Span};
use domesday_app::objection::Objection;
use domesday_app::ports::{ContactField, DomainField, HostField, MessageField};
use serde_json::{Map, Value};

use super::forms;
use super::head::pairs;
use super::reader::{Members, Noticed, Reader};
use super::sent::Sent;
use crate::fuzzing::Reading;

/// An object as the requests of this face read it. Places are JSON pointers into it.
pub fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    let body = Value::Object(fields.clone());
    vec![
        read("domains: create", &body, forms::new_domain),
        read("domains: change", &body, forms::domain_update),
        read("domains: renew", &body, forms::renewal),
        read("domains: transfer", &body, forms::transfer),
        read("domains: code", &body, forms::code),
        read("contacts: create", &body, forms::new_contact),
        read("contacts: change", &body, forms::contact_change),
        read("hosts: create", &body, forms::new_host),
        read("hosts: change", &body, forms::host_change),
        read("clients", &body, forms::client),
    ]
}

fn read<T: Debug>(
    request: &'static str,
    body: &Value,
    read: impl FnOnce(&mut Reader, &mut Members<'_>) -> T,
) -> Reading {
    let mut reader = Reader::default();
    let mut members = reader.body(body);
    let value = read(&mut reader, &mut members);
    reader.close(&members);
    let Noticed { faults, unknown, .. } = reader.finish();
    let told = faults.into_iter().map(|fault| fault.place).chain(unknown).collect();
    Reading { request, value: format!("{value:?}"), told }
}

/// What a refusal shows again of a body, for each of these places.
pub fn shown<'a>(body: Value, places: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    let sent = Sent::of_value(body);
    places.into_iter().map(|place| sent.shown(place)).collect()
}

/// A query as the lists of this face read it.
pub(crate) fn queries(request: &HttpRequest) -> Vec<Reading> {
    let pairs = pairs(request);
    vec![
        asked("domains", collections::read::<DomainField>(&pairs, None)),
        asked("contacts", collections::read::<ContactField>(&pairs, None)),
        asked("hosts", collections::read::<HostField>(&pairs, None)),
        asked("notifications: search", collections::read::<MessageField>(&pairs, None)),
        asked("notifications", Span::read(&pairs)),
    ]
}

fn asked<T: Debug>(list: &'static str, read: Result<T, Vec<Objection>>) -> Reading {
    match read {
        Ok(value) => Reading { request: list, value: format!("{value:?}"), told: Vec::new() },
        Err(faults) => Reading { request: list, value: format!("{faults:?}"), told: vec![String::new(); faults.len()] },
    }
}
