//! Rules R7 and R8: texts as they were spelled, and as TXT, SPF, or both.

use super::*;
use crate::record::spelling::Spellings;

const TXT: RecordType = RecordType::TXT;
const SPF: RecordType = RecordType::SPF;

fn text(number: u8) -> Written {
    Written::plain(value(TXT, number))
}

fn spelled(number: u8, text: &str) -> Written {
    Written::spelled(value(TXT, number), text)
}

fn set(values: &[(i64, u8, ShownAs)]) -> Option<RecordSet> {
    let numbered: Vec<(i64, u8)> = values.iter().map(|(number, value, _)| (*number, *value)).collect();
    let spelling = |(number, _, shown): &(i64, u8, ShownAs)| (*number, Spelling { text: None, shown: *shown });
    let spellings: Spellings = values.iter().map(spelling).collect();
    Some(RecordSet { spellings, ..published(TXT, None, &numbered)? })
}

fn seen(session: &Session, set: Option<&RecordSet>, rtype: RecordType) -> Vec<i64> {
    let content = session.draft.view(set);
    content.iter().flat_map(|content| content.shown_as(rtype)).map(|(record, _)| record.number).collect()
}

fn changes(session: &Session) -> Vec<(Op, RecordType, i64, i64)> {
    let changes = session.draft.changes().into_iter();
    changes.map(|change| (change.op, change.key.1, change.number, change.id)).collect()
}

fn session() -> Session {
    Session::new(TXT, 900..999)
}

#[test]
fn r8_what_is_written_as_both_is_one_value_and_two_changes() {
    let mut session = session();
    assert_eq!(session.stage(None, |staging| staging.add(TXT, text(1))).unwrap().number, 900);
    assert_eq!(session.stage(None, |staging| staging.add(SPF, text(1))).unwrap().number, 900);
    assert_eq!(session.stage(None, |staging| staging.add(SPF, text(1))), Err(StagingFault::Duplicate(900)));
    assert_eq!(changes(&session), [(Op::Add, TXT, 900, 900), (Op::Add, SPF, 900, 901)]);
    assert_eq!(session.draft.count(), 2);
    session.stage(None, |staging| staging.remove(TXT, 900)).unwrap();
    assert_eq!((seen(&session, None, TXT), seen(&session, None, SPF)), (vec![], vec![900]));
    assert_eq!(session.stage(None, |staging| staging.remove(TXT, 900)), Err(StagingFault::NoSuchRecord));
    assert_eq!(changes(&session), [(Op::Add, SPF, 900, 901)]);
    session.stage(None, |staging| staging.remove(SPF, 900)).unwrap();
    assert!(session.draft.is_empty(), "the value with the last");
}

#[test]
fn r8_a_delete_takes_away_one_showing() {
    let before = set(&[(1, 1, ShownAs::Both)]);
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.remove(SPF, 1)).unwrap();
    assert_eq!(changes(&session), [(Op::Delete, SPF, 1, 900)]);
    let content = session.draft.settle(before.as_ref()).unwrap().content.unwrap();
    assert_eq!(content.spellings.of(1).shown, ShownAs::Txt);
    let txt_gone = set(&[(1, 1, ShownAs::Spf)]);
    assert_eq!(session.draft.settle(txt_gone.as_ref()).unwrap().content, None, "two sessions, two showings");
    let spf_gone = set(&[(1, 1, ShownAs::Txt)]);
    let settled = session.draft.settle(spf_gone.as_ref()).unwrap();
    assert_eq!(settled.notes[0].settled, SettledAs::DeletedAlready);
    assert_eq!(settled.content, spf_gone.as_ref().map(Content::of));
}

#[test]
fn r8_a_whole_type_leaves_the_other_alone() {
    let before = set(&[(1, 1, ShownAs::Txt), (2, 2, ShownAs::Spf), (3, 3, ShownAs::Both)]);
    let mut session = session();
    let numbers = session.stage(before.as_ref(), |staging| staging.replace(SPF, vec![text(1), text(2)])).unwrap();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(seen(&session, before.as_ref(), TXT), [1, 3]);
    assert_eq!(seen(&session, before.as_ref(), SPF), [1, 2]);
    assert_eq!(changes(&session), [(Op::Delete, SPF, 3, 900), (Op::Add, SPF, 1, 901)]);
    let more_txt = set(&[(1, 1, ShownAs::Txt), (2, 2, ShownAs::Spf), (3, 3, ShownAs::Both), (4, 4, ShownAs::Txt)]);
    assert!(session.draft.settle(more_txt.as_ref()).is_ok());
    let more_spf = set(&[(1, 1, ShownAs::Txt), (2, 2, ShownAs::Spf), (3, 3, ShownAs::Both), (4, 4, ShownAs::Both)]);
    assert_eq!(session.draft.settle(more_spf.as_ref()).unwrap_err()[0].base, Base::Whole);
    assert_eq!(session.stage(before.as_ref(), |staging| staging.remove_all(TXT, None)), Ok(2));
    assert_eq!(seen(&session, before.as_ref(), SPF), [1, 2]);
}

#[test]
fn r8_an_update_changes_the_value_wherever_it_shows() {
    let before = set(&[(1, 1, ShownAs::Both)]);
    let mut session = session();
    session.stage(before.as_ref(), |staging| staging.update(SPF, 1, text(5))).unwrap();
    assert_eq!(changes(&session), [(Op::Update, SPF, 1, 900)]);
    assert_eq!((seen(&session, before.as_ref(), TXT), seen(&session, before.as_ref(), SPF)), (vec![1], vec![1]));
    session.stage(before.as_ref(), |staging| staging.remove(SPF, 1)).unwrap();
    assert_eq!(changes(&session), [(Op::Delete, SPF, 1, 900), (Op::Update, TXT, 1, 901)]);
    session.stage(before.as_ref(), |staging| staging.add(TXT, text(1))).unwrap();
    assert_eq!(seen(&session, before.as_ref(), TXT), [900, 1]);
}

#[test]
fn r7_a_text_is_a_duplicate_in_whatever_spelling_and_comes_back_in_its_own() {
    let mut session = session();
    session.stage(None, |staging| staging.add(TXT, spelled(1, "1"))).unwrap();
    let again = session.stage(None, |staging| staging.add(TXT, spelled(1, "\"\\049\"")));
    assert_eq!(again, Err(StagingFault::Duplicate(900)));
    let content = session.draft.view(None).unwrap();
    let (record, spelling) = content.shown_record(TXT, 900).unwrap();
    assert_eq!(spelling.shown_text(&record.rdata), "1");
    let before = after(session.draft.settle(None).unwrap().content);
    let mut later = Session::new(TXT, 910..920);
    later.stage(before.as_ref(), |staging| staging.update(TXT, 900, spelled(1, "\\049"))).unwrap();
    assert_eq!(changes(&later), [(Op::Update, TXT, 900, 910)], "another spelling is a change");
    later.stage(before.as_ref(), |staging| staging.update(TXT, 900, spelled(1, "1"))).unwrap();
    assert!(later.draft.is_empty());
}

#[test]
fn r8_a_value_published_meanwhile_as_the_other_shows_as_both() {
    let mut session = session();
    session.stage(None, |staging| staging.add(TXT, text(1))).unwrap();
    let theirs = set(&[(7, 1, ShownAs::Spf)]);
    assert_eq!((seen(&session, theirs.as_ref(), TXT), seen(&session, theirs.as_ref(), SPF)), (vec![900], vec![900]));
    let content = session.draft.settle(theirs.as_ref()).unwrap().content.unwrap();
    assert_eq!((content.records[0].number, content.spellings.of(7).shown), (7, ShownAs::Both));
    session.stage(theirs.as_ref(), |staging| staging.remove(SPF, 900)).unwrap();
    assert_eq!(seen(&session, theirs.as_ref(), SPF), Vec::<i64>::new());
    let content = session.draft.settle(theirs.as_ref()).unwrap().content.unwrap();
    assert_eq!((content.records[0].number, content.spellings.of(900).shown), (900, ShownAs::Txt));
}
