//! Tests of the spellings that names, rdata and zone files share.

use super::*;
use proptest::prelude::*;

#[test]
fn a_ttl_is_seconds_or_units_f9() {
    for (text, seconds) in [
        ("0", 0),
        ("3600", 3600),
        ("1h30m", 5400),
        ("3w", 1_814_400),
        ("1W2D3H4M5S", 788_645),
        ("2147483647", 0x7FFF_FFFF),
    ] {
        assert_eq!(parse_ttl(text), Some(seconds), "{text}");
    }
    for text in ["", "h", "1h30", "-1", "+1", "1 h", "1x", "2147483648", "4294967296", "9999999999999", "3551w", "٣"] {
        assert_eq!(parse_ttl(text), None, "{text}");
    }
}

#[test]
fn labels_escape_what_parsers_refuse_f2() {
    for (label, text) in [
        (&b"a-b_c*d/9"[..], "a-b_c*d/9"),
        (b"a.b\\c", "a\\.b\\\\c"),
        (b"o'brien+dns", "o\\039brien\\043dns"),
        (b"a b\n;\"\0\xFF", "a\\032b\\010\\059\\034\\000\\255"),
    ] {
        let mut out = String::new();
        write_label(&mut out, label);
        assert_eq!(out, text);
    }
}

#[test]
fn an_escape_is_three_digits_up_to_255_or_a_character() {
    for text in ["\\", "\\2", "\\25", "\\256", "\\999", "\\2x5", "a\\"] {
        assert!(unescape(text.as_bytes(), &mut Vec::new()).is_err(), "{text}");
    }
    let mut out = Vec::new();
    unescape(b"a\\.b\\065\\\\", &mut out).unwrap();
    assert_eq!(out, b"a.bA\\");
}

proptest! {
    #[test]
    fn quoting_is_undone_by_unescaping(octets: Vec<u8>) {
        let mut text = String::new();
        write_quoted(&mut text, &octets);
        prop_assert!(text.bytes().all(|octet| (0x20..0x7F).contains(&octet)));
        let mut back = Vec::new();
        unescape(&text.as_bytes()[1..text.len() - 1], &mut back).unwrap();
        prop_assert_eq!(back, octets);
    }

    #[test]
    fn numbers_are_written_as_by_display(number: u32) {
        let mut out = String::new();
        write_number(&mut out, number);
        prop_assert_eq!(&out, &number.to_string());
        prop_assert_eq!(parse_number(out.as_bytes()), Some(number));
    }
}
