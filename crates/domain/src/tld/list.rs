//! Lists of rules as others publish them, and what importing one changes (`tlds.md` section 8).
//!
//! Pure: [`read`] makes rules of a text or tells every line at fault, [`difference`] holds them against what is stored. Nothing is taken
//! from a list with a fault: half a list would turn names away that the other half allows.
//!
//! ```
//! use domesday_domain::tld::Source;
//! use domesday_domain::tld::list::{Section, difference, read};
//!
//! let list = read("// a small list\n*.ck\n!www.ck\nCOM\ncom\n", None, Section::All).unwrap();
//! assert_eq!((list.rules.len(), list.read, list.duplicates), (3, 4, 1));
//! let changes = difference(&list, &[], &Source::parse("file").unwrap(), false).unwrap();
//! assert_eq!(changes.added.len(), 3);
//!
//! let faults = read("com\nco..uk\n", None, Section::All).unwrap_err();
//! assert_eq!(faults.first[0].line, Some(2));
//! ```

mod bundled;
mod csv;
mod difference;
mod iana;
mod psl;
mod read;

use uuid::Uuid;

use super::{Description, Source, TldPattern};

pub use bundled::{BundledList, usual_description};
pub use difference::difference;
pub use read::read;

/// The most rules of a list.
pub const MOST_RULES: u64 = 200_000;

/// The most faults that are told.
const FAULTS_TOLD: usize = 100;

/// How a list is written (rule I1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The Public Suffix List's.
    Psl,
    /// The format of IANA's list of top-level domains.
    Iana,
    /// `name[,description]`, RFC 4180.
    Csv,
}

/// A part of the Public Suffix List.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// All of it.
    #[default]
    All,
    /// Names that registries offer.
    Icann,
    /// Names that others offer.
    Private,
}

impl Format {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Psl => "psl",
            Self::Iana => "iana",
            Self::Csv => "csv",
        }
    }
}

impl Section {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Icann => "icann",
            Self::Private => "private",
        }
    }
}

/// A rule of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRule {
    /// Its name.
    pub pattern: TldPattern,
    /// What the list says about it.
    pub description: Option<Description>,
    /// Where it stands, from 1.
    pub line: u64,
}

/// A list, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TldList {
    /// How it was written.
    pub format: Format,
    /// Its rules, each once, in its order.
    pub rules: Vec<ListedRule>,
    /// How many rules were read, duplicates among them.
    pub read: u64,
    /// How many of them were there already.
    pub duplicates: u64,
}

/// What is wrong with a list, in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFault {
    /// The line, from 1; none for the list as a whole.
    pub line: Option<u64>,
    /// A sentence for people.
    pub message: String,
}

/// What is wrong with a list (rule I2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFaults {
    /// How many faults there are.
    pub total: u64,
    /// The first 100 of them.
    pub first: Vec<ListFault>,
    /// The rules that could be read all the same: what of them is wrong only beside the stored ones is told by [`ListFaults::beside`].
    pub readable: Vec<ListedRule>,
}

impl ListFaults {
    fn add(&mut self, line: Option<u64>, message: String) {
        self.total += 1;
        if self.first.len() < FAULTS_TOLD {
            self.first.push(ListFault { line, message });
        }
    }
}

/// A stored rule with who wants it, as far as an import needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRule {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub pattern: TldPattern,
    /// Who wants it.
    pub sources: Vec<Source>,
}

/// What an import changes (rule I3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the list, not stored.
    pub added: Vec<ListedRule>,
    /// In both: how many.
    pub kept: u64,
    /// Those of them that the source did not want until now.
    pub claimed: Vec<Uuid>,
    /// Wanted by this source alone, not in the list any more, and taken away.
    pub removed: Vec<(Uuid, TldPattern)>,
    /// Not in the list any more, but wanted by others: only this source is withdrawn.
    pub withdrawn: Vec<Uuid>,
    /// What pruning would remove, where it was not asked for.
    pub stale: Vec<TldPattern>,
}
