//! Places that rules name, and places in the body as it was sent: they differ where a list was sent as an object, or had gaps.

use std::borrow::Cow;
use std::collections::HashMap;

/// Where items stand that rules know by their index: see [`super::Reader::indexed`].
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Moved(HashMap<String, String>);

impl Moved {
    /// Notes where an item stands.
    pub(super) fn note(&mut self, place: String, sent: String) {
        if place != sent {
            self.0.insert(place, sent);
        }
    }

    /// The place in the body as it was sent.
    pub(in super::super) fn as_sent<'p>(&self, place: &'p str) -> Cow<'p, str> {
        let ends = place.match_indices('/').map(|(at, _)| at).chain([place.len()]);
        let mut sent = Cow::Borrowed(place);
        for end in ends {
            let Some((head, tail)) = place.split_at_checked(end) else { continue };
            if let Some(moved) = self.0.get(head) {
                sent = Cow::Owned(format!("{moved}{tail}"));
            }
        }
        sent
    }
}
