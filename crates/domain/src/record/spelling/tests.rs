//! Tests of spellings: rules R7 and R8 of `dynect.md`.

use proptest::prelude::*;

use super::*;

/// The character strings of a text that is a TXT value.
fn strings(text: &str) -> Vec<Vec<u8>> {
    let value = read_txt(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    assert_eq!(value.rtype(), RecordType::TXT);
    value.character_strings().unwrap().into_iter().map(<[u8]>::to_vec).collect()
}

#[test]
fn r7_a_text_is_one_string_or_those_in_its_quotes() {
    for (text, expected) in [
        ("plain text", vec![&b"plain text"[..]]),
        ("", vec![b""]),
        (r#""quoted""#, vec![b"quoted"]),
        (r#""""#, vec![b""]),
        (r#""a" "b"  "c""#, vec![b"a", b"b", b"c"]),
        (r#""a""b" "#, vec![b"a", b"b"]),
        (r"v=DKIM1\; p=MIG", vec![b"v=DKIM1; p=MIG"]),
        (r#"say "hi""#, vec![br#"say "hi""#]),
        (r#" "a""#, vec![br#" "a""#]),
        (r#""say \"hi\" \\""#, vec![br#"say "hi" \"#]),
        (r"\065\\\x", vec![br"A\x"]),
        (r"\# 3 026869", vec![b"# 3 026869"]),
        ("é", vec!["é".as_bytes()]),
        (r"\é", vec!["é".as_bytes()]),
    ] {
        assert_eq!(strings(text), expected, "{text}");
    }
}

#[test]
fn r7_a_stray_backslash_is_itself() {
    for (text, expected) in
        [(r"a\", &br"a\"[..]), (r"\256", br"\256"), (r"\1", br"\1"), (r"\12x", br"\12x"), (r#""\12""#, br"\12")]
    {
        assert_eq!(strings(text), [expected], "{text}");
    }
}

#[test]
fn r7_what_is_longer_than_255_octets_is_cut() {
    let lengths = |text: &str| strings(text).iter().map(Vec::len).collect::<Vec<_>>();
    let long = "x".repeat(256);
    assert_eq!(lengths(&long), [255, 1]);
    assert_eq!(lengths(&format!("\"{long}\" \"y\"")), [255, 1, 1]);
    assert_eq!(lengths(&"\\065".repeat(255)), [255]);
}

#[test]
fn r7_each_fault_is_told_as_what_it_is() {
    for (text, fault) in [
        ("\"a", SpellingFault::UnclosedQuote),
        ("\"", SpellingFault::UnclosedQuote),
        (r#""a\"#, SpellingFault::UnclosedQuote),
        (r#""a\""#, SpellingFault::UnclosedQuote),
        (r#""a" b"#, SpellingFault::BetweenStrings),
        (r#""a"b"#, SpellingFault::BetweenStrings),
        (r#""a" ; "b""#, SpellingFault::BetweenStrings),
        ("a\tb", SpellingFault::ControlCharacter),
        ("\"a\"\n\"b\"", SpellingFault::ControlCharacter),
        ("\u{7f}", SpellingFault::ControlCharacter),
    ] {
        assert_eq!(read_txt(text), Err(fault), "{text:?}");
    }
}

#[test]
fn r7_r14_of_zones_a_value_has_at_most_65535_octets() {
    // 255 full strings are 65280 octets on the wire; one more of 254 is all that fits.
    let full = 255 * 255 + 254;
    assert_eq!(read_txt(&"x".repeat(full)).unwrap().wire().len(), 65_535);
    assert_eq!(read_txt(&"\\000".repeat(full)).unwrap().wire().len(), 65_535);
    assert_eq!(read_txt(&"x".repeat(full + 1)), Err(SpellingFault::TooLarge));
    assert_eq!(read_txt(&format!("\"a\"{}", " ".repeat(300_000))), Err(SpellingFault::TooLarge));
}

#[test]
fn r7_only_what_differs_from_the_printed_value_is_kept() {
    let spelling = |text: &str| Spelling::of(text, &read_txt(text).unwrap(), ShownAs::Txt);
    assert_eq!(spelling(r#""a" "b""#).text, None);
    for text in ["a", r#""a"  "b""#, r"v=DKIM1\; p="] {
        let spelling = spelling(text);
        assert_eq!(spelling.text.as_deref(), Some(text));
        assert_eq!(spelling.shown_text(&read_txt(text).unwrap()), text);
    }
    let value = read_txt("a").unwrap();
    assert_eq!(Spelling::default().shown_text(&value), r#""a""#);
    assert_eq!(value, read_txt(r"\097").unwrap(), "another spelling is no other value");
}

#[test]
fn r8_a_value_shows_as_what_it_was_written_as() {
    let [txt, spf] = [RecordType::TXT, RecordType::SPF].map(ShownAs::written_as);
    assert_eq!((txt, spf, txt.and(spf), spf.and(spf)), (ShownAs::Txt, ShownAs::Spf, ShownAs::Both, ShownAs::Spf));
    let shows = |shown: ShownAs| [RecordType::TXT, RecordType::SPF].map(|rtype| shown.shows(rtype));
    assert_eq!(ShownAs::ALL.map(shows), [[true, false], [false, true], [true, true]]);
    assert!(!ShownAs::Txt.shows(RecordType::A));
    assert_eq!(ShownAs::Both.without(txt), Some(spf));
    assert_eq!(ShownAs::Both.without(spf), Some(txt));
    assert_eq!(ShownAs::Txt.without(spf), Some(txt));
    assert_eq!((txt.without(txt), spf.without(spf), spf.without(ShownAs::Both)), (None, None, None));
    for shown in ShownAs::ALL {
        assert_eq!(ShownAs::from_word(shown.as_str()), Some(shown));
    }
    assert_eq!(ShownAs::from_word("TXT"), None);
}

#[test]
fn spellings_keep_what_is_not_the_default_by_number() {
    let spelled = |text: &str| Spelling { text: Some(text.to_owned()), shown: ShownAs::Txt };
    let mut kept = Spellings::default();
    kept.set(1, Spelling::default());
    assert!(kept.is_empty());
    kept.set(1, spelled("a"));
    kept.set(2, Spelling { text: None, shown: ShownAs::Both });
    kept.set(3, spelled("c"));
    assert_eq!(
        (kept.of(1).text.as_deref(), kept.of(2).shown, kept.of(9)),
        (Some("a"), ShownAs::Both, &Spelling::default())
    );
    assert_eq!(kept.iter().map(|(number, spelling)| (number, spelling.clone())).collect::<Spellings>(), kept);
    kept.retain([2, 3, 4]);
    assert_eq!((kept.of(1), kept.of(3)), (&Spelling::default(), &spelled("c")));
    kept.remove(3);
    kept.set(2, Spelling::default());
    assert_eq!(kept, Spellings::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn r7_what_is_printed_is_read_as_the_same_value(
        strings in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..=255), 1..5)
    ) {
        let mut wire = Vec::new();
        for string in &strings {
            wire.push(u8::try_from(string.len()).unwrap());
            wire.extend_from_slice(string);
        }
        let value = Rdata::from_wire(RecordType::TXT, &wire).unwrap();
        prop_assert_eq!(read_txt(&printed(&value)), Ok(value));
    }

    #[test]
    fn r7_any_text_is_read_or_refused(text in r#"["\\ ;0-9a-cé\t]{0,40}"#) {
        if let Ok(value) = read_txt(&text) {
            prop_assert_eq!(read_txt(&printed(&value)), Ok(value));
        }
    }

    #[test]
    fn r7_text_without_quote_or_backslash_stands_for_itself(text in r#"[^"\\\p{Cc}][^\\\p{Cc}]{0,300}"#) {
        prop_assert_eq!(strings(&text).concat(), text.into_bytes());
    }
}
