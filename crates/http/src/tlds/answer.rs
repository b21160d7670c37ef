//! What the answers of both forms share: a row with its tag, a page, and which zones a change leaves outside the list (rules T3, T4).

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderName, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use domesday_app::tlds::{Affected, AffectedZones, RowPage};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::Call;
use super::form::Form;
use super::query;
use super::wire::{Page, Row, Showing};
use crate::{etag, paging};

/// The header that tells of zones left outside the list.
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
}

/// The answer to a change that was only tried.
pub(super) fn rehearsed(would: StatusCode, affected: &Affected) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let affected_zones = AffectedZones::from(affected);
    warn(&mut response, &affected_zones);
    response.json(DryRun { would: would.as_u16(), affected_zones: Some(affected_zones) })
}

/// The answer to a change that was only tried, and that no rule is concerned by.
pub(super) fn tried(would: StatusCode) -> HttpResponse {
    HttpResponse::Ok().json(DryRun { would: would.as_u16(), affected_zones: None })
}

/// Adds the warning about zones left outside the list, if there are any.
pub(super) fn warn(response: &mut HttpResponseBuilder, affected: &AffectedZones) {
    if affected.count > 0 {
        let more = if affected.complete { "" } else { ";more" };
        response.insert_header((WARNING, format!("zones_affected;count={}{more}", affected.count)));
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
    use super::*;

    #[test]
    fn t3_zones_left_outside_are_counted_in_a_header() {
        let told = |count, complete| {
            let mut response = HttpResponse::Ok();
            warn(&mut response, &AffectedZones { count, names: Vec::new(), complete });
            response.finish().headers().get(WARNING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(told(0, true), None);
        assert_eq!(told(17, true).as_deref(), Some("zones_affected;count=17"));
        assert_eq!(told(1000, false).as_deref(), Some("zones_affected;count=1000;more"));
    }
}
