//! How paths are matched: every pattern as the OpenAPI document writes it, with its methods, in one place per resource.
//!
//! A zone's name may hold a slash (RFC 2317), escaped or not (rule N5); a final slash is accepted; a method that a path does not take is
//! answered before anything else is looked at (rule Z1).

use actix_web::guard::{self, Guard};
use actix_web::{HttpRequest, HttpResponse, Resource, Route, web};

use crate::caller::Visit;
use crate::problem;

/// One segment, or the two that an unescaped name of RFC 2317 makes.
const NAME: &str = r"[^/]+|[^/]*[0-9]+/[0-9]+\.[^/]+";

/// A path and the methods it takes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// As in the OpenAPI document: `/zones/{name}`.
    pub(crate) pattern: &'static str,
    /// As in `Allow`: `GET, HEAD`.
    pub(crate) allow: &'static str,
}

impl Path {
    /// The resource at this path, without its routes.
    pub(crate) fn resource(&'static self) -> Resource {
        web::resource(matching(self.pattern)).app_data(self).default_service(web::to(method_not_allowed))
    }

    /// The path that matched a request; none if none did.
    pub(crate) fn of(request: &HttpRequest) -> Option<&'static Self> {
        request.app_data::<&'static Self>().copied()
    }
}

/// GET, and HEAD with it.
pub(crate) fn get() -> Route {
    web::route().guard(readers())
}

fn readers() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}

async fn method_not_allowed(visit: Visit, request: HttpRequest) -> HttpResponse {
    let allow = Path::of(&request).map_or("", |path| path.allow);
    problem::method_not_allowed(allow, &visit.caller.request_id)
}

/// A pattern of the document as the router's.
fn matching(pattern: &str) -> String {
    let mut router = String::new();
    for segment in pattern.split('/').skip(1) {
        router.push('/');
        match segment {
            "{name}" | "{child}" | "{owner}" => {
                router.push_str(segment.trim_end_matches('}'));
                router.push(':');
                router.push_str(NAME);
                router.push('}');
            }
            other => router.push_str(other),
        }
    }
    router + "{slash:/?}"
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, web};

    use super::*;

    #[actix_web::test]
    async fn names_with_a_slash_are_matched_escaped_or_not() {
        #[derive(serde::Deserialize)]
        struct Seen {
            name: String,
            #[serde(default)]
            owner: String,
        }
        let show = async |path: web::Path<Seen>| format!("{}|{}", path.name, path.owner);
        let zone = web::resource(matching("/zones/{name}")).to(show);
        let set = web::resource(matching("/zones/{name}/recordsets/{owner}/{type}")).to(show);
        let app = init_service(App::new().service(set).service(zone)).await;
        for (path, expected) in [
            ("/zones/a.org", "a.org|"),
            ("/zones/a.org/", "a.org|"),
            ("/zones/0%2F25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa|"),
            ("/zones/0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa|"),
            (
                "/zones/0/25.2.in-addr.arpa/recordsets/1.0%2F25.2.in-addr.arpa/PTR/",
                "0/25.2.in-addr.arpa|1.0/25.2.in-addr.arpa",
            ),
            (
                "/zones/0/25.2.in-addr.arpa/recordsets/1.0/25.2.in-addr.arpa/PTR",
                "0/25.2.in-addr.arpa|1.0/25.2.in-addr.arpa",
            ),
            ("/zones/a.org/recordsets/a%5C046b.a.org/TXT", "a.org|a\\046b.a.org"),
        ] {
            let answer = call_service(&app, TestRequest::with_uri(path).to_request()).await;
            assert_eq!(read_body(answer).await, expected, "{path}");
        }
        for path in ["/zones", "/zones/a.org/nothing", "/zones/a.org/recordsets/b.org"] {
            let answer = call_service(&app, TestRequest::with_uri(path).to_request()).await;
            assert_eq!(answer.status(), 404, "{path}");
        }
    }
}
