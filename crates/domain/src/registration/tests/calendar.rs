//! Years, months and what stands for them.

use proptest::prelude::*;

use super::samples::{at, days};
use crate::registration::calendar::{Period, SandboxYear, Year, is_over};

#[test]
fn l3_years_are_added_one_by_one_each_clamped() {
    for (from, period, to) in [
        ("2024-02-29", Period::Years(1), "2025-02-28"),
        ("2024-02-29", Period::Years(4), "2028-02-28"),
        ("2023-02-28", Period::Years(1), "2024-02-28"),
        ("2026-11-21T10:00:00.000001", Period::Years(10), "2036-11-21T10:00:00.000001"),
        ("2026-01-31", Period::Months(1), "2026-02-28"),
        ("2026-01-31", Period::Months(2), "2026-03-28"),
        ("2026-12-15", Period::Months(13), "2028-01-15"),
        ("2026-12-15", Period::Years(0), "2026-12-15"),
    ] {
        assert_eq!(Year::Calendar.add(at(from), period), at(to), "{from} {period:?}");
    }
}

#[test]
fn l3_taking_off_goes_one_by_one_too_and_need_not_lead_back() {
    for (from, period, to) in [
        ("2028-02-29", Period::Years(4), "2024-02-28"),
        ("2025-02-28", Period::Years(1), "2024-02-28"),
        ("2026-03-31", Period::Months(1), "2026-02-28"),
        ("2026-03-31", Period::Months(2), "2026-01-28"),
    ] {
        assert_eq!(Year::Calendar.take_off(at(from), period), at(to), "{from} {period:?}");
    }
}

#[test]
fn l11_the_fewest_years_that_make_it_future() {
    for (expires, now, to) in [
        ("2026-01-01", "2025-12-31", "2026-01-01"),
        ("2026-01-01", "2026-01-01", "2027-01-01"),
        ("2026-01-01", "2026-12-31", "2027-01-01"),
        ("2026-01-01", "2027-01-01", "2028-01-01"),
    ] {
        assert_eq!(Year::Calendar.made_future(at(expires), at(now)), at(to), "{expires} {now}");
    }
}

#[test]
fn p2_a_duration_stands_for_a_year_and_its_twelfth_for_a_month() {
    let year = |length| Year::Sandbox(SandboxYear::new(length).unwrap());
    let start = at("2024-02-29");
    assert_eq!(year(days(12)).add(start, Period::Years(3)), at("2024-04-05"));
    assert_eq!(year(days(12)).add(start, Period::Months(5)), at("2024-03-05"));
    assert_eq!(year(days(12)).take_off(at("2024-03-05"), Period::Months(5)), start);
    assert_eq!(year(days(1)).made_future(start, at("2024-03-05T12:00:00")), at("2024-03-06"));
    let second = chrono::TimeDelta::seconds(1);
    assert_eq!(year(second).add(start, Period::Months(2)), at("2024-02-29T00:00:00.166666"), "whole microseconds");
    assert_eq!(SandboxYear::new(second - chrono::TimeDelta::nanoseconds(1)), None);
}

#[test]
fn l1_at_its_end_a_state_is_over() {
    let end = at("2026-01-01");
    assert!(is_over(end, end));
    assert!(!is_over(end, end - super::samples::MICROSECOND));
}

#[test]
fn what_lies_beyond_all_time_is_its_end() {
    let last = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    assert_eq!(Year::Calendar.add(last, Period::Months(u16::MAX)), last);
    assert_eq!(Year::Calendar.made_future(last, last), last);
    let first = chrono::DateTime::<chrono::Utc>::MIN_UTC;
    assert_eq!(Year::Calendar.take_off(first, Period::Years(u16::MAX)), first);
}

fn any_year() -> impl Strategy<Value = Year> {
    let sandbox = (1..100_000i64)
        .prop_filter_map("a year", |length| SandboxYear::new(chrono::TimeDelta::seconds(length)).map(Year::Sandbox));
    prop_oneof![Just(Year::Calendar), sandbox]
}

proptest! {
    #[test]
    fn l3_renewing_for_a_sum_is_renewing_for_its_parts(
        year in any_year(), start in 0..4_000_000_000i64, a in 0..12u16, b in 0..12u16, months: bool,
    ) {
        let period = if months { Period::Months } else { Period::Years };
        let start = chrono::DateTime::from_timestamp(start, 0).unwrap();
        prop_assert_eq!(year.add(start, period(a + b)), year.add(year.add(start, period(a)), period(b)));
        prop_assert_eq!(year.take_off(start, period(a + b)), year.take_off(year.take_off(start, period(a)), period(b)));
        prop_assert!(year.take_off(year.add(start, period(a)), period(a)) <= start);
    }
}
