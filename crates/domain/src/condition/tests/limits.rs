//! Each limit at its edge (rule C7), and where what is beyond it begins (rule C8).

use super::{condition, refused};

fn limit_at(text: &str, offset: usize) {
    assert_eq!(refused(text), ("condition_limit", offset), "{text:?}");
}

#[test]
fn c7_a_text_has_at_most_1024_bytes() {
    let start = "{ENTITY}.a == 1";
    let padded = |length: usize| format!("{start}{}", " ".repeat(length - start.len()));
    condition(&padded(1024));
    limit_at(&padded(1025), 1024);
    limit_at(&"é".repeat(513), 1024);
    assert_eq!(refused(&"é".repeat(512)), ("condition_syntax", 0), "not too long");
    limit_at(&format!("= {}", "x".repeat(1_000_000)), 1024);
}

#[test]
fn c7_there_are_at_most_64_tokens_other_than_parentheses() {
    // Sixteen comparisons and fifteen `&&` are 63 tokens.
    let joined = vec!["1==1"; 16].join("&&");
    condition(&joined);
    condition(&format!("!{joined}"));
    condition(&format!("(((!({joined}))))"));
    limit_at(&format!("!!{joined}"), 2 + joined.len() - 1);
    limit_at(&format!("(!!({joined}))"), 4 + joined.len() - 1);
    limit_at(&format!("{joined}&&1==1"), joined.len() + 2);
    assert_eq!(refused(&format!("{joined}&&")), ("condition_syntax", joined.len() + 2), "64 tokens and no more");
    assert_eq!(
        refused(&format!("{joined}&&'")),
        ("condition_syntax", joined.len() + 2),
        "malformed goes before too many"
    );
    let parentheses = vec!["(1==1)"; 16].join("&&");
    condition(&parentheses);
}

#[test]
fn c7_openers_nest_at_most_8_deep() {
    let nested = |opening: &str| {
        let closing = ")".repeat(opening.matches('(').count());
        format!("{opening}1 == 1{closing}")
    };
    for deepest in ["!!!!!!!!", "((((((((", "!(!(!(!(", "(!!(!!(("] {
        condition(&nested(deepest));
        for opener in ["!", "("] {
            limit_at(&nested(&format!("{deepest}{opener}")), 8);
        }
    }
    condition(&format!("{0} && !({0} || {0})", nested("!!((!!")));
    limit_at(&format!("1 == 1 && {}", nested("(((((((((")), 18);
    limit_at(&"!".repeat(1024), 8);
    limit_at(&"(".repeat(1024), 8);
}

#[test]
fn c7_there_are_at_most_8_different_references() {
    let comparison = |name: usize| format!("{{ENTITY}}.c{name} == {{ATTESTOR}}.c{name}");
    let eight: Vec<_> = (0..4).map(comparison).collect();
    let eight = eight.join(" || ");
    assert_eq!(condition(&eight).references().len(), 8);
    assert_eq!(condition(&format!("{eight} && {eight}")).references().len(), 8, "again is not different");
    limit_at(&format!("{eight} || 1 == {{ENTITY}}.@id"), eight.len() + 9);
    limit_at(&format!("{eight} || {{ENTITY}}.c0.x == 1"), eight.len() + 4);
}

#[test]
fn c7_a_path_has_at_most_4_names() {
    condition("1 == {ENTITY}.a.b.c.d");
    limit_at("1 == {ENTITY}.a.b.c.d.e", 5);
    limit_at(&format!("1 == {{ENTITY}}.a{}", ".b".repeat(500)), 5);
}

#[test]
fn c7_a_string_has_at_most_256_characters_unescaped() {
    let string = |character: &str, count: usize| format!("1 == \"{}\"", character.repeat(count));
    for character in ["x", "é", "\\n", "\\\""] {
        condition(&string(character, 256));
        limit_at(&string(character, 257), 5);
    }
    condition(&format!("1 == \"{}\\u00e9\\uD83D\\uDE00\"", "x".repeat(254)));
    limit_at(&format!("1 == \"{}\\uD83D\\uDE00\"", "x".repeat(256)), 5);
    assert_eq!(
        refused(&format!("1 == \"{}", "x".repeat(300))),
        ("condition_syntax", 5),
        "malformed goes before too long"
    );
}

#[test]
fn c7_integers_are_exact_and_other_numbers_finite() {
    for good in
        ["9007199254740991", "-9007199254740991", "9007199254740993.0", "1e300", "-1.7976931348623157e308", "1e-999"]
    {
        condition(&format!("1 == {good}"));
    }
    for bad in [
        "9007199254740992",
        "-9007199254740992",
        "9007199254740993",
        "18446744073709551616",
        &"9".repeat(1000),
        "1e400",
        "-1e400",
        "1.8e308",
        "1e99999999999999999999",
    ] {
        limit_at(&format!("1 == {bad}"), 5);
    }
}

#[test]
fn c8_the_first_fault_in_the_text_is_told() {
    limit_at("1 == {ENTITY}.a.b.c.d.e = 'x'", 5);
    assert_eq!(refused("1 = {ENTITY}.a.b.c.d.e"), ("condition_syntax", 2));
    limit_at("!!!!!!!!!)", 8);
    assert_eq!(refused("!!!!!!!!!="), ("condition_syntax", 8), "the last is a `!=`");
    limit_at("1 == 1e400 && (", 5);
    assert_eq!(refused("1 == ) && 1e400 == 1"), ("condition_syntax", 5));
}
