//! Reads one message. That is not yet to note it as read (rule Q3).

use domesday_domain::actor::Permission;

use super::info::MessageInfo;
use super::{existing, number};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a message.
#[derive(Clone, Debug)]
pub struct ReadMessage {
    /// Its number, as it was sent.
    pub id: String,
}

impl Query for ReadMessage {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = MessageInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<MessageInfo, Refusal> {
        let message = existing(snapshot, context, number(&self.id)?)?;
        Ok(MessageInfo::of(message, &context.actor))
    }
}
