//! Messages about domains and their hosts (rule Q5): who is told what, and in which words.

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::message::{Message, MessageKind, MessageObject};
use domesday_domain::registration::{Deletion, StoredStatus};
use serde_json::{Value, json};

use super::entries;
use super::transfer_info::{TransferInfo, second};
use crate::ports::SubjectEntry;
use crate::registry::Context;

/// Writes messages of one command.
pub(crate) struct Writer<'a> {
    context: &'a Context,
    /// Time caused it, not whoever calls: nobody's transaction id belongs to it.
    by_time: bool,
}

impl<'a> Writer<'a> {
    /// For what the caller does.
    pub(crate) fn of_caller(context: &'a Context) -> Self {
        Self { context, by_time: false }
    }

    /// For what time does.
    pub(crate) fn of_time(context: &'a Context) -> Self {
        Self { context, by_time: true }
    }

    /// The request that it is written in.
    pub(crate) fn context(&self) -> &'a Context {
        self.context
    }

    /// An entry as what it tells happened: by the caller now, or by time at its own instant. Its owner is whoever the object belonged to.
    pub(crate) fn dated(&self, entry: SubjectEntry, owner: AccountId, at: DateTime<Utc>) -> SubjectEntry {
        if self.by_time { entries::by_time(entry, owner, at) } else { entry }
    }

    /// A message about a domain.
    pub(crate) fn about(
        &self,
        name: &Name,
        to: AccountId,
        kind: MessageKind,
        at: DateTime<Utc>,
        text: String,
        data: &Value,
    ) -> Message {
        let cause = self.context.transaction.clone().filter(|_| !self.by_time);
        Message {
            id: 0,
            account: to,
            kind,
            created: at,
            read: None,
            text,
            object: MessageObject::Domain,
            name: name.clone(),
            cause: cause.map(|transaction| (self.context.actor.account, transaction)),
            server_transaction: self.context.request_id.clone(),
            data: data.to_string(),
        }
    }

    /// What became of a transfer.
    pub(crate) fn transfer(&self, info: &TransferInfo, kind: MessageKind, to: AccountId, at: DateTime<Utc>) -> Message {
        let (name, gaining, losing) = (&info.name, &info.requester, &info.acting);
        let text = match kind {
            MessageKind::TransferRequest => format!("{gaining} asks for {name}: approve or reject it"),
            MessageKind::TransferSuccess => format!("{name} went from {losing} to {gaining}"),
            MessageKind::TransferReject => format!("{losing} rejected the transfer of {name} to {gaining}"),
            MessageKind::TransferCancel => format!("{gaining} took back its request for {name}"),
            _ => format!("the request of {gaining} for {name} is undone"),
        };
        self.about(name, to, kind, at, text, &info.data())
    }

    /// The end of a registration: a notice of it, its coming, or another year.
    pub(crate) fn expiry(
        &self,
        name: &Name,
        to: AccountId,
        kind: MessageKind,
        at: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Message {
        let day = second(expires);
        let text = match kind {
            MessageKind::DomainExpire => format!("the registration of {name} ended on {day}"),
            MessageKind::DomainAutorenew => format!("{name} was renewed until {day}"),
            _ => format!("the registration of {name} ends on {day}"),
        };
        self.about(name, to, kind, at, text, &json!({"name": name.to_string(), "exDate": day}))
    }

    /// A deletion that can still be taken back.
    pub(crate) fn deletion(&self, name: &Name, to: AccountId, at: DateTime<Utc>, deletion: &Deletion) -> Message {
        let (until, purge) = (second(deletion.restorable_until), second(deletion.purge_at));
        let text = format!("{name} is deleted; it can be restored until {until}");
        let data = json!({"name": name.to_string(), "restorableUntil": until, "purgeDate": purge});
        self.about(name, to, MessageKind::DomainRedemption, at, text, &data)
    }

    /// A domain's end.
    pub(crate) fn end(&self, name: &Name, to: AccountId, at: DateTime<Utc>) -> Message {
        let text = format!("{name} is deleted for good");
        self.about(name, to, MessageKind::DomainDelete, at, text, &json!({"name": name.to_string()}))
    }

    /// Statuses that the registry set or removed.
    pub(crate) fn statuses(
        &self,
        name: &Name,
        to: AccountId,
        added: &[StoredStatus],
        removed: &[StoredStatus],
        reason: Option<&str>,
    ) -> Message {
        let words = |statuses: &[StoredStatus]| entries::of_the_registry(statuses);
        let (added, removed) = (words(added), words(removed));
        let mut changes = Vec::new();
        changes.extend(added.iter().map(|word| format!("set {word}")));
        changes.extend(removed.iter().map(|word| format!("removed {word}")));
        let text = format!("the registry changed {name}: {}", changes.join(", "));
        let data = json!({"name": name.to_string(), "added": added, "removed": removed, "reason": reason});
        self.about(name, to, MessageKind::DomainStatus, self.context.now, text, &data)
    }

    /// A name above hosts that an account uses was registered (rule H5), or goes (rule L9).
    pub(crate) fn host_parent(
        &self,
        host: &Name,
        parent: &Name,
        to: AccountId,
        at: DateTime<Utc>,
        event: ParentEvent,
        domains: &[String],
    ) -> Message {
        let (kind, text, purge) = match event {
            ParentEvent::Registered => {
                let text = format!("{parent} was registered; you use {host}, which lies below it");
                (MessageKind::HostParentRegistered, text, None)
            }
            ParentEvent::Leaves { purge } => {
                let day = second(purge);
                let text = format!("{parent} is deleted; you use {host}, which has its addresses until {day}");
                (MessageKind::HostParentDeleted, text, Some(day))
            }
            ParentEvent::Gone => {
                let text = format!("{parent} is gone; you use {host}, which has no addresses any more");
                (MessageKind::HostParentDeleted, text, None)
            }
        };
        let mut data = json!({"host": host.to_string(), "parent": parent.to_string(), "domains": domains});
        if let (Some(members), Some(day)) = (data.as_object_mut(), purge) {
            members.insert("purgeDate".to_owned(), json!(day));
        }
        Message { object: MessageObject::Host, ..self.about(host, to, kind, at, text, &data) }
    }
}

/// What happens to the domain above a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParentEvent {
    /// It was registered.
    Registered,
    /// It is deleted, and its hosts serve until the purge.
    Leaves {
        /// Until then.
        purge: DateTime<Utc>,
    },
    /// It is gone.
    Gone,
}
