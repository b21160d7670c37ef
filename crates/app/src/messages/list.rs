//! Lists what an account has not read, the oldest first (rule Q1).

use domesday_domain::actor::Permission;

use super::info::MessageInfo;
use crate::collections::{Page, Span};
use crate::ports::{Comparison, Condition, Extent, MessageField, Search, Snapshot, Sought};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a page of the unread messages of the caller's account, by their instant and number. Have due work done first (rule L14).
#[derive(Clone, Debug, Default)]
pub struct ListUnread {
    /// The query, decoded: `limit` and `offset`.
    pub pairs: Vec<(String, String)>,
}

impl Query for ListUnread {
    const NEEDS: Permission = Permission::ReadRegistrations;
    const EXTENT: Extent = Extent::Long;
    type Answer = Page<MessageInfo>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Page<MessageInfo>, Refusal> {
        let Span { limit, offset } = Span::asked(&self.pairs)?;
        let account = context.actor.account;
        let (messages, count) = if offset == 0 {
            (snapshot.unread_messages(account, limit)?, snapshot.unread(account)?.count)
        } else {
            let unread = Comparison::In(vec![Sought::Unset]);
            let found = snapshot.search_messages(&Search {
                scope: Some(account),
                conditions: vec![Condition { field: MessageField::Read, comparison: unread }],
                any: false,
                sort: Some(MessageField::Created),
                descending: false,
                offset,
                limit,
            })?;
            (snapshot.messages_numbered(&found.rows)?, found.count)
        };
        let rows = messages.into_iter().map(|message| MessageInfo::of(message, &context.actor)).collect();
        Ok(Page { rows, count, limit, offset })
    }
}
