//! What a session sees of a set: the published one with its draft laid over (rule C2).

use std::collections::HashMap;

use domesday_dns::Rdata;

use super::content::{Values, published_in_order, published_values};
use super::{Content, DraftSet, DraftValue};
use crate::record::RecordSet;

impl DraftSet {
    /// What the session sees of the set, given what is published now; none for a set that is not there.
    ///
    /// Staged values are there as they are wanted, whatever became of their bases. A value that somebody else has published meanwhile is
    /// not seen twice: it has the number under which it was staged here.
    pub fn view(&self, published: Option<&RecordSet>) -> Option<Content> {
        let staged: HashMap<i64, &DraftValue> = self.values.iter().map(|value| (value.number, value)).collect();
        let mut showings = HashMap::new();
        let wanted: HashMap<&Rdata, i64> =
            self.values.iter().filter_map(|value| Some((&value.wanted.as_ref()?.rdata, value.number))).collect();
        let mut values = Values::beside(published);
        let mut first = Vec::new();
        for (number, value) in published_in_order(published) {
            match (staged.get(&number), wanted.get(&value.rdata)) {
                (Some(staged), _) => first.extend(staged.wanted.clone().map(|wanted| (number, wanted))),
                (None, Some(twin)) => {
                    showings.insert(*twin, value.spelling.shown);
                }
                (None, None) => first.push((number, value)),
            }
        }
        let now = published_values(published);
        let new = self.values.iter().filter(|value| !now.contains_key(&value.number));
        let new = new.filter_map(|value| Some((value.number, value.wanted.clone()?)));
        for (number, mut value) in first.into_iter().chain(new) {
            if let Some(shown) = showings.get(&number) {
                value.spelling.shown = value.spelling.shown.and(*shown);
            }
            values.push(number, value);
        }
        values.into_content(self, self.ttl_over(published))
    }
}
