//! A host is changed: addresses, statuses, name (rules H3, H6, H7, H9–H11).

use std::collections::BTreeSet;
use std::net::IpAddr;

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::fault::Fault;
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::host::{AddressDraft, Host, PlacedAddress, in_order};
use domesday_domain::name::HostName;
use domesday_domain::precondition::{Precondition, Verdict};
use domesday_domain::prohibition::Prohibition;
use domesday_domain::set_change::SetChange;
use serde_json::json;

use super::addresses;
use super::changing::{check_parent, locks, managed, path_name};
use super::create::{shown, touch};
use super::info::{HostInfo, links, show_in};
use super::rename::Rename;
use super::surroundings::{Standing, Surroundings};
use crate::domains::draft::Placed;
use crate::domains::{DnsDiff, Held, Proceedings, entries};
use crate::form::Form;
use crate::name_servers::put_addresses;
use crate::objection::{Classes, Ground, Objection, blocked};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::{Left, Mutation};

/// What is to be changed of a host.
#[derive(Clone, Debug, Default)]
pub struct HostChange {
    /// `add.addr`
    pub add_addresses: Vec<AddressDraft>,
    /// `rem.addr`
    pub rem_addresses: Vec<AddressDraft>,
    /// `add.status`
    pub add_statuses: Vec<Placed>,
    /// `rem.status`
    pub rem_statuses: Vec<Placed>,
    /// `chg.name`
    pub rename: Option<String>,
}

/// Changes a host.
pub struct UpdateHost {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
    /// What was sent.
    pub form: Form<HostChange>,
}

/// A host before and after a change.
pub struct HostChanged {
    /// Before.
    pub before: HostInfo,
    /// After.
    pub after: HostInfo,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Command for UpdateHost {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = HostChanged;

    fn locks(&self, actor: &Actor) -> Locks {
        let renamed = self.form.peek().and_then(|change| change.rename.as_deref());
        let names: Vec<&str> = std::iter::once(self.name.as_str()).chain(renamed).collect();
        locks(&names, actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<HostChanged, Refusal> {
        let name = path_name(&self.name);
        let (change, form) = self.form.readable()?;
        let mut classes = Classes { form, ..Classes::default() };
        let wanted = Wanted::read(change, context, &mut classes);
        let name = name?;
        if wanted.is_empty() && classes.form.is_empty() && classes.policy.is_empty() {
            return Err(Objection::new(Ground::Missing, "", "nothing-to-change", "nothing is to be changed").into());
        }
        classes.settle_form()?;
        let mut names = vec![name.clone()];
        names.extend(wanted.rename.clone());
        let around = Surroundings::survey(tx, context, &names)?;
        let (row, parent) = managed(&around, context, &name)?;
        let row = row.clone();
        let before = show_in(tx, &around, vec![row.clone()])?.pop();
        let before = before.ok_or_else(|| Refusal::Failed(format!("the host {name} cannot be shown")))?;
        if self.precondition.judge(Some(before.tag())) == Verdict::Fails {
            return Err(Refusal::Stale { current: Some(before.tag()) });
        }
        let rename = match &wanted.rename {
            Some(to) if *to != name => Some(Rename::judge(&around, context, &row, to, &mut classes)?),
            _ => None,
        };
        check_parent(parent, context, "path:name")?;
        refuse_prohibited(&row, context, &wanted)?;
        let statuses = wanted.statuses_after(&row, &mut classes);
        let present = in_order(around.addresses(name.as_name()));
        let after = wanted.addresses_after(&present, &mut classes);
        if after != present {
            let kept = parent.and_then(|held| around.keeper(name.as_name(), &held.facts().name));
            if let Some(zone) = kept {
                let detail = format!("its addresses are kept in the zone {zone}, which is served here");
                classes.policy_fault([Fault::refused("/add/addr", "kept-in-zone", detail)]);
            }
        }
        let at = rename.as_ref().map_or(&name, |rename| &rename.to);
        if let Standing::Below { policy, .. } = around.standing(at) {
            classes.policy_fault(addresses::refused(&wanted.add, policy));
        }
        classes.policy_fault(addresses::too_many(&after, "/add/addr"));
        if let Some(rename) = &rename {
            rename.check_addresses(&after, &mut classes);
        }
        refuse_loss(tx, &row, parent, &present, &after, rename.is_some())?;
        classes.settle()?;
        let mut proceedings = Proceedings::new(Deed::HostUpdate, name.as_name());
        let changed = Host {
            statuses,
            changed: Some(context.now),
            changed_by: Some(context.actor.account),
            updated: context.now,
            revision: row.revision + 1,
            ..row.clone()
        };
        let addresses_change = after != present;
        let changed = match &rename {
            Some(rename) => rename.apply(tx, context, &mut proceedings, changed, after.clone())?,
            None => {
                tx.update_host(&changed)?;
                if addresses_change {
                    put_addresses(tx, context, &[(name.as_name().clone(), after.clone())])?;
                    proceedings.ledger.address(name.as_name());
                }
                changed
            }
        };
        let told = json!([
            {"what": "host", "member": "addr", "from": present, "to": after},
            {"what": "host", "member": "status", "from": words(&row.statuses), "to": words(&changed.statuses)},
            {"what": "host", "member": "name", "from": row.name.to_string(), "to": changed.name.to_string()},
        ]);
        let told: Vec<_> =
            told.as_array().into_iter().flatten().filter(|one| one["from"] != one["to"]).cloned().collect();
        let owner = parent.map_or(context.actor.account, |held| held.facts().sponsor);
        let subject = row.name.to_string();
        let told = serde_json::Value::from(told);
        let (kind, deed) = (SubjectKind::Host, Deed::HostUpdate);
        proceedings.entries.push(entries::entry(context, kind, subject, owner, deed, &told, changed.revision));
        if let (Some(held), Some(_)) = (parent, &rename) {
            touch(tx, held.facts().id)?;
        }
        let dns_changes = proceedings.finish(tx, context, &[])?;
        let now = HostName::from_stored(changed.name);
        Ok(HostChanged { before, after: shown(tx, context, &now)?, dns_changes })
    }
}

impl Mutation for UpdateHost {
    fn subject(answer: &Self::Answer) -> Left {
        answer.after.left()
    }
}

fn words(statuses: &BTreeSet<Prohibition>) -> Vec<String> {
    statuses.iter().map(ToString::to_string).collect()
}

/// Rule S3: the host's own prohibitions; a sponsor's is lifted by its removal, the registry's by an admin.
fn refuse_prohibited(row: &Host, context: &Context, wanted: &Wanted) -> Result<(), Refusal> {
    let stands = |status: &&Prohibition| match status {
        Prohibition::ClientUpdate => !wanted.statuses.remove.contains(status),
        Prohibition::ServerUpdate => !context.actor.is_admin(),
        Prohibition::ClientDelete | Prohibition::ServerDelete => false,
    };
    crate::objection::settle(row.statuses.iter().filter(stands).map(|status| {
        let detail = format!("the host has the status {status}");
        Objection::new(Ground::Prohibited, "path:name", "status-prohibits-operation", detail)
    }))
}

/// Rule H7: the last address of a host stays while the domain that it lies below, or a zone or delegation served here, needs it.
fn refuse_loss(
    tx: &mut dyn UnitOfWork,
    row: &Host,
    parent: Option<&Held>,
    before: &[IpAddr],
    after: &[IpAddr],
    renamed: bool,
) -> Result<(), Refusal> {
    if before.is_empty() || !after.is_empty() || renamed {
        return Ok(());
    }
    let mut uses = links(tx, row)?;
    let below = parent.map(|held| held.facts().id);
    uses.domains.retain(|(_, user)| Some(user.id) == below);
    if uses.is_empty() {
        return Ok(());
    }
    let detail = format!("{} would have no address, and is needed", row.name);
    let objection = Objection::new(Ground::InUse, "/rem/addr", "needs-address", detail);
    Err(blocked(objection, uses.blockers(tx)?, uses.total()))
}

/// What was sent, read.
struct Wanted {
    add: Vec<PlacedAddress>,
    remove: Vec<PlacedAddress>,
    statuses: SetChange<Prohibition>,
    rename: Option<HostName>,
}

impl Wanted {
    fn read(change: &HostChange, context: &Context, classes: &mut Classes) -> Self {
        let mut addresses = |drafts: &[AddressDraft]| {
            addresses::read(drafts).unwrap_or_else(|faults| {
                classes.fault(faults);
                Vec::new()
            })
        };
        let (add, remove) = (addresses(&change.add_addresses), addresses(&change.rem_addresses));
        let words = |placed: &[Placed]| placed.iter().map(|status| status.text.clone()).collect::<Vec<_>>();
        let (added, removed) = (words(&change.add_statuses), words(&change.rem_statuses));
        let statuses = Prohibition::read_change(&added, &removed, context.actor.is_admin()).unwrap_or_else(|faults| {
            classes.fault(faults);
            SetChange::default()
        });
        let rename = change.rename.as_deref().filter(|text| !text.is_empty()).and_then(|text| {
            HostName::parse(text.trim_matches([' ', '\t']))
                .map_err(|problem| {
                    let detail = format!("no host name: {problem}");
                    classes.fault([Fault::malformed("/chg/name", "bad-name", detail)]);
                })
                .ok()
        });
        Self { add, remove, statuses, rename }
    }

    fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty() && self.statuses.is_empty() && self.rename.is_none()
    }

    fn statuses_after(&self, row: &Host, classes: &mut Classes) -> BTreeSet<Prohibition> {
        let present: Vec<Prohibition> = row.statuses.iter().copied().collect();
        let after = self.statuses.apply_to(&present, "status").unwrap_or_else(|faults| {
            classes.policy_fault(faults);
            present
        });
        after.into_iter().collect()
    }

    fn addresses_after(&self, present: &[IpAddr], classes: &mut Classes) -> Vec<IpAddr> {
        let bare = |placed: &[PlacedAddress]| placed.iter().map(|placed| placed.address).collect();
        let change = SetChange { add: bare(&self.add), remove: bare(&self.remove) };
        let after = change.apply_to(present, "addr").unwrap_or_else(|faults| {
            classes.policy_fault(faults);
            present.to_vec()
        });
        in_order(after)
    }
}
