//! Laws of types.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(declared: &Value) -> ClaimType {
    ClaimType::read(declared).unwrap()
}

fn faults(declared: &Value) -> Vec<(String, &'static str)> {
    let faults = ClaimType::read(declared).expect_err(&declared.to_string());
    faults.into_iter().map(|fault| (fault.place, fault.code)).collect()
}

fn places(declared: &Value, value: &Value) -> Vec<String> {
    let wrong = read(declared).check(value).err().unwrap_or_default();
    wrong.into_iter().map(|(place, _)| place).collect()
}

#[test]
fn k1_a_type_is_a_word_an_object_or_an_array() {
    for declared in [
        json!("date-time"),
        json!({}),
        json!({"country": "string", "number": "integer", "ext?": "string"}),
        json!(["any"]),
        json!([[{"a?": ["url"], "b c": "email", "d??": "date"}]]),
    ] {
        assert_eq!(read(&declared).to_json(), declared);
    }
    for (word, known) in ClaimType::WORDS {
        assert_eq!((read(&json!(word)), known.to_json()), (known, json!(word)));
    }
}

#[test]
fn k1_every_fault_of_a_type_is_told() {
    for (declared, expected) in [
        (json!("String"), vec![("", "unknown_type")]),
        (json!(""), vec![("", "unknown_type")]),
        (json!(null), vec![("", "unknown_type")]),
        (json!(1), vec![("", "unknown_type")]),
        (json!([]), vec![("", "unknown_type")]),
        (json!(["string", "string"]), vec![("", "unknown_type")]),
        (json!({"a": "text", "b?": [["int"]]}), vec![(".a", "unknown_type"), (".b?[0][0]", "unknown_type")]),
        (json!({"a": "any", "a?": "any"}), vec![(".a?", "bad_name")]),
        (
            json!({"": "any", "?": "any", "\u{0}": "any"}),
            vec![
                ("[\"\"]", "bad_name"),
                ("[\"\u{fffd}\"]", "bad_name"),
                ("[\"?\"]", "bad_name"),
                ("[\"?\"]", "bad_name"),
            ],
        ),
        (json!({"a": "x".repeat(MOST_OCTETS)}), vec![("", "too_long")]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(place, code)| (place.to_owned(), code)).collect();
        assert_eq!(faults(&declared), expected, "{declared:.80}");
    }
    let nested = |levels| (0..levels).fold(json!("any"), |inner, _| json!([inner]));
    assert_eq!(read(&nested(32)).to_json(), nested(32));
    assert_eq!(faults(&nested(33)), [(String::new(), "too_deep")]);
}

#[test]
fn k1_each_type_takes_its_values_and_no_others() {
    let values = [
        ("string", json!("")),
        ("number", json!(-1.5)),
        ("integer", json!(9_007_199_254_740_991_i64)),
        ("boolean", json!(false)),
        ("date", json!("2026-01-02")),
        ("date-time", json!("2026-01-02T03:04:05+1200")),
        ("email", json!("ann@example.org")),
        ("url", json!("https://example.org/")),
    ];
    let takes = |word: &str, of: &str| match word {
        "string" => matches!(of, "string" | "date" | "date-time" | "email" | "url"),
        "number" => matches!(of, "number" | "integer"),
        "any" => true,
        _ => word == of,
    };
    for (word, known) in ClaimType::WORDS {
        for (of, value) in &values {
            assert_eq!(known.check(value).is_ok(), takes(word, of), "{word}: {value}");
        }
        for other in [json!([]), json!({}), json!(null)] {
            assert_eq!(known.check(&other).is_ok(), word == "any", "{word}: {other}");
        }
    }
    for no_integer in
        [json!(1.5), json!(9_007_199_254_740_992_i64), json!(i64::MIN), json!(1e21), json!("1"), json!(true)]
    {
        assert!(ClaimType::Integer.check(&no_integer).is_err(), "{no_integer}");
    }
}

#[test]
fn k1_an_object_has_what_it_needs_and_nothing_else() {
    let phone = json!({"country": "string", "number": "integer", "ext?": "string"});
    for (value, expected) in [
        (json!({"country": "GB", "number": 1}), vec![]),
        (json!({"country": "GB", "number": 1, "ext": ""}), vec![]),
        (json!({"country": "GB"}), vec![".number"]),
        (json!({"country": 1, "number": "1", "ext": null}), vec![".country", ".ext", ".number"]),
        (json!({"country": "GB", "number": 1, "ext?": ""}), vec![""]),
        (json!({"country": "GB", "number": null}), vec![".number"]),
        (json!([]), vec![""]),
    ] {
        assert_eq!(places(&phone, &value), expected, "{value}");
    }
}

#[test]
fn k1_null_is_only_within_any() {
    assert_eq!(places(&json!(["string"]), &json!(["a", null])), ["[1]"]);
    assert_eq!(places(&json!({"a?": "string"}), &json!({"a": null})), [".a"]);
    assert!(places(&json!(["any"]), &json!([null, [null], {"a": null}])).is_empty());
}

#[test]
fn p3_no_detail_repeats_a_value() {
    let declared = json!({"a": "integer", "b?": ["url"]});
    let value = json!({"a": "secret", "b": ["secret", {"secret": 1}], "secret": "secret"});
    let wrong = read(&declared).check(&value).unwrap_err();
    assert_eq!(wrong.len(), 4);
    assert!(!format!("{wrong:?}").contains("secret"), "{wrong:?}");
}

#[test]
fn k4_a_type_becomes_wider_in_these_ways_only() {
    for (from, to, wider) in [
        (json!("integer"), json!("number"), true),
        (json!("number"), json!("integer"), false),
        (json!("email"), json!("string"), true),
        (json!("url"), json!("string"), true),
        (json!("date"), json!("string"), true),
        (json!("date-time"), json!("string"), true),
        (json!("date"), json!("date-time"), false),
        (json!("string"), json!("email"), false),
        (json!("integer"), json!("string"), false),
        (json!("boolean"), json!("integer"), false),
        (json!({"a": "string"}), json!("any"), true),
        (json!("any"), json!({"a": "string"}), false),
        (json!("string"), json!(["string"]), false),
        (json!(["integer"]), json!(["number"]), true),
        (json!(["number"]), json!(["integer"]), false),
        (json!({"a": "string"}), json!({"a?": "string"}), true),
        (json!({"a?": "string"}), json!({"a": "string"}), false),
        (json!({"a": "string"}), json!({"a": "string", "b?": "url"}), true),
        (json!({"a": "string"}), json!({"a": "string", "b": "url"}), false),
        (json!({"a": "string", "b?": "url"}), json!({"a": "string"}), false),
        (json!({"a": [{"b": "date"}]}), json!({"a?": [{"b": "string", "c?": "any"}]}), true),
        (json!({"a": [{"b": "date"}]}), json!({"a?": [{"b": "integer"}]}), false),
    ] {
        assert_eq!(read(&from).is_widened_by(&read(&to)), wider, "{from} {to}");
    }
}

fn words() -> impl Strategy<Value = ClaimType> {
    prop::sample::select(ClaimType::WORDS.map(|(_, word)| word).to_vec())
}

/// Types with little in them, so that two are often related.
pub(crate) fn types() -> impl Strategy<Value = ClaimType> {
    words().prop_recursive(3, 8, 3, |inner| {
        let member = (any::<bool>(), inner.clone()).prop_map(|(optional, value)| MemberType { optional, value });
        prop_oneof![
            inner.prop_map(ClaimType::array),
            prop::collection::btree_map("[abc]", member, 0..3).prop_map(ClaimType::Object),
        ]
    })
}

fn values_of(known: &ClaimType) -> BoxedStrategy<Value> {
    match known {
        ClaimType::String => any::<String>().prop_map(Value::from).boxed(),
        ClaimType::Number => prop_oneof![any::<i32>().prop_map(Value::from), Just(json!(0.5))].boxed(),
        ClaimType::Integer => any::<i32>().prop_map(Value::from).boxed(),
        ClaimType::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        ClaimType::Date => Just(json!("2026-01-02")).boxed(),
        ClaimType::DateTime => Just(json!("2026-01-02T03:04:05Z")).boxed(),
        ClaimType::Email => "[a-z]{1,5}@[a-z]{1,5}".prop_map(Value::from).boxed(),
        ClaimType::Url => "https://[a-z]{1,5}/[a-z]{0,5}".prop_map(Value::from).boxed(),
        ClaimType::Any => prop::sample::select(vec![json!(null), json!([null]), json!({"z": 1}), json!("")]).boxed(),
        ClaimType::Array(element) => prop::collection::vec(values_of(element), 0..3).prop_map(Value::from).boxed(),
        ClaimType::Object(members) => {
            let member = |(name, member): (&String, &MemberType)| {
                let name = name.clone();
                let there = if member.optional { any::<bool>().boxed() } else { Just(true).boxed() };
                (there, values_of(&member.value)).prop_map(move |(there, value)| there.then(|| (name.clone(), value)))
            };
            let members: Vec<_> = members.iter().map(member).collect();
            members.prop_map(|members| Value::Object(members.into_iter().flatten().collect())).boxed()
        }
    }
}

fn widened(known: &ClaimType) -> BoxedStrategy<ClaimType> {
    let within = match known {
        ClaimType::Integer => prop_oneof![Just(ClaimType::Integer), Just(ClaimType::Number)].boxed(),
        ClaimType::Date | ClaimType::DateTime | ClaimType::Email | ClaimType::Url => Just(ClaimType::String).boxed(),
        ClaimType::Array(element) => widened(element).prop_map(ClaimType::array).boxed(),
        ClaimType::Object(members) => {
            let member = |(name, member): (&String, &MemberType)| {
                let (name, optional) = (name.clone(), member.optional);
                (any::<bool>(), widened(&member.value))
                    .prop_map(move |(more, value)| (name.clone(), MemberType { optional: optional || more, value }))
            };
            let added = types().prop_map(|value| ("new".to_owned(), MemberType { optional: true, value }));
            let members: Vec<_> = members.iter().map(member).collect();
            (members, prop::option::of(added))
                .prop_map(|(members, added)| ClaimType::Object(members.into_iter().chain(added).collect()))
                .boxed()
        }
        other => Just(other.clone()).boxed(),
    };
    prop_oneof![4 => within, 1 => Just(ClaimType::Any)].boxed()
}

proptest! {
    #[test]
    fn k1_a_type_is_read_as_it_is_written(known in types()) {
        prop_assert_eq!(ClaimType::read(&known.to_json()), Ok(known));
    }

    #[test]
    fn k4_what_a_type_takes_its_wider_type_takes(
        (from, to, value) in types().prop_flat_map(|from| (Just(from.clone()), widened(&from), values_of(&from))),
    ) {
        prop_assert_eq!(from.check(&value), Ok(()));
        prop_assert!(from.is_widened_by(&from) && from.is_widened_by(&to), "{:?} {:?}", from, to);
        prop_assert_eq!(to.check(&value), Ok(()));
    }

    #[test]
    fn k4_no_pair_is_called_wider_that_refuses_a_value(
        (from, value) in types().prop_flat_map(|from| (Just(from.clone()), values_of(&from))),
        to in types(),
    ) {
        if from.is_widened_by(&to) {
            prop_assert_eq!(to.check(&value), Ok(()));
        }
    }
}
