//! Contacts by what they are called and by number.

use std::collections::HashMap;

use diesel::prelude::*;
use domesday_app::ports::{ContactReads, ContactWrites, Stored};
use domesday_domain::account::AccountId;
use domesday_domain::contact::{Contact, ContactId};
use domesday_domain::registration::ContactNumber;

use super::super::{Numbers, Texts, insert_rows};
use super::Work;
use super::contact_rows::{ContactColumns, ContactRow, ContactWord, contact_words};
use super::keys::{damaged, in_order, limited};
use crate::expressions::Among;
use crate::schema::{self, contacts};

fn numbers(contacts: &[ContactNumber]) -> Numbers {
    Numbers::of(contacts.iter().map(|contact| contact.0))
}

impl ContactReads for Work<'_> {
    fn contacts_called(&mut self, ids: &[ContactId]) -> Stored<Vec<Contact>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(contacts::folded, Texts::of(ids.iter().map(ContactId::folded)));
        let found = contacts::table.filter(among).select(ContactRow::as_select());
        let rows: Vec<ContactRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(ContactRow::into_contact).collect()
    }

    fn contacts_numbered(&mut self, asked: &[ContactNumber]) -> Stored<Vec<Contact>> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let found = contacts::table.filter(Among::new(contacts::id, numbers(asked))).select(ContactRow::as_select());
        let rows: Vec<ContactRow> = self.query(|connection| found.load(connection))?;
        let found = rows.into_iter().map(ContactRow::into_contact).collect::<Stored<Vec<_>>>()?;
        Ok(in_order(found, asked.iter().copied(), |contact| contact.number))
    }

    fn contacts_of(&mut self, sponsor: AccountId, after: Option<&ContactId>, limit: usize) -> Stored<Vec<Contact>> {
        let mut found = contacts::table
            .filter(contacts::sponsor_id.eq(sponsor.0))
            .order(contacts::folded)
            .select(ContactRow::as_select())
            .into_boxed();
        if let Some(after) = after {
            found = found.filter(contacts::folded.gt(after.folded()));
        }
        let rows: Vec<ContactRow> = self.query(|connection| found.limit(limited(limit)).load(connection))?;
        rows.into_iter().map(ContactRow::into_contact).collect()
    }
}

impl ContactWrites for Work<'_> {
    fn insert_contacts(&mut self, contacts: &[Contact]) -> Stored<Vec<ContactNumber>> {
        if contacts.is_empty() {
            return Ok(Vec::new());
        }
        let rows = contacts.iter().map(ContactColumns::of).collect::<Stored<Vec<_>>>()?;
        self.query(|connection| insert_rows!(connection, contacts::table, rows))?;
        let called = Among::new(contacts::folded, Texts::of(contacts.iter().map(|contact| contact.id.folded())));
        let found = contacts::table.filter(called).select((contacts::folded, contacts::id));
        let found: Vec<(String, i64)> = self.query(|connection| found.load(connection))?;
        let found: HashMap<String, i64> = found.into_iter().collect();
        let number = |contact: &Contact| found.get(&contact.id.folded()).copied();
        let given = contacts.iter().map(number).collect::<Option<Vec<_>>>();
        let given = given.ok_or_else(|| damaged("a new contact", "it is not there"))?;
        let words: Vec<ContactWord> =
            contacts.iter().zip(&given).flat_map(|(contact, id)| contact_words(contact, *id)).collect();
        self.query(|connection| insert_rows!(connection, schema::contact_words::table, words))?;
        Ok(given.into_iter().map(ContactNumber).collect())
    }

    fn update_contact(&mut self, contact: &Contact) -> Stored<()> {
        let (id, row) = (contact.number.0, ContactColumns::of(contact)?);
        let before = schema::contact_words::table.filter(schema::contact_words::contact_id.eq(id));
        self.query(|connection| {
            diesel::update(contacts::table.find(id)).set(row).execute(connection)?;
            diesel::delete(before).execute(connection)?;
            insert_rows!(connection, schema::contact_words::table, contact_words(contact, id))
        })
    }

    fn move_contacts(&mut self, moved: &[ContactNumber], to: AccountId) -> Stored<()> {
        if moved.is_empty() {
            return Ok(());
        }
        let theirs = contacts::table.filter(Among::new(contacts::id, numbers(moved)));
        let state = (contacts::sponsor_id.eq(to.0), contacts::revision.eq(contacts::revision + 1));
        let words = Among::new(schema::contact_words::contact_id, numbers(moved));
        let words = schema::contact_words::table.filter(words);
        self.query(|connection| {
            diesel::update(theirs).set(state).execute(connection)?;
            diesel::update(words).set(schema::contact_words::sponsor_id.eq(to.0)).execute(connection)
        })
        .map(drop)
    }

    fn delete_contact(&mut self, contact: ContactNumber) -> Stored<()> {
        self.query(|connection| diesel::delete(contacts::table.find(contact.0)).execute(connection)).map(drop)
    }
}
