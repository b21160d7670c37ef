//! Entities searched by looking at each: what the stores' answers are held against.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domesday_app::ports::{AttestedBy, SubjectSearch, Work, WorkPlace, WorkSearch};
use domesday_domain::account::AccountId;
use domesday_domain::attestation::{Attestation, Status, SubjectKey};
use domesday_domain::entity::ClaimName;
use domesday_domain::json;
use serde_json::Value;

use crate::Given;
use crate::chance::Chance;
use crate::entity_samples::{claim_name, kind_name, second};
use crate::zones::now;

/// A claim: its name, the values that it is found by, and since when it has them.
pub(crate) type Stated = (&'static str, Vec<Value>, DateTime<Utc>);

/// An entity.
pub(crate) struct Row {
    /// Its number.
    pub(crate) number: i64,
    /// Whose it is.
    pub(crate) owner: Option<AccountId>,
    /// Its claims that have a value.
    pub(crate) claims: Vec<Stated>,
}

/// The entities of a kind, and all attestations.
pub(crate) struct Field<'a> {
    /// The kind.
    pub(crate) kind: &'static str,
    /// Its entities.
    pub(crate) rows: Vec<Row>,
    /// Whose they may be.
    pub(crate) owners: &'a [AccountId],
    /// Claims that are searched by value.
    pub(crate) indexed: &'a [&'static str],
    /// Claims that may be attested.
    pub(crate) attestable: &'a [&'static str],
    /// Who attests.
    pub(crate) attestors: &'a [SubjectKey],
    /// The attestations.
    pub(crate) attestations: &'a [Attestation],
}

impl Field<'_> {
    fn valid(&self, number: i64, claim: Option<&ClaimName>, now: DateTime<Utc>) -> impl Iterator<Item = &Attestation> {
        let claim = claim.cloned();
        self.attestations.iter().filter(move |one| {
            (one.subject.kind.as_str(), one.subject.number) == (self.kind, number)
                && one.status(now) == Status::Valid
                && claim.as_ref().is_none_or(|claim| *claim == one.claim)
        })
    }

    fn fits(&self, row: &Row, search: &SubjectSearch) -> bool {
        let stated = |claim: &ClaimName| row.claims.iter().find(|(name, ..)| *name == claim.as_str());
        let says =
            |claim, value| stated(claim).is_some_and(|(_, values, _)| values.iter().any(|one| json::equal(one, value)));
        let attested = |claim| self.valid(row.number, Some(claim), search.now).next().is_some();
        let by = |by: &AttestedBy| {
            let mut valid = self.valid(row.number, by.claim.as_ref(), search.now);
            valid.any(|one| {
                by.attestor.as_ref().is_none_or(|attestor| *attestor == one.attestor) && !by.but_of.contains(&one.claim)
            })
        };
        search.owner.is_none_or(|owner| row.owner == Some(owner))
            && search.number.is_none_or(|number| row.number == number)
            && search.values.iter().all(|(claim, value)| says(claim, value))
            && search.present.iter().all(|claim| stated(claim).is_some())
            && search.attested.iter().all(|(claim, is)| attested(claim) == *is)
            && search.attestations.iter().all(by)
    }

    /// What fits, ascending.
    pub(crate) fn found(&self, search: &SubjectSearch) -> Vec<i64> {
        let numbers: BTreeSet<i64> =
            self.rows.iter().filter(|row| self.fits(row, search)).map(|row| row.number).collect();
        let after = search.after.unwrap_or(i64::MIN);
        numbers.into_iter().filter(|number| *number > after).take(search.limit).collect()
    }

    /// What waits, in order.
    pub(crate) fn waiting(&self, search: &WorkSearch) -> Vec<Work> {
        let mut all: Vec<Work> = self.rows.iter().filter_map(|row| self.waits(row, search)).collect();
        all.sort_by(|one, other| one.place.cmp(&other.place));
        let goes_on = |work: &Work| search.after.as_ref().is_none_or(|after| work.place > *after);
        all.into_iter().filter(goes_on).take(search.limit).collect()
    }

    fn waits(&self, row: &Row, search: &WorkSearch) -> Option<Work> {
        let (_, _, since) = row.claims.iter().find(|(name, ..)| *name == search.claim.as_str())?;
        let only: Vec<_> = search.only.iter().cloned().collect();
        let narrowed = SubjectSearch { values: only, ..SubjectSearch::all(search.kind.clone(), search.now) };
        let ends: Vec<_> =
            self.valid(row.number, Some(&search.claim), search.now).map(|attestation| attestation.expires).collect();
        let last = ends.iter().copied().max_by_key(|end| end.unwrap_or(DateTime::<Utc>::MAX_UTC)).flatten();
        let waits = match search.expiring_before {
            None => ends.is_empty(),
            Some(before) => !ends.contains(&None) && last.is_some_and(|last| last < before),
        };
        let place = WorkPlace { since: *since, number: row.number };
        (waits && self.fits(row, &narrowed)).then_some(Work { place, expires: last })
    }

    fn value(&self, chance: &mut Chance) -> (ClaimName, Value) {
        let name = chance.one_of(self.indexed);
        let rows: Vec<&Stated> =
            self.rows.iter().flat_map(|row| &row.claims).filter(|(claim, ..)| *claim == name).collect();
        let values = rows.get(chance.below(rows.len())).map(|(_, values, _)| values.clone()).unwrap_or_default();
        let value = if values.is_empty() { Value::from("nobody") } else { chance.one_of(&values) };
        (claim_name(name), value)
    }

    /// A search that chance makes.
    pub(crate) fn search(&self, chance: &mut Chance) -> SubjectSearch {
        let some = |chance: &mut Chance| if chance.once_in(2) { 0 } else { chance.below(3) };
        let claim = |chance: &mut Chance| claim_name(chance.one_of(self.attestable));
        let attestor = |chance: &mut Chance| chance.perhaps(|chance| chance.one_of(self.attestors));
        let number = |chance: &mut Chance| self.rows[chance.below(self.rows.len())].number;
        SubjectSearch {
            owner: if chance.once_in(3) { Some(chance.one_of(self.owners)) } else { None },
            number: chance.once_in(9).then(|| number(chance)),
            values: (0..some(chance)).map(|_| self.value(chance)).collect(),
            present: (0..some(chance)).map(|_| claim(chance)).collect(),
            attested: (0..some(chance)).map(|_| (claim(chance), chance.once_in(2))).collect(),
            attestations: (0..some(chance))
                .map(|_| AttestedBy {
                    attestor: chance.perhaps(attestor),
                    claim: chance.perhaps(claim),
                    but_of: chance.perhaps(claim).into_iter().collect(),
                })
                .collect(),
            now: now(),
            after: chance.once_in(5).then(|| number(chance)),
            ..SubjectSearch::all(kind_name(self.kind), now())
        }
    }

    /// A question for what waits that chance makes.
    pub(crate) fn work(&self, chance: &mut Chance) -> WorkSearch {
        let soon = |chance: &mut Chance| second(i64::try_from(chance.below(14)).expect("small"));
        WorkSearch {
            kind: kind_name(self.kind),
            claim: claim_name(chance.one_of(self.attestable)),
            only: if chance.once_in(3) { Some(self.value(chance)) } else { None },
            expiring_before: if chance.once_in(3) { Some(soon(chance)) } else { None },
            now: now(),
            after: None,
            limit: 1000,
        }
    }

    /// Asks so many questions, each at once and page by page.
    pub(crate) fn compare(&self, given: &Given, seed: u64) {
        let mut chance = Chance::of(seed);
        let mut sizes = BTreeSet::new();
        for _ in 0..300 {
            let search = self.search(&mut chance);
            let expected = self.found(&search);
            sizes.insert(expected.len());
            for size in [1000, 1 + expected.len() / 3] {
                assert_eq!(searched(given, &search, size), expected, "{search:?}");
            }
        }
        assert!(sizes.len() > 9, "how many were found: {sizes:?}");
        sizes.clear();
        for _ in 0..150 {
            let search = self.work(&mut chance);
            let expected = self.waiting(&search);
            sizes.insert(expected.len());
            for size in [1000, 1 + expected.len() / 3] {
                assert_eq!(listed(given, &search, size), expected, "{search:?}");
            }
        }
        assert!(sizes.len() > 9, "how many waited: {sizes:?}");
    }
}

/// All that a search finds, so many a page.
pub(crate) fn searched(given: &Given, search: &SubjectSearch, size: usize) -> Vec<i64> {
    let (mut search, mut found) = (SubjectSearch { limit: size, ..search.clone() }, Vec::new());
    loop {
        let asked = search.clone();
        let page = given.read(move |snapshot| snapshot.find_subjects(&asked));
        assert!(page.len() <= size);
        let Some(last) = page.last() else { return found };
        search.after = Some(*last);
        found.extend(page);
    }
}

/// All that waits, so many a page.
pub(crate) fn listed(given: &Given, search: &WorkSearch, size: usize) -> Vec<Work> {
    let (mut search, mut found) = (WorkSearch { limit: size, ..search.clone() }, Vec::<Work>::new());
    loop {
        let asked = search.clone();
        let page = given.read(move |snapshot| snapshot.find_work(&asked));
        assert!(page.len() <= size);
        let Some(last) = page.last() else { return found };
        search.after = Some(last.place.clone());
        found.extend(page);
    }
}
