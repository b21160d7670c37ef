//! Deletes a name server's row.
//!
//! Refusals, in order: it is not there; some zone, delegation or domain uses it; it is managed below a registered name; it is another
//! account's, or nobody's.

use domesday_dns::Name;
use domesday_domain::actor::{Actor, Permission};

use super::read::existing;
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Deletes a name server.
pub struct DeleteHost {
    /// Its name.
    pub name: Name,
}

impl Command for DeleteHost {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().writing(&self.name)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        let host = existing(tx, &self.name)?;
        // Who uses it may be another account's: that it is used is all there is to tell.
        let is_used = !tx.used_as_ns(std::slice::from_ref(&self.name))?.is_empty();
        if is_used || !tx.linked_hosts(&[host.id])?.is_empty() {
            let detail = format!("{} is in use: a zone, delegation or domain names it as its name server", self.name);
            return Err(Refusal::forbidden("ns_in_use", detail));
        }
        if host.parent.is_some() {
            let detail = format!("{} is a host below a registered name: it is deleted at /hosts", self.name);
            return Err(Refusal::forbidden("registered_name", detail));
        }
        let actor = &context.actor;
        if !actor.is_admin() && host.owner != Some(actor.account) {
            return Err(Refusal::forbidden("host_denied", format!("{} is not your account's", self.name)));
        }
        tx.delete_hosts(&[host.id])?;
        Ok(())
    }
}
