//! Rdata of every type, as text and as octets: what is taken prints as a text that is taken as the same.
#![no_main]

use domesday_dns::{Rdata, RecordType};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &[u8])| {
    let (number, octets) = input;
    let rtype = RecordType(number % 300);
    let text = std::str::from_utf8(octets).ok();
    let read = text.and_then(|text| Rdata::parse(rtype, text).ok());
    for rdata in read.into_iter().chain(Rdata::from_wire(rtype, octets).ok()) {
        let printed = rdata.to_string();
        let again = Rdata::parse(rtype, &printed);
        assert_eq!(again.as_ref().ok(), Some(&rdata), "{rtype} {printed}: {again:?}");
        assert_eq!(Rdata::from_wire(rtype, rdata.wire()).ok().as_ref(), Some(&rdata), "{rtype} {printed}");
    }
});
