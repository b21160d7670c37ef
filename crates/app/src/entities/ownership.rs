//! Giving an entity to an account: for admins (`attestations.md` E3).

use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::entity::SystemKind;
use domesday_domain::finding::Findings;

use super::denial::Denial;
use crate::ports::AccountReads;
use crate::refusal::Refusal;
use crate::registry::Context;

/// The owner that was asked for, if the caller may ask for one.
pub(super) fn asked_for<'a>(context: &Context, owner: Option<&'a str>) -> Result<Option<&'a str>, Refusal> {
    if owner.is_some() && !context.actor.is_admin() {
        return Err(Denial::forbidden("forbidden", "only an admin says whose an entity is").into());
    }
    Ok(owner)
}

/// The account of that name, or of that client's URL.
pub(super) fn read(
    reads: &mut (impl AccountReads + ?Sized),
    context: &Context,
    owner: Option<&str>,
    findings: &mut Findings,
) -> Result<Option<(AccountId, AccountName)>, Refusal> {
    let Some(text) = owner else { return Ok(None) };
    let name = if text.contains('/') {
        match context.registry_url().read_entity(text) {
            Ok((kind, id)) if SystemKind::of(&kind) == Some(SystemKind::Clients) => id.as_str().to_owned(),
            Ok(_) => text.to_owned(),
            Err(fault) => {
                findings.error("owner", fault.code(), fault.to_string());
                return Ok(None);
            }
        }
    } else {
        text.to_owned()
    };
    let found = match AccountName::parse(&name) {
        Ok(name) => reads.account(&name)?,
        Err(_) => None,
    };
    if found.is_none() {
        findings.error("owner", "unknown_account", "there is no such account");
    }
    Ok(found.map(|account| (account.id, account.name)))
}
