//! What statuses show.

use super::samples::*;
use crate::registration::commands::{Changes, Refusal, request_transfer, update};
use crate::registration::*;

#[test]
fn s1_stored_statuses_survive_being_written() {
    for status in StoredStatus::ALL {
        assert_eq!(StoredStatus::parse(status.as_str()), Some(status));
    }
    for other in ["ok", "inactive", "pendingDelete", "clienthold", ""] {
        assert_eq!(StoredStatus::parse(other), None, "{other}");
    }
    let words = StoredStatus::ALL.map(StoredStatus::as_str);
    assert!(words.is_sorted() && StoredStatus::ALL.is_sorted(), "their order is that of the words");
}

#[test]
fn s1_statuses_are_sorted_never_empty_and_ok_stands_alone() {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let mut bare = domain.registration().clone();
    bare.name_servers = 0;
    let bare = project(&bare, &versions, domain.now()).present;
    assert_eq!(words(&domain, &versions), ["ok"]);
    assert_eq!(words(&bare, &versions), ["inactive"]);
    let full = with_statuses(&bare, &versions, &["serverHold", "clientHold", "clientUpdateProhibited"]);
    assert_eq!(words(&full, &versions), ["clientHold", "clientUpdateProhibited", "inactive", "serverHold"]);
    let expired = then(&with_statuses(&domain, &versions, &["serverHold"]), &versions, "2027-01-02");
    assert_eq!(words(&expired, &versions), ["serverHold"], "stored and derived is still one");
}

#[test]
fn s1_grace_statuses_are_sorted_and_none_twice() {
    let words = [
        RgpStatus::AddPeriod,
        RgpStatus::AutoRenewPeriod,
        RgpStatus::PendingDelete,
        RgpStatus::RedemptionPeriod,
        RgpStatus::RenewPeriod,
        RgpStatus::TransferPeriod,
    ];
    assert!(words.map(RgpStatus::as_str).is_sorted() && words.is_sorted());
    let versions = always(open_st());
    let mut registration = registered(&versions, "2026-01-01", 1).into_registration();
    let grace = Grace::start(GraceKind::Renew, at("2026-01-01"), days(9), Period::Years(1)).unwrap();
    registration.graces.splice(0..0, [grace.clone(), grace]);
    let domain = project(&registration, &versions, at("2026-01-02")).present;
    assert_eq!(rgp(&domain, &versions), ["addPeriod", "renewPeriod"]);
}

#[test]
fn s2_nothing_bars_a_transfer_while_one_is_pending() {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let pending = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    for (word, caller) in [("clientTransferProhibited", ACME), ("serverTransferProhibited", REGISTRY)] {
        let changes = Changes { add_statuses: [status(word)].into(), ..Changes::default() };
        assert!(update(&domain, changes.clone(), caller).is_ok());
        let refused = Refusal::State(vec![Obstacle::TransferPending]);
        assert_eq!(update(&pending, changes, caller), Err(refused), "{word}");
    }
    let changes = Changes { add_statuses: [status("clientHold")].into(), ..Changes::default() };
    assert!(update(&pending, changes, ACME).is_ok(), "other statuses are free");
}

#[test]
fn s2_a_prohibition_that_time_overran_is_kept_and_not_shown() {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let domain = with_statuses(&domain, &versions, &["serverDeleteProhibited", "serverHold"]);
    let taken = then(&domain, &versions, "2027-02-10");
    assert_eq!(words(&taken, &versions), ["pendingDelete", "serverHold"]);
    let restored = crate::registration::commands::restore(&taken, &versions, ACME).unwrap();
    assert_eq!(words(&restored, &versions), ["serverDeleteProhibited", "serverHold"]);
}

#[test]
fn s1_the_words_a_domain_is_found_by_are_those_it_shows() {
    let versions = always(open_st());
    let held = with_statuses(&registered(&versions, "2026-01-01", 1), &versions, &["clientHold"]);
    for day in ["2026-01-01", "2026-01-06", "2027-01-02", "2027-02-20", "2027-03-15"] {
        let domain = then(&held, &versions, day);
        let shown = domain.registration().shown_words();
        let view = domain.view(&versions);
        assert_eq!((shown.statuses, shown.rgp_statuses), (view.statuses, view.rgp_statuses), "{day}");
    }
    let mut registration = held.into_registration();
    let claim = |proof| RequiredClaim { claim: "email".into(), due: at("2026-01-01"), proof };
    let open = ClaimProof::Open { cause: ClaimCause::Missing, overdue: false };
    registration.claims = [open, ClaimProof::Met { until: None }, open].map(claim).into();
    assert_eq!(registration.shown_words().claims, [ClaimState::Met, ClaimState::Pending], "sorted, none twice");
}
