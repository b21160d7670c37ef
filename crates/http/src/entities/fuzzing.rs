//! The bodies and queries of this face, for fuzz targets: see [`crate::fuzzing`].

use actix_web::HttpRequest;
use actix_web::test::TestRequest;
use chrono::{DateTime, Utc};
use domesday_domain::attestation::AttestationId;
use domesday_domain::entity::{ClaimName, EntityId, KindDraft, KindName, RegistryUrl};
use serde_json::{Map, Value, json};

use super::criteria::Asked;
use super::marker::List;
use super::{forms, query, worklist};
use crate::fuzzing::Reading;
use crate::query::Parameters;

/// What requests are about: a kind, an entity of it, a claim, an attestation, a key.
struct About {
    url: RegistryUrl,
    kind: KindName,
    entity: EntityId,
    claim: ClaimName,
    attestation: AttestationId,
}

fn about() -> Option<About> {
    Some(About {
        url: RegistryUrl::parse("https://registry.example").ok()?,
        kind: KindName::parse("student").ok()?,
        entity: EntityId::from_stored("GcivYPrwdeIOREu4UqCpOg".to_owned()),
        claim: ClaimName::parse("school").ok()?,
        attestation: AttestationId::parse("3q2-7wAbCdEfGhIjKlMnOw")?,
    })
}

/// An object as the requests of this face read it.
pub(crate) fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    let Some(About { url, kind, entity, claim, attestation }) = about() else { return Vec::new() };
    let (draft, found) = KindDraft::read(&kind, fields, &|text| url.kind_reference(text));
    vec![
        Reading::object("entities: create", fields, forms::entity),
        Reading::object("claims: attest", fields, |body| forms::attest(body, &url, Some(&kind), &entity, Some(&claim))),
        Reading::object("attestations: revoke", fields, |body| forms::revocation(body, &url, Some(attestation))),
        Reading::object("signing keys: revoke", fields, |body| forms::reason(body, &url, "key")),
        Reading::of("kinds: declare", draft, &found),
        searched(Asked::of(&TestRequest::default().to_http_request()), Some(fields), &url, &kind),
    ]
}

/// A query as the lists of this face read it.
pub(crate) fn queries(request: &HttpRequest) -> Vec<Reading> {
    let Some(About { url, kind, .. }) = about() else { return Vec::new() };
    let mut page = Parameters::of(request);
    let list = List::of(&json!("history"));
    let (since, until) = (page.read("since", query::instant), page.read("until", query::instant));
    let asked = (since, until, query::number(&mut page, &list), query::limit(&mut page));
    vec![searched(Asked::of(request), None, &url, &kind), Reading::of("entities: history", asked, &page.finish())]
}

fn searched(asked: Asked, fields: Option<&Map<String, Value>>, url: &RegistryUrl, kind: &KindName) -> Reading {
    Reading::input("entities: search", &asked.read(fields.cloned(), url, Some(kind), None).query)
}

/// The number that a marker of some list names, and the marker that is written of it.
pub fn marker(list: &str, marker: &str) -> Option<(i64, String)> {
    let list = List::of(&json!(list));
    let number = list.number(marker)?;
    Some((number, list.number_marker(number)))
}

/// The marker of a place in the worklist, written again after it was read from these octets.
pub fn worklist_place(octets: &[u8]) -> Option<Vec<u8>> {
    worklist::place_of(octets).map(|place| worklist::written(&place))
}

/// The instant that a text is here.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    query::instant(text).ok()
}
