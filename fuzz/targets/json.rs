//! JSON from strangers, strictly: what is taken is the same after it is written in canonical form, and that form is stable.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    match domesday_domain::json::read(octets) {
        Err(fault) => assert!(fault.offset <= octets.len(), "{fault:?}"),
        Ok(value) => {
            let Ok(canonical) = serde_json_canonicalizer::to_string(&value) else { panic!("not written: {value}") };
            let again = domesday_domain::json::read(canonical.as_bytes());
            assert_eq!(again.as_ref().ok(), Some(&value), "{canonical}");
            assert_eq!(serde_json_canonicalizer::to_string(&value).ok().as_deref(), Some(canonical.as_str()));
        }
    }
});
