//! A host gets another name (rules H9, H10): who names it goes on naming it, by its number, and delegations show the new name at once.

use std::net::IpAddr;

use domesday_domain::fault::Fault;
use domesday_domain::host::Host;
use domesday_domain::name::HostName;
use domesday_domain::policy::Policy;
use domesday_domain::registration::DomainId;

use super::changing::check_parent;
use super::surroundings::{Standing, Surroundings};
use crate::domains::{Held, Proceedings};
use crate::objection::{Blocker, Classes, Ground, Objection, blocked};
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::Context;

/// How many domains are read at a time.
const SOME: usize = 1000;

/// A rename that may be.
pub(super) struct Rename {
    /// The new name.
    pub(super) to: HostName,
    target: Target,
}

/// Where a host goes.
enum Target {
    /// Below another domain of the caller's.
    Domain(DomainId, domesday_domain::account::AccountId),
    /// Below the policy's sink, where nobody manages it and it has no addresses (RFC 9874).
    Sink,
    /// Nowhere: it was refused.
    Nowhere,
}

impl Rename {
    /// Judges a new name.
    pub(super) fn judge(
        around: &Surroundings,
        context: &Context,
        row: &Host,
        to: &HostName,
        classes: &mut Classes,
    ) -> Result<Self, Refusal> {
        if let Some(other) = around.row(to.as_name()).filter(|other| other.id != row.id) {
            let detail = format!("there is a host {to} already");
            let blocker = Blocker { kind: "host", name: other.name.to_string(), sponsor: None };
            return Err(blocked(Objection::new(Ground::Exists, "/chg/name", "in-use", detail), vec![blocker], 1));
        }
        if is_sunk(around, row, to) {
            return Ok(Self { to: to.clone(), target: Target::Sink });
        }
        let target = match around.standing(to) {
            Standing::Below { domain: Some(held), .. } if context.actor.sees(held.facts().sponsor) => {
                check_parent(Some(held), context, "/chg/name")?;
                Target::Domain(held.facts().id, held.facts().sponsor)
            }
            Standing::Below { parent, domain: None, .. } => {
                let detail = format!("{parent}, which {to} lies below, is not registered");
                classes.referenced.push(Objection::not_there("/chg/name", detail));
                Target::Nowhere
            }
            Standing::Below { parent, domain: Some(_), .. } => {
                let detail = format!("{parent}, which {to} lies below, is another account's");
                classes.referenced.push(Objection::new(Ground::Denied, "/chg/name", "not-sponsor", detail));
                Target::Nowhere
            }
            Standing::Elsewhere | Standing::Tld | Standing::Registrable { .. } => {
                let detail =
                    format!("{to} is not below a domain of yours: who registers it would take over whom it serves");
                classes.policy_fault([Fault::refused("/chg/name", "sacrificial-host", detail)]);
                Target::Nowhere
            }
        };
        Ok(Self { to: to.clone(), target })
    }

    /// A host below the sink has no addresses.
    pub(super) fn check_addresses(&self, after: &[IpAddr], classes: &mut Classes) {
        if matches!(self.target, Target::Sink) && !after.is_empty() {
            let detail = "a host below the sink has no addresses: remove all of them in the same request";
            classes.policy_fault([Fault::out_of_range("/rem/addr", "sink-addresses", detail)]);
        }
    }

    /// Gives the row its new name, and has the delegations of those who name it follow.
    pub(super) fn apply(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        proceedings: &mut Proceedings,
        row: Host,
        addresses: Vec<IpAddr>,
    ) -> Result<Host, Refusal> {
        let (old, new) = (row.name.clone(), self.to.as_name().clone());
        let (parent, owner) = match self.target {
            Target::Domain(domain, sponsor) => (Some(domain), Some(sponsor)),
            Target::Sink | Target::Nowhere => (None, None),
        };
        let renamed = Host { name: new.clone(), addresses, parent, owner, ..row };
        // Zones and delegations name the old name still: it has a row again when glue is settled.
        let users = tx.domains_using(&[renamed.id], usize::MAX >> 1)?;
        tx.update_host(&renamed)?;
        tx.touch_users(renamed.id)?;
        let ids: Vec<DomainId> = users.iter().map(|(_, user)| user.id).collect();
        for some in ids.chunks(SOME) {
            for held in Held::numbered(tx, some, context.now)? {
                proceedings.bring_up(tx, context, held)?;
            }
        }
        proceedings.ledger.address(&old);
        proceedings.ledger.address(&new);
        proceedings.ledger.release([old.clone()]);
        proceedings.ledger.refer([new]);
        if tx.used_as_ns(std::slice::from_ref(&old))?.is_empty() {
            return Ok(renamed);
        }
        proceedings.ledger.flush(tx, context)?;
        if !tx.used_as_ns(std::slice::from_ref(&old))?.is_empty() {
            proceedings.ledger.refer([old]);
        }
        Ok(renamed)
    }
}

/// Whether a name lies below the sink of the policy that the host's domain is under.
fn is_sunk(around: &Surroundings, row: &Host, to: &HostName) -> bool {
    let policy: Option<&Policy> = match around.standing(&HostName::from_stored(row.name.clone())) {
        Standing::Below { policy, .. } => Some(policy),
        _ => None,
    };
    policy.and_then(|policy| policy.sink.as_ref()).is_some_and(|sink| to.as_name().is_below(sink))
}
