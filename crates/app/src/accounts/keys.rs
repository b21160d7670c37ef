//! API keys: 32 random bytes that stand in for a session, shown once and stored as a digest.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domesday_domain::account::{Account, AccountName, ApiKey, SessionId, User, check_login};
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use domesday_domain::precondition::Precondition;
use serde_json::Value;

use super::believed::{self, Fixed, Folded};
use super::tags::{check_condition, tag_of_key};
use super::{ListedKey, NamedUser, find_account, find_key, story};
use crate::input::Input;
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
        let (account, user) = self.wanted.user.find(tx)?;
        let mut findings = Findings::new();
        check_label(&self.wanted.label, &mut findings);
        findings.settle(false)?;
        store((&account, &user), &self.hash, &self.wanted.label, context, tx)
    }
}

/// What is said about a key to be made.
#[derive(Clone, Debug, Default)]
pub struct KeyDraft {
    /// The login of the user it stands for.
    pub user: Option<String>,
    /// What its maker writes about it; may be empty.
    pub label: String,
}

/// Makes a key for a user of an account that is named apart (`/accounts/{name}/keys`).
struct MakeKey {
    account: String,
    draft: Input<KeyDraft>,
    hash: KeyHash,
}

impl Command for MakeKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ListedKey;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ListedKey, Refusal> {
        let account = find_account(tx, &self.account)?;
        let (draft, mut findings) = self.draft.well_formed()?;
        let mut user = None;
        if let Some(login) = &draft.user {
            user = if check_login(login).is_ok() { tx.user(account.id, login)? } else { None };
            if user.is_none() {
                findings.error("user", "unknown_user", format!("account {} has no user {login:?}", account.name));
            }
        }
        check_label(&draft.label, &mut findings);
        findings.settle(false)?;
        let user = user.ok_or_else(|| Refusal::Failed("a key of good form has no user".into()))?;
        let key = store((&account, &user), &self.hash, &draft.label, context, tx)?;
        Ok(ListedKey { account: account.name, login: user.login, key })
    }
}

fn check_label(label: &str, findings: &mut Findings) {
    if label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) {
        let detail = format!("a label is at most {MAX_LABEL} characters, without control characters");
        findings.error("label", "bad_label", detail);
    }
}

fn store(
    (account, user): (&Account, &User),
    hash: &KeyHash,
    label: &str,
    context: &Context,
    tx: &mut dyn UnitOfWork,
) -> Result<ApiKey, Refusal> {
    let id = tx.insert_key(user.id, hash, label, context.now)?;
    let key = ApiKey { id, user: user.id, label: label.to_owned(), disabled: false, created: context.now };
    story::of_new_key(tx, context, account, &user.login, &key)?;
    Ok(key)
}

impl Registry {
    /// Makes an API key for a user.
    ///
    /// # Errors
    /// Missing account or user; `account` with `required`, `label` with `bad_label`.
    pub async fn create_key(&self, caller: &Caller, wanted: WantedKey) -> Result<CreatedKey, Refusal> {
        let (text, hash) = self.fresh_key();
        let key = self.run(caller, CreateKey { wanted, hash }).await?;
        Ok(CreatedKey { key, text })
    }

    /// Makes an API key for a user of an account, or only tries it (`rehearse`: then the text is nobody's key).
    ///
    /// # Errors
    /// Missing account; wrong fields, `user` with `unknown_user` and `label` with `bad_label` among them.
    pub async fn make_key(
        &self,
        caller: &Caller,
        account: String,
        draft: Input<KeyDraft>,
        rehearse: bool,
    ) -> Result<(ListedKey, String), Refusal> {
        let (text, hash) = self.fresh_key();
        let command = MakeKey { account, draft, hash };
        let listed = match rehearse {
            true => self.rehearse(caller, command).await?,
            false => self.run(caller, command).await?,
        };
        Ok((listed, text))
    }

    fn fresh_key(&self) -> (String, KeyHash) {
        let text = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(self.random::<32>()));
        let hash = self.key_hash(&text);
        (text, hash)
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
        let listed = tx.keys(None)?.into_iter().find(|(_, _, key)| key.id == self.id);
        let Some((account, login, key)) = listed else {
            return Err(Refusal::missing(format!("key {}", self.id)));
        };
        disable((&account, &login), &key, context, tx)
    }
}

/// What is to be another about a key: it can be disabled, and nothing else.
#[derive(Clone, Debug, Default)]
pub struct KeyUpdate {
    /// Disabled; `Some(false)` for one that is, is refused.
    pub disabled: Option<bool>,
    /// Members that cannot be changed, as the caller believes them to be: `id`, `account`, `user`, `label`, `created`.
    pub believed: Vec<(&'static str, Value)>,
}

/// Changes a key of an account's user under a condition (rule Z5): disables it for good.
///
/// Refused, in this order: missing; unreadable; no condition, or one that does not hold; wrong fields, `disabled` with `final` among them.
pub struct ChangeKey {
    /// The account's handle.
    pub account: String,
    /// The key's number, as it was written.
    pub key: String,
    /// The condition, which must be put.
    pub precondition: Precondition,
    /// What is to be another.
    pub update: Input<KeyUpdate>,
}

impl Command for ChangeKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ListedKey;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ListedKey, Refusal> {
        let ListedKey { account, login, mut key } = find_key(tx, &self.account, &self.key)?;
        let (update, mut findings) = self.update.well_formed()?;
        check_condition(&self.precondition, tag_of_key(&key), "key")?;
        let stored = [
            ("id", Fixed::Number(key.id)),
            ("account", Fixed::Name(account.as_str(), Folded::Yes)),
            ("user", Fixed::Text(&login)),
            ("label", Fixed::Text(&key.label)),
            ("created", Fixed::Instant(key.created)),
        ];
        believed::judge(&update.believed, &stored, &mut findings);
        if key.disabled && update.disabled == Some(false) {
            findings.error("disabled", "final", "a key is disabled for good: make a new one");
        }
        findings.settle(false)?;
        if update.disabled == Some(true) {
            disable((&account, &login), &key, context, tx)?;
            key.disabled = true;
        }
        Ok(ListedKey { account, login, key })
    }
}

/// Disables a key for good, and closes what was opened with it.
fn disable(
    (account, login): (&AccountName, &str),
    key: &ApiKey,
    context: &Context,
    tx: &mut dyn UnitOfWork,
) -> Result<(), Refusal> {
    if !key.disabled {
        tx.disable_key(key.id)?;
        let account = find_account(tx, account.as_str())?;
        story::of_disabled_key(tx, context, &account, login, key)?;
    }
    // What was staged with it goes with it.
    tx.end_session(SessionId::of_key(key.id), context.now)?;
    Ok(())
}
