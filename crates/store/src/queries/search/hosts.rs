//! Hosts searched: in a scope those that an account manages, else all rows.

use domesday_app::ports::{Comparison, HostField};

use super::domains::account;
use super::fields::{Endings, List, Text, list, text};
use super::scalars::moment;
use super::statuses::{Statuses, status};
use super::{Collection, Column, Numbers, Scope};

pub(super) const HOSTS: Collection<HostField> =
    Collection { table: "hosts", scope, is_list, condition, sort, tie: "hosts.name" };

const fn words(kind: &'static str) -> List {
    List {
        of: "hosts.id",
        from: "host_words AS words",
        link: "words.host_id",
        kind,
        sponsor: Some("words.sponsor_id"),
        text: Text { exact: "words.word", folded: "lower(words.word)", endings: Endings::Nowhere },
    }
}

/// Addresses are in lower case.
const fn addresses(kind: &'static str) -> List {
    List { text: Text::folded("words.word"), ..words(kind) }
}

const STATUSES: Statuses = Statuses {
    stored: words("words.kind = 0"),
    none: "hosts.statuses = ''",
    // The limit keeps the planners from reading all targets at once.
    linked: "EXISTS (SELECT 1 FROM domain_hosts AS links WHERE links.host_id = hosts.id) OR \
             (SELECT 1 FROM record_targets WHERE target_key = hosts.name_key AND rtype = 2 LIMIT 1) IS NOT NULL",
};

const ASSIGNED: List = List {
    of: "hosts.id",
    from: "domain_hosts AS links INNER JOIN domains AS users ON users.id = links.domain_id",
    link: "links.host_id",
    kind: "1 = 1",
    sponsor: None,
    text: Text::folded("users.name"),
};

/// Who manages a host, if anybody does.
const MANAGER: &str = "CASE WHEN hosts.parent_id IS NOT NULL THEN hosts.account_id END";

fn scope(out: Numbers, scope: Scope) -> Numbers {
    match scope {
        Some(account) => out.sql("hosts.account_id = ").number(account).sql(" AND hosts.parent_id IS NOT NULL"),
        None => out.sql("1 = 1"),
    }
}

/// Statuses are none: `ok` and `linked` are asked of each row.
fn is_list(field: HostField) -> bool {
    matches!(field, HostField::V4 | HostField::V6 | HostField::AssignedTo)
}

fn condition(out: Numbers, scope: Scope, field: HostField, comparison: &Comparison) -> Numbers {
    match field {
        HostField::Name => {
            // Rows that nobody manages may be without the name from its end.
            let endings = scope.map_or(Endings::Keys("hosts.name_key"), |_| Endings::Reversed("hosts.reversed"));
            text(out, Text::folded("hosts.name").ending(endings), comparison)
        }
        HostField::Created => moment(out, "hosts.created", comparison),
        HostField::Updated => moment(out, "hosts.changed", comparison),
        HostField::V4 => list(out, &addresses("words.kind = 4"), scope, comparison),
        HostField::V6 => list(out, &addresses("words.kind = 6"), scope, comparison),
        HostField::Status => status(out, &STATUSES, scope, comparison),
        HostField::AssignedTo => list(out, &ASSIGNED, scope, comparison),
        HostField::Sponsor => list(out, &account(MANAGER), scope, comparison),
    }
}

fn sort(field: HostField) -> Option<Column> {
    match field {
        HostField::Name => Some(Column::always("hosts.name")),
        HostField::Created => Some(Column::always("hosts.created")),
        HostField::Updated => Some(Column::perhaps("hosts.changed")),
        _ => None,
    }
}
