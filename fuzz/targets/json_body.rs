//! JSON bodies of every face: no member twice, no member unnoticed, every fault at a place that there is, no secret shown again.
#![no_main]

use domesday_http::fuzzing::{registrar, requests, sessions, strict, takers, tlds};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

/// A member that nobody knows.
const UNKNOWN: &str = "no~such/member";

/// What stands at every place that is secret.
const SECRET: &str = "5ecret-never-shown";

/// The text of a value, with one of its members written twice: the first one within `left` others, its name escaped the second time.
fn doubled(value: &Value, left: &mut usize, out: &mut String) {
    match value {
        Value::Array(entries) => {
            out.push('[');
            for (at, entry) in entries.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                doubled(entry, left, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                let (here, before) = (*left == 0, out.len());
                *left = left.wrapping_sub(1);
                out.push_str(&format!("{}:", Value::from(name.as_str())));
                doubled(value, left, out);
                if here {
                    let escaped: String = name.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
                    let first = out[before..].to_owned();
                    out.push_str(&format!(
                        ",\"{escaped}\":{}",
                        &first[Value::from(name.as_str()).to_string().len() + 1..]
                    ));
                }
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// Every place in a value, as a JSON pointer.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(n, entry)| places(entry, &format!("{at}/{n}"), all))
        }
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            places(value, &format!("{at}/{name}"), all);
        }),
        _ => {}
    }
}

/// A value with every text below a secret's name made the same.
fn hiding(value: &Value, secret: bool) -> Value {
    match value {
        Value::Array(entries) => entries.iter().map(|entry| hiding(entry, secret)).collect(),
        Value::Object(members) => {
            let hidden = |name: &str| secret || ["authInfo", "pw", "password", "token"].contains(&name);
            members
                .iter()
                .map(|(name, value)| (name.clone(), hiding(value, hidden(name))))
                .collect::<Map<_, _>>()
                .into()
        }
        Value::String(_) if secret => SECRET.into(),
        other => other.clone(),
    }
}

fn check_object(fields: &Map<String, Value>) {
    let body = Value::Object(fields.clone());
    let mut with = fields.clone();
    with.insert(UNKNOWN.to_owned(), true.into());
    for (known, unknown) in requests(fields).into_iter().zip(requests(&with)) {
        assert_eq!(known.request, unknown.request);
        let more = unknown.told.len() - known.told.len();
        assert!(fields.contains_key(UNKNOWN) || more == 1 || unknown.told.len() == 1000, "{known:?} {unknown:?}");
        // A kind is only there where nothing is wrong.
        assert!(known.request.starts_with("kinds") || known.value == unknown.value, "{known:?} {unknown:?}");
    }
    for read in registrar::requests(fields) {
        for place in &read.told {
            let around = place.rsplit_once('/').map_or("", |(around, _)| around);
            assert!(body.pointer(around).is_some(), "{}: {place} is in nothing of {body}", read.request);
        }
    }
    if !body.to_string().contains(SECRET) {
        let hidden = hiding(&body, false);
        let mut all = Vec::new();
        places(&hidden, "", &mut all);
        for (place, shown) in all.iter().zip(registrar::shown(hidden.clone(), all.iter().map(String::as_str))) {
            assert!(!shown.to_string().contains(SECRET), "{place} of {hidden}");
        }
    }
}

fuzz_target!(|octets: &[u8]| {
    tlds::import(octets);
    sessions::credentials(octets);
    let taken = takers(octets);
    let Some(value) = strict(octets) else {
        // `/REST` takes a body that is none, and a mark before it.
        assert!(!octets.starts_with(b"{") || taken.iter().all(|(_, taken)| !taken), "{taken:?}");
        return;
    };
    let written = value.to_string();
    assert_eq!(strict(written.as_bytes()).as_ref(), Some(&value), "{written}");
    for member in 0..3 {
        let (mut left, mut text) = (member, String::new());
        doubled(&value, &mut left, &mut text);
        if text.len() > written.len() {
            assert!(takers(text.as_bytes()).iter().all(|(_, taken)| !taken), "{text}");
            assert_eq!(sessions::credentials(text.as_bytes()), None, "{text}");
        }
    }
    if let Value::Object(fields) = &value {
        check_object(fields);
    }
});
