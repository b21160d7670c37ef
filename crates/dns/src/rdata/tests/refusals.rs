//! What is no rdata: R2, R3, R14.

use super::rtype;
use crate::rdata::Rdata;
use crate::rtype::RecordType;

#[test]
fn wrong_rdata_is_refused_r2() {
    for (kind, texts) in [
        (
            "A",
            &[
                "",
                "192.0.2",
                "192.0.2.01",
                "192.0.2.256",
                "192.0.2.1 x",
                "\"192.0.2.1\"",
                "0xC0000201",
                "\\# 3 000000",
                "\\# 4 zz",
                "\\# 5 0000",
                "\\#",
                "\\# x",
            ][..],
        ),
        ("AAAA", &["::g", "1::2::3", "192.0.2.1", "::1%eth0", "\\# 4 00000000"]),
        ("NS", &["", "a b", "a..b", "\"a\"", "💩.la", "(a)", "a;b", "\\# 2 0161", "\\# 3 c00c00"]),
        ("MX", &["a.", "10", "65536 a.", "-1 a.", "+1 a.", "10 a. b.", "10 \"a\"", "1h a."]),
        ("SRV", &["1 2 a.", "1 2 65536 a.", "1 2 3"]),
        ("SOA", &["a. b. 1 2 3 4", "a. b. 1h 2 3 4 5", "a. b. 4294967296 2 3 4 5", "a. host@b. 1 2 3 4 5"]),
        ("TXT", &["\"open", "\"a\\256\"", "\"a\\2\"", "\"a\" b=\"c\""]),
        ("HINFO", &["a", "a b c", ""]),
        (
            "CAA",
            &[
                "256 issue \"a\"",
                "0 is-sue \"a\"",
                "0 abcdefghijklmnop \"a\"",
                "0 issue",
                "0 \"\" \"a\"",
                "0 issue a b",
            ],
        ),
        (
            "DS",
            &[
                "1 8 1 00",
                "1 8 2 00",
                "1 8 1",
                "1 8 9",
                "1 8 9 0",
                "1 8 9 0g",
                "65536 8 9 00",
                "1 256 9 00",
                "1 NOPE 9 00",
            ],
        ),
        ("TLSA", &["3 1 1 00", "3 1 2 00", "3 1 1", "256 1 0 00"]),
        ("SSHFP", &["1 1 00", "1 2 00", "1 1"]),
        ("NAPTR", &["1 1 \"-\" \"\" \"\" .", "1 1 u s \"!a!b!\" a.", "1 1 u s"]),
        (
            "LOC",
            &[
                "91 N 0 E 0",
                "90 0 0.001 N 0 E 0",
                "0 60 N 0 E 0",
                "0 0 60 N 0 E 0",
                "0 N 181 E 0",
                "0 N 0 E -100000.01",
                "0 N 0 E 42849672.96",
                "0 N 0 E 0 90000001000",
                "0 N 0 E 0 1 1 1 1",
                "0 N 0 N 0",
                "0 0 0.0001 N 0 E 0",
                "N 0 E 0",
                "0 0 0 0 N 0 E 0",
                "0 N 0 E",
                "0 N 0 E 1.234m",
                "\\# 16 01121613800000008000000000989680",
                "\\# 16 00aa1613800000008000000000989680",
                "\\# 16 00121613000000008000000000989680",
            ],
        ),
        ("URI", &["1 1 \"\"", "1 1", "1 \"a\"", "1 1 a b"]),
        (
            "HTTPS",
            &[
                "0 a. alpn=h2",
                "1 a. alpn=h2 alpn=h3",
                "1 a. alpn=h2 key1=\\002h2",
                "1 a. mandatory=alpn",
                "1 a. mandatory=mandatory",
                "1 a. mandatory=port,port port=1",
                "1 a. mandatory=",
                "1 a. alpn",
                "1 a. alpn=",
                "1 a. alpn=a,,b",
                "1 a. no-default-alpn",
                "1 a. alpn=a no-default-alpn=x",
                "1 a. port=65536",
                "1 a. port",
                "1 a. ipv4hint=1.2.3",
                "1 a. ipv4hint=",
                "1 a. ipv6hint=1.2.3.4",
                "1 a. ech=*",
                "1 a. ech=",
                "1 a. key65535=a",
                "1 a. key65536=a",
                "1 a. key01=a",
                "1 a. key3=a",
                "1 a. nope=a",
                "1 a. \"alpn=h2\"",
                "1 a. dohpath=dns",
                "1 a. dohpath=/x{?dn}",
                "1 a. alpn=x=\"y\"",
                "1 a. =a",
                "1",
                "\\# 9 0001000003000101",
            ],
        ),
        ("DNSKEY", &["256 3 8", "256 3 8 A", "256 3 8 AB==", "256 3 8 AAE", "256 3 8 *"]),
        (
            "CSYNC",
            &["1 2 NOPE", "1", "\\# 8 0000000100020000", "\\# 9 000000010002000100", "\\# 10 00000001000200024000"],
        ),
        ("IPSECKEY", &["1 4 2 . AA==", "1 0 2 a. AA==", "1 1 2 ::1 AA==", "1 2 2 1.2.3.4 AA=="]),
        ("NSAP", &["47", "0x", "0x4", "0xg0"]),
        (
            "EUI48",
            &["00-00-5e-00-53", "00-00-5e-00-53-2a-00", "00:00:5e:00:53:2a", "0-00-5e-00-53-2a", "00-00-5e-00-53-gg"],
        ),
        ("TYPE65280", &["", "abc", "\\# 1", "\\# 1 0000", "\\# 65536 00", "\\# 0 00", "\"\\#\" 0"]),
        ("RRSIG", &["\\# 0", "x"]),
        ("ANY", &["\\# 0"]),
    ] {
        for text in texts {
            let result = Rdata::parse(rtype(kind), text);
            let error = result.expect_err(&format!("{kind} {text}")).to_string();
            assert!(!error.is_empty() && !error.contains('\n'), "{kind} {text}: {error}");
        }
    }
}

#[test]
fn refusals_say_what_was_expected_r2() {
    for (kind, text, message) in [
        ("A", "x", "expected an IPv4 address, found `x`"),
        ("MX", "10", "expected a domain name, found the end"),
        ("MX", "70000 a.", "expected an integer 0–65535, found `70000`"),
        ("NS", "a..b", "expected a domain name, found `a..b`: it has an empty label"),
        ("DS", "1 8 2 00", "expected a digest of 32 octets, found 1"),
        ("HTTPS", "1 a. mandatory=port", "the mandatory parameter `port` is missing"),
        ("A", "1.2.3.4 ; x", "the character ';' is not allowed unless quoted or escaped"),
    ] {
        assert_eq!(Rdata::parse(rtype(kind), text).unwrap_err().to_string(), message);
    }
}

#[test]
fn rdata_over_65535_octets_is_too_large_r14() {
    let fits = Rdata::parse(RecordType::TXT, &"x".repeat(65_279)).unwrap();
    assert_eq!(fits.wire().len(), 65_535);
    assert!(Rdata::parse(RecordType::TXT, &"x".repeat(65_280)).unwrap_err().is_too_large());
    assert!(Rdata::parse(RecordType::TXT, &format!("\"{}\"", "x".repeat(70_000))).unwrap_err().is_too_large());
    assert!(Rdata::parse(RecordType::URI, &format!("1 1 \"{}\"", "x".repeat(70_000))).unwrap_err().is_too_large());
    assert!(Rdata::parse(RecordType::SVCB, &format!("1 . key9={}", "x".repeat(70_000))).unwrap_err().is_too_large());
    assert!(Rdata::from_wire(RecordType(65280), &[0; 65_536]).unwrap_err().is_too_large());
}
