//! Bodies of `/REST` in its four forms: bounded in depth and number, and what is read is written in each form as what is read as the
//! same. The first octet tells the form: `x`, `y`, `h`, anything else is JSON.
#![no_main]

use domesday_http::fuzzing::dynect::{Form, forms, keep, merge, query, read, take, write};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

/// What a form has of a scalar: a text, or nothing.
fn told(value: &Value, empty: Option<&str>) -> Value {
    match value {
        Value::Bool(flag) => flag.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Array(entries) if !entries.is_empty() => entries.iter().map(|entry| told(entry, empty)).collect(),
        Value::Object(members) if !members.is_empty() => {
            members.iter().map(|(name, value)| (name.clone(), told(value, empty))).collect::<Map<_, _>>().into()
        }
        Value::Array(_) | Value::Object(_) => empty.map_or_else(|| value.clone(), Value::from),
        scalar => scalar.clone(),
    }
}

/// How deep a value is, and how many arguments are in it.
fn measured(value: &Value) -> (usize, usize) {
    let inner: Vec<(usize, usize)> = match value {
        Value::Array(entries) => entries.iter().map(measured).collect(),
        Value::Object(members) => members.values().map(measured).collect(),
        _ => return (0, 1),
    };
    let depth = inner.iter().map(|(depth, _)| depth + 1).max().unwrap_or(1);
    (depth, inner.iter().map(|(_, count)| count).sum::<usize>().max(1))
}

/// Whether XML can tell a value: names that are names, no text with what it cannot hold, no map that looks like a list.
fn fits_xml(value: &Value) -> bool {
    let is_name = |name: &String| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|inner| inner.is_ascii_alphanumeric() || "_-.".contains(inner))
    };
    let holds = |one: char| (!one.is_control() || "\n\t\r".contains(one)) && !matches!(one, '\u{fffe}' | '\u{ffff}');
    match value {
        Value::String(text) => text.chars().all(holds),
        Value::Array(entries) => entries.iter().all(fits_xml),
        Value::Object(members) => {
            let list = members.len() == 1 && members.contains_key("item");
            !list && members.iter().all(|(name, value)| is_name(name) && fits_xml(value))
        }
        _ => true,
    }
}

/// Whether `name=value&…` can tell the members: texts, or lists of at least two of them.
fn fits_form(members: &Map<String, Value>) -> bool {
    let fits = |value: &Value| match value {
        Value::String(_) => true,
        Value::Array(entries) => entries.len() > 1 && entries.iter().all(Value::is_string),
        _ => false,
    };
    members.iter().all(|(name, value)| !name.is_empty() && !name.contains(['.', '[']) && fits(value))
}

fn value(tree: &str) -> Value {
    serde_json::from_str(tree).unwrap_or_else(|fault| panic!("{fault}: {tree}"))
}

fn again(form: Form, tree: &str) -> Option<String> {
    let Some(written) = write(form, tree) else { panic!("not written: {tree}") };
    read(form, written.as_bytes())
}

fn check(tree: &str) {
    let whole = value(tree);
    let (depth, arguments) = measured(&whole);
    assert!(depth <= 16 && arguments <= 10_000, "{depth} deep, {arguments} arguments: {tree}");
    assert_eq!(keep(tree).as_deref(), Some(tree));
    assert_eq!(again(Form::Json, tree).as_deref(), Some(tree));
    let yaml = again(Form::Yaml, tree).unwrap_or_else(|| panic!("no YAML: {tree}"));
    assert_eq!(value(&yaml), told(&whole, None), "{tree}");
    assert_eq!(again(Form::Yaml, &yaml).as_deref(), Some(yaml.as_str()));
    let xml = again(Form::Xml, tree);
    // Names that XML has no room for become alike, and what is called alike is a list, one deeper; one `item` by itself is a list too.
    let list = whole.as_object().is_some_and(|members| members.len() == 1 && members.contains_key("item"));
    assert!(xml.is_some() || list || depth > 8, "no XML: {tree}");
    if fits_xml(&whole) {
        let outermost = if whole == Value::Object(Map::new()) { whole.clone() } else { told(&whole, Some("")) };
        assert_eq!(xml.as_deref().map(value), Some(outermost), "{tree}");
    }
    if whole.as_object().is_some_and(fits_form) {
        assert_eq!(again(Form::Html, tree).as_deref(), Some(tree));
    }
    assert!(take(tree).is_some());
}

fuzz_target!(|octets: &[u8]| {
    let (form, body) = match octets.split_first() {
        Some((b'x', body)) => (Form::Xml, body),
        Some((b'y', body)) => (Form::Yaml, body),
        Some((b'h', body)) => (Form::Html, body),
        Some((_, body)) => (Form::Json, body),
        None => return,
    };
    let Some(tree) = read(form, body) else { return };
    check(&tree);
    let text = std::str::from_utf8(body).unwrap_or_default();
    if let Some(asked) = query(text) {
        check(&asked);
        let both = merge(&asked, &tree).unwrap_or_else(|| panic!("not merged: {asked} {tree}"));
        assert!(keep(&both).is_some(), "a name twice: {both}");
        // A body may have a byte order mark before it, which is no part of its first name.
        if form == Form::Html && !text.trim_ascii_start().is_empty() && !text.starts_with('\u{feff}') {
            assert_eq!(asked, tree);
        }
    }
    if let Some((sent, answered)) = forms(Some(text), Some(text), body) {
        assert!(forms(Some(sent), Some(answered), body) == Some((sent, answered)));
    }
});
