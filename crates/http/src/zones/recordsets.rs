//! `/zones/{name}/recordsets`: the record sets of a zone, in canonical order, apex first (rule R15).

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::ports::SetFilter;
use domesday_app::records::{ListSets, SetPage, StreamSets};
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::record::{Origin, RecordSet};

use super::{InZone, collection, values, wire};
use crate::accept;
use crate::caller::Visit;
use crate::members::Fault;
use crate::paging::{self, MAX_LIMIT};
use crate::problem::Problem;
use crate::query::Parameters;
use crate::refusals::Reading;

/// Every origin; two of them share a word.
const ORIGINS: [Origin; 6] =
    [Origin::User, Origin::Zone, Origin::ExplicitDelegation, Origin::ChildZone, Origin::Registrar, Origin::Glue];

/// A zone's record sets, or those that the filters leave, in canonical order, apex first.
///
/// Without `limit` all of them, as a stream; with it a page, and a link to the next one if there is more.
#[utoipa::path(
    get, path = "/zones/{name}/recordsets", tag = "record sets", operation_id = "list_record_sets",
    params(
        ("name" = String, Path),
        ("name" = Option<String>, Query, description = "At this name"),
        ("under" = Option<String>, Query, description = "At or below this name"),
        ("type" = Option<Vec<String>>, Query, description = "Of this type; repeatable"),
        ("origin" = Option<Vec<String>>, Query, description = "Of this origin; repeatable"),
        ("limit" = Option<u32>, Query, description = "1 to 10000"),
        ("marker" = Option<String>, Query, description = "As in the link to the next page"),
    ),
    responses(
        (status = 200, description = "The sets", body = Vec<wire::RecordSet>,
            headers(("ETag" = String, description = "The zone's"), ("Link" = Option<String>, description = "The next page"))),
        Reading,
    )
)]
pub(crate) async fn list(visit: Visit, request: HttpRequest, path: web::Path<InZone>) -> Result<HttpResponse, Problem> {
    let zone = path.zone(&visit, Permission::ReadZones).await?;
    let page = page(&request, &zone);
    let streamed = page.well_formed().is_ok_and(|(page, _)| page.limit.is_none());
    let mut response = HttpResponse::Ok();
    response.content_type(accept::JSON);
    if streamed {
        let ((id, tag), sets) = visit.stream(StreamSets { zone, page }).await?;
        let wire = move |set: RecordSet| wire::RecordSet::of(&set, set.tag(id), Vec::new());
        return Ok(response.insert_header((ETAG, tag.to_string())).streaming(paging::array(&visit, sets, wire)));
    }
    let (id, tag, sets, more) = visit.ask(ListSets { zone, page }).await?;
    if let Some(last) = sets.last().filter(|_| more) {
        paging::link_next(&mut response, &request, &paging::set_marker(&last.owner, last.rtype));
    }
    let sets: Vec<_> = sets.iter().map(|set| wire::RecordSet::of(set, set.tag(id), Vec::new())).collect();
    Ok(response.insert_header((ETAG, tag.to_string())).json(sets))
}

/// Which record sets of a zone are asked for.
pub(super) fn page(request: &HttpRequest, zone: &ZoneName) -> Input<SetPage> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let name = |value: &str| if value == "@" { Ok(zone.as_name().clone()) } else { collection::name(value) };
    let filter = SetFilter {
        name: parameters.read("name", name),
        under: parameters.read("under", name),
        types: parameters.read_all("type", values::record_type),
        origins: parameters.read_all("origin", origins).concat(),
    };
    let page = SetPage {
        filter,
        marker: parameters.read("marker", paging::read_set_marker),
        limit: parameters.limit(MAX_LIMIT),
    };
    parameters.input(page)
}

fn origins(word: &str) -> Result<Vec<Origin>, Fault> {
    let meant: Vec<Origin> = ORIGINS.into_iter().filter(|origin| origin.as_str() == word).collect();
    let fault = || ("bad_value", "origin is user, zone, delegation, registrar or glue".to_owned());
    if meant.is_empty() { Err(fault()) } else { Ok(meant) }
}
