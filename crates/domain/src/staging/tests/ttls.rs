//! Rule R2: one TTL for the whole set, and what is held against its base.

use super::*;

const A: RecordType = RecordType::A;

fn set(ttl: Option<u32>, values: &[(i64, u8)]) -> Option<RecordSet> {
    published(A, ttl, values)
}

fn state(session: &mut Session, set: Option<&RecordSet>, number: i64, ttl: Option<u32>) -> bool {
    session.stage(set, |staging| Ok(staging.state_ttl(A, number, ttl, DEFAULT_TTL)?)).unwrap()
}

fn seen(session: &Session, set: Option<&RecordSet>) -> u32 {
    session.draft.view(set).unwrap().ttl_in_effect(DEFAULT_TTL)
}

fn session() -> Session {
    Session::new(A, 900..999)
}

#[test]
fn r2_the_same_value_again_is_no_change() {
    let (by_default, of_its_own) = (set(None, &[(1, 10)]), set(Some(60), &[(1, 10)]));
    let mut session = session();
    assert!(!state(&mut session, by_default.as_ref(), 1, Some(DEFAULT_TTL)));
    assert!(!state(&mut session, of_its_own.as_ref(), 1, Some(60)));
    assert!(session.draft.is_empty());
    assert!(state(&mut session, of_its_own.as_ref(), 1, Some(90)));
    assert!(!state(&mut session, of_its_own.as_ref(), 1, Some(90)));
    assert_eq!((seen(&session, of_its_own.as_ref()), session.changes()), (90, vec![(Op::Update, 1, 10)]));
    assert_eq!(session.draft.changes()[0].ttl, Some(Some(90)));
    assert!(state(&mut session, of_its_own.as_ref(), 1, Some(60)));
    assert!(session.draft.is_empty(), "back to what is published");
    assert!(state(&mut session, of_its_own.as_ref(), 1, None), "the default is another one");
    assert_eq!(seen(&session, of_its_own.as_ref()), DEFAULT_TTL);
}

#[test]
fn c6_a_ttl_is_a_change_of_its_own_unless_its_record_is_one() {
    let set = set(None, &[(1, 10), (2, 20)]);
    let set = set.as_ref();
    let mut session = session();
    session.stage(set, |staging| staging.add(A, a(30))).unwrap();
    state(&mut session, set, 900, Some(60));
    assert_eq!((session.changes(), session.draft.count()), (vec![(Op::Add, 900, 30)], 1));
    assert_eq!(session.draft.changes()[0].ttl, Some(Some(60)));
    session.stage(set, |staging| staging.remove(A, 900)).unwrap();
    assert!(session.draft.is_empty(), "added and deleted is nothing, its TTL too");
    state(&mut session, set, 1, Some(60));
    session.stage(set, |staging| staging.remove(A, 1)).unwrap();
    assert_eq!(session.changes(), [(Op::Update, 2, 20), (Op::Delete, 1, 10)], "another record has the TTL still");
    assert_eq!(session.draft.count(), 2);
    session.stage(set, |staging| staging.remove(A, 2)).unwrap();
    assert_eq!(session.changes(), [(Op::Delete, 1, 10), (Op::Delete, 2, 20)], "no set, no TTL");
}

#[test]
fn r2_a_set_that_the_session_sees_anew_has_the_default() {
    let set = set(Some(60), &[(1, 10)]);
    let set = set.as_ref();
    let mut session = session();
    session.stage(set, |staging| staging.remove(A, 1)).unwrap();
    let added = session.stage(set, |staging| staging.add(A, a(30))).unwrap();
    assert!(added.new_set);
    assert_eq!(seen(&session, set), DEFAULT_TTL);
    session.stage(set, |staging| staging.remove(A, 900)).unwrap();
    let added = session.stage(set, |staging| staging.add(A, a(10))).unwrap();
    assert!(added.new_set && session.draft.is_empty(), "what was deleted comes back as it was");
}

#[test]
fn c8_a_stated_ttl_wants_that_of_the_set_as_it_was_or_equal_to_it() {
    let values = &[(1, 10), (2, 20)];
    let mut session = session();
    state(&mut session, set(Some(60), values).as_ref(), 1, Some(90));
    let settle = |ttl, values: &[(i64, u8)]| {
        let settled = session.draft.settle(set(ttl, values).as_ref());
        settled.map(|settled| settled.content.and_then(|content| content.ttl)).map_err(|moved| moved[0].base.clone())
    };
    assert_eq!(settle(Some(60), values), Ok(Some(90)));
    assert_eq!(settle(Some(90), values), Ok(Some(90)));
    assert_eq!(settle(Some(60), &[(2, 20)]), Ok(Some(90)), "whatever became of the record");
    assert_eq!(settle(Some(70), values), Err(Base::Ttl));
    assert_eq!(settle(None, values), Err(Base::Ttl));
    assert_eq!(settle(None, &[]), Err(Base::Ttl));
}

#[test]
fn c8_the_ttl_of_a_new_set_meets_that_of_a_set_made_meanwhile() {
    let mut session = session();
    session.stage(None, |staging| staging.add(A, a(30))).unwrap();
    assert!(!state(&mut session, None, 900, None), "nothing is stated by the default");
    let theirs = set(Some(60), &[(9, 90)]);
    let content = session.draft.settle(theirs.as_ref()).unwrap().content.unwrap();
    assert_eq!(content.ttl, Some(60));
    assert!(state(&mut session, None, 900, Some(90)));
    assert_eq!(session.draft.settle(theirs.as_ref()).unwrap_err()[0].base, Base::Ttl);
    assert!(!state(&mut session, theirs.as_ref(), 900, Some(90)), "stated once more it is based on theirs");
    assert_eq!(session.draft.settle(theirs.as_ref()).unwrap().content.unwrap().ttl, Some(90));
}
