//! What values are read as (rules F1, F2, F5, U6).

use super::*;

#[test]
fn f1_null_is_unset_and_orders_nothing() {
    assert_eq!(compared::<MessageField>("field[ntDate][eq]", "null"), Comparison::In(vec![Sought::Unset]));
    assert_eq!(compared::<ContactField>("field[fax][neq]", "null"), Comparison::NotIn(vec![Sought::Unset]));
    assert_eq!(compared::<ContactField>("field[fax][like]", "null"), Comparison::Like("null".into()));
    assert_eq!(reason::<MessageField>("field[ntDate][gt]", "null"), "bad-value");
    assert_eq!(reason::<MessageField>("field[ntDate][eq]", "NULL"), "bad-value");
}

#[test]
fn f2_a_date_is_seconds_a_day_or_an_instant() {
    let equal = |value: &str| match compared::<DomainField>("field[crDate][eq]", value) {
        Comparison::In(values) => values.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    };
    let day = Sought::Day(at("2024-02-29T00:00:00Z"), at("2024-03-01T00:00:00Z"));
    assert_eq!(equal("2024-02-29"), day);
    let second = Sought::Day(at("2026-11-21T10:00:00Z"), at("2026-11-21T10:00:01Z"));
    for same in [
        "1795255200",
        "2026-11-21T10:00:00Z",
        "2026-11-21t10:00:00.000z",
        "2026-11-21T12:00:00+02:00",
        "2026-11-21T12:00:00 02:00",
        " 2026-11-21T05:00:00-05:00 ",
        "2026-11-21T09:59:60Z",
    ] {
        assert_eq!(equal(same), second, "{same}");
    }
    assert_eq!(equal("2026-11-21T10:00:00.5Z"), Sought::At(at("2026-11-21T10:00:00.5Z")));
    assert_eq!(equal("-1"), Sought::Day(at("1969-12-31T23:59:59Z"), at("1970-01-01T00:00:00Z")));
    assert_eq!(equal("2026"), Sought::Day(at("1970-01-01T00:33:46Z"), at("1970-01-01T00:33:47Z")));
}

#[test]
fn f2_what_is_shown_as_a_second_is_not_greater_than_it() {
    let compared = |operator: &str, value: &str| compared::<DomainField>(&format!("field[exDate][{operator}]"), value);
    let (shown, next) = (at("2026-11-21T10:00:00Z"), at("2026-11-21T10:00:01Z"));
    let second = "2026-11-21T10:00:00Z";
    assert_eq!(compared("lt", second), Comparison::Less(Sought::At(shown)));
    assert_eq!(compared("lte", second), Comparison::Less(Sought::At(next)));
    assert_eq!(compared("gt", second), Comparison::AtLeast(Sought::At(next)));
    assert_eq!(compared("gte", second), Comparison::AtLeast(Sought::At(shown)));
    let midnight = at("2026-11-21T00:00:00Z");
    assert_eq!(compared("lt", "2026-11-21"), Comparison::Less(Sought::At(midnight)));
    assert_eq!(compared("gte", "2026-11-21"), Comparison::AtLeast(Sought::At(midnight)));
    let finer = "2026-11-21T10:00:00.25Z";
    assert_eq!(compared("gt", finer), Comparison::Greater(Sought::At(at(finer))));
    assert_eq!(compared("lte", finer), Comparison::AtMost(Sought::At(at(finer))));
}

#[test]
fn u6_values_are_canonical_before_they_are_compared() {
    let one = |comparison: Comparison| match comparison {
        Comparison::In(values) => values.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    };
    for (given, canonical) in [("Blue.ST.", "blue.st"), (" bücher.st ", "xn--bcher-kva.st")] {
        assert_eq!(one(compared::<DomainField>("field[name][eq]", given)), text(canonical));
        assert_eq!(one(compared::<ContactField>("field[assignedTo][eq]", given)), text(canonical));
    }
    assert_eq!(compared::<DomainField>("field[name][like]", " %.blue.st. "), Comparison::Like("%.blue.st".into()));
    assert_eq!(one(compared::<ContactField>("field[id][eq]", "Ab.1")), text("ab.1"));
    assert_eq!(one(compared::<DomainField>("field[crId][eq]", "ACME")), text("acme"));
    assert_eq!(one(compared::<HostField>("field[v6][eq]", "2001:DB8:0::1")), text("2001:db8::1"));
    assert_eq!(one(compared::<HostField>("field[v4][eq]", "192.0.2.1")), text("192.0.2.1"));
    assert_eq!(one(compared::<ContactField>("field[name][eq]", " Ann ")), text(" Ann "), "a text is what it is");
    assert_eq!(one(compared::<MessageField>("field[id][eq]", "007")), Sought::Number(7));
    let notice = "DOMAIN_30D_EXPIRE_NOTICE";
    assert_eq!(one(compared::<MessageField>("field[type][eq]", notice)), text(notice));
}

#[test]
fn f5_values_are_of_the_form_of_their_field() {
    let domains = [
        ("name", "a..st"),
        ("name", "-a.st"),
        ("name", ""),
        ("name", "."),
        ("name", "a\\046b.st"),
        ("crId", "a/b"),
        ("registrant", "check"),
        ("status", "OK"),
        ("status", "linked"),
        ("rgpStatus", "ok"),
        ("claim", "unknown"),
        ("exDate", "2026-02-30"),
        ("exDate", "2026-1-1"),
        ("exDate", "2026-11-21T10:00:00"),
        ("exDate", "+2026-11-21"),
        ("exDate", "12345-01-01"),
        ("exDate", "253402300800"),
        ("exDate", "-62167219201"),
        ("exDate", "9223372036854775807"),
        ("exDate", "99999999999999999999"),
        ("exDate", "--1"),
        ("exDate", "-"),
        ("exDate", ""),
    ];
    for (field, value) in domains {
        assert_eq!(reason::<DomainField>(&format!("field[{field}][eq]"), value), "bad-value", "{field} {value:?}");
    }
    for (field, value) in [("v4", "2001:db8::1"), ("v6", "192.0.2.1"), ("v4", "192.0.2.1/24"), ("v4", "192.0.2.01")] {
        assert_eq!(reason::<HostField>(&format!("field[{field}][eq]"), value), "bad-value", "{field} {value:?}");
    }
    for (field, value) in [("id", "9223372036854775808"), ("id", "-1"), ("type", "transfer_request"), ("group", "x")] {
        assert_eq!(reason::<MessageField>(&format!("field[{field}][eq]"), value), "bad-value", "{field} {value:?}");
    }
    assert_eq!(reason::<ContactField>("field[cc][eq]", "UK"), "bad-value");
    let last = compared::<DomainField>("field[exDate][eq]", "9999-12-31");
    assert_eq!(
        last,
        Comparison::In(vec![Sought::Day(
            at("9999-12-31T00:00:00Z"),
            at("9999-12-31T00:00:00Z") + chrono::TimeDelta::days(1)
        )])
    );
}

#[test]
fn no_text_reaches_a_store_that_it_could_not_hold() {
    let long = "x".repeat(1001);
    for bad in ["a\0b", "\u{1b}[31m", "a\nb", long.as_str()] {
        for operator in ["eq", "like", "lt"] {
            assert_eq!(reason::<ContactField>(&format!("field[name][{operator}]"), bad), "bad-value", "{bad:?}");
        }
    }
    assert_eq!(compared::<ContactField>("field[name][like]", &long[1..]), Comparison::Like(long[1..].to_owned()));
    assert_eq!(compared::<ContactField>("field[name][eq]", "' OR 1=1 --"), Comparison::In(vec![text("' OR 1=1 --")]));
}
