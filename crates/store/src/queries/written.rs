//! Statements that are put together piece by piece, their values bound.

use std::marker::PhantomData;

use diesel::RunQueryDsl;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Binary, Text};
use domesday_app::ports::SessionUse;
use uuid::Uuid;

use super::super::{AMONG, Backend, Ids, Numbers, Texts, Uses};
use crate::lists::Rows;
use crate::types::{At, Key, Moment, Unique};

enum Piece {
    Sql(String),
    Text(String),
    Number(i64),
    Moment(At),
    Octets(Vec<u8>),
    Id(Key),
    Ids(Ids),
    Uses(Uses),
    Texts(Texts),
    Numbers(Numbers),
    TextRows(Rows<Texts>),
    NumberRows(Rows<Numbers>),
}

/// A statement whose rows are of the SQL type `S`.
pub(super) struct Written<S> {
    pieces: Vec<Piece>,
    /// Its text is the same each time, so that it is worth keeping it prepared.
    kept: bool,
    row: PhantomData<S>,
}

impl<S> Written<S> {
    /// A statement that begins so. One that is `kept` is prepared once.
    pub(super) fn new(sql: &str, kept: bool) -> Self {
        Self { pieces: vec![Piece::Sql(sql.to_owned())], kept, row: PhantomData }
    }

    /// Goes on with SQL of this program.
    pub(super) fn sql(mut self, sql: &str) -> Self {
        match self.pieces.last_mut() {
            Some(Piece::Sql(last)) => last.push_str(sql),
            _ => self.pieces.push(Piece::Sql(sql.to_owned())),
        }
        self
    }

    /// The same with rows of another SQL type.
    pub(super) fn giving<T>(self) -> Written<T> {
        Written { pieces: self.pieces, kept: self.kept, row: PhantomData }
    }

    fn bind(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    /// Goes on with a text.
    pub(super) fn text(self, text: impl Into<String>) -> Self {
        self.bind(Piece::Text(text.into()))
    }

    /// Goes on with a number.
    pub(super) fn number(self, number: i64) -> Self {
        self.bind(Piece::Number(number))
    }

    /// Goes on with an instant.
    pub(super) fn moment(self, at: At) -> Self {
        self.bind(Piece::Moment(at))
    }

    /// Goes on with a key.
    pub(super) fn octets(self, octets: Vec<u8>) -> Self {
        self.bind(Piece::Octets(octets))
    }

    /// Goes on with an id.
    pub(super) fn id(self, id: Key) -> Self {
        self.bind(Piece::Id(id))
    }

    /// Goes on with whether a column holds one of these ids.
    pub(super) fn among_ids(self, column: &str, ids: &[Uuid]) -> Self {
        self.sql(column).sql(AMONG).bind(Piece::Ids(Ids::of(ids))).sql(")")
    }

    /// Goes on with last uses of sessions as rows of three columns, `id`, `used` and `ends`.
    pub(super) fn use_rows(self, uses: &[SessionUse]) -> Self {
        self.bind(Piece::Uses(Uses::of(uses)))
    }

    /// Goes on with whether a column holds one of these texts.
    pub(super) fn among_texts(self, column: &str, texts: impl IntoIterator<Item = String>) -> Self {
        self.sql(column).sql(AMONG).bind(Piece::Texts(Texts::of(texts))).sql(")")
    }

    /// Goes on with whether a column holds one of these numbers.
    pub(super) fn among_numbers(self, column: &str, numbers: impl IntoIterator<Item = i64>) -> Self {
        self.sql(column).sql(AMONG).bind(Piece::Numbers(Numbers::of(numbers))).sql(")")
    }

    /// Goes on with texts as rows of one column, `item`.
    pub(super) fn text_rows(self, texts: impl IntoIterator<Item = String>) -> Self {
        self.bind(Piece::TextRows(Rows(Texts::of(texts))))
    }

    /// Goes on with numbers as rows of one column, `item`.
    pub(super) fn number_rows(self, numbers: impl IntoIterator<Item = i64>) -> Self {
        self.bind(Piece::NumberRows(Rows(Numbers::of(numbers))))
    }
}

impl<S> QueryId for Written<S> {
    type QueryId = ();
    // What it is its pieces tell.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<S> Query for Written<S> {
    type SqlType = S;
}

impl<S, C> RunQueryDsl<C> for Written<S> {}

impl<S> QueryFragment<Backend> for Written<S> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> diesel::QueryResult<()> {
        if !self.kept {
            out.unsafe_to_cache_prepared();
        }
        for piece in &self.pieces {
            match piece {
                Piece::Sql(sql) => out.push_sql(sql),
                Piece::Text(text) => out.push_bind_param::<Text, String>(text)?,
                Piece::Number(number) => out.push_bind_param::<BigInt, i64>(number)?,
                Piece::Moment(at) => out.push_bind_param::<Moment, At>(at)?,
                Piece::Octets(octets) => out.push_bind_param::<Binary, Vec<u8>>(octets)?,
                Piece::Id(id) => out.push_bind_param::<Unique, Key>(id)?,
                Piece::Ids(list) => list.walk_ast(out.reborrow())?,
                Piece::Uses(rows) => rows.walk_ast(out.reborrow())?,
                Piece::Texts(list) => list.walk_ast(out.reborrow())?,
                Piece::Numbers(list) => list.walk_ast(out.reborrow())?,
                Piece::TextRows(rows) => rows.walk_ast(out.reborrow())?,
                Piece::NumberRows(rows) => rows.walk_ast(out.reborrow())?,
            }
        }
        Ok(())
    }
}
