//! What of contacts is attested, and since when (`attestations.md` P2): no signature, no attestor.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domesday_domain::attestation::SubjectKey;
use domesday_domain::contact::ContactField;
use domesday_domain::entity::SystemKind;
use domesday_domain::registration::ContactNumber;
use domesday_domain::word::Word;

use crate::ports::Snapshot;
use crate::refusal::Refusal;

/// The fields of contacts whose present value is attested, each with the date of the attestation that was made last of those that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified(BTreeMap<(i64, &'static str), DateTime<Utc>>);

impl Verified {
    /// Of these contacts, at an instant: one statement, and none for no contacts.
    ///
    /// # Errors
    /// A [`Refusal`] of the store.
    pub(super) fn of(
        snapshot: &mut dyn Snapshot,
        mut contacts: Vec<ContactNumber>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        contacts.sort_unstable();
        contacts.dedup();
        if contacts.is_empty() {
            return Ok(Self::default());
        }
        let key = |contact: &ContactNumber| SubjectKey { kind: SystemKind::Contacts.name(), number: contact.0 };
        let keys: Vec<SubjectKey> = contacts.iter().map(key).collect();
        // The oldest come first, so the last stays.
        let dated = snapshot.valid_attestations(&keys, now)?.into_iter().filter_map(|attestation| {
            let field = ContactField::parse(attestation.claim.as_str())?;
            Some(((attestation.subject.number, field.as_str()), attestation.date))
        });
        Ok(Self(dated.collect()))
    }

    /// When the present value of a contact's field was attested last; none if it is not.
    pub fn date(&self, contact: ContactNumber, field: ContactField) -> Option<DateTime<Utc>> {
        self.0.get(&(contact.0, field.as_str())).copied()
    }
}
