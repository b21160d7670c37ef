//! Messages to registrars, a row each.

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use domesday_app::ports::{MessageReads, MessageWrites, Stored, Unread};
use domesday_domain::account::AccountId;
use domesday_domain::message::{Message, MessageKind};
use domesday_domain::word::Word;

use super::super::{Numbers, insert_rows};
use super::Work;
use super::keys::{damaged, in_order, limited, name, narrow, word};
use crate::expressions::Among;
use crate::schema::messages;
use crate::types::{At, Json};

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: i64,
    account_id: i64,
    kind: String,
    created: At,
    read: Option<At>,
    text: String,
    object: String,
    name_key: Vec<u8>,
    cause_account: Option<i64>,
    cause_transaction: Option<String>,
    server_transaction: String,
    data: Json,
}

#[derive(Insertable)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
struct NewRow<'a> {
    account_id: i64,
    kind: String,
    topic: &'static str,
    created: At,
    read: Option<At>,
    text: &'a str,
    object: &'static str,
    name_key: Vec<u8>,
    cause_account: Option<i64>,
    cause_transaction: Option<&'a str>,
    server_transaction: &'a str,
    data: Json,
}

impl<'a> NewRow<'a> {
    fn of(message: &'a Message) -> Self {
        let cause = message.cause.as_ref();
        Self {
            account_id: message.account.0,
            kind: message.kind.word(),
            topic: message.kind.group().as_str(),
            created: At(message.created),
            read: message.read.map(At),
            text: &message.text,
            object: message.object.as_str(),
            name_key: message.name.sort_key(),
            cause_account: cause.map(|(account, _)| account.0),
            cause_transaction: cause.map(|(_, transaction)| transaction.as_str()),
            server_transaction: &message.server_transaction,
            data: Json(message.data.clone()),
        }
    }
}

impl Row {
    fn into_message(self) -> Stored<Message> {
        Ok(Message {
            id: self.id,
            account: AccountId(self.account_id),
            kind: MessageKind::parse(&self.kind).ok_or_else(|| damaged("a kind of message", &self.kind))?,
            created: self.created.0,
            read: self.read.map(|at| at.0),
            text: self.text,
            object: word(&self.object)?,
            name: name(&self.name_key)?,
            cause: self.cause_account.map(AccountId).zip(self.cause_transaction),
            server_transaction: self.server_transaction,
            data: self.data.0,
        })
    }
}

impl MessageReads for Work<'_> {
    fn message(&mut self, account: AccountId, id: i64) -> Stored<Option<Message>> {
        let found = messages::table
            .filter(messages::id.eq(id).and(messages::account_id.eq(account.0)))
            .select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        rows.into_iter().next().map(Row::into_message).transpose()
    }

    fn messages_numbered(&mut self, ids: &[i64]) -> Stored<Vec<Message>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(messages::id, Numbers::of(ids.iter().copied()));
        let found = messages::table.filter(among).select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        let found = rows.into_iter().map(Row::into_message).collect::<Stored<Vec<_>>>()?;
        Ok(in_order(found, ids.iter().copied(), |message| message.id))
    }

    fn unread_messages(&mut self, account: AccountId, limit: usize) -> Stored<Vec<Message>> {
        let oldest = messages::table
            .filter(messages::account_id.eq(account.0).and(messages::read.is_null()))
            .order((messages::created, messages::id))
            .limit(limited(limit))
            .select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| oldest.load(connection))?;
        rows.into_iter().map(Row::into_message).collect()
    }

    fn unread(&mut self, account: AccountId) -> Stored<Unread> {
        let unread = messages::table.filter(messages::account_id.eq(account.0).and(messages::read.is_null()));
        let count = unread.select(count_star());
        let next = unread.order((messages::created, messages::id)).limit(1).select(messages::id);
        let count = narrow(self.query(|connection| count.get_result(connection))?)?;
        let next: Vec<i64> = self.query(|connection| next.load(connection))?;
        Ok(Unread { count, next: next.first().copied() })
    }
}

impl MessageWrites for Work<'_> {
    fn insert_messages(&mut self, messages: &[Message]) -> Stored<()> {
        let rows: Vec<NewRow<'_>> = messages.iter().map(NewRow::of).collect();
        self.query(|connection| insert_rows!(connection, messages::table, rows))
    }

    fn mark_read(&mut self, id: i64, at: DateTime<Utc>) -> Stored<()> {
        let update = diesel::update(messages::table.find(id)).set(messages::read.eq(Some(At(at))));
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn delete_message(&mut self, id: i64) -> Stored<()> {
        self.query(|connection| diesel::delete(messages::table.find(id)).execute(connection)).map(drop)
    }

    fn sweep_messages(&mut self, before: DateTime<Utc>, limit: usize) -> Stored<usize> {
        let old = messages::table
            .filter(messages::read.is_not_null().and(messages::read.lt(At(before))))
            .order(messages::read)
            .limit(limited(limit))
            .select(messages::id);
        let old: Vec<i64> = self.query(|connection| old.load(connection))?;
        if old.is_empty() {
            return Ok(0);
        }
        let gone = messages::table.filter(Among::new(messages::id, Numbers::of(old)));
        self.query(|connection| diesel::delete(gone).execute(connection))
    }
}
