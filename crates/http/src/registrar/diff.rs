//! What a rehearsal would change of an object (rule I1): the differences of two states, each with its path (RFC 6901).

use domesday_domain::fault::below;
use serde_json::{Value, json};

/// The differences, in the order of their paths: `{op, path, from, value}`. Lists are compared item by item at the same place.
pub(super) fn differences(before: &Value, after: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match (before, after) {
        (Value::Null, Value::Null) => {}
        (Value::Null, made) => found.push(json!({"op": "add", "path": "", "value": made})),
        (gone, Value::Null) => found.push(json!({"op": "remove", "path": "", "from": gone})),
        _ => compare("", before, after, &mut found),
    }
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<Value>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(old), Value::Object(new)) => {
            let mut members: Vec<&String> = old.keys().chain(new.keys()).collect();
            members.sort_unstable();
            members.dedup();
            for member in members {
                one(&below(path, member), old.get(member), new.get(member), found);
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            for at in 0..old.len().max(new.len()) {
                one(&below(path, at), old.get(at), new.get(at), found);
            }
        }
        _ => found.push(json!({"op": "replace", "path": path, "from": before, "value": after})),
    }
}

fn one(path: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Value>) {
    match (before, after) {
        (Some(before), Some(after)) => compare(path, before, after, found),
        (Some(before), None) => found.push(json!({"op": "remove", "path": path, "from": before})),
        (None, Some(after)) => found.push(json!({"op": "add", "path": path, "value": after})),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_a_difference_has_its_path_and_what_was_and_is() {
        let before = json!({"ns": ["a", "b"], "up": null, "part": {"x/y": 1, "z": [1]}, "same": [1]});
        let after = json!({"ns": ["c"], "up": "now", "part": {"x/y": 2, "n": {}, "z": {}}, "same": [1]});
        let expected = json!([
            {"op": "replace", "path": "/ns/0", "from": "a", "value": "c"},
            {"op": "remove", "path": "/ns/1", "from": "b"},
            {"op": "add", "path": "/part/n", "value": {}},
            {"op": "replace", "path": "/part/x~1y", "from": 1, "value": 2},
            {"op": "replace", "path": "/part/z", "from": [1], "value": {}},
            {"op": "replace", "path": "/up", "from": null, "value": "now"},
        ]);
        assert_eq!(Value::from(differences(&before, &after)), expected);
    }

    #[test]
    fn i1_what_is_made_or_gone_is_one_difference() {
        let info = json!({"name": "blue.st"});
        assert_eq!(differences(&Value::Null, &info), [json!({"op": "add", "path": "", "value": info})]);
        assert_eq!(differences(&info, &Value::Null), [json!({"op": "remove", "path": "", "from": info})]);
        assert!(differences(&info, &info).is_empty() && differences(&Value::Null, &Value::Null).is_empty());
    }
}
