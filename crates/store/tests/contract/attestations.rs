//! Attestations: kept to the last member, ended together, listed by what became of them.

use domesday_app::ports::{AttestationFilter, PlacedAttestation};
use domesday_domain::attestation::{Attestation, AttestationId, Revocation, State, Status, SubjectKey, Superseding};

use crate::chance::Chance;
use crate::entity_samples::{any_attestation, any_state, attestation, claim_name, second, subject};
use crate::zones::now;
use crate::{Given, contract};

fn stored(given: &Given, attestations: &[Attestation]) {
    let attestations = attestations.to_vec();
    given.write(move |tx| attestations.iter().try_for_each(|attestation| tx.insert_attestation(attestation)));
}

fn updated(given: &Given, attestations: &[Attestation]) {
    let attestations = attestations.to_vec();
    given.write(move |tx| tx.update_attestations(&attestations));
}

/// Some hundred that chance makes about two kinds.
fn many(given: &Given) -> Vec<Attestation> {
    let mut chance = Chance::of(11);
    let subjects: Vec<SubjectKey> =
        ["student", "contacts"].iter().flat_map(|kind| (1..=6).map(|number| subject(kind, number))).collect();
    let attestors = [subject("teacher", 1), subject("teacher", 2), subject("clients", 1)];
    let all: Vec<Attestation> = (0..300)
        .map(|number| any_attestation(&mut chance, number, &subjects, &attestors, &["email", "name", "Name"]))
        .collect();
    stored(given, &all);
    all
}

contract!(an_attestation_is_kept_to_the_last_member, |given| {
    let mut all = many(given);
    let read = |id| given.read(move |snapshot| snapshot.attestation(id));
    for attestation in &all {
        assert_eq!(read(attestation.id).as_ref(), Some(attestation));
    }
    assert_eq!(read(AttestationId([255; 16])), None);
    let mut chance = Chance::of(12);
    for attestation in &mut all {
        (attestation.state, attestation.since) = (any_state(&mut chance), second(99));
    }
    updated(given, &all[..200]);
    updated(given, &all[200..]);
    updated(given, &[]);
    for attestation in all {
        assert_eq!(read(attestation.id), Some(attestation));
    }
});

contract!(x3_what_ends_together_ends_alike_and_nothing_else_does, |given| {
    let mut all: Vec<Attestation> = (1..=4).map(|id| attestation(id, subject("student", 1), "a")).collect();
    stored(given, &all);
    let by = Some(AttestationId([9; 16]));
    all[0].state = State::Superseded { reason: Superseding::ValueChanged, by: None };
    all[1].state = State::Superseded { reason: Superseding::ValueChanged, by: None };
    all[2].state = State::Superseded { reason: Superseding::Renewed, by };
    updated(given, &all[..3]);
    for attestation in all {
        let id = attestation.id;
        assert_eq!(given.read(move |snapshot| snapshot.attestation(id)), Some(attestation));
    }
});

contract!(those_that_count_come_the_oldest_first, |given| {
    let all = many(given);
    let subjects: Vec<SubjectKey> = [5, 1, 4711, 1].map(|number| subject("student", number)).to_vec();
    let asked = subjects.clone();
    let valid = given.read(move |snapshot| snapshot.valid_attestations(&asked, now()));
    let mut expected: Vec<Attestation> =
        all.into_iter().filter(|one| subjects.contains(&one.subject) && one.status(now()) == Status::Valid).collect();
    expected.sort_by_key(|one| one.date);
    assert!(expected.len() > 9);
    assert_eq!(valid, expected, "of those of one second the one that was stored first");
    assert!(given.read(|snapshot| snapshot.valid_attestations(&[], now())).is_empty());
});

contract!(q9_an_entitys_attestations_come_newest_first_page_by_page, |given| {
    let all = many(given);
    let key = subject("contacts", 2);
    let pages = |filter: AttestationFilter, size: usize| {
        let (mut marker, mut listed) = (None, Vec::<PlacedAttestation>::new());
        loop {
            let (asked, key) = (filter.clone(), key.clone());
            let page = given.read(move |snapshot| snapshot.attestations_of(&key, &asked, marker, size));
            let Some(last) = page.last() else { break };
            assert!(page.len() <= size);
            marker = Some(last.number);
            listed.extend(page);
        }
        assert!(listed.is_sorted_by(|one, next| one.number > next.number));
        listed.into_iter().map(|placed| placed.attestation).collect::<Vec<_>>()
    };
    let statuses = std::iter::once(None).chain(Status::ALL.map(Some));
    for status in statuses {
        for claims in [None, Some(vec!["email"]), Some(vec!["Name", "name"]), Some(vec!["other"]), Some(Vec::new())] {
            let named = claims.clone().map(|names| names.into_iter().map(claim_name).collect());
            let filter = AttestationFilter { claims: named, status, now: now() };
            let fits = |one: &&Attestation| {
                one.subject == key
                    && claims.as_ref().is_none_or(|claims| claims.contains(&one.claim.as_str()))
                    && status.is_none_or(|status| one.status(now()) == status)
            };
            let expected: Vec<Attestation> = all.iter().rev().filter(fits).cloned().collect();
            assert_eq!(pages(filter.clone(), 2), expected, "{filter:?}");
            assert_eq!(pages(filter, 100), expected);
        }
    }
    let revoked = all.iter().find(|one| matches!(one.state, State::Revoked { reason: Revocation::Fraud, .. }));
    assert!(revoked.is_some(), "every state is met");
});

contract!(s6_what_keys_signed_is_read_on_from_one_of_them, |given| {
    let all = many(given);
    let signed = |keys: &[&str], size: usize| {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let (mut after, mut read) = (None, Vec::new());
        loop {
            let asked = keys.clone();
            let page = given.read(move |snapshot| snapshot.attestations_signed_with(&asked, now(), after, size));
            let Some(last) = page.last() else { break };
            assert!(page.len() <= size);
            after = Some(last.number);
            read.extend(page.into_iter().map(|placed| placed.attestation));
        }
        read
    };
    for keys in [&["K1"][..], &["K3", "K1", "K3"], &["K2", "none"], &["none"], &[]] {
        let fits = |one: &&Attestation| keys.contains(&one.key.as_str()) && one.status(now()) == Status::Valid;
        let expected: Vec<Attestation> = all.iter().filter(fits).cloned().collect();
        assert_eq!(signed(keys, 7), expected, "{keys:?}");
        assert_eq!(signed(keys, 1000), expected);
    }
});
