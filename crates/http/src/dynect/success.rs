//! A request that was done: its result, and what is said of it.

use super::format::Tree;
use super::message::Message;
use super::rows::Rows;

/// What was done.
#[derive(Debug)]
pub(crate) struct Success {
    pub(super) data: Data,
    pub(super) messages: Vec<Message>,
}

/// A result.
#[derive(Debug)]
pub(super) enum Data {
    /// As it is.
    Whole(Tree),
    /// In rows, since it is too large to be held.
    Rows(Rows),
    /// With all that is said of it, as it was kept: the connection failed in the commit, and so it was learned that the change was made.
    Kept(String),
}

impl Success {
    /// With a result, and what is said of it.
    pub(crate) fn of(data: Tree, message: Message) -> Self {
        Self { data: Data::Whole(data), messages: vec![message] }
    }

    /// Without a result: `data` is `{}`.
    pub(crate) fn empty(message: Message) -> Self {
        Self::of(Tree::Map(Vec::new()), message)
    }

    /// With a result of rows.
    pub(crate) fn rows(rows: Rows, message: Message) -> Self {
        Self { data: Data::Rows(rows), messages: vec![message] }
    }

    /// As it was kept.
    pub(super) fn kept(text: String) -> Self {
        Self { data: Data::Kept(text), messages: Vec::new() }
    }

    /// With one more line.
    #[must_use]
    pub(crate) fn and(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// With more lines.
    #[must_use]
    pub(crate) fn with(mut self, messages: impl IntoIterator<Item = Message>) -> Self {
        self.messages.extend(messages);
        self
    }
}
