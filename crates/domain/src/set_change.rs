//! What is added to a list and what is taken from it, in one step (`registrar.md` D5).
//!
//! Nothing is silently done twice or not at all: to add what is there, to remove what is not, or to name one value on both sides are
//! faults. A value that stands twice on one side counts once.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use crate::fault::{Fault, below};

/// Values to add to a list and values to remove from it, as sent: their indices are their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetChange<T> {
    /// Values to add.
    pub add: Vec<T>,
    /// Values to remove.
    pub remove: Vec<T>,
}

impl<T> Default for SetChange<T> {
    fn default() -> Self {
        Self { add: Vec::new(), remove: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash + Display> SetChange<T> {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// The list after the change: what stays in its order, then what is added. `path` leads to the list, as in
    /// `/add/{path}/0`.
    ///
    /// # Errors
    /// Every value that rule D5 refuses.
    pub fn apply_to(&self, present: &[T], path: &str) -> Result<Vec<T>, Vec<Fault>> {
        let mut faults = Vec::new();
        let at = |side: &str, index: usize| below(&format!("/{side}/{path}"), index);
        let [there, added, removed] =
            [present, &self.add, &self.remove].map(|list| list.iter().collect::<HashSet<_>>());
        for (index, value) in self.add.iter().enumerate() {
            if removed.contains(value) {
                let detail = format!("{value} is both added and removed");
                faults.push(Fault::refused(at("add", index), "added-and-removed", detail));
            } else if there.contains(value) {
                faults.push(Fault::refused(at("add", index), "already-there", format!("{value} is there already")));
            }
        }
        for (index, value) in self.remove.iter().enumerate() {
            if !there.contains(value) && !added.contains(value) {
                faults.push(Fault::refused(at("rem", index), "not-there", format!("{value} is not there")));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut after: Vec<T> = present.iter().filter(|value| !removed.contains(value)).cloned().collect();
        let mut seen = HashSet::new();
        after.extend(self.add.iter().filter(|value| seen.insert(*value)).cloned());
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(add: &[u8], remove: &[u8]) -> SetChange<u8> {
        SetChange { add: add.to_vec(), remove: remove.to_vec() }
    }

    #[test]
    fn d5_every_value_that_cannot_be_added_or_removed_is_named_at_its_place() {
        let faults = change(&[1, 4, 2, 9], &[9, 7, 1]).apply_to(&[1, 2, 3], "ns").unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect();
        assert_eq!(
            told,
            [
                ("/add/ns/0", "added-and-removed"),
                ("/add/ns/2", "already-there"),
                ("/add/ns/3", "added-and-removed"),
                ("/rem/ns/1", "not-there"),
            ]
        );
    }

    #[test]
    fn d5_a_value_twice_on_one_side_counts_once() {
        assert_eq!(change(&[4, 4], &[2, 2]).apply_to(&[1, 2, 3], "ns").unwrap(), [1, 3, 4]);
    }

    proptest! {
        #[test]
        fn d5_what_was_done_can_be_undone(
            present in proptest::collection::btree_set(0_u8..20, 0..10),
            add in proptest::collection::btree_set(0_u8..20, 0..6),
            remove in proptest::collection::btree_set(0_u8..20, 0..6),
        ) {
            let lists = [present, add, remove].map(|set| set.into_iter().collect::<Vec<u8>>());
            let [present, add, remove] = lists;
            let Ok(after) = change(&add, &remove).apply_to(&present, "ns") else { return Ok(()) };
            let mut back = change(&remove, &add).apply_to(&after, "ns").unwrap();
            back.sort_unstable();
            prop_assert_eq!(back, present);
        }
    }
}
