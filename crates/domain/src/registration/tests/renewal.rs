//! Creation and renewal.

use super::samples::*;
use crate::registration::commands::{Breach, NewRegistration, Refusal, create, renew};
use crate::registration::*;

#[test]
fn d1_a_period_is_a_year_if_nothing_is_said_and_lies_in_its_range() {
    let short = |least, most| Err(Refusal::Terms(vec![Breach::PeriodOutOfRange { least, most }]));
    let months = Err(Refusal::Terms(vec![Breach::MonthsNotAllowed]));
    let two = Terms { min_years: 2, ..default_terms() };
    let none = Terms { min_years: 0, ..st_terms() };
    for (terms, period, expected) in [
        (default_terms(), None, Ok(at("2027-11-21"))),
        (default_terms(), Some(Period::Years(10)), Ok(at("2036-11-21"))),
        (default_terms(), Some(Period::Years(0)), short(1, 10)),
        (default_terms(), Some(Period::Years(11)), short(1, 10)),
        (default_terms(), Some(Period::Months(12)), months),
        (two, None, short(2, 10)),
        (st_terms(), Some(Period::Months(12)), Ok(at("2027-11-21"))),
        (st_terms(), Some(Period::Months(18)), Ok(at("2028-05-21"))),
        (st_terms(), Some(Period::Months(11)), short(1, 10)),
        (st_terms(), Some(Period::Months(120)), Ok(at("2036-11-21"))),
        (st_terms(), Some(Period::Months(121)), short(1, 10)),
        (none.clone(), Some(Period::Months(1)), Ok(at("2026-12-21"))),
        (none, Some(Period::Months(0)), short(0, 10)),
    ] {
        let new = NewRegistration { period, ..new_domain() };
        let outcome = create(new, &always(terms), ACME, at("2026-11-21")).map(|present| expiry(&present));
        assert_eq!(outcome, expected, "{period:?}");
    }
}

#[test]
fn d4_the_registrys_statuses_are_the_registrys_to_give() {
    let statuses = ["clientHold", "serverHold"].map(status).into();
    let new = NewRegistration { statuses, ..new_domain() };
    let versions = always(default_terms());
    let refused = Err(Refusal::Terms(vec![Breach::StatusNotYours(status("serverHold"))]));
    assert_eq!(create(new.clone(), &versions, ACME, at("2026-11-21")), refused);
    assert!(create(new, &versions, REGISTRY, at("2026-11-21")).is_ok());
}

#[test]
fn l4_a_renewal_names_the_day_of_expiry_so_a_blind_repeat_fails() {
    let versions = always(default_terms());
    let domain = registered(&versions, "2026-11-21T23:30:00", 1);
    let domain = then(&domain, &versions, "2027-06-01");
    let day = at("2027-11-21").date_naive();
    let renewed = renew(&domain, None, day, &versions, ACME).unwrap();
    assert_eq!(expiry(&renewed), at("2028-11-21T23:30:00"));
    assert_eq!(rgp(&renewed, &versions), ["renewPeriod"]);
    let current = at("2028-11-21").date_naive();
    let refused = Err(Refusal::Terms(vec![Breach::OtherExpiry { current }]));
    assert_eq!(renew(&renewed, None, day, &versions, ACME), refused);
    assert_eq!(renewed.registration().updated, Some(at("2027-06-01")));
    assert_eq!(renewed.registration().updated_by, Some(ACME.account));
}

#[test]
fn l4_no_expiry_is_farther_away_than_the_most_years() {
    let versions = always(st_terms());
    let domain = then(&registered(&versions, "2026-01-31", 1), &versions, "2026-06-30");
    let day = expiry(&domain).date_naive();
    let latest = at("2036-06-30");
    let refused = Err(Refusal::Terms(vec![Breach::ExpiryTooFar { latest }]));
    assert_eq!(renew(&domain, Some(Period::Years(10)), day, &versions, ACME), refused);
    assert_eq!(expiry(&renew(&domain, Some(Period::Years(9)), day, &versions, ACME).unwrap()), at("2036-01-31"));
    let exact = then(&registered(&versions, "2026-01-31", 1), &versions, "2027-01-30T23:59:59");
    assert!(renew(&exact, Some(Period::Years(10)), day, &versions, ACME).is_err(), "a second too far");
    let exact = registered(&versions, "2026-01-31", 1);
    assert_eq!(expiry(&renew(&exact, Some(Period::Years(9)), day, &versions, ACME).unwrap()), at("2036-01-31"));
}

#[test]
fn l4_every_breach_of_the_terms_is_named_and_state_comes_before_them() {
    let versions = always(default_terms());
    let domain = registered(&versions, "2026-11-21", 10);
    let wrong = at("2027-11-22").date_naive();
    let breaches = vec![
        Breach::MonthsNotAllowed,
        Breach::OtherExpiry { current: at("2036-11-21").date_naive() },
        Breach::ExpiryTooFar { latest: at("2036-11-21") },
    ];
    let months = Some(Period::Months(12));
    assert_eq!(renew(&domain, months, wrong, &versions, ACME), Err(Refusal::Terms(breaches)));
    let barred = with_statuses(&domain, &versions, &["clientRenewProhibited", "serverRenewProhibited"]);
    let both = ["clientRenewProhibited", "serverRenewProhibited"].map(|word| Obstacle::Barred(status(word)));
    assert_eq!(renew(&barred, months, wrong, &versions, ACME), state(both));
}

#[test]
fn l4_inside_the_auto_renew_grace_a_renewal_adds_to_the_year_already_given() {
    let versions = always(default_terms());
    let domain = then(&registered(&versions, "2026-11-21", 1), &versions, "2027-11-25");
    assert_eq!((expiry(&domain), rgp(&domain, &versions)), (at("2028-11-21"), vec!["autoRenewPeriod"]));
    let renewed = renew(&domain, None, at("2028-11-21").date_naive(), &versions, ACME).unwrap();
    assert_eq!(expiry(&renewed), at("2029-11-21"));
    assert_eq!(rgp(&renewed, &versions), ["autoRenewPeriod", "renewPeriod"]);
}

#[test]
fn l2_a_grace_ends_when_it_was_to_end_and_one_without_length_never_begins() {
    let versions = always(default_terms());
    let domain = registered(&versions, "2026-11-21", 1);
    assert_eq!(rgp(&then_at(&domain, &versions, at("2026-11-26") - MICROSECOND), &versions), ["addPeriod"]);
    assert_eq!(rgp(&then(&domain, &versions, "2026-11-26"), &versions), Vec::<&str>::new());
    let [(due, Happening::GraceEnded(grace))] = &events(&domain, &versions, "2027-01-01")[..] else { panic!() };
    assert_eq!((*due, grace.kind, grace.period), (at("2026-11-26"), GraceKind::Add, Period::Years(1)));
    let none = always(Terms { add_grace: days(0), ..default_terms() });
    assert!(registered(&none, "2026-11-21", 1).registration().graces.is_empty());
}
