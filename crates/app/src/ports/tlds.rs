//! TLD rules, the block list and import jobs, as the store keeps them.

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::tld::list::StoredRule;
use domesday_domain::tld::{BlockEntry, BlockPattern, Blocklist, Source, Tld, TldPattern};
use uuid::Uuid;

use super::Stored;

/// One state of rules and block list (rule C3): the history entry that made it, and a fingerprint of all that led to it. Two states with
/// the same edition are the same, even if one of them was undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// The number of the last history entry about rules or block list; 0 before the first.
    pub revision: i64,
    /// What distinguishes it from others that were to have that number.
    pub stamp: i64,
}

/// A history entry about rules or block list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyEntry {
    /// Its number.
    pub revision: i64,
    /// The request that made it.
    pub request_id: String,
    /// What changed, as JSON.
    pub changes: String,
}

/// Which texts a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextMatch {
    /// This one.
    Exact(String),
    /// Those that match, with `*` for any run of characters. A `*` of the text itself matches too.
    Pattern(String),
}

/// By what a list is put in order, ties by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// When it was made.
    #[default]
    Created,
    /// When it was changed; what never was comes first.
    Updated,
    /// The name, or the pattern, by octets.
    Text,
    /// The id.
    Id,
}

/// Which rows a list shows, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOrder {
    /// Only these names, or patterns.
    pub text: Option<TextMatch>,
    /// By what.
    pub key: SortKey,
    /// The last first.
    pub descending: bool,
}

/// A stored import (rule I5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportJob {
    /// Its id.
    pub id: Uuid,
    /// What is told of it, as JSON.
    pub report: String,
    /// It has ended, one way or the other.
    pub ended: bool,
    /// When its server last told that it is alive.
    pub beat: DateTime<Utc>,
}

/// Reading rules, block list and jobs.
pub trait TldReads {
    /// The present state.
    fn edition(&mut self) -> Stored<Edition>;
    /// History entries about rules and block list after this one, in order; at most so many.
    fn policy_entries(&mut self, after: i64, limit: usize) -> Stored<Vec<PolicyEntry>>;
    /// A rule by its id.
    fn tld(&mut self, id: Uuid) -> Stored<Option<Tld>>;
    /// A rule by its name.
    fn tld_named(&mut self, pattern: &TldPattern) -> Stored<Option<Tld>>;
    /// Who wants a rule, in the order of their names.
    fn tld_sources(&mut self, id: Uuid) -> Stored<Vec<Source>>;
    /// A page of rules, after the rule `marker`.
    fn tld_page(&mut self, order: &ListOrder, marker: Option<&Tld>, limit: usize) -> Stored<Vec<Tld>>;
    /// The names of all rules.
    fn tld_patterns(&mut self) -> Stored<Vec<TldPattern>>;
    /// All rules with who wants them.
    fn stored_rules(&mut self) -> Stored<Vec<StoredRule>>;
    /// An entry of the block list by its id.
    fn block_entry(&mut self, id: Uuid) -> Stored<Option<BlockEntry>>;
    /// An entry by the text of its pattern.
    fn block_entry_with(&mut self, pattern: &BlockPattern) -> Stored<Option<BlockEntry>>;
    /// A page of entries, after the entry `marker`.
    fn block_page(&mut self, order: &ListOrder, marker: Option<&BlockEntry>, limit: usize) -> Stored<Vec<BlockEntry>>;
    /// How many entries there are.
    fn count_block_entries(&mut self) -> Stored<u64>;
    /// All entries in the order in which they were made; patterns that `known` has are its own, compiled already.
    fn blocklist(&mut self, known: &Blocklist) -> Stored<Blocklist>;
    /// An import.
    fn import_job(&mut self, id: Uuid) -> Stored<Option<ImportJob>>;
    /// Zones at or below a name (all if there is none) in canonical order, after `marker`; and whether each is a registry zone.
    fn zone_standings(
        &mut self,
        below: Option<&Name>,
        marker: Option<&Name>,
        limit: usize,
    ) -> Stored<Vec<(Name, bool)>>;
}

/// Writing rules, block list and jobs.
pub trait TldWrites {
    /// Notes the new state.
    fn set_edition(&mut self, edition: Edition) -> Stored<()>;
    /// Stores new rules, each wanted by this source; many rows a statement. A name that is there is a lost race.
    fn insert_tlds(&mut self, tlds: &[Tld], source: &Source) -> Stored<()>;
    /// Stores a rule's new state. A name that another rule has is a lost race.
    fn update_tld(&mut self, tld: &Tld) -> Stored<()>;
    /// Deletes rules, with who wants them.
    fn delete_tlds(&mut self, ids: &[Uuid]) -> Stored<()>;
    /// Notes that a source wants these rules too; nothing happens to those it wants already.
    fn add_source(&mut self, ids: &[Uuid], source: &Source) -> Stored<()>;
    /// Notes that a source does not want these rules any more.
    fn withdraw_source(&mut self, ids: &[Uuid], source: &Source) -> Stored<()>;
    /// Notes that nobody else wants this rule any more.
    fn withdraw_other_sources(&mut self, id: Uuid, source: &Source) -> Stored<()>;
    /// Stores a new entry of the block list. A pattern that is there is a lost race.
    fn insert_block_entry(&mut self, entry: &BlockEntry) -> Stored<()>;
    /// Stores an entry's new state. A pattern that another entry has is a lost race.
    fn update_block_entry(&mut self, entry: &BlockEntry) -> Stored<()>;
    /// Deletes an entry.
    fn delete_block_entry(&mut self, id: Uuid) -> Stored<()>;
    /// Stores a new import.
    fn insert_import_job(&mut self, job: &ImportJob) -> Stored<()>;
    /// Notes how an import ended.
    fn end_import_job(&mut self, id: Uuid, report: &str) -> Stored<()>;
    /// Notes that an import's server is alive.
    fn beat_import_job(&mut self, id: Uuid, now: DateTime<Utc>) -> Stored<()>;
    /// Imports that have not ended and whose server has not told that it is alive since this instant; the job `but` is not among them.
    fn silent_import_jobs(&mut self, before: DateTime<Utc>, but: Option<Uuid>) -> Stored<Vec<ImportJob>>;
}
