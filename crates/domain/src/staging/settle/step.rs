//! One staged value, over what is published under its number: deltas of the value, and of the types it shows as, each by itself.

use super::{Note, SettledAs};
use crate::record::spelling::ShownAs;
use crate::staging::{DraftSet, DraftValue, Spelled};

/// What one staged value comes to.
pub(super) enum Step {
    /// The record is to be so, or not to be.
    Put(Option<Spelled>),
    /// It is to be added.
    Add(Spelled),
}

impl DraftSet {
    /// What a staged value comes to, over what is published under its number; none if its base moved.
    pub(super) fn step(&self, value: &DraftValue, now: Option<&Spelled>, notes: &mut Vec<Note>) -> Option<Step> {
        let (Some(base), Some(now)) = (&value.base, now) else {
            return match (&value.base, now, &value.wanted) {
                (None, None, Some(wanted)) => Some(Step::Add(wanted.clone())),
                (Some(base), None, wanted) => self.step_on_deleted(value, base, wanted.as_ref(), notes),
                // Two sessions have brought back one deleted record: that is as good if they agree on its value.
                (None, Some(now), Some(wanted)) => self.step_on_restored(value, now, wanted, notes),
                _ => None,
            };
        };
        if now.rdata != base.rdata {
            return None;
        }
        let mut result = now.clone();
        if let Some(wanted) = &value.wanted {
            let text = &wanted.spelling.text;
            result.rdata = wanted.rdata.clone();
            if result.rdata != base.rdata || *text != base.spelling.text {
                result.spelling.text = text.clone();
            }
        }
        let shows = |value: Option<&Spelled>, shown| value.is_some_and(|value| value.shows(shown));
        let mut shown_now: Vec<ShownAs> = Vec::new();
        for shown in self.showings().iter().copied() {
            let (was, wants) = (shows(Some(base), shown), shows(value.wanted.as_ref(), shown));
            let is = now.shows(shown);
            let note = match (was, wants, is) {
                (true, false, false) => Some(SettledAs::DeletedAlready),
                (false, true, true) => Some(SettledAs::AddedAlready(value.number)),
                _ => None,
            };
            notes.extend(note.and_then(|settled| self.note(value, shown, settled)));
            if wants && !was || is && (wants || !was) {
                shown_now.push(shown);
            }
        }
        let shown = shown_now.into_iter().reduce(ShownAs::and);
        Some(Step::Put(shown.map(|shown| {
            result.spelling.shown = shown;
            result
        })))
    }

    /// The same where the record was deleted meanwhile: nobody minds if that was wanted, and what was added is added.
    fn step_on_deleted(
        &self,
        value: &DraftValue,
        base: &Spelled,
        wanted: Option<&Spelled>,
        notes: &mut Vec<Note>,
    ) -> Option<Step> {
        let already = |shown: &ShownAs| self.note(value, *shown, SettledAs::DeletedAlready);
        let Some(wanted) = wanted else {
            notes.extend(self.showings().iter().filter_map(already));
            return Some(Step::Put(None));
        };
        if wanted.rdata != base.rdata || wanted.spelling.text != base.spelling.text {
            return None;
        }
        let shows = |shown: &&ShownAs| wanted.shows(**shown) && !base.shows(**shown);
        notes.extend(self.showings().iter().filter(|shown| !wanted.shows(**shown)).filter_map(already));
        let added = self.showings().iter().filter(shows).copied().reduce(ShownAs::and);
        Some(match added {
            Some(shown) => {
                let mut added = wanted.clone();
                added.spelling.shown = shown;
                Step::Add(added)
            }
            None => Step::Put(None),
        })
    }

    /// The same where the record is to be added, and is there again.
    fn step_on_restored(
        &self,
        value: &DraftValue,
        now: &Spelled,
        wanted: &Spelled,
        notes: &mut Vec<Note>,
    ) -> Option<Step> {
        if now.rdata != wanted.rdata {
            return None;
        }
        let twice = self.showings().iter().filter(|shown| now.shows(**shown) && wanted.shows(**shown));
        notes.extend(twice.filter_map(|shown| self.note(value, *shown, SettledAs::AddedAlready(value.number))));
        let mut result = now.clone();
        result.spelling.shown = now.spelling.shown.and(wanted.spelling.shown);
        Some(Step::Put(Some(result)))
    }

    fn note(&self, value: &DraftValue, shown: ShownAs, settled: SettledAs) -> Option<Note> {
        let rtype = self.type_shown(shown);
        let change = self.changes_of(value).find(|change| change.key.1 == rtype)?;
        Some(Note { change, settled })
    }
}
