//! Values of every type of R13: printed, and as this face shows them.

/// A text of a sample, with 20 and 32 octets of hexadecimal in the place of `<20>` and `<32>`.
pub(super) fn filled(text: &str) -> String {
    let hex = |octets: usize| "00112233445566778899aabbccddeeff".chars().cycle().take(octets * 2).collect::<String>();
    text.replace("<20>", &hex(20)).replace("<32>", &hex(32))
}

/// Type, printed value, and its fields with their texts; of integers their digits.
pub(super) type Sample = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

pub(super) const SAMPLES: &[Sample] = &[
    ("A", "192.0.2.1", &[("address", "192.0.2.1")]),
    ("AAAA", "2001:DB8::0:1", &[("address", "2001:db8::1")]),
    (
        "CAA",
        "128 issue \"letsencrypt.org; a=b\"",
        &[("flags", "128"), ("tag", "issue"), ("value", "letsencrypt.org; a=b")],
    ),
    ("CAA", "0 issuewild \"\"", &[("flags", "0"), ("tag", "issuewild"), ("value", "")]),
    ("CAA", "0 iodef \"\\\"\\200\"", &[("flags", "0"), ("tag", "iodef"), ("value", "\"\\\"\\200\"")]),
    ("CDNSKEY", "257 3 13 AAEC", &[("flags", "257"), ("algorithm", "13"), ("protocol", "3"), ("public_key", "AAEC")]),
    ("CDS", "0 0 0 00", &[("keytag", "0"), ("algorithm", "0"), ("digtype", "0"), ("digest", "00")]),
    ("CERT", "PKIX 1 5 AAEC", &[("format", "1"), ("tag", "1"), ("algorithm", "5"), ("certificate", "AAEC")]),
    ("CNAME", "A.b", &[("cname", "a.b.")]),
    ("CSYNC", "66 3 A NS", &[("soa_serial", "66"), ("flags", "immediate,soaminimum"), ("types", "A,NS")]),
    ("CSYNC", "66 2 TYPE65280", &[("soa_serial", "66"), ("flags", "soaminimum"), ("types", "TYPE65280")]),
    ("CSYNC", "66 0 A", &[("soa_serial", "66"), ("flags", "0"), ("types", "A")]),
    ("CSYNC", "66 5 A", &[("soa_serial", "66"), ("flags", "5"), ("types", "A")]),
    ("DHCID", "AAIBY2/AuCc=", &[("digest", "AAIBY2/AuCc=")]),
    ("DNAME", ".", &[("dname", ".")]),
    ("DNSKEY", "256 3 8 AAEC", &[("flags", "256"), ("algorithm", "8"), ("protocol", "3"), ("public_key", "AAEC")]),
    ("DS", "65535 13 2 <32>", &[("keytag", "65535"), ("algorithm", "13"), ("digtype", "2"), ("digest", "<32>")]),
    (
        "IPSECKEY",
        "10 1 2 192.0.2.38 AAEC",
        &[
            ("precedence", "10"),
            ("gatetype", "1"),
            ("algorithm", "2"),
            ("gateway", "192.0.2.38"),
            ("public_key", "AAEC"),
        ],
    ),
    (
        "IPSECKEY",
        "10 2 2 2001:db8::1 AAEC",
        &[
            ("precedence", "10"),
            ("gatetype", "2"),
            ("algorithm", "2"),
            ("gateway", "2001:db8::1"),
            ("public_key", "AAEC"),
        ],
    ),
    (
        "IPSECKEY",
        "10 3 2 gw.a AAEC",
        &[("precedence", "10"), ("gatetype", "3"), ("algorithm", "2"), ("gateway", "gw.a."), ("public_key", "AAEC")],
    ),
    (
        "IPSECKEY",
        "10 0 2 . AAEC",
        &[("precedence", "10"), ("gatetype", "0"), ("algorithm", "2"), ("gateway", "."), ("public_key", "AAEC")],
    ),
    ("KEY", "256 3 5 AAEC", &[("flags", "256"), ("algorithm", "5"), ("protocol", "3"), ("public_key", "AAEC")]),
    ("KX", "10 a", &[("preference", "10"), ("exchange", "a.")]),
    (
        "LOC",
        "42 21 54 N 71 6 18 W -24m 30m",
        &[
            ("latitude", "42 21 54.000 N"),
            ("longitude", "71 6 18.000 W"),
            ("altitude", "-24"),
            ("size", "30"),
            ("horiz_pre", "10000"),
            ("vert_pre", "10"),
            ("version", "0"),
        ],
    ),
    ("MX", "10 Mail.a", &[("preference", "10"), ("exchange", "mail.a.")]),
    (
        "NAPTR",
        r#"100 10 "U" "E2U+sip" "!^(.*)$!sip:\\1@a.b!" ."#,
        &[
            ("order", "100"),
            ("preference", "10"),
            ("flags", "U"),
            ("services", "E2U+sip"),
            ("regexp", r"!^(.*)$!sip:\1@a.b!"),
            ("replacement", "."),
        ],
    ),
    (
        "NAPTR",
        r#"100 10 "" "" "" a.b"#,
        &[
            ("order", "100"),
            ("preference", "10"),
            ("flags", ""),
            ("services", ""),
            ("regexp", ""),
            ("replacement", "a.b."),
        ],
    ),
    ("NS", "Ns1.a", &[("nsdname", "ns1.a.")]),
    ("NSAP", "0x47.0005.80", &[("nsap", "0x47000580")]),
    ("PTR", "a\\.b.c", &[("ptrdname", "a\\.b.c.")]),
    ("PX", "10 a b", &[("preference", "10"), ("map822", "a."), ("mapx400", "b.")]),
    ("RP", "admin.a .", &[("mbox", "admin.a."), ("txtdname", ".")]),
    (
        "SOA",
        "ns1.a Host\\.Master.b 1 3600 600 604800 1800",
        &[
            ("mname", "ns1.a."),
            ("rname", "Host\\.Master.b."),
            ("serial", "1"),
            ("refresh", "3600"),
            ("retry", "600"),
            ("expire", "604800"),
            ("minimum", "1800"),
        ],
    ),
    ("SPF", "\"v=spf1 -all\"", &[("txtdata", "\"v=spf1 -all\"")]),
    ("SRV", "1 2 65535 .", &[("priority", "1"), ("weight", "2"), ("port", "65535"), ("target", ".")]),
    ("SSHFP", "4 1 <20>", &[("algorithm", "4"), ("fptype", "1"), ("fingerprint", "<20>")]),
    ("TLSA", "3 1 1 <32>", &[("cert_usage", "3"), ("selector", "1"), ("match_type", "1"), ("certificate", "<32>")]),
    ("TXT", "\"a\" \"b\\\"\\195\"", &[("txtdata", "\"a\" \"b\\\"\\195\"")]),
];
