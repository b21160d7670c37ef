//! Worklists: when a claim begins to wait, and what never does. What chance makes is in [`crate::entity_search`].

use chrono::TimeDelta;
use domesday_app::ports::WorkSearch;
use domesday_domain::attestation::Attestation;
use serde_json::json;

use crate::contract;
use crate::entities::{made, owners};
use crate::entity_naive::listed;
use crate::entity_samples::{attestation, claim_name, entity, kind_name, second, subject};
use crate::portfolio::portfolio;
use crate::zones::now;

contract!(q7_an_attestation_counts_until_the_instant_at_which_it_runs_out, |given| {
    let [acme, _] = owners(given);
    let ends =
        [&[Some(0)][..], &[Some(1)], &[Some(5)], &[Some(1), Some(5)], &[Some(1), None], &[Some(1), Some(4)], &[]];
    let all: Vec<i64> = (0..ends.len())
        .map(|number| made(given, entity("student", &format!("s{number}"), acme, &[("mail", json!(number))])).number)
        .collect();
    let mut id = 0;
    for (number, ends) in all.iter().zip(ends) {
        for end in ends {
            id += 1;
            let expires = end.map(second);
            let new = Attestation { expires, ..attestation(id, subject("student", *number), "mail") };
            given.write(move |tx| tx.insert_attestation(&new));
        }
    }
    let waiting = |expiring_before: Option<i64>| {
        let (kind, claim) = (kind_name("student"), claim_name("mail"));
        let expiring_before = expiring_before.map(second);
        let search = WorkSearch { kind, claim, only: None, expiring_before, now: now(), after: None, limit: 9 };
        let listed = listed(given, &search, 2).into_iter();
        listed.map(|work| (work.place.number, work.expires)).collect::<Vec<_>>()
    };
    let at = |place: usize, seconds| (all[place], Some(second(seconds)));
    assert_eq!(waiting(None), [(all[0], None), (all[6], None)]);
    assert_eq!((waiting(Some(1)), waiting(Some(2))), (vec![], vec![at(1, 1)]));
    assert_eq!(waiting(Some(5)), [at(1, 1), at(5, 4)]);
    assert_eq!(waiting(Some(6)), [at(1, 1), at(2, 5), at(3, 5), at(5, 4)]);
});

contract!(q7_of_what_the_registry_keeps_nothing_waits, |given| {
    portfolio(given, 35);
    let until = now() + TimeDelta::days(1);
    for (kind, claim) in [
        ("contacts", "sponsor"),
        ("domains", "name"),
        ("hosts", "name"),
        ("zones", "name"),
        ("clients", "handle"),
        ("contacts", "nothing"),
        ("student", "name"),
    ] {
        for expiring_before in [None, Some(until)] {
            let (kind, claim) = (kind_name(kind), claim_name(claim));
            let search = WorkSearch { kind, claim, only: None, expiring_before, now: now(), after: None, limit: 9 };
            assert!(listed(given, &search, 9).is_empty());
        }
    }
});
