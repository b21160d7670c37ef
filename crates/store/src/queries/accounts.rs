//! Accounts, users and API keys. Lists are put in order here and not by the database, whose idea of it depends on its locale.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{AccountReads, AccountWrites, Holdings, KeyHash, NewUser, Stored, UserPatch};
use domesday_domain::account::{Account, AccountId, AccountName, ApiKey, Client, User, UserId};

use super::super::Numbers;
use super::account_rows::{AccountRow, KeyRow, UserRow};
use super::keys::{documented, narrow};
use super::{Work, holdings};
use crate::documents::{client, client_document};
use crate::expressions::Among;
use crate::schema::{accounts, api_keys, users};
use crate::statements::ZonesOf;
use crate::types::{At, Json};

#[derive(AsChangeset)]
#[diesel(table_name = accounts)]
struct AccountChanges {
    disabled: Option<bool>,
    suspended: Option<bool>,
}

#[derive(AsChangeset)]
#[diesel(table_name = users)]
struct UserChanges<'a> {
    roles: Option<i16>,
    password_hash: Option<&'a str>,
    disabled: Option<bool>,
}

/// Accounts as clients, those that are as a new one left out.
fn stored_clients(rows: Vec<(i64, Option<Json>)>) -> Stored<Vec<(AccountId, Client)>> {
    let stored = rows.into_iter().filter_map(|(id, document)| Some((AccountId(id), document?)));
    stored.map(|(id, document)| Ok((id, documented(client(&document.0))?))).collect()
}

impl AccountReads for Work<'_> {
    fn account(&mut self, name: &AccountName) -> Stored<Option<Account>> {
        let found = accounts::table.filter(accounts::folded.eq(name.folded())).select(AccountRow::as_select());
        let rows: Vec<AccountRow> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(Account::from))
    }

    fn account_numbered(&mut self, id: AccountId) -> Stored<Option<Account>> {
        let found = accounts::table.filter(accounts::id.eq(id.0)).select(AccountRow::as_select());
        let rows: Vec<AccountRow> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().next().map(Account::from))
    }

    fn count_zones_of(&mut self, id: AccountId, most: u64) -> Stored<u64> {
        let counted = ZonesOf { account: id.0, most: i64::try_from(most).unwrap_or(i64::MAX) };
        narrow(self.query(|connection| counted.get_result(connection))?)
    }

    fn accounts_numbered(&mut self, ids: &[AccountId]) -> Stored<Vec<Account>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(accounts::id, Numbers::of(ids.iter().map(|id| id.0)));
        let found = accounts::table.filter(among).select(AccountRow::as_select());
        let rows: Vec<AccountRow> = self.query(|connection| found.load(connection))?;
        Ok(rows.into_iter().map(Account::from).collect())
    }

    fn client(&mut self, id: AccountId) -> Stored<Client> {
        let found = accounts::table.filter(accounts::id.eq(id.0)).select(accounts::client);
        let rows: Vec<Option<Json>> = self.query(|connection| found.load(connection))?;
        let document = rows.into_iter().next().flatten();
        document.map_or_else(|| Ok(Client::default()), |document| documented(client(&document.0)))
    }

    fn clients(&mut self) -> Stored<Vec<(AccountId, Client)>> {
        let found = accounts::table.filter(accounts::client.is_not_null()).select((accounts::id, accounts::client));
        stored_clients(self.query(|connection| found.load(connection))?)
    }

    fn clients_numbered(&mut self, ids: &[AccountId]) -> Stored<Vec<(AccountId, Client)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(accounts::id, Numbers::of(ids.iter().map(|id| id.0)));
        let found = accounts::table.filter(among).select((accounts::id, accounts::client));
        stored_clients(self.query(|connection| found.load(connection))?)
    }

    fn holdings(&mut self, id: AccountId) -> Stored<Holdings> {
        holdings::of(self, id)
    }

    fn all_holdings(&mut self) -> Stored<Vec<(AccountId, Holdings)>> {
        holdings::of_all(self)
    }

    fn accounts(&mut self) -> Stored<Vec<Account>> {
        let rows: Vec<AccountRow> =
            self.query(|connection| accounts::table.select(AccountRow::as_select()).load(connection))?;
        let mut all: Vec<Account> = rows.into_iter().map(Account::from).collect();
        all.sort_by_cached_key(|account| account.name.folded());
        Ok(all)
    }

    fn user(&mut self, account: AccountId, login: &str) -> Stored<Option<User>> {
        let named = users::account_id.eq(account.0).and(users::login.eq(login));
        let found = users::table.filter(named).select(UserRow::as_select());
        let rows: Vec<UserRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().next().map(UserRow::into_user).transpose()
    }

    fn users_with_login(&mut self, login: &str) -> Stored<Vec<(Account, User, Option<String>)>> {
        let found = users::table.inner_join(accounts::table).filter(users::login.eq(login)).select((
            AccountRow::as_select(),
            UserRow::as_select(),
            users::password_hash,
        ));
        let rows: Vec<(AccountRow, UserRow, Option<String>)> = self.query(|connection| found.load(connection))?;
        rows.into_iter().map(|(account, user, hash)| Ok((account.into(), user.into_user()?, hash))).collect()
    }

    fn users(&mut self, account: Option<AccountId>) -> Stored<Vec<(Account, User)>> {
        let mut found = users::table
            .inner_join(accounts::table)
            .select((AccountRow::as_select(), UserRow::as_select()))
            .into_boxed();
        if let Some(account) = account {
            found = found.filter(users::account_id.eq(account.0));
        }
        let rows: Vec<(AccountRow, UserRow)> = self.query(|connection| found.load(connection))?;
        let pair = |(account, user): (AccountRow, UserRow)| Ok((Account::from(account), user.into_user()?));
        let mut all = rows.into_iter().map(pair).collect::<Stored<Vec<_>>>()?;
        all.sort_by_cached_key(|(account, user)| (account.name.folded(), user.login.clone()));
        Ok(all)
    }

    fn keys(&mut self, account: Option<AccountId>) -> Stored<Vec<(AccountName, String, ApiKey)>> {
        let mut found = api_keys::table
            .inner_join(users::table.inner_join(accounts::table))
            .select((accounts::name, users::login, KeyRow::as_select()))
            .into_boxed();
        if let Some(account) = account {
            found = found.filter(users::account_id.eq(account.0));
        }
        let rows: Vec<(String, String, KeyRow)> = self.query(|connection| found.load(connection))?;
        let mut all: Vec<_> = rows
            .into_iter()
            .map(|(account, login, key)| (AccountName::from_stored(account), login, ApiKey::from(key)))
            .collect();
        all.sort_by_cached_key(|(account, login, key)| (account.folded(), login.clone(), key.id));
        Ok(all)
    }

    fn has_accounts(&mut self) -> Stored<bool> {
        self.query(|connection| {
            diesel::select(diesel::dsl::exists(accounts::table.select(accounts::id))).get_result(connection)
        })
    }
}

impl AccountWrites for Work<'_> {
    fn insert_account(&mut self, name: &AccountName, created: DateTime<Utc>) -> Stored<AccountId> {
        let row = (
            accounts::name.eq(name.as_str()),
            accounts::folded.eq(name.folded()),
            accounts::disabled.eq(false),
            accounts::suspended.eq(false),
            accounts::created.eq(At(created)),
        );
        let insert = diesel::insert_into(accounts::table).values(row).returning(accounts::id);
        self.query(|connection| insert.get_result(connection)).map(AccountId)
    }

    fn update_account(&mut self, id: AccountId, disabled: Option<bool>, suspended: Option<bool>) -> Stored<()> {
        if disabled.is_none() && suspended.is_none() {
            return Ok(());
        }
        let update = diesel::update(accounts::table.find(id.0)).set(AccountChanges { disabled, suspended });
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn set_zones_quota(&mut self, id: AccountId, quota: Option<i64>) -> Stored<()> {
        let update = diesel::update(accounts::table.find(id.0)).set(accounts::zones_quota.eq(quota));
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn put_client(&mut self, id: AccountId, client: &Client) -> Stored<()> {
        let document = Json(documented(client_document(client))?);
        let update = diesel::update(accounts::table.find(id.0)).set(accounts::client.eq(Some(document)));
        self.query(|connection| update.execute(connection)).map(drop)
    }

    fn insert_user(&mut self, user: &NewUser) -> Stored<UserId> {
        let row = (
            users::account_id.eq(user.account.0),
            users::login.eq(&user.login),
            users::roles.eq(i16::from(user.roles.bits())),
            users::password_hash.eq(user.password_hash.as_deref()),
            users::disabled.eq(false),
            users::created.eq(At(user.created)),
        );
        let insert = diesel::insert_into(users::table).values(row).returning(users::id);
        self.query(|connection| insert.get_result(connection)).map(UserId)
    }

    fn update_user(&mut self, id: UserId, patch: &UserPatch) -> Stored<()> {
        let changes = UserChanges {
            roles: patch.roles.map(|roles| roles.bits().into()),
            password_hash: patch.password_hash.as_deref(),
            disabled: patch.disabled,
        };
        if changes.roles.is_none() && changes.password_hash.is_none() && changes.disabled.is_none() {
            return Ok(());
        }
        self.query(|connection| diesel::update(users::table.find(id.0)).set(changes).execute(connection)).map(drop)
    }

    fn insert_key(&mut self, user: UserId, hash: &KeyHash, label: &str, created: DateTime<Utc>) -> Stored<i64> {
        let row = (
            api_keys::user_id.eq(user.0),
            api_keys::hash.eq(hash.as_slice()),
            api_keys::label.eq(label),
            api_keys::disabled.eq(false),
            api_keys::created.eq(At(created)),
        );
        let insert = diesel::insert_into(api_keys::table).values(row).returning(api_keys::id);
        self.query(|connection| insert.get_result(connection))
    }

    fn disable_key(&mut self, id: i64) -> Stored<bool> {
        let update = diesel::update(api_keys::table.find(id)).set(api_keys::disabled.eq(true));
        self.query(|connection| update.execute(connection)).map(|rows| rows > 0)
    }
}
