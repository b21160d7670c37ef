//! A message as it is shown (rule Q2).

use domesday_domain::actor::Actor;
use domesday_domain::message::Message;
use domesday_domain::precondition::Tag;

/// A message, with what of its cause the reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageInfo {
    /// The message.
    pub message: Message,
    /// The transaction id of the cause, if the reader's own account sent it.
    pub cltrid: Option<String>,
}

impl MessageInfo {
    /// A message as this reader sees it.
    pub(crate) fn of(message: Message, reader: &Actor) -> Self {
        let own = message.cause.as_ref().filter(|(account, _)| *account == reader.account);
        Self { cltrid: own.map(|(_, transaction)| transaction.clone()), message }
    }

    /// The tag of what is shown: another one once the message was read.
    pub fn tag(&self) -> Tag {
        let Message { id, read, .. } = self.message;
        Tag::Object { kind: 'M', id, revision: if read.is_some() { 2 } else { 1 }, state: 0 }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_dns::Name;
    use domesday_domain::account::{AccountId, AccountName};
    use domesday_domain::actor::Roles;
    use domesday_domain::message::{MessageKind, MessageObject};

    use super::*;

    fn reader(account: i64) -> Actor {
        Actor {
            account: AccountId(account),
            account_name: AccountName::parse("acme").unwrap(),
            user: None,
            login: "u".into(),
            roles: Roles::all(),
            suspended: false,
        }
    }

    fn message(cause: Option<(AccountId, String)>) -> Message {
        Message {
            id: 7,
            account: AccountId(1),
            kind: MessageKind::TransferRequest,
            created: DateTime::UNIX_EPOCH,
            read: None,
            text: "blue.st is asked for".into(),
            object: MessageObject::Domain,
            name: Name::parse("blue.st").unwrap(),
            cause,
            server_transaction: "s".into(),
            data: "{}".into(),
        }
    }

    #[test]
    fn q2_the_causes_transaction_id_is_for_the_account_alone_that_sent_it() {
        let caused = message(Some((AccountId(2), "zeta-17".into())));
        assert_eq!(MessageInfo::of(caused.clone(), &reader(2)).cltrid.as_deref(), Some("zeta-17"));
        assert_eq!(MessageInfo::of(caused, &reader(1)).cltrid, None, "not even for an admin of another account");
        assert_eq!(MessageInfo::of(message(None), &reader(1)).cltrid, None);
    }

    #[test]
    fn a_message_has_another_tag_once_it_was_read() {
        let unread = MessageInfo::of(message(None), &reader(1));
        let mut read = unread.clone();
        read.message.read = Some(DateTime::UNIX_EPOCH);
        assert_eq!((unread.tag().to_string(), read.tag().to_string()), ("\"M7-1\"".into(), "\"M7-2\"".into()));
    }
}
