//! Names that are reserved or dearer.

use super::*;

#[test]
fn p1_a_pattern_is_a_label_or_question_marks() {
    for (given, canonical) in
        [("NIC", "nic"), ("?", "?"), ("??", "??"), ("Bücher", "xn--bcher-kva"), ("a-b", "a-b"), ("1", "1")]
    {
        assert_eq!(LabelPattern::parse(given).unwrap().to_string(), canonical);
    }
    let (longest, longer) = ("?".repeat(63), "?".repeat(64));
    assert!(LabelPattern::parse(&longest).is_ok());
    for bad in [
        "",
        ".",
        "a.b",
        "a.",
        "?a",
        "a?",
        "*",
        "-a",
        "a_b",
        "☕",
        "a b",
        "\\097",
        "a\0",
        "xn--a",
        &longer,
        &"?".repeat(1_000_000),
    ] {
        assert_eq!(LabelPattern::parse(bad), Err(LabelPatternProblem), "{:?}", crate::fault::excerpt(bad));
    }
}

#[test]
fn p1_the_label_itself_wins_over_its_length() {
    let entry = |pattern: &str, kind: &str| SpecialName::read(pattern, &members(&[("kind", kind.into())])).unwrap();
    let names: SpecialNames =
        [entry("??", "premium"), entry("ab", "reserved"), entry("????", "reserved")].into_iter().collect();
    let kind = |label| names.find(label).map(|entry| entry.kind);
    assert_eq!(
        ["ab", "cd", "abc", "abcd", ""].map(kind),
        [Some(SpecialKind::Reserved), Some(SpecialKind::Premium), None, Some(SpecialKind::Reserved), None]
    );
    let presets = |preset: Preset| {
        preset.names().iter().map(|entry| format!("{} {}", entry.pattern, entry.kind)).collect::<Vec<_>>()
    };
    assert_eq!(presets(Preset::Default), ["nic reserved", "rdap reserved", "whois reserved", "www reserved"]);
    assert_eq!(presets(Preset::St), ["? premium", "?? premium"]);
}

#[test]
fn p1_every_fault_of_an_entry_is_told() {
    let fee = |amount: Value, currency: &str| members(&[("amount", amount), ("currency", currency.into())]);
    let wrong = members(&[
        ("kind", "dear".into()),
        ("account", "a b".into()),
        ("fee", fee("1e3".into(), "EURO")),
        ("reason", Value::Text("x".repeat(161))),
        ("colour", "red".into()),
    ]);
    assert_eq!(
        told(&SpecialName::read("a.b", &wrong).unwrap_err()),
        [
            ("/match", "label"),
            ("/kind", "unknown-word"),
            ("/account", "handle"),
            ("/fee/amount", "amount"),
            ("/fee/currency", "currency"),
            ("/reason", "reason"),
            ("/colour", "unknown-member"),
        ]
    );
    assert_eq!(told(&SpecialName::read("a", &members(&[])).unwrap_err()), [("/kind", "required")]);
    let pointless = [("premium", "account", "acme".into()), ("reserved", "fee", fee(Value::Number(5), "EUR"))];
    for (kind, member, value) in pointless {
        let faults = SpecialName::read("a", &members(&[("kind", kind.into()), (member, value)])).unwrap_err();
        assert_eq!(faults[0].code, "not-applicable");
    }
    let bare = members(&[("kind", "premium".into()), ("fee", members(&[]))]);
    assert_eq!(
        told(&SpecialName::read("a", &bare).unwrap_err()),
        [("/fee/amount", "required"), ("/fee/currency", "required")]
    );
    let sent = members(&[
        ("kind", "premium".into()),
        ("fee", fee(Value::Decimal("12.50".into()), "eur")),
        ("reason", Value::Null),
    ]);
    let entry = SpecialName::read("AB", &sent).unwrap();
    assert_eq!(entry.fee.as_ref().unwrap().to_string(), "12.50 EUR");
    let again = entry.members().into_iter().filter(|(member, _)| *member != "match").collect::<Vec<_>>();
    assert_eq!(SpecialName::read("ab", &members(&again)).unwrap(), entry);
}
