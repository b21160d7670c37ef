//! Due work (rules L13, L14): domains whose time has come are brought up to it, by the worker of every server, by whoever asks for a
//! collection, and by commands that meet one.

use std::collections::BTreeSet;

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::{Deed, Face};

use super::held::Held;
use super::proceedings::Proceedings;
use crate::ports::{Extent, Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};

/// The most domains that one transaction brings up to their time, or judges by another policy.
const MOST: usize = 100;

/// Which domains are due, those that are longest first.
#[derive(Clone, Debug)]
struct FindDue {
    sponsor: Option<AccountId>,
}

impl Query for FindDue {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Short;
    type Answer = Vec<Name>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<Name>, Refusal> {
        Ok(snapshot.due_domains(context.now, self.sponsor, MOST)?)
    }
}

/// Brings domains up to their time: each is looked at again, and written as its projection says.
pub struct DueWork {
    names: Vec<Name>,
}

impl Command for DueWork {
    const NEEDS: Permission = Permission::Administer;
    type Answer = usize;

    fn locks(&self, _: &Actor) -> Locks {
        let tlds: BTreeSet<Name> = self.names.iter().map(above).collect();
        tlds.iter().fold(Locks::none(), Locks::writing)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<usize, Refusal> {
        let subject = match self.names.as_slice() {
            [only] => only.clone(),
            _ => Name::root(),
        };
        let mut proceedings = Proceedings::new(Deed::DomainEndOfPeriod, &subject);
        let mut done = 0;
        for name in &self.names {
            // Somebody else may have been faster.
            let Some(held) = Held::stored(tx, name, context.now)? else { continue };
            let marked = held.stored.next_change.is_some_and(|due| due <= context.now);
            if !held.is_behind() && !marked {
                continue;
            }
            proceedings.bring_up(tx, context, held)?;
            done += 1;
        }
        proceedings.finish(tx, context, &[])?;
        Ok(done)
    }
}

fn above(name: &Name) -> Name {
    name.parent().filter(|parent| !parent.is_root()).unwrap_or_else(|| name.clone())
}

impl Proceedings {
    /// Writes what time or another policy did, or merely when time will do something; either way the zone shows the domain as it is.
    pub(crate) fn bring_up(&mut self, tx: &mut dyn UnitOfWork, context: &Context, held: Held) -> Result<(), Refusal> {
        if !held.is_behind() {
            self.update(tx, context, &held.stored, held.stored.clone(), &held.present, &held.versions)?;
            return Ok(());
        }
        self.materialise(tx, context, held).map(drop)
    }
}

impl Registry {
    /// Does what is due: everything that was when it is asked for. Gives how many domains were brought up to their time.
    ///
    /// # Errors
    /// A [`Refusal`]: what was done until then stays done.
    pub async fn do_due_work(&self) -> Result<usize, Refusal> {
        self.do_due_work_of(None).await
    }

    async fn do_due_work_of(&self, sponsor: Option<AccountId>) -> Result<usize, Refusal> {
        let mut done = 0;
        loop {
            let system = Caller::system(Face::System, self.ids().uuid().to_string());
            let names = self.ask(&system, FindDue { sponsor }).await?;
            let found = names.len();
            if found == 0 {
                return Ok(done);
            }
            let some = self.run(&system, DueWork { names }).await?;
            done += some;
            // What is found due and then is not was done by another server meanwhile.
            if found < MOST && some == 0 {
                return Ok(done);
            }
        }
    }

    /// Brings what is due for the caller's account up to its time, before it is searched or counted (rule L14): one probe when nothing is.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`].
    pub async fn settle_due(&self, caller: &Caller) -> Result<(), Refusal> {
        let principal = self.admit(caller, Permission::ReadRegistrations).await?;
        match self.do_due_work_of(Some(principal.actor.account)).await {
            Ok(_) | Err(Refusal::Busy) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }
}
