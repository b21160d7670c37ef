//! What holds for every life under every policy.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::history::*;
use super::samples::*;
use crate::registration::*;

/// How the rows of a registry are kept up between two commands.
#[derive(Clone, Copy, Debug)]
enum Worker {
    /// Not at all: only commands write.
    None,
    /// At each due instant.
    Prompt,
    /// At some instants on the way, the random numbers say which.
    Late(u64),
}

/// What is stored after this worker has kept a row up until `now`, and what it wrote of what happened.
fn keep_up(from: &Present, policy: &Policy, worker: Worker, now: DateTime<Utc>) -> (Present, Vec<Event>) {
    let versions = &policy.versions;
    let (mut present, mut written) = (from.clone(), Vec::new());
    let mut write = |present: &Present, at: DateTime<Utc>| {
        let projection = project(present.registration(), versions, at);
        written.extend(projection.events);
        projection.present
    };
    match worker {
        Worker::None => {}
        Worker::Prompt => {
            while let Some(due) = next_change(&present, versions).filter(|due| *due <= now) {
                present = write(&present, due);
            }
        }
        Worker::Late(seed) => {
            let span = (now - from.now()).num_microseconds().unwrap_or(0).unsigned_abs() + 1;
            let mut stops: Vec<u64> = (1..4u32).map(|turn| seed.rotate_left(turn * 17) % span).collect();
            stops.sort_unstable();
            for stop in stops {
                present = write(&present, from.now() + TimeDelta::microseconds(stop.cast_signed()));
            }
        }
    }
    present = write(&present, now);
    (present, written)
}

/// The facts without those that are for the registry alone: how long proofs last, why they are missing, and what was judged.
fn shown(registration: &Registration) -> Registration {
    let mut shown = registration.clone();
    shown.judged = 0;
    for claim in &mut shown.claims {
        match &mut claim.proof {
            ClaimProof::Met { until } => *until = None,
            ClaimProof::Open { cause, .. } => *cause = ClaimCause::Missing,
        }
    }
    shown
}

/// What is shown of a domain and what of it stands in the zone: never what rule S2 forbids, never nothing.
fn check_what_is_shown(present: &Present, policy: &Policy) -> Result<(), TestCaseError> {
    let shown = words(present, &policy.versions);
    let ends_with = |end: &str| shown.iter().any(|word| word.ends_with(end));
    prop_assert!(!shown.is_empty());
    prop_assert!(shown.is_sorted_by(|a, b| a < b), "{:?}", shown);
    prop_assert!(shown.len() == 1 || !shown.contains(&"ok"), "{:?}", shown);
    prop_assert!(!(shown.contains(&"pendingDelete") && ends_with("DeleteProhibited")), "{:?}", shown);
    prop_assert!(!(shown.contains(&"pendingTransfer") && ends_with("TransferProhibited")), "{:?}", shown);
    prop_assert!(!(shown.contains(&"pendingTransfer") && shown.contains(&"pendingDelete")), "{:?}", shown);
    prop_assert!(!present.is_published() || !(ends_with("Hold") || shown.contains(&"inactive")), "{:?}", shown);
    let stays = present.registration().is_live();
    prop_assert_eq!(present.counts_as_cut(), stays);
    let view = present.view(&policy.versions);
    prop_assert!(rgp(present, &policy.versions).is_sorted_by(|a, b| a < b));
    prop_assert_eq!(view.transfer.is_some(), shown.contains(&"pendingTransfer"));
    prop_assert_eq!(view.deletion.is_some(), shown.contains(&"pendingDelete"));
    let registered = view.lifecycle == Lifecycle::Registered;
    prop_assert!(!registered || view.expires > present.now(), "registered and over");
    prop_assert!(view.graces.iter().all(|grace| grace.until > present.now()));
    Ok(())
}

/// Nothing changes until the next change, and then something does (rule L13).
fn check_next_change(present: &Present, policy: &Policy, seed: u64) -> Result<(), TestCaseError> {
    let versions = &policy.versions;
    let Some(next) = next_change(present, versions) else {
        prop_assert!(!present.registration().is_live());
        let much_later = project(present.registration(), versions, present.now() + days(20_000));
        prop_assert_eq!(much_later.present.registration(), present.registration());
        return Ok(());
    };
    prop_assert!(next > present.now(), "{} is left due at {}", next, present.now());
    let last = next - MICROSECOND;
    let span = (next - present.now()).num_microseconds().unwrap_or(1).unsigned_abs();
    let between = present.now() + TimeDelta::microseconds((seed % span).cast_signed());
    for quiet in [last, between] {
        let still = project(present.registration(), versions, quiet);
        prop_assert_eq!(&still.events, &[]);
        prop_assert_eq!(still.present.registration(), present.registration());
        prop_assert_eq!(still.present.view(versions), present.view(versions));
        prop_assert_eq!(still.present.is_published(), present.is_published());
    }
    let changed = project(present.registration(), versions, next);
    prop_assert_eq!(changed.events.first().map(|event| event.due), Some(next));
    prop_assert_ne!(changed.present.registration(), present.registration());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn l1_l13_every_worker_writes_what_the_projection_says(policy in any_policy(), steps in any_steps(), seed: u64) {
        let born = born(&policy, ACME, beginning());
        let mut rows = [Worker::None, Worker::Prompt, Worker::Late(seed)].map(|worker| (worker, born.clone()));
        for step in &steps {
            let now = clock(&rows[0].1, &policy, step.wait);
            let kept = rows.clone().map(|(worker, row)| keep_up(&row, &policy, worker, now));
            let [(lazy, told), (prompt, told_promptly), (late, told_late)] = &kept;
            prop_assert_eq!(lazy, prompt, "prompt, before {:?}", step);
            prop_assert_eq!(lazy, late, "late, before {:?}", step);
            prop_assert_eq!(told, told_promptly, "events, before {:?}", step);
            prop_assert_eq!(told, told_late, "late events, before {:?}", step);
            prop_assert!(told.is_sorted_by_key(|event| event.due), "{:?}", told);
            let since = rows[0].1.now();
            prop_assert!(told.iter().all(|event| since < event.due && event.due <= now), "{:?}", told);
            for ((_, row), (present, _)) in rows.iter_mut().zip(kept) {
                *row = perform(&present, &policy, step);
            }
        }
    }

    #[test]
    fn l1_a_projection_in_two_steps_is_a_projection_in_one(
        policy in any_policy(), steps in any_steps(), first in 0..2000i32, second in 0..2000i32,
    ) {
        let mut present = born(&policy, ACME, beginning());
        for step in &steps {
            let now = clock(&present, &policy, step.wait);
            present = perform(&then_at(&present, &policy.versions, now), &policy, step);
        }
        let (between, end) = (policy.unit * first.min(second), policy.unit * first.max(second));
        let (between, end) = (present.now() + between, present.now() + end);
        let at_once = project(present.registration(), &policy.versions, end);
        let halfway = project(present.registration(), &policy.versions, between);
        let in_two = project(halfway.present.registration(), &policy.versions, end);
        prop_assert_eq!(&at_once.present, &in_two.present);
        prop_assert_eq!(at_once.events, [halfway.events, in_two.events].concat());
    }

    #[test]
    fn l13_l14_commands_leave_nothing_due_and_nothing_changes_before_it_is(
        policy in any_policy(), steps in any_steps(), seed: u64,
    ) {
        let mut present = born(&policy, ACME, beginning());
        for step in &steps {
            let now = clock(&present, &policy, step.wait);
            let before = then_at(&present, &policy.versions, now);
            let after = perform(&before, &policy, step);
            check_what_is_shown(&before, &policy)?;
            check_what_is_shown(&after, &policy)?;
            check_next_change(&before, &policy, seed)?;
            check_next_change(&after, &policy, seed)?;
            let (old, new) = (before.registration(), after.registration());
            let changed = shown(new) == shown(old) || !old.is_live() || new.revision > old.revision;
            prop_assert!(changed, "a change without a revision: {:?}", step);
            prop_assert_eq!(after.now(), now);
            present = after;
        }
    }

    #[test]
    fn t4_no_transfer_ends_a_registration_sooner_or_beyond_the_most_years(
        policy in any_policy(), steps in any_steps(),
    ) {
        let mut present = born(&policy, ACME, beginning());
        for step in &steps {
            let now = clock(&present, &policy, step.wait);
            let before = then_at(&present, &policy.versions, now);
            let after = perform(&before, &policy, step);
            let (old, new) = (before.registration(), after.registration());
            if old.is_live() && old.sponsor != new.sponsor {
                let latest = policy.versions.at(now).latest_expiry(now);
                prop_assert!(new.expires >= old.expires && new.expires <= old.expires.max(latest));
                prop_assert!(new.graces.iter().all(|grace| grace.kind == GraceKind::Transfer));
                prop_assert_eq!(&new.statuses, &old.statuses);
            }
            if let Some(pending) = after.view(&policy.versions).transfer {
                let end = project(new, &policy.versions, pending.acted);
                if end.present.registration().sponsor == pending.requester {
                    let moved = end.events.into_iter().find_map(|event| match event.what {
                        Happening::Transferred(data) => Some(data.expires),
                        _ => None,
                    });
                    prop_assert_eq!(moved, Some(pending.expires), "what was promised");
                }
            }
            present = after;
        }
    }
}
