//! `name=value&…`, as forms of mreg's clients and as queries: written again they read the same, and the strict reader and the tolerant
//! one never read different things.
#![no_main]

use domesday_http::fuzzing::{dynect, mreg, next_page, pairs, queries};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

/// Every octet escaped.
fn escaped(text: &str) -> String {
    text.bytes().map(|octet| format!("%{octet:02X}")).collect()
}

fn written(members: &Map<String, Value>) -> String {
    let pairs = members.iter().flat_map(|(name, value)| {
        let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        values.iter().map(move |value| format!("{}={}", escaped(name), escaped(value.as_str().unwrap_or_default())))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fuzz_target!(|text: &str| {
    let read = mreg::form(text);
    let strictly = dynect::query(text);
    if let Some(tree) = &strictly {
        let tree: Value = serde_json::from_str(tree).unwrap_or_else(|fault| panic!("{fault}: {tree}"));
        assert_eq!(read.clone().map(Value::Object), Some(tree), "{text}");
    }
    if let Some(members) = read {
        assert_eq!(mreg::form(&written(&members)).as_ref(), Some(&members), "{text}");
        for read in mreg::forms(&members) {
            assert!(read.told.len() <= 2 * members.len() + 100, "{read:?}");
        }
    }
    // What follows `#` is not sent to a server.
    let asked = if text.contains('#') { None } else { next_page(text, "a&b=c é") };
    if let (Some(all), Some(link)) = (pairs(text), asked) {
        let kept = all.into_iter().filter(|(name, _)| name != "marker");
        let expected: Vec<_> = kept.chain([("marker".to_owned(), "a&b=c é".to_owned())]).collect();
        assert_eq!(pairs(&link), Some(expected), "{link}");
        assert_eq!(queries(&link).map(|all| all.len()), queries(text).map(|all| all.len()));
    }
});
