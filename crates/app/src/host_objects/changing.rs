//! What commands about one host have in common: which it is, whether the caller may change it, what of its parent's state forbids it.

use domesday_dns::Name;
use domesday_domain::actor::Actor;
use domesday_domain::host::Host;
use domesday_domain::name::{HostName, NameProblem};
use domesday_domain::registration::{Command, obstacles};

use super::surroundings::{Standing, Surroundings};
use crate::domains::Held;
use crate::objection::{Ground, Objection, settle};
use crate::ports::Locks;
use crate::refusal::Refusal;
use crate::registry::Context;

/// The name of a host in a path. There are no escapes in it, unlike in zone files: a backslash is no letter.
///
/// # Errors
/// 2005.
pub(super) fn path_name(text: &str) -> Result<HostName, Refusal> {
    let text = text.trim_matches([' ', '\t']);
    let escaped = text.split('.').find(|label| label.contains('\\'));
    let read = escaped.map_or_else(|| HostName::parse(text), |label| Err(NameProblem::Label(label.to_owned())));
    read.map_err(|problem| {
        Objection::new(Ground::Malformed, "path:name", "bad-name", format!("no host name: {problem}")).into()
    })
}

/// What a command about a host writes: what lies below the TLD of its parent, as far as names alone tell.
pub(super) fn locks(names: &[&str], actor: &Actor) -> Locks {
    let own = Locks::none().making_for(&actor.account_name);
    names.iter().fold(own, |locks, text| match HostName::parse(text.trim_matches([' ', '\t'])) {
        Ok(host) => {
            let above = host.as_name().ancestors().nth(2).filter(|above| !above.is_root());
            locks.writing(&above.unwrap_or_else(|| host.as_name().clone()))
        }
        Err(_) => locks,
    })
}

/// No such host.
pub(super) fn unknown(name: &Name) -> Refusal {
    Objection::not_there("path:name", format!("there is no host {name}")).into()
}

/// The host of a name, if the caller manages it, with the domain above it; an admin manages all (rule H11).
///
/// # Errors
/// 2303, 2201.
pub(super) fn managed<'a>(
    around: &'a Surroundings,
    context: &Context,
    name: &HostName,
) -> Result<(&'a Host, Option<&'a Held>), Refusal> {
    let row = around.row(name.as_name()).ok_or_else(|| unknown(name.as_name()))?;
    let parent = match around.standing(name) {
        Standing::Below { domain, .. } if around.is_managed(row) => domain,
        _ => None,
    };
    let own = parent.is_some_and(|held| held.facts().sponsor == context.actor.account);
    if own || context.actor.is_admin() {
        return Ok((row, parent));
    }
    let detail = format!("{name} is not below a domain of yours");
    Err(Objection::new(Ground::Denied, "path:name", "not-sponsor", detail).into())
}

/// Refuses for the state of the domain above (rule S3); an admin may lift what the registry itself set.
pub(super) fn check_parent(parent: Option<&Held>, context: &Context, place: &str) -> Result<(), Refusal> {
    let Some(held) = parent else { return Ok(()) };
    let barred = obstacles(&held.present, Command::HostBelow);
    let barred = barred.into_iter().filter(|obstacle| {
        !(context.actor.is_admin() && matches!(obstacle, domesday_domain::registration::Obstacle::Barred(_)))
    });
    settle(barred.map(|obstacle| {
        let detail = format!("{}: {obstacle}", held.facts().name);
        Objection::new(Ground::Prohibited, place, "parent-state", detail)
    }))
}
