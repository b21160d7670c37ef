//! One name server of a list: what is given along with it, judged by where its name lies (H2–H4).

use std::net::IpAddr;

use domesday_dns::Name;
use domesday_domain::fault::{Fault, below};
use domesday_domain::finding::Warning;
use domesday_domain::host::{PlacedAddress, in_order};
use domesday_domain::name::HostName;
use domesday_domain::policy::{NsParent, Policy};
use domesday_domain::registration::{Command, DomainId, Obstacle, obstacles};

use super::Place;
use crate::host_objects::addresses;
use crate::host_objects::surroundings::{Standing, Surroundings};
use crate::objection::{Classes, Ground, Objection};
use crate::ports::Snapshot;
use crate::refusal::Refusal;

#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) host: HostName,
    pub(super) place: String,
    pub(super) given: Option<Vec<PlacedAddress>>,
    /// What becomes of its row.
    pub(super) becomes: Becomes,
    /// The addresses that its row gets.
    pub(super) addresses: Option<Vec<IpAddr>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// It stays what it is, or is made one that is merely referred to.
    Reference,
    /// It is managed already.
    Managed,
    /// It becomes managed, below this domain; none for the one that is being registered.
    Below(Option<DomainId>),
}

impl Server {
    pub(super) fn judge(
        &mut self,
        snapshot: &mut dyn Snapshot,
        around: &Surroundings,
        at: &Place,
        classes: &mut Classes,
    ) -> Result<(), Refusal> {
        let name = self.host.as_name().clone();
        let row = around.row(&name);
        let known = around.addresses(&name);
        match around.standing(&self.host) {
            Standing::Elsewhere | Standing::Tld => self.refuse_addresses(&known, classes),
            Standing::Registrable { domain, policy } => {
                if name == at.name {
                    let detail = format!("{name} cannot serve itself: hosts have names below domains");
                    classes.policy_fault([Fault::refused(&self.place, "registrable-name", detail)]);
                } else {
                    self.refuse_parent(&name, domain.is_some(), policy.ns_parent, false, classes);
                    self.refuse_addresses(&known, classes);
                }
            }
            Standing::Below { parent, domain, rule, policy } => {
                let own = parent == at.name || domain.is_some_and(|held| held.facts().sponsor == at.sponsor);
                let managed = row.is_some_and(|row| around.is_managed(row));
                if let Some(held) = domain {
                    let deleted = |obstacle: &Obstacle| *obstacle == Obstacle::Deleted;
                    let made = own && !managed && held.facts().name != at.name;
                    let barred = obstacles(&held.present, Command::HostBelow);
                    for obstacle in barred.into_iter().filter(|obstacle| made || deleted(obstacle)) {
                        let detail = format!("{parent}: {obstacle}");
                        classes.state.push(Objection::new(Ground::Prohibited, &self.place, "parent-state", detail));
                    }
                } else if !own {
                    let label = parent.labels().next().map(|label| String::from_utf8_lossy(label).into_owned());
                    let reserved = match label.filter(|_| policy.ns_parent == NsParent::Registered) {
                        Some(label) => {
                            let special = snapshot.special_name(&rule, &label)?;
                            special.is_some_and(|special| special.refuses(None))
                        }
                        None => false,
                    };
                    self.refuse_parent(&parent, false, policy.ns_parent, reserved, classes);
                }
                if !own || managed {
                    self.refuse_addresses(&known, classes);
                    self.becomes = if managed { Becomes::Managed } else { Becomes::Reference };
                } else {
                    self.becomes = Becomes::Below(domain.map(|held| held.facts().id));
                    match around.keeper(&name, &parent) {
                        Some(_) => self.refuse_addresses(&known, classes),
                        None => self.take_addresses(policy, classes),
                    }
                }
                self.demand_address(&parent, at, &known, classes);
            }
        }
        Ok(())
    }

    /// Rule H4.
    fn refuse_parent(&self, parent: &Name, registered: bool, rule: NsParent, reserved: bool, classes: &mut Classes) {
        if registered {
            return;
        }
        let detail = format!("{parent}, which {} lies below, is not registered", self.host);
        match rule {
            NsParent::Registered if !reserved => {
                classes.referenced.push(Objection::new(Ground::NotThere, &self.place, "parent-unknown", detail));
            }
            _ => classes.warnings.push(Warning { code: "parent-unknown", subject: self.host.to_string(), detail }),
        }
    }

    /// Rule H2: addresses of a name that is not made here are fine if they are what it has.
    fn refuse_addresses(&self, known: &[IpAddr], classes: &mut Classes) {
        let Some(given) = self.given.as_ref().filter(|given| !given.is_empty()) else { return };
        if addresses::bare(given) != in_order(known.to_vec()) {
            let detail = format!("the addresses of {} are not changed here", self.host);
            let place = below(&self.place, "addr");
            classes.policy_fault([Fault::refused(place, "addresses-not-yours", detail)]);
        }
    }

    fn take_addresses(&mut self, policy: &Policy, classes: &mut Classes) {
        let Some(given) = &self.given else { return };
        classes.policy_fault(addresses::refused(given, policy));
        let bare = addresses::bare(given);
        let place = below(&self.place, "addr");
        classes.policy_fault(addresses::too_many(&bare, &place));
        self.addresses = (!bare.is_empty()).then_some(bare);
    }

    /// Rule H3.
    fn demand_address(&self, parent: &Name, at: &Place, known: &[IpAddr], classes: &mut Classes) {
        if *parent == at.name && known.is_empty() && self.given.as_ref().is_none_or(Vec::is_empty) {
            let detail = format!("{} serves the domain that it lies below, and needs an address", self.host);
            classes.policy_fault([Fault::missing(below(&self.place, "addr"), detail)]);
        }
    }
}
