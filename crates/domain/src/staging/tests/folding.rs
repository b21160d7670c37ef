//! Rule C5: one entry a record, and nothing where it comes to nothing.

use super::*;

const A: RecordType = RecordType::A;

fn given() -> (Session, Option<RecordSet>) {
    (Session::new(A, 900..999), a_set(&[(1, 10), (2, 20)]))
}

#[test]
fn c5_add_then_update_is_an_add() {
    let (mut session, set) = given();
    let set = set.as_ref();
    let added = session.stage(set, |staging| staging.add(A, a(30))).unwrap();
    assert_eq!(added, Added { number: 900, new_set: false });
    session.stage(set, |staging| staging.update(A, 900, a(40))).unwrap();
    assert_eq!(session.changes(), [(Op::Add, 900, 40)]);
    session.stage(set, |staging| staging.remove(A, 900)).unwrap();
    assert!(session.draft.is_empty(), "add, delete is nothing");
    assert_eq!(session.stage(set, |staging| staging.remove(A, 900)), Err(StagingFault::NoSuchRecord));
}

#[test]
fn c5_update_then_delete_is_a_delete_of_the_published_value() {
    let (mut session, set) = given();
    let set = set.as_ref();
    session.stage(set, |staging| staging.update(A, 1, a(30))).unwrap();
    assert_eq!(session.changes(), [(Op::Update, 1, 30)]);
    assert_eq!(session.sees(set), [(2, 20), (1, 30)]);
    session.stage(set, |staging| staging.remove(A, 1)).unwrap();
    assert_eq!((session.changes(), session.sees(set)), (vec![(Op::Delete, 1, 10)], vec![(2, 20)]));
    let again = session.stage(set, |staging| staging.add(A, a(10))).unwrap();
    assert_eq!(again.number, 1, "the old id again");
    assert!(session.draft.is_empty(), "delete, then add of the same value is nothing");
}

#[test]
fn c5_an_update_to_what_is_published_is_nothing() {
    let (mut session, set) = given();
    let set = set.as_ref();
    session.stage(set, |staging| staging.update(A, 1, a(30))).unwrap();
    session.stage(set, |staging| staging.update(A, 1, a(10))).unwrap();
    assert!(session.draft.is_empty());
    assert_eq!(session.draft.count(), 0);
}

#[test]
fn r4_what_the_session_sees_cannot_be_added_or_be_another_record_s_value() {
    let (mut session, set) = given();
    let set = set.as_ref();
    assert_eq!(session.stage(set, |staging| staging.add(A, a(20))), Err(StagingFault::Duplicate(2)));
    assert_eq!(session.stage(set, |staging| staging.update(A, 1, a(20))), Err(StagingFault::Duplicate(2)));
    session.stage(set, |staging| staging.remove(A, 2)).unwrap();
    session.stage(set, |staging| staging.update(A, 1, a(20))).unwrap();
    assert_eq!(session.sees(set), [(1, 20)]);
    assert_eq!(session.stage(set, |staging| staging.remove(RecordType::AAAA, 1)), Err(StagingFault::NoSuchRecord));
    assert_eq!(session.stage(set, |staging| staging.update(A, 3, a(5))), Err(StagingFault::NoSuchRecord));
}

#[test]
fn r6_a_replaced_set_keeps_the_ids_of_values_that_stay() {
    let (mut session, set) = given();
    let set = set.as_ref();
    let numbers = session.stage(set, |staging| staging.replace(A, vec![a(30), a(10), a(30)])).unwrap();
    assert_eq!(numbers, [900, 1, 900]);
    assert_eq!(session.changes(), [(Op::Delete, 2, 20), (Op::Add, 900, 30)]);
    let numbers = session.stage(set, |staging| staging.replace(A, vec![a(10), a(20)])).unwrap();
    assert_eq!(numbers, [1, 2]);
    assert!(session.draft.is_empty() && session.draft.wholes.is_empty(), "{:?}", session.draft);
}

#[test]
fn r10_all_of_a_type_goes_with_what_was_staged_of_it() {
    let (mut session, set) = given();
    let set = set.as_ref();
    session.stage(set, |staging| staging.add(A, a(30))).unwrap();
    let node = DraftNode { top: Name::parse("www.example.org").unwrap(), revision: 7 };
    let gone = node.clone();
    assert_eq!(session.stage(set, move |staging| staging.remove_all(A, Some(gone))), Ok(3));
    assert_eq!(session.changes(), [(Op::Delete, 1, 10), (Op::Delete, 2, 20)]);
    assert_eq!(session.draft.view(set), None);
    assert_eq!(session.draft.nodes().collect::<Vec<_>>(), [&node]);
    assert_eq!(session.stage(set, |staging| staging.remove_all(A, None)), Ok(0));
}

#[test]
fn c6_changes_come_in_the_order_in_which_each_was_first_staged() {
    let (mut session, set) = given();
    let set = set.as_ref();
    session.stage(set, |staging| staging.update(A, 2, a(21))).unwrap();
    session.stage(set, |staging| staging.add(A, a(5))).unwrap();
    session.stage(set, |staging| staging.remove(A, 1)).unwrap();
    session.stage(set, |staging| staging.update(A, 2, a(22))).unwrap();
    assert_eq!(session.changes(), [(Op::Update, 2, 22), (Op::Add, 900, 5), (Op::Delete, 1, 10)]);
    let ids: Vec<i64> = session.draft.changes().iter().map(|change| change.id).collect();
    assert_eq!(ids, [900, 901, 902]);
}

#[test]
fn c3_the_zone_s_own_name_servers_stay_in_the_order_of_its_list() {
    let ns = |text: &str| Rdata::parse(RecordType::NS, text).unwrap();
    let records = [(7, "z.example.net"), (6, "a.example.net")].map(|(number, text)| Record { number, rdata: ns(text) });
    let set =
        RecordSet { origin: Origin::Zone, rtype: RecordType::NS, records: records.into(), ..a_set(&[(1, 1)]).unwrap() };
    let mut session = Session::new(RecordType::NS, 900..999);
    session.stage(Some(&set), |staging| staging.add(RecordType::NS, Written::plain(ns("m.example.net")))).unwrap();
    session
        .stage(Some(&set), |staging| staging.update(RecordType::NS, 7, Written::plain(ns("b.example.net"))))
        .unwrap();
    let seen = session.draft.view(Some(&set)).unwrap();
    assert_eq!(seen.records.iter().map(|record| record.number).collect::<Vec<_>>(), [7, 6, 900]);
    assert_eq!(session.draft.settle(Some(&set)).unwrap().content, Some(seen));
}

#[test]
fn numbers_that_do_not_suffice_are_told() {
    let (mut session, set) = given();
    session.numbers = Numbers { records: 900..900, changes: 900..999 };
    let refused = session.stage(set.as_ref(), |staging| staging.add(A, a(30)));
    assert_eq!(refused, Err(StagingFault::OutOfNumbers(OutOfNumbers)));
    session.numbers = Numbers { records: 900..999, changes: 900..901 };
    let refused = session.stage(set.as_ref(), |staging| staging.remove_all(A, None));
    assert_eq!(refused, Err(StagingFault::OutOfNumbers(OutOfNumbers)));
    assert!(session.draft.is_empty());
}
