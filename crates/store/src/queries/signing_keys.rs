//! The public halves of signing keys, a row each.

use diesel::prelude::*;
use domesday_app::ports::{SigningKeyReads, SigningKeyWrites, Stored};
use domesday_domain::signing_key::{KeyState, PublicSigningKey, SigningAlgorithm};

use super::Work;
use super::keys::damaged;
use crate::schema::signing_keys;
use crate::types::At;

#[derive(Queryable, Selectable)]
#[diesel(table_name = signing_keys)]
struct KeyRow {
    id: String,
    algorithm: String,
    pem: String,
    state: String,
    created: At,
    activated: Option<At>,
    retired: Option<At>,
    revoked: Option<At>,
    reason: Option<String>,
}

/// What may change of it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = signing_keys, treat_none_as_null = true, treat_none_as_default_value = false)]
struct KeyColumns<'a> {
    state: &'static str,
    activated: Option<At>,
    retired: Option<At>,
    revoked: Option<At>,
    reason: Option<&'a str>,
}

impl KeyRow {
    fn into_key(self) -> Stored<PublicSigningKey> {
        let algorithm = SigningAlgorithm::parse(&self.algorithm);
        Ok(PublicSigningKey {
            id: self.id,
            algorithm: algorithm.ok_or_else(|| damaged("an algorithm", &self.algorithm))?,
            pem: self.pem,
            state: KeyState::parse(&self.state).ok_or_else(|| damaged("a key's state", &self.state))?,
            created: self.created.0,
            activated: self.activated.map(|at| at.0),
            retired: self.retired.map(|at| at.0),
            revoked: self.revoked.map(|at| at.0),
            reason: self.reason,
        })
    }
}

impl<'a> KeyColumns<'a> {
    fn of(key: &'a PublicSigningKey) -> Self {
        Self {
            state: key.state.as_str(),
            activated: key.activated.map(At),
            retired: key.retired.map(At),
            revoked: key.revoked.map(At),
            reason: key.reason.as_deref(),
        }
    }
}

impl SigningKeyReads for Work<'_> {
    fn signing_keys(&mut self) -> Stored<Vec<PublicSigningKey>> {
        let all = signing_keys::table.order((signing_keys::created, signing_keys::id)).select(KeyRow::as_select());
        let rows: Vec<KeyRow> = self.query(|connection| all.load(connection))?;
        rows.into_iter().map(KeyRow::into_key).collect()
    }
}

impl SigningKeyWrites for Work<'_> {
    fn insert_signing_key(&mut self, key: &PublicSigningKey) -> Stored<()> {
        let row = (
            signing_keys::id.eq(&key.id),
            signing_keys::algorithm.eq(key.algorithm.as_str()),
            signing_keys::pem.eq(&key.pem),
            signing_keys::created.eq(At(key.created)),
            KeyColumns::of(key),
        );
        self.query(|connection| diesel::insert_into(signing_keys::table).values(row).execute(connection)).map(drop)
    }

    fn update_signing_key(&mut self, key: &PublicSigningKey) -> Stored<()> {
        let update = diesel::update(signing_keys::table.find(&key.id)).set(KeyColumns::of(key));
        self.query(|connection| update.execute(connection)).map(drop)
    }
}
