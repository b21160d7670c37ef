//! API keys: 32 random bytes that stand in for a session, shown once and stored as a digest.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domesday_domain::account::{ApiKey, SessionId};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;

use super::NamedUser;
use crate::ports::{KeyHash, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, KEY_PREFIX, Registry};

const MAX_LABEL: usize = 200;

/// A key to be made.
#[derive(Clone, Debug)]
pub struct WantedKey {
    /// Whom it stands for.
    pub user: NamedUser,
    /// What its maker writes about it; may be empty.
    pub label: String,
}

/// A key that was just made.
#[derive(Clone)]
pub struct CreatedKey {
    /// Its row.
    pub key: ApiKey,
    /// The key itself: not kept anywhere else.
    pub text: String,
}

impl fmt::Debug for CreatedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedKey").field("key", &self.key).finish_non_exhaustive()
    }
}

struct CreateKey {
    wanted: WantedKey,
    hash: KeyHash,
}

impl Command for CreateKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ApiKey;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ApiKey, Refusal> {
        let (_, user) = self.wanted.user.find(tx)?;
        let label = &self.wanted.label;
        let mut findings = Findings::new();
        if label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) {
            findings.error(
                "label",
                "bad_label",
                format!("a label is at most {MAX_LABEL} characters, without control characters"),
            );
        }
        findings.settle(false)?;
        let id = tx.insert_key(user.id, &self.hash, label, context.now)?;
        Ok(ApiKey { id, user: user.id, label: label.clone(), disabled: false, created: context.now })
    }
}

impl Registry {
    /// Makes an API key for a user.
    ///
    /// # Errors
    /// Missing account or user; `account` with `required`, `label` with `bad_label`.
    pub async fn create_key(&self, caller: &Caller, wanted: WantedKey) -> Result<CreatedKey, Refusal> {
        let text = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(self.random::<32>()));
        let hash = self.key_hash(&text);
        let key = self.run(caller, CreateKey { wanted, hash }).await?;
        Ok(CreatedKey { key, text })
    }
}

/// Disables a key for good; doing it twice is no error.
///
/// Refused: missing.
#[derive(Clone, Copy, Debug)]
pub struct DisableKey {
    /// Its number, as `key list` shows it.
    pub id: i64,
}

impl Command for DisableKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        if !tx.disable_key(self.id)? {
            return Err(Refusal::missing(format!("key {}", self.id)));
        }
        // What was staged with it goes with it.
        tx.end_session(SessionId::of_key(self.id), context.now)?;
        Ok(())
    }
}
