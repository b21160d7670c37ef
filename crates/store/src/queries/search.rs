//! Searches in the registrars' collections: one count and one page each (rule X4 of `registrar.md`).
//!
//! A search becomes one condition over one table. What is asked of lists beside the table (statuses, contacts, name servers, words) is
//! asked by subquery: for what is there by an index that begins with the sponsor, where there is one, and else row by row of the scope.
//! Where there is no scope, the condition is that the sponsor is any account: accounts are few, and the same indices serve.

mod contacts;
mod domains;
mod fields;
mod hosts;
mod messages;
mod scalars;
mod statuses;
pub(super) mod system_kinds;

use diesel::RunQueryDsl;
use diesel::sql_types::BigInt;
use domesday_app::ports::{
    Comparison, Condition, ContactField, DomainField, Found, HostField, MessageField, Search, Searches, Sought, Stored,
};
use domesday_domain::host::HostId;
use domesday_domain::registration::{ContactNumber, DomainId};

use super::super::{AMONG_ALL, NO_INDEX};
use super::Work;
use super::keys::{limited, narrow};
use super::pages::passed_over;
use super::written::Written;

/// A statement that gives numbers of rows, or one number.
type Numbers = Written<BigInt>;

/// Whose objects are searched.
type Scope = Option<i64>;

/// A column that rows are put in order by.
#[derive(Clone, Copy)]
struct Column {
    name: &'static str,
    /// What is unset comes first, and the index has it first.
    nullable: bool,
}

impl Column {
    const fn always(name: &'static str) -> Self {
        Self { name, nullable: false }
    }

    const fn perhaps(name: &'static str) -> Self {
        Self { name, nullable: true }
    }
}

/// How a collection is searched.
struct Collection<F> {
    /// The table.
    table: &'static str,
    /// Goes on with the condition that a row is in the scope, beginning with the column of the sponsor.
    scope: fn(Numbers, Scope) -> Numbers,
    /// Whether a field is a list beside the table that tells rows by their number.
    is_list: fn(F) -> bool,
    /// Goes on with a condition.
    condition: fn(Numbers, Scope, F, &Comparison) -> Numbers,
    /// What rows are put in order by.
    sort: fn(F) -> Option<Column>,
    /// What decides between equals, and else alone.
    tie: &'static str,
}

/// Whether a comparison with a list is one that an index answers, so that it finds few rows.
fn is_found(comparison: &Comparison) -> bool {
    match comparison {
        Comparison::In(sought) => !sought.contains(&Sought::Unset),
        Comparison::Like(pattern) => !pattern.starts_with('%'),
        _ => false,
    }
}

/// Goes on with whether a sponsor's column is the scope, or any account, or the number 0 for what has no sponsor.
fn sponsored(out: Numbers, column: &str, scope: Scope) -> Numbers {
    match scope {
        Some(account) => out.sql(column).sql(" = ").number(account),
        None => {
            let (open, close) = AMONG_ALL;
            out.sql(column).sql(open).sql("SELECT id FROM accounts UNION ALL SELECT 0").sql(close)
        }
    }
}

impl<F: Copy> Collection<F> {
    fn rows(&self, mut out: Numbers, search: &Search<F>) -> Numbers {
        let scope = search.scope.map(|account| account.0);
        let needed = !search.any || search.conditions.len() == 1;
        let is_led = |condition: &Condition<F>| (self.is_list)(condition.field) && is_found(&condition.comparison);
        let hint = if needed && search.conditions.iter().any(is_led) { NO_INDEX } else { "" };
        out = (self.scope)(out.sql(" FROM ").sql(self.table).sql(" WHERE ").sql(hint), scope);
        if search.conditions.is_empty() {
            return out;
        }
        let between = if search.any { " OR " } else { " AND " };
        for (place, condition) in search.conditions.iter().enumerate() {
            out = out.sql(if place == 0 { " AND (" } else { between }).sql("(");
            out = (self.condition)(out, scope, condition.field, &condition.comparison).sql(")");
        }
        out.sql(")")
    }

    fn count(&self, search: &Search<F>) -> Numbers {
        self.rows(Numbers::new("SELECT COUNT(*)", false), search)
    }

    fn page(&self, search: &Search<F>) -> Numbers {
        let mut out = self.rows(Numbers::new(&format!("SELECT {}.id", self.table), false), search).sql(" ORDER BY ");
        let column = search.sort.and_then(|field| (self.sort)(field)).filter(|column| column.name != self.tie);
        let (plain, unset) =
            if search.descending { (" DESC", " DESC NULLS LAST") } else { (" ASC", " ASC NULLS FIRST") };
        if let Some(column) = column {
            out = out.sql(column.name).sql(if column.nullable { unset } else { plain }).sql(", ");
        }
        let out = out.sql(self.tie).sql(plain).sql(" LIMIT ").number(limited(search.limit));
        out.sql(" OFFSET ").number(passed_over(search.offset))
    }
}

impl Work<'_> {
    fn search<F: Copy, I>(
        &mut self,
        collection: &Collection<F>,
        search: &Search<F>,
        id: fn(i64) -> I,
    ) -> Stored<Found<I>> {
        let (count, page) = (collection.count(search), collection.page(search));
        let count = narrow(self.query(|connection| count.get_result(connection))?)?;
        let rows: Vec<i64> = self.query(|connection| page.load(connection))?;
        Ok(Found { rows: rows.into_iter().map(id).collect(), count })
    }
}

impl Searches for Work<'_> {
    fn search_domains(&mut self, search: &Search<DomainField>) -> Stored<Found<DomainId>> {
        self.search(&domains::DOMAINS, search, DomainId)
    }

    fn search_contacts(&mut self, search: &Search<ContactField>) -> Stored<Found<ContactNumber>> {
        self.search(&contacts::CONTACTS, search, ContactNumber)
    }

    fn search_hosts(&mut self, search: &Search<HostField>) -> Stored<Found<HostId>> {
        self.search(&hosts::HOSTS, search, HostId)
    }

    fn search_messages(&mut self, search: &Search<MessageField>) -> Stored<Found<i64>> {
        self.search(&messages::MESSAGES, search, |id| id)
    }
}
