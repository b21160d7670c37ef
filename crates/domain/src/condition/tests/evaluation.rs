//! Truth tables of what comparisons and their joints are (rules C2 to C6).

use serde_json::{Value, json};

use super::facts::{ATTESTOR, ENTITY, Pair};
use crate::condition::Truth::{False, True, Unknown};
use crate::condition::{Condition, Truth};

fn table(pair: &Pair, rows: &[(&str, Truth)]) {
    for (text, truth) in rows {
        assert_eq!(pair.truth(text), *truth, "{text}");
    }
}

/// What `==` is of two values.
fn equals(left: &Value, right: &Value) -> Truth {
    Pair::new(json!({"v": left}), json!({"v": right})).truth("{ATTESTOR}.v == {ENTITY}.v")
}

#[test]
fn c2_id_and_kind_always_have_a_value() {
    table(
        &Pair::new(json!({"me": ATTESTOR}), json!({"sponsor": ATTESTOR})),
        &[
            ("{ENTITY}.sponsor == {ATTESTOR}.@id", True),
            ("{ATTESTOR}.@id == {ENTITY}.@id", False),
            ("{ATTESTOR}.@kind == \"https://registry.example/api/teacher\"", True),
            ("{ENTITY}.@kind == \"https://registry.example/api/student\"", True),
            ("{ATTESTOR}.me == {ATTESTOR}.@id", True),
            ("{ENTITY}.id == {ENTITY}.@id", Unknown),
            ("{ENTITY}.kind != {ENTITY}.@kind", Unknown),
        ],
    );
    assert_eq!(equals(&json!(ENTITY), &json!(format!("{ENTITY}/"))), False);
}

#[test]
fn c2_names_step_into_members_of_objects_only() {
    let attestor = json!({
        "addr": {"cc": "IN", "geo": {"at": {"lat": 1.5}}, "zip": null, "": 0},
        "list": [{"cc": "IN"}], "text": "IN", "yes": true,
    });
    table(
        &Pair::new(attestor, json!({"addr": "IN"})),
        &[
            ("{ATTESTOR}.addr.cc == \"IN\"", True),
            ("{ATTESTOR}.addr.geo.at.lat == 1.5", True),
            ("{ATTESTOR}.addr.geo.at == 1.5", False),
            ("{ATTESTOR}.addr.zip == 1", Unknown),
            ("{ATTESTOR}.addr.CC == \"IN\"", Unknown),
            ("{ATTESTOR}.addr.cc.length == 2", Unknown),
            ("{ATTESTOR}.list.cc == \"IN\"", Unknown),
            ("{ATTESTOR}.list.length == 1", Unknown),
            ("{ATTESTOR}.text.cc != \"IN\"", Unknown),
            ("{ATTESTOR}.yes.cc == true", Unknown),
            ("{ENTITY}.addr.cc == \"IN\"", Unknown),
        ],
    );
}

#[test]
fn c3_absent_never_equals_nor_differs() {
    let pair = Pair::new(json!({"gone": null, "one": 1}), json!({"gone": null, "one": 1}));
    for relation in ["==", "!="] {
        for (left, right) in [
            ("{ATTESTOR}.gone", "{ENTITY}.gone"),
            ("{ATTESTOR}.never", "{ENTITY}.never"),
            ("{ATTESTOR}.never", "{ATTESTOR}.never"),
            ("{ATTESTOR}.one", "{ENTITY}.never"),
            ("{ATTESTOR}.gone", "1"),
            ("false", "{ENTITY}.never"),
            ("\"\"", "{ENTITY}.gone"),
        ] {
            assert_eq!(pair.truth(&format!("{left} {relation} {right}")), Unknown, "{left} {relation} {right}");
        }
    }
}

#[test]
fn c3_values_of_different_types_differ() {
    let values = [
        json!("1"),
        json!(1),
        json!(true),
        json!([1]),
        json!({"1": 1}),
        json!(""),
        json!(0),
        json!(false),
        json!([]),
        json!({}),
    ];
    for (left, one) in values.iter().enumerate() {
        for (right, another) in values.iter().enumerate() {
            let truth = equals(one, another);
            assert_eq!(truth, Truth::from(left == right), "{one} {another}");
            let pair = Pair::new(json!({"v": one}), json!({"v": another}));
            assert_eq!(pair.truth("{ATTESTOR}.v != {ENTITY}.v"), !truth, "{one} {another}");
        }
    }
}

#[test]
fn c3_equality_is_jsons() {
    for (left, right, truth) in [
        (json!(41), json!(41.0), True),
        (json!(0), json!(-0.0), True),
        (json!(9007199254740991_i64), json!(9007199254740990_i64), False),
        (json!(9007199254740991_i64), json!(9007199254740991.0), True),
        (json!(0.1), json!(0.2 - 0.1), True),
        (json!(0.1), json!(0.1 + f64::EPSILON), False),
        (json!("é"), json!("e\u{301}"), False),
        (json!("a"), json!("A"), False),
        (json!("a"), json!("a "), False),
        (json!([1, 2]), json!([1.0, 2]), True),
        (json!([1, 2]), json!([2, 1]), False),
        (json!([1, 2]), json!([1]), False),
        (json!({"a": 1, "b": [null]}), json!({"b": [null], "a": 1.0}), True),
        (json!({"a": 1}), json!({"a": 1, "b": null}), False),
        (json!({"a": 1}), json!({"b": 1}), False),
    ] {
        assert_eq!(equals(&left, &right), truth, "{left} {right}");
        assert_eq!(equals(&right, &left), truth, "{right} {left}");
    }
}

#[test]
fn c4_in_asks_for_an_element_of_an_array() {
    let attestor = json!({
        "list": ["maths", 41, true, null, ["x"], {"a": 1}], "none": [], "text": "maths", "members": {"maths": 1}, "gone": null,
    });
    table(
        &Pair::new(attestor, json!({"hobby": "maths", "pair": ["x"], "thing": {"a": 1.0}})),
        &[
            ("{ENTITY}.hobby in {ATTESTOR}.list", True),
            ("{ENTITY}.pair in {ATTESTOR}.list", True),
            ("{ENTITY}.thing in {ATTESTOR}.list", True),
            ("41.0 in {ATTESTOR}.list", True),
            ("true in {ATTESTOR}.list", True),
            ("\"41\" in {ATTESTOR}.list", False),
            ("1 in {ATTESTOR}.list", False),
            ("\"x\" in {ATTESTOR}.list", False),
            ("\"math\" in {ATTESTOR}.list", False),
            ("{ENTITY}.hobby in {ATTESTOR}.none", False),
            ("{ENTITY}.hobby in {ATTESTOR}.text", Unknown),
            ("\"math\" in {ATTESTOR}.text", Unknown),
            ("{ENTITY}.hobby in {ATTESTOR}.members", Unknown),
            ("{ENTITY}.hobby in {ATTESTOR}.gone", Unknown),
            ("{ENTITY}.hobby in \"maths\"", Unknown),
            ("{ENTITY}.never in {ATTESTOR}.list", Unknown),
            ("{ENTITY}.never in {ATTESTOR}.none", Unknown),
            ("{ATTESTOR}.list in {ATTESTOR}.list", False),
        ],
    );
}

#[test]
fn c5_false_decides_and_true_decides_or_else_unknown_stays() {
    let spelled = [(True, "1==1"), (False, "1==2"), (Unknown, "1=={ENTITY}.x")];
    let nothing = Pair::new(json!({}), json!({}));
    for (left, one) in spelled {
        for (right, another) in spelled {
            let both = match (left, right) {
                (False, _) | (_, False) => False,
                (Unknown, _) | (_, Unknown) => Unknown,
                (True, True) => True,
            };
            let either = match (left, right) {
                (True, _) | (_, True) => True,
                (Unknown, _) | (_, Unknown) => Unknown,
                (False, False) => False,
            };
            assert_eq!(nothing.truth(&format!("{one} && {another}")), both);
            assert_eq!(nothing.truth(&format!("{one} || {another}")), either);
            assert_eq!((left.and(right), left.or(right)), (both, either));
            for (third, yet_another) in spelled {
                assert_eq!(nothing.truth(&format!("{one} || {another} && {yet_another}")), left.or(right.and(third)));
            }
        }
    }
    table(&nothing, &[("!1==1", False), ("!1==2", True), ("!1=={ENTITY}.x", Unknown), ("!!1=={ENTITY}.x", Unknown)]);
}

#[test]
fn c6_what_looks_like_code_is_only_a_value() {
    let code = "\"} || 1 == 1 || {ATTESTOR}.@id == \"";
    table(
        &Pair::new(json!({"v": code}), json!({"v": "1 == 1", "w": "{ATTESTOR}.v"})),
        &[
            ("{ATTESTOR}.v == {ENTITY}.v", False),
            ("{ENTITY}.w == {ATTESTOR}.v", False),
            ("{ENTITY}.w == \"{ATTESTOR}.v\"", True),
            ("{ENTITY}.v == true", False),
        ],
    );
}

#[test]
fn c6_facts_are_asked_for_no_more_than_the_condition_names() {
    use std::borrow::Cow;
    use std::cell::RefCell;

    use crate::condition::{Facts, Side};

    struct Asked(RefCell<Vec<(Side, String)>>);

    impl Facts for Asked {
        fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>> {
            self.0.borrow_mut().push((side, name.to_owned()));
            Some(Cow::Owned(json!({"b": 1})))
        }
        fn id(&self, _: Side) -> &str {
            panic!("nobody names an id")
        }
        fn kind(&self, _: Side) -> &str {
            panic!("nobody names a kind")
        }
    }

    let asked = Asked(RefCell::default());
    let condition = Condition::parse("{ENTITY}.a.b == 1 && {ENTITY}.a.b == {ATTESTOR}.c && 1 == {ENTITY}.a.b").unwrap();
    let facts: &dyn Facts = &asked;
    assert_eq!(condition.evaluate(facts), False);
    assert_eq!(asked.0.into_inner(), [(Side::Entity, "a".to_owned()), (Side::Attestor, "c".to_owned())]);
}
