//! Counters, a row each: where the next block of numbers begins.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domesday_app::ports::{Counter, CounterReads, CounterWrites, Stored};

use super::Work;
use super::keys::damaged;
use super::written::Written;
use crate::schema::counters;

impl CounterReads for Work<'_> {
    fn next_number(&mut self, counter: Counter) -> Stored<i64> {
        let found = counters::table.filter(counters::name.eq(counter.name())).select(counters::next);
        let next: Vec<i64> = self.query(|connection| found.load(connection))?;
        Ok(next.first().copied().unwrap_or(counter.first()))
    }
}

impl CounterWrites for Work<'_> {
    fn take_numbers(&mut self, counter: Counter, count: i64) -> Stored<i64> {
        let take = Written::<BigInt>::new("INSERT INTO counters (name, next) VALUES (", true)
            .text(counter.name())
            .sql(", ")
            .number(counter.first().saturating_add(count))
            .sql(") ON CONFLICT (name) DO UPDATE SET next = counters.next + ")
            .number(count)
            .sql(" RETURNING next");
        let next: Vec<i64> = self.query(|connection| take.load(connection))?;
        next.first().map(|next| next - count).ok_or_else(|| damaged("a counter", "it has no row"))
    }
}
