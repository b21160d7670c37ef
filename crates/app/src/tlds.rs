//! Rules about TLDs, changed at run time and in force at once on every node (`tlds.md`).
//!
//! Every change of rules or block list is one history entry, and sets the *edition* to it in the same transaction (`write::note`).
//! Whoever needs a verdict reads the edition first, in its own transaction, and takes the compiled policy of just that edition
//! (`Naming::policy`): so the next zone that is created anywhere obeys.

mod affected;
pub(crate) mod changes;
pub(crate) mod create;
mod delete;
mod domains;
mod explain;
mod import;
mod jobs;
pub(crate) mod list;
mod naming;
mod read;
mod report;
mod shelf;
mod update;
pub(crate) mod write;

pub use affected::Affected;
pub use create::{CreateTld, TldDraft};
pub use delete::DeleteTld;
pub use explain::{Explain, Explanation, Obstacle, Way};
pub use import::{ImportList, ImportRequest, TldImport};
pub use jobs::{Imported, ReadImport};
pub use list::{ListTlds, Listed, RowPage, RowQuery, StreamTlds, name_filter};
pub use naming::Naming;
pub use read::ReadTld;
pub use report::{AffectedZones, Counted, ImportReport, ImportStatus, Kept, ReportedError};
pub use update::UpdateTld;

use domesday_domain::tld::Tld;

/// A rule that was made or deleted, and what leaned on it.
#[derive(Clone, Debug)]
pub struct TldChanged {
    /// The rule: as it is stored, or as it was.
    pub tld: Tld,
    /// Zones that might not be created any more.
    pub affected: Affected,
    /// Domains under the policy of a rule that was deleted (rule T8).
    pub domains: Affected,
}
