//! Which domain a request is about, and whether the caller may do this with it (rules A2, A3, E3).

use domesday_dns::Name;
use domesday_domain::account::{Account, AccountName};
use domesday_domain::actor::Actor;
use domesday_domain::contact::ContactRole;
use domesday_domain::history::Deed;
use domesday_domain::policy::Policy;
use domesday_domain::precondition::{Precondition, Verdict};
use domesday_domain::registrable::DomainName;
use domesday_domain::registration::commands::Caller;
use domesday_domain::word::Word;

use super::draft::ContactEntry;
use super::held::Held;
use super::info::tag;
use super::proceedings::Proceedings;
use crate::objection::{Ground, Objection};
use crate::ports::{AccountReads, Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

/// Who commands, for the rules of a domain's life.
pub(crate) fn caller(actor: &Actor) -> Caller {
    Caller { account: actor.account, is_admin: actor.is_admin() }
}

/// The name in a path.
///
/// # Errors
/// 2005: what is wrong with it.
pub(crate) fn path_name(text: &str) -> Result<Name, Refusal> {
    let malformed = |problem| Objection::new(Ground::Malformed, "path:name", "bad-name", format!("{problem}"));
    let name = DomainName::parse(text).map_err(malformed)?;
    Ok(name.as_name().clone())
}

/// The locks of a command about the domain of this name: what is registered below one TLD is changed one command after the other, as what
/// is in one zone.
pub(crate) fn locks(text: &str, actor: &Actor) -> Locks {
    let Ok(name) = DomainName::parse(text) else { return Locks::none() };
    let tld = name.as_name().parent().filter(|tld| !tld.is_root());
    let above = tld.unwrap_or_else(|| name.as_name().clone());
    Locks::none().writing(&above).making_for(&actor.account_name)
}

/// The same, and a contact that is named as registrant is looked at: what of it is attested stays so meanwhile (rule L12).
pub(crate) fn looking_at(locks: Locks, contact: &str) -> Locks {
    locks.looking_at("contact", &contact.to_ascii_lowercase())
}

/// The contacts that a request names as registrant.
pub(crate) fn registrants(entries: &[ContactEntry]) -> impl Iterator<Item = &str> {
    entries.iter().filter(|entry| entry.role == ContactRole::Registrant.as_str()).map(|entry| entry.id.as_str())
}

/// The live domain of a name.
///
/// # Errors
/// 2303.
pub(crate) fn known(snapshot: &mut dyn Snapshot, context: &Context, name: &Name) -> Result<Held, Refusal> {
    Held::live(snapshot, name, context.now)?.ok_or_else(|| unknown(name))
}

/// No such domain.
pub(crate) fn unknown(name: &Name) -> Refusal {
    Objection::not_there("path:name", format!("{name} is not registered here")).into()
}

/// The same, if the caller sponsors it or is an admin.
///
/// # Errors
/// 2303, then 2201.
pub(crate) fn sponsored(snapshot: &mut dyn Snapshot, context: &Context, name: &Name) -> Result<Held, Refusal> {
    let held = known(snapshot, context, name)?;
    refuse_foreign(&held, context, name)?;
    Ok(held)
}

fn refuse_foreign(held: &Held, context: &Context, name: &Name) -> Result<(), Refusal> {
    if context.actor.sees(held.facts().sponsor) {
        return Ok(());
    }
    let detail = format!("{name} is another account's");
    Err(Objection::new(Ground::Denied, "path:name", "not-sponsor", detail).into())
}

/// The live domain of a name in a path, if there is one, for a command that only accredited accounts may give: who is not is told so before
/// anything else is looked at.
///
/// # Errors
/// 2201.
pub(crate) fn accredited_for(
    snapshot: &mut dyn Snapshot,
    context: &Context,
    name: &Result<Name, Refusal>,
) -> Result<Option<Held>, Refusal> {
    let Ok(name) = name else { return Ok(None) };
    let held = Held::live(snapshot, name, context.now)?;
    if let Some(held) = &held {
        accredited(context, held.policy()?, "path:name")?;
    }
    Ok(held)
}

/// The domain that was found, if the caller sponsors it and the condition holds.
///
/// # Errors
/// 2303, 2201, 412.
pub(crate) fn own(
    held: Option<Held>,
    context: &Context,
    name: &Name,
    precondition: &Precondition,
) -> Result<Held, Refusal> {
    let held = held.ok_or_else(|| unknown(name))?;
    refuse_foreign(&held, context, name)?;
    check(precondition, &held)?;
    Ok(held)
}

/// Begins a command about a domain of the caller's, with what time did to it written (rule L14).
///
/// # Errors
/// 2303, 2201, 412.
pub(crate) fn begin(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    name: &Name,
    precondition: &Precondition,
    deed: Deed,
) -> Result<(Proceedings, Held), Refusal> {
    let held = sponsored(tx, context, name)?;
    check(precondition, &held)?;
    begin_with(tx, context, held, deed)
}

/// The same with a domain that was looked at already.
pub(crate) fn begin_with(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    held: Held,
    deed: Deed,
) -> Result<(Proceedings, Held), Refusal> {
    let name = held.facts().name.clone();
    let mut proceedings = Proceedings::new(deed, &name);
    let held = proceedings.materialise(tx, context, held)?.ok_or_else(|| unknown(&name))?;
    Ok((proceedings, held))
}

/// Refuses a condition that does not hold (412).
pub(crate) fn check(precondition: &Precondition, held: &Held) -> Result<(), Refusal> {
    let current = tag(&held.now());
    match precondition.judge(Some(current)) {
        Verdict::Fails => Err(Refusal::Stale { current: Some(current) }),
        Verdict::Holds | Verdict::NotGiven => Ok(()),
    }
}

/// Rule A4: what only accredited accounts may do below a TLD.
/// `place` is where the name stands.
pub(crate) fn accredited(context: &Context, policy: &Policy, place: &str) -> Result<(), Refusal> {
    if context.actor.is_admin() || policy.accredited.accredits(&context.actor.account_name) {
        return Ok(());
    }
    let detail = "the TLD does not accredit your account";
    Err(Objection::new(Ground::Denied, place, "not-accredited", detail).into())
}

/// Whose an object is to be: an admin names its sponsor, everybody else is it (rule A3). Objections of form, then of what is named.
pub(crate) fn sponsor(
    reads: &mut dyn AccountReads,
    context: &Context,
    given: Option<&str>,
    classes: &mut crate::objection::Classes,
) -> Result<Option<Account>, Refusal> {
    let actor = &context.actor;
    let place = "/clID";
    let Some(text) = given.filter(|text| !text.is_empty()) else {
        if actor.is_admin() {
            let detail = "an admin says whose it is to be";
            classes.form.push(Objection::new(Ground::Missing, place, "required", detail));
            return Ok(None);
        }
        return Ok(reads.account_numbered(actor.account)?);
    };
    let name = match AccountName::parse(text) {
        Ok(name) => name,
        Err(problem) => {
            classes.form.push(Objection::new(Ground::Malformed, place, "handle", problem.to_string()));
            return Ok(None);
        }
    };
    if !actor.is_admin() && name.folded() != actor.account_name.folded() {
        let detail = "only an admin creates for another account";
        classes.policy.push(Objection::new(Ground::Policy, place, "not-yours", detail));
        return Ok(None);
    }
    let account = reads.account(&name)?;
    if account.is_none() {
        classes.referenced.push(Objection::not_there(place, format!("there is no account {name}")));
    }
    Ok(account)
}
