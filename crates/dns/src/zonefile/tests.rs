//! Tests of the reader and the writer: F1, F2, F9, F10, F11, F13.

mod hostile;

use super::*;
use crate::name::Name;

fn read(text: &[u8]) -> (Vec<String>, Vec<(u64, &'static str)>) {
    let (mut lines, mut errors) = (Vec::new(), Vec::new());
    for entry in Reader::new(text, Name::parse("example.org").ok()) {
        match entry {
            Ok(Entry::DefaultTtl { ttl, .. }) => lines.push(format!("$TTL {ttl}")),
            Ok(Entry::Record(record)) => {
                let mut line = String::new();
                match &record.rdata {
                    Some(rdata) => write_record(&mut line, &record.owner, record.ttl, record.rtype, rdata.wire()),
                    None => line = format!("dropped {}", record.rtype),
                }
                lines.push(line.trim_end().to_owned());
            }
            Err(error) => errors.push((error.line, error.code.as_str())),
        }
    }
    (lines, errors)
}

fn good(text: &str) -> Vec<String> {
    let (lines, errors) = read(text.as_bytes());
    assert_eq!(errors, [], "{text}");
    lines
}

#[test]
fn every_way_to_write_a_record_is_understood_f9() {
    let a = "www.example.org. IN A 192.0.2.1";
    for text in [
        "www IN A 192.0.2.1",
        "www A 192.0.2.1",
        "WWW.Example.Org. in a 192.0.2.1\n",
        "www\tCLASS1\tTYPE1\t192.0.2.1\r\n",
        "www IN A \\# 4 c0000201",
        "www TYPE1 \\# 4 C0 00 0201 ; comment",
        "\u{FEFF}www A 192.0.2.1",
        "www ( IN\n A ; a comment ( with a bracket\n\n 192.0.2.1\n)",
        "(www IN A 192.0.2.1)",
        "$ORIGIN org.\nwww.example A 192.0.2.1",
        "$origin www\n@ A 192.0.2.1",
        "; nothing\n\n   \n\t; indented\nwww A 192.0.2.1;close",
    ] {
        assert_eq!(good(text), [a], "{text}");
    }
    let ttl = "www.example.org. 5400 IN A 192.0.2.1";
    for text in
        ["www 5400 IN A 192.0.2.1", "www IN 5400 A 192.0.2.1", "www 1h30m A 192.0.2.1", "www IN 90M A 192.0.2.1"]
    {
        assert_eq!(good(text), [ttl], "{text}");
    }
}

#[test]
fn a_blank_start_repeats_the_owner_f9() {
    assert_eq!(
        good("a A 192.0.2.1\n\tA 192.0.2.2\n$ORIGIN b\n A 192.0.2.3\n@ MX 10 @\n"),
        [
            "a.example.org. IN A 192.0.2.1",
            "a.example.org. IN A 192.0.2.2",
            "a.example.org. IN A 192.0.2.3",
            "b.example.org. IN MX 10 b.example.org."
        ]
    );
    assert_eq!(read(b" A 192.0.2.1\n").1, [(1, "syntax")]);
}

#[test]
fn ttl_in_force_is_told_with_each_record_f9() {
    let text = "a A 192.0.2.1\n$TTL 1h\na A 192.0.2.1\n$TTL 2\na 3 A 192.0.2.1\n";
    let ttls: Vec<_> = Reader::new(text.as_bytes(), Some(Name::root()))
        .filter_map(|entry| match entry.unwrap() {
            Entry::Record(record) => Some((record.line, record.ttl, record.default_ttl)),
            Entry::DefaultTtl { .. } => None,
        })
        .collect();
    assert_eq!(ttls, [(1, None, None), (3, None, Some(3600)), (5, Some(3), Some(2))]);
}

#[test]
fn quoted_and_bare_strings_and_escapes_are_understood_f9_r12() {
    assert_eq!(
        good("a TXT \"a;b\" c\\\"d (\n \"e (f)\" ) \"\"\nb\\.c\\032d TXT \\# 3 026869\nTXT TXT a\"b c\"\n"),
        [
            r#"a.example.org. IN TXT "a;b" "c\"d" "e (f)" """#,
            r#"b\.c\032d.example.org. IN TXT "hi""#,
            r#"txt.example.org. IN TXT "a" "b c""#
        ]
    );
}

#[test]
fn soa_timers_may_have_units_and_the_mailbox_keeps_its_case_z12() {
    let lines = good("@ SOA ns1 Host\\.Master.MAIL (\n 1 ; serial\n 3h 15m 3w 1h )\n");
    assert_eq!(
        lines,
        ["example.org. IN SOA ns1.example.org. Host\\.Master.mail.example.org. 1 10800 900 1814400 3600"]
    );
}

#[test]
fn what_a_signer_made_is_given_without_rdata_f13() {
    let text = "a RRSIG A 8 2 300 20261201000000 20261101000000 1 example.org. ( AAAA\n BBBB )\na NSEC b A\na NSEC3PARAM 1 0 0 -\na TYPE50 anything\n";
    assert_eq!(good(text), ["dropped RRSIG", "dropped NSEC", "dropped NSEC3PARAM", "dropped NSEC3"]);
}
