//! Worklists: claims that wait for an attestation, those longest set first.
//!
//! Of an entity that was declared the claims themselves are put in order; of contacts, which are the only system kind with claims to attest,
//! the contacts by when they were changed last. What has been attested is passed over by index.

use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Nullable};
use domesday_app::ports::{Stored, Work as Waiting, WorkPlace, WorkSearch};
use domesday_domain::entity::SystemKind;

use super::Work;
use super::entity_search::{attestation, has_value, is_current};
use super::keys::limited;
use super::search::system_kinds;
use super::written::Written;
use crate::types::{At, Moment};

/// A statement in the making.
type Numbers = Written<BigInt>;

/// Since when, number, when the last attestation runs out.
type WaitingRow = (At, i64, Option<At>);

/// When a contact's claims were set, as far as is known: the index of these has just this expression.
const CONTACT_SINCE: &str = "COALESCE(contacts.updated, contacts.created)";

/// Goes on with whether a claim waits: that it has no attestation that counts, or that the last one runs out soon.
fn waits(out: Numbers, search: &WorkSearch, number: &str) -> Numbers {
    let now = At(search.now);
    let of = |out: Numbers, more: &dyn Fn(Numbers) -> Numbers| {
        attestation(out, &search.kind, number, Some(&search.claim), more)
    };
    let Some(before) = search.expiring_before.map(At) else {
        return of(out, &|out| is_current(out, now)).sql(" IS NULL");
    };
    let soon = |out: Numbers| {
        out.sql("attestations.expires > ").moment(now).sql(" AND attestations.expires < ").moment(before)
    };
    let later =
        |out: Numbers| out.sql("(attestations.expires IS NULL OR attestations.expires >= ").moment(before).sql(")");
    of(of(out, &soon).sql(" IS NOT NULL AND "), &later).sql(" IS NULL")
}

/// Goes on with what every list has: what waits, where it goes on, the order, and how many at most.
fn listed(out: Numbers, search: &WorkSearch, since: &str, number: &str) -> Numbers {
    let mut out = waits(out.sql(" AND "), search, number);
    if let Some(WorkPlace { since: at, number: after }) = search.after {
        // The first half lets the index begin there.
        out = out.sql(" AND ").sql(since).sql(" >= ").moment(At(at)).sql(" AND (").sql(since).sql(" > ").moment(At(at));
        out = out.sql(" OR ").sql(number).sql(" > ").number(after).sql(")");
    }
    out.sql(" ORDER BY ").sql(since).sql(", ").sql(number).sql(" LIMIT ").number(limited(search.limit))
}

/// Begins a statement: since when, which, and when its last attestation runs out.
fn waiting(search: &WorkSearch, since: &str, number: &str) -> Numbers {
    Numbers::new("SELECT ", false)
        .sql(since)
        .sql(", ")
        .sql(number)
        .sql(", (SELECT MAX(attestations.expires) FROM attestations WHERE attestations.state = 0 AND attestations.kind = ")
        .text(search.kind.as_str())
        .sql(" AND attestations.entity = ")
        .sql(number)
        .sql(" AND attestations.claim = ")
        .text(search.claim.as_str())
        .sql(" AND attestations.expires > ")
        .moment(At(search.now))
        .sql(") FROM ")
}

/// What waits among the claims of entities that were declared. A value that is asked for leads, and its entities are of the kind already:
/// to ask for it again would offer another index.
fn claims(search: &WorkSearch) -> Numbers {
    let out = waiting(search, "claims.since", "claims.entity");
    let out = match &search.only {
        Some(only) => has_value(out.sql("claims AS lead CROSS JOIN claims WHERE "), "lead", &search.kind, only)
            .sql(" AND claims.entity = lead.entity"),
        None => out.sql("claims WHERE claims.kind = ").text(search.kind.as_str()),
    };
    let out = out.sql(" AND claims.name = ").text(search.claim.as_str());
    listed(out, search, "claims.since", "claims.entity")
}

/// What waits among the claims of contacts.
fn contacts(search: &WorkSearch) -> Numbers {
    let out = waiting(search, CONTACT_SINCE, "contacts.id").sql("contacts WHERE ");
    let mut out = system_kinds::is_present(out, SystemKind::Contacts, &search.claim);
    if let Some(only) = &search.only {
        out = system_kinds::has_value(out.sql(" AND "), SystemKind::Contacts, None, only);
    }
    listed(out, search, CONTACT_SINCE, "contacts.id")
}

impl Work<'_> {
    /// Claims that wait for an attestation. Of what the registry keeps itself nothing waits.
    pub(super) fn work_found(&mut self, search: &WorkSearch) -> Stored<Vec<Waiting>> {
        let found = match SystemKind::of(&search.kind) {
            None => claims(search),
            Some(kind) if kind.registry_kept(search.claim.as_str()) => return Ok(Vec::new()),
            Some(_) => contacts(search),
        };
        let found: Written<(Moment, BigInt, Nullable<Moment>)> = found.giving();
        let rows: Vec<WaitingRow> = self.query(|connection| found.load(connection))?;
        let waiting = |(since, number, expires): WaitingRow| Waiting {
            place: WorkPlace { since: since.0, number },
            expires: expires.map(|at| at.0),
        };
        Ok(rows.into_iter().map(waiting).collect())
    }
}
