//! Laws of reading and writing JSON.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn fault(text: &str) -> (&'static str, usize) {
    let fault = read(text.as_bytes()).expect_err(text);
    (fault.code, fault.offset)
}

#[test]
fn h6_what_is_not_json_is_told_with_its_place() {
    for (text, offset) in [
        ("", 0),
        ("{", 1),
        ("{\"a\":1,}", 7),
        ("[1 2]", 3),
        ("{\"a\":\n tru}", 10),
        ("nul", 3),
        ("[1]x", 3),
        ("\u{feff}{}", 0),
        ("[01]", 2),
        ("[+1]", 1),
        ("[.5]", 1),
        ("[1.]", 3),
        ("[NaN]", 1),
        ("'a'", 0),
        ("\"\u{1}\"", 1),
        ("[\"a\nb\"]", 3),
        ("[\"\\q\"]", 3),
        ("[1x\n]", 2),
        ("[1e400", 6),
    ] {
        assert_eq!(fault(text), ("bad_json", offset), "{text:?}");
    }
    assert_eq!(read(b"[\"a\xff\"]").unwrap_err().offset, 3);
    for lone in [r#""\ud800""#, r#"["\udc00"]"#, r#"{"\ud800x":1}"#] {
        assert_eq!(fault(lone).0, "bad_json", "{lone}");
    }
    assert_eq!(fault(&"[".repeat(200_000)).0, "bad_json");
    let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!((read(deep(127).as_bytes()).is_ok(), fault(&deep(128)).0), (true, "bad_json"));
}

#[test]
fn h6_a_member_twice_is_refused_at_any_depth_and_in_any_spelling() {
    for (text, offset, member) in [
        (r#"{"a":1,"a":1}"#, 7, "a"),
        (r#"[{"b":{"a":1,  "\u0061" :2}}]"#, 15, "a"),
        (r#"{"é":"x","b":[],"é":"a"}"#, 17, "é"),
        (r#"{"":{},"":{"q":1}}"#, 7, ""),
    ] {
        let fault = read(text.as_bytes()).unwrap_err();
        let told = (fault.code, fault.offset, fault.member.as_deref());
        assert_eq!(told, ("duplicate_member", offset, Some(member)), "{text}");
        assert!(!fault.detail.contains('é'), "{}", fault.detail);
    }
    assert_eq!(read(br#"{"a":{"a":1},"A":[{"a":1},{"a":2}]}"#).unwrap()["A"][1]["a"], 2);
}

#[test]
fn section_1_a_number_that_a_double_does_not_hold_is_refused() {
    for (number, kept) in [
        ("9007199254740991", "9007199254740991"),
        ("-9007199254740991", "-9007199254740991"),
        ("9007199254740991.0", "9007199254740991"),
        ("1.0", "1"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("1E2", "100"),
        ("1e21", "1e+21"),
        ("1.5", "1.5"),
        ("0.1", "0.1"),
        ("1e-400", "0"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("5e-324", "5e-324"),
        ("122.416294033786585", "122.41629403378658"),
    ] {
        assert_eq!(canonical(&read(number.as_bytes()).unwrap()), kept, "{number}");
        assert_eq!(canonical(&read(kept.as_bytes()).unwrap()), kept, "{kept}");
    }
    for number in [
        "9007199254740992",
        "-9007199254740992",
        "18446744073709551616",
        "1000000000000000000000000000000",
        "9007199254740992.0",
        "9007199254740993e0",
        "1e20",
        "999999999999999900000.0",
        "1e309",
        "-1e999999999999999999999",
    ] {
        assert_eq!(fault(number), ("inexact_number", 0), "{number}");
        assert_eq!(fault(&format!(r#"{{"a":"12e400",  "b":[{number}]}}"#)), ("inexact_number", 21), "{number}");
    }
    assert!(read(br#""9007199254740993 1e999""#).is_ok(), "digits of a string are no number");
}

#[test]
fn section_1_values_are_kept_in_the_form_of_rfc_8785() {
    let text = r#" { "\u20ac": "\u000f\u00e9\/", "\ud83d\ude00": 1.50, "\ufb33": [ null , true ], "1": {} } "#;
    let expected = "{\"1\":{},\"€\":\"\\u000fé/\",\"😀\":1.5,\"\u{fb33}\":[null,true]}";
    assert_eq!(canonical(&read(text.as_bytes()).unwrap()), expected);
    assert_eq!(read(b"[1.0,[2e0]]").unwrap(), json!([1, [2]]));
    assert_eq!(normal(&json!({"a": [1.0, 1.5, u64::MAX]})), json!({"a": [1, 1.5, 18446744073709551615.0]}));
}

#[test]
fn section_1_equality_coerces_nothing() {
    for (one, other, same) in [
        (json!(1), json!(1.0), true),
        (json!(0), json!(-0.0), true),
        (json!(1), json!(true), false),
        (json!(0), json!(null), false),
        (json!("1"), json!(1), false),
        (json!("a"), json!("A"), false),
        (json!("é"), json!("e\u{301}"), false),
        (json!([1, 2]), json!([2, 1]), false),
        (json!([1]), json!([1, 1]), false),
        (json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1}), true),
        (json!({"a": 1}), json!({"a": 1, "b": null}), false),
        (json!({"a": null}), json!({"b": null}), false),
        (json!([]), json!({}), false),
    ] {
        assert_eq!((equal(&one, &other), equal(&other, &one)), (same, same), "{one} {other}");
    }
}

#[test]
fn section_1_levels_are_arrays_and_objects() {
    for (value, levels) in [(json!(1), 0), (json!([]), 1), (json!({"a": [1, {"b": 1}], "c": []}), 3)] {
        assert_eq!(depth(&value), levels, "{value}");
    }
}

#[test]
fn section_1_nul_is_found_in_strings_and_names() {
    for text in [r#""a\u0000""#, r#"[[{"b":"\u0000"}]]"#, r#"{"\u0000":1}"#] {
        assert!(has_nul(&read(text.as_bytes()).unwrap()), "{text}");
    }
    assert!(!has_nul(&json!({"a": ["0", "\u{1}", null, 0, false]})));
}

fn numbers() -> impl Strategy<Value = Value> {
    let kept = |value: &f64| value.is_finite() && is_exact(&format!("{value:e}"));
    prop_oneof![
        (-LARGEST_INTEGER..=LARGEST_INTEGER).prop_map(Value::from),
        any::<f64>().prop_filter("read as it is", kept).prop_map(Value::from),
        (-9_i8..9).prop_map(|small| Value::from(f64::from(small) / 2.0)),
    ]
}

/// Values with little in them, so that two are often the same.
pub(crate) fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        numbers(),
        any::<String>().prop_map(Value::from),
        "[ab1]?".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[ab\u{e9}\u{fb33}😀]{0,2}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn section_1_what_is_given_back_can_be_sent_back(value in values()) {
        let text = canonical(&value);
        let back = read(text.as_bytes()).unwrap();
        prop_assert_eq!(canonical(&back), text);
        prop_assert_eq!(&back, &normal(&value));
        prop_assert!(equal(&back, &value));
    }

    #[test]
    fn section_1_what_is_equal_has_one_text(one in values(), other in values()) {
        prop_assert_eq!(equal(&one, &other), canonical(&one) == canonical(&other));
    }

    #[test]
    fn section_1_blanks_and_order_change_nothing(value in values()) {
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        // The pretty printer writes doubles without fraction as `1e20`, `1.0`; the value is the same.
        prop_assert!(equal(&read(pretty.as_bytes()).unwrap(), &value), "{}", pretty);
    }

    #[test]
    fn h6_any_octets_are_answered(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(fault) = read(&octets) {
            prop_assert!(fault.offset <= octets.len());
        }
    }

    #[test]
    fn h6_any_near_miss_is_answered(text in "[\\[\\]{}\",:0-9eE.+\\-a\\\\u \n]{0,40}") {
        match read(text.as_bytes()) {
            Err(fault) => prop_assert!(fault.offset <= text.len()),
            Ok(value) => prop_assert_eq!(read(canonical(&value).as_bytes()), Ok(value)),
        }
    }
}
