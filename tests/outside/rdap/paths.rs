//! Paths into an answer (JSONPath as RFC 9537 has it), as far as redactions use them: members, places, and filters by equality.

use serde_json::Value;

/// The values that a path leads to. Panics at a path that is not of such a form.
pub(super) fn at<'a>(root: &'a Value, path: &str) -> Vec<&'a Value> {
    let rest = path.strip_prefix('$').unwrap_or_else(|| panic!("no path from the root: {path}"));
    follow(vec![root], rest)
}

fn follow<'a>(mut found: Vec<&'a Value>, mut rest: &str) -> Vec<&'a Value> {
    while !rest.is_empty() {
        if let Some(filter) = rest.strip_prefix("[?(") {
            let (conditions, after) = filter.split_once(")]").unwrap_or_else(|| panic!("an open filter: {rest}"));
            let items = found.into_iter().filter_map(Value::as_array).flatten();
            found = items.filter(|item| conditions.split("&&").all(|condition| holds(item, condition))).collect();
            rest = after;
        } else if let Some(place) = rest.strip_prefix('[') {
            let (place, after) = place.split_once(']').unwrap_or_else(|| panic!("an open place: {rest}"));
            let place: usize = place.parse().unwrap_or_else(|_| panic!("no place: {rest}"));
            found = found.into_iter().filter_map(|value| value.as_array()?.get(place)).collect();
            rest = after;
        } else {
            let member = rest.strip_prefix('.').unwrap_or_else(|| panic!("neither a member nor a place: {rest}"));
            let end = member.find(['.', '[']).unwrap_or(member.len());
            assert!(end > 0, "a member without a name: {rest}");
            found = found.into_iter().filter_map(|value| value.as_object()?.get(&member[..end])).collect();
            rest = &member[end..];
        }
    }
    found
}

/// Whether an item is as a condition of the form `@path=='text'` wants it.
fn holds(item: &Value, condition: &str) -> bool {
    let (path, wanted) = condition.split_once("==").unwrap_or_else(|| panic!("no condition: {condition}"));
    let path = path.trim().strip_prefix('@').unwrap_or_else(|| panic!("not of the item: {condition}"));
    let wanted = wanted.trim();
    let quoted = wanted.len() >= 2 && wanted.starts_with('\'') && wanted.ends_with('\'');
    assert!(quoted, "no text: {condition}");
    follow(vec![item], path).iter().any(|value| **value == wanted[1..wanted.len() - 1])
}

#[test]
fn a_path_leads_to_what_it_says_and_to_nothing_else() {
    use serde_json::json;
    let root = json!({"a": [{"b": [["tel", {"type": "fax"}, "uri", "1"], ["tel", {"type": "voice"}, "uri", "2"], ["fn", {}, "text", ""]]}]});
    for (path, expected) in [
        ("$.a[0].b[2][3]", vec![json!("")]),
        ("$.a[0].b[?(@[0]=='tel')][3]", vec![json!("1"), json!("2")]),
        ("$.a[0].b[?(@[0]=='tel' && @[1].type=='voice')][3]", vec![json!("2")]),
        ("$.a[0].b[0][1].type", vec![json!("fax")]),
        ("$.a[0].b[?(@[0]=='email')]", vec![]),
        ("$.a[1].b", vec![]),
        ("$.b", vec![]),
    ] {
        assert_eq!(at(&root, path).into_iter().cloned().collect::<Vec<_>>(), expected, "{path}");
    }
    for wrong in ["a", "$a", "$.", "$.a[x]", "$.a[0", "$.a[?(@[0])]", "$.a[?(@[0]==tel)]"] {
        assert!(std::panic::catch_unwind(|| at(&json!({"a": [["tel"]]}), wrong).len()).is_err(), "{wrong}");
    }
}
