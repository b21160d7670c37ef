//! Tests of rdata as this face has it: rules R3, R5, R7, R8, R13 and the rows of section 10 about it.

mod properties;
mod refusals;
mod samples;
mod updates;

use super::*;
use samples::{SAMPLES, filled};

fn rtype(text: &str) -> RecordType {
    type_of(text).unwrap()
}

fn value(kind: &str, text: &str) -> Rdata {
    let stored = if kind == "SPF" { RecordType::TXT } else { rtype(kind) };
    Rdata::parse(stored, text).unwrap_or_else(|error| panic!("{kind} {text}: {error}"))
}

/// What was shown, as it would be sent back.
fn sent<'a>(shown: &'a [(&'static str, Field)]) -> Vec<(&'a str, Given<'a>)> {
    let given = |field: &'a Field| match field {
        Field::Text(text) => Given::Text(text),
        Field::Number(number) => Given::Number(*number),
    };
    shown.iter().map(|(name, field)| (*name, given(field))).collect()
}

fn parsed(kind: &str, given: &[(&str, Given<'_>)]) -> Rdata {
    parse(rtype(kind), given).unwrap_or_else(|wrong| panic!("{kind} {given:?}: {wrong:?}")).rdata
}

/// The messages of a refusal.
fn refused(kind: &str, given: &[(&str, Given<'_>)]) -> Vec<String> {
    let wrong = parse(rtype(kind), given).expect_err(kind);
    wrong.iter().map(ToString::to_string).collect()
}

#[test]
fn r13_every_type_is_shown_in_its_fields_and_read_from_them() {
    for (kind, text, expected) in SAMPLES {
        let rdata = value(kind, &filled(text));
        let shown = fields(rtype(kind), &rdata, None);
        let texts: Vec<_> = shown.iter().map(|(name, field)| (*name, text_of(field))).collect();
        let expected: Vec<_> = expected.iter().map(|(name, text)| (*name, filled(text))).collect();
        assert_eq!(texts, expected, "{kind} {text}");
        assert_eq!(parsed(kind, &sent(&shown)), rdata, "{kind} {text}");
        let as_texts: Vec<_> = texts.iter().map(|(name, text)| (*name, Given::Text(text))).collect();
        assert_eq!(parsed(kind, &as_texts), rdata, "{kind} {text}: integers as texts");
    }
}

fn text_of(field: &Field) -> String {
    match field {
        Field::Text(text) => text.clone(),
        Field::Number(number) => number.to_string(),
    }
}

#[test]
fn r13_the_samples_cover_the_table_and_integers_are_integers() {
    for (key, rtype) in keys() {
        let Some(rtype) = rtype else { continue };
        let covered = SAMPLES.iter().filter(|(kind, ..)| kind.eq_ignore_ascii_case(key));
        assert!(covered.clone().count() > 0, "{key}");
        for (kind, text, _) in covered {
            let rdata = value(kind, &filled(text));
            for (name, field) in fields(rtype, &rdata, None) {
                let texts = [
                    "address",
                    "cname",
                    "dname",
                    "nsdname",
                    "ptrdname",
                    "txtdata",
                    "exchange",
                    "target",
                    "services",
                    "regexp",
                    "replacement",
                    "latitude",
                    "longitude",
                    "nsap",
                    "digest",
                    "mname",
                    "rname",
                    "value",
                    "public_key",
                    "certificate",
                    "fingerprint",
                    "gateway",
                    "types",
                    "mbox",
                    "txtdname",
                    "map822",
                    "mapx400",
                ];
                // `tag` is a text in CAA only, `flags` in NAPTR and CSYNC.
                let text = texts.contains(&name)
                    || (name, key) == ("tag", "caa")
                    || name == "flags" && ["naptr", "csync"].contains(&key);
                assert_eq!(matches!(field, Field::Text(_)), text, "{key} {name}");
            }
        }
    }
}

#[test]
fn r13_types_without_field_names_are_one_printed_field() {
    for (kind, text, printed) in [
        ("HINFO", "x86-64 \"Debian GNU/Linux\"", r#""x86-64" "Debian GNU/Linux""#),
        ("URI", "10 1 \"https://a.org/\"", "10 1 \"https://a.org/\""),
        ("SVCB", "0 A.b", "0 a.b."),
        ("HTTPS", "1 . alpn=h2", "1 . alpn=h2"),
        ("OPENPGPKEY", "AAEC", "AAEC"),
        ("SMIMEA", "3 1 1 ABCD", "3 1 1 abcd"),
        ("EUI48", "00-00-5e-00-53-2a", "00-00-5e-00-53-2a"),
        ("EUI64", "00-00-5e-ef-10-00-00-2a", "00-00-5e-ef-10-00-00-2a"),
        ("TYPE65280", "\\# 2 AB cd", "\\# 2 abcd"),
    ] {
        let rdata = parsed(kind, &[("rdata", Given::Text(text))]);
        assert_eq!(fields(rtype(kind), &rdata, None), [("rdata", Field::Text(printed.to_owned()))], "{kind}");
        assert_eq!(refused(kind, &[]), ["rdata.rdata: required field missing"]);
        let [told] = refused(kind, &[("rdata", Given::Text("? ? ?"))]).try_into().unwrap();
        assert!(told.starts_with("rdata.rdata: expected "), "{kind} {told}");
    }
}

#[test]
fn r7_r8_texts_show_as_they_were_spelled() {
    let spelled = r"v=DKIM1\; p=MIG";
    for kind in ["TXT", "SPF"] {
        let read = parse(rtype(kind), &[("txtdata", Given::Text(spelled))]).unwrap();
        assert_eq!(read.rdata.rtype(), RecordType::TXT);
        assert_eq!(read.rdata.character_strings().unwrap(), [b"v=DKIM1; p=MIG"]);
        assert_eq!(read.spelled.as_deref(), Some(spelled));
        let shown = |spelled| fields(rtype(kind), &read.rdata, spelled);
        assert_eq!(shown(Some(spelled)), [("txtdata", Field::Text(spelled.to_owned()))]);
        assert_eq!(shown(None), [("txtdata", Field::Text(r#""v=DKIM1; p=MIG""#.to_owned()))]);
        assert_eq!(parsed(kind, &[("txtdata", Given::Number(12))]).to_string(), r#""12""#);
    }
}

#[test]
fn r9_c6_keys_are_those_of_every_type_in_one_order() {
    let all: Vec<_> = keys().collect();
    assert_eq!(all.len(), 31);
    assert!(all.is_sorted_by_key(|(key, _)| *key));
    for (key, rtype) in all {
        assert_eq!(rtype, type_of(key), "{key}");
        assert_eq!(rtype.is_none(), without_records(key).is_some(), "{key}");
        assert_eq!(rtype.map_or(key.to_owned(), super::key), key);
    }
    assert_eq!(type_of("TYPE1"), Some(RecordType::A));
    assert_eq!(key(rtype("type65280")), "type65280");
    assert_eq!(without_records("Alias"), Some("alias"));
    for none in ["ANY", "RRSIG", "TYPE0", "OPT", "All", ""] {
        assert_eq!((type_of(none), without_records(none)), (None, None), "{none}");
    }
    let names = (tree_key("a"), change_key("aaaa"), set_argument(RecordType::MX));
    assert_eq!(names, ("a_records".to_owned(), "rdata_aaaa".to_owned(), "MXRecords".to_owned()));
}

#[test]
fn what_only_a_damaged_store_holds_is_shown_as_octets() {
    for kind in ["A", "MX", "LOC", "NAPTR", "SOA", "IPSECKEY"] {
        let damaged = Rdata::from_stored(rtype(kind), [1, 2, 3].into());
        let shown = fields(rtype(kind), &damaged, None);
        let texts = shown.iter().filter(|(_, field)| *field == Field::Text("\\# 3 010203".to_owned()));
        assert_eq!((texts.count(), shown.len()), (1, 1), "{kind}");
    }
}
