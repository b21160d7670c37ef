//! Names as whole: N1 to N3 against tables of good and bad ones, with the scripts and marks that people try.

use proptest::prelude::*;

use super::*;
use crate::fault::FaultKind;
use crate::policy::Preset;
use crate::tld::{RuleTable, TldPattern};

const RULES: [&str; 8] = ["st", "co.st", "*.bd", "*.ck", "!www.ck", "jp", "xn--3e0b707e", "free"];

fn judged(policy: &Policy, name: &str) -> Result<String, Vec<&'static str>> {
    let rules: RuleTable = RULES.into_iter().map(|rule| TldPattern::parse(rule).unwrap()).collect();
    let name = DomainName::parse(name).unwrap();
    let tld = rules.effective_tld(name.as_name());
    let policy = tld.as_ref().filter(|tld| tld.by.pattern.to_string() != "free").map(|_| policy);
    let told = |found: Registrable| format!("{} {}", found.label, found.tld);
    judge(&name, tld.as_ref(), policy).map(told).map_err(|why| why.iter().map(Unregistrable::code).collect())
}

fn with(scripts: &[&str]) -> Policy {
    let idn_scripts = scripts.iter().map(|set| ScriptSet::parse(set).unwrap()).collect();
    Policy { idn_scripts, ..Preset::Default.policy() }
}

#[test]
fn n1_every_spelling_has_one_canonical_form() {
    for (spelling, canonical) in [
        ("Blue.ST", "blue.st"),
        (" blue.st. ", "blue.st"),
        ("\tblue.st", "blue.st"),
        ("BÜCHER.st", "xn--bcher-kva.st"),
        ("faß.st", "xn--fa-hia.st"),
        ("XN--Bcher-KVA.st", "xn--bcher-kva.st"),
        ("ｂｌｕｅ.st", "blue.st"),
        ("blue。st", "blue.st"),
        ("bu\u{308}cher.st", "xn--bcher-kva.st"),
        ("1-2.st", "1-2.st"),
        ("a--b.st", "a--b.st"),
    ] {
        assert_eq!(DomainName::parse(spelling).unwrap().to_string(), canonical, "{spelling}");
    }
}

#[test]
fn n1_what_is_no_name_is_refused() {
    let long_label = format!("{}.st", "a".repeat(64));
    let long_name = format!("{}.st", vec!["a".repeat(63); 4].join("."));
    let (huge, deep) = ("a".repeat(5_000_000), "a.".repeat(1_000_000));
    for bad in [
        "",
        " ",
        ".",
        "..",
        "a..st",
        ".st",
        "-a.st",
        "a-.st",
        "a_b.st",
        "_a.st",
        "*.st",
        "a b.st",
        "a\0b.st",
        "a\n.st",
        "a/b.st",
        "a\\.b.st",
        "\\097.st",
        "a@b.st",
        "☕.st",
        "i❤️.st",
        "👨‍👩‍👧.st",
        "xn--a.st",
        "xn--.st",
        "xn--abc-.st",
        "xn--zzzzzz9999.st",
        "a\u{200b}b.st\u{202e}",
        "\u{301}a.st",
        "a\u{640}b.st",
        "blue.st..",
        "аb_.st",
        &long_label,
        &long_name,
        &huge,
        &deep,
    ] {
        assert!(DomainName::parse(bad).is_err(), "{:?}", crate::fault::excerpt(bad));
    }
}

#[test]
fn n2_a_name_lies_exactly_one_label_below_a_tld_that_has_a_policy() {
    let policy = Preset::Default.policy();
    for (name, expected) in [
        ("blue.st", Ok("blue st")),
        ("shop.co.st", Ok("shop co.st")),
        ("shop.com.bd", Ok("shop com.bd")),
        ("www.ck", Ok("www ck")),
        ("shop.한국", Ok("shop xn--3e0b707e")),
        ("a.blue.st", Err("too-deep")),
        ("a.b.c.blue.st", Err("too-deep")),
        ("a.www.ck", Err("too-deep")),
        ("st", Err("is-tld")),
        ("co.st", Err("is-tld")),
        ("com.bd", Err("is-tld")),
        ("bd", Err("is-tld")),
        ("net", Err("no-tld")),
        ("shop.net", Err("no-tld")),
        ("shop.free", Err("no-tld")),
        ("a.b.shop.free", Err("no-tld")),
    ] {
        let expected = expected.map(str::to_owned).map_err(|code| vec![code]);
        assert_eq!(judged(&policy, name), expected, "{name}");
    }
}

#[test]
fn n2_closed_registrations_refuse_every_name_and_the_label_is_judged_too() {
    let closed = Policy { registrations: Registrations::Closed, min_label: 3, ..Preset::St.policy() };
    assert_eq!(judged(&closed, "blue.st"), Err(vec!["registrations-closed"]));
    assert_eq!(judged(&closed, "a.st"), Err(vec!["registrations-closed", "too-short"]));
    assert_eq!(judged(&closed, "a.blue.st"), Err(vec!["too-deep"]), "form before policy");
}

#[test]
fn n2_n3_each_reason_has_its_kind() {
    let name = DomainName::parse("blue.st").unwrap();
    for (why, kind) in [
        (Unregistrable::NoTld, FaultKind::OutOfRange),
        (Unregistrable::TooDeep(Name::root()), FaultKind::Malformed),
        (Unregistrable::IsTld, FaultKind::Refused),
        (Unregistrable::Closed, FaultKind::Refused),
        (Unregistrable::TwoHyphens, FaultKind::Refused),
        (Unregistrable::NoIdn, FaultKind::Refused),
    ] {
        let fault = why.fault(&name, "/name");
        assert_eq!((fault.kind, fault.place.as_str(), fault.code), (kind, "/name", why.code()));
    }
}

#[test]
fn n3_ace_only_keeps_third_and_fourth_place_for_a_labels() {
    let ace_only = with(&["Latn"]);
    for (name, expected) in [
        ("ab--c.st", Some("reserved-hyphens")),
        ("12--34.st", Some("reserved-hyphens")),
        ("ab---c.st", Some("reserved-hyphens")),
        ("a--bc.st", None),
        ("abc--d.st", None),
        ("a-b-c.st", None),
        ("bücher.st", None),
    ] {
        assert_eq!(judged(&ace_only, name).err(), expected.map(|code| vec![code]), "{name}");
    }
}

#[test]
fn n3_forbid_refuses_any_two_hyphens_in_a_row_and_hence_idns() {
    let forbid = Policy { hyphens: Hyphens::Forbid, ..with(&["Latn"]) };
    for name in ["a--b.st", "ab--c.st", "abc---d.st", "bücher.st"] {
        assert_eq!(judged(&forbid, name), Err(vec!["two-hyphens"]), "{name}");
    }
    assert!(judged(&forbid, "a-b-c.st").is_ok());
    assert_eq!(judged(&Preset::St.policy(), "bücher.st"), Err(vec!["two-hyphens", "no-idn"]));
}

#[test]
fn n3_an_idn_takes_all_its_letters_from_one_entry() {
    let two = with(&["Latn", "Cyrl", "Hani+Hira+Kana"]);
    for name in ["bücher.st", "привет.st", "ひらカタ漢字.st", "straße-7.st", "plain.st"] {
        assert!(judged(&two, name).is_ok(), "{name}");
    }
    for name in ["приveт.st", "аpple.st", "ελλάδα.st", "漢字abc.st", "한국.st", "ไทย.st", "ひпривет.st"]
    {
        assert_eq!(judged(&two, name), Err(vec!["scripts"]), "{name}");
    }
    assert_eq!(judged(&with(&[]), "bücher.st"), Err(vec!["no-idn"]));
    assert!(judged(&with(&["Cyrl"]), "plain.st").is_ok(), "an ASCII label is no IDN");
}

#[test]
fn min_label_counts_the_characters_of_the_canonical_label() {
    let three = Policy { min_label: 3, ..with(&["Latn"]) };
    assert_eq!(judged(&three, "ab.st"), Err(vec!["too-short"]));
    assert!(judged(&three, "abc.st").is_ok());
    assert!(judged(&three, "ü.st").is_ok(), "as xn--tda");
}

proptest! {
    #[test]
    fn n1_what_is_printed_reads_back(text in "[a-zà-ž0-9.А-я_ -]{0,30}") {
        if let Ok(name) = DomainName::parse(&text) {
            prop_assert_eq!(DomainName::parse(&name.to_string()).unwrap(), name.clone());
            prop_assert!(name.as_name().is_host_name() && name.to_string().len() <= 253);
        }
    }

    #[test]
    fn n2_what_is_registrable_is_its_label_and_its_tld(text in "[a-z0-9-]{1,12}\\.(st|co\\.st|com\\.bd|net)") {
        if let Ok(told) = DomainName::parse(&text).map_err(|_| ()).and_then(|_| judged(&with(&[]), &text).map_err(|_| ())) {
            prop_assert_eq!(told.replace(' ', "."), text);
        }
    }
}
