//! The registry's own objects searched as entities (`attestations.md` section 13): what the claims of the system kinds are in their
//! tables.

use domesday_app::ports::{Comparison, ContactField, DomainField, HostField, Sought};
use domesday_dns::Name;
use domesday_domain::entity::{ClaimName, SystemKind};
use serde_json::Value;

use super::contacts::CONTACTS;
use super::domains::DOMAINS;
use super::fields::{always, never};
use super::hosts::HOSTS;
use super::{Numbers, Scope, sponsored};
use crate::folding::is_fit;

/// Where entities of a kind are.
pub(in super::super) struct Table {
    /// The table.
    pub(in super::super) name: &'static str,
    /// The column of the number.
    pub(in super::super) number: &'static str,
    /// The column of the owner.
    pub(in super::super) owner: &'static str,
    /// The condition that a row is such an entity.
    pub(in super::super) live: &'static str,
    /// The condition that its owner is one.
    pub(in super::super) owned: &'static str,
}

/// Where the entities of a system kind are. Of hosts those of somebody count, and who manages one owns it.
pub(in super::super) fn table(kind: SystemKind) -> Table {
    let (name, number, owner) = match kind {
        SystemKind::Contacts => ("contacts", "contacts.id", "contacts.sponsor_id"),
        SystemKind::Domains => ("domains", "domains.id", "domains.sponsor_id"),
        SystemKind::Hosts => ("hosts", "hosts.id", "hosts.account_id"),
        SystemKind::Zones => ("zones", "zones.id", "zones.account_id"),
        SystemKind::Clients => ("accounts", "accounts.id", "accounts.id"),
    };
    let (live, owned) = match kind {
        SystemKind::Hosts => ("hosts.account_id IS NOT NULL", "hosts.parent_id IS NOT NULL"),
        _ => ("1 = 1", "1 = 1"),
    };
    Table { name, number, owner, live, owned }
}

/// Whether entities with a value of this claim are found by a list beside the table, so that the index of their owners would not help.
pub(in super::super) fn leads(kind: SystemKind, claim: &ClaimName) -> bool {
    matches!(
        (kind, claim.as_str()),
        (SystemKind::Contacts, "email")
            | (SystemKind::Domains, "name" | "registrant" | "status")
            | (SystemKind::Hosts, "name")
    )
}

fn one(text: &str) -> Comparison {
    Comparison::In(vec![Sought::Text(text.to_owned())])
}

/// Goes on with whether a column of accounts holds the one of this handle, whatever the case.
fn is_account(out: Numbers, column: &str, handle: &str) -> Numbers {
    out.sql(column).sql(" = (SELECT id FROM accounts WHERE folded = ").text(handle.to_ascii_lowercase()).sql(")")
}

/// Goes on with whether some domain whose registrant a contact is shows one of these states of claims, as of the last write.
fn shows(out: Numbers, states: &str) -> Numbers {
    out.sql(
        "(SELECT 1 FROM domain_contacts AS links INNER JOIN domain_words AS words ON words.domain_id = links.domain_id \
         WHERE links.contact_id = contacts.id AND links.role = 0 AND words.kind = 2 AND words.word IN (",
    )
    .sql(states)
    .sql(") LIMIT 1)")
}

/// The same, asked from the side of the domains: for states that few show.
fn is_shown(out: Numbers, state: &str) -> Numbers {
    let out = out.sql(
        "contacts.id IN (SELECT links.contact_id FROM domain_words AS words \
         INNER JOIN domain_contacts AS links ON links.domain_id = words.domain_id AND links.role = 0 WHERE ",
    );
    sponsored(out, "words.sponsor_id", None).sql(" AND words.kind = 2 AND words.word = ").sql(state).sql(")")
}

/// How what is required of a contact stands (rule N4).
fn verification(out: Numbers, word: &str) -> Numbers {
    match word {
        "lapsed" => is_shown(out, "'overdue'"),
        "pending" => shows(is_shown(out, "'pending'").sql(" AND "), "'overdue'").sql(" IS NULL"),
        "verified" => {
            let out = shows(out, "'met'").sql(" IS NOT NULL AND ");
            shows(out, "'pending', 'overdue'").sql(" IS NULL")
        }
        "not_required" => shows(out, "'pending', 'overdue', 'met'").sql(" IS NULL"),
        _ => never(out),
    }
}

fn contact_has(out: Numbers, scope: Scope, claim: &str, text: &str) -> Numbers {
    match claim {
        "email" => (CONTACTS.condition)(out, scope, ContactField::Email, &one(text)),
        "sponsor" => is_account(out, "contacts.sponsor_id", text),
        "verification" => verification(out, text),
        _ => never(out),
    }
}

fn domain_has(out: Numbers, scope: Scope, claim: &str, text: &str) -> Numbers {
    match claim {
        "name" => out.sql("domains.name = ").text(text),
        "tld" => match Name::parse(text).ok().filter(|name| name.to_string() == text) {
            Some(tld) => out.sql("domains.tld_key = ").octets(tld.sort_key()),
            None => never(out),
        },
        "sponsor" => is_account(out, "domains.sponsor_id", text),
        "registrant" => (DOMAINS.condition)(out, scope, DomainField::Registrant, &one(text)),
        "status" => (DOMAINS.condition)(out, scope, DomainField::Status, &one(text)),
        _ => never(out),
    }
}

fn host_has(out: Numbers, scope: Scope, claim: &str, text: &str) -> Numbers {
    match claim {
        "name" => out.sql("hosts.name = ").text(text),
        "sponsor" => is_account(out.sql("hosts.parent_id IS NOT NULL AND "), "hosts.account_id", text),
        "status" => (HOSTS.condition)(out, scope, HostField::Status, &one(text)),
        _ => never(out),
    }
}

/// Goes on with whether an account shows this status.
fn client_is(out: Numbers, word: &str) -> Numbers {
    match word {
        "ok" => out.sql("NOT accounts.disabled AND NOT accounts.suspended"),
        "suspended" => out.sql("NOT accounts.disabled AND accounts.suspended"),
        "disabled" => out.sql("accounts.disabled"),
        _ => never(out),
    }
}

/// Goes on with whether an entity's claim has a value, or, if it is a list, this one in it. References are given by what they refer to:
/// sponsors by the account's handle, registrants by the contact's id. Other than by indexed claims (rule N1) nothing is found.
pub(in super::super) fn has_value(
    out: Numbers,
    kind: SystemKind,
    scope: Scope,
    (claim, value): &(ClaimName, Value),
) -> Numbers {
    let Some(text) = value.as_str().filter(|text| is_fit(text)) else { return never(out) };
    match kind {
        SystemKind::Contacts => contact_has(out, scope, claim.as_str(), text),
        SystemKind::Domains => domain_has(out, scope, claim.as_str(), text),
        SystemKind::Hosts => host_has(out, scope, claim.as_str(), text),
        SystemKind::Zones if claim.as_str() == "name" => out.sql("zones.name = ").text(text),
        SystemKind::Clients if claim.as_str() == "status" => client_is(out, text),
        SystemKind::Zones | SystemKind::Clients => never(out),
    }
}

/// Goes on with whether a contact has words of these kinds.
fn has_words(out: Numbers, kinds: &str) -> Numbers {
    out.sql("(SELECT 1 FROM contact_words AS words WHERE words.contact_id = contacts.id AND words.kind ")
        .sql(kinds)
        .sql(" LIMIT 1) IS NOT NULL")
}

/// Goes on with whether an entity's claim has a value at all. What the registry keeps itself counts as there.
pub(in super::super) fn is_present(out: Numbers, kind: SystemKind, claim: &ClaimName) -> Numbers {
    match (kind, claim.as_str()) {
        (SystemKind::Contacts, "name") => has_words(out, "= 1"),
        (SystemKind::Contacts, "org") => has_words(out, "= 2"),
        (SystemKind::Contacts, "addr") => has_words(out, "BETWEEN 3 AND 7"),
        (SystemKind::Contacts, "voice") => has_words(out, "= 8"),
        (SystemKind::Contacts, "fax") => has_words(out, "= 9"),
        _ => always(out),
    }
}
