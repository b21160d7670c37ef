//! Notes that a message was read (rule Q3). To do so again changes nothing.

use chrono::{DateTime, Utc};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::precondition::Precondition;

use super::info::MessageInfo;
use super::{existing, number};
use crate::ports::{Locks, UnitOfWork, Unread};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};
use crate::tlds::write::check_condition;

/// Notes that a message was read.
#[derive(Clone, Debug)]
pub struct MarkRead {
    /// Its number, as it was sent.
    pub id: String,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

/// A message that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageMarked {
    /// Its number.
    pub id: i64,
    /// When it was read first.
    pub read: DateTime<Utc>,
    /// What its account has not read yet.
    pub unread: Unread,
    /// The message before.
    pub before: MessageInfo,
}

impl Command for MarkRead {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = MessageMarked;

    fn locks(&self, _: &Actor) -> Locks {
        super::locks(&self.id)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<MessageMarked, Refusal> {
        let message = existing(tx, context, number(&self.id)?)?;
        let (id, account) = (message.id, message.account);
        let before = MessageInfo::of(message, &context.actor);
        check_condition(&self.precondition, before.tag())?;
        let read = match before.message.read {
            Some(read) => read,
            None => {
                tx.mark_read(id, context.now)?;
                context.now
            }
        };
        Ok(MessageMarked { id, read, unread: tx.unread(account)?, before })
    }
}

impl Mutation for MarkRead {
    fn subject(answer: &MessageMarked) -> Left {
        Left::message(answer.id, Some(true))
    }
}
