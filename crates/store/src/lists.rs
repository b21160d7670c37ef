//! Lists of names, numbers, texts and ids as one bound value, so that a statement is prepared once for all lengths.
//!
//! PostgreSQL has arrays. SQLite has none, so there a list goes in as one JSON text, names as their sort keys in hex, and ids in hex too.
//! An item that is listed twice is one item.

pub(crate) mod uses;

use std::collections::BTreeSet;

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Text};
use diesel::sqlite::Sqlite;
use domesday_dns::Name;
use uuid::Uuid;

use crate::types::{Key, Unique};

/// Names, for SQLite.
#[derive(Debug, QueryId)]
pub(crate) struct JsonNames(String);

impl JsonNames {
    /// The list of these names.
    pub(crate) fn of(names: &[Name]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(names.len() * 40 + 2);
        text.push('[');
        for key in names.iter().map(Name::sort_key).collect::<BTreeSet<_>>() {
            text.push_str(if text.len() > 1 { ",\"" } else { "\"" });
            for octet in key {
                text.extend([octet >> 4, octet & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
            }
            text.push('"');
        }
        text.push(']');
        Self(text)
    }
}

impl QueryFragment<Sqlite> for JsonNames {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT unhex(value) AS item FROM json_each(");
        out.push_bind_param::<Text, String>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Numbers, for SQLite.
#[derive(Debug, QueryId)]
pub(crate) struct JsonNumbers(String);

impl JsonNumbers {
    /// The list of these numbers.
    pub(crate) fn of(numbers: impl IntoIterator<Item = i64>) -> Self {
        let numbers: BTreeSet<i64> = numbers.into_iter().collect();
        let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        Self(format!("[{}]", texts.join(",")))
    }
}

impl QueryFragment<Sqlite> for JsonNumbers {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT value AS item FROM json_each(");
        out.push_bind_param::<Text, String>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Ids, for SQLite.
#[derive(Debug, QueryId)]
pub(crate) struct JsonIds(String);

impl JsonIds {
    /// The list of these ids.
    pub(crate) fn of(ids: &[Uuid]) -> Self {
        let ids: BTreeSet<&Uuid> = ids.iter().collect();
        let texts: Vec<String> = ids.into_iter().map(|id| format!("\"{}\"", id.simple())).collect();
        Self(format!("[{}]", texts.join(",")))
    }
}

impl QueryFragment<Sqlite> for JsonIds {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT unhex(value) AS item FROM json_each(");
        out.push_bind_param::<Text, String>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Texts without U+0000, for SQLite.
#[derive(Debug, QueryId)]
pub(crate) struct JsonTexts(String);

impl JsonTexts {
    /// The list of these texts.
    pub(crate) fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let texts: BTreeSet<String> = texts.into_iter().collect();
        Self(serde_json::Value::from_iter(texts).to_string())
    }
}

impl QueryFragment<Sqlite> for JsonTexts {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql("SELECT value AS item FROM json_each(");
        out.push_bind_param::<Text, String>(&self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Names, for PostgreSQL.
#[derive(Debug, QueryId)]
pub(crate) struct ArrayNames(Vec<Vec<u8>>);

impl ArrayNames {
    /// The list of these names.
    pub(crate) fn of(names: &[Name]) -> Self {
        let keys: BTreeSet<Vec<u8>> = names.iter().map(Name::sort_key).collect();
        Self(keys.into_iter().collect())
    }
}

impl QueryFragment<Pg> for ArrayNames {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_bind_param::<Array<Binary>, Vec<Vec<u8>>>(&self.0)
    }
}

/// Numbers, for PostgreSQL.
#[derive(Debug, QueryId)]
pub(crate) struct ArrayNumbers(Vec<i64>);

impl ArrayNumbers {
    /// The list of these numbers.
    pub(crate) fn of(numbers: impl IntoIterator<Item = i64>) -> Self {
        let numbers: BTreeSet<i64> = numbers.into_iter().collect();
        Self(numbers.into_iter().collect())
    }
}

impl QueryFragment<Pg> for ArrayNumbers {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_bind_param::<Array<BigInt>, Vec<i64>>(&self.0)
    }
}

/// Texts without U+0000, for PostgreSQL.
#[derive(Debug, QueryId)]
pub(crate) struct ArrayTexts(Vec<String>);

impl ArrayTexts {
    /// The list of these texts.
    pub(crate) fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let texts: BTreeSet<String> = texts.into_iter().collect();
        Self(texts.into_iter().collect())
    }
}

impl QueryFragment<Pg> for ArrayTexts {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_bind_param::<Array<Text>, Vec<String>>(&self.0)
    }
}

/// Ids, for PostgreSQL.
#[derive(Debug, QueryId)]
pub(crate) struct ArrayIds(Vec<Key>);

impl ArrayIds {
    /// The list of these ids.
    pub(crate) fn of(ids: &[Uuid]) -> Self {
        let ids: BTreeSet<&Uuid> = ids.iter().collect();
        Self(ids.into_iter().copied().map(Key).collect())
    }
}

impl QueryFragment<Pg> for ArrayIds {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_bind_param::<Array<Unique>, Vec<Key>>(&self.0)
    }
}

/// A list as rows with one column, `item`.
#[derive(Debug, QueryId)]
pub(crate) struct Rows<L>(pub(crate) L);

impl<L: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Rows<L> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl<L: QueryFragment<Pg>> QueryFragment<Pg> for Rows<L> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql("(SELECT unnest(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS item)");
        Ok(())
    }
}
