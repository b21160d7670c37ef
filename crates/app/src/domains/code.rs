//! Codes of domains, hashed and compared outside transactions (rules D6–D8).
//!
//! argon2id is slow on purpose, so a code is made and hashed before the command that stores it, and compared before the command that it
//! opens; in the transaction only its hash is looked at once more. Codes that were made here have so much chance that their hash need not
//! be slow: what a registrar chose is hashed like a password.

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::auth_code::{AuthChange, AuthCode, RANDOM_OCTETS, is_outdated};
use domesday_domain::policy::{AuthOnCreate, Policy};
use domesday_domain::registrable::DomainName;
use domesday_domain::registration::DomainId;

use super::addressee::{known, path_name};
use super::held::Held;
use crate::objection::{Ground, Objection};
use crate::ports::{Attempts, Locks, Snapshot, StoredCode, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};

/// How many wrong codes of one account for one domain are answered in an hour (rule D8).
const MOST_WRONG: u32 = 10;

/// For how long they count, in seconds.
const WINDOW: i64 = 3600;

/// A code that is ready to be stored.
#[derive(Clone, Debug)]
pub struct PreparedCode {
    /// In clear, for the answer.
    pub(crate) code: AuthCode,
    /// As it is stored.
    pub(crate) hash: String,
    /// It was made here, and not given.
    pub(crate) made: bool,
}

/// What a code becomes, now that it is hashed.
///
/// # Errors
/// [`Refusal::Busy`] when the policy began to want another code after this one was made.
pub(super) fn stored(
    change: &AuthChange,
    prepared: Option<&PreparedCode>,
    context: &Context,
) -> Result<Option<(StoredCode, AuthCode)>, Refusal> {
    let made = match change {
        AuthChange::Unset => return Ok(None),
        AuthChange::Generate => true,
        AuthChange::Set(_) => false,
    };
    let prepared = prepared.filter(|prepared| prepared.made == made).ok_or(Refusal::Busy)?;
    let code = StoredCode { hash: prepared.hash.clone(), set: context.now };
    Ok(Some((code, prepared.code.clone())))
}

/// Asks for the policy that a domain is under, or that a new name would be under; none without one.
pub(super) struct PolicyAbove {
    pub(super) name: String,
}

impl Query for PolicyAbove {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = Option<Policy>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Option<Policy>, Refusal> {
        let Ok(name) = DomainName::parse(&self.name) else { return Ok(None) };
        if let Some(held) = Held::live(snapshot, name.as_name(), context.now)? {
            return held.policy().cloned().map(Some);
        }
        let (_, names) = context.naming.policy(snapshot)?;
        let Some(effective) = names.rules.effective_tld(name.as_name()) else { return Ok(None) };
        let history = snapshot.policy(&effective.by.pattern)?;
        Ok(history.and_then(|history| Some(history.in_force_at(context.now)?.policy.clone())))
    }
}

/// Asks for the hash of a domain's code, unless its asker has been wrong too often.
struct ReadCode {
    name: String,
}

impl Query for ReadCode {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = (Option<String>, CodeSubject);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let name = path_name(&self.name)?;
        let held = known(snapshot, context, &name)?;
        let subject = CodeSubject { domain: held.facts().id, account: context.actor.account };
        subject.check(context, snapshot)?;
        Ok((held.now().code.map(|code| code.hash), subject))
    }
}

/// Whose wrong codes for which domain are counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct CodeSubject {
    domain: DomainId,
    account: AccountId,
}

impl CodeSubject {
    fn text(self) -> String {
        format!("code:{}:{}", self.domain.0, self.account.0)
    }

    /// Rule D8: after too many wrong ones every code is refused for the rest of the hour.
    fn check(self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<(), Refusal> {
        let attempts = snapshot.attempts(&self.text())?;
        let running = attempts.filter(|attempts| context.now - attempts.since < chrono::TimeDelta::seconds(WINDOW));
        if running.is_some_and(|attempts| attempts.failures >= MOST_WRONG) {
            let detail = "too many wrong codes for this domain: try again in an hour";
            return Err(Objection::new(Ground::BadCode, "/authInfo/pw", "too-many-attempts", detail).into());
        }
        Ok(())
    }
}

/// Counts a wrong code. A command of its own, since it must outlive the refusal.
struct CountWrongCode {
    subject: CodeSubject,
}

impl Command for CountWrongCode {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(self.subject.domain.0.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let text = self.subject.text();
        let running =
            tx.attempts(&text)?.filter(|attempts| context.now - attempts.since < chrono::TimeDelta::seconds(WINDOW));
        let attempts = match running {
            Some(attempts) => Attempts { failures: attempts.failures.saturating_add(1), ..attempts },
            None => Attempts { failures: 1, since: context.now },
        };
        Ok(tx.put_attempts(&text, attempts)?)
    }
}

/// A code that was compared, and the hash that it fits.
#[derive(Clone, Debug)]
pub(super) struct Proven {
    hash: String,
}

impl Proven {
    /// Whether the code that was compared is the domain's still, and not outdated (rule D7).
    pub(super) fn opens(&self, held: &Held, context: &Context) -> Result<bool, Refusal> {
        let Some(code) = held.now().code else { return Ok(false) };
        let life = held.policy()?.authinfo_ttl;
        Ok(code.hash == self.hash && !is_outdated(code.set, life, context.now))
    }
}

/// The refusal of a code that is wrong, unset or outdated: the same for all three (rule T1).
pub(super) fn wrong_code() -> Refusal {
    let detail = "the code is not the domain's, or the domain has none";
    Objection::new(Ground::BadCode, "/authInfo/pw", "wrong-code", detail).into()
}

impl Registry {
    /// Hashes a code that was given.
    pub(super) async fn given_code(&self, code: AuthCode) -> Result<PreparedCode, Refusal> {
        let hash = self.hash(code.reveal().to_owned()).await?;
        Ok(PreparedCode { code, hash, made: false })
    }

    /// Makes a code as long as the policy wants, and hashes it.
    pub(super) fn made_code(&self, policy: &Policy) -> PreparedCode {
        let mut random = [0; RANDOM_OCTETS];
        self.ids().fill(&mut random);
        let code = AuthCode::from_random(&random, policy);
        let hash = self.hash_random(code.reveal());
        PreparedCode { code, hash, made: true }
    }

    /// Makes ready the code of a new domain: what was given, or one that the policy wants made.
    pub(super) async fn code_on_create(
        &self,
        caller: &Caller,
        name: Option<&str>,
        given: Option<&str>,
    ) -> Result<Option<PreparedCode>, Refusal> {
        let Some(policy) = self.ask(caller, PolicyAbove { name: name.unwrap_or_default().to_owned() }).await? else {
            return Ok(None);
        };
        match AuthChange::on_create(given, &policy, "/authInfo") {
            Ok(AuthChange::Set(code)) => self.given_code(code).await.map(Some),
            Ok(AuthChange::Generate) if policy.authinfo_on_create == AuthOnCreate::Generate => {
                Ok(Some(self.made_code(&policy)))
            }
            _ => Ok(None),
        }
    }

    /// Compares a code with a domain's; a wrong one is counted. None: it does not fit, and nobody is told why.
    pub(super) async fn prove_code(&self, caller: &Caller, name: &Name, code: &str) -> Result<Option<Proven>, Refusal> {
        let look_up = || ReadCode { name: name.to_string() };
        self.ask(caller, look_up()).await?;
        // Asked again with the turn in hand, which is kept until a wrong code is counted: so of many at once few get through.
        let turn = self.hashing_turn().await?;
        let (hash, subject) = self.ask(caller, look_up()).await?;
        let text = if code.len() <= domesday_domain::auth_code::LONGEST { code.to_owned() } else { String::new() };
        let (fits, _turn) = self.fits(turn, text, hash.clone()).await?;
        match hash.filter(|_| fits) {
            Some(hash) => Ok(Some(Proven { hash })),
            None => {
                self.run(&caller.as_system(), CountWrongCode { subject }).await?;
                Ok(None)
            }
        }
    }
}
