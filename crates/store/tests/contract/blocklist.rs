//! The block list: kept whole, paged like rules, case heeded, and compiled no more than it must be.

use chrono::TimeDelta;
use domesday_app::ports::{ListOrder, SortKey, StoreError, TextMatch};
use domesday_dns::Name;
use domesday_domain::tld::{BlockEntry, BlockPattern, Blocklist, Description};
use uuid::Uuid;

use crate::tld_pages::KEYS;
use crate::zones::{name, now};
use crate::{Given, contract};

pub(crate) fn entry(pattern: &str, id: u128) -> BlockEntry {
    BlockEntry {
        id: Uuid::from_u128(id),
        pattern: BlockPattern::parse(pattern).expect("a pattern"),
        description: None,
        created: now(),
        updated: None,
        version: 1,
    }
}

fn insert(given: &Given, entries: &[BlockEntry]) {
    let entries = entries.to_vec();
    given.write(move |tx| entries.iter().try_for_each(|entry| tx.insert_block_entry(entry)));
}

fn paged(given: &Given, order: &ListOrder, limit: usize) -> Vec<String> {
    let (mut texts, mut marker) = (Vec::new(), None::<BlockEntry>);
    loop {
        let (order, after) = (order.clone(), marker.clone());
        let page = given.read(move |snapshot| snapshot.block_page(&order, after.as_ref(), limit));
        let Some(last) = page.last() else { return texts };
        marker = Some(last.clone());
        texts.extend(page.iter().map(|entry| entry.pattern.as_str().to_owned()));
    }
}

contract!(an_entry_is_kept_to_the_last_member, |given| {
    let first = BlockEntry { description: Description::parse("why").ok(), ..entry(r"(^|\.)bad\.com\.?$", 2) };
    insert(given, &[first.clone(), entry("ü{1,3}", 1)]);
    let pattern = first.pattern.clone();
    let found = given.read(move |snapshot| {
        Ok([
            snapshot.block_entry(Uuid::from_u128(2))?,
            snapshot.block_entry_with(&pattern)?,
            snapshot.block_entry(Uuid::from_u128(3))?,
            snapshot.block_entry_with(&BlockPattern::parse("other").expect("a pattern"))?,
        ])
    });
    assert_eq!(found, [Some(first.clone()), Some(first.clone()), None, None]);
    assert_eq!(given.read(|snapshot| snapshot.count_block_entries()), 2);

    let updated = Some(now() + TimeDelta::seconds(1));
    let changed = BlockEntry { description: None, updated, version: 2, ..entry("X", 2) };
    let wanted = changed.clone();
    given.write(move |tx| tx.update_block_entry(&wanted));
    assert_eq!(given.read(|snapshot| snapshot.block_entry(Uuid::from_u128(2))), Some(changed));
    given.write(|tx| {
        tx.delete_block_entry(Uuid::from_u128(2))?;
        tx.delete_block_entry(Uuid::from_u128(3))
    });
    assert_eq!(given.read(|snapshot| snapshot.block_entry(Uuid::from_u128(2))), None);
    assert_eq!(given.read(|snapshot| snapshot.count_block_entries()), 1);
});

contract!(c1_a_pattern_that_is_there_is_a_lost_race, |given| {
    insert(given, &[entry("a", 1), entry("A", 2)]);
    for renaming in [false, true] {
        let mut first = true;
        given.write(move |tx| {
            if !std::mem::replace(&mut first, false) {
                return Ok(());
            }
            let lost =
                if renaming { tx.update_block_entry(&entry("a", 2)) } else { tx.insert_block_entry(&entry("a", 3)) };
            assert!(matches!(lost, Err(StoreError::LostRace)));
            Err(StoreError::LostRace)
        });
    }
    assert_eq!(given.read(|snapshot| snapshot.count_block_entries()), 2);
});

contract!(b3_pages_are_in_every_order_with_ties_by_id, |given| {
    let later = |seconds| now() + TimeDelta::seconds(seconds);
    insert(
        given,
        &[
            BlockEntry { created: later(1), ..entry("b", 4) },
            BlockEntry { created: later(1), updated: Some(later(3)), ..entry("B", 3) },
            BlockEntry { created: later(0), updated: Some(later(3)), ..entry("ü", 2) },
            BlockEntry { created: later(2), ..entry("^a", 1) },
        ],
    );
    let orders = [
        (SortKey::Created, ["ü", "B", "b", "^a"]),
        (SortKey::Updated, ["^a", "b", "ü", "B"]),
        (SortKey::Text, ["B", "^a", "b", "ü"]),
        (SortKey::Id, ["^a", "ü", "B", "b"]),
    ];
    assert_eq!(
        orders.map(|(key, _)| key),
        KEYS.map(|key| orders.iter().find(|order| order.0 == key).expect("there").0)
    );
    for (key, mut expected) in orders {
        for descending in [false, true] {
            for limit in [1, 3, 100] {
                let order = ListOrder { text: None, key, descending };
                assert_eq!(paged(given, &order, limit), expected, "{key:?}, descending: {descending}, by {limit}");
            }
            expected.reverse();
        }
    }
});

contract!(b3_entries_are_chosen_by_their_text_and_case_counts, |given| {
    let texts = [r"BAD\.com", r"bad\.com", "100%", "a_c", "abc", "a*b", "[ab]c", "x?y", "xzy", "sch[oö]n"];
    let entries: Vec<_> = texts.iter().zip(1..).map(|(text, id)| entry(text, id)).collect();
    insert(given, &entries);
    let chosen =
        |text: TextMatch| paged(given, &ListOrder { text: Some(text), key: SortKey::Id, descending: false }, 100);
    for text in texts {
        assert_eq!(chosen(TextMatch::Exact(text.into())), [text]);
    }
    for (text, expected) in [
        ("bad*", &[r"bad\.com"] as &[&str]),
        (r"*\.com", &[r"BAD\.com", r"bad\.com"]),
        ("*%", &["100%"]),
        ("a_*", &["a_c"]),
        ("a*b", &["a*b"]),
        ("a*c", &["a_c", "abc"]),
        ("[ab]*", &["[ab]c"]),
        ("x?*", &["x?y"]),
        ("*ö*", &["sch[oö]n"]),
        ("*]*", &["[ab]c", "sch[oö]n"]),
        ("*", &texts),
        ("A*", &[]),
        ("*Ö*", &[]),
        ("a\0*", &[]),
    ] {
        assert_eq!(chosen(TextMatch::Pattern(text.into())), expected, "{text:?}");
    }
    assert!(chosen(TextMatch::Exact("ABC".into())).is_empty());
});

fn first_hit(list: &Blocklist, text: &str) -> Option<Uuid> {
    list.hit(&Name::parse(text).expect("a name")).map(|(id, _)| id)
}

contract!(b2_the_list_is_read_in_the_order_in_which_it_was_made, |given| {
    let earlier = BlockEntry { created: now() - TimeDelta::seconds(1), ..entry("bad", 9) };
    insert(given, &[entry("a", 2), entry("[b]", 1), earlier]);
    let list = given.read(|snapshot| snapshot.blocklist(&Blocklist::default()));
    assert_eq!(first_hit(&list, "bad.com"), Some(Uuid::from_u128(9)));
    assert_eq!(first_hit(&list, "ab.com"), Some(Uuid::from_u128(1)), "of one instant, by id");
    assert_eq!(first_hit(&list, "xyz.net"), None);
});

contract!(b2_a_known_pattern_is_not_compiled_again, |given| {
    insert(given, &[entry("a", 1), entry("b", 2)]);
    let known: Blocklist = [(Uuid::nil(), entry("a", 1).pattern)].into_iter().collect();
    let weight = known.weight_without(None);
    let list = given.read(move |snapshot| snapshot.blocklist(&known));
    assert_eq!(list.hit(&name("a.org")).map(|(id, pattern)| (id, pattern.as_str())), Some((Uuid::from_u128(1), "a")));
    assert!(list.weight_without(None) > weight, "both are there");
});

contract!(a_pattern_that_no_engine_takes_any_more_is_shown_and_deleted_and_blocks_nothing, |given| {
    insert(given, &[entry("a", 1), entry("b", 2)]);
    given.by_hand("UPDATE blocklist SET pattern = '(' WHERE pattern = 'b'");
    let list = given.read(|snapshot| snapshot.blocklist(&Blocklist::default()));
    assert!(list.hit(&name("b.org")).is_none() && list.hit(&name("a.org")).is_some());
    let damaged = given.read(|snapshot| snapshot.block_entry(Uuid::from_u128(2)));
    assert_eq!(damaged.map(|entry| entry.pattern.as_str().to_owned()).as_deref(), Some("("));
    given.write(|tx| tx.delete_block_entry(Uuid::from_u128(2)));
    assert_eq!(given.read(|snapshot| snapshot.count_block_entries()), 1);
});
