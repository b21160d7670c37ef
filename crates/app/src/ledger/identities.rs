//! Values that were numbered before they are published: what is staged has its numbers at once, and keeps them (`dynect.md` C3).
//!
//! Sets come onto a page from many sides (edits, delegations, glue that follows); all of them number new values from their zone. Here those
//! values that have a number already are given it, and TXT values their spelling (rule R7).

use std::collections::HashMap;

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::record::RecordSet;
use domesday_domain::record::spelling::Spelling;

/// What a value is known by beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Its number.
    pub(crate) number: i64,
    /// How a TXT value is spelled, where that is to be kept.
    pub(crate) spelling: Option<Spelling>,
}

/// Identities by where their values stand.
#[derive(Debug, Default)]
pub(crate) struct Identities(HashMap<(Name, RecordType), HashMap<Rdata, Identity>>);

impl Identities {
    /// Notes what a value is known by.
    pub(crate) fn note(&mut self, owner: &Name, value: Rdata, identity: Identity) {
        self.0.entry((owner.clone(), value.rtype())).or_default().insert(value, identity);
    }

    /// Gives the values of a set what they are known by.
    pub(super) fn give(&self, set: &mut RecordSet) {
        let Some(known) = self.0.get(&(set.owner.clone(), set.rtype)) else { return };
        for record in &mut set.records {
            let Some(identity) = known.get(&record.rdata) else { continue };
            record.number = identity.number;
            match &identity.spelling {
                Some(spelling) => set.spellings.set(identity.number, spelling.clone()),
                None => set.spellings.remove(identity.number),
            }
        }
        let numbers: Vec<i64> = set.records.iter().map(|record| record.number).collect();
        set.spellings.retain(&numbers);
    }
}
