//! The history: written by every change in its own transaction, read by who may read the zone or other thing, also after it is gone.

mod about;
mod read;
mod render;
mod subject;
mod write;

pub(crate) use about::About;
pub(crate) use read::readable;
pub use read::{HistoryPage, ReadHistory, ReadHistoryAnswer};
#[cfg(test)]
pub(crate) use render::changes;
pub use subject::{OtherSubject, ReadAccountHistory, ReadSubjectHistory, Subject, SubjectError, SubjectHistory};
pub(crate) use write::{Story, write};
