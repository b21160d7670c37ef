//! What staging is, in lists that are read from end to end.

use super::{Op, StagingFault};

/// What is published: numbers and addresses.
pub(crate) type Published = Vec<(i64, u8)>;

/// A record that a session wrote: what was published of it then, and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touched {
    pub(crate) number: i64,
    pub(crate) base: Option<u8>,
    pub(crate) wanted: Option<u8>,
}

/// What a session has staged of a set of addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) touched: Vec<Touched>,
    pub(crate) whole: Option<Published>,
}

fn of(published: &Published, number: i64) -> Option<u8> {
    published.iter().find(|(known, _)| *known == number).map(|(_, value)| *value)
}

fn number_of(values: &Published, value: u8) -> Option<i64> {
    values.iter().find(|(_, known)| *known == value).map(|(number, _)| *number)
}

fn in_order(mut values: Published) -> Published {
    values.sort_by_key(|(_, value)| *value);
    values
}

impl Model {
    fn is_touched(&self, number: i64) -> bool {
        self.touched.iter().any(|touched| touched.number == number)
    }

    pub(crate) fn view(&self, published: &Published) -> Published {
        let staged = self.touched.iter().filter_map(|touched| Some((touched.number, touched.wanted?)));
        let mut seen: Published = staged.collect();
        for (number, value) in published {
            if !self.is_touched(*number) && number_of(&seen, *value).is_none() {
                seen.push((*number, *value));
            }
        }
        in_order(seen)
    }

    fn touch(&mut self, published: &Published, number: i64, wanted: Option<u8>) {
        let base = of(published, number);
        if let Some(whole) = &mut self.whole {
            whole.retain(|(known, _)| *known != number);
            whole.extend(base.map(|value| (number, value)));
        }
        self.touched.retain(|touched| touched.number != number);
        if base != wanted {
            self.touched.push(Touched { number, base, wanted });
        }
    }

    /// What is held against a base only while something is left of it.
    fn tidy(&mut self) {
        self.whole.take_if(|_| self.touched.is_empty());
    }

    pub(crate) fn add(&mut self, published: &Published, value: u8, fresh: i64) -> Result<i64, StagingFault> {
        if let Some(number) = number_of(&self.view(published), value) {
            return Err(StagingFault::Duplicate(number));
        }
        let deleted = self.touched.iter().filter(|touched| touched.wanted.is_none() && touched.base == Some(value));
        let mut deleted: Vec<i64> = deleted.map(|touched| touched.number).collect();
        deleted.sort_unstable();
        let still = deleted.iter().find(|number| of(published, **number) == Some(value));
        let gone = deleted.iter().find(|number| of(published, **number).is_none());
        let number = still.or(gone).copied().unwrap_or(fresh);
        self.touch(published, number, Some(value));
        self.tidy();
        Ok(number)
    }

    pub(crate) fn update(&mut self, published: &Published, number: i64, value: u8) -> Result<(), StagingFault> {
        let seen = self.view(published);
        of(&seen, number).ok_or(StagingFault::NoSuchRecord)?;
        if let Some(other) = number_of(&seen, value).filter(|other| *other != number) {
            return Err(StagingFault::Duplicate(other));
        }
        self.touch(published, number, Some(value));
        self.tidy();
        Ok(())
    }

    pub(crate) fn remove(&mut self, published: &Published, number: i64) -> Result<(), StagingFault> {
        of(&self.view(published), number).ok_or(StagingFault::NoSuchRecord)?;
        self.touch(published, number, None);
        self.tidy();
        Ok(())
    }

    /// `fresh` is the first number that is free; the values differ from one another.
    pub(crate) fn replace(&mut self, published: &Published, values: &[u8], mut fresh: i64) -> Vec<i64> {
        let mut staged: Vec<i64> = self.touched.iter().map(|touched| touched.number).collect();
        staged.sort_unstable();
        let untouched = published.iter().map(|(number, _)| *number).filter(|number| !staged.contains(number));
        let all: Vec<i64> = untouched.chain(staged.clone()).collect();
        let wanted = |model: &Self, number| {
            let touched = model.touched.iter().find(|touched| touched.number == number);
            touched.map_or(of(published, number), |touched| touched.wanted)
        };
        let mut kept: Published = Vec::new();
        for number in all {
            let value = wanted(self, number).filter(|value| values.contains(value));
            let stays = value.filter(|value| number_of(&kept, *value).is_none_or(|other| other == number));
            kept.extend(stays.filter(|value| number_of(&kept, *value).is_none()).map(|value| (number, value)));
            self.touch(published, number, stays);
        }
        self.whole = Some(published.clone());
        let number = |value: &u8| match number_of(&kept, *value) {
            Some(number) => number,
            None => {
                let number = self.add(published, *value, fresh).expect("it is not there");
                fresh += i64::from(number == fresh);
                self.whole.get_or_insert_with(|| published.clone());
                number
            }
        };
        let numbers = values.iter().map(number).collect();
        self.tidy();
        numbers
    }

    /// What a publish makes of it; none if a base moved.
    pub(crate) fn publish(&self, published: &Published) -> Option<Published> {
        for Touched { number, base, wanted } in &self.touched {
            let fine = match (base, of(published, *number)) {
                (Some(base), Some(now)) => *base == now,
                (Some(_), None) => wanted.is_none(),
                (None, Some(now)) => *wanted == Some(now),
                (None, None) => true,
            };
            if !fine {
                return None;
            }
        }
        if self.whole.as_ref().is_some_and(|whole| in_order(whole.clone()) != in_order(published.clone())) {
            return None;
        }
        let mut outcome: Published =
            published.iter().filter(|(number, _)| !self.is_touched(*number)).copied().collect();
        for touched in &self.touched {
            if let Some(value) = touched.wanted.filter(|value| number_of(&outcome, *value).is_none()) {
                outcome.push((touched.number, value));
            }
        }
        Some(in_order(outcome))
    }

    /// What is staged, in order of the numbers of records.
    pub(crate) fn changes(&self) -> Vec<(Op, i64, u8)> {
        let change = |touched: &Touched| match (touched.base, touched.wanted) {
            (None, Some(value)) => (Op::Add, touched.number, value),
            (Some(_), Some(value)) => (Op::Update, touched.number, value),
            (value, None) => (Op::Delete, touched.number, value.expect("one of both")),
        };
        let mut changes: Vec<_> = self.touched.iter().map(change).collect();
        changes.sort_by_key(|(_, number, _)| *number);
        changes
    }
}
