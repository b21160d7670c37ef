//! Zone files from strangers: read to their end whatever is in them; each record that is read prints as a line that is read as the same.
#![no_main]

use domesday_dns::Name;
use domesday_dns::zonefile::{Entry, Reader, write_record};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let Ok(origin) = Name::parse("example.org") else { return };
    for entry in Reader::new(file, Some(origin)) {
        let Ok(Entry::Record(record)) = entry else { continue };
        let Some(rdata) = record.rdata else { continue };
        let mut line = String::new();
        write_record(&mut line, &record.owner, record.ttl, record.rtype, rdata.wire());
        let mut again = Reader::new(line.as_bytes(), None);
        let Some(Ok(Entry::Record(read))) = again.next() else { panic!("not read again: {line}") };
        assert_eq!((&read.owner, read.ttl, read.rtype), (&record.owner, record.ttl, record.rtype), "{line}");
        assert_eq!(read.rdata.as_ref(), Some(&rdata), "{line}");
    }
});
