//! A text with `*` for any run of characters as a pattern of each database: one that heeds case, and to which all other marks are plain.
//!
//! That is LIKE on PostgreSQL. On SQLite LIKE would take upper case for lower, and GLOB does not.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

/// A pattern, for SQLite.
#[derive(Debug, QueryId)]
pub(crate) struct GlobPattern(String);

impl GlobPattern {
    /// The pattern of a text.
    pub(crate) fn of(text: &str) -> Self {
        Self(translated(text, |character, pattern| match character {
            '?' | '[' => pattern.extend(['[', character, ']']),
            _ => pattern.push(character),
        }))
    }
}

impl QueryFragment<Sqlite> for GlobPattern {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> diesel::QueryResult<()> {
        out.push_sql(" GLOB ");
        out.push_bind_param::<Text, String>(&self.0)
    }
}

/// A pattern, for PostgreSQL.
#[derive(Debug, QueryId)]
pub(crate) struct LikePattern(String);

impl LikePattern {
    /// The pattern of a text.
    pub(crate) fn of(text: &str) -> Self {
        Self(translated(text, |character, pattern| match character {
            '*' => pattern.push('%'),
            '%' | '_' | '\\' => pattern.extend(['\\', character]),
            _ => pattern.push(character),
        }))
    }
}

impl QueryFragment<Pg> for LikePattern {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql(" LIKE ");
        out.push_bind_param::<Text, String>(&self.0)?;
        out.push_sql(" ESCAPE '\\'");
        Ok(())
    }
}

/// A text, each character translated; many `*` in a row say no more than one, and cost more.
fn translated(text: &str, translate: impl Fn(char, &mut String)) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    let mut last = None;
    for character in text.chars() {
        if (last, character) != (Some('*'), '*') {
            translate(character, &mut pattern);
        }
        last = Some(character);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l5_every_mark_but_the_star_is_plain() {
        for (text, glob, like) in [
            ("*.bd", "*.bd", "%.bd"),
            ("!w%_\\", "!w%_\\", "!w\\%\\_\\\\"),
            ("a?[b]^", "a[?][[]b]^", "a?[b]^"),
            ("***x**", "*x*", "%x%"),
            ("", "", ""),
        ] {
            assert_eq!((GlobPattern::of(text).0.as_str(), LikePattern::of(text).0.as_str()), (glob, like), "{text}");
        }
    }
}
