//! `/docs`, a page to read the description and to try it. Open to everybody.
//!
//! Its scripts and styles are part of the program, so it works where there is no other network than ours.

use std::sync::{Arc, LazyLock};

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY};
use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, HttpResponseBuilder, web};
use domesday_app::refusal::Refusal;
use serde::Deserialize;
use utoipa_swagger_ui::{Config, serve};

use crate::caller::Visit;
use crate::problem::{self, Problem};
use crate::routes::{Path, get};

pub(super) static PAGE: Path = Path { pattern: "/docs", allow: "GET, HEAD" };
pub(super) static PAGE_FILE: Path = Path { pattern: "/docs/{file}", allow: "GET, HEAD" };

/// The page itself; what it loads is in [`page_file`].
const HTML: &str = include_str!("docs.html");

/// Nothing is loaded from elsewhere, whatever a script asks for.
const OWN_ORIGIN_ONLY: &str =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/// The page, on the document beside it.
static SWAGGER: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::from("/openapi.json");
    Arc::new(config.validator_url("none").try_it_out_enabled(true).persist_authorization(false))
});

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(PAGE.resource().route(get().to(page)));
    config.service(PAGE_FILE.resource().route(get().to(page_file)));
}

/// A page to read this document with, and to try what it describes.
#[utoipa::path(
    get, path = "/docs", tag = "service", operation_id = "docs", security(()),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 405, description = "The path takes only GET", body = problem::Document, content_type = "application/problem+json"),
    )
)]
pub(super) async fn page() -> HttpResponse {
    protected(HttpResponse::Ok()).content_type("text/html; charset=utf-8").body(HTML)
}

#[derive(Deserialize)]
pub(super) struct PageFile {
    file: String,
}

/// A part of that page.
#[utoipa::path(
    get, path = "/docs/{file}", tag = "service", operation_id = "docs_file", security(()),
    params(("file" = String, Path, description = "A file that the page names")),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "There is no such file", body = problem::Document, content_type = "application/problem+json"),
        (status = 405, description = "The path takes only GET", body = problem::Document, content_type = "application/problem+json"),
        (status = 500, description = "A defect", body = problem::Document, content_type = "application/problem+json"),
    )
)]
pub(super) async fn page_file(visit: Visit, path: web::Path<PageFile>) -> Result<HttpResponse, Problem> {
    let file = serve(&path.file, SWAGGER.clone()).map_err(|cause| {
        tracing::error!(request_id = visit.caller.request_id, %cause, "a file of the page cannot be made");
        visit.problem(Refusal::Broken { id: visit.caller.request_id.clone() })
    })?;
    let file = file.ok_or_else(|| visit.problem(Refusal::missing("such file")))?;
    let mut response = protected(HttpResponse::Ok());
    if file.gzpipped {
        response.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(response.content_type(file.content_type).body(file.bytes.into_owned()))
}

fn protected(mut response: HttpResponseBuilder) -> HttpResponseBuilder {
    response
        .insert_header((CONTENT_SECURITY_POLICY, OWN_ORIGIN_ONLY))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_nothing_from_elsewhere() {
        let sources = HTML.split(['"']).filter(|text| text.starts_with('/'));
        for file in sources {
            let file = file.trim_start_matches("/docs/");
            assert!(serve(file, SWAGGER.clone()).unwrap().is_some(), "{file}");
        }
        let start = serve("swagger-initializer.js", SWAGGER.clone()).unwrap().unwrap();
        let start = String::from_utf8(start.bytes.into_owned()).unwrap();
        assert!(start.contains("/openapi.json") && !start.contains("http"), "{start}");
        assert!(!HTML.contains("//"));
    }
}
