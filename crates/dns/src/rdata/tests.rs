//! Tests of rdata: every type of R2, its refusals, R4, R5 of names in it, R12, R14; each value read, printed and checked as octets.

mod against_domain;
mod properties;
mod refusals;
mod samples;

use super::*;
use samples::samples;

fn rtype(text: &str) -> RecordType {
    text.parse().unwrap()
}

#[test]
fn every_type_is_read_and_answered_in_one_spelling_r2_r4() {
    for (kind, given, answered) in samples() {
        let rdata = Rdata::parse(rtype(kind), &given).unwrap_or_else(|error| panic!("{kind} {given}: {error}"));
        assert_eq!(rdata.to_string(), answered, "{kind} {given}");
        assert_eq!(Rdata::parse(rtype(kind), &answered).as_ref(), Ok(&rdata), "{kind} {given}");
        assert_eq!(Rdata::parse_in(rtype(kind), &answered, &Name::root()).as_ref(), Ok(&rdata), "{kind} {given}");
        assert_eq!(Rdata::from_wire(rtype(kind), rdata.wire()).as_ref(), Ok(&rdata), "{kind} {given}");
        assert_eq!(Rdata::from_stored(rtype(kind), rdata.wire().into()), rdata);
    }
}

#[test]
fn the_samples_cover_every_type_with_a_format() {
    let covered: std::collections::HashSet<RecordType> = samples().iter().map(|(kind, ..)| rtype(kind)).collect();
    for number in 0..=u16::MAX {
        assert!(layout::layout(RecordType(number)).is_none() || covered.contains(&RecordType(number)), "{number}");
    }
}

#[test]
fn names_in_octets_become_lower_case_but_for_the_mailbox_r4_z12() {
    let ns = Rdata::from_wire(RecordType::NS, b"\x03Ns1\x01A\0").unwrap();
    assert_eq!(ns.to_string(), "ns1.a.");
    let numbers = [0, 0, 0, 1].repeat(5);
    let soa = Rdata::from_wire(RecordType::SOA, &[b"\x01A\0\x02Ab\x01C\0", &numbers[..]].concat()).unwrap();
    assert_eq!(soa.to_string(), "a. Ab.c. 1 1 1 1 1");
    let taken = soa.soa().unwrap();
    assert_eq!(Rdata::from_soa(&taken), soa);
    assert_eq!(taken.email().unwrap().as_str(), "Ab@c");
    let broken = Soa { rname: (*b"\x05a").into(), ..taken };
    assert_eq!(Rdata::from_soa(&broken).to_string(), "a. . 1 1 1 1 1");
}

#[test]
fn parts_of_rdata_are_given_out() {
    let target = |kind, text| Rdata::parse(rtype(kind), text).unwrap().target().map(|name| name.to_string());
    assert_eq!(target("MX", "10 A.b").as_deref(), Some("a.b"));
    assert_eq!(target("SRV", "1 2 3 .").as_deref(), Some("."));
    assert_eq!(target("DNAME", "a.b").as_deref(), Some("a.b"));
    assert_eq!(target("A", "192.0.2.1"), None);
    let address: IpAddr = "2001:db8::1".parse().unwrap();
    assert_eq!(Rdata::from_address(address).address(), Some(address));
    assert_eq!(Rdata::from_ns(&Name::root()).target(), Some(Name::root()));
    let txt = Rdata::parse(RecordType::TXT, "\"a\" \"\"").unwrap();
    assert_eq!(txt.character_strings(), Some(vec![&b"a"[..], b""]));
}

#[test]
fn damaged_octets_are_printed_as_unknown_and_give_out_nothing() {
    for number in 0..300 {
        for wire in [&b""[..], b"\xFF", b"\0\0\0\x03\x40", &[0xFF; 40]] {
            let rdata = Rdata::from_stored(RecordType(number), wire.into());
            let _ = (rdata.target(), rdata.address(), rdata.soa(), rdata.character_strings());
            assert!(rdata.to_string().is_ascii());
        }
    }
    assert_eq!(Rdata::from_stored(RecordType::A, [1, 2].into()).to_string(), "\\# 2 0102");
}

#[test]
fn order_is_that_of_the_octets_rfc_4034_section_6_3() {
    let mut values = ["192.0.2.10", "9.0.0.1", "192.0.2.9"].map(|text| Rdata::parse(RecordType::A, text).unwrap());
    values.sort();
    assert_eq!(values.map(|value| value.to_string()), ["9.0.0.1", "192.0.2.9", "192.0.2.10"]);
}
