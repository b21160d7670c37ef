//! Lists of this face: which page, which filters, in which order (rule M5), and the page with the links to those beside it.

use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::pages::{Counted, PageNumber, PageWanted};
use domesday_app::ports::{Order, TextFilter};
use domesday_dns::Name;
use domesday_domain::name::ZoneKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::Call;
use super::networks;
use crate::accept;
use crate::members::Fault;
use crate::paths::{self, escaped};
use crate::query::Parameters;

/// How many items a page has, unless the caller says otherwise.
const SIZE: usize = 100;

/// How many it has at most.
const LARGEST: usize = 1000;

/// What a request for a list asks for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) filter: TextFilter,
    pub(super) order: Option<Order>,
    pub(super) page: PageWanted,
}

/// Reads a request for a list; only lists of reverse zones are filtered by network.
pub(super) fn asked<T>(request: &HttpRequest, kind: Option<ZoneKind>, wanted: impl FnOnce(Asked) -> T) -> Input<T> {
    if let Err(refusal) = accept::json(request) {
        return Input::unreadable(refusal);
    }
    let mut parameters = Parameters::of(request);
    let number = parameters.read("page", page_number).unwrap_or(PageNumber::Number(1));
    let size = parameters.read("page_size", page_size).unwrap_or(SIZE);
    let mut filter = TextFilter {
        id: parameters.parsed("id", "a number"),
        names: parameters.text("name").map(|name| Name::parse(&name).into_iter().collect()),
        starts_with: parameters.text("name__startswith").as_deref().map(lower),
        ends_with: parameters.text("name__endswith").as_deref().map(lower),
        contains: parameters.text("name__contains").as_deref().map(lower),
    };
    if kind == Some(ZoneKind::Reverse)
        && let Some(names) = parameters.read("network", networks::names)
    {
        filter.names = Some(match filter.names {
            Some(before) => before.into_iter().filter(|name| names.contains(name)).collect(),
            None => names,
        });
    }
    let order = parameters.read("ordering", ordering);
    parameters.input(wanted(Asked { filter, order, page: PageWanted { number, size } }))
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn page_number(text: &str) -> Result<PageNumber, Fault> {
    if text == "last" {
        return Ok(PageNumber::Last);
    }
    // Beyond every number, and so past the end of every list.
    digits(text)
        .filter(|number| *number > 0)
        .map(PageNumber::Number)
        .ok_or_else(|| ("bad_value", "page is a number from 1, or `last`".to_owned()))
}

fn page_size(text: &str) -> Result<usize, Fault> {
    let size = digits(text).filter(|size| *size > 0).map(|size| usize::try_from(size).unwrap_or(LARGEST).min(LARGEST));
    size.ok_or_else(|| ("bad_value", "page_size is a number from 1".to_owned()))
}

/// What digits say; all that is too large is the largest.
fn digits(text: &str) -> Option<u64> {
    let are_digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    are_digits.then(|| text.parse().unwrap_or(u64::MAX))
}

fn ordering(text: &str) -> Result<Order, Fault> {
    Ok(match text {
        "name" => Order::Name,
        "-name" => Order::NameDescending,
        "id" => Order::Id,
        "-id" => Order::IdDescending,
        _ => {
            return Err(("bad_value", "ordering is name or id, with `-` before it for the other way round".to_owned()));
        }
    })
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MregPage)]
pub(crate) struct Page<T> {
    /// How many items all pages have.
    count: u64,
    /// Where the next page is, if there is one.
    next: Option<String>,
    /// Where the previous page is, if there is one.
    previous: Option<String>,
    /// What stands on this page.
    results: Vec<T>,
}

impl<T> Page<T> {
    /// Nothing.
    pub(super) fn empty() -> Self {
        Self { count: 0, next: None, previous: None, results: Vec::new() }
    }

    /// A page as clients see it.
    pub(super) fn of<I>(call: &Call, request: &HttpRequest, page: Counted<I>, wire: impl Fn(I) -> T) -> Self {
        let link = |number: u64| link(call, request, number);
        Self {
            count: page.total,
            next: (page.number < page.pages).then(|| link(page.number + 1)),
            previous: (page.number > 1).then(|| link(page.number - 1)),
            results: page.items.into_iter().map(wire).collect(),
        }
    }
}

/// The address of another page of this list, whole, as these clients expect it; the first page is the one without a number.
fn link(call: &Call, request: &HttpRequest, number: u64) -> String {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string()).map(web::Query::into_inner);
    let kept = pairs.unwrap_or_default().into_iter().filter(|(name, _)| name != "page");
    let page = (number > 1).then(|| ("page".to_owned(), number.to_string()));
    let query: Vec<String> =
        kept.chain(page).map(|(name, value)| format!("{}={}", escaped(&name), escaped(&value))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{}{mark}{}", paths::base(call.state(), request), request.uri().path(), query.join("&"))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn read(query: &str) -> Result<Asked, Vec<String>> {
        let request = TestRequest::with_uri(&format!("/api/v1/zones/forward/?{query}")).to_http_request();
        let asked = asked(&request, Some(ZoneKind::Forward), |asked| asked);
        let (asked, findings) = asked.well_formed().unwrap();
        if findings.is_clean() {
            return Ok(asked.clone());
        }
        Err(findings.errors().iter().map(|error| format!("{} {}", error.field, error.code)).collect())
    }

    #[test]
    fn m5_a_page_has_a_hundred_items_and_at_most_a_thousand() {
        let page = |query: &str| read(query).unwrap().page;
        assert_eq!(page(""), PageWanted { number: PageNumber::Number(1), size: 100 });
        assert_eq!(page("page=7&page_size=5"), PageWanted { number: PageNumber::Number(7), size: 5 });
        assert_eq!(page("page=last&page_size=99999"), PageWanted { number: PageNumber::Last, size: 1000 });
        assert_eq!(page("page=99999999999999999999999").number, PageNumber::Number(u64::MAX));
        for wrong in ["page=0", "page=-1", "page=x", "page=", "page_size=0", "page_size=-5", "page_size=1e2"] {
            assert_eq!(
                read(wrong).unwrap_err(),
                [format!("{} bad_value", wrong.split('=').next().unwrap())],
                "{wrong}"
            );
        }
    }

    #[test]
    fn m5_filters_count_in_any_case_and_others_are_refused() {
        let filter = |query: &str| read(query).unwrap().filter;
        let given = filter("id=17&name__startswith=Ab&name__endswith=.ORG&name__contains=x%2Fy");
        let expected = TextFilter {
            id: Some(17),
            names: None,
            starts_with: Some("ab".into()),
            ends_with: Some(".org".into()),
            contains: Some("x/y".into()),
        };
        assert_eq!(given, expected);
        assert_eq!(filter("name=Example.ORG.").names, Some(vec![Name::parse("example.org").unwrap()]));
        assert_eq!(filter("name=a..b").names, Some(Vec::new()), "no zone has a name that is none");
        let wrong = read("name__regex=.*&network=192.0.2.0%2F24&ordering=serialno&id=x&name=a&name=b").unwrap_err();
        let expected = [
            "id bad_value",
            "name repeated",
            "ordering bad_value",
            "name__regex unknown_parameter",
            "network unknown_parameter",
        ];
        assert_eq!(wrong, expected);
    }
}
