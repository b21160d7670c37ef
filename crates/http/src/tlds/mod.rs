//! The face of TLDs: `/tlds…` and `/blocklist…` in their own form, and the same for OpenStack's clients under `/v2` (`tlds.md`); and
//! policies of TLDs, at `/tlds/{id}/policy` and `/policies` (`registrar.md` section 7).
//!
//! One set of handlers serves both forms: what differs is told by the [`Place`] that was called. Here a caller without a good token is
//! told so (401) before anything else, also where nothing is served; only the version documents are open.

mod answer;
pub(crate) mod blocklist;
mod body;
mod call;
mod draft;
pub(crate) mod explain;
mod form;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub(crate) mod import;
mod import_body;
pub(crate) mod import_shapes;
pub(crate) mod list;
pub(crate) mod policy;
mod query;
pub(crate) mod quotas;
mod refusals;
mod refused;
pub(crate) mod shapes;
pub(crate) mod tld;
pub(crate) mod versions;
mod wire;

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Resource, ResponseError};
use domesday_app::refusal::Refusal;
use uuid::Builder;

use crate::routes::{Path, get};
pub(crate) use call::Call;
pub(crate) use form::Place;
use form::{ACCOUNT, BLACKLIST, Form, IMPORT, POLICY_SUBJECT, SPECIAL_NAME, Subject, TLD};
pub(crate) use refusals::describe_id;
pub(crate) use refused::{Document, Refused};

const fn place(form: Form, subject: &'static Subject, pattern: &'static str, allow: &'static str) -> Place {
    Place { path: Path { pattern, allow }, form, subject }
}

const READ: &str = "GET, HEAD";
const COLLECTION: &str = "GET, HEAD, POST";
const CHANGEABLE: &str = "GET, HEAD, PATCH, DELETE";
const REPLACEABLE: &str = "GET, HEAD, PUT, PATCH, DELETE";
const PUTTABLE: &str = "GET, HEAD, PUT, DELETE";

pub(crate) static OWN_TLDS: Place = place(Form::Own, &TLD, "/tlds", COLLECTION);
pub(crate) static OWN_EXPLAIN: Place = place(Form::Own, &TLD, "/tlds/explain", READ);
pub(crate) static OWN_IMPORT: Place = place(Form::Own, &IMPORT, "/tlds/import", "POST");
pub(crate) static OWN_JOB: Place = place(Form::Own, &IMPORT, "/tlds/import/{job_id}", READ);
pub(crate) static OWN_TLD: Place = place(Form::Own, &TLD, "/tlds/{tld_id}", "GET, HEAD, DELETE");
pub(crate) static OWN_POLICY: Place = place(Form::Own, &POLICY_SUBJECT, "/tlds/{tld_id}/policy", REPLACEABLE);
pub(crate) static OWN_NAMES: Place = place(Form::Own, &SPECIAL_NAME, "/tlds/{tld_id}/policy/names", READ);
pub(crate) static OWN_NAME: Place = place(Form::Own, &SPECIAL_NAME, "/tlds/{tld_id}/policy/names/{match}", PUTTABLE);
pub(crate) static POLICY: Place = place(Form::Own, &POLICY_SUBJECT, "/policies/{rule}", REPLACEABLE);
pub(crate) static POLICY_NAMES: Place = place(Form::Own, &SPECIAL_NAME, "/policies/{rule}/names", READ);
pub(crate) static POLICY_NAME: Place = place(Form::Own, &SPECIAL_NAME, "/policies/{rule}/names/{match}", PUTTABLE);
pub(crate) static OWN_BLOCKLIST: Place = place(Form::Own, &BLACKLIST, "/blocklist", COLLECTION);
pub(crate) static OWN_BLOCK_ENTRY: Place = place(Form::Own, &BLACKLIST, "/blocklist/{blacklist_id}", CHANGEABLE);
pub(crate) static V2_TLDS: Place = place(Form::OpenStack, &TLD, "/v2/tlds", COLLECTION);
pub(crate) static V2_EXPLAIN: Place = place(Form::OpenStack, &TLD, "/v2/tlds/explain", READ);
pub(crate) static V2_IMPORT: Place = place(Form::OpenStack, &IMPORT, "/v2/tlds/import", "POST");
pub(crate) static V2_JOB: Place = place(Form::OpenStack, &IMPORT, "/v2/tlds/import/{job_id}", READ);
pub(crate) static V2_TLD: Place = place(Form::OpenStack, &TLD, "/v2/tlds/{tld_id}", CHANGEABLE);
pub(crate) static V2_BLOCKLIST: Place = place(Form::OpenStack, &BLACKLIST, "/v2/blacklists", COLLECTION);
pub(crate) static V2_BLOCK_ENTRY: Place =
    place(Form::OpenStack, &BLACKLIST, "/v2/blacklists/{blacklist_id}", CHANGEABLE);
pub(crate) static V2_OWN_QUOTA: Place = place(Form::OpenStack, &ACCOUNT, "/v2/quotas", READ);
pub(crate) static V2_QUOTA: Place = place(Form::OpenStack, &ACCOUNT, "/v2/quotas/{account_id}", CHANGEABLE);
pub(crate) static VERSIONS: Place = place(Form::OpenStack, &TLD, "/", READ);
pub(crate) static VERSION: Place = place(Form::OpenStack, &TLD, "/v2", READ);
/// Every path that is served.
#[cfg(test)]
pub(crate) static PLACES: [&Place; 24] = [
    &OWN_TLDS,
    &OWN_EXPLAIN,
    &OWN_IMPORT,
    &OWN_JOB,
    &OWN_TLD,
    &OWN_POLICY,
    &OWN_NAMES,
    &OWN_NAME,
    &POLICY,
    &POLICY_NAMES,
    &POLICY_NAME,
    &OWN_BLOCKLIST,
    &OWN_BLOCK_ENTRY,
    &V2_TLDS,
    &V2_EXPLAIN,
    &V2_IMPORT,
    &V2_JOB,
    &V2_TLD,
    &V2_BLOCKLIST,
    &V2_BLOCK_ENTRY,
    &V2_OWN_QUOTA,
    &V2_QUOTA,
    &VERSIONS,
    &VERSION,
];
/// Where nothing is served.
static NOWHERE: Place = place(Form::Own, &TLD, "", "");

/// The header with the request's id that these clients know.
const OPENSTACK_REQUEST_ID: HeaderName = HeaderName::from_static("x-openstack-request-id");

/// Whether a path is this face's: its errors have this face's form, also where nothing is served.
pub(crate) fn is_here(path: &str) -> bool {
    matches!(path, "/" | "/v2")
        || ["/tlds", "/policies", "/blocklist", "/v2/"].into_iter().any(|top| path.starts_with(top))
}

/// The routes. `explain` and `import` come before the ids, none of which has such a name.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(open(&VERSIONS).route(get().to(versions::versions)))
        .service(open(&VERSION).route(get().to(versions::version)))
        .service(resource(&OWN_TLDS).route(get().to(list::list)).route(web::post().to(list::create)))
        .service(resource(&OWN_EXPLAIN).route(get().to(explain::explain)))
        .service(resource(&OWN_IMPORT).route(web::post().to(import::import)))
        .service(resource(&OWN_JOB).route(get().to(import::read)))
        .service(resource(&OWN_TLD).route(get().to(tld::read)).route(web::delete().to(tld::delete)))
        .configure(configure_policies)
        .service(resource(&OWN_BLOCKLIST).route(get().to(blocklist::list)).route(web::post().to(blocklist::create)))
        .service(
            resource(&OWN_BLOCK_ENTRY)
                .route(get().to(blocklist::read))
                .route(web::patch().to(blocklist::update))
                .route(web::delete().to(blocklist::delete)),
        )
        .service(resource(&V2_TLDS).route(get().to(list::openstack_list)).route(web::post().to(list::openstack_create)))
        .service(resource(&V2_EXPLAIN).route(get().to(explain::openstack_explain)))
        .service(resource(&V2_IMPORT).route(web::post().to(import::openstack_import)))
        .service(resource(&V2_JOB).route(get().to(import::openstack_read)))
        .service(
            resource(&V2_TLD)
                .route(get().to(tld::openstack_read))
                .route(web::patch().to(tld::openstack_update))
                .route(web::delete().to(tld::openstack_delete)),
        )
        .service(
            resource(&V2_BLOCKLIST)
                .route(get().to(blocklist::openstack_list))
                .route(web::post().to(blocklist::openstack_create)),
        )
        .service(
            resource(&V2_BLOCK_ENTRY)
                .route(get().to(blocklist::openstack_read))
                .route(web::patch().to(blocklist::openstack_update))
                .route(web::delete().to(blocklist::openstack_delete)),
        )
        .service(resource(&V2_OWN_QUOTA).route(get().to(quotas::own)))
        .service(
            resource(&V2_QUOTA)
                .route(get().to(quotas::read))
                .route(web::patch().to(quotas::set))
                .route(web::delete().to(quotas::reset)),
        );
}

/// The routes of policies, by the rule's id and by its name.
fn configure_policies(config: &mut ServiceConfig) {
    use policy::{by_rule, names};
    config
        .service(
            resource(&OWN_POLICY)
                .route(get().to(policy::read))
                .route(web::put().to(policy::put))
                .route(web::patch().to(policy::update))
                .route(web::delete().to(policy::delete)),
        )
        .service(resource(&OWN_NAMES).route(get().to(names::list)))
        .service(
            resource(&OWN_NAME)
                .route(get().to(names::read))
                .route(web::put().to(names::put))
                .route(web::delete().to(names::delete)),
        )
        .service(
            resource(&POLICY)
                .route(get().to(by_rule::read))
                .route(web::put().to(by_rule::put))
                .route(web::patch().to(by_rule::update))
                .route(web::delete().to(by_rule::delete)),
        )
        .service(resource(&POLICY_NAMES).route(get().to(by_rule::list_names)))
        .service(
            resource(&POLICY_NAME)
                .route(get().to(by_rule::read_name))
                .route(web::put().to(by_rule::put_name))
                .route(web::delete().to(by_rule::delete_name)),
        );
}

/// A resource whose own refusals have this face's form.
fn resource(place: &'static Place) -> Resource {
    place.path.resource().app_data(place).default_service(web::to(method_not_allowed))
}

/// A resource that needs no token.
fn open(place: &'static Place) -> Resource {
    place.path.resource().app_data(place).default_service(web::to(open_method_not_allowed))
}

async fn method_not_allowed(call: Call) -> Result<HttpResponse, Refused> {
    call.know().await?;
    Ok(open_method_not_allowed(call).await)
}

async fn open_method_not_allowed(call: Call) -> HttpResponse {
    refused::method_not_allowed(call.place().path.allow, call.request_id())
}

/// The answer where no such path is served.
pub(crate) async fn no_such_path(call: &Call) -> HttpResponse {
    match call.know().await {
        Ok(()) => refused::no_such_path(call.request_id()),
        Err(refused) => refused.error_response(),
    }
}

/// The answer when a handler failed in a way that no refusal describes.
pub(crate) fn internal(request_id: &str) -> HttpResponse {
    Refused::new(Refusal::Broken { id: request_id.to_owned() }, &TLD, request_id).error_response()
}

/// A request's id as these clients know it, always with a UUID: of an id that is none, and was chosen by the caller, one is made.
fn openstack_id(request_id: &str) -> String {
    let id = form::id(request_id).unwrap_or_else(|| {
        let half = |which: u8| {
            let mut hasher = DefaultHasher::new();
            (which, request_id).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        Builder::from_custom_bytes((half(0) << 64 | half(1)).to_be_bytes()).into_uuid()
    });
    format!("req-{id}")
}

/// Tells a request's id as these clients know it.
pub(crate) fn tell_id(headers: &mut HeaderMap, request_id: &str) {
    if let Ok(value) = HeaderValue::from_str(&openstack_id(request_id)) {
        headers.insert(OPENSTACK_REQUEST_ID, value);
    }
}

#[cfg(test)]
mod tests;
