//! What one command does to registered names: stored, published in the zones of their TLDs, and told, each once.
//!
//! A command may change several domains (due work does), and may bring what time did before its own change. All of it goes through here:
//! rows are written at once, sets of zones go onto one [`Ledger`], and [`Proceedings::finish`] settles glue, steps each zone once, and
//! writes messages and histories.

use std::collections::{BTreeMap, HashMap};

use domesday_dns::Name;
use domesday_domain::finding::Warning;
use domesday_domain::history::{Action, Deed};
use domesday_domain::message::Message;
use domesday_domain::record::RecordSet;
use domesday_domain::registration::{DomainId, Present, TermsVersions, next_change};
use domesday_domain::zone::ZoneId;

use super::publication::{self, put};
use crate::ledger::Ledger;
use crate::name_servers::settle;
use crate::ports::{ServedZone, StoredDomain, SubjectEntry, UnitOfWork, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::zones::family;

/// What a command changes in a zone, as lines of a zone file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsDiff {
    /// The zone.
    pub zone: Name,
    /// Records that come.
    pub add: Vec<String>,
    /// Records that go.
    pub remove: Vec<String>,
}

/// The changes of one command.
pub(crate) struct Proceedings {
    /// The zones.
    pub(crate) ledger: Ledger,
    /// Messages to be stored at the end.
    pub(crate) messages: Vec<Message>,
    /// History entries about domains, contacts and hosts, to be stored at the end.
    pub(crate) entries: Vec<SubjectEntry>,
    zones: HashMap<Name, Option<ZoneHead>>,
    published: BTreeMap<ZoneId, Vec<DomainId>>,
}

impl Proceedings {
    /// Nothing done yet.
    pub(crate) fn new(deed: Deed, subject: &Name) -> Self {
        Self {
            ledger: Ledger::new(Action::Registration(deed), subject),
            messages: Vec::new(),
            entries: Vec::new(),
            zones: HashMap::new(),
            published: BTreeMap::new(),
        }
    }

    /// The zone of a TLD, if it is served here.
    pub(crate) fn zone(&mut self, tx: &mut dyn UnitOfWork, tld: &Name) -> Result<Option<ZoneHead>, Refusal> {
        if let Some(known) = self.zones.get(tld) {
            return Ok(known.clone());
        }
        let zone = publication::zone(tx, tld)?;
        self.zones.insert(tld.clone(), zone.clone());
        Ok(zone)
    }

    /// Stores a new domain, without its name servers; gives it back with its number.
    pub(crate) fn insert(&mut self, tx: &mut dyn UnitOfWork, domain: StoredDomain) -> Result<StoredDomain, Refusal> {
        let mut domain = StoredDomain { hosts: Vec::new(), ..domain };
        let id = tx.insert_domain(&domain)?;
        domain.registration.id = id;
        domain.registration.roid = domesday_domain::registration::Roid::numbered('D', id.0);
        // A registered name is a cut, published or not: what lies below it is looked at again.
        self.ledger.reshape(&domain.registration.name);
        Ok(domain)
    }

    /// Stores a domain's next state, and has its zone follow. The facts are the present's; what stands beside them is `after`'s.
    pub(crate) fn update(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        before: &StoredDomain,
        after: StoredDomain,
        present: &Present,
        versions: &TermsVersions,
    ) -> Result<StoredDomain, Refusal> {
        let after = StoredDomain { next_change: next_change(present, versions), ..after };
        if after != *before {
            tx.update_domain(before, &after)?;
        }
        let names = |domain: &StoredDomain| domain.hosts.iter().map(|(_, host)| host.clone()).collect::<Vec<_>>();
        if names(before) != names(&after) {
            self.ledger.release(names(before));
            self.ledger.refer(names(&after));
        }
        let wanted = publication::wanted(&after, present);
        self.publish(tx, context, &after, wanted.as_ref())?;
        Ok(after)
    }

    /// Takes a domain out of its zone and deletes it; its hosts are dealt with already.
    pub(crate) fn remove(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        domain: &StoredDomain,
    ) -> Result<(), Refusal> {
        self.publish(tx, context, domain, None)?;
        let name = &domain.registration.name;
        self.ledger.release(domain.hosts.iter().map(|(_, host)| host.clone()));
        self.ledger.reshape(name);
        tx.delete_domain(domain.registration.id)?;
        for ids in self.published.values_mut() {
            ids.retain(|id| *id != domain.registration.id);
        }
        self.delegate_to_child(tx, context, name)
    }

    /// A zone that was made at a name outlives its registration, and is then a child zone like any other (`zones.md` D3).
    fn delegate_to_child(&mut self, tx: &mut dyn UnitOfWork, context: &Context, name: &Name) -> Result<(), Refusal> {
        let Some(child) = tx.zone(name)? else { return Ok(()) };
        let Some(parent) = family::parent(tx, name)? else { return Ok(()) };
        let head = ZoneHead { id: child.id, name: name.clone(), owner: child.owner.id };
        let child = ServedZone { head, ns: child.content.ns };
        family::adopt(tx, context, &mut self.ledger, &parent, &[&child], BTreeMap::new())
    }

    fn publish(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        domain: &StoredDomain,
        wanted: Option<&publication::Published>,
    ) -> Result<(), Refusal> {
        let Some(zone) = self.zone(tx, &domain.tld)? else { return Ok(()) };
        let name = &domain.registration.name;
        // What this command put there before is stored first.
        self.ledger.flush(tx, context)?;
        let stored: Vec<RecordSet> =
            publication::stored(tx, &zone, std::slice::from_ref(name))?.remove(name).unwrap_or_default();
        if stored.is_empty() && wanted.is_none() {
            return Ok(());
        }
        let page = self.ledger.follow(tx, zone.id)?;
        let had = page.number_of_changes();
        put(page, context, name, stored, wanted);
        if page.number_of_changes() > had {
            self.published.entry(zone.id).or_default().push(domain.registration.id);
        }
        Ok(())
    }

    /// Settles glue, steps and tells the zones, notes their serials, and stores messages and histories. Gives what zones publish
    /// otherwise, if that was asked for by rehearsing.
    pub(crate) fn finish(
        mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        warnings: &[Warning],
    ) -> Result<Option<DnsDiff>, Refusal> {
        settle(tx, context, &mut self.ledger)?;
        let difference = context.rehearsal.then(|| self.ledger.published_difference()).flatten();
        let zones = self.ledger.close(tx, context, warnings)?;
        for (zone, domains) in &self.published {
            if let Some(zone) = zones.get(zone).filter(|_| !domains.is_empty()) {
                tx.note_serial(domains, zone.serial)?;
            }
        }
        for entry in &self.entries {
            tx.insert_subject_entry(entry)?;
        }
        if !self.messages.is_empty() {
            tx.insert_messages(&self.messages)?;
        }
        Ok(difference)
    }
}
