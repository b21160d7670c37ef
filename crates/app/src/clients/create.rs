//! A new client: an account with its first user.

use domesday_domain::account::{Account, AccountName, Client, User, check_login};
use domesday_domain::actor::{Permission, Role, Roles};
use domesday_domain::fault::Fault;

use super::draft::ClientDraft;
use super::find::Found;
use super::{ChangedClient, ClientPassword, story};
use crate::form::Form;
use crate::objection::{Ground, Objection, by_class, settle};
use crate::ports::{NewUser, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// Makes a client.
///
/// Refused, in this order: what is missing or malformed; a handle or a login that is taken; what is out of range.
pub struct CreateClient {
    /// What it is to be.
    pub form: Form<ClientDraft>,
    /// Its first user's password.
    pub password: Option<ClientPassword>,
}

/// What is known of a client whose form is good.
struct Wanted {
    handle: AccountName,
    login: String,
    hash: String,
    roles: Roles,
    client: Client,
}

impl Command for CreateClient {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ChangedClient;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ChangedClient, Refusal> {
        let (draft, mut objections) = self.form.readable()?;
        let (wanted, faults) = self.wanted(draft);
        let (malformed, out_of_range) = by_class(faults);
        objections.extend(malformed.into_iter().map(Into::into));
        settle(objections)?;
        let wanted = wanted.ok_or_else(|| Refusal::Failed("a client of good form is not complete".into()))?;

        let mut taken = Vec::new();
        if let Some(other) = tx.account(&wanted.handle)? {
            let place = if is_given(&draft.handle) { "/handle" } else { "/login" };
            let detail = format!("there is an account {} already", other.name);
            taken.push(Objection::new(Ground::Exists, place, "handle-taken", detail));
        }
        if !tx.users_with_login(&wanted.login)?.is_empty() {
            let detail = format!("there is a user {} already", wanted.login);
            taken.push(Objection::new(Ground::Exists, "/login", "login-taken", detail));
        }
        settle(taken)?;
        settle(out_of_range)?;
        wanted.store(draft.suspended == Some(true), context, tx)
    }
}

impl CreateClient {
    /// What is wanted, if all of it could be read, and what is wrong with it.
    fn wanted(&self, draft: &ClientDraft) -> (Option<Wanted>, Vec<Fault>) {
        let mut faults = Vec::new();
        let given_login = draft.login.as_deref().filter(|login| !login.is_empty());
        let login = match given_login.map(|login| (login, check_login(login))) {
            None => {
                faults.push(Fault::missing("/login", "a client needs a login"));
                None
            }
            Some((_, Err(problem))) => {
                faults.push(Fault::malformed("/login", "login", problem.to_string()));
                None
            }
            Some((login, Ok(()))) => Some(login.to_owned()),
        };
        let handle = match draft.handle.as_deref().filter(|handle| !handle.is_empty()).or(login.as_deref()) {
            None => None,
            Some(handle) => {
                let read = AccountName::parse(handle);
                faults.extend(read.as_ref().err().map(|problem| {
                    let about = if is_given(&draft.handle) { "" } else { "the login cannot be the handle: " };
                    Fault::malformed("/handle", "handle", format!("{about}{problem}"))
                }));
                read.ok()
            }
        };
        let hash = ClientPassword::of_new(self.password.as_ref(), &mut faults);
        let roles = draft.roles(&mut faults).unwrap_or_else(|| [Role::Registrar].into_iter().collect());
        let client = draft.applied_to(&Client::default(), &mut faults);
        let wanted = match (handle, login, hash) {
            (Some(handle), Some(login), Some(hash)) => Some(Wanted { handle, login, hash, roles, client }),
            _ => None,
        };
        (wanted, faults)
    }
}

fn is_given(text: &Option<String>) -> bool {
    text.as_ref().is_some_and(|text| !text.is_empty())
}

impl Wanted {
    fn store(self, suspended: bool, context: &Context, tx: &mut dyn UnitOfWork) -> Result<ChangedClient, Refusal> {
        let created = context.now;
        let id = tx.insert_account(&self.handle, created)?;
        if suspended {
            tx.update_account(id, None, Some(true))?;
        }
        let account = Account { id, name: self.handle, disabled: false, suspended, zones_quota: None, created };
        tx.put_client(id, &self.client)?;
        let password_hash = Some(self.hash);
        let user = NewUser { account: id, login: self.login, roles: self.roles, password_hash, created };
        let user_id = tx.insert_user(&user)?;
        let NewUser { login, roles, password_hash: hash, .. } = user;
        let user = User { id: user_id, account: id, login, roles, disabled: false, created };
        let found = Found { account, user, hash };
        let revision = found.revision(&self.client);
        let after = found.info(self.client, tx)?;
        story::tell(tx, context, None, &after, true)?;
        Ok(ChangedClient { before: None, after, revision })
    }
}

impl Mutation for CreateClient {
    fn subject(answer: &ChangedClient) -> Left {
        answer.left()
    }
}
