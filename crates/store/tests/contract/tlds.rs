//! Rules about TLDs: kept whole, and numbered by editions; and the zones that they are about.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domesday_app::ports::{Edition, StoreError};
use domesday_domain::tld::{Description, Source, Tld, TldPattern};
use uuid::Uuid;

use crate::zones::{name, now, zone};
use crate::{Given, contract, jobs};

/// A rule made at once; its id is a number that says nothing about its name.
pub(crate) fn tld(text: &str, id: u128) -> Tld {
    Tld {
        id: Uuid::from_u128(id),
        pattern: TldPattern::parse(text).expect("a rule"),
        description: None,
        created: now(),
        updated: None,
        version: 1,
    }
}

/// A list of rules.
pub(crate) fn source(text: &str) -> Source {
    Source::parse(text).expect("a source")
}

/// Stores rules, each wanted by somebody.
pub(crate) fn insert(given: &Given, tlds: &[Tld]) {
    let tlds = tlds.to_vec();
    given.write(move |tx| tx.insert_tlds(&tlds, &Source::manual()));
}

contract!(a_rule_is_kept_to_the_last_member, |given| {
    let described = Tld { description: Description::parse("ü % \\\n").ok(), ..tld("*.ck", 7) };
    let empty = Tld { description: Description::parse("").ok(), ..tld("!www.ck", 3) };
    insert(given, &[described.clone(), empty.clone(), tld("xn--3e0b707e", 5)]);
    let ids = [7, 3, 8].map(Uuid::from_u128);
    let found = given.read(move |snapshot| ids.into_iter().map(|id| snapshot.tld(id)).collect::<Result<Vec<_>, _>>());
    assert_eq!(found, [Some(described.clone()), Some(empty.clone()), None]);
    let patterns = [described.pattern.clone(), TldPattern::parse("ck").expect("a rule")];
    let found = given.read(move |snapshot| Ok([snapshot.tld_named(&patterns[0])?, snapshot.tld_named(&patterns[1])?]));
    assert_eq!(found, [Some(described.clone()), None]);

    let changed = Tld {
        pattern: TldPattern::parse("*.uk").expect("a rule"),
        description: None,
        updated: Some(now() + TimeDelta::seconds(1)),
        version: 2,
        ..described
    };
    let wanted = changed.clone();
    given.write(move |tx| tx.update_tld(&wanted));
    assert_eq!(given.read(|snapshot| snapshot.tld(Uuid::from_u128(7))), Some(changed));
    assert_eq!(given.read(|snapshot| snapshot.tld(Uuid::from_u128(3))), Some(empty));
    let names = given.read(|snapshot| snapshot.tld_patterns());
    assert_eq!(
        names.iter().map(ToString::to_string).collect::<BTreeSet<_>>(),
        strings(["!www.ck", "*.uk", "xn--3e0b707e"])
    );
});

fn strings<const N: usize>(texts: [&str; N]) -> BTreeSet<String> {
    texts.map(str::to_owned).into()
}

contract!(c1_a_name_that_is_there_is_a_lost_race, |given| {
    insert(given, &[tld("com", 1), tld("net", 2)]);
    for renaming in [false, true] {
        let mut first = true;
        given.write(move |tx| {
            if !std::mem::replace(&mut first, false) {
                return Ok(());
            }
            let lost = match renaming {
                false => tx.insert_tlds(&[tld("org", 3), tld("com", 4)], &Source::manual()),
                true => tx.update_tld(&tld("com", 2)),
            };
            assert!(matches!(lost, Err(StoreError::LostRace)));
            Err(StoreError::LostRace)
        });
    }
    let left = given.read(|snapshot| snapshot.tld_patterns());
    assert_eq!(left.iter().map(ToString::to_string).collect::<Vec<_>>(), ["com", "net"]);
});

contract!(c3_the_edition_is_one_row_that_is_there_from_the_first, |given| {
    assert_eq!(given.read(|snapshot| snapshot.edition()), Edition::default());
    let set = Edition { revision: 7, stamp: i64::MIN };
    given.write(move |tx| tx.set_edition(set));
    assert_eq!(given.read(|snapshot| snapshot.edition()), set);
    let undone = jobs::write(&*given.store, |tx| {
        tx.set_edition(Edition { revision: 8, stamp: 1 })?;
        Err::<(), _>(StoreError::Broken("refused".into()))
    });
    assert!(undone.is_err());
    assert_eq!(given.read(|snapshot| snapshot.edition()), set);
});

contract!(a_name_that_is_no_rule_is_damage, |given| {
    insert(given, &[tld("com", 1)]);
    given.by_hand("UPDATE tlds SET name = 'a..b'");
    let damage = jobs::read(&*given.store, |snapshot| snapshot.tld(Uuid::from_u128(1)));
    assert!(matches!(damage, Err(StoreError::Broken(cause)) if cause.to_string().contains("TLD")));
});

contract!(t4_zones_are_looked_at_in_canonical_order, |given| {
    given.write(|tx| ["b.org", "a.org", "c.a.org", "ab.com"].into_iter().try_for_each(|text| zone(tx, text).map(drop)));
    given.by_hand("UPDATE zones SET registry_zone = (name = 'a.org')");
    let standings = |below: Option<&str>, marker: Option<&str>, limit| {
        let (below, marker) = (below.map(name), marker.map(name));
        let found = given.read(move |snapshot| snapshot.zone_standings(below.as_ref(), marker.as_ref(), limit));
        found.into_iter().map(|(name, registry)| format!("{name} {registry}")).collect::<Vec<_>>()
    };
    assert_eq!(standings(None, None, 9), ["ab.com false", "a.org true", "c.a.org false", "b.org false"]);
    assert_eq!(standings(None, Some("a.org"), 1), ["c.a.org false"]);
    assert_eq!(standings(Some("a.org"), None, 9), ["a.org true", "c.a.org false"]);
    assert_eq!(standings(Some("a.org"), Some("a.org"), 9), ["c.a.org false"]);
    assert!(standings(Some("net"), None, 9).is_empty());
});
