//! Two sessions and another face at one set of addresses, against the model.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::model::{Model, Published};
use super::*;

/// What somebody does. Records are chosen among those seen, or not at all.
#[derive(Clone, Debug)]
enum Act {
    Add(usize, u8),
    Update(usize, usize, u8),
    Remove(usize, usize),
    Replace(usize, Vec<u8>),
    RemoveAll(usize),
    Discard(usize),
    Publish(usize),
    /// The other face writes the whole set: values that stay keep their numbers.
    Rewrite(Vec<u8>),
    /// Another session publishes that one record has another value.
    Change(usize, u8),
}

/// Some values, each once.
pub(crate) fn values() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::btree_set(1_u8..7, 0..4).prop_map(|values| values.into_iter().collect::<Vec<_>>())
}

fn act() -> impl Strategy<Value = Act> {
    let (who, place, value) = (0_usize..2, 0_usize..6, 1_u8..7);
    prop_oneof![
        4 => (who.clone(), value.clone()).prop_map(|(who, value)| Act::Add(who, value)),
        4 => (who.clone(), place.clone(), value.clone()).prop_map(|(who, place, value)| Act::Update(who, place, value)),
        4 => (who.clone(), place.clone()).prop_map(|(who, place)| Act::Remove(who, place)),
        1 => (who.clone(), values().prop_shuffle()).prop_map(|(who, values)| Act::Replace(who, values)),
        1 => who.clone().prop_map(Act::RemoveAll),
        1 => who.clone().prop_map(Act::Discard),
        3 => who.prop_map(Act::Publish),
        1 => values().prop_map(Act::Rewrite),
        2 => (place, value).prop_map(|(place, value)| Act::Change(place, value)),
    ]
}

/// Everything there is, twice: as it is, and as the model has it.
struct World {
    published: Published,
    sessions: [Session; 2],
    models: [Model; 2],
    fresh: i64,
}

const A: RecordType = RecordType::A;

impl World {
    fn new() -> Self {
        Self {
            published: vec![(1, 1), (2, 2), (3, 3)],
            sessions: [1000..2000, 2000..3000].map(|numbers| Session::new(A, numbers)),
            models: Default::default(),
            fresh: 4,
        }
    }

    /// The number of a record at a place of what a session sees, or one that nobody has.
    fn seen(&self, who: usize, place: usize) -> i64 {
        self.models[who].view(&self.published).get(place).map_or(7777, |(number, _)| *number)
    }

    fn stage<T>(
        &mut self,
        who: usize,
        work: impl FnOnce(&mut Staging<'_>) -> Result<T, StagingFault>,
    ) -> Result<T, StagingFault> {
        self.sessions[who].stage(a_set(&self.published).as_ref(), work)
    }

    fn publish(&mut self, who: usize) -> Result<(), TestCaseError> {
        let set = a_set(&self.published);
        let draft = &self.sessions[who].draft;
        let outcome = draft.settle(set.as_ref());
        let expected = self.models[who].publish(&self.published);
        let content = match (outcome, expected) {
            (Err(moved), None) => return self.judge_conflict(who, &moved),
            (Ok(settled), Some(expected)) => {
                prop_assert_eq!(addresses(settled.content.as_ref()), expected);
                settled.content
            }
            (outcome, expected) => return Err(TestCaseError::fail(format!("{outcome:?}, expected {expected:?}"))),
        };
        let values = |content: &Option<Content>| {
            addresses(content.as_ref()).into_iter().map(|(_, value)| value).collect::<Vec<_>>()
        };
        prop_assert_eq!(values(&content), values(&draft.view(set.as_ref())), "what was seen is what is published");
        let after = addresses(content.as_ref());
        let touched = |number| draft.values.iter().any(|value| value.number == number);
        for (number, value) in &self.published {
            let stands = after.iter().find(|(_, other)| other == value);
            prop_assert!(
                touched(*number) || stands == Some(&(*number, *value)),
                "what was not written stays with its id"
            );
        }
        self.published = after;
        self.discard(who);
        Ok(())
    }

    /// A conflict is of something that is staged, and goes when what it names is written again, or all of it.
    fn judge_conflict(&self, who: usize, moved: &[Moved]) -> Result<(), TestCaseError> {
        let changes = self.sessions[who].draft.changes();
        prop_assert!(!moved.is_empty() && moved.iter().all(|moved| changes.contains(&moved.change)), "{:?}", moved);
        let set = a_set(&self.published);
        let mut numbers = Numbers { records: 8000..8100, changes: 8000..8100 };
        let seen = self.sessions[who].sees(set.as_ref());
        let mut staging = self.sessions[who].draft.clone().staging(set.as_ref(), &mut numbers);
        staging.replace(A, seen.iter().map(|(_, value)| a(*value)).collect()).unwrap();
        let settled = staging.done().settle(set.as_ref());
        let values = |values: Vec<(i64, u8)>| values.into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        let published = settled.map(|settled| values(addresses(settled.content.as_ref())));
        prop_assert_eq!(published, Ok(values(seen)), "written once more it is published");
        Ok(())
    }

    fn discard(&mut self, who: usize) {
        self.sessions[who].draft = DraftSet::new(self.sessions[who].draft.owner.clone(), A);
        self.models[who] = Model::default();
    }

    fn act(&mut self, act: Act) -> Result<(), TestCaseError> {
        let published = self.published.clone();
        match act {
            Act::Add(who, value) => {
                let fresh = self.sessions[who].numbers.records.start;
                let expected = self.models[who].add(&published, value, fresh);
                let added = self.stage(who, |staging| staging.add(A, a(value)));
                prop_assert_eq!(added.map(|added| added.number), expected);
            }
            Act::Update(who, place, value) => {
                let number = self.seen(who, place);
                let expected = self.models[who].update(&published, number, value);
                prop_assert_eq!(self.stage(who, |staging| staging.update(A, number, a(value))), expected);
            }
            Act::Remove(who, place) => {
                let number = self.seen(who, place);
                let expected = self.models[who].remove(&published, number);
                prop_assert_eq!(self.stage(who, |staging| staging.remove(A, number)), expected);
            }
            Act::Replace(who, values) => {
                let fresh = self.sessions[who].numbers.records.start;
                let expected = self.models[who].replace(&published, &values, fresh);
                let written = values.into_iter().map(a).collect();
                prop_assert_eq!(self.stage(who, |staging| staging.replace(A, written)), Ok(expected));
            }
            Act::RemoveAll(who) => {
                let expected = self.models[who].view(&published).len();
                self.models[who].replace(&published, &[], 0);
                prop_assert_eq!(self.stage(who, |staging| staging.remove_all(A, None)), Ok(expected as u64));
            }
            Act::Discard(who) => self.discard(who),
            Act::Publish(who) => self.publish(who)?,
            Act::Rewrite(values) => {
                let kept = |value: u8| published.iter().find(|(_, known)| *known == value).map(|(number, _)| *number);
                let mut number = |value| {
                    kept(value).unwrap_or_else(|| {
                        self.fresh += 1;
                        self.fresh
                    })
                };
                self.published = values.into_iter().map(|value| (number(value), value)).collect();
            }
            Act::Change(place, value) => {
                if !published.iter().any(|(_, known)| *known == value) && place < published.len() {
                    self.published[place].1 = value;
                }
            }
        }
        self.check()
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let set = a_set(&self.published);
        for (session, model) in self.sessions.iter().zip(&self.models) {
            prop_assert_eq!(session.sees(set.as_ref()), model.view(&self.published));
            let mut changes = session.changes();
            prop_assert_eq!(session.draft.count(), changes.len() as u64);
            changes.sort_by_key(|(_, number, _)| *number);
            prop_assert_eq!(changes, model.changes());
            prop_assert_eq!(session.draft.is_empty(), model.touched.is_empty(), "no draft is left that does nothing");
            prop_assert_eq!(session.draft.wholes.is_empty(), model.whole.is_none());
            let ids: BTreeSet<i64> = session.draft.changes().iter().map(|change| change.id).collect();
            prop_assert_eq!(ids.len() as u64, session.draft.count());
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn c5_c8_two_sessions_and_another_face_do_as_the_model_does(acts in vec(act(), 0..40)) {
        let mut world = World::new();
        for act in acts {
            world.act(act)?;
        }
        for who in 0..2 {
            world.publish(who)?;
        }
    }
}
