//! Whole zones, a root zone of 18,000 records among them, read and written (rule F14). The zones are the repository's, so this file is not in
//! the package.

#![expect(clippy::unwrap_used, reason = "tests; the compiler's exception for tests does not reach their helpers")]

use domesday_dns::zonefile::{Entry, Reader, Record, write_record};
use domesday_dns::{Name, Rdata};

/// Reads a zone and writes it, a record a line; gives the text and the number of records.
fn written(text: &[u8]) -> (String, usize) {
    let (mut out, mut count) = (String::new(), 0);
    for entry in Reader::new(text, None) {
        if let Entry::Record(Record { owner, ttl, rtype, rdata: Some(rdata), .. }) = entry.unwrap() {
            assert_eq!(Rdata::from_wire(rtype, rdata.wire()).as_ref(), Ok(&rdata), "{owner} {rtype}");
            assert_eq!(Name::from_wire(owner.as_wire()).as_ref(), Ok(&owner));
            write_record(&mut out, &owner, ttl, rtype, rdata.wire());
            count += 1;
        }
    }
    (out, count)
}

#[test]
fn the_fixture_zones_are_read_without_error_and_survive_a_round_trip_f14() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/zones");
    for (file, least) in [
        ("acme.example.zone", 40),
        ("2.0.192.in-addr.arpa.zone", 10),
        ("8.b.d.0.1.0.0.2.ip6.arpa.zone", 5),
        ("root-2018-moved.zone", 18_000),
    ] {
        let (out, count) = written(&std::fs::read(format!("{folder}/{file}")).unwrap());
        assert!(count >= least, "{file}: {count}");
        assert!(out.is_ascii() && !out.contains("  "), "{file}");
        assert_eq!(written(out.as_bytes()), (out, count), "{file}");
    }
}
