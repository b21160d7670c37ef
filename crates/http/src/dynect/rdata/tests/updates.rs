//! An update leaves what it does not name (R5).

use super::*;

fn merged(kind: &str, printed: &str, given: &[(&str, Given<'_>)]) -> Parsed {
    merge(rtype(kind), &value(kind, printed), given).unwrap_or_else(|wrong| panic!("{kind} {printed}: {wrong:?}"))
}

#[test]
fn r5_what_is_not_given_stays() {
    let number = Given::Number;
    for (kind, before, given, after) in [
        ("MX", "10 a.b", ("preference", number(20)), "20 a.b."),
        ("MX", "10 a.b", ("exchange", Given::Text("C.d")), "10 c.d."),
        ("MX", "10 a.b", ("exchange", Given::Nothing), "10 a.b."),
        ("DNSKEY", "256 3 8 AAEC", ("algorithm", number(13)), "256 3 13 AAEC"),
        ("DNSKEY", "256 3 8 AAEC", ("protocol", Given::Text("4")), "256 4 8 AAEC"),
        ("NAPTR", "1 2 \"s\" \"x\" \"\" a.b", ("flags", Given::Text("")), "1 2 \"\" \"x\" \"\" a.b."),
        ("LOC", "1 N 2 E 3.50m 5m", ("latitude", Given::Text("9 S")), "9 0 0.000 S 2 0 0.000 E 3.50m 5m 10000m 10m"),
        ("LOC", "1 N 2 E 3.50m 5m", ("altitude", number(3)), "1 0 0.000 N 2 0 0.000 E 3.50m 5m 10000m 10m"),
        ("LOC", "1 N 2 E 3.50m 5m", ("altitude", number(4)), "1 0 0.000 N 2 0 0.000 E 4.00m 5m 10000m 10m"),
        ("KEY", "49152 3 0", ("flags", number(1)), "1 3 0"),
        ("KEY", "49152 3 0", ("public_key", Given::Text("")), "49152 3 0"),
        ("CSYNC", "66 3", ("soa_serial", number(67)), "67 3"),
        ("CNAME", "a.b", ("cname", Given::Text("c")), "c."),
        ("EUI48", "00-00-5e-00-53-2a", ("x", Given::Nothing), "00-00-5e-00-53-2a"),
    ] {
        assert_eq!(merged(kind, before, &[given]).rdata.to_string(), after, "{kind} {before} {given:?}");
    }
}

#[test]
fn r5_what_is_shown_and_sent_back_changes_nothing() {
    let more = [
        ("LOC", "90 S 180 W -0.50m 0.01m"),
        ("KEY", "49152 3 0"),
        ("CSYNC", "66 0"),
        ("IPSECKEY", "10 0 0 ."),
        ("URI", "1 2 \"x\""),
    ];
    let samples = SAMPLES.iter().map(|(kind, printed, _)| (*kind, *printed)).chain(more);
    for (kind, printed) in samples {
        let rdata = value(kind, &filled(printed));
        let shown = fields(rtype(kind), &rdata, None);
        let again = merge(rtype(kind), &rdata, &sent(&shown)).unwrap_or_else(|wrong| panic!("{kind}: {wrong:?}"));
        assert_eq!(again.rdata, rdata, "{kind} {printed}");
        assert_eq!(merge(rtype(kind), &rdata, &[]).unwrap().rdata, rdata, "{kind} {printed}");
    }
}

#[test]
fn r5_an_update_is_judged_as_a_whole() {
    let wrong = |kind: &str, printed: &str, given: &[(&str, Given<'_>)]| {
        let wrong = merge(rtype(kind), &value(kind, printed), given).unwrap_err();
        wrong.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let gateway = wrong("IPSECKEY", "1 3 1 a.b. AAEC", &[("gatetype", Given::Number(1))]);
    assert_eq!(gateway, ["rdata.gateway: Not a valid IP address"]);
    let digest = wrong("DS", "1 8 99 0a", &[("digtype", Given::Number(2))]);
    assert_eq!(digest, ["rdata.digest: expected a digest of 32 octets, found 1"]);
    assert_eq!(wrong("MX", "1 a", &[("exchange", Given::Text(""))]), ["rdata.exchange: required field missing"]);
}

#[test]
fn r7_a_text_that_is_not_given_keeps_its_spelling() {
    let kept = merged("TXT", "a", &[]);
    assert_eq!((kept.rdata.to_string().as_str(), kept.spelled), ("\"a\"", None));
    let written = merged("TXT", "a", &[("txtdata", Given::Text("b"))]);
    assert_eq!((written.rdata.to_string().as_str(), written.spelled.as_deref()), ("\"b\"", Some("b")));
}

#[test]
fn z7_of_a_soa_mname_and_serial_say_nothing() {
    let before = "ns1.a. Host\\.Master.b. 1 3600 600 604800 1800";
    let given = [
        ("mname", Given::Other),
        ("serial", Given::Number(9)),
        ("rname", Given::Text("me@c.org")),
        ("minimum", Given::Text("60")),
    ];
    let read = merged("SOA", before, &given);
    assert_eq!(read.rdata.to_string(), "ns1.a. me.c.org. 1 3600 600 604800 60");
    assert_eq!(read.unnecessary, ["mname", "serial"]);
}
