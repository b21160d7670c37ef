//! Domains searched.

use domesday_app::ports::{Comparison, DomainField};

use super::fields::{Endings, List, Text, list, text};
use super::scalars::moment;
use super::{Collection, Column, Numbers, Scope, sponsored};

pub(super) const DOMAINS: Collection<DomainField> =
    Collection { table: "domains", scope, is_list, condition, sort, tie: "domains.name" };

const NAME: Text = Text::folded("domains.name").ending(Endings::Reversed("domains.reversed"));

/// Words that are stored as clients see them, and few.
const WORD: Text = Text { exact: "words.word", folded: "lower(words.word)", endings: Endings::Nowhere };

const fn words(kind: &'static str) -> List {
    List {
        of: "domains.id",
        from: "domain_words AS words",
        link: "words.domain_id",
        kind,
        sponsor: Some("words.sponsor_id"),
        text: WORD,
    }
}

const fn contacts(kind: &'static str) -> List {
    List {
        of: "domains.id",
        from: "domain_contacts AS links INNER JOIN contacts AS linked ON linked.id = links.contact_id",
        link: "links.domain_id",
        kind,
        sponsor: None,
        text: Text::folded("linked.folded"),
    }
}

const NAME_SERVERS: List = List {
    of: "domains.id",
    from: "domain_hosts AS links INNER JOIN hosts AS linked ON linked.id = links.host_id",
    link: "links.domain_id",
    kind: "1 = 1",
    sponsor: None,
    text: Text::folded("linked.name"),
};

/// An account by its handle.
pub(super) const fn account(of: &'static str) -> List {
    List {
        of,
        from: "accounts AS named",
        link: "named.id",
        kind: "1 = 1",
        sponsor: None,
        text: Text::folded("named.folded"),
    }
}

fn scope(out: Numbers, scope: Scope) -> Numbers {
    sponsored(out, "domains.sponsor_id", scope)
}

fn is_list(field: DomainField) -> bool {
    use DomainField::{Claim, Contacts, NameServers, Registrant, RgpStatus, Status};
    matches!(field, Registrant | Contacts | NameServers | Status | RgpStatus | Claim)
}

fn condition(out: Numbers, scope: Scope, field: DomainField, comparison: &Comparison) -> Numbers {
    match field {
        DomainField::Name => text(out, NAME, comparison),
        DomainField::Created => moment(out, "domains.created", comparison),
        DomainField::Updated => moment(out, "domains.updated", comparison),
        DomainField::Expires => moment(out, "domains.expires", comparison),
        DomainField::Creator => list(out, &account("domains.created_by"), scope, comparison),
        DomainField::Sponsor => list(out, &account("domains.sponsor_id"), scope, comparison),
        DomainField::Registrant => list(out, &contacts("links.role = 0"), scope, comparison),
        DomainField::Contacts => list(out, &contacts("1 = 1"), scope, comparison),
        DomainField::NameServers => {
            let sponsor = scope.map(|_| "links.sponsor_id");
            list(out, &List { sponsor, ..NAME_SERVERS }, scope, comparison)
        }
        DomainField::Status => list(out, &words("words.kind = 0"), scope, comparison),
        DomainField::RgpStatus => list(out, &words("words.kind = 1"), scope, comparison),
        DomainField::Claim => list(out, &words("words.kind = 2"), scope, comparison),
    }
}

fn sort(field: DomainField) -> Option<Column> {
    match field {
        DomainField::Name => Some(Column::always("domains.name")),
        DomainField::Created => Some(Column::always("domains.created")),
        DomainField::Updated => Some(Column::perhaps("domains.updated")),
        DomainField::Expires => Some(Column::always("domains.expires")),
        _ => None,
    }
}
