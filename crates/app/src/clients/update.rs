//! Changing a client. What its user's sessions were opened under may be gone then, so the sessions are closed (rule A8).

use domesday_domain::account::AccountName;
use domesday_domain::actor::Permission;
use domesday_domain::fault::Fault;

use super::draft::ClientDraft;
use super::find::{Found, candidates, the_one};
use super::{ChangedClient, ClientInfo, ClientPassword, story};
use crate::accounts::last_admin;
use crate::form::Form;
use crate::objection::{Ground, Objection, by_class, settle};
use crate::ports::{UnitOfWork, UserPatch};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// Changes a client: all but its login and its handle. Another password and other roles close its first user's sessions. What is given as it is
/// already is no change, and without any change nothing is written.
///
/// Refused, in this order: what is missing or malformed; no such client; another login or handle, and what is out of range; what leaves nobody
/// who can administer.
pub struct UpdateClient {
    /// Its first user's login, or `account/login`.
    pub login: String,
    /// What is to be another.
    pub form: Form<ClientDraft>,
    /// Another password, if one is given.
    pub password: Option<ClientPassword>,
}

impl Command for UpdateClient {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ChangedClient;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ChangedClient, Refusal> {
        let (draft, mut objections) = self.form.readable()?;
        let mut faults = Vec::new();
        let hash = ClientPassword::of_changed(self.password.as_ref(), &mut faults);
        let roles = draft.roles(&mut faults);
        // What is wrong with the other members does not hang on what they are now.
        draft.applied_to(&domesday_domain::account::Client::default(), &mut faults);
        let (malformed, mut refused) = by_class(faults);
        objections.extend(malformed.into_iter().map(Into::into));
        settle(objections)?;

        let found = the_one(&self.login, candidates(&self.login, tx)?)?;
        refused.extend(fixed(draft, &found));
        settle(refused)?;
        let before = tx.client(found.account.id)?;
        let client = draft.applied_to(&before, &mut Vec::new());

        let mut changed = found.clone();
        changed.user.roles = roles.unwrap_or(found.user.roles);
        changed.account.suspended = draft.suspended.unwrap_or(found.account.suspended);
        changed.hash = hash.clone().or(found.hash.clone());
        let before = found.clone().info(before, tx)?;
        let after = ClientInfo {
            account: changed.account.clone(),
            client,
            login: before.login.clone(),
            roles: changed.user.roles,
            holdings: before.holdings,
        };
        let revision = changed.revision(&after.client);
        if before != after || hash.is_some() {
            store(&found, &before, &after, hash.as_deref(), context, tx)?;
            keep_an_admin(&found, &changed, tx)?;
            context.rate_limits.forget();
            story::tell(tx, context, Some(&before), &after, hash.is_some())?;
        }
        Ok(ChangedClient { before: Some(before), after, revision })
    }
}

/// Rule A10: the login and the handle are what they are.
fn fixed(draft: &ClientDraft, found: &Found) -> Vec<Fault> {
    let mut faults = Vec::new();
    let given = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
    if given(&draft.login).is_some_and(|login| login != found.user.login) {
        faults.push(Fault::refused("/login", "fixed", "a client's login cannot be changed"));
    }
    let folded = |text: String| AccountName::from_stored(text).folded();
    if given(&draft.handle).is_some_and(|handle| folded(handle) != found.account.name.folded()) {
        faults.push(Fault::refused("/handle", "fixed", "a client's handle cannot be changed"));
    }
    faults
}

fn store(
    found: &Found,
    before: &ClientInfo,
    after: &ClientInfo,
    hash: Option<&str>,
    context: &Context,
    tx: &mut dyn UnitOfWork,
) -> Result<(), Refusal> {
    let account = found.account.id;
    if before.client != after.client {
        tx.put_client(account, &after.client)?;
    }
    if before.account.suspended != after.account.suspended {
        tx.update_account(account, None, Some(after.account.suspended))?;
    }
    let roles = (before.roles != after.roles).then_some(after.roles);
    if roles.is_some() || hash.is_some() {
        let patch = UserPatch { roles, password_hash: hash.map(str::to_owned), disabled: None };
        tx.update_user(found.user.id, &patch)?;
        tx.end_sessions_of(found.user.id, context.now)?;
    }
    Ok(())
}

/// Refuses what leaves nobody who can administer, as everywhere where accounts and users are changed.
fn keep_an_admin(before: &Found, after: &Found, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
    let lost = |found: &Found| !found.user.can_administer(&found.account);
    let changed = before.account.is_active() != after.account.is_active() || lost(after) != lost(before);
    if !changed || last_admin::is_any_left(tx)? {
        return Ok(());
    }
    let place = if before.account.suspended == after.account.suspended { "/roles" } else { "/suspended" };
    Err(Objection::new(Ground::Prohibited, place, "last-admin", last_admin::LAST_ADMIN).into())
}

impl Mutation for UpdateClient {
    fn subject(answer: &ChangedClient) -> Left {
        answer.left()
    }
}
