//! The head of a request, read: its parameters, the parts of its path, and ids in its headers.

use actix_web::{HttpRequest, web};
use domesday_domain::fault::Fault;

use super::sent::excerpt;
pub(super) use crate::paths::decoded;

/// The longest transaction id, or idempotency key.
const LONGEST_ID: usize = 128;

/// The parameters of a request, decoded, in the order in which they were sent.
pub(super) fn pairs(request: &HttpRequest) -> Vec<(String, String)> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
    pairs.map(web::Query::into_inner).unwrap_or_default()
}

/// A parameter that is wrong.
pub(super) fn wrong_parameter(name: &str, detail: &str) -> Fault {
    Fault::malformed(format!("query:{}", excerpt(name)), "parameter", detail)
}

/// The id in a header: 1 to 128 printable ASCII characters.
pub(super) fn id(request: &HttpRequest, header: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let mut values = request.headers().get_all(header).map(|value| value.to_str().unwrap_or_default());
    let first = values.next()?;
    let fits = (1..=LONGEST_ID).contains(&first.len()) && first.bytes().all(|octet| (b' '..=b'~').contains(&octet));
    if fits && values.all(|other| other == first) {
        return Some(first.to_owned());
    }
    let detail = format!("{header} is 1 to {LONGEST_ID} printable ASCII characters");
    faults.push(Fault::malformed(format!("header:{header}"), "header", detail));
    None
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn section_1_transaction_ids_are_printable_ascii() {
        let long = "x".repeat(129);
        for (value, good) in [
            ("acme-17", true),
            ("a b", true),
            (&long[..128], true),
            (&long[..], false),
            ("", false),
            ("b\u{e4}", false),
        ] {
            let request = TestRequest::get().insert_header(("Api-ClientTransactionId", value)).to_http_request();
            let mut faults = Vec::new();
            assert_eq!(id(&request, "Api-ClientTransactionId", &mut faults).is_some(), good, "{value:?}");
            let places: Vec<_> = faults.iter().map(|fault| fault.place.as_str()).collect();
            assert_eq!(places.is_empty(), good, "{places:?}");
        }
        let twice = TestRequest::get()
            .append_header(("Api-ClientTransactionId", "a"))
            .append_header(("Api-ClientTransactionId", "b"));
        assert_eq!(id(&twice.to_http_request(), "Api-ClientTransactionId", &mut Vec::new()), None);
    }

    #[test]
    fn u6_names_in_paths_are_decoded() {
        for (segment, text) in [
            ("blue.st", "blue.st"),
            ("b%C3%BCcher.st", "bücher.st"),
            ("a%2fb%25%20", "a/b% "),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz", "%zz"),
            ("%FF", "\u{fffd}"),
        ] {
            assert_eq!(decoded(segment), text, "{segment}");
        }
    }
}
