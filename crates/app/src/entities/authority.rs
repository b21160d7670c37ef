//! Who may do what to entities: roles of the kind, the owning account, and never what another face keeps (`attestations.md` section 3).

use domesday_domain::actor::Roles;
use domesday_domain::entity::{Kind, KindName, SystemKind};
use domesday_domain::finding::Findings;

use super::denial::Denial;
use super::subject::Subject;
use crate::refusal::Refusal;
use crate::registry::Context;

/// Refuses whoever's account is suspended: it reads, and writes nothing.
pub(crate) fn refuse_suspended(context: &Context) -> Result<(), Refusal> {
    if context.actor.suspended {
        return Err(domesday_domain::actor::Denied::Suspended.into());
    }
    Ok(())
}

/// Refuses to change what is projected from the registry (section 13), naming the face that does.
pub(super) fn refuse_system(kind: &KindName, allow: &'static str) -> Result<(), Refusal> {
    let Some(system) = SystemKind::of(kind) else { return Ok(()) };
    let face = match system {
        SystemKind::Contacts => "/contacts",
        SystemKind::Domains => "/domains",
        SystemKind::Hosts => "/hosts",
        SystemKind::Zones => "/zones",
        SystemKind::Clients => "/clients",
    };
    Err(Denial::kept_elsewhere(allow, format!("{kind} are changed at {face}")).into())
}

/// Refuses who has none of these roles; an admin needs none.
pub(super) fn has_role(context: &Context, kind: &Kind, roles: Roles, what: &str) -> Result<(), Refusal> {
    refuse_suspended(context)?;
    let actor = &context.actor;
    if actor.is_admin() || actor.roles.iter().any(|role| roles.contains(role)) {
        return Ok(());
    }
    Err(Denial::forbidden("forbidden", format!("your roles do not allow you to {what} ({})", kind.name)).into())
}

/// Refuses who is not of the owning account, with a role that the kind asks for (*owner+role*).
pub(super) fn may_update(context: &Context, subject: &Subject) -> Result<(), Refusal> {
    let actor = &context.actor;
    if !actor.is_admin() && !subject.is_owned_by(actor.account) {
        refuse_suspended(context)?;
        return Err(Denial::forbidden("forbidden", "it is another account's").into());
    }
    has_role(context, subject.declared(), subject.declared().roles.update, "change entities of this kind")
}

/// A kind that was sent along must be the path's (rule H6).
pub(super) fn same_kind(context: &Context, given: Option<&str>, kind: &KindName, findings: &mut Findings) {
    match given.map(|text| context.registry_url().read_kind(text)) {
        Some(Ok(other)) if other != *kind => findings.error("kind", "bad_id", format!("the path is of {kind}")),
        Some(Err(fault)) => findings.error("kind", fault.code(), fault.to_string()),
        Some(Ok(_)) | None => {}
    }
}
