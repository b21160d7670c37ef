//! Where time has to stop for somebody to look at attestations: a policy that requires other claims, a transfer that copies the registrant.

use super::claims::*;
use super::samples::*;
use crate::contact::ContactRole;
use crate::registration::commands::{judge_claims, request_transfer};
use crate::registration::*;

/// A policy that changes on 2027-01-01.
fn tightened(before: &[(&str, i64)], after: &[(&str, i64)]) -> TermsVersions {
    let version = |from: &str, claims| TermsVersion { valid_from: at(from), terms: requiring(default_terms(), claims) };
    TermsVersions::new(vec![version("2020-01-01", before), version("2027-01-01", after)]).unwrap()
}

/// Judged by the policy of 2027-01-01, as whoever does what is due does; much later.
fn judged_by_policy(domain: &Present, versions: &TermsVersions, standings: &Standings) -> (Present, Vec<ClaimNews>) {
    let late = at("2027-06-01");
    let (until_then, judgement) = project_to_judgement(domain.registration(), versions, late);
    assert_eq!((judgement, until_then.present.now()), (Some(Judgement::Policy), at("2027-01-01")));
    let outcome = judged(&until_then.present, versions, standings, Occasion::Policy);
    assert_eq!(project_to_judgement(outcome.0.registration(), versions, late).1, None, "once");
    let again = judged(&outcome.0, versions, standings, Occasion::Policy);
    assert_eq!((again.0, again.1), (outcome.0.clone(), Vec::new()), "judged twice it tells once");
    outcome
}

#[test]
fn l12_a_tightened_policy_counts_from_its_beginning() {
    let versions = tightened(&[], &[("email", 15)]);
    let domain = born(&versions, Standings::default());
    assert_eq!(next_change(&then(&domain, &versions, "2026-12-01"), &versions), Some(at("2027-01-01")));
    let (open, news) = judged_by_policy(&domain, &versions, &unattested(&["email"]));
    assert_eq!(told(&news), [required(ClaimCause::Policy, "2027-01-16")]);
    assert_eq!((news[0].from, claims(&open)), (None, vec![("email", "pending", at("2027-01-16"))]));
    assert!(!then(&open, &versions, "2027-01-16").is_published());
    let (met, news) = judged_by_policy(&domain, &versions, &attested(&["email"]));
    assert_eq!((news, met.registration().claims[0].state()), (Vec::new(), ClaimState::Met), "nothing opened");
}

#[test]
fn l12_a_shorter_window_ends_an_open_claim_sooner_and_a_longer_one_not_later() {
    for (after, due, tells) in [(2, "2027-01-03", 1), (15, "2027-01-14", 0), (60, "2027-01-14", 0)] {
        let versions = tightened(&[("email", 54)], &[("email", after)]);
        let domain = born(&versions, unattested(&["email"]));
        let (open, news) = judged_by_policy(&domain, &versions, &unattested(&["email"]));
        assert_eq!(claims(&open), [("email", "pending", at(due))], "{after}");
        assert_eq!(told(&news), vec![required(ClaimCause::Policy, due); tells], "{after}");
    }
}

#[test]
fn l12_what_is_not_required_any_more_goes_without_a_word_and_does_not_fall_overdue_meanwhile() {
    let versions = tightened(&[("email", 50)], &[("name", 15)]);
    let domain = born(&versions, unattested(&["email"]));
    let late = then(&domain, &versions, "2027-02-01");
    assert!(late.is_published(), "nobody judged yet, and the policy of that day did not want it");
    let (after, news) = judged_by_policy(&domain, &versions, &attested(&["name"]));
    assert_eq!((news, claims(&after)), (Vec::new(), vec![("name", "met", at("2027-01-16"))]));
}

#[test]
fn l12_of_two_versions_from_one_instant_the_later_is_judged_though_the_earlier_was_already() {
    let version = |from: &str, claims| TermsVersion { valid_from: at(from), terms: requiring(default_terms(), claims) };
    let first = version("2020-01-01", &[]);
    let second = version("2027-01-01", &[("email", 15)]);
    let third = version("2027-01-01", &[]);
    let before = TermsVersions::new(vec![first.clone(), second.clone()]).unwrap();
    let domain = born(&before, Standings::default());
    let (open, _) = judged_by_policy(&domain, &before, &Standings::default());
    let after = TermsVersions::new(vec![first, second, third]).unwrap();
    assert_eq!(next_judgement(open.registration(), &after), Some(at("2027-01-01")));
    let (free, news) = judged_by_policy(&open, &after, &Standings::default());
    assert_eq!((claims(&free), news), (Vec::new(), Vec::new()));
}

#[test]
fn l12_what_was_stored_before_claims_were_judged_is_judged_by_later_policies_only() {
    let versions = tightened(&[("name", 1)], &[("email", 15)]);
    let mut stored = born(&versions, Standings::default()).into_registration();
    (stored.judged, stored.claims) = (0, Vec::new());
    assert_eq!(next_judgement(&stored, &versions), Some(at("2027-01-01")));
    stored.created = at("2027-01-01");
    assert_eq!(next_judgement(&stored, &versions), None);
}

#[test]
fn l12_a_proof_that_ran_out_is_judged_by_the_policy_of_that_instant() {
    let versions = tightened(&[("email", 15)], &[("email", 5)]);
    for (end, due) in [("2026-12-31", "2027-01-15"), ("2027-01-02", "2027-01-07")] {
        let domain = born(&versions, until(end));
        assert_eq!(claims(&then(&domain, &versions, end)), [("email", "pending", at(due))]);
    }
}

#[test]
fn t5_a_transfer_by_time_stops_for_the_claims_of_a_copied_registrant() {
    let versions = mail_in_15_days();
    let domain = then(&born(&versions, attested(&["email"])), &versions, "2027-02-01");
    let asked = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    let (moved, judgement) = project_to_judgement(asked.registration(), &versions, at("2027-06-01"));
    assert_eq!((judgement, moved.present.now()), (Some(Judgement::Transfer), at("2027-02-06")));
    assert!(matches!(moved.events[..], [Event { what: Happening::Transferred(_), .. }]), "{:?}", moved.events);
    let mut facts = moved.present.registration().clone();
    facts.contacts.insert(ContactRole::Registrant, ContactNumber(2));
    let judged = judge_claims(&facts, &versions, &unattested(&["email"]), Occasion::NewRegistrant, moved.present.now());
    assert_eq!(told(&judged.news), [required(ClaimCause::Unattested, "2027-02-21")]);
    let rest = project(&judged.registration, &versions, at("2027-06-01"));
    assert_eq!((rest.events[1].due, rest.events[1].sponsor), (at("2027-02-21"), ZETA.account));
    assert!(!rest.present.is_published());
}

#[test]
fn l1_a_projection_that_nobody_has_to_judge_is_the_projection() {
    let versions = tightened(&[("email", 15)], &[("email", 15)]);
    let domain = born(&versions, until("2027-01-10"));
    let now = at("2027-06-01");
    let (whole, judgement) = project_to_judgement(domain.registration(), &versions, now);
    assert_eq!((whole, judgement), (project(domain.registration(), &versions, now), None), "it requires the same");
    assert_eq!(next_judgement(domain.registration(), &versions), None);
}
