//! One session at texts that show as TXT, SPF or both: what is seen is what the listed changes make of what is published.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;

use super::properties::values;
use super::*;

/// What one session does to texts; a place chooses among what shows as the type.
#[derive(Clone, Debug)]
enum TextAct {
    Add(RecordType, u8, bool),
    Update(RecordType, usize, u8, bool),
    Remove(RecordType, usize),
    Replace(RecordType, Vec<u8>),
    Ttl(RecordType, usize, Option<u32>),
}

fn text_act() -> impl Strategy<Value = TextAct> {
    let rtype = prop_oneof![Just(RecordType::TXT), Just(RecordType::SPF)];
    let ttl = prop_oneof![Just(None), Just(Some(60)), Just(Some(DEFAULT_TTL)), Just(Some(90))];
    let (place, value, plain) = (0_usize..4, 1_u8..5, any::<bool>());
    let written = (rtype.clone(), value.clone(), plain);
    let rewritten = (rtype.clone(), place.clone(), value, plain);
    prop_oneof![
        3 => written.prop_map(|(rtype, value, plain)| TextAct::Add(rtype, value, plain)),
        2 => rewritten.prop_map(|(rtype, place, value, plain)| TextAct::Update(rtype, place, value, plain)),
        3 => (rtype.clone(), place.clone()).prop_map(|(rtype, place)| TextAct::Remove(rtype, place)),
        1 => (rtype.clone(), values()).prop_map(|(rtype, values)| TextAct::Replace(rtype, values)),
        1 => (rtype, place, ttl).prop_map(|(rtype, place, ttl)| TextAct::Ttl(rtype, place, ttl)),
    ]
}

/// A text, spelled as it is printed or without quotes.
fn text(value: u8, plain: bool) -> Written {
    let rdata = super::value(RecordType::TXT, value);
    if plain { Written::spelled(rdata, &value.to_string()) } else { Written::plain(rdata) }
}

/// What is seen: by type and number, the value as it is spelled.
type Seen = BTreeMap<(RecordType, i64), Spelled>;

fn seen(content: Option<&Content>) -> Seen {
    let types = [RecordType::TXT, RecordType::SPF];
    let of_type = |rtype: RecordType| {
        content.into_iter().flat_map(move |content| content.shown_as(rtype).map(move |shown| (rtype, shown)))
    };
    let entry = |(rtype, (record, spelling)): (RecordType, (&Record, &Spelling))| {
        let text = Spelling { text: spelling.text.clone(), shown: ShownAs::Txt };
        ((rtype, record.number), Spelled { rdata: record.rdata.clone(), spelling: text })
    };
    types.into_iter().flat_map(of_type).map(entry).collect()
}

/// The effect of changes on what is seen, each by itself.
fn carried_out(changes: &[StagedChange], mut seen: Seen) -> Seen {
    for change in changes {
        let Some(mut value) = change.value.clone() else { continue };
        value.spelling.shown = ShownAs::Txt;
        match change.op {
            Op::Delete => drop(seen.remove(&(change.key.1, change.number))),
            Op::Add => drop(seen.insert((change.key.1, change.number), value)),
            // A value that shows twice is changed in both places.
            Op::Update => seen
                .iter_mut()
                .filter(|((_, number), _)| *number == change.number)
                .for_each(|(_, old)| *old = value.clone()),
        }
    }
    seen
}

fn published_texts() -> Option<RecordSet> {
    let mut set = published(RecordType::TXT, Some(60), &[(1, 1), (2, 2), (3, 3)])?;
    set.spellings.set(2, Spelling { text: None, shown: ShownAs::Spf });
    set.spellings.set(3, Spelling { text: Some("3".into()), shown: ShownAs::Both });
    Some(set)
}

fn act_on_texts(session: &mut Session, set: Option<&RecordSet>, act: TextAct) -> Result<(), StagingFault> {
    let before = seen(session.draft.view(set).as_ref());
    let at = |rtype: RecordType, place: usize| {
        let numbers = before.keys().filter(|(shown, _)| *shown == rtype).map(|(_, number)| *number);
        numbers.collect::<Vec<_>>().get(place).copied().unwrap_or(7777)
    };
    session.stage(set, |staging| match act {
        TextAct::Add(rtype, value, plain) => staging.add(rtype, text(value, plain)).map(drop),
        TextAct::Update(rtype, place, value, plain) => staging.update(rtype, at(rtype, place), text(value, plain)),
        TextAct::Remove(rtype, place) => staging.remove(rtype, at(rtype, place)),
        TextAct::Replace(rtype, values) => {
            staging.replace(rtype, values.into_iter().map(|value| text(value, false)).collect()).map(drop)
        }
        TextAct::Ttl(rtype, place, ttl) => {
            Ok(staging.state_ttl(rtype, at(rtype, place), ttl, DEFAULT_TTL).map(drop)?)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn c2_c6_r8_what_is_seen_of_texts_is_what_changes_make_of_them(
        acts in vec(text_act(), 0..25),
        begins_empty in any::<bool>(),
    ) {
        let set = published_texts().filter(|_| !begins_empty);
        let set = set.as_ref();
        let published = set.map(Content::of);
        let mut session = Session::new(RecordType::TXT, 1000..2000);
        for act in acts {
            let (before, told) = (session.draft.clone(), format!("{act:?}"));
            if act_on_texts(&mut session, set, act).is_err() {
                prop_assert_eq!(&session.draft, &before);
                continue;
            }
            let draft = &session.draft;
            let view = draft.view(set);
            let changes = draft.changes();
            prop_assert_eq!(seen(view.as_ref()), carried_out(&changes, seen(published.as_ref())), "{}: {:?}", told, draft);
            prop_assert_eq!(draft.is_empty(), view == published, "{}: {:?}", told, draft);
            prop_assert_eq!(draft.settle(set), Ok(Settled { content: view, notes: Vec::new() }));
            let ids: BTreeSet<i64> = changes.iter().map(|change| change.id).collect();
            prop_assert_eq!((ids.len(), changes.len() as u64), (changes.len(), draft.count()));
        }
    }
}
