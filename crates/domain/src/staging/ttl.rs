//! TTLs that were stated: one for the whole set (rule R2).

use domesday_dns::RecordType;

use super::{DraftSet, OutOfNumbers, Spelled, Staging};
use crate::record::RecordSet;

/// A TTL that was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftTtl {
    /// The change's own number.
    pub change: i64,
    /// What the published set had when it was staged last; none if there was no set.
    pub base: Option<Option<u32>>,
    /// What it is to be, in seconds; none for the zone's default.
    pub wanted: Option<u32>,
    /// The type through which it was stated.
    pub shown: RecordType,
    /// The number of the record with which it was stated.
    pub number: i64,
    /// That record's value.
    pub value: Spelled,
}

impl DraftSet {
    /// The TTL of the set with the draft laid over; none for the zone's default.
    pub(super) fn ttl_over(&self, published: Option<&RecordSet>) -> Option<u32> {
        match &self.ttl {
            Some(stated) => stated.wanted,
            None => published.and_then(|set| set.ttl),
        }
    }

    /// Whether the stated TTL is a change of its own: a record that is added or changed along with it shows it already.
    pub(super) fn ttl_stands_alone(&self) -> bool {
        let Some(stated) = &self.ttl else { return false };
        !self.values.iter().any(|value| value.number == stated.number && value.wanted.is_some())
    }
}

impl Staging<'_> {
    /// States the TTL of the set, with one of its records: `wanted` is none for the zone's default, which is `default_ttl`. The answer is
    /// whether it differs in effect from what the session saw; the same value again is no change. A number that no record has states
    /// nothing.
    ///
    /// # Errors
    /// [`OutOfNumbers`].
    pub fn state_ttl(
        &mut self,
        shown: RecordType,
        number: i64,
        wanted: Option<u32>,
        default_ttl: u32,
    ) -> Result<bool, OutOfNumbers> {
        let Some(value) = self.current(number).cloned() else { return Ok(false) };
        let effect = |ttl: Option<u32>| ttl.unwrap_or(default_ttl);
        let base = self.published.map(|set| set.ttl);
        let before = self.draft.ttl_over(self.published);
        let stated = self.draft.ttl.as_ref().map(|stated| stated.change);
        let differs = effect(before) != effect(wanted);
        let is_new = base.is_none() && stated.is_none();
        if base.map(effect) == Some(effect(wanted)) || is_new && wanted.is_none() {
            self.draft.ttl = None;
            return Ok(differs);
        }
        if let Some(stated) = self.draft.ttl.as_mut().filter(|_| !differs) {
            stated.base = base;
            return Ok(false);
        }
        let change = match stated {
            Some(change) => change,
            None => self.numbers.change()?,
        };
        self.draft.ttl = Some(DraftTtl { change, base, wanted, shown, number, value });
        Ok(differs)
    }

    /// A set that the session sees anew, where a published one has a TTL: it has the zone's default.
    pub(super) fn state_default(&mut self, shown: RecordType, number: i64) -> Result<(), OutOfNumbers> {
        let (Some(set), Some(value)) = (self.published, self.current(number).cloned()) else { return Ok(()) };
        if set.ttl.is_some() && self.draft.ttl.is_none() {
            let change = self.numbers.change()?;
            self.draft.ttl = Some(DraftTtl { change, base: Some(set.ttl), wanted: None, shown, number, value });
        }
        Ok(())
    }

    /// What becomes of a TTL that was stated with a record when that is staged once more: it is told with what the record is to be, and
    /// goes with one that was only staged, for added and deleted is nothing.
    pub(super) fn ttl_follows(&mut self, number: i64, wanted: Option<&Spelled>, is_published: bool) {
        let Some(stated) = self.draft.ttl.as_mut().filter(|stated| stated.number == number) else { return };
        match wanted {
            Some(wanted) => stated.value = wanted.clone(),
            None if is_published => {}
            None => self.draft.ttl = None,
        }
    }

    /// What becomes of a stated TTL whose record is gone: it stays with another one as long as the session sees any.
    pub(super) fn keep_ttl(&mut self) {
        let Some(stated) = &self.draft.ttl else { return };
        if self.current(stated.number).is_some() {
            return;
        }
        let heir = self.any_value().map(|(number, value)| (number, value.clone()));
        match (heir, &mut self.draft.ttl) {
            (Some((number, value)), Some(stated)) => (stated.number, stated.value) = (number, value),
            (_, ttl) => *ttl = None,
        }
    }
}
