//! A domain as it is shown (`registrar.md` section 4): its projection, with the names of what it refers to.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domesday_dns::{Name, RecordType};
use domesday_domain::account::AccountName;
use domesday_domain::contact::{ContactId, ContactRole};
use domesday_domain::policy::SpecialKind;
use domesday_domain::precondition::Tag;
use domesday_domain::record::Origin;
use domesday_domain::registration::{ContactNumber, DomainId, View};
use domesday_domain::serial::Serial;

use super::held::Held;
use super::transfer_info::{TransferInfo, handle, handles};
use crate::ports::{Snapshot, StoredDomain};
use crate::refusal::Refusal;
use crate::repeats::Left;

/// What of a domain stands in the zone of its TLD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The zone.
    pub zone: Name,
    /// Whether its delegation is there now.
    pub published: bool,
    /// The serial that brought its last change; before the first, the zone's.
    pub serial: Serial,
}

/// A domain with everything that is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainInfo {
    /// Its facts, as they are now.
    pub stored: StoredDomain,
    /// What it shows of its life.
    pub view: View,
    /// Whose it is.
    pub sponsor: AccountName,
    /// Who created it.
    pub created_by: AccountName,
    /// Who changed it last.
    pub updated_by: Option<AccountName>,
    /// Its contacts.
    pub contacts: BTreeMap<ContactRole, ContactId>,
    /// The hosts below it that its sponsor manages.
    pub subordinates: Vec<Name>,
    /// What of it stands in the zone of its TLD; none where that is not served.
    pub dns: Option<Standing>,
    /// The transfer that was asked for.
    pub transfer: Option<TransferInfo>,
    /// Its name may cost something else.
    pub premium: bool,
    /// Its years are no years (rule P2).
    pub sandbox: bool,
}

impl DomainInfo {
    /// Its entity tag.
    pub fn tag(&self) -> Tag {
        tag(&self.stored)
    }

    /// What a command that answers so left of it.
    pub(super) fn left(&self) -> Left {
        let facts = &self.stored.registration;
        Left::domain(&facts.name, Some((facts.id, facts.revision)))
    }
}

/// The entity tag of a domain: of its facts as they are now, and of what stands in the zone.
pub(crate) fn tag(domain: &StoredDomain) -> Tag {
    let published = domain.serial.map_or(0, |serial| u64::from(serial.get()));
    Tag::Object { kind: 'D', id: domain.registration.id.0, revision: domain.registration.revision, state: published }
}

/// Shows a domain: a fixed number of statements.
pub(crate) fn show(snapshot: &mut dyn Snapshot, held: Held) -> Result<DomainInfo, Refusal> {
    let shown = show_all(snapshot, vec![held])?.pop();
    shown.ok_or_else(|| Refusal::Failed("a domain cannot be shown".to_owned()))
}

/// Shows a domain that a command has just stored.
pub(crate) fn show_again(snapshot: &mut dyn Snapshot, name: &Name, now: DateTime<Utc>) -> Result<DomainInfo, Refusal> {
    let held = Held::again(snapshot, name, now)?;
    show(snapshot, held)
}

/// Shows domains, in order: a fixed number of statements, whatever their number.
pub(crate) fn show_all(snapshot: &mut dyn Snapshot, held: Vec<Held>) -> Result<Vec<DomainInfo>, Refusal> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = held.iter().flat_map(|held| {
        let facts = held.facts();
        let requester = facts.transfer.map(|request| request.requester);
        [Some(facts.sponsor), Some(facts.created_by), facts.updated_by, requester].into_iter().flatten()
    });
    let handles = handles(snapshot, accounts.collect::<Vec<_>>())?;
    let contacts = contact_ids(snapshot, &held)?;
    let ids: Vec<DomainId> = held.iter().map(|held| held.facts().id).collect();
    let mut subordinates: HashMap<DomainId, Vec<Name>> = HashMap::new();
    for host in snapshot.hosts_of_all(&ids)? {
        if let Some(parent) = host.parent {
            subordinates.entry(parent).or_default().push(host.name);
        }
    }
    let mut standings = standings(snapshot, &held)?;
    let mut infos = Vec::with_capacity(held.len());
    for held in held {
        let policy = held.policy()?;
        let sandbox = policy.sandbox_year.is_some();
        let view = held.present.view(&held.versions);
        let facts = held.facts();
        let transfer = view.transfer.as_ref().map(|data| TransferInfo::of(&facts.name, data, &handles));
        let of_role = |(role, number): (&ContactRole, &ContactNumber)| Some((*role, contacts.get(number)?.clone()));
        infos.push(DomainInfo {
            sponsor: handle(&handles, facts.sponsor),
            created_by: handle(&handles, facts.created_by),
            updated_by: facts.updated_by.map(|by| handle(&handles, by)),
            contacts: facts.contacts.iter().filter_map(of_role).collect(),
            subordinates: subordinates.remove(&facts.id).unwrap_or_default(),
            dns: standings.remove(&facts.id),
            premium: held.stored.premium,
            transfer,
            sandbox,
            view,
            stored: held.now(),
        });
    }
    Ok(infos)
}

fn contact_ids(snapshot: &mut dyn Snapshot, held: &[Held]) -> Result<HashMap<ContactNumber, ContactId>, Refusal> {
    let mut numbers: Vec<ContactNumber> =
        held.iter().flat_map(|held| held.facts().contacts.values().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let contacts = if numbers.is_empty() { Vec::new() } else { snapshot.contacts_numbered(&numbers)? };
    Ok(contacts.into_iter().map(|contact| (contact.number, contact.id)).collect())
}

/// What of each domain stands in the zone of its TLD: two statements for all of them, and one for each TLD.
fn standings(snapshot: &mut dyn Snapshot, held: &[Held]) -> Result<HashMap<DomainId, Standing>, Refusal> {
    let mut tlds: Vec<Name> = held.iter().map(|held| held.stored.tld.clone()).collect();
    tlds.sort_unstable();
    tlds.dedup();
    let heads = snapshot.zones_among(&tlds)?;
    if heads.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
    let zones = snapshot.zones_numbered(&ids)?;
    let names: Vec<Name> = held.iter().map(|held| held.facts().name.clone()).collect();
    let cuts = snapshot.sets_at(&ids, &names, &[RecordType::NS])?;
    let standing = |held: &Held| {
        let zone = zones.iter().find(|zone| *zone.name.as_name() == held.stored.tld)?;
        let name = &held.facts().name;
        let is_cut = |set: &domesday_domain::record::RecordSet| set.owner == *name && set.origin == Origin::Registrar;
        let published = cuts.iter().any(|(id, set)| *id == zone.id && is_cut(set));
        let serial = held.stored.serial.unwrap_or(zone.serial);
        Some((held.facts().id, Standing { zone: zone.name.as_name().clone(), published, serial }))
    };
    Ok(held.iter().filter_map(standing).collect())
}

/// Whether an entry makes a name premium.
pub(crate) fn is_premium(special: Option<&domesday_domain::policy::SpecialName>) -> bool {
    special.is_some_and(|special| special.kind == SpecialKind::Premium)
}
