//! Record sets: read, listed, and changed, one or ten thousand of them, by the same command.

mod apply;
mod change;
mod list;
mod read;
mod surroundings;

pub(crate) use apply::{Plan, plan};
pub use change::{ChangeRecords, ChangedRecords, ChangedSet, MAX_CHANGES};
pub(crate) use list::read_on;
pub use list::{ListSets, SetPage, StreamSets};
pub use read::ReadSet;
pub(crate) use surroundings::surroundings;
