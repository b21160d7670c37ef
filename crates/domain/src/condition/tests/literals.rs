//! Strings and numbers as they are written (rules C1, C8).

use serde_json::{Value, json};

use super::{condition, refused, syntax_at};
use crate::condition::expression::{Expression, Operand};

/// The literal on the right of the only comparison.
fn literal(text: &str) -> Value {
    match condition(&format!("{{ENTITY}}.a == {text}")).expression {
        Expression::Comparison(comparison) => match comparison.right {
            Operand::Literal(value) => value,
            Operand::Reference(_) => panic!("{text} is a reference"),
        },
        _ => panic!("{text} makes more than a comparison"),
    }
}

#[test]
fn c1_strings_are_json_strings() {
    for (written, read) in [
        (r#""""#, ""),
        (r#""x""#, "x"),
        (r#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{c}\n\r\t"),
        (r#""\u00e9\uD83D\uDE00\u0000""#, "é😀\0"),
        ("\"é😀\u{7f}\u{2028}\"", "é😀\u{7f}\u{2028}"),
        (r#""{ATTESTOR}.x == 1 && (""#, "{ATTESTOR}.x == 1 && ("),
    ] {
        assert_eq!(literal(written), json!(read), "{written}");
    }
    syntax_at(&[
        (r#"1 == "abc"#, 5),
        (r#"1 == ""#, 5),
        (r#"1 == "abc\""#, 5),
        (r#"1 == "\"#, 5),
        (r#"1 == "\x""#, 5),
        (r#"1 == "\u12""#, 5),
        (r#"1 == "\u12G4""#, 5),
        ("1 == \"a\nb\"", 5),
        ("1 == \"a\tb\"", 5),
        ("1 == \"a\0b\"", 5),
        (r#"1 == 'x'"#, 5),
        (r#"1 == “x”"#, 5),
        (r#"1 == "a""b""#, 8),
    ]);
}

#[test]
fn c8_a_lone_surrogate_is_malformed() {
    for written in [r"\uD800", r"\uDC00", r"\uDE00\uD83D", r"\uD83Dx", r"\uD83D\n", r"\uD83D\uD83D", r"\ud83d\u0041"] {
        assert_eq!(refused(&format!("\"ok\" == \"{written}\"")), ("condition_syntax", 8), "{written}");
    }
}

#[test]
fn c1_numbers_are_json_numbers() {
    for (written, read) in [
        ("0", json!(0)),
        ("-0", json!(0)),
        ("-12", json!(-12)),
        ("41.0", json!(41)),
        ("0.5e-3", json!(0.0005)),
        ("1E2", json!(100)),
        ("1e+2", json!(100)),
        ("-0.0", json!(0)),
        ("1e-400", json!(0)),
        ("2.2250738585072011e-308", json!(2.225_073_858_507_201e-308)),
        ("0.10000000000000001", json!(0.1)),
    ] {
        assert_eq!(literal(written), read, "{written}");
    }
    for malformed in [
        "01", "-", "-x", "1.", "1.e5", "1e", "1e+", "1x", "1_", "1.2.3", "1..2", "00", "-01", "0x1F", "1e5e", "1.5_",
        "1e5.", "--1", "1true", "1in",
    ] {
        assert_eq!(refused(&format!("true == {malformed}")), ("condition_syntax", 8), "{malformed}");
    }
    syntax_at(&[
        ("1 == +1", 5),
        ("1 == .5", 5),
        ("1 == NaN", 5),
        ("1 == Infinity", 5),
        ("1 == 1-1", 6),
        ("1 == 1 - 1", 7),
    ]);
}
