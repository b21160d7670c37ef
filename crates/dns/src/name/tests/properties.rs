//! Properties of names: round trips, order against keys, agreement with NLnet Labs' `domain`, and that nothing panics.

use crate::name::{Name, NameError};
use proptest::prelude::*;

fn any_name() -> impl Strategy<Value = Name> {
    let octet = prop_oneof![3 => 0_u8..=2, 3 => b'a'..=b'z', 1 => any::<u8>()];
    let label = proptest::collection::vec(octet, 1..8);
    let long = proptest::collection::vec(any::<u8>(), 1..=63);
    proptest::collection::vec(prop_oneof![6 => label, 1 => long], 0..8)
        .prop_map(|labels| labels.iter().fold(Name::root(), |name, label| name.child(label).unwrap_or(name)))
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_name(name in any_name()) {
        prop_assert_eq!(&Name::parse(&name.to_string()).unwrap(), &name);
        prop_assert_eq!(&Name::parse(&name.fqdn()).unwrap(), &name);
        prop_assert_eq!(&Name::from_wire(name.as_wire()).unwrap(), &name);
        prop_assert_eq!(&Name::from_sort_key(&name.sort_key()).unwrap(), &name);
        prop_assert_eq!(name.label_count(), name.labels().count());
        prop_assert!(name.to_string().is_ascii());
    }

    #[test]
    fn sort_keys_order_and_enclose_as_names_do(a in any_name(), b in any_name()) {
        prop_assert_eq!(a.sort_key().cmp(&b.sort_key()), a.cmp(&b));
        prop_assert_eq!(a.sort_key().starts_with(&b.sort_key()), a.is_at_or_below(&b));
        prop_assert_eq!(a.ancestors().any(|ancestor| ancestor == b), a.is_at_or_below(&b));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", words in "([a-c.\\\\0-9@xn\\-ö💩]|xn--){0,40}") {
        for text in [&text, &words] {
            if let Ok(name) = Name::parse(text) {
                prop_assert_eq!(&Name::parse(&name.to_string()).unwrap(), &name);
                prop_assert_eq!(&Name::from_wire(name.as_wire()).unwrap(), &name);
                if let Some(unicode) = name.to_unicode() {
                    prop_assert_eq!(&Name::parse(&unicode).unwrap(), &name);
                }
            }
            let _ = Name::parse_in(text, &Name::root());
        }
    }

    #[test]
    fn no_octets_make_it_panic(octets: Vec<u8>) {
        if let Ok(name) = Name::from_wire(&octets) {
            prop_assert_eq!(name.as_wire().len(), octets.len());
        }
        if let Ok(name) = Name::from_sort_key(&octets) {
            prop_assert!(name.as_wire().len() <= 255);
        }
    }

    #[test]
    fn nlnet_labs_domain_agrees_on_ascii_names(text in "([a-zA-Z0-9_*/-]{1,20}\\.){0,6}[a-zA-Z0-9_*/-]{1,20}\\.?") {
        use dnslib::base::name::Name as Other;
        let other: Result<Other<Vec<u8>>, _> = text.parse();
        match (Name::parse(&text), other) {
            (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours.as_wire(), theirs.as_slice().to_ascii_lowercase()),
            (Err(NameError::BadIdn(_)), _) | (Err(_), Err(_)) => {}
            (ours, theirs) => prop_assert!(false, "{:?} against {:?}", ours, theirs),
        }
    }

    #[test]
    fn nlnet_labs_domain_agrees_on_canonical_order(a in any_name(), b in any_name()) {
        use dnslib::base::name::{Name as Other, ToName};
        let (c, d) = (Other::from_octets(a.as_wire()).unwrap(), Other::from_octets(b.as_wire()).unwrap());
        prop_assert_eq!(a.cmp(&b), c.name_cmp(&d));
    }
}
