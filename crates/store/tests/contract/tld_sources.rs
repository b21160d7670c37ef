//! Who wants a rule, and many rules at once.

use std::collections::BTreeMap;

use domesday_app::ports::ListOrder;
use domesday_domain::tld::{Source, Tld};
use uuid::Uuid;

use crate::tld_pages::paged;
use crate::tlds::{insert, source, tld};
use crate::{Given, contract};

fn sources(given: &Given, id: Uuid) -> Vec<String> {
    let found = given.read(move |snapshot| snapshot.tld_sources(id));
    found.iter().map(|source| source.as_str().to_owned()).collect()
}

contract!(t6_a_rule_is_wanted_by_sources, |given| {
    given.write(|tx| {
        tx.insert_tlds(&[tld("com", 1), tld("net", 2)], &source("psl"))?;
        tx.insert_tlds(&[tld("org", 3)], &Source::manual())
    });
    let all = [1, 2, 3].map(Uuid::from_u128);
    assert_eq!(all.map(|id| sources(given, id)), [["psl"], ["psl"], ["manual"]]);
    given.write(move |tx| {
        tx.add_source(&all, &source("iana"))?;
        tx.add_source(&[all[2], all[0], all[2]], &source("psl"))?;
        tx.add_source(&[], &source("nobody"))
    });
    assert_eq!(sources(given, all[0]), ["iana", "psl"]);
    assert_eq!(sources(given, all[2]), ["iana", "manual", "psl"]);
    given.write(move |tx| {
        tx.withdraw_source(&all[..2], &source("psl"))?;
        tx.withdraw_source(&[], &source("iana"))?;
        tx.withdraw_other_sources(all[2], &Source::manual())
    });
    assert_eq!(all.map(|id| sources(given, id)), [["iana"], ["iana"], ["manual"]]);
    given.write(move |tx| tx.delete_tlds(&[all[0], Uuid::from_u128(4711)]));
    assert!(sources(given, all[0]).is_empty(), "they went with the rule");
    given.write(|tx| tx.insert_tlds(&[tld("com", 1)], &source("file")));
    assert_eq!(sources(given, all[0]), ["file"]);
});

contract!(i3_many_rules_are_written_and_read_at_once, |given| {
    let many: Vec<Tld> = (0..3000).map(|number| tld(&format!("t{number}"), 3000 - number)).collect();
    let ids: Vec<Uuid> = many.iter().map(|tld| tld.id).collect();
    let stored = many.clone();
    given.write(move |tx| {
        tx.insert_tlds(&stored, &source("psl"))?;
        tx.add_source(&ids, &source("iana"))?;
        tx.withdraw_source(&ids[..1000], &source("psl"))?;
        tx.add_source(&ids[..10], &source("iana"))?;
        tx.delete_tlds(&ids[2900..])
    });
    let rules = given.read(|snapshot| snapshot.stored_rules());
    let found: BTreeMap<String, Vec<String>> = rules
        .iter()
        .map(|rule| (rule.pattern.to_string(), rule.sources.iter().map(|source| source.as_str().to_owned()).collect()))
        .collect();
    assert_eq!((rules.len(), found.len()), (2900, 2900));
    for (number, tld) in many.iter().enumerate().take(2900) {
        let wanted: &[&str] = if number < 1000 { &["iana"] } else { &["iana", "psl"] };
        assert_eq!(found.get(&tld.pattern.to_string()).expect("there"), wanted, "{}", tld.pattern);
        assert!(rules.iter().any(|rule| rule.id == tld.id && rule.pattern == tld.pattern));
    }
    assert_eq!(given.read(|snapshot| snapshot.tld_patterns()).len(), 2900);
    assert_eq!(paged(given, &ListOrder::default(), 1000).len(), 2900, "all of one instant");
});

contract!(i3_a_rule_that_nobody_wants_is_a_stored_rule, |given| {
    insert(given, &[tld("com", 1), tld("net", 2)]);
    given.write(|tx| tx.withdraw_source(&[Uuid::from_u128(1)], &Source::manual()));
    let rules = given.read(|snapshot| snapshot.stored_rules());
    assert_eq!(rules.iter().map(|rule| rule.sources.len()).collect::<Vec<_>>(), [0, 1]);
});
