//! Deletes a message that was read (rule Q4): nothing vanishes unread.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::precondition::Precondition;

use super::info::MessageInfo;
use super::{PLACE, existing, number};
use crate::objection::{Ground, Objection};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};
use crate::tlds::write::check_condition;

/// Deletes a message.
#[derive(Clone, Debug)]
pub struct DeleteMessage {
    /// Its number, as it was sent.
    pub id: String,
    /// The condition, if there is one.
    pub precondition: Precondition,
}

/// A message that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageDeleted {
    /// As it was.
    pub before: MessageInfo,
}

impl Command for DeleteMessage {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = MessageDeleted;

    fn locks(&self, _: &Actor) -> Locks {
        super::locks(&self.id)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<MessageDeleted, Refusal> {
        let message = existing(tx, context, number(&self.id)?)?;
        let before = MessageInfo::of(message, &context.actor);
        check_condition(&self.precondition, before.tag())?;
        let id = before.message.id;
        if before.message.read.is_none() {
            let detail = format!("message {id} is unread: note it as read first");
            return Err(Objection::new(Ground::Prohibited, PLACE, "unread", detail).into());
        }
        tx.delete_message(id)?;
        Ok(MessageDeleted { before })
    }
}

impl Mutation for DeleteMessage {
    fn subject(answer: &MessageDeleted) -> Left {
        Left::message(answer.before.message.id, None)
    }
}
