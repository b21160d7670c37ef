//! What a session has staged: changes of record sets that nobody else sees until they are published (`dynect.md` section 6).
//!
//! Everything staged of one record set is one [`DraftSet`], and its changes remember what they were made on: their bases (rule C8). What
//! a session sees of a set is the published one with its draft laid over ([`DraftSet::view`]); [`Staging`] changes a draft, and folds what
//! was staged of a record before into it (rule C5); [`DraftSet::changes`] tells what there is, and [`DraftSet::settle`] compares the bases
//! with what is published by then. All four look at the published set of their moment, which may be another one each time.
//!
//! ```
//! use domesday_dns::{Name, Rdata, RecordType};
//! use domesday_domain::staging::{DraftSet, Numbers, Written};
//!
//! let mut numbers = Numbers { records: 900..910, changes: 1..10 };
//! let draft = DraftSet::new(Name::parse("www.example.org")?, RecordType::A);
//! let mut staging = draft.staging(None, &mut numbers);
//! let added = staging.add(RecordType::A, Written::plain(Rdata::parse(RecordType::A, "192.0.2.1")?))?;
//! let draft = staging.done();
//! assert_eq!((added.number, draft.changes().len()), (900, 1));
//!
//! let mut staging = draft.staging(None, &mut numbers);
//! staging.remove(RecordType::A, 900)?;
//! assert!(staging.done().is_empty(), "added and deleted is nothing");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod changes;
mod content;
mod members;
mod numbers;
mod operations;
mod settle;
mod table;
mod ttl;
mod view;

use std::collections::BTreeMap;

use domesday_dns::{Name, Rdata, RecordType};

use crate::record::Record;
use crate::record::edit::SetKey;
use crate::record::spelling::{ShownAs, Spelling};

pub use changes::{Op, StagedChange};
pub use content::Content;
pub use members::{DraftMember, DraftMembers, SOA_MEMBERS};
pub use numbers::{Numbers, OutOfNumbers};
pub use operations::{Added, StagingFault, Written};
pub use settle::{Base, Moved, Note, Settled, SettledAs};
pub use table::Staging;
pub use ttl::DraftTtl;

/// Everything that a session has staged of one record set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSet {
    /// The set's owner.
    pub owner: Name,
    /// Its type, as it is stored: SPF stands in the TXT set (rule R8).
    pub rtype: RecordType,
    /// Changes of single values, by the order in which each was first staged.
    pub values: Vec<DraftValue>,
    /// Types that were written as a whole, by the type they show as (SPF apart from TXT).
    pub wholes: BTreeMap<RecordType, DraftWhole>,
    /// The TTL was stated.
    pub ttl: Option<DraftTtl>,
    /// Members of the zone that its SOA shows (rule Z7); only a draft of the SOA has them, and it has nothing else.
    pub members: Option<DraftMembers>,
}

/// A value, and how it is written where that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// The value, of the type it is stored as.
    pub rdata: Rdata,
    /// How it is spelled and shown (rules R7, R8); the default for all that is no text.
    pub spelling: Spelling,
}

/// A staged change of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftValue {
    /// The record's number; kept when it is published (rule C3).
    pub number: i64,
    /// The numbers of its changes, by the type they show as: one, but for a value that was written as both TXT and SPF.
    pub changes: BTreeMap<RecordType, i64>,
    /// What was published under this number when it was staged last; none for an added one.
    pub base: Option<Spelled>,
    /// What it is to be; none for a deleted one.
    pub wanted: Option<Spelled>,
}

/// A type of a set that was written as a whole: when it is published, it must still hold just what it held (rule C8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftWhole {
    /// Its published values when it was staged.
    pub base: Vec<Record>,
    /// It went along with a whole node (rule R10).
    pub node: Option<DraftNode>,
}

/// A node that was removed with all below it: nothing new may be there when that is published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftNode {
    /// The node.
    pub top: Name,
    /// The zone's revision when that was staged: a set with a higher one was changed or made since.
    pub revision: i64,
}

impl Spelled {
    /// Whether it is seen where values are written so.
    fn shows(&self, shown: ShownAs) -> bool {
        self.spelling.shown == ShownAs::Both || self.spelling.shown == shown
    }

    /// What is left of it when one showing is taken away; none if that was the last.
    fn without(&self, shown: ShownAs) -> Option<Self> {
        let rest = self.spelling.shown.without(shown)?;
        Some(Self { rdata: self.rdata.clone(), spelling: Spelling { text: self.spelling.text.clone(), shown: rest } })
    }
}

impl DraftSet {
    /// A draft with nothing in it. SPF is staged in the draft of its owner's TXT.
    pub fn new(owner: Name, rtype: RecordType) -> Self {
        let rtype = if rtype == RecordType::SPF { RecordType::TXT } else { rtype };
        Self { owner, rtype, values: Vec::new(), wholes: BTreeMap::new(), ttl: None, members: None }
    }

    /// Where the set is stored.
    pub fn key(&self) -> SetKey {
        (self.owner.clone(), self.rtype)
    }

    /// Whether nothing is staged, so that there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.ttl.is_none() && self.members.is_none()
    }

    /// The nodes with which it was removed (rule R10); mostly none, at most one for each type it shows as.
    pub fn nodes(&self) -> impl Iterator<Item = &DraftNode> {
        self.wholes.values().filter_map(|whole| whole.node.as_ref())
    }

    /// The ways in which its values may show: texts as TXT and SPF, all others as what they are.
    fn showings(&self) -> &'static [ShownAs] {
        if self.rtype == RecordType::TXT { &[ShownAs::Txt, ShownAs::Spf] } else { &[ShownAs::Txt] }
    }

    /// The type that its values show as where they are written so.
    fn type_shown(&self, shown: ShownAs) -> RecordType {
        if self.rtype == RecordType::TXT && shown == ShownAs::Spf { RecordType::SPF } else { self.rtype }
    }
}

#[cfg(test)]
mod tests;
