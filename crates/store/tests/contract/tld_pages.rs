//! Rules page by page: by key, in every order, chosen by text.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::{ListOrder, SortKey, TextMatch};
use domesday_domain::tld::Tld;
use uuid::Uuid;

use crate::tlds::{insert, tld};
use crate::zones::now;
use crate::{Given, contract};

/// Every order there is.
pub(crate) const KEYS: [SortKey; 4] = [SortKey::Created, SortKey::Updated, SortKey::Text, SortKey::Id];

fn later(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

fn ordered_by(key: SortKey, descending: bool) -> ListOrder {
    ListOrder { text: None, key, descending }
}

/// The names of all pages of so many rules.
pub(crate) fn paged(given: &Given, order: &ListOrder, limit: usize) -> Vec<String> {
    let (mut names, mut marker) = (Vec::new(), None::<Tld>);
    loop {
        let (order, after) = (order.clone(), marker.clone());
        let page = given.read(move |snapshot| snapshot.tld_page(&order, after.as_ref(), limit));
        assert!(page.len() <= limit);
        let Some(last) = page.last() else { return names };
        marker = Some(last.clone());
        names.extend(page.iter().map(|tld| tld.pattern.to_string()));
    }
}

fn chosen(given: &Given, text: TextMatch) -> Vec<String> {
    paged(given, &ListOrder { text: Some(text), key: SortKey::Text, descending: false }, 100)
}

contract!(l3_pages_are_in_every_order_with_ties_by_id, |given| {
    let made = |text, id, created, updated: Option<i64>| Tld {
        created: later(created),
        updated: updated.map(later),
        ..tld(text, id)
    };
    insert(
        given,
        &[
            made("b", 5, 1, None),
            made("a", 4, 1, Some(9)),
            made("*.c", 3, 0, None),
            made("d", u128::MAX, 1, Some(8)),
            made("!x.c", 1, 2, Some(8)),
            made("a-b", 1 << 127, 2, None),
            made("ab", 2, 3, Some(10)),
        ],
    );
    let orders = [
        (SortKey::Created, ["*.c", "a", "b", "d", "!x.c", "a-b", "ab"]),
        (SortKey::Updated, ["*.c", "b", "a-b", "!x.c", "d", "a", "ab"]),
        (SortKey::Text, ["!x.c", "*.c", "a", "a-b", "ab", "b", "d"]),
        (SortKey::Id, ["!x.c", "ab", "*.c", "a", "b", "a-b", "d"]),
    ];
    for (key, mut expected) in orders {
        for limit in [1, 2, 3, 100] {
            assert_eq!(paged(given, &ordered_by(key, false), limit), expected, "{key:?} by {limit}");
        }
        expected.reverse();
        for limit in [1, 2, 3, 100] {
            assert_eq!(paged(given, &ordered_by(key, true), limit), expected, "{key:?} from the last by {limit}");
        }
    }
});

contract!(l3_a_page_begins_after_a_rule_that_has_gone_since, |given| {
    let all: Vec<Tld> = (1..=5).map(|number| tld(&format!("t{number}"), number)).collect();
    insert(given, &all);
    given.write(|tx| tx.delete_tlds(&[Uuid::from_u128(3)]));
    for key in KEYS {
        let gone = all[2].clone();
        let page = given.read(move |snapshot| snapshot.tld_page(&ordered_by(key, false), Some(&gone), 10));
        assert_eq!(page, all[3..], "{key:?}");
    }
});

contract!(l5_rules_are_chosen_by_text, |given| {
    let names = ["bd", "com.bd", "*.bd", "!www.bd", "a_b.bd", "axb.bd", "net"];
    insert(given, &names.map(|text| tld(text, names.iter().position(|name| *name == text).expect("there") as u128)));
    let exact = |text: &str| chosen(given, TextMatch::Exact(text.into()));
    let pattern = |text: &str| chosen(given, TextMatch::Pattern(text.into()));
    assert_eq!((exact("bd"), exact("*.bd"), exact("b*")), (vec!["bd".into()], vec!["*.bd".into()], Vec::new()));
    assert_eq!(pattern("*.bd"), ["!www.bd", "*.bd", "a_b.bd", "axb.bd", "com.bd"]);
    assert_eq!(pattern("**.bd"), pattern("*.bd"));
    assert_eq!(pattern("*bd"), ["!www.bd", "*.bd", "a_b.bd", "axb.bd", "bd", "com.bd"]);
    assert_eq!(pattern("a_b*"), ["a_b.bd"]);
    assert_eq!(pattern("!*"), ["!www.bd"]);
    assert_eq!(pattern("*o*b*"), ["com.bd"]);
    assert_eq!(pattern(&"*".repeat(60_000)).len(), names.len());
    for text in ["%", "com%", "a%b.bd", "?et", "[n]et", "n\\et", ">", "bd\0", &"x".repeat(60_000)] {
        assert!(exact(text).is_empty() && pattern(text).is_empty(), "{text:?}");
    }
    for key in KEYS {
        for descending in [false, true] {
            let order = ListOrder { text: Some(TextMatch::Pattern("*.bd".into())), key, descending };
            let (one_by_one, at_once) = (paged(given, &order, 1), paged(given, &order, 100));
            assert_eq!((one_by_one.len(), one_by_one), (5, at_once), "{key:?}");
        }
    }
});
