//! Policies that change.

use super::samples::*;
use crate::registration::commands::request_transfer;
use crate::registration::*;

fn changing(first: Terms, from: &str, second: Terms) -> TermsVersions {
    let version = |from: &str, terms| TermsVersion { valid_from: at(from), terms };
    TermsVersions::new(vec![version("2020-01-01", first), version(from, second)]).unwrap()
}

#[test]
fn l2_the_version_in_force_is_the_last_that_has_begun() {
    let versions = changing(default_terms(), "2027-01-01", st_terms());
    for (instant, months) in
        [("2019-01-01", false), ("2020-01-01", false), ("2026-12-31T23:59:59.999999", false), ("2027-01-01", true)]
    {
        assert_eq!(versions.at(at(instant)).months, months, "{instant}");
    }
    assert_eq!(TermsVersions::new(Vec::new()), None);
    let same = |terms| TermsVersion { valid_from: at("2020-01-01"), terms };
    let twice = TermsVersions::new(vec![same(default_terms()), same(st_terms())]).unwrap();
    assert!(twice.at(at("2020-01-01")).months, "of two at once the later one counts");
}

#[test]
fn l2_the_end_of_a_registration_goes_by_the_policy_of_its_own_instant() {
    for (change, cycle) in [("2027-01-01", "expired"), ("2027-01-01T00:00:00.000001", "registered")] {
        let versions = changing(default_terms(), change, open_st());
        let domain = registered(&versions, "2026-01-01", 1);
        assert_eq!(lifecycle(&then(&domain, &versions, "2027-01-10"), &versions), cycle, "{change}");
    }
}

#[test]
fn l2_what_was_fixed_stays_when_the_policy_changes() {
    let long = AtExpiry::Expire { hold_after: days(300), delete_after: days(300) };
    let transfer = TransferTerms { window: days(300), ..open_st().transfer };
    let slow = Terms { at_expiry: long, add_grace: days(300), transfer, ..open_st() };
    let versions = changing(open_st(), "2026-01-02", slow.clone());
    let domain = registered(&versions, "2026-01-01", 1);
    assert_eq!(domain.registration().graces[0].until, at("2026-01-06"));
    assert_eq!(rgp(&then(&domain, &versions, "2026-01-06"), &versions), Vec::<&str>::new());
    let asked = request_transfer(&domain, None, &versions, ZETA).unwrap().present;
    assert_eq!(then(&asked, &versions, "2026-01-08").registration().sponsor, ZETA.account);
    let versions = changing(open_st(), "2027-01-02", slow);
    let taken = then(&registered(&versions, "2026-01-01", 1), &versions, "2027-02-10");
    assert_eq!(lifecycle(&taken, &versions), "redemption", "40 days, as when it expired");
}

#[test]
fn l2_a_deletion_by_time_goes_by_the_policy_of_its_own_instant() {
    let long = Terms { redemption: days(60), pending_delete: days(10), ..open_st() };
    for (change, purge) in [("2027-02-10", "2027-04-21"), ("2027-02-10T00:00:00.000001", "2027-03-17")] {
        let versions = changing(open_st(), change, long.clone());
        let purged = events(&registered(&versions, "2026-01-01", 1), &versions, "2028-01-01").pop();
        assert_eq!(purged, Some((at(purge), Happening::Purged)), "{change}");
    }
}

#[test]
fn l2_a_transfer_by_time_goes_by_the_policy_of_its_own_instant() {
    let two = TransferTerms { years: 2, ..open_st().transfer };
    let long = Terms { transfer: two, transfer_grace: days(9), ..open_st() };
    let versions = changing(open_st(), "2026-06-05", long);
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-06-01");
    let asked = request_transfer(&domain, None, &versions, ZETA).unwrap();
    let moved = then(&asked.present, &versions, "2026-06-08");
    assert_eq!((expiry(&moved), asked.transfer.expires), (at("2029-01-01"), at("2029-01-01")));
    assert_eq!(moved.registration().graces[0].until, at("2026-06-17"));
}

#[test]
fn l2_a_notice_is_given_if_the_policy_of_its_own_instant_wants_it() {
    let notices =
        |leads: &[i64]| Terms { expiry_notices: leads.iter().map(|lead| days(*lead)).collect(), ..st_terms() };
    let versions = changing(notices(&[60, 30]), "2026-12-10", notices(&[40, 14]));
    let domain = registered(&versions, "2026-01-01", 1);
    let events = project(domain.registration(), &versions, at("2027-01-01")).events;
    let leads: Vec<_> = events
        .into_iter()
        .filter_map(|event| match event.what {
            Happening::ExpiryNotice { lead, .. } => Some(lead.num_days()),
            _ => None,
        })
        .collect();
    assert_eq!(leads, [60, 30, 14], "40 days before, the old one was in force");
}

#[test]
fn p2_a_ten_year_life_is_rehearsed_in_a_minute() {
    let second = chrono::TimeDelta::seconds;
    let year = Year::Sandbox(SandboxYear::new(second(6)).unwrap());
    let at_expiry = AtExpiry::Expire { hold_after: second(0), delete_after: second(1) };
    let short =
        Terms { year, at_expiry, add_grace: second(0), redemption: second(1), pending_delete: second(1), ..open_st() };
    let versions = always(short);
    let domain = registered(&versions, "2026-01-01", 10);
    assert_eq!(expiry(&domain), at("2026-01-01T00:01:00"));
    assert_eq!(lifecycle(&then(&domain, &versions, "2026-01-01T00:01:02.999999"), &versions), "pendingDelete");
    assert_eq!(lifecycle(&then(&domain, &versions, "2026-01-01T00:01:03"), &versions), "gone");
}
