//! Searches messages, read and unread (`registrar.md` section 9): the account's own, or for an admin everybody's.

use domesday_domain::actor::Permission;

use super::info::MessageInfo;
use crate::collections::{Page, search};
use crate::ports::{Extent, MessageField, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a page of messages. Have due work done first (rule L14).
#[derive(Clone, Debug, Default)]
pub struct SearchMessages {
    /// The query, decoded, in the order in which it was sent.
    pub pairs: Vec<(String, String)>,
}

impl Query for SearchMessages {
    const NEEDS: Permission = Permission::ReadRegistrations;
    const EXTENT: Extent = Extent::Long;
    type Answer = Page<MessageInfo>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Page<MessageInfo>, Refusal> {
        let search = search::<MessageField>(&self.pairs, context)?;
        let found = snapshot.search_messages(&search)?;
        let messages = snapshot.messages_numbered(&found.rows)?;
        let rows = messages.into_iter().map(|message| MessageInfo::of(message, &context.actor)).collect();
        Ok(Page::of(&search, rows, found.count))
    }
}
