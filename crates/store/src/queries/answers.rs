//! Kept answers, a row each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{AnswerReads, AnswerWrites, KeptAnswer, RepeatKey, Stored};

use super::Work;
use super::keys::{damaged, limited, narrow};
use crate::schema::kept_answers;
use crate::types::{At, Json};

#[derive(Queryable, Selectable)]
#[diesel(table_name = kept_answers)]
struct Row {
    request: Vec<u8>,
    status: i32,
    body: Json,
    left_object: Option<String>,
    left_revision: Option<i64>,
    at: At,
}

impl Row {
    fn into_answer(self) -> Stored<KeptAnswer> {
        Ok(KeptAnswer {
            request: self.request.try_into().map_err(|_| damaged("a digest", "it has not 32 octets"))?,
            status: narrow(self.status.into())?,
            body: self.body.0,
            left: self.left_object.map(|object| (object, self.left_revision)),
            at: self.at.0,
        })
    }
}

impl AnswerReads for Work<'_> {
    fn kept_answer(&mut self, key: &RepeatKey, request: &[u8; 32], since: DateTime<Utc>) -> Stored<Option<KeptAnswer>> {
        let kept = kept_answers::table
            .find((key.user.0, key.strict, &key.id, request.as_slice()))
            .filter(kept_answers::at.ge(At(since)))
            .select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| kept.load(connection))?;
        rows.into_iter().next().map(Row::into_answer).transpose()
    }

    fn kept_answers(&mut self, key: &RepeatKey, since: DateTime<Utc>) -> Stored<Vec<KeptAnswer>> {
        let kept = kept_answers::table
            .filter(kept_answers::user_id.eq(key.user.0))
            .filter(kept_answers::strict.eq(key.strict))
            .filter(kept_answers::client_id.eq(&key.id))
            .filter(kept_answers::at.ge(At(since)))
            .order((kept_answers::at, kept_answers::request))
            .select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| kept.load(connection))?;
        rows.into_iter().map(Row::into_answer).collect()
    }
}

impl AnswerWrites for Work<'_> {
    fn keep_answer(&mut self, key: &RepeatKey, answer: &KeptAnswer) -> Stored<()> {
        let (object, revision) = answer.left.as_ref().map(|(object, revision)| (object, *revision)).unzip();
        let said = (
            kept_answers::status.eq(i32::from(answer.status)),
            kept_answers::body.eq(Json(answer.body.clone())),
            kept_answers::left_object.eq(object),
            kept_answers::left_revision.eq(revision.flatten()),
            kept_answers::at.eq(At(answer.at)),
        );
        let place = (
            kept_answers::user_id.eq(key.user.0),
            kept_answers::strict.eq(key.strict),
            kept_answers::client_id.eq(&key.id),
            kept_answers::request.eq(answer.request.as_slice()),
        );
        let key = (kept_answers::user_id, kept_answers::strict, kept_answers::client_id, kept_answers::request);
        let keep = diesel::insert_into(kept_answers::table)
            .values((place, said.clone()))
            .on_conflict(key)
            .do_update()
            .set(said);
        self.query(|connection| keep.execute(connection)).map(drop)
    }

    fn sweep_answers(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize> {
        let old = kept_answers::table
            .filter(kept_answers::at.lt(At(before)))
            .order(kept_answers::at)
            .limit(limited(limit))
            .select((kept_answers::user_id, kept_answers::strict, kept_answers::client_id, kept_answers::request));
        let old: Vec<(i64, bool, String, Vec<u8>)> = self.query(|connection| old.load(connection))?;
        for key in &old {
            let (user, strict, id, request) = key;
            let gone = kept_answers::table.find((*user, *strict, id, request));
            self.query(|connection| diesel::delete(gone).execute(connection))?;
        }
        Ok(old.len())
    }
}
