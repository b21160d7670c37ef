//! What is of the language and what is not, and where it is not (rules C1, C8).

use super::{condition, refused, syntax_at};
use crate::condition::{Path, Side};

#[test]
fn c1_white_space_may_stand_between_tokens_and_need_not() {
    let tight = r#"!({ENTITY}.a=={ATTESTOR}.b||1!="x"&&"x"in{ENTITY}.c)&&true==false"#;
    let loose = "\t! (\r\n{ENTITY}.a == {ATTESTOR}.b\n||  1 != \"x\" && \"x\" in {ENTITY}.c ) && true == false \r\n";
    assert_eq!(condition(tight).expression, condition(loose).expression);
    assert_eq!(condition(tight).references(), condition(loose).references());
    assert_eq!(condition(loose).text(), loose, "kept byte for byte");
    syntax_at(&[
        ("{ENTITY} .a == 1", 0),
        ("{ENTITY}. a == 1", 0),
        ("1 == {ENTITY}.a. b", 5),
        ("{ENTITY}.a .b == 1", 11),
        ("{ENTITY}.@ id == 1", 0),
        ("{ ENTITY}.a == 1", 0),
        ("{ENTITY}.a = = 1", 11),
        ("{ENTITY}.a ! = 1", 11),
        ("{ENTITY}.a == 1 & & 1 == 1", 16),
        ("{ENTITY}.a\u{a0}== 1", 10),
        ("{ENTITY}.a\u{b}== 1", 10),
        ("\u{feff}{ENTITY}.a == 1", 0),
    ]);
}

#[test]
fn c1_words_end_before_letters_digits_underscores_and_hyphens() {
    for good in
        ["1 ==true", "true==1", "\"a\"in{ENTITY}.b", "1 in\"x\"", "(true==false)", "{ENTITY}.in == {ENTITY}.true"]
    {
        condition(good);
    }
    syntax_at(&[
        ("{ENTITY}.a intrue", 11),
        ("{ENTITY}.a in1", 11),
        ("{ENTITY}.a in-1", 11),
        ("{ENTITY}.a in_", 11),
        ("{ENTITY}.a == true1", 14),
        ("{ENTITY}.a == true-", 14),
        ("{ENTITY}.a == false_", 14),
        ("{ENTITY}.a == truefalse", 14),
        ("{ENTITY}.a == True", 14),
        ("{ENTITY}.a == TRUE", 14),
        ("{ENTITY}.a IN {ENTITY}.b", 11),
        ("{ENTITY}.a ==trueé", 17),
        ("1in {ENTITY}.a", 0),
        ("{ENTITY}.ain {ENTITY}.b", 13),
    ]);
}

#[test]
fn c1_references_name_a_side_and_a_claim_or_its_id_or_kind() {
    let text = "{ENTITY}.a-b_9.C.d.e == {ATTESTOR}.@id && {ENTITY}.@kind != {ATTESTOR}.a && {ENTITY}.a-b_9.C.d.e == 1";
    let condition = condition(text);
    let shown: Vec<_> = condition.references().iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["{ENTITY}.a-b_9.C.d.e", "{ATTESTOR}.@id", "{ENTITY}.@kind", "{ATTESTOR}.a"]);
    let parts: Vec<_> = condition.references().iter().map(|reference| (reference.side, &reference.path)).collect();
    let names = |names: &[&str]| Path::Names(names.iter().map(ToString::to_string).collect());
    assert_eq!(
        parts,
        [
            (Side::Entity, &names(&["a-b_9", "C", "d", "e"])),
            (Side::Attestor, &Path::AtId),
            (Side::Entity, &Path::AtKind),
            (Side::Attestor, &names(&["a"])),
        ]
    );
    let claims: Vec<_> = condition.references().iter().map(|reference| reference.claim()).collect();
    assert_eq!(claims, [Some("a-b_9"), None, None, Some("a")]);
}

#[test]
fn c8_a_malformed_reference_is_one_token() {
    syntax_at(&[
        ("1 == {OWNER}.a", 5),
        ("1 == {entity}.a", 5),
        ("1 == {ENTITY.a}", 5),
        ("1 == {ENTITY", 5),
        ("1 == {", 5),
        ("1 == {}", 5),
        ("1 == {ENTITY}", 5),
        ("1 == {ENTITY}.", 5),
        ("1 == {ENTITY}.9", 5),
        ("1 == {ENTITY}._a", 5),
        ("1 == {ENTITY}.-a", 5),
        ("1 == {ENTITY}.é", 5),
        ("1 == {ENTITY}..a", 5),
        ("1 == {ENTITY}.a.", 5),
        ("1 == {ENTITY}.a..b", 5),
        ("1 == {ENTITY}.a.9", 5),
        ("1 == {ENTITY}.a.@id", 5),
        ("1 == {ENTITY}.a.b.c.d.e.", 5),
        ("1 == {ENTITY}.@", 5),
        ("1 == {ENTITY}.@Id", 5),
        ("1 == {ENTITY}.@ids", 5),
        ("1 == {ENTITY}.@id-", 5),
        ("1 == {ENTITY}.@id.a", 5),
        ("1 == {ENTITY}.@kind.", 5),
        ("1 == {ENTITY}[\"a\"]", 5),
        ("1 == {ENTITY}.a[0]", 15),
        ("1 == {ENTITY}.aé", 15),
        ("1 == {ENTITY}.a@id", 15),
        ("1 == ENTITY.a", 5),
    ]);
}

#[test]
fn c1_there_is_no_null_order_arithmetic_or_function() {
    syntax_at(&[
        ("{ENTITY}.a == null", 14),
        ("{ENTITY}.a < 1", 11),
        ("{ENTITY}.a >= 1", 11),
        ("{ENTITY}.a === 1", 13),
        ("{ENTITY}.a !== 1", 13),
        ("{ENTITY}.a =~ \"x\"", 11),
        ("{ENTITY}.a + 1 == 2", 11),
        ("{ENTITY}.a == 1 and 1 == 1", 16),
        ("not {ENTITY}.a == 1", 0),
        ("size({ENTITY}.a) == 1", 0),
        ("{ENTITY}.a in [1, 2]", 14),
        ("{ENTITY}.a == 1;", 15),
        ("{ENTITY}.a == 1 // x", 16),
        ("{ENTITY}.a == 1\0", 15),
    ]);
}

#[test]
fn c8_where_something_else_is_needed_the_token_there_is_at_fault() {
    syntax_at(&[
        ("(1) == 1", 2),
        ("() && 1 == 1", 1),
        ("1 == (1)", 5),
        ("1 in (1)", 5),
        ("1 == !1", 5),
        ("1 == 1 == 1", 7),
        ("1 == 1 in {ENTITY}.a", 7),
        ("1 == 1 1 == 1", 7),
        ("1 == 1 ! 1 == 1", 7),
        ("1 == 1)", 6),
        ("(1 == 1))", 8),
        ("(1 == 1 1", 8),
        ("1 == 1 && || 1 == 1", 10),
        ("&& 1 == 1", 0),
        ("== 1", 0),
        ("!= 1", 0),
        ("!=1", 0),
        (")", 0),
        ("1 ! = 1", 2),
        ("1 && 1 == 1", 2),
    ]);
}

#[test]
fn c8_a_text_that_ends_too_early_is_at_fault_at_its_length() {
    syntax_at(&[
        ("", 0),
        (" \t\r\n", 4),
        ("!", 1),
        ("(", 1),
        ("1", 1),
        ("1 ", 2),
        ("1 ==", 4),
        ("\"é\" in", 7),
        ("1 == 1 &&", 9),
        ("1 == 1 || ", 10),
        ("((1 == 1)", 9),
        ("(1 == 1 ", 8),
    ]);
}

#[test]
fn c8_offsets_are_bytes() {
    syntax_at(&[("\"é😀\" = 1", 9), ("\"ü\" == \"😀\" ü", 15)]);
    assert_eq!(refused("\"😀\" == 9007199254740992"), ("condition_limit", 10));
}

#[test]
fn c1_and_binds_tighter_than_or_and_not_tightest() {
    for (bare, explicit) in [
        ("1==1 || 2==2 && 3==3", "1==1 || (2==2 && 3==3)"),
        ("1==1 && 2==2 || 3==3", "(1==1 && 2==2) || 3==3"),
        ("!1==1 && 2==2", "(!(1==1)) && 2==2"),
        ("!!1==1 || 2==2", "!(!(1==1)) || ((2==2))"),
    ] {
        assert_eq!(condition(bare).expression, condition(explicit).expression, "{bare}");
    }
    assert_ne!(condition("(1==1 || 2==2) && 3==3").expression, condition("1==1 || 2==2 && 3==3").expression);
}

#[test]
fn conditions_are_equal_by_their_text() {
    assert_eq!(condition("1 == 1"), condition("1 == 1"));
    assert_ne!(condition("1 == 1"), condition("1==1"));
    let both = [condition("1 == 1"), condition("1 == 1").clone()];
    assert_eq!(std::collections::HashSet::from(both).len(), 1);
}
