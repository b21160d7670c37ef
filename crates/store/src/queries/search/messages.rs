//! Messages searched.

use domesday_app::ports::{Comparison, MessageField};

use super::domains::account;
use super::fields::{Endings, Text, list, text};
use super::scalars::{moment, number};
use super::{Collection, Column, Numbers, Scope, sponsored};

pub(super) const MESSAGES: Collection<MessageField> =
    Collection { table: "messages", scope, is_list: |_| false, condition, sort, tie: "messages.id" };

const KIND: Text = Text { exact: "messages.kind", folded: "lower(messages.kind)", endings: Endings::Nowhere };
const TOPIC: Text = Text { exact: "messages.topic", folded: "lower(messages.topic)", endings: Endings::Nowhere };

fn scope(out: Numbers, scope: Scope) -> Numbers {
    sponsored(out, "messages.account_id", scope)
}

fn condition(out: Numbers, scope: Scope, field: MessageField, comparison: &Comparison) -> Numbers {
    match field {
        MessageField::Id => number(out, "messages.id", comparison),
        MessageField::Type => text(out, KIND, comparison),
        MessageField::Created => moment(out, "messages.created", comparison),
        MessageField::Read => moment(out, "messages.read", comparison),
        MessageField::Group => text(out, TOPIC, comparison),
        MessageField::Sponsor => list(out, &account("messages.account_id"), scope, comparison),
    }
}

fn sort(field: MessageField) -> Option<Column> {
    match field {
        MessageField::Id => Some(Column::always("messages.id")),
        MessageField::Type => Some(Column::always("messages.kind")),
        MessageField::Created => Some(Column::always("messages.created")),
        MessageField::Read => Some(Column::perhaps("messages.read")),
        MessageField::Group | MessageField::Sponsor => None,
    }
}
