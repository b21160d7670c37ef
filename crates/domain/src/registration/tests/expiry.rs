//! The end of a registration, and what the sponsor hears of it beforehand.

use super::samples::*;
use crate::registration::commands::renew;
use crate::registration::*;

#[test]
fn l5_under_auto_renew_a_year_is_added_year_after_year() {
    let versions = always(default_terms());
    let domain = registered(&versions, "2024-02-29", 1);
    let auto = |due: &str, expires: &str| (at(due), Happening::AutoRenewed { expires: at(expires) });
    let renewals = [auto("2025-02-28", "2026-02-28"), auto("2026-02-28", "2027-02-28")];
    let happened = events(&domain, &versions, "2026-03-01");
    let happened: Vec<_> = happened.into_iter().filter(|(_, what)| !matches!(what, Happening::GraceEnded(_))).collect();
    assert_eq!(happened, renewals);
    let before = then_at(&domain, &versions, at("2025-02-28") - MICROSECOND);
    assert_eq!((expiry(&before), rgp(&before, &versions)), (at("2025-02-28"), vec![]));
    let after = then(&domain, &versions, "2025-02-28");
    assert_eq!((expiry(&after), rgp(&after, &versions)), (at("2026-02-28"), vec!["autoRenewPeriod"]));
    assert_eq!(rgp(&then(&domain, &versions, "2025-04-14"), &versions), Vec::<&str>::new(), "45 days after");
    assert_eq!(words(&after, &versions), ["ok"]);
}

#[test]
fn l6_under_expire_a_domain_expires_is_held_and_is_deleted() {
    let terms = Terms { at_expiry: AtExpiry::Expire { hold_after: days(2), delete_after: days(40) }, ..open_st() };
    let versions = always(terms);
    let domain = registered(&versions, "2026-01-01", 1);
    for (now, cycle, shown, rgp_shown, published) in [
        ("2026-12-31T23:59:59.999999", "registered", vec!["ok"], vec![], true),
        ("2027-01-01", "expired", vec!["ok"], vec![], true),
        ("2027-01-02T23:59:59.999999", "expired", vec!["ok"], vec![], true),
        ("2027-01-03", "expired", vec!["serverHold"], vec![], false),
        ("2027-02-09T23:59:59.999999", "expired", vec!["serverHold"], vec![], false),
        ("2027-02-10", "redemption", vec!["pendingDelete"], vec!["redemptionPeriod"], false),
        ("2027-03-11T23:59:59.999999", "redemption", vec!["pendingDelete"], vec!["redemptionPeriod"], false),
        ("2027-03-12", "pendingDelete", vec!["pendingDelete"], vec!["pendingDelete"], false),
        ("2027-03-16T23:59:59.999999", "pendingDelete", vec!["pendingDelete"], vec!["pendingDelete"], false),
    ] {
        let domain = then(&domain, &versions, now);
        assert_eq!(lifecycle(&domain, &versions), cycle, "{now}");
        assert_eq!(words(&domain, &versions), shown, "{now}");
        assert_eq!(rgp(&domain, &versions), rgp_shown, "{now}");
        assert_eq!(domain.is_published(), published, "{now}");
        assert!(domain.counts_as_cut(), "{now}");
    }
    let gone = then(&domain, &versions, "2027-03-17");
    assert_eq!((lifecycle(&gone, &versions), gone.counts_as_cut()), ("gone", false));
    let kinds = events(&domain, &versions, "2030-01-01").into_iter().skip(1);
    let deletion =
        Deletion { deleted: at("2027-02-10"), restorable_until: at("2027-03-12"), purge_at: at("2027-03-17") };
    let expiry = Expiry { hold_at: at("2027-01-03"), delete_at: at("2027-02-10"), held: false };
    let expected = [
        (at("2027-01-01"), Happening::Expired(expiry)),
        (at("2027-01-03"), Happening::Held),
        (at("2027-02-10"), Happening::RedemptionStarted(deletion)),
        (at("2027-03-12"), Happening::PendingDeleteStarted(deletion)),
        (at("2027-03-17"), Happening::Purged),
    ];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);
}

#[test]
fn l6_a_renewal_counts_from_the_old_expiry_and_ends_the_hold() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2027-02-01");
    assert_eq!(words(&domain, &versions), ["serverHold"]);
    let renewed = renew(&domain, None, at("2027-01-01").date_naive(), &versions, ACME).unwrap();
    assert_eq!((expiry(&renewed), lifecycle(&renewed, &versions)), (at("2028-01-01"), "registered"));
    assert_eq!((words(&renewed, &versions), renewed.is_published()), (vec!["ok"], true));
}

#[test]
fn l6_a_renewal_that_leaves_the_expiry_past_leaves_the_hold_and_moves_the_end() {
    let at_expiry = AtExpiry::Expire { hold_after: days(100), delete_after: days(200) };
    let versions = always(Terms { min_years: 0, at_expiry, ..open_st() });
    let month = |domain: &Present| {
        let day = expiry(domain).date_naive();
        renew(domain, Some(Period::Months(1)), day, &versions, ACME).unwrap()
    };
    let first = registered(&versions, "2026-01-01", 1);
    let renewed = month(&then(&first, &versions, "2027-03-02"));
    let Stage::Expired(expired) = renewed.registration().stage else { panic!() };
    assert_eq!(expiry(&renewed), at("2027-02-01"));
    assert_eq!(expired.hold_at, at("2027-02-01") + days(100));
    assert_eq!((expired.delete_at, expired.held), (at("2027-02-01") + days(200), false));
    let held = month(&then(&first, &versions, "2027-05-01"));
    let Stage::Expired(expired) = held.registration().stage else { panic!() };
    assert_eq!((expired.delete_at, expired.held), (at("2027-02-01") + days(200), true));
    let exact = month(&then(&first, &versions, "2027-02-01"));
    assert!(matches!(exact.registration().stage, Stage::Expired(_)), "an expiry that is now is not after now");
}

#[test]
fn q5_notices_come_when_they_are_due_and_once() {
    let versions = always(st_terms());
    let domain = registered(&versions, "2026-01-01", 1);
    let notice =
        |due: &str, lead, expires: &str| (at(due), Happening::ExpiryNotice { lead: days(lead), expires: at(expires) });
    let notices = |domain: &Present, until: &str| {
        let events = events(domain, &versions, until).into_iter();
        events.filter(|(_, what)| matches!(what, Happening::ExpiryNotice { .. })).collect::<Vec<_>>()
    };
    let both = [notice("2026-12-02", 30, "2027-01-01"), notice("2026-12-18", 14, "2027-01-01")];
    assert_eq!(notices(&domain, "2030-01-01"), both);
    assert_eq!(notices(&domain, "2026-12-01T23:59:59"), []);
    let told = then(&domain, &versions, "2026-12-02");
    assert_eq!(notices(&told, "2030-01-01"), both[1..]);
    let renewed = renew(&told, None, at("2027-01-01").date_naive(), &versions, ACME).unwrap();
    let again = [notice("2027-12-02", 30, "2028-01-01"), notice("2027-12-18", 14, "2028-01-01")];
    assert_eq!(notices(&renewed, "2030-01-01"), again);
    assert_eq!(told.registration().revision, then(&domain, &versions, "2026-12-01").registration().revision);
}

#[test]
fn q5_a_notice_that_came_too_late_at_creation_is_not_given() {
    let versions = always(Terms { expiry_notices: vec![days(365), days(400), days(0)], ..st_terms() });
    let domain = registered(&versions, "2026-01-01", 1);
    let notices = events(&domain, &versions, "2027-01-01").into_iter();
    let leads: Vec<_> = notices
        .filter_map(|(due, what)| match what {
            Happening::ExpiryNotice { lead, .. } => Some((due, lead)),
            _ => None,
        })
        .collect();
    assert_eq!(leads, [(at("2027-01-01"), days(0))], "one at the instant of the creation is too late");
}
