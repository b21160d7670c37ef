//! The same values read by NLnet Labs' `domain`: where both know a type, text and octets mean the same.
//!
//! Deliberate differences: that crate does not check what R2 adds, and spells some fields in another way; so only values that we
//! take are compared, text by way of the octets.

use crate::rdata::Rdata;
use crate::rtype::RecordType;
use crate::tokens::{Setting, Words, cut};
use dnslib::base::iana::Rtype;
use dnslib::base::name::Name;
use dnslib::base::rdata::ComposeRecordData;
use dnslib::base::scan::IterScanner;
use dnslib::base::zonefile_fmt::{DisplayKind, ZonefileFmt};
use dnslib::rdata::ZoneRecordData;

type Other = ZoneRecordData<Vec<u8>, Name<Vec<u8>>>;

/// Types whose text `domain` reads; it has no presentation format for the others.
const TYPES: &[RecordType] = &[
    RecordType::A,
    RecordType::NS,
    RecordType::AAAA,
    RecordType::DS,
    RecordType::CNAME,
    RecordType::TXT,
    RecordType::MX,
    RecordType::PTR,
    RecordType::SRV,
    RecordType::SOA,
    RecordType::HINFO,
    RecordType::RP,
    RecordType::NAPTR,
    RecordType::DNAME,
    RecordType::SSHFP,
    RecordType::DNSKEY,
    RecordType::TLSA,
    RecordType::CDS,
    RecordType::CDNSKEY,
    RecordType::OPENPGPKEY,
    RecordType::CAA,
];

fn composed(other: &Other) -> Vec<u8> {
    let mut wire = Vec::new();
    other.compose_rdata(&mut wire).unwrap();
    wire
}

/// Reads what we print with `domain`, and what `domain` prints with us.
pub(super) fn agree(rdata: &Rdata) {
    if !TYPES.contains(&rdata.rtype()) {
        return;
    }
    let text = rdata.to_string();
    let mut tokens = Vec::new();
    cut(text.as_bytes(), 0, Setting::Value, &mut 0, &mut tokens).unwrap();
    let mut words = Words::new(text.as_bytes(), &tokens);
    let strings: Vec<String> =
        std::iter::from_fn(|| words.next()).map(|(_, octets)| String::from_utf8(octets.to_vec()).unwrap()).collect();
    let mut scanner = IterScanner::<_, Vec<u8>>::new(strings);
    let other = Other::scan(Rtype::from_int(rdata.rtype().0), &mut scanner)
        .unwrap_or_else(|error| panic!("{} {text}: {error}", rdata.rtype()));
    assert_eq!(composed(&other), rdata.wire(), "{} {text}", rdata.rtype());
    if text.contains('\\') {
        // That crate prints names with bare brackets and semicolons, which no zone file reader takes.
        return;
    }
    let printed = other.display_zonefile(DisplayKind::Simple).to_string();
    let back = Rdata::parse_in(rdata.rtype(), &printed, &crate::Name::root());
    assert_eq!(back.as_ref(), Ok(rdata), "{} {printed}", rdata.rtype());
}

#[test]
fn nlnet_labs_domain_reads_what_we_print_and_we_what_it_prints() {
    for (kind, given, _) in super::samples::samples() {
        agree(&Rdata::parse(super::rtype(kind), &given).unwrap());
    }
}

#[test]
fn nlnet_labs_domain_finds_the_same_fields_in_the_octets() {
    use dnslib::base::rdata::ParseRecordData;
    use dnslib::dep::octseq::Parser;
    for (kind, given, _) in super::samples::samples() {
        let rdata = Rdata::parse(super::rtype(kind), &given).unwrap();
        let mut parser = Parser::from_ref(rdata.wire());
        let other = ZoneRecordData::<&[u8], dnslib::base::name::ParsedName<&[u8]>>::parse_rdata(
            Rtype::from_int(rdata.rtype().0),
            &mut parser,
        );
        let other = other.unwrap_or_else(|error| panic!("{kind} {given}: {error}")).unwrap();
        let mut wire = Vec::new();
        other.compose_rdata(&mut wire).unwrap();
        assert_eq!(wire, rdata.wire(), "{kind} {given}");
    }
}
