//! Properties of rdata: round trips, and that nothing panics.

use super::samples::samples;
use super::{against_domain, rtype};
use crate::name::Name;
use crate::rdata::{Rdata, layout, write_rdata};
use crate::rtype::RecordType;
use proptest::prelude::*;

/// A type with a format, or one without.
fn any_type() -> impl Strategy<Value = RecordType> {
    let known: Vec<RecordType> =
        (0..=u16::MAX).map(RecordType).filter(|rtype| layout::layout(*rtype).is_some()).collect();
    prop_oneof![12 => proptest::sample::select(known), 1 => any::<u16>().prop_map(RecordType)]
}

/// Octets of a sample with a few of them changed, so that they are often nearly right.
fn near_wire() -> impl Strategy<Value = (RecordType, Vec<u8>)> {
    let wires: Vec<(RecordType, Vec<u8>)> = samples()
        .iter()
        .map(|(kind, text, _)| (rtype(kind), Rdata::parse(rtype(kind), text).unwrap().wire().to_vec()))
        .collect();
    (proptest::sample::select(wires), proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4))
        .prop_map(|((rtype, mut wire), changes)| {
            for (at, octet) in changes {
                if !wire.is_empty() {
                    let at = at.index(wire.len());
                    wire[at] = octet;
                }
            }
            (rtype, wire)
        })
}

fn check_wire(rtype: RecordType, wire: &[u8]) {
    let mut printed = String::new();
    write_rdata(rtype, wire, &mut printed);
    let Ok(rdata) = Rdata::from_wire(rtype, wire) else {
        return;
    };
    let text = rdata.to_string();
    assert!(text.is_ascii() && !text.contains(|letter: char| letter.is_ascii_control()), "{text}");
    assert_eq!(Rdata::parse(rtype, &text).as_ref(), Ok(&rdata), "{rtype} {text}");
    assert_eq!(Rdata::parse_in(rtype, &text, &Name::root()).as_ref(), Ok(&rdata), "{rtype} {text}");
    assert_eq!(Rdata::from_wire(rtype, rdata.wire()).as_ref(), Ok(&rdata), "{rtype} {text}");
    against_domain::agree(&rdata);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_octets_are_taken_survives_a_round_trip(rtype in any_type(), wire: Vec<u8>) {
        check_wire(rtype, &wire);
    }

    #[test]
    fn what_nearly_right_octets_are_taken_survives_a_round_trip((rtype, wire) in near_wire()) {
        check_wire(rtype, &wire);
    }

    #[test]
    fn no_text_makes_it_panic(rtype in any_type(), text in ".{0,60}") {
        if let Ok(rdata) = Rdata::parse(rtype, &text) {
            check_wire(rtype, rdata.wire());
        }
        let _ = Rdata::parse_in(rtype, &text, &Name::root());
    }

    #[test]
    fn no_near_text_makes_it_panic(sample in proptest::sample::select(samples()), at: prop::sample::Index, put in "[ -~é]{0,3}") {
        let (kind, text, _) = sample;
        let at = (0..=at.index(text.len() + 1)).rev().find(|&at| text.is_char_boundary(at)).unwrap();
        let text = format!("{}{put}{}", &text[..at], &text[at..].chars().skip(1).collect::<String>());
        if let Ok(rdata) = Rdata::parse(rtype(kind), &text) {
            check_wire(rtype(kind), rdata.wire());
        }
        let _ = Rdata::parse_in(rtype(kind), &text, &Name::root());
    }

    #[test]
    fn free_text_is_kept_octet_for_octet_r12(text in "[^\"\\\\].{0,400}") {
        let rdata = Rdata::parse(RecordType::TXT, &text).unwrap();
        prop_assert_eq!(rdata.character_strings().unwrap().concat(), text.into_bytes());
    }
}
