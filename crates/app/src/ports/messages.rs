//! Messages and kept answers, as the store keeps them.

use chrono::{DateTime, Utc};
use domesday_domain::account::{AccountId, UserId};
use domesday_domain::message::Message;

use super::Stored;

/// Unread messages of an account (rule Q3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// How many.
    pub count: u64,
    /// The oldest of them.
    pub next: Option<i64>,
}

/// Reading messages.
pub trait MessageReads {
    /// A message of an account.
    fn message(&mut self, account: AccountId, id: i64) -> Stored<Option<Message>>;
    /// Messages by number, in the order asked for.
    fn messages_numbered(&mut self, ids: &[i64]) -> Stored<Vec<Message>>;
    /// Unread messages, the oldest first.
    fn unread_messages(&mut self, account: AccountId, limit: usize) -> Stored<Vec<Message>>;
    /// How many are unread.
    fn unread(&mut self, account: AccountId) -> Stored<Unread>;
}

/// Writing messages.
pub trait MessageWrites {
    /// Stores messages, many rows a statement; their numbers are ignored.
    fn insert_messages(&mut self, messages: &[Message]) -> Stored<()>;
    /// Notes that a message was read.
    fn mark_read(&mut self, id: i64, at: DateTime<Utc>) -> Stored<()>;
    /// Deletes a message.
    fn delete_message(&mut self, id: i64) -> Stored<()>;
    /// Deletes messages that were read before this instant; at most so many.
    fn sweep_messages(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize>;
}

/// What a kept answer belongs to, for whoever repeats the request (rules I3, I4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatKey {
    /// Who sent it.
    pub user: UserId,
    /// User and id alone decide (rule I4).
    pub strict: bool,
    /// The transaction id, or the idempotency key.
    pub id: String,
}

/// A kept answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// SHA-256 of method, path and canonical body.
    pub request: [u8; 32],
    /// The HTTP status.
    pub status: u16,
    /// The answer's own members, as JSON, without clear codes.
    pub body: String,
    /// The object: its kind and name, and the revision that the command left; none if the command left no object.
    pub left: Option<(String, Option<i64>)>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Reading kept answers.
pub trait AnswerReads {
    /// The answer that a user was given to this request under an id since an instant: a probe, however many there are under that id.
    fn kept_answer(&mut self, key: &RepeatKey, request: &[u8; 32], since: DateTime<Utc>) -> Stored<Option<KeptAnswer>>;
    /// Answers that a user was given under an id since an instant, to whatever request.
    fn kept_answers(&mut self, key: &RepeatKey, since: DateTime<Utc>) -> Stored<Vec<KeptAnswer>>;
}

/// Writing kept answers.
pub trait AnswerWrites {
    /// Keeps an answer, in the place of an older one to the same request under the same id.
    fn keep_answer(&mut self, key: &RepeatKey, answer: &KeptAnswer) -> Stored<()>;
    /// Deletes answers from before this instant; at most so many.
    fn sweep_answers(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize>;
}
