//! A transfer as both sides see it: `trnData`.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_dns::Name;
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::contact::ContactId;
use domesday_domain::registration::{TransferData, TransferStatus};
use serde_json::{Value, json};

use crate::ports::{AccountReads, Stored};

/// A transfer with the names of its sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferInfo {
    /// The domain.
    pub name: Name,
    /// How it stands.
    pub status: TransferStatus,
    /// Who asked.
    pub requester: AccountName,
    /// When.
    pub requested: DateTime<Utc>,
    /// Who is, or was, to answer: the losing side.
    pub acting: AccountName,
    /// When it was decided; of an open one, when time will.
    pub acted: DateTime<Utc>,
    /// The expiry that success gives or gave.
    pub expires: DateTime<Utc>,
    /// Contacts that went along as copies: their ids before and after (rule T5).
    pub contacts: Vec<(ContactId, ContactId)>,
}

/// The handles of accounts, by number.
pub(crate) type Handles = HashMap<AccountId, AccountName>;

/// The handles of these accounts: one statement.
pub(crate) fn handles(reads: &mut dyn AccountReads, ids: impl IntoIterator<Item = AccountId>) -> Stored<Handles> {
    let mut wanted: Vec<AccountId> = ids.into_iter().collect();
    wanted.sort_unstable_by_key(|id| id.0);
    wanted.dedup();
    Ok(reads.accounts_numbered(&wanted)?.into_iter().map(|account| (account.id, account.name)).collect())
}

/// An account's handle. Number 0 is the system itself, which is no account.
pub(crate) fn handle(handles: &Handles, id: AccountId) -> AccountName {
    handles.get(&id).cloned().unwrap_or_else(|| AccountName::from_stored("registry".into()))
}

impl TransferInfo {
    /// A transfer of a domain, with handles that were looked up.
    pub(crate) fn of(name: &Name, data: &TransferData, handles: &Handles) -> Self {
        Self {
            name: name.clone(),
            status: data.status,
            requester: handle(handles, data.requester),
            requested: data.requested,
            acting: handle(handles, data.acting),
            acted: data.acted,
            expires: data.expires,
            contacts: Vec::new(),
        }
    }

    /// `trnData`, as answers and messages have it.
    pub fn data(&self) -> Value {
        let mut data = json!({
            "name": self.name.to_string(),
            "trStatus": self.status.as_str(),
            "reID": self.requester.as_str(),
            "reDate": second(self.requested),
            "acID": self.acting.as_str(),
            "acDate": second(self.acted),
            "exDate": second(self.expires),
        });
        if let Some(members) = data.as_object_mut().filter(|_| !self.contacts.is_empty()) {
            let contacts = self.contacts.iter().map(|(old, new)| json!({"old": old.as_str(), "new": new.as_str()}));
            members.insert("contacts".to_owned(), contacts.collect());
        }
        data
    }
}

/// An instant as it is shown: UTC, whole seconds (rule E5).
pub(crate) fn second(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
