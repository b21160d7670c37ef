//! Zone files as hostmasters write them, and as they should not be.

use super::*;

fn parse(text: &str) -> Result<ZoneFile, Vec<LineFault>> {
    read(text.as_bytes(), None, |_| {})
}

fn zone(more: &str) -> String {
    format!(
        "$ORIGIN example.org.\n$TTL 3600\n@ IN SOA ns1 host.master 7 10800 3600 1814400 3600\n@ IN NS ns1\nns1 IN A 192.0.2.1\n{more}"
    )
}

fn codes(more: &str) -> Vec<(u64, &'static str)> {
    match parse(&zone(more)) {
        Ok(file) => file.forcible.iter().map(|fault| (fault.line, fault.code)).collect(),
        Err(faults) => faults.iter().map(|fault| (fault.line, fault.code)).collect(),
    }
}

#[test]
fn f9_default_ttl_and_ttls_of_their_own() {
    let file = parse(&zone(
        "a IN A 192.0.2.1\nb 60 IN A 192.0.2.2\n$TTL 1h30m\nc IN A 192.0.2.3\n$TTL 3600\nd IN A 192.0.2.4\n",
    ))
    .unwrap();
    assert_eq!(file.content.default_ttl, 3600);
    let ttls: Vec<_> = file.sets.iter().map(|set| set.ttl).collect();
    assert_eq!(ttls, [None, Some(60), Some(5400), None, None]);
}

#[test]
fn f9_without_a_ttl_directive_the_soas_ttl_is_the_default() {
    let soa = "a.org. 86400 IN SOA ns.b.org. h.b.org. 1 10800 3600 1814400 3600\n";
    let file =
        parse(&format!("{soa}a.org. IN NS ns.b.org.\nx.a.org. 60 IN A 192.0.2.1\ny.a.org. IN A 192.0.2.1\n")).unwrap();
    assert_eq!(file.content.default_ttl, 86400);
    assert_eq!(file.content.ns_ttl, None, "it takes the TTL in force, which is the default");
    let ttls: Vec<_> = file.sets.iter().map(|set| set.ttl).collect();
    assert_eq!(ttls, [Some(60), Some(60)], "without $TTL the last one stated is in force (RFC 1035 section 5.1)");
}

#[test]
fn f9_ttls_that_differ_in_a_set_are_evened_out_to_the_lowest() {
    let file = parse(&zone("a 60 IN A 192.0.2.1\na 30 IN A 192.0.2.2\n")).unwrap();
    assert_eq!(file.sets.first().map(|set| set.ttl), Some(Some(30)));
    assert_eq!(file.warnings.iter().map(|w| w.code).collect::<Vec<_>>(), ["ttl_differs"]);
}

#[test]
fn f8_f10_one_soa_apex_ns_and_names_inside() {
    assert_eq!(parse("$ORIGIN a.org.\n@ 60 IN NS ns.b.org.\n").unwrap_err().first().unwrap().code, "no_soa");
    assert_eq!(codes("@ IN SOA ns1 h 7 10800 3600 1814400 3600\n"), [(6, "two_soa")]);
    assert_eq!(codes("www.example.net. IN A 192.0.2.1\n"), [(6, "outside_zone")]);
    assert_eq!(codes("myexample.org. IN A 192.0.2.1\n"), [(6, "outside_zone")]);
    let faults = parse("a.org. 60 IN SOA ns.b.org. h.b.org. 1 10800 3600 1814400 3600\n").unwrap_err();
    assert_eq!(faults.first().unwrap().code, "no_ns");
}

#[test]
fn f12_cuts_glue_and_what_lies_below() {
    let file = parse(&zone(
        "sub IN NS ns.sub\nsub IN NS ns1\nsub IN DS 1 8 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\
         ns.sub 60 IN A 192.0.2.9\nother.sub IN A 192.0.2.10\ndeep.er.sub IN NS x.example.net.\n",
    ))
    .unwrap();
    let told: Vec<_> = file.sets.iter().map(|set| (set.owner.to_string(), set.rtype, set.origin, set.ttl)).collect();
    let name = |text: &str| text.to_owned();
    assert_eq!(
        told,
        [
            (name("ns1.example.org"), RecordType::A, Origin::User, None),
            (name("sub.example.org"), RecordType::NS, Origin::ExplicitDelegation, None),
            (name("sub.example.org"), RecordType::DS, Origin::User, None),
            (name("ns.sub.example.org"), RecordType::A, Origin::Glue, None),
        ]
    );
    let below: Vec<_> = file.forcible.iter().map(|fault| (fault.line, fault.code)).collect();
    assert_eq!(below, [(10, "records_below_cut"), (11, "records_below_cut")]);
}

#[test]
fn f13_what_a_signer_makes_is_dropped_and_spf_becomes_txt() {
    let file =
        parse(&zone("@ IN NSEC a.example.org. A NS\n@ IN SPF \"v=spf1 -all\"\n@ IN TXT \"v=spf1 -all\"\n")).unwrap();
    assert_eq!(
        file.warnings.iter().map(|w| w.code).collect::<Vec<_>>(),
        ["signer_records_dropped", "spf_stored_as_txt"]
    );
    assert!(file.sets.iter().any(|set| set.rtype == RecordType::TXT && set.values.len() == 1));
}

#[test]
fn r6_r7_r9_r10_r11_with_their_lines() {
    assert_eq!(codes("a IN CNAME b\na IN A 192.0.2.1\n"), [(6, "cname_conflict")]);
    assert_eq!(codes("@ IN CNAME b\n"), [(6, "cname_conflict")]);
    assert_eq!(codes("d IN DNAME x.example.net.\na.d IN A 192.0.2.1\n"), [(7, "dname_conflict")]);
    assert_eq!(codes("a.*.b IN TXT x\n"), [(6, "bad_name")]);
    assert_eq!(codes("_a IN A 192.0.2.1\n"), [(6, "bad_host_name")]);
    assert_eq!(codes("a IN CNAME b\n@ IN MX 10 a\n"), [(7, "target_is_cname")]);
    assert_eq!(codes("a IN CNAME b\n@ IN NS a\n"), [(4, "target_is_cname")], "the set begins in line 4");
    assert_eq!(
        codes("www IN DS 1 8 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"),
        [(6, "not_a_cut")]
    );
}

#[test]
fn f11_every_fault_is_told_up_to_a_thousand() {
    assert_eq!(codes("a IN A 300.1.1.1\nb IN FOO x\nc CH TXT x\n$INCLUDE /etc/passwd\n").len(), 4);
    assert_eq!(codes(&"a IN A x\n".repeat(1500)).len(), FAULTS_TOLD);
}

#[test]
fn z9_z11_of_a_file_are_forcible() {
    let text = "$ORIGIN a.org.\n$TTL 60\n@ IN SOA hidden.b.org. h.b.org. 1 100 1000 10 60\n@ IN NS ns.b.org.\n";
    let file = parse(text).unwrap();
    let told: Vec<_> = file.forcible.iter().map(|fault| fault.code).collect();
    assert_eq!(told, ["soa_relation", "soa_relation", "soa_relation", "primary_not_in_ns"]);
    assert_eq!(file.content.primary_ns.to_string(), "hidden.b.org");
}
