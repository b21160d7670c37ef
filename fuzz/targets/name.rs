//! Names as text, in any script, and as octets: what is taken prints as a text that is taken as the same, within the limits of the DNS.
#![no_main]

use domesday_dns::Name;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let read = std::str::from_utf8(octets).ok().and_then(|text| Name::parse(text).ok());
    for name in read.into_iter().chain(Name::from_wire(octets).ok()) {
        assert!(name.as_wire().len() <= 255, "{name}");
        assert_eq!(Name::parse(&name.to_string()).as_ref(), Ok(&name));
        assert_eq!(Name::parse(&name.fqdn()).as_ref(), Ok(&name));
        assert_eq!(Name::from_wire(name.as_wire()).as_ref(), Ok(&name));
        if let Some(unicode) = name.to_unicode() {
            assert_eq!(Name::parse(&unicode).as_ref(), Ok(&name), "{unicode}");
        }
    }
});
