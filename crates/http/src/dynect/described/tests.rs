//! The description names just what the table of resources has.

use super::*;

#[test]
fn what_does_something_is_described_and_what_is_only_refused_is_not() {
    let undescribed: Vec<String> = all()
        .filter(|(path, operation)| Words::of(path, operation.verb).is_none())
        .map(|(path, operation)| format!("{:?} {path}", operation.verb))
        .collect();
    assert_eq!(
        undescribed,
        [
            "Delete /REST/Task/{task}",
            "Post /REST/User",
            "Put /REST/User",
            "Delete /REST/User",
            "Post /REST/User/{login}",
            "Put /REST/User/{login}",
            "Delete /REST/User/{login}",
            "Post /REST/Contact",
            "Put /REST/Contact",
            "Delete /REST/Contact",
            "Post /REST/Contact/{nick}",
            "Put /REST/Contact/{nick}",
            "Delete /REST/Contact/{nick}",
        ]
    );
}

#[test]
fn each_operation_has_a_name_of_its_own_and_each_part_a_meaning() {
    let mut ids: Vec<&str> =
        all().filter_map(|(path, operation)| Words::of(&path, operation.verb)).map(|words| words.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for (path, _) in all() {
        for part in path.split('{').skip(1).filter_map(|rest| rest.split_once('}')) {
            assert!(!table::part(part.0).is_empty(), "{path}");
        }
    }
}

#[test]
fn w10_answers_are_described_in_all_four_forms() {
    let mut document = OpenApi::default();
    describe(&mut document);
    let written = serde_json::to_value(&document).unwrap();
    let zone = &written["paths"]["/REST/Zone/{zone}"]["get"];
    let forms: Vec<&String> = zone["responses"]["200"]["content"].as_object().unwrap().keys().collect();
    assert_eq!(forms.len(), 4);
    assert_eq!(zone["summary"], "Read a zone");
    assert_eq!(zone["parameters"][0]["name"], "zone");
    let log_in = &written["paths"]["/REST/Session"]["post"];
    assert_eq!(log_in["security"], serde_json::json!([{}]), "nobody is logged in yet");
    assert!(log_in["responses"]["307"].is_null() && zone["responses"]["307"].is_object());
}
