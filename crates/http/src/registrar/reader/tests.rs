//! How values are read that clients send in more forms than one.

use serde_json::json;

use super::*;

fn told(reader: Reader) -> Vec<(String, &'static str)> {
    reader.finish().faults.into_iter().map(|fault| (fault.place, fault.code)).collect()
}

fn wrong(place: &str) -> Vec<(String, &'static str)> {
    vec![(place.to_owned(), "wrong-type")]
}

#[test]
fn u2_an_empty_list_is_an_empty_object() {
    for empty in [json!([]), json!({}), json!(""), json!(null)] {
        let body = json!({ "part": empty });
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        if let Some(mut part) = reader.part(&mut members, "part") {
            assert!(part.take("x").is_none());
        }
        assert!(told(reader).is_empty(), "{body}");
        let mut reader = Reader::default();
        assert!(reader.body(&empty).take("x").is_none());
        assert!(told(reader).is_empty(), "{body} as the body itself");
    }
    for other in [json!(["a"]), json!("a"), json!(7), json!(true)] {
        let body = json!({ "part": other });
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        reader.part(&mut members, "part");
        assert_eq!(told(reader), wrong("/part"), "{body}");
    }
}

#[test]
fn u2_an_object_with_decimal_keys_is_the_list_of_its_values_in_the_order_of_its_keys() {
    let body = json!({"ns": {"10": "c", "2": "b", "1": null, "0": "a"}});
    let mut reader = Reader::default();
    let mut members = reader.body(&body);
    let read = reader.texts(&mut members, "ns");
    let expected = [("a", "/ns/0"), ("b", "/ns/2"), ("c", "/ns/10")];
    assert_eq!(read, expected.map(|(text, place)| (text.to_owned(), place.to_owned())));
    for other in [json!({"1": "a", "x": "b"}), json!({"-1": "a"}), json!("a"), json!(7)] {
        let body = json!({ "ns": other });
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        assert!(reader.texts(&mut members, "ns").is_empty());
        assert_eq!(told(reader), wrong("/ns"), "{body}");
    }
}

#[test]
fn u3_numbers_are_texts_and_texts_of_digits_numbers() {
    let body = json!({"pc": 11111, "rate": 1.5, "value": "12", "minus": "-3", "whole": 2.0, "cc": true});
    let mut reader = Reader::default();
    let mut members = reader.body(&body);
    assert_eq!(reader.given(&mut members, "pc").as_deref(), Some("11111"));
    assert_eq!(reader.given(&mut members, "rate").as_deref(), Some("1.5"));
    assert_eq!(reader.number(&mut members, "value"), Some(12));
    assert_eq!(reader.number(&mut members, "minus"), Some(-3));
    assert_eq!(reader.number(&mut members, "whole"), Some(2));
    assert_eq!(reader.given(&mut members, "cc"), None);
    assert_eq!(told(reader), wrong("/cc"));
    for other in [json!("1x"), json!("+1"), json!("0x1"), json!(1.5), json!(u64::MAX), json!([1]), json!("1e3")] {
        let body = json!({ "value": other });
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        assert_eq!(reader.number(&mut members, "value"), None, "{body}");
        assert_eq!(told(reader), wrong("/value"), "{body}");
    }
}

#[test]
fn u4_null_is_not_given_and_an_empty_text_is_none() {
    let body = json!({"a": null, "b": "", "c": "x", "list": ["", null, "y"]});
    let mut reader = Reader::default();
    let mut members = reader.body(&body);
    assert_eq!((reader.given(&mut members, "a"), reader.said(&mut members, "a")), (None, None));
    assert_eq!((reader.given(&mut members, "b"), reader.said(&mut members, "b")), (None, Some(String::new())));
    assert_eq!(reader.said(&mut members, "c").as_deref(), Some("x"));
    assert_eq!(reader.number(&mut members, "b"), None);
    assert_eq!(reader.texts(&mut members, "list"), [("y".to_owned(), "/list/2".to_owned())]);
    reader.close(&members);
    let noticed = reader.finish();
    assert!(noticed.faults.is_empty() && noticed.unknown.is_empty());
}

#[test]
fn section_1_members_that_nobody_takes_are_all_named() {
    let body = json!({"name": "x", "colour": 1, "a/b": {"c": 1}, "none": null});
    let mut reader = Reader::default();
    let mut members = reader.body(&body);
    members.take("name");
    reader.close(&members);
    assert_eq!(reader.finish().unknown, ["/a~1b", "/colour"]);
}

#[test]
fn e2_places_are_those_of_the_body_as_it_was_sent() {
    let body = json!({"street": {"7": "a", "9": null, "8": "b"}});
    let mut reader = Reader::default();
    let mut members = reader.body(&body);
    let street = members.take("street").unwrap();
    assert_eq!(reader.indexed(&street).len(), 2);
    let moved = reader.finish().moved;
    for (place, sent) in [
        ("/street/0", "/street/7"),
        ("/street/1/x", "/street/8/x"),
        ("/street", "/street"),
        ("/street/10", "/street/10"),
    ] {
        assert_eq!(moved.as_sent(place), sent);
    }
}

#[test]
fn huge_bodies_cost_no_more_than_their_reading() {
    let items = vec![json!({}); 100_000];
    let body = json!({"ns": items, "status": items[..1000]});
    let mut reader = Reader::default();
    let mut members = reader.body(&body);
    assert!(reader.texts(&mut members, "ns").is_empty());
    assert!(reader.texts(&mut members, "status").is_empty());
    let told = told(reader);
    assert_eq!((told.len(), told[0].clone()), (MOST_TOLD, ("/ns".to_owned(), "too-many")));
    let many: Map<String, Value> = (0..50_000).map(|number| (format!("m{number}"), json!(1))).collect();
    let body = Value::Object(many);
    let mut reader = Reader::default();
    let members = reader.body(&body);
    reader.close(&members);
    assert_eq!(reader.finish().unknown.len(), MOST_TOLD);
}
