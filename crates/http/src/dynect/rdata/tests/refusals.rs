//! What is wrong with rdata is told of each field, in one pass.

use super::*;

const fn text(text: &str) -> Given<'_> {
    Given::Text(text)
}

#[test]
fn r13_each_required_field_that_is_missing_is_told() {
    let optional = ["size", "horiz_pre", "vert_pre", "version"];
    let may_be_empty = [("naptr", "flags"), ("naptr", "services"), ("naptr", "regexp"), ("caa", "value")];
    for (kind, printed, _) in SAMPLES {
        let rdata = value(kind, &filled(printed));
        let shown = fields(rtype(kind), &rdata, None);
        let required: Vec<_> =
            shown.iter().map(|(name, _)| *name).filter(|name| !(*kind == "LOC" && optional.contains(name))).collect();
        let missing = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| format!("rdata.{name}: required field missing")).collect()
        };
        assert_eq!(refused(kind, &[]), missing(&required), "{kind}");
        for name in required {
            let but = |instead: &[(&'static str, Given<'static>)]| {
                let sent = sent(&shown);
                let kept = sent.into_iter().filter(|(sent, _)| *sent != name).collect::<Vec<_>>();
                parse(rtype(kind), &[instead, &kept].concat()).err()
            };
            let told = Some(vec![Wrong::Missing(name)]);
            assert_eq!(but(&[]), told, "{kind} without {name}");
            assert_eq!(but(&[(name, Given::Nothing)]), told, "{kind} {name} null");
            if !may_be_empty.contains(&(kind.to_ascii_lowercase().as_str(), name)) {
                assert_eq!(but(&[(name, text(""))]), told, "{kind} {name} empty");
            }
        }
    }
}

#[test]
fn section_10_wrong_values_are_told_by_field() {
    assert_eq!(refused("A", &[("address", text("2.2.2.2222"))]), ["address: Not a valid IP address"]);
    for (kind, address) in [("A", "2001:db8::1"), ("AAAA", "192.0.2.1"), ("A", "192.0.2.01"), ("AAAA", "::1%1")] {
        assert_eq!(refused(kind, &[("address", text(address))]), ["address: Not a valid IP address"], "{address}");
    }
    for given in [Given::Other, text("192.0.2.1\n"), Given::Number(1)] {
        assert_eq!(refused("A", &[("address", given)]), ["address: Not a valid IP address"], "{given:?}");
    }
    assert_eq!(
        refused("MX", &[("preference", text("ten")), ("exchange", text("a"))]),
        ["rdata.preference: Not an integer from 0 to 65535"]
    );
    assert_eq!(
        refused("SRV", &[("priority", Given::Number(0)), ("weight", text("0"))]),
        ["rdata.port: required field missing", "rdata.target: required field missing"]
    );
    assert_eq!(
        refused("SRV", &[("priority", Given::Number(-1)), ("weight", text("65536")), ("port", Given::Other)]),
        [
            "rdata.priority: Not an integer from 0 to 65535",
            "rdata.weight: Not an integer from 0 to 65535",
            "rdata.port: Neither a text nor an integer",
            "rdata.target: required field missing",
        ]
    );
}

/// Replaces one field of the first sample of a type, and tells what is said of it.
fn with(kind: &str, name: &str, given: Given<'_>) -> Option<Vec<String>> {
    let (_, printed, _) = SAMPLES.iter().find(|(sample, ..)| *sample == kind).unwrap();
    let rdata = value(kind, &filled(printed));
    let shown = fields(rtype(kind), &rdata, None);
    let mut sent = sent(&shown);
    sent.iter_mut().find(|(sent, _)| *sent == name).unwrap().1 = given;
    let wrong = parse(rtype(kind), &sent).err()?;
    assert!(wrong.iter().all(|wrong| matches!(wrong, Wrong::Invalid { field, .. } if *field == name)), "{wrong:?}");
    Some(wrong.iter().map(ToString::to_string).collect())
}

#[test]
fn r3_r13_what_each_kind_of_field_takes_and_refuses() {
    let number = Given::Number;
    for (kind, name, taken, refused) in [
        ("CAA", "flags", vec![number(255), text("0")], vec![number(256), text("+1"), text(" 1"), text("1.0")]),
        ("CAA", "tag", vec![text("ISSUE"), number(1)], vec![text("a-b"), text("abcdefghijklmnop"), text("é")]),
        ("CAA", "value", vec![text("\\"), text("\"a\""), text("é")], vec![text("\"a"), text("a\nb")]),
        ("SOA", "serial", vec![number(4_294_967_295)], vec![number(4_294_967_296), number(-1)]),
        ("SOA", "rname", vec![text("a.b@c.org"), text("a\\.b.c.org.")], vec![text("a b@c.org"), text(".")]),
        ("MX", "exchange", vec![text("."), text("faß.de"), text("A.b.")], vec![text("a..b"), text("a b"), text("@")]),
        ("CERT", "format", vec![number(65_535)], vec![text("PKIX"), number(65_536)]),
        ("CERT", "certificate", vec![text("AA EC")], vec![text("AAE"), text("=")]),
        ("TLSA", "certificate", vec![], vec![text("abc"), text("0x00"), text("00"), text("(")]),
        ("DS", "digest", vec![], vec![text("00"), text("zz")]),
        ("SSHFP", "fingerprint", vec![], vec![text("00")]),
        ("NAPTR", "flags", vec![text("s")], vec![text("-"), text("\"s\"")]),
        ("NAPTR", "replacement", vec![], vec![text("a.b")]),
        ("NSAP", "nsap", vec![text("0X47.00"), text("47.00")], vec![text("0x"), text("0x470"), text("x")]),
        ("IPSECKEY", "gatetype", vec![], vec![number(4), text("x")]),
        (
            "IPSECKEY",
            "gateway",
            vec![text("192.0.2.9")],
            vec![text("a.b"), text("."), text("2001:db8::1"), text("1 2")],
        ),
        (
            "CSYNC",
            "flags",
            vec![text("SoaMinimum"), text("immediate, soaminimum"), number(7)],
            vec![text("x"), text(",")],
        ),
        ("CSYNC", "types", vec![text("NS, a,A"), text("TYPE1")], vec![text("A NS"), text("X"), text("A,")]),
        (
            "LOC",
            "latitude",
            vec![text("90 N"), text("1 2 s")],
            vec![text("91 N"), text("1 N 5"), text("1 E"), text("1")],
        ),
        ("LOC", "longitude", vec![text("180 W"), text("1 e")], vec![text("1 N"), text("1 E 5"), text("1 E 5 W")]),
        ("LOC", "altitude", vec![number(-100_000), text("-1")], vec![number(-100_001), text("1m"), text("1.5")]),
        ("LOC", "size", vec![number(0), number(90_000_000), text("")], vec![number(90_000_001), number(-1)]),
        ("LOC", "version", vec![number(0), text("0")], vec![number(1)]),
        (
            "TXT",
            "txtdata",
            vec![text("\"\""), text("a\\")],
            vec![text("\"a"), text("\"a\" b"), text("a\tb"), Given::Other],
        ),
    ] {
        for given in taken {
            assert_eq!(with(kind, name, given), None, "{kind} {name} {given:?}");
        }
        for given in refused {
            assert!(with(kind, name, given).is_some_and(|told| told.len() == 1), "{kind} {name} {given:?}");
        }
    }
}

#[test]
fn a_text_that_is_too_long_is_told_of_its_field() {
    let long = "x".repeat(70_000);
    for (kind, name) in [("CAA", "value"), ("TXT", "txtdata"), ("NAPTR", "services"), ("NAPTR", "flags")] {
        assert!(with(kind, name, text(&long)).is_some(), "{kind} {name}");
    }
    assert!(with("CERT", "certificate", text(&"AAAA".repeat(30_000))).is_some());
    assert!(with("CAA", "value", text(&long[..65_000])).is_none());
}

#[test]
fn a_wrong_gateway_type_is_told_alone() {
    let given = [
        ("precedence", Given::Number(1)),
        ("gatetype", Given::Number(9)),
        ("algorithm", Given::Number(1)),
        ("gateway", text("?")),
        ("public_key", text("AAEC")),
    ];
    assert_eq!(refused("IPSECKEY", &given), ["rdata.gatetype: Not an integer from 0 to 3"]);
}

#[test]
fn w4_w5_names_that_say_nothing_are_told_and_null_is_not_there() {
    let given =
        [("Address", text("x")), ("address", text("192.0.2.1")), ("ttl", Given::Other), ("label", Given::Nothing)];
    assert_eq!(parse(RecordType::A, &given).unwrap().unnecessary, ["Address", "ttl"]);
}
