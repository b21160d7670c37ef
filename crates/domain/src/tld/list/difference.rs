//! What an import changes (rule I3), and whether the list makes sense beside what stays stored (rule N6).

use std::collections::{HashMap, HashSet};

use super::{Difference, ListFaults, ListedRule, StoredRule, TldList};
use crate::tld::{Source, TldPattern};

/// What importing a list as `source` changes; `prune` takes away what the list has no more.
///
/// # Errors
/// [`ListFaults`]: exceptions of the list without a wildcard in the resulting set (rule N6).
pub fn difference(
    list: &TldList,
    stored: &[StoredRule],
    source: &Source,
    prune: bool,
) -> Result<Difference, ListFaults> {
    let listed: HashSet<&TldPattern> = list.rules.iter().map(|rule| &rule.pattern).collect();
    let by_name: HashMap<&TldPattern, &StoredRule> = stored.iter().map(|rule| (&rule.pattern, rule)).collect();
    let mut difference = Difference::default();
    for rule in stored {
        let is_dropped = rule.sources.contains(source) && !listed.contains(&rule.pattern);
        match (is_dropped, is_wanted_by_others(rule, source), prune) {
            (true, false, true) => difference.removed.push((rule.id, rule.pattern.clone())),
            (true, false, false) => difference.stale.push(rule.pattern.clone()),
            (true, true, true) => difference.withdrawn.push(rule.id),
            (true, true, false) | (false, ..) => {}
        }
    }
    let mut faults = ListFaults::default();
    except_from_nothing(&list.rules, stored, source, prune, &mut faults);
    for rule in &list.rules {
        match by_name.get(&rule.pattern) {
            None => difference.added.push(rule.clone()),
            Some(known) => {
                difference.kept += 1;
                if !known.sources.contains(source) {
                    difference.claimed.push(known.id);
                }
            }
        }
    }
    if faults.total > 0 { Err(faults) } else { Ok(difference) }
}

impl ListFaults {
    /// The faults of a list that could not be read as a whole, together with what is wrong beside the stored rules (rule N6).
    #[must_use]
    pub fn beside(mut self, stored: &[StoredRule], source: &Source, prune: bool) -> Self {
        let rules = std::mem::take(&mut self.readable);
        except_from_nothing(&rules, stored, source, prune, &mut self);
        self
    }
}

/// Notes exceptions of a list without a wildcard in the set that would result.
fn except_from_nothing(
    rules: &[ListedRule],
    stored: &[StoredRule],
    source: &Source,
    prune: bool,
    faults: &mut ListFaults,
) {
    let excepting = rules.iter().filter_map(|rule| Some((rule, rule.pattern.excepts_from()?)));
    let excepting: Vec<(&ListedRule, TldPattern)> = excepting.collect();
    if excepting.is_empty() {
        return;
    }
    let listed = rules.iter().map(|rule| &rule.pattern);
    let stays = |rule: &&StoredRule| !prune || !rule.sources.contains(source) || is_wanted_by_others(rule, source);
    let resulting: HashSet<&TldPattern> = listed.chain(stored.iter().filter(stays).map(|rule| &rule.pattern)).collect();
    for (rule, from) in excepting {
        if !resulting.contains(&from) {
            faults.add(Some(rule.line), format!("{}: no rule {from} to except from", rule.pattern));
        }
    }
    faults.first.sort_by_key(|fault| fault.line);
}

/// Whether a rule stays when a source does not want it any more; what somebody asked for by hand always does.
fn is_wanted_by_others(rule: &StoredRule, source: &Source) -> bool {
    rule.sources.iter().any(|wanting| wanting != source || *wanting == Source::manual())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::{Format, Section, read};
    use super::*;

    fn list(text: &str) -> TldList {
        read(text, Some(Format::Psl), Section::All).unwrap()
    }

    fn source(name: &str) -> Source {
        Source::from_stored(name.to_owned())
    }

    fn stored(rules: &[(&str, &[&str])]) -> Vec<StoredRule> {
        (1..)
            .zip(rules)
            .map(|(id, (name, sources))| StoredRule {
                id: Uuid::from_u128(id),
                pattern: TldPattern::parse(name).unwrap(),
                sources: sources.iter().map(|name| source(name)).collect(),
            })
            .collect()
    }

    fn ids(ids: &[u128]) -> Vec<Uuid> {
        ids.iter().copied().map(Uuid::from_u128).collect()
    }

    const STORED: [(&str, &[&str]); 6] = [
        ("com", &["psl"]),
        ("net", &["manual"]),
        ("old", &["psl"]),
        ("shared", &["iana", "psl"]),
        ("mine", &["manual", "psl"]),
        ("other", &["iana"]),
    ];

    #[test]
    fn i3_without_prune_nothing_goes_and_what_would_is_told() {
        let found = difference(&list("com\nnet\norg"), &stored(&STORED), &source("psl"), false).unwrap();
        assert_eq!(
            found.added.iter().map(|rule| (rule.pattern.to_string(), rule.line)).collect::<Vec<_>>(),
            [("org".to_owned(), 3)]
        );
        assert_eq!((found.kept, found.claimed), (2, ids(&[2])));
        assert_eq!((found.removed, found.withdrawn), (vec![], vec![]));
        assert_eq!(found.stale, [TldPattern::parse("old").unwrap()]);
    }

    #[test]
    fn i3_prune_removes_what_nobody_else_wants_and_withdraws_from_the_rest() {
        let found = difference(&list("com\nnet\norg"), &stored(&STORED), &source("psl"), true).unwrap();
        assert_eq!(found.removed, [(Uuid::from_u128(3), TldPattern::parse("old").unwrap())]);
        assert_eq!((found.withdrawn, found.stale), (ids(&[4, 5]), vec![]));
        assert_eq!((found.added.len(), found.kept, found.claimed), (1, 2, ids(&[2])));
    }

    #[test]
    fn i3_another_source_leaves_the_rules_of_this_one() {
        let found = difference(&list("org"), &stored(&STORED), &source("file"), true).unwrap();
        assert_eq!((found.added.len(), found.removed.len(), found.withdrawn.len()), (1, 0, 0));
        let by_hand = difference(&list("org"), &stored(&STORED), &Source::manual(), true).unwrap();
        assert_eq!(by_hand.removed, [], "manual rules are never removed");
    }

    #[test]
    fn i2_exceptions_from_nothing_are_told_among_the_other_faults() {
        let text = "com\n!www.ck\n-bad\n!a.b\n*.b\n";
        let faults = read(text, Some(Format::Psl), Section::All).unwrap_err();
        assert_eq!(faults.total, 1);
        let told = faults.beside(&[], &source("psl"), false);
        let lines: Vec<_> = told.first.iter().map(|fault| fault.line).collect();
        assert_eq!((told.total, lines), (2, vec![Some(2), Some(3)]));
    }

    #[test]
    fn n6_an_exception_needs_its_wildcard_in_the_resulting_set() {
        let message = |found: Result<Difference, ListFaults>| {
            found.map_err(|faults| (faults.total, faults.first[0].line, faults.first[0].message.clone()))
        };
        let refused = Err((1, Some(2), "!www.ck: no rule *.ck to except from".to_owned()));
        let excepting = list("com\n!www.ck");
        assert_eq!(message(difference(&excepting, &[], &source("psl"), true)), refused);
        assert!(difference(&list("!www.ck\n*.ck"), &[], &source("psl"), true).is_ok(), "in any order");
        let by_hand = stored(&[("*.ck", &["manual"])]);
        assert!(difference(&excepting, &by_hand, &source("psl"), true).is_ok(), "stored before, and it stays");
        let pruned = stored(&[("*.ck", &["psl"]), ("!www.ck", &["psl"])]);
        assert_eq!(message(difference(&excepting, &pruned, &source("psl"), true)), refused, "it goes with this import");
        assert!(difference(&excepting, &pruned, &source("psl"), false).is_ok(), "it is only stale");
        let left = stored(&[("*.ck", &["psl"]), ("!www.ck", &["manual"])]);
        assert_eq!(
            difference(&list("com"), &left, &source("psl"), true).unwrap().removed.len(),
            1,
            "an inert one may stay"
        );
    }
}
