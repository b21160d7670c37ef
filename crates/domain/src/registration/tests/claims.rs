//! What is required of registrants: opened, told, overdue, met, by each occasion and by time.

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::samples::*;
use crate::registration::commands::{Breach, NewRegistration, Refusal, create};
use crate::registration::*;

pub(super) const CREATED: &str = "2026-11-21";

/// A domain of a policy that wants mail and name, with a registrant of whom this is known.
pub(super) fn born(versions: &TermsVersions, standings: Standings) -> Present {
    create(NewRegistration { standings, ..new_domain() }, versions, ACME, at(CREATED)).unwrap()
}

pub(super) fn mail_in_15_days() -> TermsVersions {
    always(requiring(default_terms(), &[("email", 15)]))
}

/// Each claim: its state, and its due day.
pub(super) fn claims(present: &Present) -> Vec<(&str, &'static str, DateTime<Utc>)> {
    let claims = present.registration().claims.iter();
    claims.map(|claim| (claim.claim.as_str(), claim.state().as_str(), claim.due)).collect()
}

pub(super) fn until(day: &str) -> Standings {
    [("email".to_owned(), ClaimStanding::Attested { until: Some(at(day)) })].into_iter().collect()
}

pub(super) fn required(cause: ClaimCause, due: &str) -> ClaimTold {
    ClaimTold::Required { cause, due: at(due), overdue: false }
}

/// What is told of the one claim that is required.
pub(super) fn told(news: &[ClaimNews]) -> Vec<ClaimTold> {
    news.iter().map(|news| news.now).collect()
}

#[test]
fn l12_what_is_open_at_creation_is_due_after_its_window() {
    let versions = always(requiring(default_terms(), &[("email", 15), ("name", 3), ("voice", 3)]));
    let standings =
        [("email".to_owned(), ClaimStanding::Unattested), ("name".to_owned(), ClaimStanding::Attested { until: None })];
    let domain = born(&versions, standings.into_iter().collect());
    let expected = [
        ("email", "pending", at("2026-12-06")),
        ("name", "met", at("2026-11-24")),
        ("voice", "pending", at("2026-11-24")),
    ];
    assert_eq!(claims(&domain), expected);
    let causes: Vec<_> = domain.registration().claims.iter().map(|claim| claim.proof).collect();
    let open = |cause| ClaimProof::Open { cause, overdue: false };
    assert_eq!(causes, [open(ClaimCause::Unattested), ClaimProof::Met { until: None }, open(ClaimCause::Missing)]);
}

#[test]
fn l12_a_claim_that_is_due_at_once_must_be_met_at_creation() {
    let versions = always(requiring(default_terms(), &[("email", 0), ("name", 0), ("voice", 1)]));
    let new = |standings| NewRegistration { standings, ..new_domain() };
    let refused = Err(Refusal::Terms(vec![Breach::ClaimUnmet("email".into())]));
    assert_eq!(create(new(attested(&["name"])), &versions, ACME, at(CREATED)), refused);
    assert!(create(new(attested(&["name", "email"])), &versions, ACME, at(CREATED)).is_ok());
}

#[test]
fn l12_an_overdue_claim_holds_the_domain_until_it_is_met() {
    let versions = mail_in_15_days();
    let domain = born(&versions, unattested(&["email"]));
    let before = then_at(&domain, &versions, at("2026-12-06") - MICROSECOND);
    assert_eq!((words(&before, &versions), before.is_published()), (vec!["ok"], true));
    let after = then(&domain, &versions, "2026-12-06");
    assert_eq!((words(&after, &versions), after.is_published()), (vec!["serverHold"], false));
    assert_eq!(after.registration().shown_words().claims, [ClaimState::Overdue]);
    let overdue = Happening::ClaimOverdue { claim: "email".into(), cause: ClaimCause::Unattested };
    assert_eq!(events(&domain, &versions, "2026-12-06")[1], (at("2026-12-06"), overdue));
    let (met, news) = judged(&after, &versions, &attested(&["email"]), Occasion::Attested);
    assert_eq!(news, [ClaimNews { claim: "email".into(), from: Some(ClaimState::Overdue), now: ClaimTold::Met }]);
    assert_eq!((words(&met, &versions), met.is_published()), (vec!["ok"], true));
    assert_eq!(events(&met, &versions, "2027-06-01"), []);
}

#[test]
fn l13_a_proof_that_ran_out_years_ago_is_told_with_its_own_instants() {
    let versions = mail_in_15_days();
    let domain = born(&versions, until("2027-01-10"));
    assert_eq!(next_change(&then(&domain, &versions, "2026-12-01"), &versions), Some(at("2027-01-10")));
    let happened: Vec<_> = events(&domain, &versions, "2027-11-20").into_iter().skip(1).collect();
    let expected = [
        (at("2027-01-10"), Happening::ClaimExpired { claim: "email".into(), due: at("2027-01-25") }),
        (at("2027-01-25"), Happening::ClaimOverdue { claim: "email".into(), cause: ClaimCause::Expired }),
    ];
    assert_eq!(happened, expected);
    let opened = then(&domain, &versions, "2027-01-10");
    assert_eq!((claims(&opened), opened.is_published()), (vec![("email", "pending", at("2027-01-25"))], true));
    assert_eq!(next_change(&opened, &versions), Some(at("2027-01-25")));
}

#[test]
fn l12_without_a_window_a_proof_that_runs_out_holds_the_domain_at_that_instant() {
    let versions = always(requiring(default_terms(), &[("email", 0)]));
    let domain = born(&versions, until("2027-01-10"));
    let before = then_at(&domain, &versions, at("2027-01-10") - MICROSECOND);
    let after = then(&domain, &versions, "2027-01-10");
    assert_eq!((before.is_published(), after.is_published()), (true, false));
    let instants: Vec<_> = events(&domain, &versions, "2027-02-01").into_iter().skip(1).map(|(due, _)| due).collect();
    assert_eq!(instants, [at("2027-01-10"), at("2027-01-10")], "open and overdue, both told");
}

#[test]
fn n5_an_open_claim_that_changes_again_keeps_its_due_and_makes_no_second_message() {
    let versions = mail_in_15_days();
    let domain = then(&born(&versions, unattested(&["email"])), &versions, "2026-12-01");
    for occasion in [Occasion::Changed, Occasion::Revoked, Occasion::Attested, Occasion::Policy] {
        for standings in [unattested(&["email"]), Standings::default()] {
            let (after, news) = judged(&domain, &versions, &standings, occasion);
            assert_eq!((told(&news), claims(&after)), (Vec::new(), claims(&domain)), "{occasion:?}");
            assert_eq!(after.registration().revision, domain.registration().revision, "{occasion:?}");
        }
    }
}

#[test]
fn n5_a_met_claim_that_opens_gets_a_new_due_and_its_cause() {
    let versions = mail_in_15_days();
    let domain = then(&born(&versions, attested(&["email"])), &versions, "2027-03-01");
    for (occasion, standings, cause) in [
        (Occasion::Changed, unattested(&["email"]), ClaimCause::Changed),
        (Occasion::Changed, Standings::default(), ClaimCause::Removed),
        (Occasion::Revoked, unattested(&["email"]), ClaimCause::Revoked),
        (Occasion::NewRegistrant, unattested(&["email"]), ClaimCause::Unattested),
        (Occasion::NewRegistrant, Standings::default(), ClaimCause::Missing),
    ] {
        let (opened, news) = judged(&domain, &versions, &standings, occasion);
        assert_eq!(told(&news), [required(cause, "2027-03-16")]);
        assert_eq!(news[0].from, Some(ClaimState::Met));
        assert_eq!(claims(&opened), [("email", "pending", at("2027-03-16"))]);
        assert_eq!(opened.registration().revision, domain.registration().revision + 1);
    }
}

#[test]
fn l12_a_new_registrant_gets_a_new_window_only_if_the_old_claim_was_met() {
    let versions = mail_in_15_days();
    let nobody = Standings::default();
    let open = born(&versions, unattested(&["email"]));
    let (pending, news) = judged(&then(&open, &versions, "2026-12-01"), &versions, &nobody, Occasion::NewRegistrant);
    assert_eq!(claims(&pending), [("email", "pending", at("2026-12-06"))], "as it was");
    assert_eq!(told(&news), [required(ClaimCause::Missing, "2026-12-06")], "the new one is told all the same");
    let (overdue, news) = judged(&then(&open, &versions, "2026-12-20"), &versions, &nobody, Occasion::NewRegistrant);
    assert_eq!((claims(&overdue), overdue.is_published()), (vec![("email", "overdue", at("2026-12-06"))], false));
    let due = at("2026-12-06");
    assert_eq!(told(&news), [ClaimTold::Required { cause: ClaimCause::Missing, due, overdue: true }]);
    let (met, news) = judged(&overdue, &versions, &attested(&["email"]), Occasion::NewRegistrant);
    assert_eq!((told(&news), met.is_published()), (vec![ClaimTold::Met], true), "somebody whose mail is attested");
}

#[test]
fn l12_another_end_of_a_proof_is_kept_and_not_told() {
    let versions = mail_in_15_days();
    let domain = then(&born(&versions, until("2027-01-10")), &versions, "2026-12-01");
    let (longer, news) = judged(&domain, &versions, &until("2027-03-01"), Occasion::Attested);
    assert_eq!((news, next_change(&longer, &versions)), (Vec::new(), Some(at("2027-03-01"))));
    assert_eq!(longer.registration().revision, domain.registration().revision, "it shows nothing else");
    let (for_ever, _) = judged(&longer, &versions, &attested(&["email"]), Occasion::Attested);
    assert_eq!(next_change(&for_ever, &versions), Some(for_ever.registration().expires));
}

fn any_standing() -> impl Strategy<Value = ClaimStanding> {
    prop_oneof![
        Just(ClaimStanding::Missing),
        Just(ClaimStanding::Unattested),
        Just(ClaimStanding::Attested { until: None }),
        (1..90i64).prop_map(|day| ClaimStanding::Attested { until: Some(at(CREATED) + days(day)) }),
    ]
}

fn any_standings() -> impl Strategy<Value = Standings> {
    [any_standing(), any_standing()]
        .prop_map(|standings| ["email", "name"].map(str::to_owned).into_iter().zip(standings).collect())
}

proptest! {
    #[test]
    fn l12_judged_twice_a_domain_is_the_same_and_tells_once(
        first in any_standings(), second in any_standings(), within in (1..40i64, 1..40i64), pass in 0..60i64,
        occasion in prop::sample::select(vec![Occasion::Changed, Occasion::Attested, Occasion::Revoked, Occasion::Policy]),
    ) {
        let versions = always(requiring(default_terms(), &[("email", within.0), ("name", within.1)]));
        let domain = then_at(&born(&versions, first), &versions, at(CREATED) + days(pass));
        let (once, news) = judged(&domain, &versions, &second, occasion);
        let (twice, again) = judged(&once, &versions, &second, occasion);
        prop_assert_eq!((&twice, &again[..]), (&once, &[][..]));
        for claim in &once.registration().claims {
            let attested = match second.of(&claim.claim) {
                ClaimStanding::Attested { until } => until.is_none_or(|until| until > domain.now()),
                ClaimStanding::Missing | ClaimStanding::Unattested => false,
            };
            prop_assert_eq!(claim.state() == ClaimState::Met, attested, "{:?}", claim);
            let before = domain.registration().claims.iter().find(|before| before.claim == claim.claim).unwrap();
            let changed = (before.state() == ClaimState::Met) != attested;
            let told = news.iter().filter(|news| news.claim == claim.claim).count();
            prop_assert_eq!(told, usize::from(changed), "{:?}, then {:?}", before, claim);
            prop_assert!(before.state() == ClaimState::Met || claim.due == before.due, "its due is kept");
        }
        let overdue = once.registration().is_overdue();
        prop_assert_eq!(once.is_published(), !overdue);
        prop_assert_eq!(words(&once, &versions).contains(&"serverHold"), overdue);
    }
}
