//! Rdata as fields: what is read shows as what is read as the same, and so does what is laid over it. The first line is the type.
#![no_main]

use domesday_dns::{Rdata, RecordType};
use domesday_http::fuzzing::dynect::{Form, fields, rdata, read, revised};
use libfuzzer_sys::fuzz_target;

fn check(shown: RecordType, value: &Rdata) {
    let tree = fields(shown, value);
    assert_eq!(rdata(shown, &tree).as_ref(), Some(value), "{shown} {value} {tree}");
    assert_eq!(revised(shown, value, &tree).as_ref(), Some(value), "{shown} {value} {tree}");
}

fuzz_target!(|input: &str| {
    let Some((rtype, body)) = input.split_once('\n') else { return };
    let Ok(shown) = rtype.parse::<RecordType>() else { return };
    // What is shown as SPF is stored as TXT.
    let stored = if shown == RecordType::SPF { RecordType::TXT } else { shown };
    if let Ok(value) = Rdata::parse(stored, body) {
        check(shown, &value);
    }
    let mut bodies = body.split('\n').filter_map(|body| read(Form::Json, body.as_bytes()));
    let Some(value) = bodies.next().and_then(|tree| rdata(shown, &tree)) else { return };
    check(shown, &value);
    if let Some(other) = bodies.next().and_then(|tree| revised(shown, &value, &tree)) {
        check(shown, &other);
    }
});
