//! Accounts as entities: so a sponsor can itself be an attestor.

use domesday_domain::account::{Account, AccountId, AccountName, Client};
use domesday_domain::entity::EntityId;
use serde_json::{Value, json};

use super::{Object, instant};
use crate::ports::{AccountReads, Snapshot};
use crate::refusal::Refusal;

/// The account of a handle, whatever the case.
pub(super) fn number(snapshot: &mut dyn Snapshot, id: &EntityId) -> Result<Option<i64>, Refusal> {
    let Ok(name) = AccountName::parse(id.as_str()) else { return Ok(None) };
    Ok(AccountReads::account(snapshot, &name)?.map(|account| account.id.0))
}

/// Accounts by number.
pub(super) fn read(snapshot: &mut dyn Snapshot, numbers: &[i64]) -> Result<Vec<Object>, Refusal> {
    let ids: Vec<AccountId> = numbers.iter().copied().map(AccountId).collect();
    let mut accounts = snapshot.accounts_numbered(&ids)?;
    accounts.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    let clients = snapshot.clients_numbered(&ids)?;
    let of = |id: AccountId| clients.iter().find(|(client, _)| *client == id).map(|(_, client)| client);
    Ok(accounts.into_iter().map(|account| object(&account, of(account.id))).collect())
}

fn object(account: &Account, client: Option<&Client>) -> Object {
    let name = client.and_then(|client| client.name.clone());
    let status = match (account.disabled, account.suspended) {
        (true, _) => "disabled",
        (false, true) => "suspended",
        (false, false) => "ok",
    };
    Object {
        number: account.id.0,
        id: account.name.to_string(),
        owner: Some((account.id, account.name.clone())),
        created: account.created,
        updated: None,
        revision: 1,
        claims: vec![
            ("handle", json!(account.name.as_str())),
            ("name", name.map_or(Value::Null, Value::from)),
            ("status", json!(status)),
            ("created", instant(account.created)),
        ],
    }
}
