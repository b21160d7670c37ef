//! Deletion and restoring.

use super::samples::*;
use crate::registration::commands::{Refusal, delete, renew, request_transfer, restore};
use crate::registration::*;

fn deletion_of(present: &Present) -> Deletion {
    let Stage::Redemption(deletion) = present.registration().stage else { panic!("{present:?}") };
    deletion
}

#[test]
fn l7_in_the_add_grace_a_deleted_domain_is_gone_at_once() {
    let versions = always(default_terms());
    let domain = registered(&versions, "2026-11-21", 1);
    let last = then_at(&domain, &versions, at("2026-11-26") - MICROSECOND);
    let gone = delete(&last, &versions, ACME).unwrap().present;
    assert_eq!(gone.registration().stage, Stage::Gone { at: last.now() });
    let later = delete(&then(&domain, &versions, "2026-11-26"), &versions, ACME).unwrap().present;
    let expected =
        Deletion { deleted: at("2026-11-26"), restorable_until: at("2026-12-26"), purge_at: at("2026-12-31") };
    assert_eq!(deletion_of(&later), expected);
    assert!(!later.is_published());
}

#[test]
fn l7_what_running_graces_gave_comes_off_and_what_ended_stays() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-11-25");
    let renewed = renew(&domain, Some(Period::Years(2)), at("2028-11-21").date_naive(), &versions, ACME).unwrap();
    for (now, expires) in [
        ("2027-11-25", "2027-11-21"),
        ("2027-11-29T23:59:59", "2027-11-21"),
        ("2027-11-30", "2029-11-21"),
        ("2028-01-04T23:59:59", "2029-11-21"),
        ("2028-01-05", "2030-11-21"),
    ] {
        let deleted = delete(&then(&renewed, &versions, now), &versions, ACME).unwrap().present;
        assert_eq!(expiry(&deleted), at(expires), "deleted {now}");
        assert!(deleted.registration().graces.is_empty(), "deleted {now}");
    }
}

#[test]
fn l7_the_sponsors_statuses_go_and_the_registrys_stay() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-01-01");
    let domain = with_statuses(&domain, &versions, &["clientHold", "clientTransferProhibited", "serverHold"]);
    let deleted = delete(&domain, &versions, ACME).unwrap().present;
    assert_eq!(words(&deleted, &versions), ["pendingDelete", "serverHold"]);
    let restored = restore(&deleted, &versions, ACME).unwrap();
    assert_eq!(words(&restored, &versions), ["serverHold"]);
}

#[test]
fn l7_stages_without_length_are_passed_over() {
    for (redemption, pending, cycle) in
        [(0, 0, "gone"), (0, 5, "pendingDelete"), (30, 0, "redemption"), (30, 5, "redemption")]
    {
        let versions = always(Terms { redemption: days(redemption), pending_delete: days(pending), ..open_st() });
        let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-06-01");
        let deleted = delete(&domain, &versions, ACME).unwrap().present;
        assert_eq!(lifecycle(&deleted, &versions), cycle, "{redemption} {pending}, by command");
        let by_time = then(&domain, &versions, "2027-02-10");
        assert_eq!(lifecycle(&by_time, &versions), cycle, "{redemption} {pending}, by time");
        let last = events(&domain, &versions, "2030-01-01").pop().unwrap();
        assert_eq!(last, (at("2027-02-10") + days(redemption + pending), Happening::Purged));
    }
    let versions = always(Terms { pending_delete: days(0), ..open_st() });
    let domain = registered(&versions, "2026-01-01", 1);
    let passed = |(_, what): &(_, Happening)| matches!(what, Happening::PendingDeleteStarted(_));
    assert!(!events(&domain, &versions, "2030-01-01").iter().any(passed));
}

#[test]
fn l10_deletion_undoes_a_pending_transfer() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-01-01");
    let asked = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    let asked = then(&asked, &versions, "2027-01-03");
    let deleted = delete(&asked, &versions, ACME).unwrap();
    let fallen = deleted.transfer.unwrap();
    assert_eq!((fallen.status, fallen.acted), (TransferStatus::ServerCancelled, at("2027-01-03")));
    assert_eq!((fallen.requester, fallen.acting), (ZETA.account, ACME.account));
    assert_eq!(words(&deleted.present, &versions), ["pendingDelete"]);
    assert_eq!(delete(&domain, &versions, ACME).unwrap().transfer, None);
}

#[test]
fn l10_time_undoes_a_transfer_that_it_overtakes() {
    let at_expiry = AtExpiry::Expire { hold_after: days(0), delete_after: days(2) };
    let versions = always(Terms { at_expiry, ..open_st() });
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-12-29");
    let asked = request_transfer(&domain, None, &versions, ZETA).unwrap();
    assert_eq!(asked.transfer.expires, at("2028-01-01"));
    let happened = events(&asked.present, &versions, "2027-01-03");
    let [.., (due, Happening::TransferCancelled(fallen)), (started, Happening::RedemptionStarted(_))] = &happened[..]
    else {
        panic!("{happened:?}")
    };
    assert_eq!((*due, *started), (at("2027-01-03"), at("2027-01-03")));
    assert_eq!((fallen.status, fallen.acted), (TransferStatus::ServerCancelled, at("2027-01-03")));
    let exact = always(Terms {
        transfer: TransferTerms { window: days(5), ..open_st().transfer },
        ..versions.at(at("2026-01-01")).clone()
    });
    let asked = request_transfer(&domain, None, &exact, ZETA).unwrap().present;
    let moved = then(&asked, &exact, "2027-01-03");
    assert_eq!(moved.registration().sponsor, ZETA.account, "a transfer at that very instant comes first");
}

#[test]
fn l11_restoring_makes_the_expiry_future_by_the_fewest_years() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-12-01");
    let deleted = delete(&domain, &versions, ACME).unwrap().present;
    assert_eq!(expiry(&deleted), at("2027-11-21"));
    let restored = restore(&then(&deleted, &versions, "2027-12-15"), &versions, ACME).unwrap();
    assert_eq!((expiry(&restored), lifecycle(&restored, &versions)), (at("2028-11-21"), "registered"));
    assert_eq!((words(&restored, &versions), rgp(&restored, &versions)), (vec!["ok"], vec![]));
    assert!(restored.is_published());
    let early = then(&registered(&versions, "2026-11-21", 3), &versions, "2027-01-01");
    let deleted = delete(&early, &versions, ACME).unwrap().present;
    assert_eq!(expiry(&restore(&deleted, &versions, ACME).unwrap()), at("2029-11-21"), "already future");
}

#[test]
fn l11_only_redemption_is_restored_from_and_ends_on_time() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-01-01");
    assert_eq!(restore(&domain, &versions, ACME), state([Obstacle::NotInRedemption]));
    let deleted = delete(&domain, &versions, ACME).unwrap().present;
    assert!(restore(&then_at(&deleted, &versions, at("2027-01-31") - MICROSECOND), &versions, ACME).is_ok());
    let late = then(&deleted, &versions, "2027-01-31");
    assert_eq!(restore(&late, &versions, ACME), state([Obstacle::NotInRedemption]));
    let gone = then(&late, &versions, "2027-02-05");
    assert_eq!(restore(&gone, &versions, ACME), state([Obstacle::Gone]));
    assert_eq!(delete(&gone, &versions, ACME).unwrap_err(), Refusal::State(vec![Obstacle::Gone]));
}

#[test]
fn l2_the_ends_of_a_deletion_are_fixed_when_it_comes() {
    let later = TermsVersion {
        valid_from: at("2027-01-02"),
        terms: Terms { redemption: days(1), pending_delete: days(0), ..default_terms() },
    };
    let first = TermsVersion { valid_from: at("2020-01-01"), terms: default_terms() };
    let versions = TermsVersions::new(vec![later, first]).unwrap();
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-01-01");
    let deleted = delete(&domain, &versions, ACME).unwrap().present;
    assert_eq!(deletion_of(&then(&deleted, &versions, "2027-01-30")).purge_at, at("2027-02-05"));
    let deleted = delete(&then(&domain, &versions, "2027-01-02"), &versions, ACME).unwrap().present;
    assert_eq!(deletion_of(&deleted).purge_at, at("2027-01-03"));
}
