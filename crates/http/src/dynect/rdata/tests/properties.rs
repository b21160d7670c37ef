//! Nothing that is given makes reading panic, and what is read shows as what is read as the same.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// A value near to what fields take: pieces of good ones, quotes, escapes, integers at the edges of ranges.
fn near() -> impl Strategy<Value = String> {
    let good: Vec<String> =
        SAMPLES.iter().flat_map(|(_, _, fields)| fields.iter().map(|(_, text)| filled(text))).collect();
    prop_oneof![
        6 => select(good.clone()),
        2 => (select(good.clone()), select(good)).prop_map(|(a, b)| format!("{a} {b}")),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        2 => r#"[ "\\.a-c0-9éNSEW,@\-]{0,12}"#,
        1 => any::<String>(),
    ]
}

/// A type, and its fields with something near to what they take.
fn near_rdata() -> impl Strategy<Value = (RecordType, Vec<(&'static str, String)>)> {
    select(SAMPLES).prop_flat_map(|(kind, _, expected)| {
        let texts = expected.iter().map(|(name, good)| {
            let good = filled(good);
            (Just(*name), prop_oneof![2 => Just(good), 1 => near()])
        });
        (Just(rtype(kind)), texts.collect::<Vec<_>>())
    })
}

fn given<'a>(texts: &'a [(&'static str, String)]) -> Vec<(&'a str, Given<'a>)> {
    texts.iter().map(|(name, text)| (*name, Given::Text(text))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_shows_as_what_is_read_as_the_same((shown_as, texts) in near_rdata()) {
        let Ok(read) = parse(shown_as, &given(&texts)) else { return Ok(()) };
        let shown = fields(shown_as, &read.rdata, None);
        prop_assert_eq!(parse(shown_as, &sent(&shown)).map(|again| again.rdata), Ok(read.rdata));
    }

    #[test]
    fn texts_of_all_kinds_are_read_or_refused(
        rtype in prop_oneof![any::<u16>(), 1..110_u16],
        texts in proptest::collection::vec((select(vec!["rdata", "address", "value", "txtdata", "x"]), any::<String>()), 0..4)
    ) {
        let _ = parse(RecordType(rtype), &given(&texts));
        let present = Rdata::from_stored(RecordType(rtype), [1, 2, 3].into());
        let _ = merge(RecordType(rtype), &present, &given(&texts));
    }

    #[test]
    fn an_update_with_nearly_right_fields_is_read_or_refused((shown_as, texts) in near_rdata(), count in 0..4_usize) {
        let (_, printed, _) = SAMPLES.iter().find(|(kind, ..)| rtype(kind) == shown_as).unwrap();
        let present = value(&shown_as.to_string(), &filled(printed));
        let some: Vec<_> = given(&texts).into_iter().take(count).collect();
        if let Ok(read) = merge(shown_as, &present, &some) {
            prop_assert_eq!(read.rdata.rtype(), present.rtype());
        }
    }

    #[test]
    fn every_text_that_caa_takes_comes_back_as_octets(octets: Vec<u8>) {
        let mut wire = b"\0\x05issue".to_vec();
        wire.extend_from_slice(&octets);
        let rdata = Rdata::from_wire(RecordType::CAA, &wire).unwrap();
        let shown = fields(RecordType::CAA, &rdata, None);
        prop_assert_eq!(parse(RecordType::CAA, &sent(&shown)).map(|read| read.rdata), Ok(rdata));
    }
}
