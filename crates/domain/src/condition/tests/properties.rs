//! What holds for every text, every condition and all facts.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::facts::Pair;
use super::naive::{Node, Term, recognises};
use crate::condition::{Condition, ConditionErrorKind, Truth, limits};

const NAMES: [&str; 8] = [
    "{ATTESTOR}.a",
    "{ATTESTOR}.a.b",
    "{ATTESTOR}.list",
    "{ATTESTOR}.@id",
    "{ENTITY}.a",
    "{ENTITY}.in.true",
    "{ENTITY}.b-_9",
    "{ENTITY}.@kind",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        (-2i64..3).prop_map(Value::from),
        prop_oneof![Just(0.0), Just(-0.0), Just(1.0), Just(0.5), Just(1e300)].prop_map(|double: f64| json!(double)),
        prop_oneof![Just(-(1i64 << 53) + 1), Just((1i64 << 53) - 1), Just((1i64 << 53) - 2)].prop_map(Value::from),
        prop_oneof!["[ab]{0,2}", "\\PC{0,5}", Just("\0\"\\\u{7f}é😀".to_owned())].prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![4 => scalar(), 1 => Just(Value::Null)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[abt]|true", inner, 0..3).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn claims() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec!["a", "list", "in", "b-_9"]);
    prop::collection::btree_map(name.prop_map(str::to_owned), value(), 0..5)
        .prop_map(|claims| claims.into_iter().collect())
}

fn pair() -> impl Strategy<Value = Pair> {
    (claims(), claims(), any::<bool>()).prop_map(|(attestor, entity, gives)| Pair { attestor, entity, gives })
}

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![
        2 => prop::sample::select(NAMES.to_vec()).prop_map(|name| Term::Named(name.to_owned())),
        1 => scalar().prop_map(Term::Fixed),
    ]
}

/// At most 16 comparisons in few levels, so that the text is nearly always within the limits.
fn node() -> impl Strategy<Value = Node> {
    let relation = prop::sample::select(vec!["==", "!=", "in"]);
    let leaf = (term(), relation, term()).prop_map(|(left, relation, right)| Node::Compare(left, relation, right));
    leaf.prop_recursive(4, 10, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::Any),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::All),
            inner.prop_map(|negated| Node::Not(Box::new(negated))),
        ]
    })
}

fn truth(holds: Option<bool>) -> Truth {
    holds.map_or(Truth::Unknown, Truth::from)
}

/// The tokens of the language by their letters for the recogniser, and some that are none.
const SOUP: [(&str, &str); 16] = [
    ("o", "{ENTITY}.a"),
    ("o", "{ATTESTOR}.@id"),
    ("o", "\"é == (\""),
    ("o", "-1.5e1"),
    ("o", "true"),
    ("=", "=="),
    ("=", "!="),
    ("=", "in"),
    ("=", "=="),
    ("!", "!"),
    ("&", "&&"),
    ("|", "||"),
    ("(", "("),
    (")", ")"),
    ("x", "{ENTITY}"),
    ("x", "9x"),
];

/// What holds of any text: a fault lies in it, and what is before the fault is the beginning of a condition.
fn check_any(text: &str) -> Result<(), TestCaseError> {
    let error = match Condition::parse(text) {
        Ok(condition) => {
            prop_assert_eq!(condition.text(), text);
            prop_assert!(condition.references().len() <= limits::REFERENCES);
            return Ok(());
        }
        Err(error) => error,
    };
    prop_assert!(error.offset <= text.len());
    prop_assert!(error.kind != ConditionErrorKind::Claim && !error.detail.is_empty());
    if text.len() > limits::BYTES {
        prop_assert_eq!((error.code(), error.offset), ("condition_limit", 1024));
        return Ok(());
    }
    let before = text.get(..error.offset);
    prop_assert!(before.is_some(), "within a character");
    if let Err(earlier) = Condition::parse(before.unwrap_or_default()) {
        prop_assert_eq!((earlier.code(), earlier.offset), ("condition_syntax", error.offset), "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn c8_every_text_is_a_condition_or_has_its_first_fault_in_it(
        text in prop_oneof!["\\PC{0,40}", "[!(){}.@=&|\"\\\\0-9a-eu \t\n-]{0,40}", ".{1000,1100}"],
    ) {
        check_any(&text)?;
    }

    #[test]
    fn c8_every_octets_read_as_text_do_no_harm(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        check_any(&String::from_utf8_lossy(&octets))?;
    }

    #[test]
    fn c8_a_condition_that_was_damaged_has_its_first_fault_in_it(
        node in node(), at in any::<prop::sample::Index>(), length in 0usize..6, with in "\\PC{0,3}|[\"(!{]",
    ) {
        let mut characters: Vec<char> = node.print(" ").chars().collect();
        let from = at.index(characters.len());
        let to = (from + length).min(characters.len());
        characters.splice(from..to, with.chars());
        check_any(&characters.into_iter().collect::<String>())?;
    }

    #[test]
    fn c1_tokens_are_a_condition_if_the_grammar_derives_them(
        picked in prop::collection::vec(prop::sample::select(SOUP.to_vec()), 0..14), space in prop_oneof![Just(" "), Just("\r\n\t")],
    ) {
        let letters: String = picked.iter().map(|(letter, _)| *letter).collect();
        let text = picked.iter().map(|(_, token)| *token).collect::<Vec<_>>().join(space);
        check_any(&text)?;
        match Condition::parse(&text) {
            Err(error) if error.kind == ConditionErrorKind::Limit => {}
            read => prop_assert_eq!(read.is_ok(), recognises(&letters), "{}", text),
        }
    }

    #[test]
    fn c1_short_sequences_of_tokens_are_conditions_if_the_grammar_derives_them(
        shape in "(!|\\()?o=o\\)?((&|\\|)[!(]?o=o\\)?)?|[o=!&|()]{1,5}",
    ) {
        let token = |letter| match letter { 'o' => "1", '=' => "in", '&' => "&&", '|' => "||", '!' => "!", '(' => "(", _ => ")" };
        let text = shape.chars().map(token).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(Condition::parse(&text).is_ok(), recognises(&shape), "{}", text);
    }

    #[test]
    fn c1_what_is_printed_is_read_as_the_same(node in node(), space in prop_oneof![Just(""), Just(" "), Just("\n\t")]) {
        let text = node.print(space);
        match Condition::parse(&text) {
            Ok(condition) => prop_assert_eq!(Node::of(&condition.expression, condition.references()), node),
            Err(error) => prop_assert_eq!(error.kind, ConditionErrorKind::Limit, "{}: {}", text, error),
        }
    }

    #[test]
    fn c6_evaluation_agrees_with_a_naive_one(node in node(), pair in pair()) {
        if let Ok(condition) = Condition::parse(&node.print(" ")) {
            prop_assert_eq!(condition.evaluate(&pair), truth(node.holds(&pair)), "{}", condition.text());
        }
    }

    #[test]
    fn c5_negations_cancel_and_chains_turn_into_each_other(node in node(), other in node(), pair in pair()) {
        let read = |text: String| Condition::parse(&text).ok().map(|condition| condition.evaluate(&pair));
        let (one, another) = (node.print(" "), other.print(" "));
        if let (Some(plain), Some(twice)) = (read(one.clone()), read(format!("!!({one})"))) {
            prop_assert_eq!(plain, twice);
        }
        let neither = read(format!("!(({one}) || ({another}))"));
        let both_not = read(format!("!({one}) && !({another})"));
        if let (Some(neither), Some(both_not)) = (neither, both_not) {
            prop_assert_eq!(neither, both_not);
        }
    }

    #[test]
    fn a11_what_is_unknown_names_something_absent_or_no_array(node in node(), pair in pair()) {
        if let Ok(condition) = Condition::parse(&node.print(" ")) {
            let absent = condition.absent(&pair);
            let unknown = condition.evaluate(&pair) == Truth::Unknown;
            prop_assert!(!unknown || !absent.is_empty() || condition.text().contains(" in "));
            prop_assert!(absent.iter().all(|name| NAMES.contains(&name.as_str())));
        }
    }

    #[test]
    fn q8_equalities_are_necessary(node in node(), pair in pair()) {
        use crate::condition::{Facts, Other, Side};

        let Ok(condition) = Condition::parse(&node.print(" ")) else { return Ok(()) };
        if condition.evaluate(&pair) != Truth::True {
            return Ok(());
        }
        for equality in condition.equalities() {
            let own = pair.value(Side::Entity, &equality.claim).map(std::borrow::Cow::into_owned);
            let other = match equality.other {
                Other::Literal(value) => Some(value),
                Other::Reference(reference) => reference.value(&pair).map(std::borrow::Cow::into_owned),
            };
            prop_assert!(crate::json::equal(&own.unwrap_or_default(), &other.unwrap_or_default()));
        }
    }
}
