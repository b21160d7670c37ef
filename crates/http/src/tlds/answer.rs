//! What the answers of both forms share: a row with its tag, a page, and which zones a change leaves outside the list (rules T3, T4).

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderName, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use domesday_app::tlds::{AffectedZones, RowPage, TldChanged};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::Call;
use super::form::Form;
use super::query;
use super::wire::{Page, Row, Showing};
use crate::{etag, paging};

/// The header that tells of zones left outside the list, and of domains that lose their rule.
const WARNING: HeaderName = HeaderName::from_static("domesday-warning");

/// What a change would do that was only tried.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TldDryRun)]
pub(crate) struct DryRun {
    /// The status it would be answered with.
    would: u16,
    /// Zones that a change of rules would leave outside the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<super::shapes::AffectedZones>)]
    affected_zones: Option<AffectedZones>,
    /// Domains that go on under the policy of a rule that would be deleted; left out if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<super::shapes::AffectedDomains>)]
    affected_domains: Option<AffectedZones>,
}

/// The answer to a change that was only tried.
pub(super) fn rehearsed(would: StatusCode, changed: &TldChanged) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let (affected_zones, affected_domains) = ((&changed.affected).into(), domains(changed));
    warn(&mut response, &affected_zones, affected_domains.as_ref());
    response.json(DryRun { would: would.as_u16(), affected_zones: Some(affected_zones), affected_domains })
}

/// The domains that a deleted rule leaves behind, if there are any (rule T8).
pub(super) fn domains(changed: &TldChanged) -> Option<AffectedZones> {
    (changed.domains.count > 0).then(|| (&changed.domains).into())
}

/// The answer to a change that was only tried, and that no rule is concerned by.
pub(super) fn tried(would: StatusCode) -> HttpResponse {
    HttpResponse::Ok().json(DryRun { would: would.as_u16(), affected_zones: None, affected_domains: None })
}

/// Adds the warning about zones left outside the list and domains that lose their rule, if there are any.
pub(super) fn warn(response: &mut HttpResponseBuilder, zones: &AffectedZones, domains: Option<&AffectedZones>) {
    let told = [("zones_affected", zones)].into_iter().chain(domains.map(|domains| ("domains_affected", domains)));
    let items = told.filter(|(_, affected)| affected.count > 0).map(|(code, affected)| {
        let more = if affected.complete { "" } else { ";more" };
        format!("{code};count={}{more}", affected.count)
    });
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        response.insert_header((WARNING, items.join(", ")));
    }
}

/// A new row.
pub(super) fn created(mut response: HttpResponseBuilder, call: &Call, request: &HttpRequest, row: Row) -> HttpResponse {
    let address = Showing::of(call, request).address(row.id);
    response.insert_header((LOCATION, address));
    changed(response, call, request, row)
}

/// A row after a change.
pub(super) fn changed(mut response: HttpResponseBuilder, call: &Call, request: &HttpRequest, row: Row) -> HttpResponse {
    response.insert_header((ETAG, row.tag()));
    response.json(Showing::of(call, request).one(row))
}

/// A row that was asked for, unless the caller has it already.
pub(super) fn row(call: &Call, request: &HttpRequest, row: Row) -> HttpResponse {
    let tag = row.tag();
    if etag::is_known(request, &tag) {
        return HttpResponse::NotModified().insert_header((ETAG, tag)).finish();
    }
    changed(HttpResponse::Ok(), call, request, row)
}

/// The tag of a list at a revision of rules and block list.
pub(super) fn list_tag(call: &Call, revision: i64) -> String {
    format!("\"{}-{revision}\"", call.place().key())
}

/// A page that was asked for, unless the caller has it already.
pub(super) fn page<T: Into<Row>>(call: &Call, request: &HttpRequest, page: RowPage<T>) -> HttpResponse {
    let tag = list_tag(call, page.revision);
    if etag::is_known(request, &tag) {
        return HttpResponse::NotModified().insert_header((ETAG, tag)).finish();
    }
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, tag));
    let rows: Vec<Row> = page.rows.into_iter().map(Into::into).collect();
    let marker = rows.last().filter(|_| page.more).map(|last| last.id.to_string());
    let showing = Showing::of(call, request);
    let links = match call.place().form {
        Form::Own => {
            if let Some(marker) = &marker {
                paging::link_next(&mut response, request, marker);
            }
            None
        }
        Form::OpenStack => {
            let base = call.base(request);
            let next = marker.map(|marker| query::address(&base, request, Some(&marker)));
            Some((query::address(&base, request, None), next))
        }
    };
    let rows = rows.into_iter().map(|row| showing.row(row)).collect();
    response.json(Page { key: call.place().key(), rows, links })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_app::tlds::Affected;
    use domesday_domain::tld::{Tld, TldPattern};
    use uuid::Uuid;

    use super::*;

    /// A change that so many zones and domains leaned on.
    fn changed(zones: u64, domains: u64, complete: bool) -> TldChanged {
        let pattern = TldPattern::parse("com").unwrap();
        let tld = Tld {
            id: Uuid::nil(),
            pattern,
            description: None,
            created: DateTime::UNIX_EPOCH,
            updated: None,
            version: 1,
        };
        let affected = |count| Affected { count, names: Vec::new(), complete };
        TldChanged { tld, affected: affected(zones), domains: affected(domains) }
    }

    #[test]
    fn t3_t8_what_leaned_on_a_rule_is_counted_in_a_header() {
        let told = |zones, domains, complete| {
            let mut response = HttpResponse::Ok();
            let changed = changed(zones, domains, complete);
            warn(&mut response, &(&changed.affected).into(), super::domains(&changed).as_ref());
            response.finish().headers().get(WARNING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(told(0, 0, true), None);
        assert_eq!(told(17, 0, true).as_deref(), Some("zones_affected;count=17"));
        assert_eq!(told(1000, 0, false).as_deref(), Some("zones_affected;count=1000;more"));
        assert_eq!(told(0, 3, true).as_deref(), Some("domains_affected;count=3"));
        assert_eq!(told(1, 2, true).as_deref(), Some("zones_affected;count=1, domains_affected;count=2"));
    }

    #[test]
    fn t8_domains_are_reported_only_where_there_are_any() {
        assert_eq!(domains(&changed(3, 0, true)), None);
        assert_eq!(domains(&changed(0, 2, true)).map(|told| told.count), Some(2));
    }
}
