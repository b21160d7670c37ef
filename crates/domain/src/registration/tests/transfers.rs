//! Transfers.

use super::samples::*;
use crate::policy::TransferModel;
use crate::registration::commands::*;
use crate::registration::*;

/// A domain of ACME's, expiring 2028-01-01, that ZETA asked for on 2027-06-01.
fn asked(versions: &TermsVersions) -> Transferring {
    let domain = then(&registered(versions, "2026-01-01", 2), versions, "2027-06-01");
    request_transfer(&domain, None, versions, ZETA).unwrap()
}

#[test]
fn t1_a_request_is_pending_until_its_window_ends() {
    let versions = always(open_st());
    let Outcome { present, transfer } = asked(&versions);
    let expected = TransferData {
        status: TransferStatus::Pending,
        requester: ZETA.account,
        requested: at("2027-06-01"),
        acting: ACME.account,
        acted: at("2027-06-08"),
        expires: at("2029-01-01"),
    };
    assert_eq!(transfer, expected);
    assert_eq!(present.view(&versions).transfer, Some(expected));
    assert_eq!(words(&present, &versions), ["pendingTransfer"]);
}

#[test]
fn t1_ones_own_domain_first_then_its_state_then_the_period() {
    let versions = always(st_terms());
    let fresh = registered(&versions, "2026-01-01", 2);
    let wrong = Some(Period::Years(2));
    let ask = |domain: &Present, period, caller| request_transfer(domain, period, &versions, caller).map(|_| ());
    assert_eq!(ask(&fresh, wrong, ACME), Err(Refusal::OwnDomain));
    let until = at("2026-03-02");
    assert_eq!(ask(&fresh, wrong, ZETA), state([Obstacle::Locked { until }]));
    assert_eq!(ask(&then_at(&fresh, &versions, until - MICROSECOND), None, ZETA), state([Obstacle::Locked { until }]));
    let free = then_at(&fresh, &versions, until);
    assert_eq!(ask(&free, wrong, ZETA), Err(Refusal::Terms(vec![Breach::OtherTransferPeriod { years: 1 }])));
    for fine in [None, Some(Period::Years(1))] {
        assert_eq!(ask(&free, fine, ZETA), Ok(()));
    }
    let barred = with_statuses(&free, &versions, &["clientTransferProhibited"]);
    assert_eq!(ask(&barred, wrong, ZETA), state([Obstacle::Barred(status("clientTransferProhibited"))]));
}

#[test]
fn t1_the_lock_begins_again_with_a_transfer_and_is_that_of_its_day() {
    let longer = Terms { transfer: TransferTerms { lock: days(90), ..st_terms().transfer }, ..st_terms() };
    let versions = TermsVersions::new(vec![
        TermsVersion { valid_from: at("2020-01-01"), terms: st_terms() },
        TermsVersion { valid_from: at("2026-06-01"), terms: longer },
    ])
    .unwrap();
    let domain = then(&registered(&versions, "2026-01-01", 2), &versions, "2026-05-25");
    let moved = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    let moved = then(&moved, &versions, "2026-06-02");
    assert_eq!(moved.registration().transferred, Some(at("2026-06-01")));
    let until = at("2026-06-01") + days(90);
    assert_eq!(request_transfer(&moved, None, &versions, ACME), state([Obstacle::Locked { until }]));
    assert!(request_transfer(&then_at(&moved, &versions, until), None, &versions, ACME).is_ok());
    let other = then(&registered(&versions, "2026-05-31", 2), &versions, "2026-07-30");
    assert!(request_transfer(&other, None, &versions, ZETA).is_ok(), "60 days, as when it was created");
}

#[test]
fn t2_answers_are_for_their_side_and_for_a_pending_transfer() {
    let versions = always(open_st());
    type Command = fn(&Present, &TermsVersions, Caller) -> Result<Transferring, Refusal>;
    use TransferStatus::*;
    let commands: [(Command, Caller, Caller, TransferStatus, TransferStatus); 3] = [
        (approve_transfer, ACME, ZETA, ClientApproved, ServerApproved),
        (reject_transfer, ACME, ZETA, ClientRejected, ServerCancelled),
        (cancel_transfer, ZETA, ACME, ClientCancelled, ServerCancelled),
    ];
    let pending = then(&asked(&versions).present, &versions, "2027-06-03");
    for (command, right, wrong, by_side, by_registry) in commands {
        assert_eq!(command(&pending, &versions, wrong).map(|_| ()), Err(Refusal::WrongSide), "{by_side:?}");
        let done = command(&pending, &versions, right).unwrap();
        assert_eq!((done.transfer.status, done.transfer.acted), (by_side, at("2027-06-03")));
        assert_eq!(done.transfer.expires, at("2029-01-01"));
        assert_eq!(command(&pending, &versions, REGISTRY).unwrap().transfer.status, by_registry);
        for caller in [right, wrong, REGISTRY] {
            let again = command(&done.present, &versions, caller);
            assert_eq!(again, state([Obstacle::NoTransferPending]), "{by_side:?}");
        }
    }
}

#[test]
fn t3_at_the_end_of_the_window_the_sponsor_changes_though_no_worker_ran() {
    let versions = always(open_st());
    let pending = asked(&versions).present;
    let before = then_at(&pending, &versions, at("2027-06-08") - chrono::TimeDelta::milliseconds(1));
    assert_eq!(before.registration().sponsor, ACME.account);
    assert_eq!(words(&before, &versions), ["pendingTransfer"]);
    for now in ["2027-06-08", "2027-07-01"] {
        let after = then(&pending, &versions, now);
        assert_eq!(after.registration().sponsor, ZETA.account);
        assert_eq!(after.registration().transferred, Some(at("2027-06-08")));
        assert_eq!((words(&after, &versions), after.view(&versions).transfer), (vec!["ok"], None));
    }
    let event = project(pending.registration(), &versions, at("2027-06-08")).events.pop().unwrap();
    let Happening::Transferred(data) = event.what else { panic!() };
    assert_eq!((event.due, event.sponsor), (at("2027-06-08"), ZETA.account));
    assert_eq!((data.status, data.acting), (TransferStatus::ServerApproved, ACME.account));
}

#[test]
fn t4_success_gives_a_year_a_grace_and_the_sponsor_and_leaves_the_statuses() {
    let versions = always(open_st());
    let domain = with_statuses(&asked(&versions).present, &versions, &["clientHold", "serverRenewProhibited"]);
    let renewed_lately = Grace::start(GraceKind::Renew, at("2027-06-01"), days(30), Period::Years(1)).unwrap();
    let mut registration = domain.registration().clone();
    registration.graces.push(renewed_lately);
    let domain = project(&registration, &versions, at("2027-06-03")).present;
    let moved = approve_transfer(&domain, &versions, ACME).unwrap().present;
    assert_eq!((expiry(&moved), moved.registration().transferred), (at("2029-01-01"), Some(at("2027-06-03"))));
    assert_eq!(words(&moved, &versions), ["clientHold", "serverRenewProhibited"]);
    let [grace] = &moved.registration().graces[..] else { panic!() };
    assert_eq!((grace.kind, grace.until, grace.added), (GraceKind::Transfer, at("2027-06-08"), None));
    let deleted = delete(&moved, &versions, ZETA).unwrap().present;
    assert_eq!(expiry(&deleted), at("2028-01-01"), "L7 takes the year off again");
}

#[test]
fn t4_the_expiry_is_capped_and_a_deletion_takes_off_no_more_than_was_added() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 10), &versions, "2026-07-01");
    let asked = request_transfer(&domain, None, &versions, ZETA).unwrap();
    assert_eq!(asked.transfer.expires, at("2036-07-08"), "as of its own instant");
    let moved = then(&asked.present, &versions, "2026-07-08");
    assert_eq!(expiry(&moved), at("2036-07-08"));
    assert_eq!(expiry(&delete(&moved, &versions, ZETA).unwrap().present), at("2036-01-01"));
    let shorter = always(Terms { max_years: 5, ..open_st() });
    let moved = then(&asked.present, &shorter, "2026-07-08");
    assert_eq!(expiry(&moved), at("2036-01-01"), "a cap takes nothing away");
    assert_eq!(expiry(&delete(&moved, &shorter, ZETA).unwrap().present), at("2036-01-01"));
}

#[test]
fn t4_a_year_that_time_gave_is_subsumed() {
    let transfer = |years| TransferTerms { years, ..default_terms().transfer };
    for (years, expires, without) in [(1, "2028-11-21", "2027-11-21"), (2, "2029-11-21", "2027-11-21")] {
        let versions = always(Terms { transfer: transfer(years), ..default_terms() });
        let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-11-25");
        assert_eq!(expiry(&domain), at("2028-11-21"));
        let asked = request_transfer(&domain, None, &versions, ZETA).unwrap();
        assert_eq!(asked.transfer.expires, at(expires));
        let moved = then(&asked.present, &versions, "2027-11-30");
        assert_eq!((expiry(&moved), rgp(&moved, &versions)), (at(expires), vec!["transferPeriod"]));
        assert_eq!(expiry(&delete(&moved, &versions, ZETA).unwrap().present), at(without));
    }
    let versions = always(Terms { transfer: transfer(0), ..default_terms() });
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-11-25");
    let moved = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    assert_eq!(expiry(&then(&moved, &versions, "2027-12-15")), at("2028-11-21"), "it never ends sooner");
}

#[test]
fn t4_a_grace_that_ends_with_the_window_is_over() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-12-31");
    let moved = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    let moved = then(&moved, &versions, "2028-01-05");
    assert_eq!(expiry(&moved), at("2029-11-21"), "45 days after: nothing is left to subsume");
}

#[test]
fn l1_a_transfer_precedes_expiry() {
    for terms in [default_terms(), open_st()] {
        let window = terms.transfer.window;
        let versions = always(terms);
        let first = registered(&versions, "2026-01-01", 1);
        let pending = |now| request_transfer(&then_at(&first, &versions, now), None, &versions, ZETA).unwrap().present;
        let exact = then(&pending(at("2027-01-01") - window), &versions, "2027-01-01");
        assert_eq!((expiry(&exact), lifecycle(&exact, &versions)), (at("2028-01-01"), "registered"));
        assert_eq!(rgp(&exact, &versions), ["transferPeriod"]);
        let happened = events(&pending(at("2027-01-01") - window), &versions, "2027-01-01");
        assert!(matches!(happened[..], [(_, Happening::Transferred(_))]), "it never expired: {happened:?}");
        let late = pending(at("2027-01-01") - window + MICROSECOND);
        let late = then_at(&late, &versions, at("2027-01-01") + MICROSECOND);
        assert_eq!((expiry(&late), lifecycle(&late, &versions)), (at("2028-01-01"), "registered"));
    }
}

#[test]
fn t6_reject_and_cancel_leave_everything_as_it_was() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-11-25");
    let pending = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    for present in
        [reject_transfer(&pending, &versions, ACME), cancel_transfer(&pending, &versions, ZETA)].map(Result::unwrap)
    {
        let mut after = present.present.into_registration();
        assert!(after.revision > domain.registration().revision);
        after.revision = domain.registration().revision;
        assert_eq!(after, *domain.registration());
    }
}

#[test]
fn the_immediate_model_and_a_window_without_length_need_no_answer() {
    let terms = |model, window| {
        always(Terms { transfer: TransferTerms { model, window, ..default_terms().transfer }, ..default_terms() })
    };
    for versions in [terms(TransferModel::Immediate, days(5)), terms(TransferModel::Standard, days(0))] {
        let Outcome { present, transfer } = asked(&versions);
        assert_eq!((transfer.status, transfer.acted), (TransferStatus::ServerApproved, at("2027-06-01")));
        assert_eq!((present.registration().sponsor, present.registration().transfer), (ZETA.account, None));
    }
}

#[test]
fn a_request_lives_on_while_its_domain_expires_and_success_ends_the_hold() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-12-30");
    let pending = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    let expired = then(&pending, &versions, "2027-01-02");
    assert_eq!(words(&expired, &versions), ["pendingTransfer", "serverHold"]);
    let moved = then(&expired, &versions, "2027-01-06");
    assert_eq!((words(&moved, &versions), expiry(&moved)), (vec!["ok"], at("2028-01-01")));
}
