//! Entities of any kind searched, and what searches and worklists ask of attestations.
//!
//! A search is one statement. Of an entity that was declared the first value sought leads, by its hash; where none is sought, what an
//! attestor attested leads, and else the entities in their order. The rest is asked of each that is met, by index, until the page is full.

use diesel::RunQueryDsl as _;
use diesel::sql_types::BigInt;
use domesday_app::ports::{AttestedBy, Stored, SubjectSearch};
use domesday_domain::account::AccountId;
use domesday_domain::attestation::SubjectKey;
use domesday_domain::entity::{ClaimName, KindName, SystemKind};
use serde_json::Value;

use super::super::NO_INDEX;
use super::Work;
use super::entity_rows::Canonical;
use super::keys::limited;
use super::search::system_kinds::{self, Table};
use super::written::Written;
use crate::types::At;

/// A statement that gives numbers of entities.
type Numbers = Written<BigInt>;

/// What the search begins with.
enum Lead<'a> {
    /// The table itself.
    Table,
    /// A value of a claim.
    Value(&'a (ClaimName, Value)),
    /// What an attestor attested.
    Attestor(&'a AttestedBy),
}

impl Lead<'_> {
    /// The column of the number in what leads, which has an index in its order.
    fn number(&self, table: &Table) -> &'static str {
        match self {
            Self::Table => table.number,
            Self::Value(_) => "lead.entity",
            Self::Attestor(_) => "attestations.entity",
        }
    }
}

const ENTITIES: Table = Table {
    name: "entities",
    number: "entities.number",
    owner: "entities.owner_id",
    live: "entities.deleted IS NULL",
    owned: "1 = 1",
};

/// An attestor as it is stored: the registry itself is of no kind, its number 0.
pub(super) fn attestor_columns(attestor: Option<&SubjectKey>) -> (&str, i64) {
    attestor.map_or(("", 0), |attestor| (attestor.kind.as_str(), attestor.number))
}

/// Goes on with whether a claim of what these columns name has a certain value.
pub(super) fn has_value(out: Numbers, claims: &str, kind: &KindName, (claim, value): &(ClaimName, Value)) -> Numbers {
    let Canonical { text, hash } = Canonical::of(value);
    let out = out.sql(claims).sql(".kind = ").text(kind.as_str()).sql(" AND ").sql(claims).sql(".name = ");
    let out = out.text(claim.as_str()).sql(" AND ").sql(claims).sql(".hash = ").octets(hash);
    out.sql(" AND ").sql(claims).sql(".value = ").text(text)
}

/// Goes on with a value, null unless an attestation of what has this number fits and counts, and what `more` says of it holds. The limit
/// keeps the planners from reading all attestations at once.
pub(super) fn attestation(
    out: Numbers,
    kind: &KindName,
    number: &str,
    claim: Option<&ClaimName>,
    more: impl Fn(Numbers) -> Numbers,
) -> Numbers {
    let out = out.sql("(SELECT 1 FROM attestations WHERE attestations.state = 0 AND attestations.kind = ");
    let out = out.text(kind.as_str()).sql(" AND attestations.entity = ").sql(number);
    let out = match claim {
        Some(claim) => out.sql(" AND attestations.claim = ").text(claim.as_str()),
        None => out,
    };
    more(out.sql(" AND ")).sql(" LIMIT 1)")
}

/// Goes on with whether an attestation has not run out.
pub(super) fn is_current(out: Numbers, now: At) -> Numbers {
    out.sql("(attestations.expires IS NULL OR attestations.expires > ").moment(now).sql(")")
}

fn is_by(out: Numbers, attestor: Option<&SubjectKey>) -> Numbers {
    let (kind, number) = attestor_columns(attestor);
    let out = out.sql(" AND attestations.attestor_kind = ").text(kind);
    out.sql(" AND attestations.attestor = ").number(number)
}

fn is_but_of(out: Numbers, by: &AttestedBy) -> Numbers {
    by.but_of.iter().fold(out, |out, claim| out.sql(" AND attestations.claim <> ").text(claim.as_str()))
}

/// Goes on with whether somebody attested the claim of an entity that is met, or any of its claims.
fn attested(out: Numbers, search: &SubjectSearch, number: &str, by: &AttestedBy) -> Numbers {
    let more = |out| {
        let out = is_but_of(is_current(out, At(search.now)), by);
        by.attestor.iter().fold(out, |out, attestor| is_by(out, attestor.as_ref()))
    };
    attestation(out, &search.kind, number, by.claim.as_ref(), more)
}

/// What a search of entities that were declared, or of others, begins with.
fn lead(search: &SubjectSearch, is_declared: bool) -> Lead<'_> {
    match search.values.first() {
        Some(value) if is_declared => Lead::Value(value),
        None if search.number.is_none() => {
            search.attestations.iter().find(|by| by.attestor.is_some()).map_or(Lead::Table, Lead::Attestor)
        }
        _ => Lead::Table,
    }
}

/// Begins the statement: from where, and what the lead says.
fn begun(search: &SubjectSearch, table: &Table, lead: &Lead<'_>) -> Numbers {
    let (distinct, from) = match lead {
        Lead::Table => ("", ""),
        Lead::Value(_) => ("", "claims AS lead CROSS JOIN "),
        Lead::Attestor(_) => ("DISTINCT ", "attestations CROSS JOIN "),
    };
    let (number, name, live) = (lead.number(table), table.name, table.live);
    let out = Numbers::new(&format!("SELECT {distinct}{number} FROM {from}{name} WHERE {live}"), false);
    let out = match lead {
        Lead::Table => return out,
        Lead::Value(value) => has_value(out.sql(" AND "), "lead", &search.kind, value),
        Lead::Attestor(by) => {
            let out = out.sql(" AND attestations.state = 0 AND attestations.kind = ").text(search.kind.as_str());
            let out = is_but_of(is_current(out.sql(" AND "), At(search.now)), by);
            let out = by.attestor.iter().fold(out, |out, attestor| is_by(out, attestor.as_ref()));
            by.claim.iter().fold(out, |out, claim| out.sql(" AND attestations.claim = ").text(claim.as_str()))
        }
    };
    out.sql(" AND ").sql(table.number).sql(" = ").sql(number)
}

/// Goes on with what is asked of claims, but for the value that leads.
fn claimed(mut out: Numbers, search: &SubjectSearch, system: Option<SystemKind>) -> Numbers {
    let scope = search.owner.map(|account| account.0);
    for (place, value) in search.values.iter().enumerate() {
        out = match system {
            Some(kind) => system_kinds::has_value(out.sql(" AND "), kind, scope, value),
            None if place > 0 => has_value(stated(out), "stated", &search.kind, value).sql(" LIMIT 1) IS NOT NULL"),
            None => out,
        };
    }
    for claim in &search.present {
        out = match system {
            Some(kind) => system_kinds::is_present(out.sql(" AND "), kind, claim),
            None => stated(out).sql("stated.name = ").text(claim.as_str()).sql(" LIMIT 1) IS NOT NULL"),
        };
    }
    out
}

/// Goes on with a look-up of a claim of the entity that is met, up to what is asked of it.
fn stated(out: Numbers) -> Numbers {
    out.sql(" AND (SELECT 1 FROM claims AS stated WHERE stated.entity = entities.number AND ")
}

/// The statement of a search.
fn found(search: &SubjectSearch) -> Numbers {
    let system = SystemKind::of(&search.kind);
    let table = system.map_or(ENTITIES, system_kinds::table);
    let lead = lead(search, system.is_none());
    let mut out = begun(search, &table, &lead);
    if system.is_none() {
        out = out.sql(" AND entities.kind = ").text(search.kind.as_str());
    }
    if let Some(owner) = search.owner {
        let is_led = system.is_some_and(|kind| search.values.iter().any(|(claim, _)| system_kinds::leads(kind, claim)));
        let hint = if is_led { NO_INDEX } else { "" };
        out = out.sql(" AND ").sql(table.owned).sql(" AND ").sql(hint).sql(table.owner).sql(" = ").number(owner.0);
    }
    out = claimed(out, search, system);
    for (claim, is) in &search.attested {
        let by = AttestedBy { attestor: None, claim: Some(claim.clone()), but_of: Vec::new() };
        out = attested(out.sql(" AND "), search, table.number, &by).sql(if *is { " IS NOT NULL" } else { " IS NULL" });
    }
    for by in &search.attestations {
        if !matches!(lead, Lead::Attestor(leading) if leading == by) {
            out = attested(out.sql(" AND "), search, table.number, by).sql(" IS NOT NULL");
        }
    }
    if let Some(only) = search.number {
        out = out.sql(" AND ").sql(table.number).sql(" = ").number(only);
    }
    let number = lead.number(&table);
    if let Some(after) = search.after {
        out = out.sql(" AND ").sql(number).sql(" > ").number(after);
    }
    out.sql(" ORDER BY ").sql(number).sql(" LIMIT ").number(limited(search.limit))
}

impl Work<'_> {
    /// Whose an entity is, or was last if it was declared and deleted.
    pub(super) fn owner_of(&mut self, entity: &SubjectKey) -> Stored<Option<AccountId>> {
        let found = match SystemKind::of(&entity.kind).map(system_kinds::table) {
            Some(Table { name, number, owner, live, owned }) => {
                Numbers::new(&format!("SELECT {owner} FROM {name} WHERE {live} AND {owned} AND {number} = "), true)
                    .number(entity.number)
            }
            None => Numbers::new("SELECT owner_id FROM entities WHERE kind = ", true)
                .text(entity.kind.as_str())
                .sql(" AND number = ")
                .number(entity.number),
        };
        let rows: Vec<i64> = self.query(|connection| found.load(connection))?;
        Ok(rows.first().copied().map(AccountId))
    }

    /// The numbers of what fits a search, ascending.
    pub(super) fn subjects_found(&mut self, search: &SubjectSearch) -> Stored<Vec<i64>> {
        let found = found(search);
        self.query(|connection| found.load(connection))
    }
}
