//! Files that are wrong, huge or meant to harm: F10, F11, R14.

use super::read;
use crate::name::Name;
use crate::zonefile::*;
use proptest::prelude::*;

#[test]
fn every_bad_line_is_reported_and_the_rest_is_read_f10_f11() {
    let text = "a A 192.0.2.1\n\
        a CH A 192.0.2.1\n\
        $INCLUDE other\n\
        $GENERATE 1-9 a A 192.0.2.$\n\
        a TXT \"open\n\
        a..b A 192.0.2.1\n\
        \x20A 192.0.2.9\n\
        a A 192.0.2\n\
        a 2147483648 A 192.0.2.1\n\
        a 1x A 192.0.2.1\n\
        a NOPE 1\n\
        a AXFR 1\n\
        a ANY 1\n\
        a )\n\
        a\n\
        $TTL x\n\
        $TTL\n\
        $ORIGIN a..b\n\
        $ORIGIN a b\n\
        $WHAT\n\
        \"a\" A 192.0.2.1\n\
        a \"A\" 192.0.2.1\n\
        a TYPE65280 \\# 3 zz\n\
        a TYPE65280 \\# 3 0000\n\
        a A 192.0.2.1 extra\n\
        a CLASS3 A 192.0.2.1\n\
        a IN IN A 192.0.2.1\n\
        a A 192.0.2.\u{1}1\n\
        b A 192.0.2.2\n";
    let (lines, errors) = read(text.as_bytes());
    assert_eq!(lines, ["a.example.org. IN A 192.0.2.1", "b.example.org. IN A 192.0.2.2"]);
    assert_eq!(
        errors,
        [
            (2, "class_not_in"),
            (3, "include_refused"),
            (4, "generate_refused"),
            (5, "unclosed_quote"),
            (6, "bad_name"),
            (8, "bad_rdata"),
            (9, "bad_ttl"),
            (10, "bad_ttl"),
            (11, "unknown_type"),
            (12, "type_not_allowed"),
            (13, "type_not_allowed"),
            (14, "syntax"),
            (15, "syntax"),
            (16, "bad_ttl"),
            (17, "syntax"),
            (18, "bad_name"),
            (19, "syntax"),
            (20, "syntax"),
            (21, "bad_name"),
            (22, "syntax"),
            (23, "bad_rdata"),
            (24, "bad_rdata"),
            (25, "bad_rdata"),
            (26, "class_not_in"),
            (27, "unknown_type"),
            (28, "syntax"),
        ]
    );
}

#[test]
fn names_need_an_origin_or_a_final_dot() {
    let errors: Vec<_> = Reader::new(&b"a A 192.0.2.1\n@ A 192.0.2.1\nb. NS c\n"[..], None)
        .map(|entry| entry.unwrap_err().code.as_str())
        .collect();
    assert_eq!(errors, ["bad_name", "bad_name", "bad_rdata"]);
}

#[test]
fn an_open_bracket_is_reported_where_it_starts_f10() {
    assert_eq!(read(b"a A 192.0.2.1\nb A ( 192.0.2.1\nc A 192.0.2.1\n").1, [(2, "unclosed_bracket")]);
}

#[test]
fn octets_that_are_no_text_are_refused_f10() {
    assert_eq!(
        read(b"a TXT \"\xFF\"\na A 192.0.2.1\na TXT \"\0\"\na\0 A 192.0.2.1\n").1,
        [(1, "not_utf8"), (4, "syntax")]
    );
    assert_eq!(read(b"; caf\xE9\n").1, [(1, "not_utf8")]);
}

#[test]
fn a_huge_entry_takes_no_memory_and_hides_nothing_after_it() {
    let mut text = b"a TXT ".to_vec();
    text.extend(std::iter::repeat_n(b'x', 3 << 20));
    text.extend_from_slice(b"\nb A 192.0.2.1\nc TXT (\n");
    for _ in 0..300_000 {
        text.extend_from_slice(b"aaaa\n");
    }
    let (lines, errors) = read(&text);
    assert_eq!(lines, ["b.example.org. IN A 192.0.2.1"]);
    assert_eq!(errors.first(), Some(&(1, "too_long")));
    assert!(errors.iter().any(|(line, code)| *code == "too_long" && *line > 3));
}

#[test]
fn neither_empty_lines_in_a_bracket_nor_thousands_of_parameters_are_free() {
    let empty = format!("a A (\n{}", "\n".repeat(2 << 20));
    assert_eq!(read(empty.as_bytes()).1.first().map(|(_, code)| *code), Some("too_long"));
    let many: String = (10..60_000).map(|key| format!(" key{key}")).collect();
    assert_eq!(read(format!("a SVCB 1 .{many}\n").as_bytes()).1, [(1, "too_long")]);
    let label = format!("{}.x. A 192.0.2.1\n", "ö".repeat(400_000));
    assert_eq!(read(label.as_bytes()).1, [(1, "bad_name")]);
}

#[test]
fn text_longer_than_rdata_is_too_long_r14() {
    let long = format!("a TXT \"{}\"\n", "x".repeat(70_000));
    assert_eq!(read(long.as_bytes()).1, [(1, "too_long")]);
    let fits = format!("a TXT \"{}\"\n", "\\120".repeat(65_000));
    assert_eq!(read(fits.as_bytes()).1, []);
}

#[test]
fn reading_ends_when_the_input_fails() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    let input = std::io::BufReader::new(std::io::Read::chain(&b"a. A 192.0.2.1\n"[..], Broken));
    let entries: Vec<_> = Reader::new(input, None).collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1].as_ref().unwrap_err().code, LineErrorCode::Io);
}

proptest! {
    #[test]
    fn no_octets_make_the_reader_panic(octets: Vec<u8>) {
        let _ = read(&octets);
    }

    #[test]
    fn no_near_zone_file_makes_the_reader_panic(pieces in proptest::collection::vec(prop_oneof![
        Just(" "), Just("\t"), Just("\n"), Just("\r\n"), Just("("), Just(")"), Just("\""), Just(";"), Just("\\"), Just("\\#"), Just("@"),
        Just("a"), Just("IN"), Just("CH"), Just("TXT"), Just("A"), Just("MX"), Just("SVCB"), Just("LOC"), Just("1"), Just("0"), Just("$TTL"),
        Just("$ORIGIN"), Just("192.0.2.1"), Just("alpn=\"a b\""), Just("é"), Just("."), Just("\0"), Just("10"), Just("N"), Just("E"),
    ], 0..60)) {
        let text = pieces.concat();
        for entry in Reader::new(text.as_bytes(), Name::parse("x").ok()) {
            if let Ok(Entry::Record(Record { owner, rtype, rdata: Some(rdata), .. })) = entry {
                let mut line = String::new();
                write_record(&mut line, &owner, None, rtype, rdata.wire());
                prop_assert_eq!(line.matches('\n').count(), 1);
                let again = Reader::new(line.as_bytes(), None).next();
                match again {
                    Some(Ok(Entry::Record(record))) => {
                        prop_assert_eq!(&record.owner, &owner);
                        prop_assert_eq!(record.rdata.as_ref(), Some(&rdata));
                    }
                    other => prop_assert!(false, "{} -> {:?}", line, other),
                }
            }
        }
    }
}
