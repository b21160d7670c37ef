//! A host is deleted (rules H8, H11).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::host::Host;
use domesday_domain::precondition::{Precondition, Verdict};
use domesday_domain::prohibition::Prohibition;
use serde_json::json;

use super::changing::{check_parent, locks, managed, path_name};
use super::create::touch;
use super::info::{HostInfo, links, show_in};
use super::surroundings::Surroundings;
use crate::domains::{DnsDiff, Proceedings, entries};
use crate::objection::{Ground, Objection, blocked, settle};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// Deletes a host.
pub struct DeleteHost {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
}

/// A host that was deleted.
pub struct HostDeleted {
    /// As it was.
    pub before: HostInfo,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Command for DeleteHost {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = HostDeleted;

    fn locks(&self, actor: &Actor) -> Locks {
        locks(&[self.name.as_str()], actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<HostDeleted, Refusal> {
        let name = path_name(&self.name)?;
        let around = Surroundings::survey(tx, context, std::slice::from_ref(&name))?;
        let (row, parent) = managed(&around, context, &name)?;
        let row = row.clone();
        let before = show_in(tx, &around, vec![row.clone()])?.pop();
        let before = before.ok_or_else(|| Refusal::Failed(format!("the host {name} cannot be shown")))?;
        if self.precondition.judge(Some(before.tag())) == Verdict::Fails {
            return Err(Refusal::Stale { current: Some(before.tag()) });
        }
        check_parent(parent, context, "path:name")?;
        refuse_prohibited(&row, context)?;
        let uses = links(tx, &row)?;
        if !uses.is_empty() {
            let what = if uses.others.is_empty() { "domain" } else { "object" };
            let detail = match uses.total() {
                1 => format!("1 {what} uses {name}"),
                count => format!("{count} {what}s use {name}"),
            };
            let objection = Objection::new(Ground::InUse, "path:name", "linked", detail);
            return Err(blocked(objection, uses.blockers(tx)?, uses.total()));
        }
        let mut proceedings = Proceedings::new(Deed::HostDelete, name.as_name());
        proceedings.ledger.address(name.as_name());
        tx.delete_hosts(&[row.id])?;
        let owner = parent.map_or(context.actor.account, |held| held.facts().sponsor);
        let changes = json!([{"what": "host", "member": "addr", "from": before.addresses, "to": null}]);
        let (subject, revision) = (name.to_string(), row.revision + 1);
        let (kind, deed) = (SubjectKind::Host, Deed::HostDelete);
        proceedings.entries.push(entries::entry(context, kind, subject, owner, deed, &changes, revision));
        if let Some(held) = parent {
            touch(tx, held.facts().id)?;
        }
        let dns_changes = proceedings.finish(tx, context, &[])?;
        Ok(HostDeleted { before, dns_changes })
    }
}

impl Mutation for DeleteHost {
    fn subject(answer: &Self::Answer) -> Left {
        Left::host(&answer.before.host.name, None)
    }
}

/// Rule S3: the host's own prohibitions.
fn refuse_prohibited(row: &Host, context: &Context) -> Result<(), Refusal> {
    let stands = |status: &&Prohibition| match status {
        Prohibition::ClientDelete => true,
        Prohibition::ServerDelete => !context.actor.is_admin(),
        Prohibition::ClientUpdate | Prohibition::ServerUpdate => false,
    };
    settle(row.statuses.iter().filter(stands).map(|status| {
        let detail = format!("the host has the status {status}");
        Objection::new(Ground::Prohibited, "path:name", "status-prohibits-operation", detail)
    }))
}
