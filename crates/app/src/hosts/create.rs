//! Makes a name server's row on purpose, so that it stays when nothing uses it.
//!
//! Refusals, in order: the body cannot be read; the name is no host's; it lies in a zone of another account; somebody made it already.
//! A row that is merely referred to is taken over as it is, with its number.

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::host::Host;
use domesday_domain::name::HostName;

use super::read::existing;
use crate::input::Input;
use crate::ports::{Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// A name server to make. A member that could not be read is `None`, and among the findings that came along.
#[derive(Clone, Debug, Default)]
pub struct HostDraft {
    /// Its name.
    pub name: Option<HostName>,
}

/// Makes a name server.
pub struct CreateHost {
    /// The name server.
    pub draft: Input<HostDraft>,
}

impl Command for CreateHost {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = Host;

    fn locks(&self, _: &Actor) -> Locks {
        let Ok((draft, _)) = self.draft.well_formed() else { return Locks::none() };
        draft.name.iter().fold(Locks::none(), |locks, name| locks.writing(name.as_name()))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Host, Refusal> {
        let (draft, mut findings) = self.draft.well_formed()?;
        findings.settle_errors(false)?;
        let name = draft.name.as_ref().map(HostName::as_name);
        let name = name.ok_or_else(|| Refusal::Failed("a name server without wrong fields has no name".into()))?;
        refuse_foreign(tx, context, name)?;
        let actor = &context.actor;
        let owner = (actor.account != AccountId(0)).then_some(actor.account);
        let Some(row) = tx.hosts_among(std::slice::from_ref(name))?.pop() else {
            let row = Host { owner, posted: true, ..Host::referred_to(name.clone(), context.now) };
            tx.insert_hosts(std::slice::from_ref(&row))?;
            return existing(tx, name);
        };
        refuse_taken(&row, context, &mut findings);
        findings.settle(false)?;
        let row = Host { owner: row.owner.or(owner), posted: true, updated: context.now, ..row };
        tx.update_host(&row)?;
        Ok(row)
    }
}

/// A name in a zone of another account is not the caller's to take.
fn refuse_foreign(snapshot: &mut dyn Snapshot, context: &Context, name: &Name) -> Result<(), Refusal> {
    let above: Vec<Name> = name.ancestors().filter(|name| !name.is_root()).collect();
    let home = snapshot.zones_among(&above)?.into_iter().max_by_key(|zone| zone.name.label_count());
    match home.filter(|home| !context.actor.sees(home.owner)) {
        Some(home) => {
            Err(Refusal::forbidden("host_denied", format!("{name} lies in {}, a zone of another account", home.name)))
        }
        None => Ok(()),
    }
}

fn refuse_taken(row: &Host, context: &Context, findings: &mut Findings) {
    let foreign = row.owner.is_some_and(|owner| !context.actor.sees(owner));
    if row.posted || row.parent.is_some() || foreign {
        findings.conflict(Conflict {
            code: "host_exists",
            kind: ConflictKind::NameServer,
            name: row.name.clone(),
            rtype: None,
            zone: None,
            managed_by: None,
            detail: format!("the name server {} exists already", row.name),
            forcible: false,
        });
    }
}
