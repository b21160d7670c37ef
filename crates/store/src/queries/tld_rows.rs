//! A rule as a row, and that somebody wants it.

use diesel::prelude::*;
use domesday_app::ports::Stored;
use domesday_domain::tld::{Description, Tld, TldPattern};

use super::keys::damaged;
use super::listings::{Place, stored_change, told_change};
use crate::schema::{tld_sources, tlds};
use crate::types::{At, Key};

/// All of it.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tlds, treat_none_as_default_value = false)]
pub(super) struct TldRow {
    pub(super) id: Key,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) created: At,
    pub(super) updated: At,
    pub(super) version: i64,
}

/// That a source wants a rule.
#[derive(Insertable)]
#[diesel(table_name = tld_sources)]
pub(super) struct SourceRow<'a> {
    pub(super) tld_id: Key,
    pub(super) source: &'a str,
}

impl TldRow {
    /// The row of a rule.
    pub(super) fn of(tld: &Tld) -> Self {
        Self {
            id: Key(tld.id),
            name: tld.pattern.to_string(),
            description: tld.description.as_ref().map(|text| text.as_str().to_owned()),
            created: At(tld.created),
            updated: stored_change(tld.updated),
            version: tld.version,
        }
    }

    /// The rule of a row.
    pub(super) fn into_tld(self) -> Stored<Tld> {
        Ok(Tld {
            id: self.id.0,
            pattern: pattern(&self.name)?,
            description: self.description.map(Description::from_stored),
            created: self.created.0,
            updated: told_change(self.updated),
            version: self.version,
        })
    }
}

/// A rule's name as it was stored.
pub(super) fn pattern(text: &str) -> Stored<TldPattern> {
    TldPattern::parse(text).map_err(|problem| damaged("the name of a TLD", &problem.to_string()))
}

/// Where a rule stands in every order.
pub(super) fn place(tld: &Tld) -> Place {
    Place {
        created: At(tld.created),
        updated: stored_change(tld.updated),
        text: tld.pattern.to_string(),
        id: Key(tld.id),
    }
}
