//! What sessions have staged: kept to the last member, theirs alone, in canonical order; and how texts of published sets are spelled.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domesday_app::ports::{NewUser, Snapshot, Stored, UnitOfWork};
use domesday_dns::{Rdata, RecordType};
use domesday_domain::account::{Session, SessionId};
use domesday_domain::actor::Roles;
use domesday_domain::history::Value;
use domesday_domain::record::spelling::{ShownAs, Spelling, Spellings};
use domesday_domain::record::{Record, RecordSet};
use domesday_domain::staging::{
    DraftMember, DraftMembers, DraftNode, DraftSet, DraftTtl, DraftValue, DraftWhole, Spelled,
};
use domesday_domain::zone::{Zone, ZoneId};
use uuid::Uuid;

use crate::records::set;
use crate::samples::accounts;
use crate::zones::{name, now, zone};
use crate::{Given, contract};

const MINE: SessionId = SessionId(Uuid::from_u128(1));
const HERS: SessionId = SessionId(Uuid::from_u128(2));

/// Two sessions, and two zones.
fn given_sessions(given: &Given) -> [Zone; 2] {
    given.write(|tx| {
        let zones = [zone(tx, "a.org")?, zone(tx, "b.org")?];
        let [account] = accounts(tx, ["staging"])?;
        let (login, roles) = ("jane".to_owned(), Roles::all());
        let user = tx.insert_user(&NewUser { account, login, roles, password_hash: None, created: now() })?;
        for id in [MINE, HERS] {
            let expires = now() + TimeDelta::days(1);
            let (secret, created) = ("s".to_owned(), now());
            let session = Session { id, user, secret, created, expires, idle: None, registrar: false, idling: None };
            tx.insert_session(&session)?;
            assert!(tx.anchor_session(id, now())?);
        }
        Ok(zones)
    })
}

fn spelled(rtype: RecordType, text: &str) -> Spelled {
    Spelled { rdata: Rdata::parse(rtype, text).expect("rdata"), spelling: Spelling::default() }
}

fn written_as(text: &str, shown: ShownAs) -> Spelled {
    Spelled { spelling: Spelling { text: Some(text.into()), shown }, ..spelled(RecordType::TXT, "\"x\"") }
}

fn value(number: i64, changes: &[(RecordType, i64)], base: Option<Spelled>, wanted: Option<Spelled>) -> DraftValue {
    DraftValue { number, changes: changes.iter().copied().collect(), base, wanted }
}

/// A draft with so many addresses added.
fn additions(owner: &str, changes: i64) -> DraftSet {
    let a = RecordType::A;
    let added = |change| value(900 + change, &[(a, change)], None, Some(spelled(a, &format!("192.0.2.{change}"))));
    DraftSet { values: (1..=changes).map(added).collect(), ..DraftSet::new(name(owner), a) }
}

/// Drafts that have everything there is.
fn all_kinds() -> Vec<DraftSet> {
    let (txt, spf, mx) = (RecordType::TXT, RecordType::SPF, RecordType::MX);
    let (old, new) = (spelled(mx, "10 mail.example.net"), spelled(mx, "20 mail.example.net"));
    let node = DraftNode { top: name("a.org"), revision: 7 };
    let whole = |node| DraftWhole { base: vec![Record { number: 1, rdata: old.rdata.clone() }], node };
    let ttl = |base, wanted| DraftTtl { change: 9, base, wanted, shown: mx, number: 1, value: old.clone() };
    let text = written_as("tränk \" \\059 ☃", ShownAs::Both);
    let member = |base, wanted| DraftMember { base, wanted };
    let members = BTreeMap::from([
        ("email", member(Value::Text("h@a.org".into()), Value::Text("\u{e9}@a.org".into()))),
        ("ttl", member(Value::Number(60), Value::Null)),
        ("serial_style", member(Value::Flag(true), Value::List(vec!["day".into()]))),
    ]);
    vec![
        DraftSet {
            values: vec![
                value(1, &[(mx, 2)], Some(old.clone()), Some(new.clone())),
                value(2, &[(mx, 3)], Some(new.clone()), None),
                value((1 << 52) + 1, &[(mx, i64::MAX)], None, Some(new)),
            ],
            wholes: BTreeMap::from([(mx, whole(Some(node)))]),
            ttl: Some(ttl(Some(None), Some(60))),
            ..DraftSet::new(name("a.a.org"), mx)
        },
        DraftSet { ttl: Some(ttl(Some(Some(0)), None)), ..DraftSet::new(name("b.a.org"), mx) },
        DraftSet { ttl: Some(ttl(None, Some(u32::MAX))), ..DraftSet::new(name("c.a.org"), mx) },
        DraftSet {
            values: vec![value(5, &[(txt, 7), (spf, 8)], Some(written_as("x", ShownAs::Spf)), Some(text))],
            wholes: BTreeMap::from([
                (txt, DraftWhole { base: vec![], node: None }),
                (spf, DraftWhole { base: vec![], node: None }),
            ]),
            ..DraftSet::new(name("d.a.org"), txt)
        },
        DraftSet {
            members: Some(DraftMembers { change: 4, number: 3, members }),
            ..DraftSet::new(name("e.a.org"), RecordType::SOA)
        },
    ]
}

fn put(given: &Given, holder: SessionId, zone: ZoneId, drafts: &[DraftSet]) {
    let drafts = drafts.to_vec();
    given.write(move |tx| tx.put_drafts(holder, zone, &drafts));
}

fn staged(given: &Given, holder: SessionId, zone: ZoneId) -> Vec<DraftSet> {
    given.read(move |snapshot| snapshot.staged(holder, zone, None, None, 10_000))
}

fn owners(drafts: &[DraftSet]) -> Vec<String> {
    drafts.iter().map(|draft| format!("{} {}", draft.owner, draft.rtype)).collect()
}

contract!(c1_a_draft_is_kept_to_the_last_member, |given| {
    let [zone, _] = given_sessions(given);
    let drafts = all_kinds();
    put(given, MINE, zone.id, &drafts);
    assert_eq!(staged(given, MINE, zone.id), drafts);
    for draft in &drafts {
        let emptied = DraftSet::new(draft.owner.clone(), draft.rtype);
        put(given, MINE, zone.id, std::slice::from_ref(&emptied));
        put(given, MINE, zone.id, std::slice::from_ref(draft));
        put(given, MINE, zone.id, std::slice::from_ref(draft));
    }
    assert_eq!(staged(given, MINE, zone.id), drafts, "one by one as all at once");
});

contract!(c5_a_draft_takes_the_place_of_what_was_staged_and_one_with_nothing_in_it_is_none, |given| {
    let [zone, _] = given_sessions(given);
    let [one, two, three] = ["1.a.org", "2.a.org", "3.a.org"];
    put(given, MINE, zone.id, &[additions(one, 1), additions(two, 2), additions(three, 3)]);
    put(given, MINE, zone.id, &[additions(three, 1)]);
    put(given, MINE, zone.id, &[additions(one, 0)]);
    assert_eq!(staged(given, MINE, zone.id), [additions(two, 2), additions(three, 1)]);
    put(given, MINE, zone.id, &[additions(one, 4), additions(two, 0), additions(three, 2)]);
    assert_eq!(staged(given, MINE, zone.id), [additions(one, 4), additions(three, 2)]);
    put(given, MINE, zone.id, &[]);
    assert_eq!(given.read(|snapshot| snapshot.count_staged(MINE)), 6);
});

contract!(c1_what_is_staged_is_the_session_s_alone_and_kept_for_each_zone, |given| {
    let [a, b] = given_sessions(given);
    let (a, b) = (a.id, b.id);
    put(given, MINE, a, &[additions("1.a.org", 1), additions("2.a.org", 2)]);
    put(given, MINE, b, &[additions("1.a.org", 4)]);
    put(given, HERS, a, &[additions("1.a.org", 8)]);
    let counts = |holder| {
        given.read(move |snapshot| {
            Ok((
                snapshot.count_staged(holder)?,
                snapshot.count_staged_in(holder, a)?,
                snapshot.count_staged_in(holder, b)?,
            ))
        })
    };
    assert_eq!((counts(MINE), counts(HERS)), ((7, 3, 4), (8, 8, 0)));
    let keys = vec![(name("2.a.org"), RecordType::A), (name("1.a.org"), RecordType::MX)];
    given.write(move |tx| tx.delete_drafts(MINE, a, &keys));
    assert_eq!(counts(MINE), (5, 1, 4));
    assert_eq!(given.write(move |tx| tx.discard(MINE, a)), 1);
    assert_eq!(given.write(move |tx| tx.discard(MINE, a)), 0);
    assert_eq!((counts(MINE), counts(HERS)), ((4, 0, 4), (8, 8, 0)));
    given.write(move |tx| tx.delete_zone(b));
    assert_eq!(counts(MINE), (0, 0, 0), "deleted with its zone (Z6)");
    assert_eq!(given.write(|tx| tx.clear_staged(HERS, 100)), 1);
    assert_eq!(counts(HERS), (0, 0, 0));
});

contract!(p3_what_is_staged_comes_in_canonical_order_page_by_page, |given| {
    let [zone, _] = given_sessions(given);
    let id = zone.id;
    let mx = DraftSet { rtype: RecordType::MX, ..additions("a.org", 1) };
    let mut drafts: Vec<DraftSet> =
        ["b.a.org", "a.org", "x.b.a.org", "*.a.org", "c.a.org"].map(|owner| additions(owner, 1)).into();
    drafts.push(mx);
    put(given, MINE, id, &drafts);
    let all = ["a.org A", "a.org MX", "*.a.org A", "b.a.org A", "x.b.a.org A", "c.a.org A"].map(str::to_owned);
    assert_eq!(owners(&staged(given, MINE, id)), all);
    let page = |under: Option<&'static str>, marker: Option<(&'static str, RecordType)>, limit| {
        let under = under.map(name);
        let marker = marker.map(|(owner, rtype)| (name(owner), rtype));
        owners(&given.read(move |snapshot| snapshot.staged(MINE, id, under.as_ref(), marker.as_ref(), limit)))
    };
    assert_eq!(page(None, Some(("a.org", RecordType::A)), 2), all[1..3]);
    assert_eq!(page(None, Some(("*.a.org", RecordType::MX)), 99), all[3..]);
    assert_eq!(page(Some("b.a.org"), None, 99), all[3..5]);
    assert_eq!(page(Some("b.a.org"), Some(("b.a.org", RecordType::A)), 99), all[4..5]);
    let at = ["x.b.a.org", "a.org", "a.org", "nobody.a.org"].map(name);
    let found = given.read(move |snapshot| snapshot.staged_at(MINE, id, &at));
    assert_eq!(owners(&found), [&all[0], &all[1], &all[4]].map(Clone::clone));
    assert!(given.read(move |snapshot| snapshot.staged_at(MINE, id, &[])).is_empty());
});

contract!(p2_thousands_of_drafts_are_put_and_put_again, |given| {
    let [zone, _] = given_sessions(given);
    let drafts = |changes| (0..2500).map(|number| additions(&format!("n{number}.a.org"), changes)).collect::<Vec<_>>();
    put(given, MINE, zone.id, &drafts(1));
    put(given, MINE, zone.id, &drafts(2));
    assert_eq!(given.read(|snapshot| snapshot.count_staged(MINE)), 5000);
    let keys: Vec<_> = drafts(0).iter().skip(100).map(DraftSet::key).collect();
    given.write(move |tx| tx.delete_drafts(MINE, zone.id, &keys));
    assert_eq!(given.read(|snapshot| snapshot.count_staged(MINE)), 200);
});

contract!(c8_sets_that_are_new_under_a_removed_node_are_found, |given| {
    let [mut zone, other] = given_sessions(given);
    let id = zone.id;
    let sets: Vec<RecordSet> =
        [("a.org", 9), ("n.a.org", 5), ("x.n.a.org", 6), ("y.n.a.org", 6), ("m.a.org", 6), ("nn.a.org", 9)]
            .into_iter()
            .map(|(owner, revision)| RecordSet { revision, ..set(&mut zone, owner, RecordType::A, &["192.0.2.1"]) })
            .collect();
    given.write(move |tx| {
        tx.insert_sets(id, &sets)?;
        tx.insert_sets(other.id, &sets)
    });
    put(given, MINE, id, &[additions("y.n.a.org", 1)]);
    put(given, HERS, id, &[additions("x.n.a.org", 1)]);
    let found = |holder, nodes: &[(&str, i64)], limit| {
        let nodes: Vec<DraftNode> =
            nodes.iter().map(|(top, revision)| DraftNode { top: name(top), revision: *revision }).collect();
        let found = given.read(move |snapshot| snapshot.changed_under(holder, id, &nodes, limit));
        found.into_iter().map(|(owner, _)| owner).collect::<Vec<_>>()
    };
    assert_eq!(found(MINE, &[("n.a.org", 5)], 99), ["x.n.a.org"].map(name));
    assert_eq!(found(HERS, &[("n.a.org", 5)], 99), ["y.n.a.org"].map(name));
    assert_eq!(found(MINE, &[("n.a.org", 4)], 99), ["n.a.org", "x.n.a.org"].map(name));
    let two = [("x.n.a.org", 5), ("n.a.org", 4), ("m.a.org", 5), ("m.a.org", 5), ("nn.a.org", 9)];
    assert_eq!(found(MINE, &two, 99), ["m.a.org", "n.a.org", "x.n.a.org"].map(name));
    assert_eq!(found(MINE, &two, 2), ["m.a.org", "n.a.org"].map(name));
    assert_eq!(found(MINE, &[], 99), []);
    let many: Vec<(String, i64)> = (0..2500).map(|number| (format!("q{number}.a.org"), 0)).collect();
    let mut many: Vec<(&str, i64)> = many.iter().map(|(top, revision)| (top.as_str(), *revision)).collect();
    many.push(("x.n.a.org", 0));
    assert_eq!(found(MINE, &many, 99), ["x.n.a.org"].map(name));
});

contract!(r7_r8_a_set_keeps_how_its_texts_are_spelled, |given| {
    let [mut zone, _] = given_sessions(given);
    let id = zone.id;
    let plain = set(&mut zone, "t.a.org", RecordType::TXT, &["\"1\"", "\"2\"", "\"3\""]);
    let spelling = |text: Option<&str>, shown| Spelling { text: text.map(str::to_owned), shown };
    let spellings: Spellings = plain
        .records
        .iter()
        .map(|record| record.number)
        .zip([
            spelling(Some("1 \\\" ☃"), ShownAs::Txt),
            spelling(None, ShownAs::Spf),
            spelling(Some("3"), ShownAs::Both),
        ])
        .collect();
    let spelled = RecordSet { spellings, ..plain.clone() };
    let kept = |owner: &'static str| given.read(move |snapshot| snapshot.set(id, &name(owner), RecordType::TXT));
    for next in [&spelled, &plain, &spelled] {
        let (first, next) = (kept("t.a.org").is_none(), next.clone());
        let stored = next.clone();
        given.write(move |tx| match first {
            true => tx.insert_sets(id, std::slice::from_ref(&stored)),
            false => tx.update_sets(id, std::slice::from_ref(&stored)),
        });
        assert_eq!(kept("t.a.org"), Some(next));
    }
    let revised =
        spelled.revised(&mut zone, None, spelled.records[1..].iter().map(|record| record.rdata.clone()), now());
    assert_eq!(revised.spellings.iter().count(), 2, "of values that stay");
    let both = [revised.clone(), RecordSet { owner: name("u.a.org"), ..spelled.clone() }];
    let stored = both.clone();
    given.write(move |tx| tx.update_sets(id, &stored));
    assert_eq!((kept("t.a.org"), kept("u.a.org")), (both.first().cloned(), both.last().cloned()));
});

/// Every question about what is staged.
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot, holder: SessionId, zone: ZoneId) -> Stored<()> {
    let top = name("n7.big.org");
    let marker = (name("n7.big.org"), RecordType::A);
    assert_eq!(snapshot.staged_at(holder, zone, &[top.clone(), name("n8.big.org")])?.len(), 2);
    assert_eq!(snapshot.staged(holder, zone, None, None, 10)?.len(), 10);
    assert_eq!(snapshot.staged(holder, zone, None, Some(&marker), 10)?.len(), 10);
    assert_eq!(snapshot.staged(holder, zone, Some(&top), None, 10)?.len(), 1);
    assert_eq!(snapshot.count_staged(holder)?, snapshot.count_staged_in(holder, zone)?);
    let nodes = ["n7.big.org", "n9.big.org"].map(|top| DraftNode { top: name(top), revision: 0 });
    assert_eq!(snapshot.changed_under(holder, zone, &nodes, 10)?.len(), 2, "TXT, where A is staged");
    Ok(())
}

/// Every kind of write to what is staged.
pub(crate) fn change_everything(tx: &mut dyn UnitOfWork, holder: SessionId, zone: ZoneId) -> Stored<()> {
    let drafts = ["new.big.org", "n7.big.org", "n8.big.org"].map(|owner| additions(owner, 1));
    tx.put_drafts(holder, zone, &drafts[..1])?;
    tx.put_drafts(holder, zone, &drafts)?;
    tx.delete_drafts(holder, zone, &[drafts[0].key()])
}
