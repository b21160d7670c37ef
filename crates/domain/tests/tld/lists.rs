//! Lists from their text to what an import leaves stored: no text makes the reader panic, and a repeated import changes nothing (rule I3).

use std::collections::{BTreeMap, BTreeSet};

use domesday_domain::tld::list::{Difference, Format, ListFaults, Section, StoredRule, TldList, difference, read};
use domesday_domain::tld::{Source, TldPattern};
use proptest::prelude::*;
use uuid::Uuid;

/// What lists are made of, and what breaks them.
const PIECES: [&str; 34] = [
    "com",
    "net",
    "co.uk",
    "*.ck",
    "!www.ck",
    "!a.bd",
    "*.bd",
    "한국",
    "xn--3e0b707e",
    "XN--A",
    "faß.de",
    ".",
    "*",
    "!",
    ",",
    "\"",
    "\"\"",
    "a,b",
    "\"a\nb\"",
    "#",
    "//",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{a0}",
    "é",
    "\n// ===BEGIN ICANN DOMAINS===\n",
    "\n// ===END ICANN DOMAINS===\n",
    "\n// ===BEGIN PRIVATE DOMAINS===\n",
    "\n// ===END PRIVATE DOMAINS===\n",
];

fn text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(&PIECES[..]).prop_map(str::to_owned);
    let built = prop_oneof![6 => piece, 6 => Just("\n".to_owned()), 1 => ".{0,4}"];
    prop_oneof![9 => proptest::collection::vec(built, 0..40).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

fn format() -> impl Strategy<Value = Option<Format>> {
    proptest::sample::select(vec![None, Some(Format::Psl), Some(Format::Iana), Some(Format::Csv)])
}

fn section() -> impl Strategy<Value = Section> {
    proptest::sample::select(vec![Section::All, Section::All, Section::Icann, Section::Private])
}

/// Lists that can be read: rules of few names, with exceptions that may want their wildcard.
fn list() -> impl Strategy<Value = TldList> {
    let rules = ["a", "b", "a.b", "*.a", "*.b", "!a.b", "!b.a", "c", "*.c", "!a.c"];
    let chosen = proptest::collection::vec(proptest::sample::select(rules.to_vec()), 1..8);
    chosen.prop_map(|rules| read(&rules.join("\n"), Some(Format::Psl), Section::All).unwrap())
}

fn source() -> impl Strategy<Value = Source> {
    proptest::sample::select(vec!["psl", "iana"]).prop_map(|name| Source::parse(name).unwrap())
}

/// The stored rules, each with who wants it.
type Stored = BTreeMap<String, BTreeSet<Source>>;

fn stored() -> impl Strategy<Value = Stored> {
    let wanting = proptest::sample::subsequence(vec!["manual", "psl", "iana"], 1..=3)
        .prop_map(|names| names.into_iter().map(|name| Source::from_stored(name.to_owned())).collect());
    proptest::collection::btree_map(list().prop_map(|list| list.rules[0].pattern.to_string()), wanting, 0..8)
}

fn rows(stored: &Stored) -> Vec<StoredRule> {
    let row = |(id, (name, sources)): (u128, (&String, &BTreeSet<Source>))| StoredRule {
        id: Uuid::from_u128(id),
        pattern: TldPattern::parse(name).unwrap(),
        sources: sources.iter().cloned().collect(),
    };
    (1..).zip(stored).map(row).collect()
}

/// What is stored after an import.
fn applied(stored: &Stored, changes: &Difference, source: &Source) -> Stored {
    let mut after = stored.clone();
    let names: BTreeMap<Uuid, String> = rows(stored).into_iter().map(|row| (row.id, row.pattern.to_string())).collect();
    for id in &changes.claimed {
        assert!(after.get_mut(&names[id]).unwrap().insert(source.clone()), "claimed, and wanted before");
    }
    for id in &changes.withdrawn {
        assert!(after.get_mut(&names[id]).unwrap().remove(source), "withdrawn, and not wanted before");
    }
    for (id, pattern) in &changes.removed {
        assert_eq!(names[id], pattern.to_string());
        after.remove(&names[id]).unwrap();
    }
    for rule in &changes.added {
        let before = after.insert(rule.pattern.to_string(), BTreeSet::from([source.clone()]));
        assert_eq!(before, None, "added, and stored before");
    }
    after
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i2_no_text_makes_the_reader_panic(text in text(), format in format(), section in section()) {
        let within = |line: u64| (1..=text.split('\n').count() as u64).contains(&line);
        match read(&text, format, section) {
            Ok(list) => {
                prop_assert!(format.is_none_or(|format| format == list.format));
                prop_assert!(!list.rules.is_empty());
                prop_assert_eq!(list.read, list.rules.len() as u64 + list.duplicates);
                let names: BTreeSet<String> = list.rules.iter().map(|rule| rule.pattern.to_string()).collect();
                prop_assert_eq!(names.len(), list.rules.len(), "each once");
                prop_assert!(list.rules.iter().all(|rule| within(rule.line)));
                prop_assert!(list.rules.is_sorted_by_key(|rule| rule.line), "in the order of the text");
            }
            Err(ListFaults { total, first, .. }) => {
                prop_assert!(total > 0);
                prop_assert_eq!(first.len() as u64, total.min(100));
                prop_assert!(first.iter().all(|fault| !fault.message.is_empty() && fault.line.is_none_or(within)));
            }
        }
    }

    #[test]
    fn i3_a_repeated_import_changes_nothing(list in list(), before in stored(), source in source(), prune: bool) {
        let Ok(changes) = difference(&list, &rows(&before), &source, prune) else {
            let is_lonely = |rule: &TldPattern| rule.excepts_from().is_some_and(|from| list.rules.iter().all(|rule| rule.pattern != from));
            prop_assert!(list.rules.iter().any(|rule| is_lonely(&rule.pattern)), "refused without a reason");
            return Ok(());
        };
        let after = applied(&before, &changes, &source);
        let again = difference(&list, &rows(&after), &source, prune).unwrap();
        let left = Difference { kept: list.rules.len() as u64, stale: changes.stale.clone(), ..Difference::default() };
        prop_assert_eq!(again, left);
    }

    #[test]
    fn i3_every_rule_is_accounted_for(list in list(), before in stored(), source in source(), prune: bool) {
        let Ok(changes) = difference(&list, &rows(&before), &source, prune) else { return Ok(()) };
        let after = applied(&before, &changes, &source);
        prop_assert_eq!(changes.added.len() as u64 + changes.kept, list.rules.len() as u64);
        prop_assert_eq!(after.len(), before.len() + changes.added.len() - changes.removed.len());
        prop_assert_eq!(changes.stale.is_empty() || !prune, true, "nothing is stale after pruning");
        prop_assert!(prune || changes.removed.is_empty() && changes.withdrawn.is_empty(), "nothing goes without");
        for rule in &list.rules {
            prop_assert!(after[&rule.pattern.to_string()].contains(&source));
            let from = rule.pattern.excepts_from();
            prop_assert!(from.is_none_or(|from| after.contains_key(&from.to_string())), "{}: inert", &rule.pattern);
        }
        for (name, sources) in &before {
            let others = || sources.iter().filter(|wanting| **wanting != source);
            prop_assert!(others().next().is_none() || after.contains_key(name), "{}: another wants it", name);
            prop_assert!(others().all(|other| after[name].contains(other)), "{}: another wants it", name);
        }
        let listed = |name: &String| list.rules.iter().any(|rule| rule.pattern.to_string() == *name);
        let unwanted = after.iter().filter(|(name, sources)| sources.contains(&source) && !listed(name));
        prop_assert!(!prune || unwanted.count() == 0, "after pruning the source wants just its list");
        let stale: BTreeSet<String> = changes.stale.iter().map(ToString::to_string).collect();
        let pruned = difference(&list, &rows(&before), &source, true).map(|pruned| pruned.removed);
        if let (false, Ok(pruned)) = (prune, pruned) {
            prop_assert_eq!(stale, pruned.iter().map(|(_, pattern)| pattern.to_string()).collect::<BTreeSet<_>>());
        }
    }
}
