//! Messages to registrars: what happened to what is theirs that they did not do themselves (`registrar.md` section 8).

use chrono::{DateTime, Utc};
use domesday_dns::Name;

use crate::account::AccountId;
use crate::word::words;

words! {
    /// What a message belongs to.
    MessageGroup {
        /// Transfers of domains.
        Transfers = "transfers",
        /// What time does to domains.
        Lifecycle = "lifecycle",
        /// What the registry does.
        Registry = "registry",
    }
}

/// What a message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// Another account asks for a domain.
    TransferRequest,
    /// A transfer took place.
    TransferSuccess,
    /// A transfer was refused.
    TransferReject,
    /// A request for a transfer was taken back.
    TransferCancel,
    /// The registry, or the domain's end, undid a request.
    TransferForbidden,
    /// A registration ends so many whole days from now; 0 for less than one.
    ExpireNotice(u16),
    /// A registration ended.
    DomainExpire,
    /// A registration was renewed by time.
    DomainAutorenew,
    /// A domain was deleted by time or the registry, and can be restored.
    DomainRedemption,
    /// A domain is gone, by time or the registry.
    DomainDelete,
    /// The registry set or removed statuses.
    DomainStatus,
    /// A name above hosts that one uses was registered.
    HostParentRegistered,
    /// A domain above hosts that one uses goes, or is gone.
    HostParentDeleted,
    /// A claim about a registrant is required.
    ClaimRequired,
    /// It is still not attested.
    ClaimOverdue,
    /// It is attested.
    ClaimMet,
}

/// Kinds with a fixed word.
const WORDS: [(&str, MessageKind); 15] = [
    ("TRANSFER_REQUEST", MessageKind::TransferRequest),
    ("TRANSFER_SUCCESS", MessageKind::TransferSuccess),
    ("TRANSFER_REJECT", MessageKind::TransferReject),
    ("TRANSFER_CANCEL", MessageKind::TransferCancel),
    ("TRANSFER_FORBIDDEN", MessageKind::TransferForbidden),
    ("DOMAIN_EXPIRE", MessageKind::DomainExpire),
    ("DOMAIN_AUTORENEW", MessageKind::DomainAutorenew),
    ("DOMAIN_REDEMPTION", MessageKind::DomainRedemption),
    ("DOMAIN_DELETE", MessageKind::DomainDelete),
    ("DOMAIN_STATUS", MessageKind::DomainStatus),
    ("HOST_PARENT_REGISTERED", MessageKind::HostParentRegistered),
    ("HOST_PARENT_DELETED", MessageKind::HostParentDeleted),
    ("CLAIM_REQUIRED", MessageKind::ClaimRequired),
    ("CLAIM_OVERDUE", MessageKind::ClaimOverdue),
    ("CLAIM_MET", MessageKind::ClaimMet),
];

impl MessageKind {
    /// The word clients see.
    pub fn word(self) -> String {
        match self {
            Self::ExpireNotice(days) => format!("DOMAIN_{days}D_EXPIRE_NOTICE"),
            kind => {
                WORDS.iter().find(|(_, other)| *other == kind).map(|(word, _)| (*word).to_owned()).unwrap_or_default()
            }
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Self> {
        let days = word.strip_prefix("DOMAIN_").and_then(|rest| rest.strip_suffix("D_EXPIRE_NOTICE"));
        if let Some(days) = days.and_then(|days| days.parse().ok()) {
            return Some(Self::ExpireNotice(days));
        }
        WORDS.iter().find(|(other, _)| *other == word).map(|(_, kind)| *kind)
    }

    /// What it belongs to.
    pub fn group(self) -> MessageGroup {
        match self {
            Self::TransferRequest
            | Self::TransferSuccess
            | Self::TransferReject
            | Self::TransferCancel
            | Self::TransferForbidden => MessageGroup::Transfers,
            Self::ExpireNotice(_)
            | Self::DomainExpire
            | Self::DomainAutorenew
            | Self::DomainRedemption
            | Self::DomainDelete => MessageGroup::Lifecycle,
            Self::DomainStatus
            | Self::HostParentRegistered
            | Self::HostParentDeleted
            | Self::ClaimRequired
            | Self::ClaimOverdue
            | Self::ClaimMet => MessageGroup::Registry,
        }
    }
}

words! {
    /// What kind of object a message is about.
    MessageObject {
        /// A domain.
        Domain = "domain",
        /// A host.
        Host = "host",
    }
}

/// A message, as its account reads it (rule Q2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number: rises, is never reused, and is below 2^53.
    pub id: i64,
    /// Whom it is for.
    pub account: AccountId,
    /// What it tells.
    pub kind: MessageKind,
    /// When it happened: the due instant, where time caused it.
    pub created: DateTime<Utc>,
    /// When it was read.
    pub read: Option<DateTime<Utc>>,
    /// A sentence for people.
    pub text: String,
    /// What kind of object it is about.
    pub object: MessageObject,
    /// That object's name.
    pub name: Name,
    /// The account that sent the cause, and its transaction id: shown to that account alone.
    pub cause: Option<(AccountId, String)>,
    /// The server's transaction id of the cause.
    pub server_transaction: String,
    /// What it tells, as a JSON object.
    pub data: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q5_every_kind_has_a_word_of_its_own_and_the_word_is_read_back() {
        for (word, kind) in WORDS {
            assert_eq!(kind.word(), word);
            assert_eq!(MessageKind::parse(word), Some(kind));
        }
        assert_eq!(MessageKind::ExpireNotice(30).word(), "DOMAIN_30D_EXPIRE_NOTICE");
        assert_eq!(MessageKind::parse("DOMAIN_14D_EXPIRE_NOTICE"), Some(MessageKind::ExpireNotice(14)));
        assert_eq!(MessageKind::parse("DOMAIN_XD_EXPIRE_NOTICE"), None);
    }
}
