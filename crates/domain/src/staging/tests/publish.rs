//! Rules C8 and C9: what others published meanwhile, and what becomes of what was staged.

use super::*;
use crate::history::Value;

const A: RecordType = RecordType::A;

fn session() -> Session {
    Session::new(A, 900..999)
}

fn moved(session: &Session, by_then: Option<&RecordSet>) -> Vec<(i64, Base)> {
    let moved = session.draft.settle(by_then).unwrap_err();
    moved.into_iter().map(|moved| (moved.change.number, moved.base)).collect()
}

/// Notes, by the numbers of records.
type Told = Vec<(i64, SettledAs)>;

/// What is published, and what is told about others.
fn settled(session: &Session, by_then: Option<&RecordSet>) -> (Vec<(i64, u8)>, Told) {
    let Settled { content, notes } = session.draft.settle(by_then).unwrap();
    (addresses(content.as_ref()), notes.into_iter().map(|note| (note.change.number, note.settled)).collect())
}

#[test]
fn c8_update_and_delete_by_id_want_that_value_as_it_was() {
    let before = a_set(&[(1, 10), (2, 20), (3, 30)]);
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.update(A, 1, a(11))).unwrap();
    session.stage(before.as_ref(), |staging| staging.remove(A, 2)).unwrap();
    let others = a_set(&[(1, 10), (2, 20), (9, 90)]);
    assert_eq!(settled(&session, others.as_ref()), (vec![(1, 11), (9, 90)], vec![]), "other values may change");
    let deleted = a_set(&[(1, 10)]);
    assert_eq!(settled(&session, deleted.as_ref()), (vec![(1, 11)], vec![(2, SettledAs::DeletedAlready)]));
    let changed = a_set(&[(1, 12), (2, 22)]);
    assert_eq!(moved(&session, changed.as_ref()), [(1, Base::Value), (2, Base::Value)]);
    assert_eq!(moved(&session, a_set(&[(2, 20)]).as_ref()), [(1, Base::Value)]);
    assert_eq!(moved(&session, None), [(1, Base::Value)], "an update of what is gone");
}

#[test]
fn c8_a_value_that_somebody_added_meanwhile_stands_with_its_id() {
    let before = a_set(&[(1, 10)]);
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.add(A, a(50))).unwrap();
    session.stage(before.as_ref(), |staging| staging.update(A, 1, a(60))).unwrap();
    let by_then = a_set(&[(1, 10), (8, 50), (9, 60)]);
    assert_eq!(session.sees(by_then.as_ref()), [(900, 50), (1, 60)], "until then it has the id it was given");
    let notes = vec![(900, SettledAs::AddedAlready(8)), (1, SettledAs::AddedAlready(9))];
    assert_eq!(settled(&session, by_then.as_ref()), (vec![(8, 50), (9, 60)], notes));
}

#[test]
fn c8_a_whole_wants_just_what_it_was() {
    let before = a_set(&[(1, 10), (2, 20)]);
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.replace(A, vec![a(10), a(30)])).unwrap();
    assert_eq!(settled(&session, before.as_ref()), (vec![(1, 10), (900, 30)], vec![]));
    let more = a_set(&[(1, 10), (2, 20), (9, 90)]);
    assert_eq!(moved(&session, more.as_ref()), [(2, Base::Whole)]);
    assert_eq!(moved(&session, a_set(&[(2, 20)]).as_ref()), [(2, Base::Whole)]);
    assert_eq!(moved(&session, a_set(&[(1, 10), (2, 22)]).as_ref()), [(2, Base::Value)]);
    assert_eq!(moved(&session, None), [(2, Base::Whole)]);
    session.stage(more.as_ref(), |staging| staging.replace(A, vec![a(10), a(30)])).unwrap();
    assert_eq!(settled(&session, more.as_ref()).0, [(1, 10), (900, 30)], "written once more it has a new base");
}

#[test]
fn c8_a_set_that_was_made_meanwhile_is_in_the_way_of_a_whole_and_not_of_an_add() {
    let mut session = session();
    session.stage(None, |staging| staging.add(A, a(30))).unwrap();
    let by_then = a_set(&[(9, 90)]);
    assert_eq!(settled(&session, by_then.as_ref()).0, [(900, 30), (9, 90)]);
    session.stage(None, |staging| staging.replace(A, vec![a(30)])).unwrap();
    assert_eq!(moved(&session, by_then.as_ref()), [(900, Base::Whole)]);
}

#[test]
fn c9_the_way_out_is_to_write_that_record_again() {
    let (before, by_then) = (a_set(&[(1, 10)]), a_set(&[(1, 12)]));
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.update(A, 1, a(11))).unwrap();
    assert_eq!(moved(&session, by_then.as_ref()), [(1, Base::Value)]);
    assert_eq!(session.sees(by_then.as_ref()), [(1, 11)]);
    session.stage(by_then.as_ref(), |staging| staging.update(A, 1, a(11))).unwrap();
    assert_eq!(settled(&session, by_then.as_ref()).0, [(1, 11)]);
    session.stage(None, |staging| staging.update(A, 1, a(13))).unwrap();
    assert_eq!(session.changes(), [(Op::Add, 1, 13)], "of what is gone nothing is the base");
    assert_eq!(settled(&session, None).0, [(1, 13)]);
}

#[test]
fn c9_a_record_that_is_written_again_is_accepted_in_its_whole() {
    let (before, by_then) = (a_set(&[(1, 10), (2, 20)]), a_set(&[(1, 10), (2, 22)]));
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.replace(A, vec![a(30)])).unwrap();
    assert_eq!(moved(&session, by_then.as_ref()), [(2, Base::Value)]);
    session.stage(by_then.as_ref(), |staging| staging.add(A, a(20))).unwrap();
    assert_eq!(session.sees(by_then.as_ref()), [(901, 20), (900, 30)], "the old number means another value now");
    assert_eq!(moved(&session, by_then.as_ref()), [(2, Base::Value)], "which was not written");
    session.stage(by_then.as_ref(), |staging| staging.remove_all(A, None)).unwrap();
    assert_eq!(settled(&session, by_then.as_ref()), (vec![], vec![]));
}

#[test]
fn c5_a_record_deleted_here_and_elsewhere_is_added_again_under_its_number() {
    let before = a_set(&[(1, 10)]);
    let mut sessions = [900..910, 910..920].map(|numbers| Session::new(A, numbers));
    for session in &mut sessions {
        session.stage(before.as_ref(), |staging| staging.remove(A, 1)).unwrap();
        assert_eq!(session.stage(None, |staging| staging.add(A, a(10))).unwrap().number, 1);
        assert_eq!(session.changes(), [(Op::Add, 1, 10)]);
    }
    let [one, mut other] = sessions;
    let by_then = after(one.draft.settle(None).unwrap().content);
    assert_eq!(settled(&other, by_then.as_ref()), (vec![(1, 10)], vec![(1, SettledAs::AddedAlready(1))]));
    other.stage(None, |staging| staging.update(A, 1, a(11))).unwrap();
    assert_eq!(moved(&other, by_then.as_ref()), [(1, Base::Value)], "one number cannot have two values");
}

#[test]
fn z7_only_the_members_that_were_stated_are_held_against_their_bases() {
    let mut session = Session::new(RecordType::SOA, 900..999);
    let number = Value::Number;
    let state = |session: &mut Session, member, from, to| {
        session.draft.state_member(5, member, number(from), number(to), &mut session.numbers).unwrap();
    };
    state(&mut session, "ttl", 60, 90);
    state(&mut session, "refresh", 1, 2);
    let changes = session.draft.changes();
    assert_eq!((changes.len(), changes[0].number, changes[0].op, changes[0].id), (1, 5, Op::Update, 900));
    assert_eq!(session.draft.count(), 1);
    let stated: Vec<_> = session.draft.wanted_members().collect();
    assert_eq!(stated, [("refresh", &number(2)), ("ttl", &number(90))]);
    let now = |ttl, refresh| [("retry", number(7)), ("ttl", number(ttl)), ("refresh", number(refresh))];
    assert_eq!(session.draft.settle_members(&now(60, 1)), Ok(()));
    let moved = session.draft.settle_members(&now(61, 1)).unwrap_err();
    assert_eq!(moved.base, Base::Members(vec!["ttl"]));
    state(&mut session, "ttl", 61, 90);
    assert_eq!(session.draft.settle_members(&now(61, 1)), Ok(()), "written once more");
    state(&mut session, "ttl", 90, 90);
    state(&mut session, "refresh", 2, 2);
    assert!(session.draft.is_empty());
}
