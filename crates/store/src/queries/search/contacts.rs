//! Contacts searched.

use domesday_app::ports::{Comparison, ContactField};

use super::domains::account;
use super::fields::{Endings, List, Text, list, text};
use super::scalars::moment;
use super::statuses::{Statuses, status};
use super::{Collection, Column, Numbers, Scope, sponsored};

pub(super) const CONTACTS: Collection<ContactField> =
    Collection { table: "contacts", scope, is_list, condition, sort, tie: "contacts.folded" };

const fn words(kind: &'static str) -> List {
    List {
        of: "contacts.id",
        from: "contact_words AS words",
        link: "words.contact_id",
        kind,
        sponsor: Some("words.sponsor_id"),
        text: Text { exact: "words.word", folded: "words.folded", endings: Endings::Nowhere },
    }
}

const STATUSES: Statuses = Statuses {
    stored: words("words.kind = 0"),
    none: "contacts.statuses = ''",
    linked: "EXISTS (SELECT 1 FROM domain_contacts AS links WHERE links.contact_id = contacts.id)",
};

const ASSIGNED: List = List {
    of: "contacts.id",
    from: "domain_contacts AS links INNER JOIN domains AS users ON users.id = links.domain_id",
    link: "links.contact_id",
    kind: "1 = 1",
    sponsor: None,
    text: Text::folded("users.name"),
};

fn scope(out: Numbers, scope: Scope) -> Numbers {
    sponsored(out, "contacts.sponsor_id", scope)
}

/// Statuses are none: `ok` and `linked` are asked of each row.
fn is_list(field: ContactField) -> bool {
    use ContactField::{Created, Id, Sponsor, Status, Updated};
    !matches!(field, Id | Created | Updated | Sponsor | Status)
}

fn condition(out: Numbers, scope: Scope, field: ContactField, comparison: &Comparison) -> Numbers {
    let kind = match field {
        ContactField::Id => return text(out, Text::folded("contacts.folded"), comparison),
        ContactField::Created => return moment(out, "contacts.created", comparison),
        ContactField::Updated => return moment(out, "contacts.updated", comparison),
        ContactField::Status => return status(out, &STATUSES, scope, comparison),
        ContactField::AssignedTo => return list(out, &ASSIGNED, scope, comparison),
        ContactField::Sponsor => return list(out, &account("contacts.sponsor_id"), scope, comparison),
        ContactField::Name => "words.kind = 1",
        ContactField::Organization => "words.kind = 2",
        ContactField::Street => "words.kind = 3",
        ContactField::City => "words.kind = 4",
        ContactField::Province => "words.kind = 5",
        ContactField::PostalCode => "words.kind = 6",
        ContactField::Country => "words.kind = 7",
        ContactField::Voice => "words.kind = 8",
        ContactField::Fax => "words.kind = 9",
        ContactField::Email => "words.kind = 10",
    };
    list(out, &words(kind), scope, comparison)
}

fn sort(field: ContactField) -> Option<Column> {
    match field {
        ContactField::Id => Some(Column::always("contacts.folded")),
        ContactField::Name => Some(Column::perhaps("contacts.sort_name")),
        ContactField::Created => Some(Column::always("contacts.created")),
        ContactField::Updated => Some(Column::perhaps("contacts.updated")),
        _ => None,
    }
}
