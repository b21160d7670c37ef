//! The table of rules answers as the naive algorithm does, for every name that few labels make, after any rules came and went.

use domesday_dns::Name;
use domesday_domain::tld::{MatchKind, RuleTable, TldPattern, judge};
use proptest::prelude::*;

use crate::naive::{self, Rules};

/// Few labels, so that rules and names meet often, and those of the built-in rules.
const LABELS: [&str; 5] = ["a", "b", "arpa", "in-addr", "ip6"];

/// Every name of one or two labels, and of up to four where the first ones are `a` or `b`.
fn names() -> Vec<String> {
    let mut names: Vec<String> = LABELS.map(str::to_owned).to_vec();
    let mut longest = names.clone();
    for labels in [&LABELS[..], &LABELS[..2], &LABELS[..2]] {
        longest = labels.iter().flat_map(|label| longest.iter().map(move |name| format!("{label}.{name}"))).collect();
        names.extend(longest.iter().cloned());
    }
    names
}

/// A rule; an exception mostly with its wildcard, for rules drawn one by one would seldom meet so.
fn rules() -> impl Strategy<Value = Vec<String>> {
    let label = prop_oneof![6 => proptest::sample::select(&LABELS[..2]), 1 => proptest::sample::select(&LABELS[2..])];
    let name = proptest::collection::vec(label, 1..4).prop_map(|labels| labels.join("."));
    (name, 0..6_u8).prop_map(|(name, kind)| match (kind, name.split_once('.')) {
        (0, _) => vec![format!("*.{name}")],
        (1, Some(_)) => vec![format!("!{name}")],
        (2 | 3, Some((_, parent))) => vec![format!("!{name}"), format!("*.{parent}")],
        _ => vec![name],
    })
}

fn agrees(table: &RuleTable, rules: &Rules, text: &str) -> Result<(), TestCaseError> {
    let name = Name::parse(text).unwrap();
    let effective = table.effective_tld(&name);
    prop_assert_eq!(effective.as_ref().map(|found| found.name.to_string()), naive::effective(rules, text), "{}", text);
    let matches = table.matches(&name);
    if let Some(found) = &effective {
        prop_assert_eq!(matches.first(), Some(&found.by), "{}: the deciding one first", text);
    }
    let told: Vec<(String, bool)> = matches.iter().map(|found| (found.pattern.to_string(), found.inert)).collect();
    prop_assert_eq!(told.len(), naive::matching(rules, text).len(), "{}: each rule once: {:?}", text, &told);
    prop_assert_eq!(
        told.into_iter().collect::<std::collections::BTreeSet<_>>(),
        naive::matching(rules, text),
        "{}",
        text
    );
    for registry_zone in [false, true] {
        let verdict = judge(table, &name, registry_zone);
        let mut said: Vec<&str> = verdict.stops.iter().map(|stop| stop.code()).collect();
        if verdict.is_allowed() {
            said.extend(["allowed", verdict.pass.code()]);
        }
        prop_assert_eq!(said, naive::judged(rules, text, registry_zone), "{}, {}", text, registry_zone);
    }
    if let Some(found) = effective {
        let base = found.by.pattern.base();
        let is_so = match found.by.kind {
            MatchKind::Literal | MatchKind::WildcardBase | MatchKind::Builtin => *base == found.name,
            MatchKind::Wildcard => found.name.parent().as_ref() == Some(base),
            MatchKind::Exception => base.parent().as_ref() == Some(&found.name),
        };
        prop_assert!(is_so, "{}: {:?}", text, found);
        let is_stored = rules.contains(&found.by.pattern.to_string());
        prop_assert_eq!(is_stored, found.by.kind != MatchKind::Builtin, "{}: {:?}", text, found);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn z4_to_z8_the_table_answers_as_the_naive_algorithm(
        steps in proptest::collection::vec((rules(), proptest::bool::weighted(0.2)), 0..16),
    ) {
        let mut stored = Rules::new();
        let mut table = RuleTable::default();
        for (rules, is_removed) in &steps {
            for rule in rules {
                if *is_removed {
                    // Of rules drawn at random hardly one is there, so that the one nearest in order goes as well.
                    let near = stored.range(rule.clone()..).next().cloned();
                    for gone in [Some(rule.clone()), near].into_iter().flatten() {
                        stored.remove(&gone);
                        table.remove(&TldPattern::parse(&gone).unwrap());
                    }
                } else {
                    stored.insert(rule.clone());
                    table.insert(&TldPattern::parse(rule).unwrap());
                }
                prop_assert_eq!((table.len(), table.is_empty()), (stored.len(), stored.is_empty()));
                prop_assert_eq!(table.contains(&TldPattern::parse(rule).unwrap()), stored.contains(rule));
            }
        }
        for name in names() {
            agrees(&table, &stored, &name)?;
        }
    }
}

#[test]
fn n6_an_exception_wakes_and_sleeps_with_its_wildcard() {
    let mut table: RuleTable = ["a", "!b.a"].map(|rule| TldPattern::parse(rule).unwrap()).into_iter().collect();
    let wildcard = TldPattern::parse("*.a").unwrap();
    let name = Name::parse("x.b.a").unwrap();
    let decides = |table: &RuleTable| table.effective_tld(&name).map(|found| found.by.kind);
    assert_eq!(decides(&table), Some(MatchKind::Literal));
    table.insert(&wildcard);
    assert_eq!(decides(&table), Some(MatchKind::Exception));
    table.remove(&wildcard);
    assert_eq!(decides(&table), Some(MatchKind::Literal));
}
