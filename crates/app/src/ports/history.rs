//! The history, as the store keeps it.

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::history::SubjectKind;
use domesday_domain::serial::Serial;
use domesday_domain::zone::ZoneId;

use super::Stored;

/// An entry to store (rule H1). `changes` and `forced` are JSON texts, as clients see them.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// The zone's name.
    pub zone: Name,
    /// Its number.
    pub zone_id: ZoneId,
    /// Whose the zone was after the change: who may read the entry.
    pub owner: AccountId,
    /// The account that acted.
    pub account: String,
    /// The user that acted.
    pub user: String,
    /// The way in.
    pub face: &'static str,
    /// The request.
    pub request_id: String,
    /// What was done.
    pub action: &'static str,
    /// What led to it.
    pub cause: Option<String>,
    /// What changed.
    pub changes: String,
    /// What force lifted.
    pub forced: String,
    /// The serial before; none for a new zone.
    pub serial_before: Option<Serial>,
    /// The serial after; none for a deleted zone.
    pub serial_after: Option<Serial>,
    /// The zone's revision after.
    pub revision: i64,
    /// What the user wrote about it.
    pub note: Option<String>,
}

/// An entry about what is no zone: a rule, the block list, an account's quota.
#[derive(Clone, Debug)]
pub struct SubjectEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// What kind of thing it is about.
    pub kind: SubjectKind,
    /// Which of them.
    pub subject: String,
    /// Who may read the entry beside admins.
    pub owner: Option<AccountId>,
    /// The account that acted.
    pub account: String,
    /// The user that acted.
    pub user: String,
    /// The way in.
    pub face: &'static str,
    /// The request.
    pub request_id: String,
    /// What was done.
    pub action: &'static str,
    /// What changed, as JSON.
    pub changes: String,
    /// What rules let through, as JSON.
    pub forced: String,
    /// The thing's version after.
    pub revision: i64,
}

/// A stored entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number; rises within a zone, with gaps.
    pub id: i64,
    /// What it says; `face` and `action` as they were stored.
    pub at: DateTime<Utc>,
    /// The zone's name.
    pub zone: Name,
    /// Its number.
    pub zone_id: ZoneId,
    /// The account that acted.
    pub account: String,
    /// The user that acted.
    pub user: String,
    /// The way in.
    pub face: String,
    /// The request.
    pub request_id: String,
    /// What was done.
    pub action: String,
    /// What led to it.
    pub cause: Option<String>,
    /// What changed, as JSON.
    pub changes: String,
    /// What force lifted, as JSON.
    pub forced: String,
    /// The serial before.
    pub serial_before: Option<i64>,
    /// The serial after.
    pub serial_after: Option<i64>,
    /// The zone's revision after.
    pub revision: i64,
    /// What the user wrote about it.
    pub note: Option<String>,
}

/// What there is to an entry of a zone's history, without what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryHead {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The zone's name.
    pub zone: Name,
    /// The account that acted.
    pub account: String,
    /// What was done.
    pub action: String,
}

/// Which entries a list shows.
#[derive(Clone, Debug, Default)]
pub struct HistoryFilter {
    /// Only those of zones that were this account's; none for an admin.
    pub visible_to: Option<AccountId>,
    /// From this instant on.
    pub since: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
    /// So many of the newest are passed over.
    pub passed_over: u64,
}

/// A stored entry about what is no zone.
#[derive(Clone, Debug)]
pub struct StoredSubjectEntry {
    /// Its number; rises within a subject, with gaps.
    pub id: i64,
    /// What it says.
    pub at: DateTime<Utc>,
    /// Which thing it is about.
    pub subject: String,
    /// The account that acted.
    pub account: String,
    /// The user that acted.
    pub user: String,
    /// The way in.
    pub face: String,
    /// The request.
    pub request_id: String,
    /// What was done.
    pub action: String,
    /// What changed, as JSON.
    pub changes: String,
    /// What rules let through, as JSON.
    pub forced: String,
    /// The thing's version after.
    pub revision: i64,
}

/// Reading the history.
pub trait HistoryReads {
    /// A page of a zone name's entries, newest first, older than the entry `marker`.
    fn entries(&mut self, zone: &Name, filter: &HistoryFilter, marker: Option<i64>, limit: usize)
    -> Stored<Vec<Entry>>;
    /// The newest entries of all zones, or of those of one name, newest first, without what changed.
    fn entry_heads(
        &mut self,
        zone: Option<&Name>,
        visible_to: Option<AccountId>,
        limit: usize,
    ) -> Stored<Vec<EntryHead>>;
    /// The entry of a zone's history that has this number, without what changed.
    fn entry_head(&mut self, id: i64, visible_to: Option<AccountId>) -> Stored<Option<EntryHead>>;
    /// The number of the newest entry of a zone name.
    fn newest_entry(&mut self, zone: &Name) -> Stored<Option<i64>>;
    /// A page of the entries about one thing that is no zone, newest first, older than the entry `marker`.
    fn subject_entries(
        &mut self,
        kind: SubjectKind,
        subject: &str,
        filter: &HistoryFilter,
        marker: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<StoredSubjectEntry>>;
}

/// Writing the history.
pub trait HistoryWrites {
    /// Stores an entry.
    fn insert_entry(&mut self, entry: &NewEntry) -> Stored<()>;
    /// Stores an entry about what is no zone; gives its number.
    fn insert_subject_entry(&mut self, entry: &SubjectEntry) -> Stored<i64>;
}
