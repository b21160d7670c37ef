//! The fields of the four collections: their words, what they hold, and which of them rows can be put in order by.

use super::kind::Kind;
use crate::ports::{ContactField, DomainField, HostField, MessageField};

/// A field that can be searched by.
#[derive(Clone, Copy, Debug)]
pub struct Field<F: 'static> {
    /// What the store knows it as.
    pub field: F,
    /// What clients call it.
    pub word: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Rows can be put in order by it.
    pub sortable: bool,
    /// It holds several values: to be equal is to have one of them.
    pub list: bool,
    /// Only an admin can search by it.
    pub for_admins: bool,
}

impl<F> Field<F> {
    const fn new(field: F, word: &'static str, kind: Kind) -> Self {
        Self { field, word, kind, sortable: false, list: false, for_admins: false }
    }

    const fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    const fn list(mut self) -> Self {
        self.list = true;
        self
    }

    const fn for_admins(mut self) -> Self {
        self.for_admins = true;
        self
    }
}

/// The fields of a collection.
pub trait Searchable: Copy + PartialEq + 'static {
    /// Each of them, in the order in which they are told.
    const FIELDS: &'static [Field<Self>];
}

/// The statuses of a domain.
const DOMAIN_STATUSES: &[&str] = &[
    "clientDeleteProhibited",
    "clientHold",
    "clientRenewProhibited",
    "clientTransferProhibited",
    "clientUpdateProhibited",
    "inactive",
    "ok",
    "pendingDelete",
    "pendingTransfer",
    "serverDeleteProhibited",
    "serverHold",
    "serverRenewProhibited",
    "serverTransferProhibited",
    "serverUpdateProhibited",
];

/// The grace statuses of a domain.
const RGP_STATUSES: &[&str] =
    &["addPeriod", "autoRenewPeriod", "pendingDelete", "redemptionPeriod", "renewPeriod", "transferPeriod"];

/// How a required claim can stand.
const CLAIM_STATES: &[&str] = &["met", "overdue", "pending"];

/// The statuses of a contact or a host.
const OBJECT_STATUSES: &[&str] = &[
    "clientDeleteProhibited",
    "clientUpdateProhibited",
    "linked",
    "ok",
    "serverDeleteProhibited",
    "serverUpdateProhibited",
];

/// What messages belong to.
const MESSAGE_GROUPS: &[&str] = &["lifecycle", "registry", "transfers"];

impl Searchable for DomainField {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new(Self::Name, "name", Kind::Name).sortable(),
        Field::new(Self::Created, "crDate", Kind::Date).sortable(),
        Field::new(Self::Updated, "upDate", Kind::Date).sortable(),
        Field::new(Self::Expires, "exDate", Kind::Date).sortable(),
        Field::new(Self::Creator, "crId", Kind::Account),
        Field::new(Self::Registrant, "registrant", Kind::ContactId),
        Field::new(Self::Contacts, "contacts", Kind::ContactId).list(),
        Field::new(Self::NameServers, "ns", Kind::Name).list(),
        Field::new(Self::Status, "status", Kind::Word(DOMAIN_STATUSES)).list(),
        Field::new(Self::RgpStatus, "rgpStatus", Kind::Word(RGP_STATUSES)).list(),
        Field::new(Self::Claim, "claim", Kind::Word(CLAIM_STATES)).list(),
        Field::new(Self::Sponsor, "clID", Kind::Account).for_admins(),
    ];
}

impl Searchable for ContactField {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new(Self::Id, "id", Kind::ContactId).sortable(),
        Field::new(Self::Name, "name", Kind::Text).sortable(),
        Field::new(Self::Created, "crDate", Kind::Date).sortable(),
        Field::new(Self::Updated, "upDate", Kind::Date).sortable(),
        Field::new(Self::Voice, "voice", Kind::Text),
        Field::new(Self::Fax, "fax", Kind::Text),
        Field::new(Self::Email, "email", Kind::Text),
        Field::new(Self::Organization, "org", Kind::Text),
        Field::new(Self::Street, "street", Kind::Text).list(),
        Field::new(Self::City, "city", Kind::Text),
        Field::new(Self::PostalCode, "pc", Kind::Text),
        Field::new(Self::Country, "cc", Kind::Country),
        Field::new(Self::Province, "sp", Kind::Text),
        Field::new(Self::Status, "status", Kind::Word(OBJECT_STATUSES)).list(),
        Field::new(Self::AssignedTo, "assignedTo", Kind::Name).list(),
        Field::new(Self::Sponsor, "clID", Kind::Account).for_admins(),
    ];
}

impl Searchable for HostField {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new(Self::Name, "name", Kind::Name).sortable(),
        Field::new(Self::Created, "crDate", Kind::Date).sortable(),
        Field::new(Self::Updated, "upDate", Kind::Date).sortable(),
        Field::new(Self::V4, "v4", Kind::V4).list(),
        Field::new(Self::V6, "v6", Kind::V6).list(),
        Field::new(Self::Status, "status", Kind::Word(OBJECT_STATUSES)).list(),
        Field::new(Self::AssignedTo, "assignedTo", Kind::Name).list(),
        Field::new(Self::Sponsor, "clID", Kind::Account).for_admins(),
    ];
}

impl Searchable for MessageField {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new(Self::Id, "id", Kind::Number).sortable(),
        Field::new(Self::Type, "type", Kind::MessageType).sortable(),
        Field::new(Self::Created, "crDate", Kind::Date).sortable(),
        Field::new(Self::Read, "ntDate", Kind::Date).sortable(),
        Field::new(Self::Group, "group", Kind::Word(MESSAGE_GROUPS)),
        Field::new(Self::Sponsor, "clID", Kind::Account).for_admins(),
    ];
}

#[cfg(test)]
mod tests {
    use domesday_domain::message::MessageGroup;
    use domesday_domain::prohibition::Prohibition;
    use domesday_domain::registration::{ClaimState, RgpStatus, Status, StoredStatus};
    use domesday_domain::word::Word;

    use super::*;

    fn sorted<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut words: Vec<_> = words.into_iter().collect();
        words.sort_unstable();
        words
    }

    #[test]
    fn f5_the_words_that_are_known_are_those_that_are_shown() {
        let derived = [Status::Inactive, Status::Ok, Status::PendingDelete, Status::PendingTransfer];
        let stored = StoredStatus::ALL.into_iter().map(StoredStatus::as_str);
        assert_eq!(sorted(stored.chain(derived.map(Status::as_str))), DOMAIN_STATUSES);
        let graces = [
            RgpStatus::AddPeriod,
            RgpStatus::AutoRenewPeriod,
            RgpStatus::PendingDelete,
            RgpStatus::RedemptionPeriod,
            RgpStatus::RenewPeriod,
            RgpStatus::TransferPeriod,
        ];
        assert_eq!(sorted(graces.map(RgpStatus::as_str)), RGP_STATUSES);
        let claims = [ClaimState::Pending, ClaimState::Overdue, ClaimState::Met];
        assert_eq!(sorted(claims.map(ClaimState::as_str)), CLAIM_STATES);
        let prohibitions = Prohibition::ALL.iter().map(|status| status.as_str());
        assert_eq!(sorted(prohibitions.chain(["ok", "linked"])), OBJECT_STATUSES);
        assert_eq!(sorted(MessageGroup::ALL.iter().map(|group| group.as_str())), MESSAGE_GROUPS);
    }

    /// The words of the fields, those that rows can be put in order by first.
    fn words<F: Searchable>() -> (Vec<&'static str>, Vec<&'static str>) {
        let (sortable, other): (Vec<_>, Vec<_>) =
            F::FIELDS.iter().filter(|field| !field.for_admins).partition(|field| field.sortable);
        let words = |fields: Vec<&Field<F>>| fields.iter().map(|field| field.word).collect();
        (words(sortable), words(other))
    }

    #[test]
    fn section_9_each_collection_has_the_fields_of_the_table() {
        let contacts = ["voice", "fax", "email", "org", "street", "city", "pc", "cc", "sp", "status", "assignedTo"];
        let domains = ["crId", "registrant", "contacts", "ns", "status", "rgpStatus", "claim"];
        for (found, sortable, other) in [
            (words::<DomainField>(), vec!["name", "crDate", "upDate", "exDate"], domains.to_vec()),
            (words::<ContactField>(), vec!["id", "name", "crDate", "upDate"], contacts.to_vec()),
            (words::<HostField>(), vec!["name", "crDate", "upDate"], vec!["v4", "v6", "status", "assignedTo"]),
            (words::<MessageField>(), vec!["id", "type", "crDate", "ntDate"], vec!["group"]),
        ] {
            assert_eq!(found, (sortable, other));
        }
    }
}
